package keeper

import (
	"context"
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// decideFx takes the vote on an exchange rate by the same rules as that on a curve.
func (k *Keeper) decideFx(ctx sdk.Context, params types.Params, rule types.PairRule, ballot types.Ballot) error {
	feed, err := k.fxFeed(ctx, rule.Base, rule.Quote)
	now := k.clock.Now(ctx)
	if err != nil || !feed.State.IsDue(now, params.Window()) {
		return err
	}
	market, err := k.marketOf(ctx, rule.Quote)
	if err != nil {
		return err
	}
	seen, found := ballot.Fx(rule.Base, rule.Quote, market.today, params.QuorumPct)
	if !found {
		return nil
	}
	inForce, published, err := k.board.FindFx(ctx, rule.Base, rule.Quote)
	if err != nil || published && seen.AsOf < inForce.AsOf {
		return err
	}
	err = safely.Run(ctx, func(ctx sdk.Context) error { return k.judgeFx(ctx, params, rule, feed, seen, inForce) })
	if err != nil {
		return k.failFx(ctx, feed, now, err)
	}
	return nil
}

// judgeFx decides on a rate; inForce is of no day if none was published.
func (k *Keeper) judgeFx(
	ctx context.Context, params types.Params, rule types.PairRule, feed types.FxFeed, seen, inForce collateraltypes.FxRate,
) error {
	if err := seen.Validate(); err != nil {
		return err
	}
	if err := rule.Check(seen); err != nil {
		return err
	}
	inBand := inForce.AsOf == "" || rule.InBand(inForce, seen)
	consistent := feed.Candidate != nil && rule.InBand(*feed.Candidate, seen)
	state, publish := feed.State.Decide(k.clock.Now(ctx), inBand, consistent, params.RecoveryWindows)
	if publish && inForce.AsOf == seen.AsOf && inForce.Rate.Equal(seen.Rate) && !state.IsNews(feed.State) {
		return nil
	}
	feed.State, feed.Candidate = state, nil
	if !publish {
		feed.Candidate = &seen
		if err := k.fxFeeds.Set(ctx, collections.Join(rule.Base, rule.Quote), feed); err != nil {
			return err
		}
	} else if err := k.publishFx(ctx, params, &feed, seen, inForce); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventFxDecided{Fx: seen, Published: publish, Feed: feed})
}

// publishFx puts a rate in force, keeps it for the day, and grants grace if the one before was too old.
func (k *Keeper) publishFx(
	ctx context.Context, params types.Params, feed *types.FxFeed, next, last collateraltypes.FxRate,
) error {
	market, err := k.marketOf(ctx, next.Quote)
	if err != nil {
		return err
	}
	back, err := market.isBack(last.AsOf, next.AsOf, market.maxFxAge)
	if err != nil {
		return err
	}
	if back {
		feed.State = feed.State.Recover(k.clock.Now(ctx), params)
		if err := event.Emit(ctx, &types.EventGraceGranted{Figure: types.Pair(next.Base, next.Quote), Until: *feed.State.GraceUntil}); err != nil {
			return err
		}
	}
	if err := k.board.SetFx(ctx, next); err != nil {
		return err
	}
	if err := k.fxFeeds.Set(ctx, collections.Join(next.Base, next.Quote), *feed); err != nil {
		return err
	}
	if err := k.fxHistory.Set(ctx, collections.Join3(next.Base, next.Quote, next.AsOf), next); err != nil {
		return err
	}
	old := new(collections.Range[collections.Triple[string, string, string]]).
		StartInclusive(collections.Join3(next.Base, next.Quote, "")).
		EndExclusive(collections.Join3(next.Base, next.Quote, params.HistoryStart(market.today)))
	return prune(ctx, k.fxHistory, old)
}

// failFx notes that the figure of a window could not be published, so that the next window tries again.
func (k *Keeper) failFx(ctx context.Context, feed types.FxFeed, now time.Time, reason error) error {
	feed.State.DecidedAt = &now
	if err := k.fxFeeds.Set(ctx, collections.Join(feed.Base, feed.Quote), feed); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventFigureFailed{Figure: types.Pair(feed.Base, feed.Quote), Reason: reason.Error()})
}

func (k *Keeper) fxFeed(ctx context.Context, base, quote string) (types.FxFeed, error) {
	return row.Or(ctx, k.fxFeeds, collections.Join(base, quote), types.FxFeed{Base: base, Quote: quote})
}
