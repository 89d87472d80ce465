package types

import (
	"math/big"

	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Quote writes a price as dealers read it. Yield and duration are for reading only: nothing is decided by them.
func (p SeriesPrice) Quote() (*QueryPriceResponse, error) {
	zero := math.LegacyZeroDec()
	quote := &QueryPriceResponse{
		Isin: p.Terms.Isin, State: p.State, Date: p.Date.String(), CurveAsOf: p.CurveAsOf,
		DirtyPrice: p.Dirty, CleanPrice: p.Dirty, Accrued: zero, YieldPct: zero, DurationYears: zero,
	}
	if p.State != PRICE_STATE_PRICED {
		return quote, nil
	}
	maturity, err := date.Parse(p.Terms.MaturityDate)
	if err != nil {
		return nil, ErrInvalidDate.Wrap(err.Error())
	}
	if p.Date >= maturity {
		return quote, nil // the last payment has rolled past its date: no yield is left
	}
	switch {
	case p.Terms.FirstCouponDate == "":
		return quote, p.quoteBill(quote, maturity)
	case p.Terms.Kind == bondtypes.SERIES_KIND_FIXED && len(p.Terms.Instalments) == 0 && p.Terms.Call == nil:
		return quote, p.quoteCoupons(quote, maturity)
	default:
		return quote, nil // the yield of other kinds rests on assumptions: x/bond quotes them
	}
}

// quoteBill adds the simple yield, Act/365, and the duration t × P / 100 that it implies.
func (p SeriesPrice) quoteBill(quote *QueryPriceResponse, maturity date.Date) (err error) {
	quote.YieldPct, err = bondmath.TBillYield(p.Dirty, p.Date, maturity)
	duration := new(big.Rat).Mul(rounding.Rat(p.Dirty), big.NewRat(int64(p.Date.DaysUntil(maturity)), 100*365))
	quote.DurationYears = rounding.RatTrunc(duration, percentPlaces)
	return err
}

// quoteCoupons adds accrued interest by the series' day count, and the compound yield and modified duration at which the
// payments to come are worth the dirty price.
func (p SeriesPrice) quoteCoupons(quote *QueryPriceResponse, maturity date.Date) error {
	first, err := date.Parse(p.Terms.FirstCouponDate)
	if err != nil {
		return ErrInvalidDate.Wrap(err.Error())
	}
	schedule, err := bondmath.NewScheduleFrom(first, maturity, int(p.Terms.Frequency))
	if err != nil {
		return err
	}
	bond := bondmath.Bond{Coupon: p.Terms.CouponPct, Schedule: schedule}
	actual, err := bond.AccruedActual(p.Date)
	if err != nil {
		return err
	}
	quote.Accrued = actual
	if p.Terms.DayCount == bondtypes.DAY_COUNT_ACT_365 && p.Terms.Frequency == 2 {
		quote.Accrued, err = bondmath.AccruedPer100(p.Terms.CouponPct, schedule.Period(p.Date).Previous, p.Date)
		if err != nil {
			return err
		}
	}
	quote.CleanPrice = rounding.DecDown(p.Dirty.Sub(quote.Accrued), PricePlaces)
	yield, err := bond.CompoundYield(p.Date, p.Dirty.Sub(actual))
	if err != nil {
		return err
	}
	risk, err := bond.RiskAtYield(p.Date, yield)
	quote.YieldPct = rounding.DecTrunc(yield, percentPlaces)
	quote.DurationYears = rounding.DecTrunc(risk.Modified, percentPlaces)
	return err
}

// HealthPctDown returns collateral value over debt in percent, rounded down.
func HealthPctDown(value, debt math.Int) math.LegacyDec {
	ratio := new(big.Rat).SetFrac(value.BigInt(), debt.BigInt())
	return rounding.RatDown(ratio.Mul(ratio, big.NewRat(100, 1)), percentPlaces)
}
