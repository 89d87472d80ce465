// Package keeper keeps whose is what in an omnibus account. Everything that is booked to clients of a balance is one
// reservation of x/custody on it, so that the account cannot send, pledge or settle with it, and the clients' sum is never
// above the balance.
package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// A client is an account's, under a reference; a position is an account's, of a denom, by client.
type (
	clientKey   = collections.Pair[sdk.AccAddress, string]
	positionKey = collections.Triple[sdk.AccAddress, string, string]
	balanceKey  = collections.Pair[sdk.AccAddress, string]
)

// Keeper is the gateway to the module's state.
type Keeper struct {
	accounts types.AccountKeeper
	bank     types.BankKeeper
	bond     types.BondKeeper
	custody  types.CustodyKeeper

	schema   collections.Schema
	clients  collections.Map[clientKey, types.Client]
	holdings collections.Map[positionKey, types.Holding]
	dues     collections.Map[positionKey, math.Int]
	totals   collections.Map[balanceKey, math.Int]
}

// NewKeeper builds the keeper.
func NewKeeper(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, bond types.BondKeeper, custody types.CustodyKeeper,
) *Keeper {
	sb := collections.NewSchemaBuilder(storeService)
	positions := collections.TripleKeyCodec(sdk.AccAddressKey, collections.StringKey, collections.StringKey)
	k := &Keeper{
		accounts: accounts, bank: bank, bond: bond, custody: custody,
		clients: collections.NewMap(sb, types.ClientsPrefix, "clients",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey), codec.CollValue[types.Client](cdc)),
		holdings: collections.NewMap(sb, types.HoldingsPrefix, "holdings", positions, codec.CollValue[types.Holding](cdc)),
		dues:     collections.NewMap(sb, types.DuesPrefix, "dues", positions, sdk.IntValue),
		totals: collections.NewMap(sb, types.TotalsPrefix, "totals",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey), sdk.IntValue),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Errorf("schema of x/custody/omnibus: %w", err))
	}
	k.schema = schema
	return k
}

func (k *Keeper) decode(field, text string) (sdk.AccAddress, error) {
	return custodytypes.DecodeAddress(k.accounts.AddressCodec(), field, text)
}

func (k *Keeper) text(account sdk.AccAddress) (string, error) {
	return k.accounts.AddressCodec().BytesToString(account)
}

// amountOf reads an amount, zero when there is none.
func amountOf[K any](ctx context.Context, rows collections.Map[K, math.Int], key K) (math.Int, error) {
	amount, found, err := row.Find(ctx, rows, key)
	if !found {
		return math.ZeroInt(), err
	}
	return amount, err
}

// setAmount stores an amount, or removes a zero.
func setAmount[K any](ctx context.Context, rows collections.Map[K, math.Int], key K, amount math.Int) error {
	if amount.IsNegative() {
		return types.ErrBrokenLaw.Wrapf("an amount would be %s", amount)
	}
	if amount.IsZero() {
		return rows.Remove(ctx, key)
	}
	return rows.Set(ctx, key, amount)
}

func (k *Keeper) holding(ctx context.Context, key positionKey) (types.Holding, error) {
	holding, found, err := row.Find(ctx, k.holdings, key)
	if !found {
		return types.NewHolding(), err
	}
	return holding, err
}

func (k *Keeper) setHolding(ctx context.Context, key positionKey, holding types.Holding) error {
	if holding.Amount.IsZero() {
		return k.holdings.Remove(ctx, key)
	}
	return k.holdings.Set(ctx, key, holding)
}

// shiftTotal changes what is booked of a balance.
func (k *Keeper) shiftTotal(ctx context.Context, account sdk.AccAddress, denom string, by math.Int) error {
	key := collections.Join(account, denom)
	total, err := amountOf(ctx, k.totals, key)
	if err != nil {
		return err
	}
	return setAmount(ctx, k.totals, key, total.Add(by))
}
