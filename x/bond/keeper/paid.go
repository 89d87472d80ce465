package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// IsInArrears tells whether a payment of a series is missed and not made up for, in default or not.
func (k *Keeper) IsInArrears(ctx context.Context, isin string) (bool, error) {
	waiting, err := k.waiting(ctx, isin)
	return len(waiting) > 0 && waiting[0].Status == types.PAYMENT_STATUS_MISSED, err
}

// RedemptionPerUnit returns what one unit of a series is redeemed for, in its cash denom, and whether that is payable already.
func (k *Keeper) RedemptionPerUnit(ctx context.Context, isin string) (math.LegacyDec, bool, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return math.LegacyDec{}, false, err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return math.LegacyDec{}, false, err
	}
	principal, found, err := row.Find(ctx, k.payments, collections.Join(isin, schedule.Principal()))
	if err != nil || !found || principal.IsWaiting() {
		return math.LegacyZeroDec(), false, err
	}
	return principal.PerUnit, true, nil
}

// PaidPerUnit returns the exact sum of the coupons that have become payable on one unit since issue, in the cash denom of the
// series. It reads backwards from the last payment, over those that still wait for their money.
func (k *Keeper) PaidPerUnit(ctx context.Context, isin string) (math.LegacyDec, error) {
	paid := math.LegacyZeroDec()
	err := k.payments.Walk(ctx, collections.NewPrefixedPairRange[string, uint32](isin).Descending(),
		func(_ paymentKey, payment types.Payment) (bool, error) {
			if payment.IsWaiting() {
				return false, nil
			}
			paid = payment.Cumulative
			return true, nil
		})
	return paid, err
}
