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
	GetAllBalances(ctx context.Context, account sdk.AccAddress) sdk.Coins
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error
	SendCoinsFromAccountToModule(ctx context.Context, from sdk.AccAddress, toModule string, amount sdk.Coins) error
}

// BondKeeper is what the module needs of x/bond.
type BondKeeper interface {
	// Now is the business time.
	Now(ctx context.Context) time.Time
	// GetSeries returns a series.
	GetSeries(ctx context.Context, isin string) (bondtypes.Series, error)
	// GetIssuer returns an issuer.
	GetIssuer(ctx context.Context, id string) (bondtypes.Issuer, error)
	// Quote prices a series.
	Quote(ctx context.Context, req bondtypes.QueryQuoteRequest) (*bondtypes.QueryQuoteResponse, error)
	// Room returns how much of a series may still be issued or promised.
	Room(ctx context.Context, isin string) (math.Int, error)
	// IssueBasis says what a buyer of an issue on a date pays besides the price.
	IssueBasis(ctx context.Context, isin string, settle date.Date) (bondtypes.IssueBasis, error)
	// Issue mints units to holders who have paid, all of them or none; who may not receive has them in suspense.
	Issue(ctx sdk.Context, isin string, settle date.Date, allotments []bondtypes.Allotment) error
}

// CustodyKeeper is asked what stands in the way of a delivery. x/custody implements it.
type CustodyKeeper interface {
	// Free returns how much of a denom an account can send: what it holds, less what is pledged, reserved or vesting.
	Free(ctx context.Context, owner sdk.AccAddress, denom string) (math.Int, error)
	// Obstacle returns which rule keeps the receiver from getting a coin of the sender, if the sender had it.
	Obstacle(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) (Obstacle, error)
}

// Fault says whose an obstacle is.
type Fault int

const (
	// FaultNone is for no obstacle.
	FaultNone Fault = iota
	// FaultReceiver may not hold what is to be sent: not registered, expired, of the wrong class or place, above its limit.
	FaultReceiver
	// FaultLaw is an act of authority or a rule for everybody: a freeze, a suspension, a lock-up.
	FaultLaw
)

// Obstacle keeps a transfer from happening.
type Obstacle struct {
	// Fault says whose it is.
	Fault Fault
	// Reason says what it is, the same on every node.
	Reason string
}
