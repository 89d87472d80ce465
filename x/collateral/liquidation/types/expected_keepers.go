package types

import (
	"context"
	"time"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// AccountKeeper is what this module needs of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
	GetModuleAddress(name string) sdk.AccAddress
}

// BankKeeper is what this module needs of x/bank.
type BankKeeper interface {
	GetBalance(ctx context.Context, addr sdk.AccAddress, denom string) sdk.Coin
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amt sdk.Coins) error
}

// Clock is where business time comes from: x/bond.
type Clock interface {
	Now(ctx context.Context) time.Time
}

// CollateralKeeper is what this module needs of x/collateral: to look at positions, and to sell their collateral.
type CollateralKeeper interface {
	GetMarket(ctx context.Context, denom string) (collateraltypes.Market, error)
	CurrencyOf(ctx context.Context, denom string) (collateraltypes.Currency, error)
	Assess(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) (collateraltypes.Assessment, error)
	Review(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) (collateraltypes.Assessment, error)
	MakeDue(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) error
	Sell(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, lot sdk.Coin, payment math.Int, buyer sdk.AccAddress) error
	WriteOff(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, insurer sdk.AccAddress, cover math.Int) (insured math.Int, err error)
}

// Feed is what publishes curves: x/collateral/oracle. After downtime, and after curves that were missing, it grants grace.
type Feed interface {
	// GraceUntil returns the business time until which nobody is to be liquidated whose collateral is priced from the curves of
	// these currencies; the zero time for no grace.
	GraceUntil(ctx context.Context, currencies ...string) (time.Time, error)
}
