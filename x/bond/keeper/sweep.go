package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// quietest is the part of its limit that a sweep does in the busiest block.
const quietest = 10

// NoteTransactions tells how many transactions the block has. Sweeps leave room for them.
func (k *Keeper) NoteTransactions(ctx context.Context, count int) error {
	return k.transactions.Set(ctx, uint64(count))
}

// sweepBudget returns how many holders the block may sweep: the limit of the parameters less one for each of its transactions,
// and at least a tenth of the limit, so that traffic slows sweeps down and never stops them.
func (k *Keeper) sweepBudget(ctx context.Context, limit int) (int, error) {
	transactions, err := k.transactions.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return limit, nil
	}
	if err != nil {
		return 0, err
	}
	busiest := (limit + quietest - 1) / quietest
	return limit - int(min(transactions, uint64(limit-busiest))), k.transactions.Remove(ctx)
}

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
	budget, err := k.sweepBudget(ctx, int(params.SweepLimit))
	if err != nil {
		return err
	}
	for now := k.Now(ctx); budget > 0; {
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
	case sweep.Phase == types.SWEEP_PHASE_PENDING:
		return k.complete(ctx, series, payment)
	case payment.Kind == types.PAYMENT_KIND_COUPON:
		sweep.Phase = types.SWEEP_PHASE_PENDING
		if err := k.markSwept(ctx, payment); err != nil {
			return err
		}
	case series.Status == types.SERIES_STATUS_REDEEMED:
		return nil
	default:
		sweep.ReadyTime = retry // somebody holds units still: abroad, locked, or handed on behind the walk
	}
	return k.setSweep(ctx, sweep)
}

// markSwept notes that a sweep has walked over everyone who holds units.
func (k *Keeper) markSwept(ctx context.Context, payment types.Payment) error {
	payment.Swept = true
	if err := k.setPayment(ctx, payment); err != nil {
		return err
	}
	return k.markSettled(ctx, payment.Isin, payment.Number)
}
