// Package keeper is the ledger of bonds: issuers, series, the coupons they owe and the principal they repay.
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

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Keeper keeps the state of x/bond. It holds no state of its own in memory.
type Keeper struct {
	accounts      types.AccountKeeper
	bank          types.BankKeeper
	holdings      types.Holdings
	hooks         types.Hooks
	offers        types.MultiOffers
	authority     string
	moduleAddress sdk.AccAddress

	schema collections.Schema
	clock  collections.Item[types.Clock]
	params collections.Item[types.Params]

	issuers        collections.Map[string, types.Issuer]
	series         collections.Map[string, types.Series]
	seriesByIssuer collections.KeySet[collections.Pair[string, string]]

	// The coupon ledger. marks has the number K of the last coupon recorded, that of the last coupon to which all holders are
	// settled, and that of the open ballot, absent before the first; it stands apart from the series because every transfer reads it.
	// entries has what a holder has earned of a payment and has not been paid. The last entry beyond what all are settled to is what
	// this holder is settled to, and stands even if its amount is zero.
	marks    collections.Map[string, uint64]
	payments collections.Map[paymentKey, types.Payment]
	entries  collections.Map[entryKey, math.Int]
	funds    collections.Map[string, math.Int]

	// What coupons depend on: references by issuer and id, and the values published of them by date.
	references collections.Map[referenceKey, types.Reference]
	fixings    collections.Map[fixingKey, math.LegacyDec]

	// The last proposal to extend each series, what holders may vote with, and the closed ones whose rows are to be removed.
	ballots       collections.Map[string, types.Ballot]
	ballotRows    collections.Map[ballotKey, types.BallotRow]
	closedBallots collections.KeySet[closedKey]

	// strips finds a strip by what it stands for: the coupons of an issuer in a currency on a date, or a parent's principal.
	strips collections.Map[stripKey, string]

	// What is to be done, in order of business time. Each series that has a next moment is in the schedule once, at the time
	// that scheduled has of it.
	schedule  collections.KeySet[scheduleKey]
	scheduled collections.Map[string, int64]
	sweeps    collections.Map[sweepKey, types.Sweep]
	// transactions counts those of the block. It is gone at the block's end.
	transactions collections.Item[uint64]
}

type (
	paymentKey   = collections.Pair[string, uint32]                                    // ISIN, number
	entryKey     = collections.Pair[string, holderEntry]                               // ISIN, holder, number
	holderEntry  = collections.Pair[sdk.AccAddress, uint32]                            // holder, number
	referenceKey = collections.Pair[string, string]                                    // issuer, id
	fixingKey    = collections.Triple[string, string, int32]                           // issuer, reference, date
	ballotKey    = collections.Triple[string, uint32, sdk.AccAddress]                  // ISIN, number, holder
	closedKey    = collections.Pair[string, uint32]                                    // ISIN, number
	stripKey     = collections.Triple[collections.Pair[string, string], int32, string] // issuer and currency, date, parent
	scheduleKey  = collections.Pair[int64, string]                                     // business time, ISIN
	sweepKey     = collections.Triple[int64, string, uint32]                           // business time, ISIN, number
)

// NewKeeper returns a keeper. authority is the account of governance. The module account of x/bond must be allowed to
// mint and burn.
func NewKeeper(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, authority string,
) *Keeper {
	moduleAddress := accounts.GetModuleAddress(types.ModuleName)
	if moduleAddress == nil {
		panic("x/bond: the module account is not set up")
	}
	if _, err := accounts.AddressCodec().StringToBytes(authority); err != nil {
		panic("x/bond: authority: " + err.Error())
	}
	sb := collections.NewSchemaBuilder(storeService)
	text, number, holder := collections.StringKey, collections.Uint32Key, sdk.AccAddressKey
	k := &Keeper{
		accounts:      accounts,
		bank:          bank,
		holdings:      types.DirectHoldings{},
		hooks:         types.MultiHooks{},
		authority:     authority,
		moduleAddress: moduleAddress,

		clock:  collections.NewItem(sb, types.ClockKey, "clock", codec.CollValue[types.Clock](cdc)),
		params: collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),

		issuers: collections.NewMap(sb, types.IssuersPrefix, "issuers", text, codec.CollValue[types.Issuer](cdc)),
		series:  collections.NewMap(sb, types.SeriesPrefix, "series", text, codec.CollValue[types.Series](cdc)),
		seriesByIssuer: collections.NewKeySet(sb, types.SeriesByIssuerPrefix, "series_by_issuer",
			collections.PairKeyCodec(text, text)),

		marks: collections.NewMap(sb, types.MarksPrefix, "marks", text, collections.Uint64Value),
		payments: collections.NewMap(sb, types.PaymentsPrefix, "payments",
			collections.PairKeyCodec(text, number), codec.CollValue[types.Payment](cdc)),
		entries: collections.NewMap(sb, types.EntriesPrefix, "entries",
			collections.PairKeyCodec(text, collections.PairKeyCodec(holder, number)), sdk.IntValue),
		funds: collections.NewMap(sb, types.FundsPrefix, "funds", text, sdk.IntValue),

		references: collections.NewMap(sb, types.ReferencesPrefix, "references",
			collections.PairKeyCodec(text, text), codec.CollValue[types.Reference](cdc)),
		fixings: collections.NewMap(sb, types.FixingsPrefix, "fixings",
			collections.TripleKeyCodec(text, text, collections.Int32Key), sdk.LegacyDecValue),

		ballots: collections.NewMap(sb, types.BallotsPrefix, "ballots", text, codec.CollValue[types.Ballot](cdc)),
		ballotRows: collections.NewMap(sb, types.BallotRowsPrefix, "ballot_rows",
			collections.TripleKeyCodec(text, number, holder), codec.CollValue[types.BallotRow](cdc)),
		closedBallots: collections.NewKeySet(sb, types.ClosedBallotsPrefix, "closed_ballots", collections.PairKeyCodec(text, number)),

		strips: collections.NewMap(sb, types.StripsPrefix, "strips",
			collections.TripleKeyCodec(collections.PairKeyCodec(text, text), collections.Int32Key, text), collections.StringValue),

		scheduled: collections.NewMap(sb, types.ScheduledPrefix, "scheduled", text, collections.Int64Value),
		schedule: collections.NewKeySet(sb, types.SchedulePrefix, "schedule",
			collections.PairKeyCodec(collections.Int64Key, text)),
		sweeps: collections.NewMap(sb, types.SweepsPrefix, "sweeps",
			collections.TripleKeyCodec(collections.Int64Key, text, number), codec.CollValue[types.Sweep](cdc)),
		transactions: collections.NewItem(sb, types.TransactionsKey, "transactions", collections.Uint64Value),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.schema = schema
	return k
}

// SetHoldings sets who is asked about holders, once, while the application is put together.
func (k *Keeper) SetHoldings(holdings types.Holdings) {
	if _, unset := k.holdings.(types.DirectHoldings); !unset {
		panic("x/bond: holdings set twice")
	}
	k.holdings = holdings
}

// SetHooks sets who is told the news, once, while the application is put together.
func (k *Keeper) SetHooks(hooks types.Hooks) {
	if none, unset := k.hooks.(types.MultiHooks); !unset || len(none) != 0 {
		panic("x/bond: hooks set twice")
	}
	k.hooks = hooks
}

// SetOffers sets the sub-modules that promise units, once, while the application is put together.
func (k *Keeper) SetOffers(offers types.MultiOffers) {
	if len(k.offers) != 0 {
		panic("x/bond: offers set twice")
	}
	k.offers = offers
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

// Now returns the business time of the block. Every date and accrual of the business modules comes from it.
func (k *Keeper) Now(ctx context.Context) time.Time {
	clock, err := k.getClock(ctx)
	if err != nil {
		panic(err) // unreadable store: no business can be done on this node
	}
	return clock.BusinessTime(sdk.UnwrapSDKContext(ctx).BlockTime())
}

func (k *Keeper) getClock(ctx context.Context) (types.Clock, error) {
	clock, err := k.clock.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Clock{}, nil
	}
	return clock, err
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
