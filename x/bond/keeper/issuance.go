package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// IssueBasis returns a series as it will be issued on a date: whether that is possible by its terms, and the accrued
// interest that buyers will pay.
func (k *Keeper) IssueBasis(ctx context.Context, isin string, settle date.Date) (types.IssueBasis, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return types.IssueBasis{}, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.IssueBasis{}, err
	}
	cash, _ := params.FindCash(series.Terms.Currency)
	return series.IssueBasis(settle, cash.AccruedDecimals, k.fixingsOf(ctx, series))
}

// Issue mints units to holders who pay the caller, a sub-module of x/bond, on the terms of an agreed settlement date: all
// of them or none. The date must have come, and no coupon may have been recorded since. A holder who may not receive the
// units has them in suspense.
func (k *Keeper) Issue(ctx sdk.Context, isin string, settle date.Date, allotments []types.Allotment) error {
	series, total, err := k.checkIssue(ctx, isin, settle, allotments)
	if err != nil {
		return err
	}
	series.Issued = series.Issued.Add(total)
	series.Status = types.SERIES_STATUS_LIVE
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	for _, allotment := range allotments {
		holder, err := k.addressText(allotment.Holder)
		if err != nil {
			return err
		}
		err = event.Emit(ctx, &types.EventUnitsIssued{
			Isin: isin, Holder: holder, Face: allotment.Face, SettleDate: settle.String(),
		})
		if err != nil {
			return err
		}
	}
	if err := k.bank.MintCoins(ctx, types.ModuleName, series.Units(total)); err != nil {
		return err
	}
	for _, allotment := range allotments {
		if err := k.bank.SendCoins(ctx, k.moduleAddress, allotment.Holder, series.Units(allotment.Face)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) checkIssue(
	ctx context.Context, isin string, settle date.Date, allotments []types.Allotment,
) (types.Series, math.Int, error) {
	total := math.ZeroInt()
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return series, total, err
	}
	if series.Status != types.SERIES_STATUS_ANNOUNCED && series.Status != types.SERIES_STATUS_LIVE {
		return series, total, types.ErrNotIssuable.Wrapf("%s is %s", isin, series.Status)
	}
	basis, err := k.IssueBasis(ctx, isin, settle)
	if err != nil {
		return series, total, err
	}
	if today := basis.Schedule().Today(k.Now(ctx)); today < settle {
		return series, total, types.ErrBeforeIssueDate.Wrapf("%s settles on %s, today is %s", isin, settle, today)
	}
	recorded, err := k.couponsRecorded(ctx, isin)
	if err != nil {
		return series, total, err
	}
	if recorded != basis.Recorded {
		return series, total, types.ErrExCoupon.Wrapf("%d coupons of %s are recorded, the issue of %s is with %d", recorded, isin, settle, basis.Recorded)
	}
	for _, allotment := range allotments {
		if err := types.ValidateAmount("face", allotment.Face); err != nil {
			return series, total, err
		}
		if !allotment.Face.Mod(series.Terms.Denomination).IsZero() {
			return series, total, types.ErrInvalidAmount.Wrapf("face %s is not a multiple of the denomination %s", allotment.Face, series.Terms.Denomination)
		}
		total = total.Add(allotment.Face)
	}
	if err := types.ValidateAmount("issue", total); err != nil {
		return series, total, err
	}
	if issued := series.Issued.Add(total); issued.GT(series.Terms.Authorised) {
		return series, total, types.ErrAboveAuthorised.Wrapf("%s would be issued of %s authorised", issued, series.Terms.Authorised)
	}
	return series, total, nil
}
