// Package keeper runs carry positions: it keeps quotes, venues, positions and the packets between them.
package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"
	collcodec "cosmossdk.io/collections/codec"
	"cosmossdk.io/collections/indexes"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// A row is what an account owns by number: a dealer's quote or an owner's position.
type row = collections.Pair[sdk.AccAddress, uint64]

// A moment is a row at a time, for what is to be attended to then.
type moment = collections.Pair[int64, row]

// A pair is what a quote sells and what it asks for.
type pair = collections.Pair[string, string]

// A packetKey names a packet by port, channel and sequence.
type packetKey = collections.Triple[string, string, uint64]

var (
	rowKey    = collections.PairKeyCodec(sdk.AccAddressKey, collections.Uint64Key)
	momentKey = collections.PairKeyCodec(collections.Int64Key, rowKey)
	pairKey   = collections.PairKeyCodec(collections.StringKey, collections.StringKey)
)

type quoteIndexes struct {
	byPair *indexes.Multi[pair, row, types.Quote]
}

// IndexesList names the indexes of quotes.
func (i quoteIndexes) IndexesList() []collections.Index[row, types.Quote] {
	return []collections.Index[row, types.Quote]{i.byPair}
}

// Keeper keeps the module's state. It has no memory of its own.
type Keeper struct {
	authority string
	addresses address.Codec
	account   sdk.AccAddress

	bank       types.BankKeeper
	clock      types.Clock
	custody    types.CustodyKeeper
	collateral types.CollateralKeeper
	transfers  types.TransferKeeper
	controller types.AccountController
	channels   types.ChannelKeeper

	schema     collections.Schema
	params     collections.Item[types.Params]
	quotes     *collections.IndexedMap[row, types.Quote, quoteIndexes]
	expiries   collections.KeySet[moment]
	sequences  collections.Map[sdk.AccAddress, uint64]
	venues     collections.Map[string, types.Venue]
	ports      collections.Map[string, string]
	ledgers    collections.Map[string, types.VenueLedger]
	positions  collections.Map[row, types.Position]
	accounts   collections.Map[sdk.AccAddress, row]
	due        collections.KeySet[moment]
	packets    collections.Map[packetKey, types.Packet]
	handshakes collections.KeySet[string]
}

// NewKeeper builds the keeper. The transfer keeper and the account controller are message servers, so that the module
// sends as any other sender does; authority is governance's account.
func NewKeeper(
	cdc codec.BinaryCodec,
	storeService store.KVStoreService,
	accounts types.AccountKeeper,
	bank types.BankKeeper,
	clock types.Clock,
	custody types.CustodyKeeper,
	collateral types.CollateralKeeper,
	transfers types.TransferKeeper,
	controller types.AccountController,
	channels types.ChannelKeeper,
	authority string,
) *Keeper {
	account := accounts.GetModuleAddress(types.ModuleName)
	if account == nil {
		panic(fmt.Sprintf("the %s module account has not been set", types.ModuleName))
	}
	sb := collections.NewSchemaBuilder(storeService)
	k := &Keeper{
		authority: authority, addresses: accounts.AddressCodec(), account: account,
		bank: bank, clock: clock, custody: custody, collateral: collateral,
		transfers: transfers, controller: controller, channels: channels,

		params: collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		quotes: collections.NewIndexedMap(sb, types.QuotesPrefix, "quotes", rowKey, codec.CollValue[types.Quote](cdc), quoteIndexes{
			byPair: indexes.NewMulti(sb, types.QuotesByPairPrefix, "quotes_by_pair", pairKey, rowKey, func(_ row, quote types.Quote) (pair, error) {
				return collections.Join(quote.Offer.Denom, quote.AskDenom), nil
			}),
		}),
		expiries:   collections.NewKeySet(sb, types.QuotesByExpiryPrefix, "quotes_by_expiry", momentKey),
		sequences:  collections.NewMap(sb, types.DealerSequencesPrefix, "dealer_sequences", sdk.AccAddressKey, collections.Uint64Value),
		venues:     collections.NewMap(sb, types.VenuesPrefix, "venues", collections.StringKey, codec.CollValue[types.Venue](cdc)),
		ports:      collections.NewMap(sb, types.VenuesByPortPrefix, "venues_by_port", collections.StringKey, collections.StringValue),
		ledgers:    collections.NewMap(sb, types.LedgersPrefix, "ledgers", collections.StringKey, codec.CollValue[types.VenueLedger](cdc)),
		positions:  collections.NewMap(sb, types.PositionsPrefix, "positions", rowKey, codec.CollValue[types.Position](cdc)),
		accounts:   collections.NewMap(sb, types.PositionsByAcctPrefix, "positions_by_account", sdk.AccAddressKey, collcodec.KeyToValueCodec(rowKey)),
		due:        collections.NewKeySet(sb, types.PositionsByDuePrefix, "positions_by_due", momentKey),
		packets:    collections.NewMap(sb, types.PacketsPrefix, "packets", collections.TripleKeyCodec(collections.StringKey, collections.StringKey, collections.Uint64Key), codec.CollValue[types.Packet](cdc)),
		handshakes: collections.NewKeySet(sb, types.HandshakeRequestsPrefix, "handshake_requests", collections.StringKey),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.schema = schema
	return k
}

// SetParams replaces the settings.
func (k *Keeper) SetParams(ctx context.Context, params types.Params) error {
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

func (k *Keeper) decode(name, text string) (sdk.AccAddress, error) {
	account, err := k.addresses.StringToBytes(text)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("%s: %s", name, err)
	}
	return account, nil
}
