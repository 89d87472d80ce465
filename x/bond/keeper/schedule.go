package keeper

import (
	"errors"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// BeginBlock handles what has fallen due, in order of business time, up to the limit of the parameters. It works before
// the transactions of the block, so a transfer in the block of a record moment is already one without the coupon.
func (k *Keeper) BeginBlock(ctx sdk.Context) {
	if err := safely.Run(ctx, k.handleAllDue); err != nil {
		ctx.Logger().Error("the schedule of x/bond could not be read", "error", err)
	}
}

func (k *Keeper) handleAllDue(ctx sdk.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	now := k.Now(ctx)
	for range params.DueLimit {
		due, found, err := k.firstDue(ctx, now)
		if err != nil || !found {
			return err
		}
		if err := k.handleDue(ctx, due, now, params.RetryInterval); err != nil {
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

// handleDue takes one step of a series. A step that fails is undone and tried again after the retry interval.
func (k *Keeper) handleDue(ctx sdk.Context, due scheduleKey, now time.Time, retry time.Duration) error {
	if err := k.schedule.Remove(ctx, due); err != nil {
		return err
	}
	isin := due.K2()
	failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.step(ctx, isin, now) })
	if failure == nil {
		return nil
	}
	if err := k.schedule.Set(ctx, collections.Join(now.Add(retry).UnixNano(), isin)); err != nil {
		return err
	}
	ctx.Logger().Error("step of a series failed", "isin", isin, "error", failure)
	return event.Emit(ctx, &types.EventItemQuarantined{Item: "schedule", Isin: isin, Reason: failure.Error()})
}

// step makes the next change in the life of a series, which has fallen due, and schedules the one after it.
func (k *Keeper) step(ctx sdk.Context, isin string, now time.Time) error {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return err
	}
	last, awaited, err := k.lastPayment(ctx, series, schedule)
	if err != nil {
		return err
	}
	switch {
	case awaited && !now.Before(schedule.PaymentTime(last)):
		err = k.setAside(ctx, series, schedule, now)
	case !awaited && last < schedule.Principal() && !now.Before(schedule.RecordTime(last+1)):
		err = k.recordNext(ctx, series, schedule, last+1)
	}
	if errors.Is(err, types.ErrAwaitsFixing) {
		return k.await(ctx, isin, last+1, now, err)
	}
	if err != nil {
		return err
	}
	if series, err = k.GetSeries(ctx, isin); err != nil {
		return err
	}
	return k.scheduleNext(ctx, series, schedule)
}

// lastPayment returns the number of the last payment recorded, zero for none, and whether its payment date is awaited.
func (k *Keeper) lastPayment(ctx sdk.Context, series types.Series, schedule types.Schedule) (last uint32, awaited bool, err error) {
	last, err = k.couponsRecorded(ctx, series.Terms.Isin)
	if err != nil {
		return 0, false, err
	}
	if series.HasMatured() {
		last = schedule.Principal()
	}
	if last == 0 {
		return 0, false, nil
	}
	payment, err := k.getPayment(ctx, series.Terms.Isin, last)
	return last, payment.Status == types.PAYMENT_STATUS_RECORDED, err
}

// nextMoment returns when the series will change by itself next, if ever.
func (k *Keeper) nextMoment(ctx sdk.Context, series types.Series, schedule types.Schedule) (time.Time, bool, error) {
	last, awaited, err := k.lastPayment(ctx, series, schedule)
	switch {
	case err != nil:
		return time.Time{}, false, err
	case awaited:
		return schedule.PaymentTime(last), true, nil
	case last < schedule.Principal():
		return schedule.RecordTime(last + 1), true, nil
	default:
		return time.Time{}, false, nil
	}
}

func (k *Keeper) scheduleNext(ctx sdk.Context, series types.Series, schedule types.Schedule) error {
	next, found, err := k.nextMoment(ctx, series, schedule)
	if err != nil || !found {
		return err
	}
	return k.schedule.Set(ctx, collections.Join(next.UnixNano(), series.Terms.Isin))
}

// recordNext records a payment, unless what is owed depends on a value not yet published.
func (k *Keeper) recordNext(ctx sdk.Context, series types.Series, schedule types.Schedule, number uint32) error {
	isin, cumulative := series.Terms.Isin, math.LegacyZeroDec()
	if number > 1 {
		before, err := k.getPayment(ctx, isin, number-1)
		if err != nil {
			return err
		}
		cumulative = before.Cumulative
	}
	payment, err := schedule.Payment(isin, number, cumulative, k.fixingsOf(ctx, series))
	if err != nil {
		return err
	}
	return k.record(ctx, series, payment)
}

// await says that a payment cannot be recorded yet, and looks again after the retry interval. Until then units trade with
// it, so whoever holds them when the value comes is owed it.
func (k *Keeper) await(ctx sdk.Context, isin string, number uint32, now time.Time, missing error) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := k.schedule.Set(ctx, collections.Join(now.Add(params.RetryInterval).UnixNano(), isin)); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventPaymentAwaitsFixing{Isin: isin, Number: number, Reason: missing.Error()})
}

// record fixes what is owed of a payment: from now on units trade without it.
func (k *Keeper) record(ctx sdk.Context, series types.Series, scheduled types.Payment) error {
	payment := scheduled.Recorded(series.Outstanding())
	if err := k.setPayment(ctx, payment); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventPaymentRecorded{Payment: payment}); err != nil {
		return err
	}
	if payment.Kind == types.PAYMENT_KIND_PRINCIPAL {
		if err := k.mature(ctx, series); err != nil {
			return err
		}
	} else if err := k.recorded.Set(ctx, payment.Isin, payment.Number); err != nil {
		return err
	}
	return k.notifyPayment(ctx, payment, "AfterPaymentRecorded", types.Hooks.AfterPaymentRecorded)
}

func (k *Keeper) mature(ctx sdk.Context, series types.Series) error {
	series.Status = types.SERIES_STATUS_MATURED
	isin := series.Terms.Isin
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventSeriesMatured{Isin: isin, Units: series.Outstanding()}); err != nil {
		return err
	}
	return k.notify(ctx, isin, "AfterSeriesMatured", types.Hooks.AfterSeriesMatured)
}
