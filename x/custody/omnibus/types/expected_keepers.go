package types

import (
	"context"
	"time"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// AccountKeeper is what this module needs of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
}

// BankKeeper is what this module reads of x/bank.
type BankKeeper interface {
	GetBalance(ctx context.Context, holder sdk.AccAddress, denom string) sdk.Coin
}

// BondKeeper is what this module reads of x/bond.
type BondKeeper interface {
	// Now is business time.
	Now(ctx context.Context) time.Time
	// GetSeries errors when there is no such series.
	GetSeries(ctx context.Context, isin string) (bondtypes.Series, error)
	// PaymentsAfter returns the recorded payments of a series behind a number, in order, at most limit.
	PaymentsAfter(ctx context.Context, isin string, number uint32, limit int) ([]bondtypes.Payment, error)
	// LastPayment is the number of the last recorded payment of a series, zero before the first.
	LastPayment(ctx context.Context, isin string) (uint32, error)
}

// CustodyKeeper is what this module asks of x/custody.
type CustodyKeeper interface {
	// RequireOmnibus errors unless an account is in the omnibus book of a custodian whose licence is active.
	RequireOmnibus(ctx context.Context, custodian, account sdk.AccAddress) error
	// CheckClient errors when the rules of a series do not admit a client of an omnibus account.
	CheckClient(ctx context.Context, isin string, client custodytypes.Registration) error
	// Reserve sets aside what is free, Unreserve gives it back, Reserved tells how much is set aside.
	Reserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error
	Unreserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error
	Reserved(ctx context.Context, owner sdk.AccAddress, denom, module, ref string) math.Int
	// MoveEnforced moves a coin between two accounts whatever the sender's will and standing.
	MoveEnforced(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) error
}
