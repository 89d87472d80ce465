package curve

import (
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

// Valuation is a curve on one valuation date. It keeps the discount factor of each date it has met, as the issues of one
// government pay on few distinct dates: price all issues of a block with one Valuation. Not for concurrent use.
type Valuation struct {
	curve   *Curve
	asOf    date.Date
	factors map[date.Date]fixed.Num
}

// On returns the curve's valuation on a date.
func (c *Curve) On(asOf date.Date) *Valuation {
	return &Valuation{curve: c, asOf: asOf, factors: make(map[date.Date]fixed.Num)}
}

// Price returns the present value of cash flows in the units of their amounts, rounded down to eighteen decimals.
func (v *Valuation) Price(flows []Flow) (math.LegacyDec, error) {
	// Amounts have eighteen decimals: their products with the factors are summed exactly and rounded once.
	sum := fixed.Zero()
	for _, flow := range flows {
		factor, err := v.discount(flow.Date)
		if err != nil {
			return math.LegacyDec{}, err
		}
		sum = sum.Add(factor.MulBig(flow.Amount.BigIntMut()))
	}
	return math.LegacyNewDecFromBigIntWithPrec(sum.Floor(), rounding.DecPlaces), nil
}

func (v *Valuation) discount(paid date.Date) (fixed.Num, error) {
	if factor, met := v.factors[paid]; met {
		return factor, nil
	}
	factor, err := v.curve.discount(v.asOf, paid)
	if err != nil {
		return fixed.Num{}, err
	}
	v.factors[paid] = factor
	return factor, nil
}
