package keeper

import (
	"context"
	"slices"
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// decideCurve takes the vote on a curve if its window has passed, and publishes or holds back what a quorum has seen. Without a
// quorum nothing changes.
func (k *Keeper) decideCurve(ctx sdk.Context, params types.Params, rule types.CurveRule, ballot types.Ballot) error {
	feed, err := k.curveFeed(ctx, rule.Currency)
	now := k.clock.Now(ctx)
	if err != nil || !feed.State.IsDue(now, params.Window()) {
		return err
	}
	market, err := k.marketOf(ctx, rule.Currency)
	if err != nil {
		return err
	}
	seen, found := ballot.Curve(rule.Currency, market.today, params.QuorumPct)
	if !found {
		return nil
	}
	inForce, published, err := k.board.FindCurve(ctx, rule.Currency)
	if err != nil || published && seen.AsOf < inForce.AsOf {
		return err
	}
	err = safely.Run(ctx, func(ctx sdk.Context) error { return k.judgeCurve(ctx, params, rule, feed, seen, inForce) })
	if err != nil {
		return k.failCurve(ctx, feed, now, err)
	}
	return nil
}

// judgeCurve decides on a curve; inForce has no points if none was published.
func (k *Keeper) judgeCurve(
	ctx context.Context, params types.Params, rule types.CurveRule, feed types.CurveFeed, seen, inForce collateraltypes.Curve,
) error {
	if err := seen.Validate(); err != nil {
		return err
	}
	if err := rule.Check(seen); err != nil {
		return err
	}
	inBand := len(inForce.Points) == 0 || rule.InBand(inForce, seen)
	consistent := feed.Candidate != nil && rule.InBand(*feed.Candidate, seen)
	state, publish := feed.State.Decide(k.clock.Now(ctx), inBand, consistent, params.RecoveryWindows)
	if publish && equalCurves(seen, inForce) && !state.IsNews(feed.State) {
		return nil
	}
	feed.State, feed.Candidate = state, nil
	if !publish {
		feed.Candidate = &seen
		if err := k.curveFeeds.Set(ctx, rule.Currency, feed); err != nil {
			return err
		}
	} else if err := k.publishCurve(ctx, params, &feed, seen, inForce); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCurveDecided{Curve: seen, Published: publish, Feed: feed})
}

// publishCurve puts a curve in force, keeps it for the day, and grants grace if the one before was too old.
func (k *Keeper) publishCurve(
	ctx context.Context, params types.Params, feed *types.CurveFeed, next, last collateraltypes.Curve,
) error {
	market, err := k.marketOf(ctx, next.Currency)
	if err != nil {
		return err
	}
	back, err := market.isBack(last.AsOf, next.AsOf, market.maxCurveAge)
	if err != nil {
		return err
	}
	if back {
		feed.State = feed.State.Recover(k.clock.Now(ctx), params)
		if err := event.Emit(ctx, &types.EventGraceGranted{Figure: next.Currency, Until: *feed.State.GraceUntil}); err != nil {
			return err
		}
	}
	if err := k.board.SetCurve(ctx, next); err != nil {
		return err
	}
	if err := k.curveFeeds.Set(ctx, next.Currency, *feed); err != nil {
		return err
	}
	if err := k.curveHistory.Set(ctx, collections.Join(next.Currency, next.AsOf), next); err != nil {
		return err
	}
	old := collections.NewPrefixedPairRange[string, string](next.Currency).EndExclusive(params.HistoryStart(market.today))
	return prune(ctx, k.curveHistory, old)
}

// failCurve notes that the figure of a window could not be published, so that the next window tries again.
func (k *Keeper) failCurve(ctx context.Context, feed types.CurveFeed, now time.Time, reason error) error {
	feed.State.DecidedAt = &now
	if err := k.curveFeeds.Set(ctx, feed.Currency, feed); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventFigureFailed{Figure: feed.Currency, Reason: reason.Error()})
}

func (k *Keeper) curveFeed(ctx context.Context, currency string) (types.CurveFeed, error) {
	return row.Or(ctx, k.curveFeeds, currency, types.CurveFeed{Currency: currency})
}

func equalCurves(a, b collateraltypes.Curve) bool {
	return a.AsOf == b.AsOf && slices.EqualFunc(a.Points, b.Points, func(x, y collateraltypes.CurvePoint) bool {
		return x.TenorMonths == y.TenorMonths && x.ParYieldPct.Equal(y.ParYieldPct)
	})
}

// pruned is how many days of the past are let go at a time: one more than come.
const pruned = 2

// prune removes the first few rows of a range.
func prune[K, V any](ctx context.Context, rows collections.Map[K, V], over collections.Ranger[K]) error {
	var keys []K
	iterator, err := rows.Iterate(ctx, over)
	if err != nil {
		return err
	}
	for ; iterator.Valid() && len(keys) < pruned; iterator.Next() {
		key, err := iterator.Key()
		if err != nil {
			return err
		}
		keys = append(keys, key)
	}
	if err := iterator.Close(); err != nil {
		return err
	}
	for _, key := range keys {
		if err := rows.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}
