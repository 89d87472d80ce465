// Package curve turns a constant-maturity par curve into discount factors and prices dated cash flows with them.
//
// The input is what finance ministries publish: for each tenor the yield, in percent and compounded semiannually, at
// which a bond of that tenor costs par. The method, with every choice stated:
//
//   - par yields of the half-years between two tenors are linear in time; before the first tenor they equal the first;
//   - discount factors on the half-yearly grid follow by bootstrap, D(k) = (1 − h·ΣD(j<k)) / (1 + h) with h = y/200;
//   - between grid points the logarithm of the discount factor is linear (a constant forward rate), and the last forward
//     rate holds beyond the last tenor, to fifty years;
//   - grid point k is the valuation date plus 6k months, so a par bond costs exactly 100 on its issue date.
//
// Yields may be negative; then discount factors exceed one. Arithmetic is fixed point with 128 fractional bits, rounded
// down to eighteen decimals at the end. A Curve does not change after it is built.
package curve

import (
	"errors"
	"fmt"
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/fixed"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Point is one tenor of a par curve.
type Point struct {
	Months int            // tenor, a multiple of six
	Yield  math.LegacyDec // percent a year, compounded semiannually
}

// The ways in which a curve cannot be built or used, returned wrapped.
var (
	ErrPoints    = errors.New("not a par curve")
	ErrArbitrage = errors.New("par yields leave no positive discount factor")
	ErrPast      = errors.New("cash flow before the valuation date")
	ErrBeyond    = errors.New("cash flow beyond the end of the curve")
)

const (
	gridMonths = 6
	gridNodes  = 100 // fifty years
)

// The bounds of a plausible par yield in percent.
var (
	minYield = math.LegacyNewDec(-20)
	maxYield = math.LegacyNewDec(100)
)

// Curve is a term structure of discount factors, independent of the valuation date.
type Curve struct {
	points []Point
	nodes  [gridNodes + 1]fixed.Num // discount factor at each half-year
	decays [gridNodes]fixed.Num     // ln(D(k)/D(k+1)), the forward rate of each half-year
}

// New bootstraps a curve from tenors in strictly rising order.
func New(points []Point) (*Curve, error) {
	if err := validate(points); err != nil {
		return nil, err
	}
	c := &Curve{points: append([]Point(nil), points...)}
	if err := c.bootstrap(); err != nil {
		return nil, err
	}
	return c, nil
}

func validate(points []Point) error {
	if len(points) == 0 {
		return fmt.Errorf("%w: no tenors", ErrPoints)
	}
	previous := 0
	for _, p := range points {
		if p.Months%gridMonths != 0 || p.Months <= previous || p.Months > gridNodes*gridMonths {
			return fmt.Errorf("%w: tenor of %d months is not a higher multiple of %d up to %d",
				ErrPoints, p.Months, gridMonths, gridNodes*gridMonths)
		}
		if p.Yield.IsNil() || p.Yield.LT(minYield) || p.Yield.GT(maxYield) {
			return fmt.Errorf("%w: yield at %d months is not between %s and %s percent", ErrPoints, p.Months,
				rounding.Text(minYield, 0), rounding.Text(maxYield, 0))
		}
		previous = p.Months
	}
	return nil
}

func (c *Curve) bootstrap() error {
	last := c.points[len(c.points)-1].Months / gridMonths
	annuity := fixed.Zero()
	c.nodes[0] = fixed.One()
	for k := 1; k <= last; k++ {
		half := c.parYield(k * gridMonths).QuoInt(200)
		c.nodes[k] = fixed.One().Sub(half.Mul(annuity)).Quo(fixed.One().Add(half))
		if c.nodes[k].Sign() <= 0 {
			return fmt.Errorf("%w: at %d months", ErrArbitrage, k*gridMonths)
		}
		annuity = annuity.Add(c.nodes[k])
		c.decays[k-1] = c.nodes[k-1].Quo(c.nodes[k]).Ln()
	}
	forward := c.nodes[last].Quo(c.nodes[last-1])
	for k := last; k < gridNodes; k++ {
		c.nodes[k+1] = c.nodes[k].Mul(forward)
		c.decays[k] = c.decays[last-1]
	}
	return nil
}

// parYield interpolates the par yield of a tenor that is not beyond the last.
func (c *Curve) parYield(months int) fixed.Num {
	before := c.points[0]
	for _, p := range c.points {
		if p.Months < months {
			before = p
			continue
		}
		yield := fixed.Dec(p.Yield)
		if p.Months == months || p.Months == before.Months {
			return yield
		}
		share := fixed.Frac(int64(months-before.Months), int64(p.Months-before.Months))
		start := fixed.Dec(before.Yield)
		return start.Add(yield.Sub(start).Mul(share))
	}
	return fixed.Dec(before.Yield)
}

// Points returns the tenors the curve was built from.
func (c *Curve) Points() []Point { return append([]Point(nil), c.points...) }

// Shift returns the curve with every par yield moved by the same percentage points.
func (c *Curve) Shift(by math.LegacyDec) (*Curve, error) {
	points := c.Points()
	for i := range points {
		points[i].Yield = points[i].Yield.Add(by)
	}
	return New(points)
}

// Discount returns the value on one date of 1 paid on another, rounded down to eighteen decimals.
func (c *Curve) Discount(asOf, paid date.Date) (math.LegacyDec, error) {
	factor, err := c.discount(asOf, paid)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return rounding.RatDown(factor.Rat(), rounding.DecPlaces), nil
}

func (c *Curve) discount(asOf, paid date.Date) (fixed.Num, error) {
	if paid < asOf {
		return fixed.Num{}, fmt.Errorf("%w: %s, valued on %s", ErrPast, paid, asOf)
	}
	months := (paid.Year()-asOf.Year())*12 + int(paid.Month()-asOf.Month())
	k := months / gridMonths
	from := asOf.AddMonths(k * gridMonths)
	if from > paid {
		k--
		from = asOf.AddMonths(k * gridMonths)
	}
	if from == paid && k <= gridNodes {
		return c.nodes[k], nil
	}
	if k >= gridNodes {
		return fixed.Num{}, fmt.Errorf("%w: %s, valued on %s", ErrBeyond, paid, asOf)
	}
	to := asOf.AddMonths((k + 1) * gridMonths)
	decay := c.decays[k].MulInt(int64(from.DaysUntil(paid))).QuoInt(int64(from.DaysUntil(to)))
	return c.nodes[k].Mul(decay.Neg().Exp()), nil
}

// Price returns the present value of cash flows in the units of their amounts, rounded down to eighteen decimals. For all
// remaining flows of a bond that is its dirty price.
func (c *Curve) Price(asOf date.Date, flows []Flow) (math.LegacyDec, error) {
	return c.On(asOf).Price(flows)
}

// basisPoint is 0.01 percentage points.
var basisPoint = math.LegacyNewDecWithPrec(1, 2)

// DV01 returns by how much the present value falls when every par yield rises by 0.01 percentage points.
func (c *Curve) DV01(asOf date.Date, flows []Flow) (math.LegacyDec, error) {
	risen, err := c.Shift(basisPoint)
	if err != nil {
		return math.LegacyDec{}, err
	}
	now, err := c.Price(asOf, flows)
	if err != nil {
		return math.LegacyDec{}, err
	}
	then, err := risen.Price(asOf, flows)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return now.Sub(then), nil
}

// ZeroRate returns the continuously compounded rate, percent a year, of the discount factor at a tenor in half-years
// (1 to 100), half-up to ten decimals. Prices fall when any zero rate rises, which is not true of par yields.
func (c *Curve) ZeroRate(halfYears int) (math.LegacyDec, error) {
	if halfYears < 1 || halfYears > gridNodes {
		return math.LegacyDec{}, fmt.Errorf("%w: %d half-years", ErrBeyond, halfYears)
	}
	rate := c.nodes[halfYears].Ln().Neg().Rat()
	return rounding.RatHalfUp(rate.Mul(rate, big.NewRat(200, int64(halfYears))), 10), nil
}
