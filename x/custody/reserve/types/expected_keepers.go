package types

import (
	"context"
	"time"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// AccountKeeper is what reserves need of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
}

// BankKeeper is what reserves read of x/bank.
type BankKeeper interface {
	GetSupply(ctx context.Context, denom string) sdk.Coin
}

// BondKeeper is what reserves need of x/bond.
type BondKeeper interface {
	// Now is business time.
	Now(ctx context.Context) time.Time
	// GetSeries errors when there is no such series.
	GetSeries(ctx context.Context, isin string) (bondtypes.Series, error)
	// IssuerOf is the issuer of a series.
	IssuerOf(ctx context.Context, isin string) (bondtypes.Issuer, error)
	// MintWrapped issues units against bonds that are kept off the chain, to somebody who may hold them.
	MintWrapped(ctx sdk.Context, isin string, recipient sdk.AccAddress, face math.Int) error
	// BurnWrapped takes units that are free in the holder's account out of the world, whatever the holder's standing.
	BurnWrapped(ctx sdk.Context, isin string, holder sdk.AccAddress, face math.Int) error
}

// CustodyKeeper is what reserves need of x/custody.
type CustodyKeeper interface {
	// HasActiveLicence tells whether an account is a licensed custodian, or with a denom a licensed bank of that cash.
	HasActiveLicence(ctx context.Context, holder sdk.AccAddress, denom string) (bool, error)
	// CashOutstanding is what a bank has issued of a cash denom and not burnt.
	CashOutstanding(ctx context.Context, denom string, bank sdk.AccAddress) (math.Int, error)
	// IssueCash mints a bank's cash within the cap of its licence, without asking for a reserve.
	IssueCash(ctx context.Context, bank, recipient sdk.AccAddress, cash sdk.Coin) error
	// BurnCash burns a bank's own cash, and tells the reserve.
	BurnCash(ctx context.Context, bank sdk.AccAddress, cash sdk.Coin) error
	// RetireCash burns a bank's cash that is free in somebody's account, whatever the holder's standing.
	RetireCash(ctx context.Context, bank, holder sdk.AccAddress, cash sdk.Coin) error
	// Reserve, Unreserve and Reserved set tokens aside in their owner's account under a reference.
	Reserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error
	Unreserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error
	Reserved(ctx context.Context, owner sdk.AccAddress, denom, module, ref string) math.Int
}
