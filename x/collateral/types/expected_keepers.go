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

// AccountKeeper is what this module needs of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
	GetModuleAddress(name string) sdk.AccAddress
}

// BankKeeper is what this module needs of x/bank: cash in, cash out.
type BankKeeper interface {
	GetBalance(ctx context.Context, addr sdk.AccAddress, denom string) sdk.Coin
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amt sdk.Coins) error
}

// BondKeeper is what this module reads of x/bond: the business clock and what a series pays.
type BondKeeper interface {
	Now(ctx context.Context) time.Time
	GetSeries(ctx context.Context, isin string) (bondtypes.Series, error)
	IssuerOf(ctx context.Context, isin string) (bondtypes.Issuer, error)
	CashFlows(ctx context.Context, isin string, from date.Date) ([]bondtypes.CashFlow, error)
}

// CustodyKeeper is what this module needs of x/custody: pledges, and whether an account may receive.
type CustodyKeeper interface {
	CanTransfer(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) error
	Pledge(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error
	Release(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error
	Pledged(ctx context.Context, owner sdk.AccAddress, denom, pledgee, ref string) math.Int
}
