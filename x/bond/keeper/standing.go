package keeper

import (
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Call announces an early repayment of a series, of a share of the original face in percent or, if that is zero, of all
// that is left. The caller has checked that the issuer's authority asks for it. Nothing is walked over: the repayment is
// part of a coupon, or ends the series with it.
func (k *Keeper) Call(ctx sdk.Context, series types.Series, due string, sharePct math.LegacyDec) error {
	isin := series.Terms.Isin
	if series.HasMatured() {
		return types.ErrMatured.Wrap(isin)
	}
	if err := k.requireNoBallot(ctx, isin); err != nil {
		return err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return err
	}
	call, err := series.NewCall(due, sharePct, schedule.Today(k.Now(ctx)))
	if err != nil {
		return err
	}
	if series, err = series.WithCall(call); err != nil {
		return err
	}
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventCallAnnounced{Isin: isin, Call: call}); err != nil {
		return err
	}
	return k.notifyNumber(ctx, isin, call.Number, "AfterCallAnnounced", types.Hooks.AfterCallAnnounced)
}

// FreezeSeries stops a series: nothing is issued or separated, and the modules above stop what moves. What is owed is
// recorded, paid and redeemed all the same. The caller has checked that the issuer's authority asks for it.
func (k *Keeper) FreezeSeries(ctx sdk.Context, series types.Series, reason string) error {
	isin := series.Terms.Isin
	switch {
	case series.IsFrozen():
		return types.ErrFrozen.Wrapf("%s: %s", isin, series.Freeze.Reason)
	case series.Status == types.SERIES_STATUS_REDEEMED:
		return types.ErrSeriesEnded.Wrap(isin)
	}
	schedule, err := series.Schedule()
	if err != nil {
		return err
	}
	series.Freeze = &types.Freeze{Reason: reason, Since: schedule.Today(k.Now(ctx)).String()}
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventSeriesFrozen{Isin: isin, Freeze: *series.Freeze}); err != nil {
		return err
	}
	return k.notify(ctx, isin, "AfterSeriesFrozen", types.Hooks.AfterSeriesFrozen)
}

// UnfreezeSeries lets a frozen series go on. The caller has checked that the issuer's authority asks for it.
func (k *Keeper) UnfreezeSeries(ctx sdk.Context, series types.Series) error {
	isin := series.Terms.Isin
	if !series.IsFrozen() {
		return types.ErrNotFrozen.Wrap(isin)
	}
	series.Freeze = nil
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventSeriesUnfrozen{Isin: isin}); err != nil {
		return err
	}
	return k.notify(ctx, isin, "AfterSeriesUnfrozen", types.Hooks.AfterSeriesUnfrozen)
}

// defaultMoment returns when a series falls into default if what it has missed stays so: at the end of the grace of the
// oldest payment or, if its terms have none, of the date on which that was due.
func (k *Keeper) defaultMoment(ctx sdk.Context, series types.Series, schedule types.Schedule) (moment, bool, error) {
	if series.IsInDefault() {
		return moment{}, false, nil
	}
	waiting, err := k.waiting(ctx, series.Terms.Isin)
	if err != nil || len(waiting) == 0 || waiting[0].Status != types.PAYMENT_STATUS_MISSED {
		return moment{}, false, err
	}
	oldest := waiting[0].Number
	return moment{
		at: schedule.EndOfGrace(oldest, series.Terms.GraceDays),
		take: func(ctx sdk.Context, series types.Series, schedule types.Schedule, now time.Time) error {
			return k.fallIntoDefault(ctx, series, oldest, schedule.Today(now).String())
		},
	}, true, nil
}

func (k *Keeper) fallIntoDefault(ctx sdk.Context, series types.Series, oldest uint32, today string) error {
	isin := series.Terms.Isin
	series.DefaultedOn = today
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventSeriesDefaulted{Isin: isin, Number: oldest, DefaultedOn: today}); err != nil {
		return err
	}
	return k.notify(ctx, isin, "AfterSeriesDefaulted", types.Hooks.AfterSeriesDefaulted)
}

// endDefault ends the default of a series that has nothing missed left.
func (k *Keeper) endDefault(ctx sdk.Context, isin string) error {
	series, err := k.GetSeries(ctx, isin)
	if err != nil || !series.IsInDefault() {
		return err
	}
	waiting, err := k.waiting(ctx, isin)
	if err != nil || len(waiting) > 0 && waiting[0].Status == types.PAYMENT_STATUS_MISSED {
		return err
	}
	series.DefaultedOn = ""
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventDefaultEnded{Isin: isin}); err != nil {
		return err
	}
	return k.notify(ctx, isin, "AfterDefaultEnded", types.Hooks.AfterDefaultEnded)
}
