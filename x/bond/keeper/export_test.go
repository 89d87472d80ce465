package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// What tests need to break the ledger behind the module's back.

func (k *Keeper) BreakSeries(ctx context.Context, series types.Series) error {
	return k.series.Set(ctx, series.Terms.Isin, series)
}

func (k *Keeper) BreakPayment(ctx context.Context, payment types.Payment) error {
	return k.setPayment(ctx, payment)
}

func (k *Keeper) DropPayment(ctx context.Context, isin string, number uint32) error {
	return k.payments.Remove(ctx, collections.Join(isin, number))
}

func (k *Keeper) BreakEntry(ctx context.Context, isin string, holder sdk.AccAddress, number uint32, amount math.Int) error {
	return k.entries.Set(ctx, entryAt(isin, holder, number), amount)
}

func (k *Keeper) BreakFund(ctx context.Context, isin string, amount math.Int) error {
	return k.setFund(ctx, isin, amount)
}

func (k *Keeper) ClearSchedule(ctx context.Context) error { return k.schedule.Clear(ctx, nil) }

func (k *Keeper) AddSchedule(ctx context.Context, at int64, isin string) error {
	return k.schedule.Set(ctx, collections.Join(at, isin))
}

func (k *Keeper) ClearSweeps(ctx context.Context) error { return k.sweeps.Clear(ctx, nil) }

// Entries counts those of the coupon ledger.
func (k *Keeper) Entries(ctx context.Context) (n int) {
	_ = k.entries.Walk(ctx, nil, func(entryKey, math.Int) (bool, error) {
		n++
		return false, nil
	})
	return n
}

// BallotRows counts what is kept of all ballots.
func (k *Keeper) BallotRows(ctx context.Context) (n int) {
	_ = k.ballotRows.Walk(ctx, nil, func(ballotKey, types.BallotRow) (bool, error) {
		n++
		return false, nil
	})
	return n
}
