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
	if !series.IsIssuable() {
		return series, total, types.ErrNotIssuable.Wrapf("%s is %s", isin, series.Status)
	}
	if err := series.CheckGoing(); err != nil {
		return series, total, err
	}
	basis, err := k.IssueBasis(ctx, isin, settle)
	if err != nil {
		return series, total, err
	}
	if today := basis.Schedule().Today(k.Now(ctx)); today < settle {
		return series, total, types.ErrBeforeIssueDate.Wrapf("%s settles on %s, today is %s", isin, settle, today)
	}
	if err := k.checkRecorded(ctx, isin, basis); err != nil {
		return series, total, err
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
	return series, total, k.checkRoom(ctx, isin, total)
}

// checkRecorded errors when a coupon has been recorded since the date that a basis is of: units would change hands on its terms
// with a coupon that is gone.
func (k *Keeper) checkRecorded(ctx context.Context, isin string, basis types.IssueBasis) error {
	recorded, err := k.couponsRecorded(ctx, isin)
	if err == nil && recorded != basis.Recorded {
		err = types.ErrExCoupon.Wrapf("%d coupons of %s are recorded, the terms of %s are with %d", recorded, isin, basis.Settle, basis.Recorded)
	}
	return err
}

// BuyBack burns units of a live series out of a holder's account, for a sub-module of x/bond that pays for them on the terms of
// an agreed settlement date. The holder's standing does not matter, as for redemption; its coupons are settled on the way.
func (k *Keeper) BuyBack(ctx sdk.Context, isin string, settle date.Date, holder sdk.AccAddress, face math.Int) error {
	if err := types.ValidateAmount("face", face); err != nil {
		return err
	}
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	if series.Status != types.SERIES_STATUS_LIVE {
		return types.ErrNotIssuable.Wrapf("%s is %s", isin, series.Status)
	}
	basis, err := k.IssueBasis(ctx, isin, settle)
	if err != nil {
		return err
	}
	if err := k.checkRecorded(ctx, isin, basis); err != nil {
		return err
	}
	series = series.AfterBuyBack(face)
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	text, err := k.addressText(holder)
	if err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventUnitsBoughtBack{Isin: isin, Holder: text, Face: face}); err != nil {
		return err
	}
	units := series.Units(face)
	if err := k.bank.SendCoinsFromAccountToModule(ctx, holder, types.ModuleName, units); err != nil {
		return err
	}
	return k.bank.BurnCoins(ctx, types.ModuleName, units)
}

// FixSpread sets the spread of a floating series that an auction has decided, before anything of it is issued.
func (k *Keeper) FixSpread(ctx sdk.Context, isin string, spread math.LegacyDec) error {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	if series.Status != types.SERIES_STATUS_ANNOUNCED || series.Terms.Floating == nil {
		return types.ErrNotIssuable.Wrapf("%s is %s and %s; only the spread of an announced floating series is open", isin, series.Terms.Kind, series.Status)
	}
	series.Terms.Floating.SpreadPct = spread
	if err := series.Terms.Validate(); err != nil {
		return err
	}
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventSpreadFixed{Isin: isin, SpreadPct: spread})
}
