package types

import (
	"context"
	"time"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// AccountKeeper is what the module needs of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
	GetModuleAddress(moduleName string) sdk.AccAddress
	GetModuleAccount(ctx context.Context, moduleName string) sdk.ModuleAccountI
}

// BankKeeper is what the module needs of x/bank.
type BankKeeper interface {
	GetBalance(ctx context.Context, addr sdk.AccAddress, denom string) sdk.Coin
	IterateAccountBalances(ctx context.Context, addr sdk.AccAddress, visit func(sdk.Coin) (stop bool))
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error
}

// BondKeeper is what the module needs of x/bond.
type BondKeeper interface {
	// Now is business time.
	Now(ctx context.Context) time.Time
	// GetIssuer errors when there is no such issuer.
	GetIssuer(ctx context.Context, id string) (bondtypes.Issuer, error)
	// GetSeries errors when there is no such series.
	GetSeries(ctx context.Context, isin string) (bondtypes.Series, error)
	// Room returns how much of a series may still be issued or promised.
	Room(ctx context.Context, isin string) (math.Int, error)
	// IssueBasis says whether a series can be issued on a date, and what accrued interest buyers then pay.
	IssueBasis(ctx context.Context, isin string, settle date.Date) (bondtypes.IssueBasis, error)
	// Issue mints units to holders on the terms of a date that has come, to all or to none.
	Issue(ctx sdk.Context, isin string, settle date.Date, allotments []bondtypes.Allotment) error
	// FixSpread sets what is taken off the reference rate of a floating series of which nothing has been issued.
	FixSpread(ctx sdk.Context, isin string, spread math.LegacyDec) error
	// BuyBack burns units of a live series out of a holder's account, whatever the holder's standing, on the terms of a date
	// since which no coupon has been recorded.
	BuyBack(ctx sdk.Context, isin string, settle date.Date, holder sdk.AccAddress, face math.Int) error
}

// Reservations is what the module asks of the module that keeps how units are held: to set units aside in their owner's
// account. x/custody implements it.
type Reservations interface {
	// Reserve sets a coin aside; it must be free.
	Reserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error
	// Unreserve gives it back to what is free.
	Unreserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error
	// Reserved is what is set aside under a reference; 0 when there is none.
	Reserved(ctx context.Context, owner sdk.AccAddress, denom, module, ref string) math.Int
	// IsFrozen tells whether a freeze of the account, or of a series among the denoms, stops the account from paying or reserving.
	IsFrozen(ctx context.Context, account sdk.AccAddress, denoms ...string) (bool, error)
}
