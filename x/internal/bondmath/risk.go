package bondmath

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/fixed"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Risk holds the first and second order of a bond's price in its compound yield, all half-up to ten decimals.
type Risk struct {
	Macaulay  math.LegacyDec // present-value weighted years to the payments
	Modified  math.LegacyDec // relative fall of the dirty price per unit of yield
	Convexity math.LegacyDec // relative second derivative, in years squared
	DV01      math.LegacyDec // fall of the price per 100 of face when the yield rises by 0.01 percent, to first order
}

// Risk returns the duration, convexity and value of a basis point at a clean price and its compound yield.
func (b Bond) Risk(settle date.Date, price math.LegacyDec) (Risk, error) {
	yield, err := b.CompoundYield(settle, price)
	if err != nil {
		return Risk{}, err
	}
	return b.RiskAtYield(settle, yield)
}

// RiskAtYield is Risk at a compound yield.
func (b Bond) RiskAtYield(settle date.Date, yield math.LegacyDec) (Risk, error) {
	if err := checkYield(yield); err != nil {
		return Risk{}, err
	}
	v, err := b.valuation(settle, ActualActual)
	if err != nil {
		return Risk{}, err
	}
	growth := v.growth(fixed.Dec(yield))
	price, weighted, squared := v.moments(growth)

	// Times are in periods until here: t/f years, and t(t+1)/f² for the second derivative.
	macaulay := weighted.Quo(price).QuoInt(v.frequency)
	modified := macaulay.Quo(growth)
	convexity := squared.Add(weighted).Quo(price).Quo(growth.Mul(growth)).QuoInt(v.frequency * v.frequency)
	places := func(n fixed.Num) math.LegacyDec { return rounding.RatHalfUp(n.Rat(), CompoundPlaces) }
	return Risk{
		Macaulay:  places(macaulay),
		Modified:  places(modified),
		Convexity: places(convexity),
		DV01:      places(modified.Mul(price).QuoInt(10_000)),
	}, nil
}

// moments returns the sums of the discounted payments, of payment × t and of payment × t², with t in periods.
func (v valuation) moments(growth fixed.Num) (price, weighted, squared fixed.Num) {
	discount := growth.Ln().Mul(v.wait).Neg().Exp()
	factor := fixed.One().Quo(growth)
	price, weighted, squared = fixed.Zero(), fixed.Zero(), fixed.Zero()
	for k := range v.remaining {
		payment := v.payment(k)
		t := v.wait.Add(fixed.Int(int64(k)))
		present := payment.Mul(discount)
		price = price.Add(present)
		weighted = weighted.Add(present.Mul(t))
		squared = squared.Add(present.Mul(t).Mul(t))
		discount = discount.Mul(factor)
	}
	return price, weighted, squared
}
