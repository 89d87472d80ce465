package bondmath

import (
	"fmt"
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/fixed"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Bond is what the cash flows of a fixed-coupon bond follow from, per 100 of face.
type Bond struct {
	Coupon   math.LegacyDec // percent a year
	Schedule Schedule
	// Payments are what is paid on each coupon date after settlement, per 100 of face outstanding then, for bonds that repay
	// principal in parts or not at par; nil for a bond that pays its coupons, and 100 at maturity.
	Payments []math.LegacyDec
}

// DayCount says which part of the coupon period is still to come, and with it the accrued interest inside a compound
// price: (c/f)(1 − w).
type DayCount int

// ActualActual divides days by the length of the coupon period (ISMA; auctions and risk numbers); Actual365 counts
// elapsed days over a half-year of 182.5 days, so that the accrued interest is the market's c × days / 365.
const (
	ActualActual DayCount = iota
	Actual365
)

// CompoundPrice returns the clean price at a yield compounded at each coupon, half-up to eight decimals.
func (b Bond) CompoundPrice(settle date.Date, yield math.LegacyDec) (math.LegacyDec, error) {
	return b.cleanPrice(settle, yield, PricePlaces)
}

// IssuePrice returns the price at which an auction by yield is issued: the compound price half-up to 0.01.
func (b Bond) IssuePrice(settle date.Date, yield math.LegacyDec) (math.LegacyDec, error) {
	return b.cleanPrice(settle, yield, IssuePricePlaces)
}

func (b Bond) cleanPrice(settle date.Date, yield math.LegacyDec, places int) (math.LegacyDec, error) {
	if err := checkYield(yield); err != nil {
		return math.LegacyDec{}, err
	}
	v, err := b.valuation(settle, ActualActual)
	if err != nil {
		return math.LegacyDec{}, err
	}
	clean := v.dirtyPrice(fixed.Dec(yield)).Sub(v.accrued)
	return rounding.RatHalfUp(clean.Rat(), places), nil
}

// AccruedActual returns the accrued interest per 100 of face that a compound price contains, (c/f)(1 − w), half-up to
// eight decimals.
func (b Bond) AccruedActual(settle date.Date) (math.LegacyDec, error) {
	v, err := b.valuation(settle, ActualActual)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return rounding.RatHalfUp(v.accrued.Rat(), PricePlaces), nil
}

// CompoundYield returns the yield, compounded at each coupon, at which the bond costs the clean price, in percent,
// truncated toward zero to ten decimals.
func (b Bond) CompoundYield(settle date.Date, price math.LegacyDec) (math.LegacyDec, error) {
	return b.CompoundYieldWith(settle, price, ActualActual)
}

// CompoundYieldWith is CompoundYield with the day count chosen.
func (b Bond) CompoundYieldWith(settle date.Date, price math.LegacyDec, count DayCount) (math.LegacyDec, error) {
	if err := checkPrice(price); err != nil {
		return math.LegacyDec{}, err
	}
	v, err := b.valuation(settle, count)
	if err != nil {
		return math.LegacyDec{}, err
	}
	target := fixed.Dec(price).Add(v.accrued)
	low, high := fixed.Dec(minYield), fixed.Dec(maxYield)
	if v.dirtyPrice(low).Cmp(target) < 0 || v.dirtyPrice(high).Cmp(target) > 0 {
		return math.LegacyDec{}, fmt.Errorf("%w: at price %s it is not between %s and %s percent",
			ErrYield, decText(price), decText(minYield), decText(maxYield))
	}
	return v.truncatedYield(v.solve(target, low, high), target), nil
}

// A valuation is a bond seen from its settlement date.
type valuation struct {
	frequency int64
	coupon    fixed.Num   // each payment, per 100
	payments  []fixed.Num // the payments where they are not the coupon, and 100 at the end
	remaining int
	wait      fixed.Num // w, the periods until the next coupon
	accrued   fixed.Num
}

func (b Bond) valuation(settle date.Date, count DayCount) (valuation, error) {
	if err := checkCoupon(b.Coupon); err != nil {
		return valuation{}, err
	}
	if b.Schedule.months == 0 {
		return valuation{}, ErrFrequency
	}
	if err := checkDates(settle, b.Schedule.maturity); err != nil {
		return valuation{}, err
	}
	period, frequency := b.Schedule.Period(settle), int64(b.Schedule.Frequency())
	elapsed := int64(period.Previous.DaysUntil(settle))
	wait := big.NewRat(int64(settle.DaysUntil(period.Next)), int64(period.Days()))
	if count == Actual365 {
		wait.Sub(oneRat, big.NewRat(elapsed*frequency, 365))
	}
	payments, err := b.payments(period.Remaining)
	if err != nil {
		return valuation{}, err
	}
	accrued := new(big.Rat).Sub(oneRat, wait)
	accrued.Mul(accrued, new(big.Rat).Quo(rounding.Rat(b.Coupon), big.NewRat(frequency, 1)))
	return valuation{
		frequency: frequency,
		coupon:    fixed.Dec(b.Coupon).QuoInt(frequency),
		payments:  payments,
		remaining: period.Remaining,
		wait:      fixed.Rat(wait),
		accrued:   fixed.Rat(accrued),
	}, nil
}

// payments returns the payments of a bond that is not repaid at once and at par.
func (b Bond) payments(remaining int) ([]fixed.Num, error) {
	if b.Payments == nil {
		return nil, nil
	}
	if len(b.Payments) != remaining {
		return nil, fmt.Errorf("%w: %d payments on %d coupon dates", ErrSchedule, len(b.Payments), remaining)
	}
	payments := make([]fixed.Num, remaining)
	for k, payment := range b.Payments {
		if payment.IsNegative() || payment.GT(maxPrice) {
			return nil, fmt.Errorf("%w: a payment of %s per 100", ErrPrice, decText(payment))
		}
		payments[k] = fixed.Dec(payment)
	}
	return payments, nil
}

// payment returns what is paid on the k-th coupon date to come, from 0.
func (v valuation) payment(k int) fixed.Num {
	switch {
	case v.payments != nil:
		return v.payments[k]
	case k == v.remaining-1:
		return v.coupon.Add(fixed.Int(100))
	default:
		return v.coupon
	}
}

// growth returns 1 + y/(100 f), the factor of one period.
func (v valuation) growth(yield fixed.Num) fixed.Num {
	return yield.QuoInt(100 * v.frequency).Add(fixed.One())
}

// dirtyPrice returns (c/f)·Σ v^(w+k) + 100·v^(w+N−1), with v = 1/(1 + y/(100 f)).
func (v valuation) dirtyPrice(yield fixed.Num) fixed.Num {
	price, _ := v.priceAndSlope(yield, false)
	return price
}

// priceAndSlope returns the dirty price and, when asked, its derivative by the yield in percent.
//
// With S = Σ p_k·v^k of the payments p_k by Horner's rule and its derivative S' alongside, the price is v^w·S and its derivative
// by v is v^w·(S' + w·S/v); dv/dy = −v²/(100 f).
func (v valuation) priceAndSlope(yield fixed.Num, slope bool) (price, byYield fixed.Num) {
	growth := v.growth(yield)
	factor := fixed.One().Quo(growth)
	sum, byFactor := v.payment(v.remaining-1), fixed.Zero()
	for k := v.remaining - 2; k >= 0; k-- {
		if slope {
			byFactor = byFactor.Mul(factor).Add(sum)
		}
		sum = sum.Mul(factor).Add(v.payment(k))
	}
	stub := growth.Ln().Mul(v.wait).Neg().Exp()
	price = stub.Mul(sum)
	if slope {
		byFactor = byFactor.Add(v.wait.Mul(sum).Mul(growth)).Mul(stub)
		byYield = byFactor.Mul(factor).Mul(factor).QuoInt(100 * v.frequency).Neg()
	}
	return price, byYield
}

// solveSteps bounds the root finding: safeguarded Newton halves the bracket at worst, and doubles the digits as a rule.
const solveSteps = 200

// rootTolerance is the step in percent, 2^-80, below which the root is known far better than its ten decimals.
var rootTolerance = fixed.Frac(1, 1<<40).QuoInt(1 << 40)

// solve returns the yield between low and high at which the falling dirty price meets the target.
func (v valuation) solve(target, low, high fixed.Num) fixed.Num {
	yield := v.coupon.MulInt(v.frequency)
	for range solveSteps {
		price, slope := v.priceAndSlope(yield, true)
		excess := price.Sub(target)
		if excess.Sign() > 0 {
			low = yield
		} else {
			high = yield
		}
		next := yield.Sub(excess.Quo(slope))
		if next.Cmp(low) < 0 || next.Cmp(high) > 0 {
			next = low.Add(high).QuoInt(2)
		}
		if next.Sub(yield).Abs().Cmp(rootTolerance) <= 0 {
			return next
		}
		yield = next
	}
	return yield
}

// priceTolerance, 2^-96 per 100 of face, is far above the error of a price and far below what 1e-10 percent of yield
// changes even with one day left.
var priceTolerance = fixed.Frac(1, 1<<48).QuoInt(1 << 48)

// truncatedYield cuts the root toward zero, unless the tick nearest to it has exactly the target price: a root is known to
// less than a tick but not exactly, and a bond at par must yield its coupon and not the tick below.
func (v valuation) truncatedYield(root, target fixed.Num) math.LegacyDec {
	nearest := rounding.RatHalfUp(root.Rat(), CompoundPlaces)
	if v.dirtyPrice(fixed.Dec(nearest)).Sub(target).Abs().Cmp(priceTolerance) <= 0 {
		return nearest
	}
	return rounding.RatTrunc(root.Rat(), CompoundPlaces)
}
