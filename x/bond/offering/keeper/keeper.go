// Package keeper makes when-issued trades and placements by syndicates, and settles them on their dates.
package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Keeper keeps the state of the module. It holds no state of its own in memory.
type Keeper struct {
	accounts      types.AccountKeeper
	bank          types.BankKeeper
	bond          types.BondKeeper
	custody       types.CustodyKeeper
	authority     string
	moduleAddress sdk.AccAddress

	schema        collections.Schema
	params        collections.Item[types.Params]
	trades        collections.Map[tradeKey, types.Trade]
	tradesByParty collections.KeySet[collections.Pair[sdk.AccAddress, tradeKey]]
	syndicates    collections.Map[string, types.Syndicate]
	dueTrades     collections.KeySet[collections.Pair[int64, tradeKey]]
	dueSyndicates collections.KeySet[collections.Pair[int64, string]]
	promised      collections.Map[string, math.Int] // face that open syndicates may take up, by ISIN
}

type tradeKey = collections.Triple[string, sdk.AccAddress, string] // ISIN, seller, reference

// NewKeeper returns a keeper. authority is the account of governance.
func NewKeeper(
	cdc codec.BinaryCodec, storeService store.KVStoreService, accounts types.AccountKeeper, bank types.BankKeeper,
	bond types.BondKeeper, custody types.CustodyKeeper, authority string,
) *Keeper {
	moduleAddress := accounts.GetModuleAddress(types.ModuleName)
	if moduleAddress == nil {
		panic("x/bond/offering: the module account is not set up")
	}
	if _, err := accounts.AddressCodec().StringToBytes(authority); err != nil {
		panic("x/bond/offering: authority: " + err.Error())
	}
	sb := collections.NewSchemaBuilder(storeService)
	trade := collections.TripleKeyCodec(collections.StringKey, sdk.AccAddressKey, collections.StringKey)
	k := &Keeper{
		accounts: accounts, bank: bank, bond: bond, custody: custody, authority: authority, moduleAddress: moduleAddress,

		params: collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		trades: collections.NewMap(sb, types.TradesPrefix, "trades", trade, codec.CollValue[types.Trade](cdc)),
		tradesByParty: collections.NewKeySet(sb, types.TradesByPartyPrefix, "trades_by_party",
			collections.PairKeyCodec(sdk.AccAddressKey, trade)),
		syndicates: collections.NewMap(sb, types.SyndicatesPrefix, "syndicates", collections.StringKey, codec.CollValue[types.Syndicate](cdc)),
		dueTrades:  collections.NewKeySet(sb, types.DueTradesPrefix, "due_trades", collections.PairKeyCodec(collections.Int64Key, trade)),
		dueSyndicates: collections.NewKeySet(sb, types.DueSyndicatesPrefix, "due_syndicates",
			collections.PairKeyCodec(collections.Int64Key, collections.StringKey)),
		promised: collections.NewMap(sb, types.PromisedPrefix, "promised", collections.StringKey, sdk.IntValue),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.schema = schema
	return k
}

// GetParams returns the module's parameters.
func (k *Keeper) GetParams(ctx context.Context) (types.Params, error) { return k.params.Get(ctx) }

// UpdateParams sets the module's parameters. Trades keep the margins that they have.
func (k *Keeper) UpdateParams(ctx context.Context, params types.Params) error {
	if err := params.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

// address reads an account of a message or a query.
func (k *Keeper) address(field, text string) (sdk.AccAddress, error) {
	address, err := k.accounts.AddressCodec().StringToBytes(text)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("%s %q: %s", field, text, err)
	}
	return address, nil
}

func (k *Keeper) text(address sdk.AccAddress) (string, error) {
	return k.accounts.AddressCodec().BytesToString(address)
}

// pay sends what the module holds for an account. The send restriction puts it into suspense if the account may not
// receive it now.
func (k *Keeper) pay(ctx context.Context, field, to string, amount sdk.Coin) error {
	if amount.IsZero() {
		return nil
	}
	address, err := k.address(field, to)
	if err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, k.moduleAddress, address, sdk.NewCoins(amount))
}
