package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// CurveWideningPct returns what is taken off what a bond counts for, for actions that add risk, because its curve is late or in
// doubt: the larger of the two haircuts that apply.
func (k *Keeper) CurveWideningPct(ctx context.Context, curve collateraltypes.Curve) (math.LegacyDec, error) {
	feed, err := k.curveFeed(ctx, curve.Currency)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return k.wideningPct(ctx, feed.State, curve.Currency, curve.AsOf)
}

// FxWideningPct returns the same for an exchange rate.
func (k *Keeper) FxWideningPct(ctx context.Context, fx collateraltypes.FxRate) (math.LegacyDec, error) {
	feed, err := k.fxFeed(ctx, fx.Base, fx.Quote)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return k.wideningPct(ctx, feed.State, fx.Quote, fx.AsOf)
}

func (k *Keeper) wideningPct(ctx context.Context, state types.FeedState, code, asOf string) (math.LegacyDec, error) {
	params, err := k.GetParams(ctx)
	if err != nil {
		return math.LegacyDec{}, err
	}
	market, err := k.marketOf(ctx, code)
	if err != nil {
		return math.LegacyDec{}, err
	}
	widening := math.LegacyZeroDec()
	late, err := market.isOlder(asOf, params.LateAfterDays)
	if late {
		widening = params.LateHaircutPct
	}
	if state.InDoubt() {
		widening = math.LegacyMaxDec(widening, params.DoubtHaircutPct)
	}
	return widening, err
}

// SpreadPct returns what a series yields above its curve, percent a year continuously compounded; zero without a spread.
func (k *Keeper) SpreadPct(ctx context.Context, isin string) (math.LegacyDec, error) {
	found, err := k.spreads.Has(ctx, isin) // few series have one, and reading what is not there costs more
	if err != nil || !found {
		return math.LegacyZeroDec(), err
	}
	return k.spreads.Get(ctx, isin)
}

// GraceUntil returns the business time up to which borrowers have grace whose collateral is priced from the curves of these
// currencies and the rates between them; the zero time without any. Liquidations wait for it.
func (k *Keeper) GraceUntil(ctx context.Context, currencies ...string) (time.Time, error) {
	var until *time.Time
	if stood, err := k.graceUntil.Get(ctx); err == nil {
		until = &stood
	} else if !errors.Is(err, collections.ErrNotFound) {
		return time.Time{}, err
	}
	for i, code := range currencies {
		feed, err := k.curveFeed(ctx, code)
		if err != nil {
			return time.Time{}, err
		}
		until = types.Later(until, feed.State.GraceUntil)
		for _, other := range currencies[:i] {
			for _, key := range []pair{collections.Join(code, other), collections.Join(other, code)} {
				feed, err := row.Or(ctx, k.fxFeeds, key, types.FxFeed{})
				if err != nil {
					return time.Time{}, err
				}
				until = types.Later(until, feed.State.GraceUntil)
			}
		}
	}
	if until == nil {
		return time.Time{}, nil
	}
	return *until, nil
}
