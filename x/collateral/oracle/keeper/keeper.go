// Package keeper decides which of the validators' figures are published: it takes the vote on them, holds back what moves too
// far at once, widens haircuts while a figure is late or in doubt, and gives borrowers grace after an outage.
package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"
	collcodec "cosmossdk.io/collections/codec"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Keeper holds the state of the oracle. The figures in force are x/collateral's. It keeps nothing in memory between calls.
type Keeper struct {
	clock     types.Clock
	board     types.Board
	authority string

	schema         collections.Schema
	params         collections.Item[types.Params]
	curveFeeds     collections.Map[string, types.CurveFeed] // by currency
	fxFeeds        collections.Map[pair, types.FxFeed]
	curveOverrides collections.Map[string, types.CurveOverride] // by currency
	fxOverrides    collections.Map[pair, types.FxOverride]
	curveHistory   collections.Map[collections.Pair[string, string], collateraltypes.Curve] // by currency, day
	fxHistory      collections.Map[collections.Triple[string, string, string], collateraltypes.FxRate]
	spreads        collections.Map[string, math.LegacyDec] // by ISIN
	lastBlock      collections.Item[time.Time]
	graceUntil     collections.Item[time.Time]
}

// pair is base, quote.
type pair = collections.Pair[string, string]

// New returns the keeper. The authority is governance.
func New(cdc codec.BinaryCodec, storeService store.KVStoreService, clock types.Clock, board types.Board, authority string) *Keeper {
	sb := collections.NewSchemaBuilder(storeService)
	pairs := collections.PairKeyCodec(collections.StringKey, collections.StringKey)
	instant := collcodec.KeyToValueCodec(sdk.TimeKey)
	k := &Keeper{
		clock: clock, board: board, authority: authority,
		params: collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		curveFeeds: collections.NewMap(sb, types.CurveFeedsKey, "curve_feeds", collections.StringKey,
			codec.CollValue[types.CurveFeed](cdc)),
		fxFeeds: collections.NewMap(sb, types.FxFeedsKey, "fx_feeds", pairs, codec.CollValue[types.FxFeed](cdc)),
		curveOverrides: collections.NewMap(sb, types.CurveOverridesKey, "curve_overrides", collections.StringKey,
			codec.CollValue[types.CurveOverride](cdc)),
		fxOverrides: collections.NewMap(sb, types.FxOverridesKey, "fx_overrides", pairs, codec.CollValue[types.FxOverride](cdc)),
		curveHistory: collections.NewMap(sb, types.CurveHistoryKey, "curve_history", pairs,
			codec.CollValue[collateraltypes.Curve](cdc)),
		fxHistory: collections.NewMap(sb, types.FxHistoryKey, "fx_history",
			collections.TripleKeyCodec(collections.StringKey, collections.StringKey, collections.StringKey),
			codec.CollValue[collateraltypes.FxRate](cdc)),
		spreads:    collections.NewMap(sb, types.SpreadsKey, "spreads", collections.StringKey, sdk.LegacyDecValue),
		lastBlock:  collections.NewItem(sb, types.LastBlockKey, "last_block", instant),
		graceUntil: collections.NewItem(sb, types.GraceUntilKey, "grace_until", instant),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.schema = schema
	return k
}

// Authority returns the account that governs the module.
func (k *Keeper) Authority() string { return k.authority }

// GetParams returns the params. Before the genesis of this module they are the default ones: that of x/collateral comes first
// and may have to price what is pledged.
func (k *Keeper) GetParams(ctx context.Context) (types.Params, error) {
	params, err := k.params.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return types.DefaultParams(), nil
	}
	return params, err
}

// UpdateParams replaces the params. Curves and pairs must be of currencies that x/collateral knows.
func (k *Keeper) UpdateParams(ctx context.Context, params types.Params) error {
	if err := params.Validate(); err != nil {
		return err
	}
	if err := k.checkCurrencies(ctx, params); err != nil {
		return err
	}
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

func (k *Keeper) checkCurrencies(ctx context.Context, params types.Params) error {
	known, err := k.board.GetParams(ctx)
	if err != nil {
		return err
	}
	for _, rule := range params.Curves {
		if err := known.HasCurrencies(rule.Currency); err != nil {
			return err
		}
	}
	for _, rule := range params.Pairs {
		if err := known.HasCurrencies(rule.Base, rule.Quote); err != nil {
			return err
		}
	}
	return nil
}

// market is the calendar of a currency and what day it is there.
type market struct {
	days  calendar.Calendar
	today date.Date
	// maxCurveAge and maxFxAge are the ages in business days above which x/collateral takes a figure for stale.
	maxCurveAge, maxFxAge uint32
}

func (k *Keeper) marketOf(ctx context.Context, code string) (market, error) {
	params, err := k.board.GetParams(ctx)
	if err != nil {
		return market{}, err
	}
	currency, err := params.Currency(code)
	if err != nil {
		return market{}, err
	}
	days, zone, err := currency.Market()
	return market{
		days: days, today: date.Of(k.clock.Now(ctx), zone), maxCurveAge: params.MaxCurveAgeDays, maxFxAge: params.MaxFxAgeDays,
	}, err
}

// isBack tells whether a figure that was too old gives way to one that is not. Without one before it nothing is back.
func (m market) isBack(last, next string, days uint32) (bool, error) {
	if last == "" {
		return false, nil
	}
	wasOld, err := m.isOlder(last, days)
	if err != nil || !wasOld {
		return false, err
	}
	isOld, err := m.isOlder(next, days)
	return !isOld, err
}

// isOlder tells whether something of a day is more than some business days old; never for 0.
func (m market) isOlder(asOf string, days uint32) (bool, error) {
	return collateraltypes.IsStale(asOf, m.today, days, m.days)
}
