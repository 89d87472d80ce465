package keeper

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
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
	for left := int(params.DueLimit); left > 0; {
		due, err := k.dueBy(ctx, now, left)
		if err != nil || len(due) == 0 {
			return err
		}
		for ; len(due) > 0 && left > 0; left-- {
			first := due[0]
			if err := k.handleDue(ctx, first, now, params.RetryInterval); err != nil {
				return err
			}
			if due, err = k.withNext(ctx, due[1:], first.K2(), now); err != nil {
				return err
			}
		}
	}
	return nil
}

// dueBy returns what has fallen due, in order, at most limit. It is read once for all: what has been handled of a block stays
// in the way of whoever looks for the first again.
func (k *Keeper) dueBy(ctx sdk.Context, now time.Time, limit int) (due []scheduleKey, err error) {
	err = k.schedule.Walk(ctx, nil, func(key scheduleKey) (bool, error) {
		if key.K1() > now.UnixNano() {
			return true, nil
		}
		due = append(due, key)
		return len(due) == limit, nil
	})
	return due, err
}

// withNext adds the next step of a series to those that are due, in its place, if it is due too.
func (k *Keeper) withNext(ctx sdk.Context, due []scheduleKey, isin string, now time.Time) ([]scheduleKey, error) {
	at, scheduled, err := row.Find(ctx, k.scheduled, isin)
	if err != nil || !scheduled || at > now.UnixNano() {
		return due, err
	}
	next := collections.Join(at, isin)
	place, _ := slices.BinarySearchFunc(due, next, func(a, b scheduleKey) int {
		return cmp.Or(cmp.Compare(a.K1(), b.K1()), cmp.Compare(a.K2(), b.K2()))
	})
	return slices.Insert(due, place, next), nil
}

// handleDue takes one step of a series. A step that fails is undone and tried again after the retry interval.
func (k *Keeper) handleDue(ctx sdk.Context, due scheduleKey, now time.Time, retry time.Duration) error {
	isin := due.K2()
	if err := k.schedule.Remove(ctx, due); err != nil {
		return err
	}
	failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.step(ctx, isin, now) })
	if failure == nil {
		return nil
	}
	if err := k.scheduleAt(ctx, isin, now.Add(retry)); err != nil {
		return err
	}
	ctx.Logger().Error("step of a series failed", "isin", isin, "error", failure)
	return event.Emit(ctx, &types.EventItemQuarantined{Item: "schedule", Isin: isin, Reason: failure.Error()})
}

// moment is when a series changes by itself, and how.
type moment struct {
	at   time.Time
	take func(ctx sdk.Context, series types.Series, schedule types.Schedule, now time.Time) error
}

// step makes the next change in the life of a series that has fallen due and can be made, and schedules the one after it.
// A payment that waits for what it depends on holds up nothing else.
func (k *Keeper) step(ctx sdk.Context, isin string, now time.Time) error {
	series, schedule, err := k.seriesAndSchedule(ctx, isin)
	if err != nil {
		return err
	}
	moments, err := k.moments(ctx, series, schedule)
	if err != nil {
		return err
	}
	waits := false
	for _, next := range moments {
		if now.Before(next.at) {
			break
		}
		err := next.take(ctx, series, schedule, now)
		if errors.Is(err, types.ErrAwaitsFixing) {
			waits = true
			continue
		}
		if err != nil {
			return err
		}
		// The step may have changed status, dates and what comes next.
		if series, schedule, err = k.seriesAndSchedule(ctx, isin); err != nil {
			return err
		}
		return k.scheduleNext(ctx, series, schedule)
	}
	if waits {
		return k.scheduleRetry(ctx, isin, moments, now)
	}
	return k.scheduleNext(ctx, series, schedule)
}

func (k *Keeper) seriesAndSchedule(ctx sdk.Context, isin string) (types.Series, types.Schedule, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return types.Series{}, types.Schedule{}, err
	}
	schedule, err := series.Schedule()
	return series, schedule, err
}

// moments returns when the series will change by itself next in each way that there is, the earliest first.
func (k *Keeper) moments(ctx sdk.Context, series types.Series, schedule types.Schedule) ([]moment, error) {
	var all []moment
	next, found, err := k.paymentMoment(ctx, series, schedule)
	if err != nil {
		return nil, err
	}
	if found {
		all = append(all, next)
	}
	if next, found, err = k.defaultMoment(ctx, series, schedule); err != nil {
		return nil, err
	}
	if found {
		all = append(all, next)
	}
	if next, found, err = k.ballotMoment(ctx, series.Terms.Isin, schedule); err != nil {
		return nil, err
	}
	if found {
		all = append(all, next)
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	return all, nil
}

// paymentMoment returns when the next payment is recorded, or the last one recorded is due.
func (k *Keeper) paymentMoment(ctx sdk.Context, series types.Series, schedule types.Schedule) (moment, bool, error) {
	last, awaited, err := k.lastPayment(ctx, series, schedule)
	switch {
	case err != nil:
		return moment{}, false, err
	case awaited:
		return moment{at: schedule.PaymentTime(last), take: k.setAside}, true, nil
	case last < schedule.Principal():
		return moment{
			at: schedule.RecordTime(last + 1),
			take: func(ctx sdk.Context, series types.Series, schedule types.Schedule, _ time.Time) error {
				return k.recordNext(ctx, series, schedule, last+1)
			},
		}, true, nil
	default:
		return moment{}, false, nil
	}
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

// scheduleNext schedules a series for its next moment, in place of what it was scheduled for.
func (k *Keeper) scheduleNext(ctx sdk.Context, series types.Series, schedule types.Schedule) error {
	moments, err := k.moments(ctx, series, schedule)
	if err != nil {
		return err
	}
	if len(moments) == 0 {
		return k.unschedule(ctx, series.Terms.Isin)
	}
	return k.scheduleAt(ctx, series.Terms.Isin, moments[0].at)
}

// scheduleRetry schedules a series whose due payment waits: for the retry, or what comes before it.
func (k *Keeper) scheduleRetry(ctx sdk.Context, isin string, moments []moment, now time.Time) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	at := now.Add(params.RetryInterval)
	for _, next := range moments {
		if next.at.After(now) && next.at.Before(at) {
			at = next.at
		}
	}
	return k.scheduleAt(ctx, isin, at)
}

func (k *Keeper) scheduleAt(ctx sdk.Context, isin string, at time.Time) error {
	if err := k.unschedule(ctx, isin); err != nil {
		return err
	}
	if err := k.scheduled.Set(ctx, isin, at.UnixNano()); err != nil {
		return err
	}
	return k.schedule.Set(ctx, collections.Join(at.UnixNano(), isin))
}

func (k *Keeper) unschedule(ctx sdk.Context, isin string) error {
	at, err := k.scheduled.Get(ctx, isin)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.schedule.Remove(ctx, collections.Join(at, isin)); err != nil {
		return err
	}
	return k.scheduled.Remove(ctx, isin)
}

// recordNext records a payment, unless what is owed depends on a value not yet published: then it says so, and until it is
// units trade with the payment, so that whoever holds them when the value comes is owed it.
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
	if errors.Is(err, types.ErrAwaitsFixing) {
		missing := &types.EventPaymentAwaitsFixing{Isin: isin, Number: number, Reason: err.Error()}
		return errors.Join(err, event.Emit(ctx, missing))
	}
	if err != nil {
		return err
	}
	return k.record(ctx, series, payment)
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
	} else if err := k.markCoupon(ctx, payment.Isin, payment.Number); err != nil {
		return err
	} else if err := k.markSettled(ctx, payment.Isin, 0); err != nil { // at once if nobody is owed anything
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
