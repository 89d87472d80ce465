package curve

import (
	"math/big"
	"sync"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/fixed"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Flow is an amount paid on a date; amounts may be per unit, per 100, or in total.
type Flow struct {
	Date   date.Date
	Amount math.LegacyDec
}

// maxFactors bounds what a valuation remembers: twice the days on which the bonds of a government pay in fifty years.
const maxFactors = 8192

// Valuation is a curve on one valuation date. It remembers the discount factor of each date it has met, as the issues of one
// government pay on few distinct dates: price all issues of a day with one Valuation. What it remembers depends on the curve and the
// dates only, and it may be used concurrently.
type Valuation struct {
	curve *Curve
	asOf  date.Date

	mutex   sync.RWMutex
	factors map[date.Date]fixed.Num
}

// On returns the curve's valuation on a date.
func (c *Curve) On(asOf date.Date) *Valuation {
	return &Valuation{curve: c, asOf: asOf, factors: make(map[date.Date]fixed.Num)}
}

// Price returns the present value of cash flows in the units of their amounts, rounded down to eighteen decimals.
func (v *Valuation) Price(flows []Flow) (math.LegacyDec, error) {
	v.mutex.RLock()
	defer v.mutex.RUnlock()
	return price(flows, func(paid date.Date) (fixed.Num, error) {
		if factor, met := v.factors[paid]; met {
			return factor, nil
		}
		v.mutex.RUnlock()
		defer v.mutex.RLock()
		return v.discount(paid)
	})
}

// PriceOver returns the present value at zero rates that lie a spread above the curve's at every date: each discount factor is
// multiplied by e^(−spread × days / 365), the spread in percent a year, continuously compounded.
func (v *Valuation) PriceOver(flows []Flow, spreadPct math.LegacyDec) (math.LegacyDec, error) {
	if spreadPct.IsZero() {
		return v.Price(flows)
	}
	daily := fixed.Dec(spreadPct).QuoInt(-100 * 365)
	return price(flows, func(paid date.Date) (fixed.Num, error) {
		factor, err := v.discount(paid)
		if err != nil {
			return fixed.Num{}, err
		}
		return factor.Mul(daily.MulInt(int64(v.asOf.DaysUntil(paid))).Exp()), nil
	})
}

// price sums amounts times factors exactly, as amounts have eighteen decimals, and rounds once. The factors of equal amounts in a
// row, such as coupons, are added up before they are multiplied.
func price(flows []Flow, discount func(date.Date) (fixed.Num, error)) (math.LegacyDec, error) {
	var sum, annuity fixed.Sum
	var amount *big.Int
	for _, flow := range flows {
		factor, err := discount(flow.Date)
		if err != nil {
			return math.LegacyDec{}, err
		}
		if next := flow.Amount.BigIntMut(); amount == nil || next != amount && next.Cmp(amount) != 0 {
			sum.AddProduct(&annuity, amount)
			annuity, amount = fixed.Sum{}, next
		}
		annuity.Add(factor)
	}
	sum.AddProduct(&annuity, amount)
	return math.LegacyNewDecFromBigIntWithPrec(sum.Floor(), rounding.DecPlaces), nil
}

func (v *Valuation) discount(paid date.Date) (fixed.Num, error) {
	v.mutex.RLock()
	factor, met := v.factors[paid]
	v.mutex.RUnlock()
	if met {
		return factor, nil
	}
	factor, err := v.curve.discount(v.asOf, paid)
	if err != nil {
		return fixed.Num{}, err
	}
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if len(v.factors) < maxFactors {
		v.factors[paid] = factor
	}
	return factor, nil
}
