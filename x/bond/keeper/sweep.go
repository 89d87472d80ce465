package keeper

import (
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// EndBlock pays holders who have not come for their money, oldest payment first, up to the limit of the parameters.
func (k *Keeper) EndBlock(ctx sdk.Context) {
	if err := safely.Run(ctx, k.sweepAll); err != nil {
		ctx.Logger().Error("the sweeps of x/bond could not be read", "error", err)
	}
}

func (k *Keeper) sweepAll(ctx sdk.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	now := k.Now(ctx)
	for budget := int(params.SweepLimit); budget > 0; {
		key, sweep, found, err := k.firstSweep(ctx, now)
		if err != nil {
			return err
		}
		if !found {
			_, err = k.clearBallots(ctx, budget)
			return err
		}
		if err := k.sweeps.Remove(ctx, key); err != nil {
			return err
		}
		used, err := k.runSweep(ctx, sweep, budget, now.Add(params.RetryInterval))
		if err != nil {
			return err
		}
		budget -= max(used, 1)
	}
	return nil
}

func (k *Keeper) firstSweep(ctx sdk.Context, now time.Time) (key sweepKey, sweep types.Sweep, found bool, err error) {
	err = k.sweeps.Walk(ctx, nil, func(first sweepKey, value types.Sweep) (bool, error) {
		key, sweep, found = first, value, first.K1() <= now.UnixNano()
		return true, nil
	})
	return key, sweep, found, err
}

func (k *Keeper) startSweep(ctx sdk.Context, payment types.Payment, ready time.Time) error {
	return k.setSweep(ctx, types.Sweep{
		Isin: payment.Isin, Number: payment.Number, ReadyTime: ready, Phase: types.SWEEP_PHASE_HOLDERS,
	})
}

func (k *Keeper) setSweep(ctx sdk.Context, sweep types.Sweep) error {
	return k.sweeps.Set(ctx, collections.Join3(sweep.ReadyTime.UnixNano(), sweep.Isin, sweep.Number), sweep)
}

// runSweep continues a sweep over at most budget holders and returns over how many it went. If that fails as a whole, it
// is undone, and the phase is begun anew later: walking over a holder twice pays once.
func (k *Keeper) runSweep(ctx sdk.Context, sweep types.Sweep, budget int, retry time.Time) (used int, err error) {
	failure := safely.Run(ctx, func(ctx sdk.Context) error {
		var err error
		used, err = k.sweep(ctx, sweep, budget, retry)
		return err
	})
	if failure == nil {
		return used, nil
	}
	sweep.ReadyTime, sweep.Cursor, sweep.Unpaid = retry, nil, false
	if err := k.setSweep(ctx, sweep); err != nil {
		return 0, err
	}
	ctx.Logger().Error("sweep failed", "isin", sweep.Isin, "payment", sweep.Number, "error", failure)
	return 0, event.Emit(ctx, &types.EventItemQuarantined{Item: "sweep", Isin: sweep.Isin, Reason: failure.Error()})
}

func (k *Keeper) sweep(ctx sdk.Context, sweep types.Sweep, budget int, retry time.Time) (used int, err error) {
	series, err := k.GetSeries(ctx, sweep.Isin)
	if err != nil {
		return 0, err
	}
	payment, err := k.getPayment(ctx, sweep.Isin, sweep.Number)
	if err != nil {
		return 0, err
	}
	walk := sweepWalk{Keeper: k, series: series, payment: payment, sweep: sweep, budget: budget}
	switch {
	case sweep.Phase == types.SWEEP_PHASE_PENDING:
		err = walk.pendingEntries(ctx)
	case sweep.Phase == types.SWEEP_PHASE_ROWS:
		err = walk.rowsLeft(ctx)
	case series.Status == types.SERIES_STATUS_REDEEMED && payment.Kind == types.PAYMENT_KIND_PRINCIPAL:
		// Holders have redeemed the rest themselves: nobody is left to walk over.
		walk.sweep.Cursor = nil
	default:
		err = walk.holders(ctx)
	}
	if err != nil {
		return walk.used, err
	}
	return walk.used, k.continueSweep(ctx, walk.sweep, retry)
}

// continueSweep stores where the sweep goes on. Each phase is repeated until it leaves nobody behind.
func (k *Keeper) continueSweep(ctx sdk.Context, sweep types.Sweep, retry time.Time) error {
	if len(sweep.Cursor) > 0 {
		return k.setSweep(ctx, sweep)
	}
	if sweep.Unpaid {
		sweep.Unpaid, sweep.ReadyTime = false, retry
		return k.setSweep(ctx, sweep)
	}
	series, err := k.GetSeries(ctx, sweep.Isin)
	if err != nil {
		return err
	}
	payment, err := k.getPayment(ctx, sweep.Isin, sweep.Number)
	if err != nil {
		return err
	}
	switch {
	case sweep.Phase == types.SWEEP_PHASE_ROWS:
		return nil
	case sweep.Phase == types.SWEEP_PHASE_PENDING:
		return k.complete(ctx, series, payment)
	case payment.Kind == types.PAYMENT_KIND_COUPON:
		sweep.Phase = types.SWEEP_PHASE_PENDING
	case series.Status == types.SERIES_STATUS_REDEEMED:
		sweep.Phase = types.SWEEP_PHASE_ROWS
	default:
		sweep.ReadyTime = retry // somebody holds units still: abroad, locked, or handed on behind the walk
	}
	return k.setSweep(ctx, sweep)
}
