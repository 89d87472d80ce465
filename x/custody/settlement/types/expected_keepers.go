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

// AccountKeeper is what settlement needs of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
}

// BankKeeper moves what settles. Its send restrictions judge every movement.
type BankKeeper interface {
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amt sdk.Coins) error
}

// BondKeeper is what settlement reads of x/bond.
type BondKeeper interface {
	// Now is business time.
	Now(ctx context.Context) time.Time
	// GetSeries errors when there is no such series.
	GetSeries(ctx context.Context, isin string) (bondtypes.Series, error)
}

// CustodyKeeper is what settlement asks of x/custody.
type CustodyKeeper interface {
	// IsRegulated tells whether a denom is a bond or a licensed bank's cash.
	IsRegulated(ctx context.Context, denom string) (bool, error)
	// JudgeLeg judges a leg by every rule except those on sums.
	JudgeLeg(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) (*custodytypes.Refusal, error)
	// Free is what an owner may send of a denom.
	Free(ctx context.Context, owner sdk.AccAddress, denom string) (math.Int, error)
	// UseReference uses up a reference between two parties for good, at this height.
	UseReference(ctx context.Context, a, b sdk.AccAddress, reference string) error
	// FindReference returns the height at which a reference was used up.
	FindReference(ctx context.Context, a, b sdk.AccAddress, reference string) (height int64, used bool, err error)
}
