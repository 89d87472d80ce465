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
	CashFlows(ctx context.Context, series bondtypes.Series, from date.Date) ([]bondtypes.CashFlow, error)
	// IsInArrears tells whether a payment of a series is missed and not made up for.
	IsInArrears(ctx context.Context, isin string) (bool, error)
}

// CustodyKeeper is what this module needs of x/custody: pledges, and whether an account may receive.
type CustodyKeeper interface {
	CanTransfer(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) error
	Pledge(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error
	Release(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error
	Seize(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string, to sdk.AccAddress) error
	Pledged(ctx context.Context, owner sdk.AccAddress, denom, pledgee, ref string) math.Int
	// PledgedInAll is how many units of a denom an owner has pledged, to whomever and for whatever.
	PledgedInAll(ctx context.Context, owner sdk.AccAddress, denom string) (math.Int, error)
}

// Oracle is what this module needs of its sub-module x/collateral/oracle, which decides which figures are published and how
// far they can be trusted.
type Oracle interface {
	// OverrideCurve and OverrideFx have a figure by hand published before the transactions of the next block.
	OverrideCurve(ctx context.Context, authority string, curve Curve) error
	OverrideFx(ctx context.Context, authority string, fx FxRate) error
	// CurveWideningPct and FxWideningPct are taken off what collateral counts for when risk is added, because a figure is late
	// or in doubt; zero while it is neither.
	CurveWideningPct(ctx context.Context, curve Curve) (math.LegacyDec, error)
	FxWideningPct(ctx context.Context, fx FxRate) (math.LegacyDec, error)
	// SpreadPct is what a series yields above its curve, percent a year continuously compounded.
	SpreadPct(ctx context.Context, isin string) (math.LegacyDec, error)
	// GraceUntil is the business time up to which borrowers whose collateral is priced from the curves of these currencies are
	// not liquidated; the zero time without grace.
	GraceUntil(ctx context.Context, currencies ...string) (time.Time, error)
}
