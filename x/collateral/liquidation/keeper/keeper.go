// Package keeper liquidates: it calls the owners of positions in danger, sells collateral in Dutch auctions, and spreads what no
// collateral covers.
package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
)

// Keeper holds the state of liquidation. It keeps nothing in memory between calls.
type Keeper struct {
	accounts   types.AccountKeeper
	bank       types.BankKeeper
	clock      types.Clock
	collateral types.CollateralKeeper
	feed       types.Feed // nil: no grace
	authority  string

	schema    collections.Schema
	params    collections.Item[types.Params]
	calls     collections.Map[positionKey, types.Call]
	auctions  collections.Map[positionKey, types.Auction]
	agenda    collections.KeySet[agendaKey]
	funds     collections.Map[string, types.Fund] // by denom
	deposits  collections.Map[depositKey, math.Int]
	inAuction collections.Map[string, math.Int] // debt by denom
}

type (
	// positionKey is denom, owner, number.
	positionKey = collections.Triple[string, sdk.AccAddress, uint64]
	// agendaKey is a business time and a position as ID writes it.
	agendaKey = collections.Pair[time.Time, []byte]
	// depositKey is account, denom.
	depositKey = collections.Pair[sdk.AccAddress, string]
)

// New returns the keeper. The authority is governance; the module account "liquidation" must exist in x/auth's permissions.
func New(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, clock types.Clock, collateral types.CollateralKeeper, authority string,
) *Keeper {
	if accounts.GetModuleAddress(types.ModuleName) == nil {
		panic("the module account of liquidation is not set")
	}
	sb := collections.NewSchemaBuilder(storeService)
	position := collections.TripleKeyCodec(collections.StringKey, sdk.AccAddressKey, collections.Uint64Key)
	k := &Keeper{
		accounts: accounts, bank: bank, clock: clock, collateral: collateral, authority: authority,
		params:   collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		calls:    collections.NewMap(sb, types.CallsKey, "calls", position, codec.CollValue[types.Call](cdc)),
		auctions: collections.NewMap(sb, types.AuctionsKey, "auctions", position, codec.CollValue[types.Auction](cdc)),
		agenda: collections.NewKeySet(sb, types.AgendaKey, "agenda",
			collections.PairKeyCodec(sdk.TimeKey, collections.BytesKey)),
		funds: collections.NewMap(sb, types.FundsKey, "funds", collections.StringKey, codec.CollValue[types.Fund](cdc)),
		deposits: collections.NewMap(sb, types.DepositsKey, "deposits",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey), sdk.IntValue),
		inAuction: collections.NewMap(sb, types.InAuctionKey, "in_auction", collections.StringKey, sdk.IntValue),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.schema = schema
	return k
}

// SetFeed says who grants grace after downtime and after curves that were missing. It is called once, while the application is built.
func (k *Keeper) SetFeed(feed types.Feed) {
	if k.feed != nil {
		panic("the feed of liquidation is set already")
	}
	k.feed = feed
}

// address is where the module keeps insurance and deposits.
func (k *Keeper) address() sdk.AccAddress { return k.accounts.GetModuleAddress(types.ModuleName) }

func keyOf(id types.ID) positionKey { return collections.Join3(id.Denom, id.Owner, id.Number) }

// orZero reads an amount that is zero when there is no row.
func orZero[K any](ctx context.Context, rows collections.Map[K, math.Int], key K) (math.Int, error) {
	amount, err := rows.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return math.ZeroInt(), nil
	}
	return amount, err
}
