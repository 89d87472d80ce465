package keeper

import (
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// EndBlock decides and settles the auctions whose time has come, oldest first, and then gives back what auctions do not
// need. It stops when it has worked over as many bidders' rows as the parameters allow; one auction is decided or settled
// as a whole.
func (k *Keeper) EndBlock(ctx sdk.Context) {
	budget := 0
	for _, work := range []func(sdk.Context, types.Params, *int) error{k.takeSteps, k.release} {
		err := safely.Run(ctx, func(ctx sdk.Context) error {
			params, err := k.params.Get(ctx)
			if err != nil {
				return err
			}
			return work(ctx, params, &budget)
		})
		if err != nil {
			ctx.Logger().Error("the queues of x/bond/auction could not be read", "error", err)
		}
	}
}

// takeSteps takes the steps that are due; used counts the rows worked over.
func (k *Keeper) takeSteps(ctx sdk.Context, params types.Params, used *int) error {
	now := k.bond.Now(ctx)
	for *used < int(params.WorkLimit) {
		due, found, err := k.firstDue(ctx, now)
		if err != nil || !found {
			return err
		}
		if err := k.schedule.Remove(ctx, due); err != nil {
			return err
		}
		*used++
		if err := k.takeStep(ctx, due.K2(), now, params, used); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) firstDue(ctx sdk.Context, now time.Time) (due scheduleKey, found bool, err error) {
	err = k.schedule.Walk(ctx, nil, func(key scheduleKey) (bool, error) {
		due, found = key, key.K1() <= now.UnixNano()
		return true, nil
	})
	return due, found, err
}

// takeStep takes the next step of an auction. One that fails is undone and tried again after the retry interval; once the
// grace period after the settlement date is over, the auction becomes void instead.
func (k *Keeper) takeStep(ctx sdk.Context, id string, now time.Time, params types.Params, used *int) error {
	failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.step(ctx, id, now, used) })
	if failure == nil {
		return nil
	}
	ctx.Logger().Error("step of an auction failed", "auction", id, "error", failure)
	if err := event.Emit(ctx, &types.EventItemQuarantined{Item: "step", AuctionId: id, Reason: failure.Error()}); err != nil {
		return err
	}
	if k.isOverdue(ctx, id, now, params) {
		if failure = safely.Run(ctx, func(ctx sdk.Context) error { return k.void(ctx, id) }); failure == nil {
			return nil
		}
		ctx.Logger().Error("an overdue auction could not be voided", "auction", id, "error", failure)
	}
	return k.scheduleAt(ctx, id, now.Add(params.RetryInterval))
}

func (k *Keeper) isOverdue(ctx sdk.Context, id string, now time.Time, params types.Params) bool {
	auction, err := k.GetAuction(ctx, id)
	if err != nil {
		return false
	}
	times, err := auction.Timetable()
	return err == nil && !now.Before(times.Settlement.Add(params.SettlementGrace))
}

// step closes an open auction and settles an allotted one, when it is time. An entry of one that has ended is of a retry
// that came too late, and means nothing.
func (k *Keeper) step(ctx sdk.Context, id string, now time.Time, used *int) error {
	auction, err := k.GetAuction(ctx, id)
	if err != nil {
		return err
	}
	times, err := auction.Timetable()
	if err != nil {
		return err
	}
	switch {
	case auction.Status == types.AUCTION_STATUS_OPEN && !now.Before(times.RevealDeadline):
		return k.close(ctx, auction, times, used)
	case auction.Status == types.AUCTION_STATUS_ALLOTTED && !now.Before(times.Settlement):
		return k.settle(ctx, auction, used)
	}
	return nil
}
