package keeper

import (
	"context"
	"strconv"
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// EndBlock ends redemptions whose deadline has passed and mints what has waited, oldest first, up to the limit of the
// parameters in all. It cannot fail.
func (k *Keeper) EndBlock(ctx sdk.Context) {
	if err := safely.Run(ctx, k.handleDue); err != nil {
		ctx.Logger().Error("the queues of x/custody/reserve could not be read", "error", err)
	}
}

// handleDue lets holders go first: what they get back is theirs.
func (k *Keeper) handleDue(ctx sdk.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	now := k.bond.Now(ctx)
	lapsing, err := due(ctx, k.redemptionQueue, now, int(params.DueLimit))
	if err != nil {
		return err
	}
	for _, key := range lapsing {
		if err := k.lapseOrDefer(ctx, key, now.Add(params.RetryInterval)); err != nil {
			return err
		}
	}
	ready, err := due(ctx, k.mintQueue, now, int(params.DueLimit)-len(lapsing))
	if err != nil {
		return err
	}
	for _, key := range ready {
		if err := k.completeOrDrop(ctx, key, now.Add(params.RetryInterval)); err != nil {
			return err
		}
	}
	return nil
}

// due lists the first entries of a queue whose time has come.
func due[K any](ctx context.Context, queue collections.KeySet[collections.Pair[int64, K]], now time.Time, limit int) ([]collections.Pair[int64, K], error) {
	entries, err := queue.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer entries.Close()
	var keys []collections.Pair[int64, K]
	for ; entries.Valid() && len(keys) < limit; entries.Next() {
		key, err := entries.Key()
		if err != nil {
			return nil, err
		}
		if key.K1() > now.UnixNano() {
			break
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func (k *Keeper) lapseOrDefer(ctx sdk.Context, key collections.Pair[int64, redemptionKey], retry time.Time) error {
	failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.lapse(ctx, key.K2()) })
	if failure == nil {
		return nil
	}
	if err := k.redemptionQueue.Remove(ctx, key); err != nil {
		return err
	}
	redemption, found, err := row.Find(ctx, k.redemptions, key.K2())
	if err != nil || !found {
		return err
	}
	redemption.Deadline = retry
	if err := k.redemptions.Set(ctx, key.K2(), redemption); err != nil {
		return err
	}
	if err := k.redemptionQueue.Set(ctx, collections.Join(retry.UnixNano(), key.K2())); err != nil {
		return err
	}
	return k.emitDeferred(ctx, "redemption", redemption.Denom, redemption.Holder, redemption.Reference, failure)
}

// completeOrDrop mints what has waited. What may not be minted now is dropped, and the institution may ask again.
func (k *Keeper) completeOrDrop(ctx sdk.Context, key collections.Pair[int64, mintKey], retry time.Time) error {
	refusal := safely.Run(ctx, func(ctx sdk.Context) error { return k.complete(ctx, key.K2()) })
	if refusal == nil {
		return nil
	}
	failure := safely.Run(ctx, func(ctx sdk.Context) error {
		mint, err := k.takeMint(ctx, key.K2())
		if err != nil {
			return err
		}
		return event.Emit(ctx, &types.EventMintDropped{Mint: mint, Reason: refusal.Error()})
	})
	if failure == nil {
		return nil
	}
	return k.deferMint(ctx, key, retry, failure)
}

func (k *Keeper) deferMint(ctx sdk.Context, key collections.Pair[int64, mintKey], retry time.Time, failure error) error {
	if err := k.mintQueue.Remove(ctx, key); err != nil {
		return err
	}
	mint, found, err := row.Find(ctx, k.mints, key.K2())
	if err != nil || !found {
		return err
	}
	mint.ReadyTime = retry
	if err := k.storeMint(ctx, key.K2().K2(), mint); err != nil {
		return err
	}
	return k.emitDeferred(ctx, "mint", mint.Denom, mint.Institution, strconv.FormatUint(mint.Number, 10), failure)
}

func (k *Keeper) emitDeferred(ctx sdk.Context, item, denom, account, reference string, failure error) error {
	ctx.Logger().Error("an item of reserves failed", "item", item, "reference", reference, "error", failure)
	return event.Emit(ctx, &types.EventItemDeferred{
		Item: item, Denom: denom, Account: account, Reference: reference, Reason: failure.Error(),
	})
}
