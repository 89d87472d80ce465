// Package keeper proves that tokens are backed by what is kept off the chain: nothing is minted beyond what a quorum has
// lately attested, and whoever holds tokens can have them delivered without losing them to a silent custodian.
package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

type (
	// reserveKey is a denom and an institution.
	reserveKey = collections.Pair[string, sdk.AccAddress]
	// mintKey adds the number of the mint.
	mintKey = collections.Triple[string, sdk.AccAddress, uint64]
	// redemptionKey is a holder, a denom and the holder's reference.
	redemptionKey = collections.Triple[sdk.AccAddress, string, string]
)

// Keeper is the gateway to the state of reserves. It holds nothing that a block could change.
type Keeper struct {
	accounts  types.AccountKeeper
	bank      types.BankKeeper
	bond      types.BondKeeper
	custody   types.CustodyKeeper
	authority string

	schema       collections.Schema
	params       collections.Item[types.Params]
	reserves     collections.Map[reserveKey, types.Reserve]
	books        collections.Map[reserveKey, types.Book]
	attestations collections.Map[collections.Triple[string, sdk.AccAddress, sdk.AccAddress], types.Attestation]
	// released is what left a reserve, by day.
	released collections.Map[collections.Triple[string, sdk.AccAddress, int32], math.Int]

	mints       collections.Map[mintKey, types.PendingMint]
	mintQueue   collections.KeySet[collections.Pair[int64, mintKey]]
	redemptions collections.Map[redemptionKey, types.Redemption]
	// byReserve lists the open redemptions of a reserve.
	byReserve       collections.KeySet[collections.Pair[reserveKey, redemptionKey]]
	redemptionQueue collections.KeySet[collections.Pair[int64, redemptionKey]]
}

// NewKeeper builds the keeper. The account of the module must be known to x/custody, and holds nothing.
func NewKeeper(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, bond types.BondKeeper, custody types.CustodyKeeper, authority string,
) *Keeper {
	if _, err := accounts.AddressCodec().StringToBytes(authority); err != nil {
		panic(fmt.Errorf("authority of reserve: %w", err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	text, account := collections.StringKey, sdk.AccAddressKey
	reserveCodec := collections.PairKeyCodec(text, account)
	mintCodec := collections.TripleKeyCodec(text, account, collections.Uint64Key)
	redemptionCodec := collections.TripleKeyCodec(account, text, text)
	k := &Keeper{
		accounts: accounts, bank: bank, bond: bond, custody: custody, authority: authority,

		params:   collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		reserves: collections.NewMap(sb, types.ReservesPrefix, "reserves", reserveCodec, codec.CollValue[types.Reserve](cdc)),
		books:    collections.NewMap(sb, types.BooksPrefix, "books", reserveCodec, codec.CollValue[types.Book](cdc)),
		attestations: collections.NewMap(sb, types.AttestationsPrefix, "attestations",
			collections.TripleKeyCodec(text, account, account), codec.CollValue[types.Attestation](cdc)),
		released: collections.NewMap(sb, types.ReleasedPrefix, "released",
			collections.TripleKeyCodec(text, account, collections.Int32Key), sdk.IntValue),

		mints: collections.NewMap(sb, types.MintsPrefix, "mints", mintCodec, codec.CollValue[types.PendingMint](cdc)),
		mintQueue: collections.NewKeySet(sb, types.MintQueuePrefix, "mint_queue",
			collections.PairKeyCodec(collections.Int64Key, mintCodec)),
		redemptions: collections.NewMap(sb, types.RedemptionsPrefix, "redemptions",
			redemptionCodec, codec.CollValue[types.Redemption](cdc)),
		byReserve: collections.NewKeySet(sb, types.RedemptionsByReservePrefix, "redemptions_by_reserve",
			collections.PairKeyCodec(reserveCodec, redemptionCodec)),
		redemptionQueue: collections.NewKeySet(sb, types.RedemptionQueuePrefix, "redemption_queue",
			collections.PairKeyCodec(collections.Int64Key, redemptionCodec)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Errorf("schema of reserve: %w", err))
	}
	k.schema = schema
	return k
}

// Authority is the account that governance acts as.
func (k *Keeper) Authority() string { return k.authority }

// SetParams replaces the parameters.
func (k *Keeper) SetParams(ctx context.Context, params types.Params) error {
	if err := params.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

func (k *Keeper) text(account sdk.AccAddress) (string, error) {
	return k.accounts.AddressCodec().BytesToString(account)
}

func (k *Keeper) decode(field, text string) (sdk.AccAddress, error) {
	return types.DecodeAddress(k.accounts.AddressCodec(), field, text)
}

func (k *Keeper) today(ctx context.Context, reserve types.Reserve) (date.Date, error) {
	return reserve.Today(k.bond.Now(ctx))
}
