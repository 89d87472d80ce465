package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// priceToWorst prices a series that its issuer may call in full: at the least of what it is worth if it is called on any one date
// that is still open, and if it is not. No way in which the issuer uses its right leaves more. Once it has announced a call it is
// worth no more than the call price and the interest accrued.
func (p *pricer) priceToWorst(
	ctx context.Context, price types.SeriesPrice, series bondtypes.Series, flows []bondtypes.CashFlow,
) (types.SeriesPrice, error) {
	worst, err := p.presentValue(ctx, price, flows)
	if err != nil || worst.State != types.PRICE_STATE_PRICED {
		return worst, err
	}
	calls, err := series.OpenCalls(price.Date)
	if err != nil {
		return types.SeriesPrice{}, err
	}
	for _, call := range calls {
		called, err := p.presentValue(ctx, price, calledFlows(flows, call))
		if err != nil {
			return types.SeriesPrice{}, err
		}
		if called.Dirty.LT(worst.Dirty) {
			worst = called
		}
	}
	if series.IsCalledInFull() {
		most, err := callClaim(series, price.Date, flows)
		if err != nil {
			return types.SeriesPrice{}, err
		}
		worst.Dirty = math.LegacyMinDec(worst.Dirty, most)
	}
	return worst, nil
}

// calledFlows returns what is paid if a call is announced: the payments up to its date, and in the end the call.
func calledFlows(flows []bondtypes.CashFlow, call bondtypes.OpenCall) []bondtypes.CashFlow {
	behind, _ := slices.BinarySearchFunc(flows, call.PaymentDate+1, func(flow bondtypes.CashFlow, on date.Date) int {
		return int(flow.PaymentDate) - int(on)
	})
	return append(slices.Clip(flows[:behind]), bondtypes.CashFlow{
		PaymentDate: call.PaymentDate, Amount: call.Amount, Repaid: math.LegacyZeroDec(),
	})
}

// callClaim returns the call price of a series that is called in full and what has accrued of the coupons that are still a buyer's,
// per 100 face and rounded down. A coupon that was due on a holiday has accrued in full.
func callClaim(series bondtypes.Series, on date.Date, flows []bondtypes.CashFlow) (math.LegacyDec, error) {
	schedule, err := series.Schedule()
	if err != nil {
		return math.LegacyDec{}, err
	}
	last := len(flows) - 1
	claim := flows[last].Amount
	share, running := schedule.AccruedShare(on)
	for _, coupon := range flows[:last] {
		interest := coupon.Amount.Sub(coupon.Repaid)
		switch {
		case coupon.PaymentDate < running:
			claim = claim.Add(interest)
		case coupon.PaymentDate == running:
			claim = claim.Add(interest.MulTruncate(share))
		}
	}
	return rounding.DecDown(claim.MulInt64(100), types.PricePlaces), nil
}
