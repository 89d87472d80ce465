package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// historyDays is how many days of a market are kept.
const historyDays = 400

// keepDay writes a market down at the first block of a day in its zone, and drops the day that has become too old.
func (k *Keeper) keepDay(ctx context.Context, denom string) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	currency, err := params.CurrencyOf(denom)
	if err != nil {
		return err
	}
	today := k.today(ctx, currency)
	key := collections.Join(denom, today.String())
	if kept, err := k.history.Has(ctx, key); err != nil || kept {
		return err
	}
	report, err := k.report(ctx, denom)
	if err != nil {
		return err
	}
	if err := k.dropDay(ctx, denom, today.AddDays(-historyDays)); err != nil {
		return err
	}
	return k.history.Set(ctx, key, types.MarketDay{
		Denom: denom, Date: today.String(), SupplyIndex: report.Pool.SupplyIndex, BorrowIndex: report.Pool.BorrowIndex,
		TotalSupply: report.TotalSupply, TotalDebt: report.TotalDebt, Reserve: report.Reserve,
		UtilisationPct: report.UtilisationPct, BorrowRatePct: report.BorrowRatePct, SupplyRatePct: report.SupplyRatePct,
	})
}

// dropDay removes the oldest day of a market if it is not after a date. Each day adds one, so that one is enough.
func (k *Keeper) dropDay(ctx context.Context, denom string, last date.Date) error {
	days, err := k.history.Iterate(ctx, collections.NewPrefixedPairRange[string, string](denom))
	if err != nil {
		return err
	}
	var oldest historyKey
	found := days.Valid()
	if found {
		oldest, err = days.Key()
	}
	days.Close()
	if err != nil || !found || oldest.K2() > last.String() {
		return err
	}
	return k.history.Remove(ctx, oldest)
}
