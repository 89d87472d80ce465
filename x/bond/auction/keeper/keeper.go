// Package keeper is the ledger of auctions: who may bid, what is announced, what is bid and held for it, and what was decided.
package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Keeper keeps the state of the auctions. It holds no state of its own in memory.
type Keeper struct {
	accounts      types.AccountKeeper
	bank          types.BankKeeper
	bond          types.BondKeeper
	reservations  types.Reservations
	authority     string
	moduleAddress sdk.AccAddress

	schema collections.Schema
	params collections.Item[types.Params]

	// Who may bid. dealers are the participants that are primary dealers; registers count both by issuer.
	participants collections.Map[accountKey, types.Participant]
	dealers      collections.KeySet[accountKey]
	registers    collections.Map[string, types.Register]
	duties       collections.Map[dutyKey, types.Duty]

	// The auctions, by id, by status and by settlement date. onOffer is the face of a series that auctions may yet issue.
	auctions collections.Map[string, types.Auction]
	byStatus collections.KeySet[collections.Pair[int32, string]]
	calendar collections.KeySet[calendarKey]
	onOffer  collections.Map[string, math.Int]

	tenders  collections.Map[accountKey, types.Tender]
	byBidder collections.KeySet[collections.Pair[sdk.AccAddress, string]]
	quotas   collections.Map[accountKey, math.Int]

	// What is to be done, in order of business time. Each pending auction is in the schedule once.
	schedule collections.KeySet[scheduleKey]
	releases collections.Map[scheduleKey, types.Release]
}

type (
	accountKey  = collections.Pair[string, sdk.AccAddress]           // issuer or auction, account
	dutyKey     = collections.Triple[string, sdk.AccAddress, string] // issuer, dealer, quarter
	calendarKey = collections.Pair[string, string]                   // settlement date, auction
	scheduleKey = collections.Pair[int64, string]                    // business time, auction
)

// NewKeeper returns a keeper. authority is the account of governance.
func NewKeeper(
	cdc codec.BinaryCodec, storeService store.KVStoreService, accounts types.AccountKeeper, bank types.BankKeeper,
	bond types.BondKeeper, reservations types.Reservations, authority string,
) *Keeper {
	moduleAddress := accounts.GetModuleAddress(types.ModuleName)
	if moduleAddress == nil {
		panic("x/bond/auction: the module account is not set up")
	}
	if _, err := accounts.AddressCodec().StringToBytes(authority); err != nil {
		panic("x/bond/auction: authority: " + err.Error())
	}
	sb := collections.NewSchemaBuilder(storeService)
	text, holder := collections.StringKey, sdk.AccAddressKey
	account := collections.PairKeyCodec(text, holder)
	when := collections.PairKeyCodec(collections.Int64Key, text)
	k := &Keeper{
		accounts: accounts, bank: bank, bond: bond, reservations: reservations, authority: authority, moduleAddress: moduleAddress,

		params: collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),

		participants: collections.NewMap(sb, types.ParticipantsPrefix, "participants", account, codec.CollValue[types.Participant](cdc)),
		dealers:      collections.NewKeySet(sb, types.DealersPrefix, "dealers", account),
		registers:    collections.NewMap(sb, types.RegistersPrefix, "registers", text, codec.CollValue[types.Register](cdc)),
		duties: collections.NewMap(sb, types.DutiesPrefix, "duties",
			collections.TripleKeyCodec(text, holder, text), codec.CollValue[types.Duty](cdc)),

		auctions: collections.NewMap(sb, types.AuctionsPrefix, "auctions", text, codec.CollValue[types.Auction](cdc)),
		byStatus: collections.NewKeySet(sb, types.ByStatusPrefix, "by_status", collections.PairKeyCodec(collections.Int32Key, text)),
		calendar: collections.NewKeySet(sb, types.CalendarPrefix, "calendar", collections.PairKeyCodec(text, text)),
		onOffer:  collections.NewMap(sb, types.OnOfferPrefix, "on_offer", text, sdk.IntValue),

		tenders:  collections.NewMap(sb, types.TendersPrefix, "tenders", account, codec.CollValue[types.Tender](cdc)),
		byBidder: collections.NewKeySet(sb, types.ByBidderPrefix, "by_bidder", collections.PairKeyCodec(holder, text)),
		quotas:   collections.NewMap(sb, types.QuotasPrefix, "quotas", account, sdk.IntValue),

		schedule: collections.NewKeySet(sb, types.SchedulePrefix, "schedule", when),
		releases: collections.NewMap(sb, types.ReleasesPrefix, "releases", when, codec.CollValue[types.Release](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.schema = schema
	return k
}

// Authority returns the account of governance.
func (k *Keeper) Authority() string { return k.authority }

// GetParams returns the module's parameters.
func (k *Keeper) GetParams(ctx context.Context) (types.Params, error) { return k.params.Get(ctx) }

// UpdateParams sets the module's parameters.
func (k *Keeper) UpdateParams(ctx context.Context, params types.Params) error {
	if err := params.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

func (k *Keeper) addressText(address sdk.AccAddress) (string, error) {
	return k.accounts.AddressCodec().BytesToString(address)
}

// address reads an account of a message or a query.
func (k *Keeper) address(field, text string) (sdk.AccAddress, error) {
	address, err := k.accounts.AddressCodec().StringToBytes(text)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("%s %q: %s", field, text, err)
	}
	return address, nil
}

// authorise errors unless an account is the authority of an issuer.
func (k *Keeper) authorise(ctx context.Context, account, issuerID string) error {
	signer, err := k.address("authority", account)
	if err != nil {
		return err
	}
	issuer, err := k.bond.GetIssuer(ctx, issuerID)
	if err != nil {
		return err
	}
	authority, err := k.address("authority", issuer.Authority)
	if err != nil {
		return err
	}
	if !signer.Equals(authority) {
		return types.ErrNotIssuerAuthority.Wrapf("%s is not %s of issuer %s", account, issuer.Authority, issuerID)
	}
	return nil
}

// treasury returns the account that receives what is due to an issuer.
func (k *Keeper) treasury(ctx context.Context, issuerID string) (sdk.AccAddress, error) {
	issuer, err := k.bond.GetIssuer(ctx, issuerID)
	if err != nil {
		return nil, err
	}
	return k.address("treasury", issuer.Treasury)
}
