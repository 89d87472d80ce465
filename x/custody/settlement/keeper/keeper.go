// Package keeper matches instructions and settles what is agreed: delivery against payment, all legs or none.
package keeper

import (
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
)

// holdingKey is an account's holding of a denom.
type holdingKey = collections.Pair[sdk.AccAddress, string]

// Keeper is the gateway to the module's state. It holds nothing that a block could change.
type Keeper struct {
	accounts  types.AccountKeeper
	bank      types.BankKeeper
	bond      types.BondKeeper
	custody   types.CustodyKeeper
	authority string

	schema      collections.Schema
	params      collections.Item[types.Params]
	settlements collections.Map[[]byte, types.Settlement]
	// parties lists the open settlements of each party, opened counts those that it opened.
	parties collections.KeySet[collections.Pair[sdk.AccAddress, []byte]]
	opened  collections.Map[sdk.AccAddress, uint64]
	// agenda holds when each settlement's date is looked at, queue what is due in the order in which it is tried.
	agenda collections.KeySet[collections.Pair[int64, []byte]]
	queue  collections.KeySet[[]byte]
	// waits lists by place in the queue what waits for a holding, waiters how many do, arrivals where something has come.
	waits    collections.KeySet[collections.Triple[sdk.AccAddress, string, []byte]]
	waiters  collections.Map[holdingKey, uint64]
	arrivals collections.Map[holdingKey, []byte]
	cursor   collections.Item[[]byte]
}

// NewKeeper builds the keeper.
func NewKeeper(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, bond types.BondKeeper, custody types.CustodyKeeper, authority string,
) *Keeper {
	if _, err := accounts.AddressCodec().StringToBytes(authority); err != nil {
		panic(fmt.Errorf("authority of settlement: %w", err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	holding := collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey)
	k := &Keeper{
		accounts: accounts, bank: bank, bond: bond, custody: custody, authority: authority,

		params:      collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		settlements: collections.NewMap(sb, types.SettlementsPrefix, "settlements", collections.BytesKey, codec.CollValue[types.Settlement](cdc)),
		parties: collections.NewKeySet(sb, types.PartiesPrefix, "parties",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.BytesKey)),
		opened: collections.NewMap(sb, types.OpenedPrefix, "opened", sdk.AccAddressKey, collections.Uint64Value),
		agenda: collections.NewKeySet(sb, types.AgendaPrefix, "agenda",
			collections.PairKeyCodec(collections.Int64Key, collections.BytesKey)),
		queue: collections.NewKeySet(sb, types.QueuePrefix, "queue", collections.BytesKey),
		waits: collections.NewKeySet(sb, types.WaitsPrefix, "waits",
			collections.TripleKeyCodec(sdk.AccAddressKey, collections.StringKey, collections.BytesKey)),
		waiters:  collections.NewMap(sb, types.WaitersPrefix, "waiters", holding, collections.Uint64Value),
		arrivals: collections.NewMap(sb, types.ArrivalsPrefix, "arrivals", holding, collections.BytesValue),
		cursor:   collections.NewItem(sb, types.CursorKey, "cursor", collections.BytesValue),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Errorf("schema of settlement: %w", err))
	}
	k.schema = schema
	return k
}

// Authority is the account that governance acts as.
func (k *Keeper) Authority() string { return k.authority }
