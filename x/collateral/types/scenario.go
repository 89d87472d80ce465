package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Scenario is how a stress moves figures. Its zero value moves nothing.
type Scenario struct {
	// Currency names the curve that moves; empty for all.
	Currency string
	// ParallelBp moves every yield, in basis points.
	ParallelBp int32
	// SteepenerBp turns the curve: the shortest yield falls by it, the longest rises by it, linearly in between.
	SteepenerBp int32
	// Points move yields at tenors, linearly in between and level outside.
	Points []PointShift
	// Home is the market's currency, in which the value of all others moves by FxBp basis points of it.
	Home string
	FxBp int32
}

const (
	maxShiftBp  = 10_000
	maxShifts   = 64
	maxFallOfFx = -9_999
)

// NewScenario reads a stress on the market of a currency: what moves in exchange rates is the value of all others in it.
func NewScenario(request *QueryStressRequest) (Scenario, error) {
	s := Scenario{
		Currency: request.Currency, ParallelBp: request.ParallelBp, SteepenerBp: request.SteepenerBp, Points: request.Points,
		FxBp: request.FxShiftBp,
	}
	if request.Currency != "" && !isCurrencyCode(request.Currency) {
		return s, ErrInvalidCurve.Wrapf("currency %q is not three capital letters", request.Currency)
	}
	if len(s.Points) > maxShifts {
		return s, ErrInvalidCurve.Wrapf("more than %d points", maxShifts)
	}
	for i, point := range s.Points {
		if point.TenorMonths == 0 || point.TenorMonths > maxTenorMonths || i > 0 && s.Points[i-1].TenorMonths >= point.TenorMonths {
			return s, ErrInvalidCurve.Wrapf("point at %d months is out of order or bounds", point.TenorMonths)
		}
		if err := checkShift(point.ShiftBp); err != nil {
			return s, err
		}
	}
	for _, bp := range []int32{s.ParallelBp, s.SteepenerBp, s.FxBp} {
		if err := checkShift(bp); err != nil {
			return s, err
		}
	}
	if s.FxBp < maxFallOfFx {
		return s, ErrInvalidFx.Wrap("an exchange rate cannot fall to nothing")
	}
	return s, nil
}

func checkShift(bp int32) error {
	if bp < -maxShiftBp || bp > maxShiftBp {
		return ErrInvalidCurve.Wrapf("a move of %d basis points is beyond %d", bp, maxShiftBp)
	}
	return nil
}

// Curve returns a curve as the scenario has it.
func (s Scenario) Curve(c Curve) Curve {
	if s.Currency != "" && s.Currency != c.Currency || s.ParallelBp == 0 && s.SteepenerBp == 0 && len(s.Points) == 0 {
		return c
	}
	moved := Curve{Currency: c.Currency, AsOf: c.AsOf, Points: make([]CurvePoint, len(c.Points))}
	first, last := c.Points[0].TenorMonths, c.Points[len(c.Points)-1].TenorMonths
	for i, point := range c.Points {
		shift := math.LegacyNewDecWithPrec(int64(s.ParallelBp), 2).Add(s.pointShift(point.TenorMonths))
		if last > first {
			turn := math.LegacyNewDecWithPrec(int64(s.SteepenerBp), 2)
			along := turn.MulInt64(2 * int64(point.TenorMonths-first)).QuoInt64(int64(last - first))
			shift = shift.Add(along.Sub(turn))
		}
		moved.Points[i] = CurvePoint{TenorMonths: point.TenorMonths, ParYieldPct: point.ParYieldPct.Add(shift)}
	}
	return moved
}

// pointShift returns the move of a tenor by the points of the scenario, in percentage points.
func (s Scenario) pointShift(months uint32) math.LegacyDec {
	if len(s.Points) == 0 {
		return math.LegacyZeroDec()
	}
	before := s.Points[0]
	for _, point := range s.Points {
		if point.TenorMonths < months {
			before = point
			continue
		}
		from, to := math.LegacyNewDecWithPrec(int64(before.ShiftBp), 2), math.LegacyNewDecWithPrec(int64(point.ShiftBp), 2)
		if point.TenorMonths == before.TenorMonths {
			return to
		}
		along := to.Sub(from).MulInt64(int64(months - before.TenorMonths))
		return from.Add(along.QuoInt64(int64(point.TenorMonths - before.TenorMonths)))
	}
	return math.LegacyNewDecWithPrec(int64(before.ShiftBp), 2)
}

// Fx returns an exchange rate as the scenario has it: the value of the foreign currency moves in the other one.
func (s Scenario) Fx(fx FxRate) FxRate {
	if s.FxBp == 0 {
		return fx
	}
	factor := math.LegacyNewDecWithPrec(maxShiftBp+int64(s.FxBp), 4)
	if s.Home != fx.Quote {
		factor = math.LegacyOneDec().Quo(factor)
	}
	fx.Rate = rounding.DecDown(fx.Rate.Mul(factor), fxPlaces)
	return fx
}

// Add counts a position as the scenario values it, and lists it if it would be called.
func (r *QueryStressResponse) Add(assessment Assessment) {
	r.LookedAt++
	for _, item := range assessment.Items {
		if item.Mark.State != PRICE_STATE_PRICED {
			r.Unpriced++
			return
		}
	}
	required := assessment.Required()
	if assessment.Value.GTE(required) {
		return
	}
	r.Calls = append(r.Calls, StressedPosition{
		Owner: assessment.Position.Owner, Number: assessment.Position.Number, Debt: assessment.Debt, Value: assessment.Value,
		Required: required, Shortfall: required.Sub(assessment.Value),
	})
}
