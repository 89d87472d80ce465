package types

import (
	"fmt"

	"cosmossdk.io/math"

	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const (
	// MaxObservationBytes is the size of a vote extension at most: 32 curves and pairs with room to spare.
	MaxObservationBytes = 16 << 10

	minPoints   = 2
	maxPoints   = 64
	tenorStep   = 6
	maxTenor    = 600
	minYieldE4  = -50_000
	maxYieldE4  = 500_000
	maxRateE8   = 100_000_000_000_000_000
	yieldPlaces = 4
	ratePlaces  = 8
)

var earliest, latest = date.New(date.MinYear, 1, 1), date.New(date.MaxYear, 12, 31)

// ReadObservation reads a vote extension. Whatever breaks a bound makes the whole of it worth nothing.
func ReadObservation(extension []byte) (Observation, error) {
	var observation Observation
	if len(extension) == 0 || len(extension) > MaxObservationBytes {
		return observation, ErrInvalidObservation.Wrapf("%d bytes", len(extension))
	}
	if err := observation.Unmarshal(extension); err != nil {
		return observation, ErrInvalidObservation.Wrap(err.Error())
	}
	return observation, observation.Validate()
}

// Validate checks sizes, order and bounds. Whether a figure is asked for, and of a day that has come, is for the vote.
func (o Observation) Validate() error {
	if len(o.Curves) > maxRules || len(o.Fx) > maxRules {
		return ErrInvalidObservation.Wrapf("more than %d curves or rates", maxRules)
	}
	for i, curve := range o.Curves {
		if i > 0 && o.Curves[i-1].Currency >= curve.Currency {
			return ErrInvalidObservation.Wrapf("curve %q is out of order or twice", curve.Currency)
		}
		if err := curve.validate(); err != nil {
			return ErrInvalidObservation.Wrapf("curve %q: %s", curve.Currency, err)
		}
	}
	for i, fx := range o.Fx {
		if i > 0 && Pair(o.Fx[i-1].Base, o.Fx[i-1].Quote) >= Pair(fx.Base, fx.Quote) {
			return ErrInvalidObservation.Wrapf("rate %q is out of order or twice", Pair(fx.Base, fx.Quote))
		}
		if err := fx.validate(); err != nil {
			return ErrInvalidObservation.Wrapf("rate %q: %s", Pair(fx.Base, fx.Quote), err)
		}
	}
	return nil
}

func (c CurveObservation) validate() error {
	if !isCode(c.Currency) {
		return fmt.Errorf("not a currency")
	}
	if err := checkDay(c.AsOf); err != nil {
		return err
	}
	if len(c.TenorMonths) < minPoints || len(c.TenorMonths) > maxPoints || len(c.YieldsE4) != len(c.TenorMonths) {
		return fmt.Errorf("%d yields of %d tenors", len(c.YieldsE4), len(c.TenorMonths))
	}
	for i, months := range c.TenorMonths {
		if months == 0 || months > maxTenor || months%tenorStep != 0 || i > 0 && c.TenorMonths[i-1] >= months {
			return fmt.Errorf("tenor of %d months", months)
		}
		if c.YieldsE4[i] < minYieldE4 || c.YieldsE4[i] > maxYieldE4 {
			return fmt.Errorf("yield of %d at %d months", c.YieldsE4[i], months)
		}
	}
	return nil
}

func (f FxObservation) validate() error {
	if !isCode(f.Base) || !isCode(f.Quote) || f.Base == f.Quote {
		return fmt.Errorf("not a pair of currencies")
	}
	if f.RateE8 == 0 || f.RateE8 >= maxRateE8 {
		return fmt.Errorf("rate of %d", f.RateE8)
	}
	return checkDay(f.AsOf)
}

func checkDay(day int32) error {
	if d := date.Date(day); d < earliest || d > latest {
		return fmt.Errorf("day %d", day)
	}
	return nil
}

// Observation returns what a report says in the form of a vote extension. Figures that are wrong by themselves, or there twice,
// are left out, and so are those that say less than a curve does: a bad line at a source costs that line only.
func (r Report) Observation() Observation {
	var observation Observation
	seen := map[string]bool{}
	for _, curve := range r.Curves {
		if curve.Validate() == nil && !seen[curve.Currency] {
			seen[curve.Currency] = true
			observation.Curves = append(observation.Curves, observeCurve(curve))
		}
	}
	for _, fx := range r.FxRates {
		if fx.Validate() == nil && !seen[Pair(fx.Base, fx.Quote)] {
			seen[Pair(fx.Base, fx.Quote)] = true
			observation.Fx = append(observation.Fx, observeFx(fx))
		}
	}
	observation.sort()
	return observation
}

func observeCurve(curve collateraltypes.Curve) CurveObservation {
	observed := CurveObservation{Currency: curve.Currency, AsOf: int32(date.MustParse(curve.AsOf))}
	for _, point := range curve.Points {
		observed.TenorMonths = append(observed.TenorMonths, point.TenorMonths)
		observed.YieldsE4 = append(observed.YieldsE4, int32(scaled(point.ParYieldPct, yieldPlaces)))
	}
	return observed
}

func observeFx(fx collateraltypes.FxRate) FxObservation {
	return FxObservation{
		Base: fx.Base, Quote: fx.Quote, AsOf: int32(date.MustParse(fx.AsOf)), RateE8: uint64(scaled(fx.Rate, ratePlaces)),
	}
}

// scaled returns d × 10^places, which a valid figure makes whole.
func scaled(d math.LegacyDec, places int64) int64 {
	return d.Mul(math.LegacyNewDec(10).Power(uint64(places))).TruncateInt64()
}
