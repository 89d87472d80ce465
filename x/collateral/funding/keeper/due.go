package keeper

import (
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// noTime is the due time of what is not due by itself.
var noTime time.Time

// BeginBlock does what has become due, in order of business time, until it has worked over as many rows as the params allow.
func (k *Keeper) BeginBlock(ctx sdk.Context) {
	if err := safely.Run(ctx, k.tendDue); err != nil {
		ctx.Logger().Error("the queue of x/collateral/funding could not be read", "error", err)
	}
}

// work is what one block may still do.
type work struct {
	params types.Params
	now    time.Time
	left   int
}

func (k *Keeper) tendDue(ctx sdk.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	w := work{params: params, now: k.clock.Now(ctx), left: int(params.WorkLimit)}
	for w.left > 0 {
		key, found, err := k.firstDue(ctx, w.now)
		if err != nil || !found {
			return err
		}
		w.left--
		if err := k.tendOne(ctx, key, &w); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) firstDue(ctx sdk.Context, now time.Time) (first operationKey, found bool, err error) {
	err = k.due.Walk(ctx, nil, func(key dueKey) (bool, error) {
		first, found = key.K2(), key.K1() <= now.UnixNano()
		return true, nil
	})
	return first, found, err
}

// tendOne takes an operation further. When that fails as a whole it is undone, said, and tried again later.
func (k *Keeper) tendOne(ctx sdk.Context, key operationKey, w *work) error {
	operation, err := k.operations.Get(ctx, key)
	if err != nil {
		return err
	}
	failure := safely.Run(ctx, func(ctx sdk.Context) error {
		if operation.Status == types.STATUS_OPEN {
			return k.allot(ctx, key, operation, w)
		}
		return k.walk(ctx, key, operation, w)
	})
	if failure == nil {
		return nil
	}
	if err := k.save(ctx, key, operation, w.now.Add(w.params.RetryInterval)); err != nil {
		return err
	}
	return k.quarantine(ctx, operation, "", failure)
}

func (k *Keeper) quarantine(ctx sdk.Context, operation types.Operation, bidder string, failure error) error {
	return event.Emit(ctx, &types.EventItemQuarantined{
		Lender: operation.Lender, Number: operation.Number, Bidder: bidder, Reason: failure.Error(),
	})
}

// tendersAfter returns the rows of an operation that follow a bidder, at most limit.
func (k *Keeper) tendersAfter(ctx sdk.Context, key operationKey, cursor sdk.AccAddress, limit int) (tenders []types.Tender, bidders []sdk.AccAddress, err error) {
	rows := collections.NewPrefixedPairRange[operationKey, sdk.AccAddress](key)
	if len(cursor) > 0 {
		rows = rows.StartExclusive(cursor)
	}
	err = k.tenders.Walk(ctx, rows, func(key tenderKey, tender types.Tender) (bool, error) {
		tenders, bidders = append(tenders, tender), append(bidders, key.K2())
		return len(tenders) >= limit, nil
	})
	return tenders, bidders, err
}
