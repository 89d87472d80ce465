package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// EndBlock attends to the positions that are due and to the quotes that have expired: a bounded number of each, the
// oldest first, each by itself. It never fails.
func (k *Keeper) EndBlock(ctx sdk.Context) {
	params, err := k.params.Get(ctx)
	if err != nil {
		ctx.Logger().Error("the params of x/carry could not be read", "error", err)
		return
	}
	limit := int(params.SweepLimit)
	k.attend(ctx, k.due, ctx.BlockTime().UnixNano(), limit, "position", func(ctx sdk.Context, at row) error {
		if err := k.dequeue(ctx, at); err != nil {
			return err
		}
		return k.advance(ctx, at)
	})
	k.attend(ctx, k.expiries, k.clock.Now(ctx).UnixNano(), limit, "quote", func(ctx sdk.Context, at row) error {
		_, err := k.WithdrawQuote(ctx, at.K1(), at.K2(), true)
		return err
	})
}

// attend does what is due for the first items of a queue. An item leaves the queue whatever happens: one that fails is
// left to its owner.
func (k *Keeper) attend(ctx sdk.Context, queue collections.KeySet[moment], until int64, limit int, what string, do func(sdk.Context, row) error) {
	items, err := dueBy(ctx, queue, until, limit)
	if err != nil {
		ctx.Logger().Error("a queue of x/carry could not be read", "of", what, "error", err)
		return
	}
	for _, item := range items {
		if err := queue.Remove(ctx, item); err != nil {
			ctx.Logger().Error("due item of x/carry stays in the queue", "what", what, "error", err)
			return
		}
		at := item.K2()
		if failure := attempt(ctx, func(ctx sdk.Context) error { return do(ctx, at) }); failure != nil {
			ctx.Logger().Error("due item of x/carry failed", "what", what, "owner", at.K1().String(), "number", at.K2(), "error", failure)
		}
	}
}

// dequeue takes a position out of the queue.
func (k *Keeper) dequeue(ctx context.Context, at row) error {
	before, err := k.GetPosition(ctx, at.K1(), at.K2())
	if err != nil {
		return err
	}
	after := before
	after.Due = nil
	return k.store(ctx, at, &before, &after)
}

// dueBy lists the first moments up to a time. The walk ends before anything is changed.
func dueBy(ctx context.Context, queue collections.KeySet[moment], until int64, limit int) ([]moment, error) {
	walk, err := queue.Iterate(ctx, collections.NewPrefixUntilPairRange[int64, row](until))
	if err != nil {
		return nil, err
	}
	defer walk.Close()
	var items []moment
	for ; walk.Valid() && len(items) < limit; walk.Next() {
		item, err := walk.Key()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}
