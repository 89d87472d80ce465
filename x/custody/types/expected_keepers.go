package types

import (
	"context"
	"time"

	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// AccountKeeper is what x/custody needs of x/auth.
type AccountKeeper interface {
	AddressCodec() address.Codec
	GetAccount(ctx context.Context, addr sdk.AccAddress) sdk.AccountI
	NewAccountWithAddress(ctx context.Context, addr sdk.AccAddress) sdk.AccountI
	SetAccount(ctx context.Context, acc sdk.AccountI)
	IterateAccounts(ctx context.Context, cb func(acc sdk.AccountI) (stop bool))
}

// BankKeeper is what x/custody needs of x/bank.
type BankKeeper interface {
	GetBalance(ctx context.Context, addr sdk.AccAddress, denom string) sdk.Coin
	SpendableCoin(ctx context.Context, addr sdk.AccAddress, denom string) sdk.Coin
	GetSupply(ctx context.Context, denom string) sdk.Coin
	IterateAccountBalances(ctx context.Context, addr sdk.AccAddress, cb func(sdk.Coin) (stop bool))
	IterateAllBalances(ctx context.Context, cb func(sdk.AccAddress, sdk.Coin) (stop bool))
	HasDenomMetaData(ctx context.Context, denom string) bool
	SetDenomMetaData(ctx context.Context, metadata banktypes.Metadata)
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amt sdk.Coins) error
	AllBalances(ctx context.Context, req *banktypes.QueryAllBalancesRequest) (*banktypes.QueryAllBalancesResponse, error)
	DenomOwners(ctx context.Context, req *banktypes.QueryDenomOwnersRequest) (*banktypes.QueryDenomOwnersResponse, error)
	MintCoins(ctx context.Context, moduleName string, amt sdk.Coins) error
	BurnCoins(ctx context.Context, moduleName string, amt sdk.Coins) error
}

// BondKeeper is what x/custody reads of x/bond.
type BondKeeper interface {
	// Now is business time.
	Now(ctx context.Context) time.Time
	// GetSeries errors when there is no such series.
	GetSeries(ctx context.Context, isin string) (bondtypes.Series, error)
	// IssuerOf is the issuer of a series, with its authority and its treasury.
	IssuerOf(ctx context.Context, isin string) (bondtypes.Issuer, error)
}

// Channels is what x/custody asks of IBC.
type Channels interface {
	// IsOpen tells whether a transfer channel, or the client of an IBC v2 connection, can carry packets.
	IsOpen(ctx context.Context, channelID string) bool
}
