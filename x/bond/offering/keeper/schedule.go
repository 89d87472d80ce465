package keeper

import (
	"context"
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// EndBlock places and settles what has fallen due, in order of business time, up to the limit of the parameters: placements
// first, as trades may need their units. It comes after the transactions and the auctions of the block. It never fails.
func (k *Keeper) EndBlock(ctx sdk.Context) {
	if err := safely.Run(ctx, k.handleAllDue); err != nil {
		ctx.Logger().Error("the schedule of x/bond/offering could not be read", "error", err)
	}
}

func (k *Keeper) handleAllDue(ctx sdk.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	now := k.bond.Now(ctx)
	syndicates, err := firstDue(ctx, k.dueSyndicates, now, int(params.WorkLimit))
	if err != nil {
		return err
	}
	for _, due := range syndicates {
		if err := k.handleSyndicate(ctx, due, now, params.RetryInterval); err != nil {
			return err
		}
	}
	trades, err := firstDue(ctx, k.dueTrades, now, int(params.WorkLimit)-len(syndicates))
	if err != nil {
		return err
	}
	for _, due := range trades {
		if err := k.handleTrade(ctx, due, now, params.RetryInterval); err != nil {
			return err
		}
	}
	return nil
}

// firstDue collects what is due, at most as much as the limit.
func firstDue[K any](ctx context.Context, queue collections.KeySet[collections.Pair[int64, K]], now time.Time, limit int) (due []collections.Pair[int64, K], err error) {
	if limit <= 0 {
		return nil, nil
	}
	err = queue.Walk(ctx, nil, func(key collections.Pair[int64, K]) (bool, error) {
		if key.K1() > now.UnixNano() {
			return true, nil
		}
		due = append(due, key)
		return len(due) == limit, nil
	})
	return due, err
}

// handleSyndicate takes one step of a syndicate. A step that fails is undone and tried again after the retry interval.
func (k *Keeper) handleSyndicate(ctx sdk.Context, due collections.Pair[int64, string], now time.Time, retry time.Duration) error {
	syndicate, err := k.GetSyndicate(ctx, due.K2())
	if err != nil {
		return err
	}
	failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.stepSyndicate(ctx, syndicate, now) })
	if failure == nil {
		return nil
	}
	if err := k.advance(ctx, syndicate, now.Add(retry)); err != nil {
		return err
	}
	return k.quarantine(ctx, syndicate.Item(), failure)
}

func (k *Keeper) handleTrade(ctx sdk.Context, due collections.Pair[int64, tradeKey], now time.Time, retry time.Duration) error {
	trade, err := k.trades.Get(ctx, due.K2())
	if err != nil {
		return err
	}
	failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.stepTrade(ctx, trade, now) })
	if failure == nil {
		return nil
	}
	if _, err := k.reschedule(ctx, trade, now.Add(retry)); err != nil {
		return err
	}
	return k.quarantine(ctx, trade.Item(), failure)
}

func (k *Keeper) quarantine(ctx sdk.Context, item string, failure error) error {
	ctx.Logger().Error("step of an offering failed", "item", item, "error", failure)
	return event.Emit(ctx, &types.EventItemQuarantined{Item: item, Reason: failure.Error()})
}
