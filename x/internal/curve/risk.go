package curve

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Risk is how a present value answers to the curve. Every number rests on a move of 0.01 percentage points up and down,
// prices are rebuilt from the moved curve, and results are rounded half-up to ten decimals.
type Risk struct {
	// DV01 is by how much the value falls when every par yield rises by 0.01: the mean of the fall up and the rise down.
	DV01 math.LegacyDec
	// Duration is DV01 in percent of the value per percentage point: the modified (effective) duration in years.
	Duration math.LegacyDec
	// Convexity is the curvature, (V₊ + V₋ − 2V) / (V × (0.01 %)²), in years squared.
	Convexity math.LegacyDec
	// KeyRates has the DV01 of each point of the curve moved alone; their sum is the DV01 but for convexity.
	KeyRates []KeyRate
}

// KeyRate is the answer to one point of the curve.
type KeyRate struct {
	Months int
	DV01   math.LegacyDec
}

const riskPlaces = 10

// Risk returns how the present value of cash flows on a date, at a spread over the curve in percent, answers to the curve.
func (c *Curve) Risk(asOf date.Date, flows []Flow, spreadPct math.LegacyDec) (Risk, error) {
	value, err := c.On(asOf).PriceOver(flows, spreadPct)
	if err != nil {
		return Risk{}, err
	}
	up, down, err := c.bump(asOf, flows, spreadPct, func(int) bool { return true })
	if err != nil {
		return Risk{}, err
	}
	risk := Risk{DV01: halved(down.Sub(up)), Duration: math.LegacyZeroDec(), Convexity: math.LegacyZeroDec()}
	if value.IsPositive() {
		duration := new(big.Rat).Quo(rounding.Rat(down.Sub(up)), rounding.Rat(value))
		risk.Duration = rounding.RatHalfUp(duration.Mul(duration, big.NewRat(10_000, 2)), riskPlaces)
		convexity := new(big.Rat).Quo(rounding.Rat(up.Add(down).Sub(value.MulInt64(2))), rounding.Rat(value))
		risk.Convexity = rounding.RatHalfUp(convexity.Mul(convexity, big.NewRat(100_000_000, 1)), riskPlaces)
	}
	for i, point := range c.points {
		up, down, err := c.bump(asOf, flows, spreadPct, func(moved int) bool { return moved == i })
		if err != nil {
			return Risk{}, err
		}
		risk.KeyRates = append(risk.KeyRates, KeyRate{Months: point.Months, DV01: halved(down.Sub(up))})
	}
	return risk, nil
}

// bump values flows on the curve with some of its points moved by a basis point up, and down.
func (c *Curve) bump(
	asOf date.Date, flows []Flow, spreadPct math.LegacyDec, moves func(point int) bool,
) (up, down math.LegacyDec, err error) {
	value := func(by math.LegacyDec) (math.LegacyDec, error) {
		points := c.Points()
		for i := range points {
			if moves(i) {
				points[i].Yield = points[i].Yield.Add(by)
			}
		}
		moved, err := New(points)
		if err != nil {
			return math.LegacyDec{}, err
		}
		return moved.On(asOf).PriceOver(flows, spreadPct)
	}
	if up, err = value(basisPoint); err != nil {
		return up, down, err
	}
	down, err = value(basisPoint.Neg())
	return up, down, err
}

func halved(d math.LegacyDec) math.LegacyDec {
	return rounding.RatHalfUp(new(big.Rat).Mul(rounding.Rat(d), big.NewRat(1, 2)), riskPlaces)
}
