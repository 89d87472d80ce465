package types

import (
	"context"
	"time"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
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
	SpendableCoin(ctx context.Context, addr sdk.AccAddress, denom string) sdk.Coin
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amt sdk.Coins) error
}

// BondKeeper is what this module reads of x/bond.
type BondKeeper interface {
	Now(ctx context.Context) time.Time
	GetSeries(ctx context.Context, isin string) (bondtypes.Series, error)
	IssuerOf(ctx context.Context, isin string) (bondtypes.Issuer, error)
	// IsInArrears tells whether a payment of a series is missed and not made up for.
	IsInArrears(ctx context.Context, isin string) (bool, error)
	// RedemptionPerUnit is what one unit of a series is redeemed for, and whether that is payable already.
	RedemptionPerUnit(ctx context.Context, isin string) (math.LegacyDec, bool, error)
	// PaidPerUnit is the exact sum of the coupons that have become payable on one unit since issue, in the series' cash denom.
	PaidPerUnit(ctx context.Context, isin string) (math.LegacyDec, error)
}

// CustodyKeeper is what this module needs of x/custody: pledges.
type CustodyKeeper interface {
	Pledge(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error
	Release(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error
	Seize(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string, to sdk.AccAddress) error
	Pledged(ctx context.Context, owner sdk.AccAddress, denom, pledgee, ref string) math.Int
	FreeOf(ctx context.Context, owner sdk.AccAddress, denom string) math.Int
}

// Prices is what this module needs of x/collateral: what bonds are worth.
type Prices interface {
	// CurrencyOf returns the currency that a cash denom stands for.
	CurrencyOf(ctx context.Context, denom string) (collateraltypes.Currency, error)
	// MarketValueDown is what bonds that pay in a cash denom are worth in it, without a haircut, rounded down. It errors when
	// one of them has no price.
	MarketValueDown(ctx context.Context, denom string, bonds sdk.Coins) (math.Int, error)
}
