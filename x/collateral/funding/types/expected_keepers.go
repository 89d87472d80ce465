package types

import (
	"context"
	"time"

	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"

	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
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

// Clock is what this module needs of x/bond: business time.
type Clock interface {
	Now(ctx context.Context) time.Time
}

// Currencies is what this module needs of x/collateral: in whose market a cash token is lent.
type Currencies interface {
	CurrencyOf(ctx context.Context, denom string) (collateraltypes.Currency, error)
}

// Repos is what this module needs of x/collateral/repo: where the loans live.
type Repos interface {
	// CheckTrade refuses terms under which no repo could be made, whoever the sides will be.
	CheckTrade(ctx context.Context, terms repotypes.Terms) error
	// StartTime is when the start leg of a repo on the given terms settles.
	StartTime(ctx context.Context, terms repotypes.Terms) (time.Time, error)
	// Trade makes a repo and settles its start leg with cash from an account that holds it for the taker. When it errors the
	// caller undoes what was done.
	Trade(ctx context.Context, offerer string, number uint64, terms repotypes.Terms, source sdk.AccAddress) error
}
