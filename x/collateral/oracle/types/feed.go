package types

import (
	"time"

	"cosmossdk.io/math"

	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// IsDue tells whether a window has passed since the last decision.
func (s FeedState) IsDue(now time.Time, window time.Duration) bool {
	return s.DecidedAt == nil || !now.Before(s.DecidedAt.Add(window))
}

// Decide returns the state after a window in which a figure was seen, and whether the figure is published: at once within
// its band of the one in force, otherwise when it has been consistent for as many windows as recovery says. Whoever
// alternates between two figures publishes neither.
func (s FeedState) Decide(now time.Time, inBand, consistent bool, recovery uint32) (next FeedState, published bool) {
	next = s
	next.DecidedAt = &now
	switch {
	case inBand && s.HeldWindows > 0:
		next.HeldWindows, next.DoubtWindows = 0, recovery
		return next, true
	case inBand:
		next.DoubtWindows = s.DoubtWindows - min(s.DoubtWindows, 1)
		return next, true
	case s.HeldWindows > 0 && consistent:
		next.HeldWindows = s.HeldWindows + 1
	default:
		next.HeldWindows = 1
	}
	if next.HeldWindows < recovery {
		return next, false
	}
	next.HeldWindows, next.DoubtWindows = 0, 0
	return next, true
}

// Recover returns the state after a figure that was too old has been replaced: grace for borrowers, and doubt until it has been
// seen for some windows.
func (s FeedState) Recover(now time.Time, params Params) FeedState {
	until := now.Add(params.Grace())
	s.GraceUntil, s.DoubtWindows = &until, params.RecoveryWindows
	return s
}

// InDoubt tells whether a newer figure is held back or the figure in force is not trusted yet.
func (s FeedState) InDoubt() bool { return s.HeldWindows > 0 || s.DoubtWindows > 0 }

// IsNews tells whether a state differs from another in more than the time of the decision.
func (s FeedState) IsNews(before FeedState) bool {
	return s.HeldWindows != before.HeldWindows || s.DoubtWindows != before.DoubtWindows
}

// Check refuses a curve with a yield outside the limits of its currency.
func (r CurveRule) Check(curve collateraltypes.Curve) error {
	for _, point := range curve.Points {
		if point.ParYieldPct.LT(r.FloorPct) || point.ParYieldPct.GT(r.CapPct) {
			return ErrOutOfLimits.Wrapf("%s at %d months", point.ParYieldPct, point.TenorMonths)
		}
	}
	return nil
}

// InBand tells whether no yield moved by more than the band, at the tenors of either curve.
func (r CurveRule) InBand(from, to collateraltypes.Curve) bool {
	return withinBand(from, to, r.BandPct) && withinBand(to, from, r.BandPct)
}

func withinBand(from, to collateraltypes.Curve, band math.LegacyDec) bool {
	for _, point := range to.Points {
		if point.ParYieldPct.Sub(yieldAt(from, point.TenorMonths)).Abs().GT(band) {
			return false
		}
	}
	return true
}

// yieldAt returns the par yield of a tenor, linear between two points and level outside them.
func yieldAt(curve collateraltypes.Curve, months uint32) math.LegacyDec {
	before := curve.Points[0]
	for _, point := range curve.Points {
		if point.TenorMonths < months {
			before = point
			continue
		}
		if point.TenorMonths == months || point.TenorMonths == before.TenorMonths || before.TenorMonths > months {
			return point.ParYieldPct
		}
		rise := point.ParYieldPct.Sub(before.ParYieldPct).MulInt64(int64(months - before.TenorMonths))
		return before.ParYieldPct.Add(rise.QuoInt64(int64(point.TenorMonths - before.TenorMonths)))
	}
	return before.ParYieldPct
}

// Check refuses a rate outside the limits of its pair.
func (r PairRule) Check(fx collateraltypes.FxRate) error {
	if fx.Rate.LT(r.Floor) || fx.Rate.GT(r.Cap) {
		return ErrOutOfLimits.Wrapf("%s of %s", fx.Rate, Pair(r.Base, r.Quote))
	}
	return nil
}

// InBand tells whether the rate moved by no more than the band, in percent of the rate before.
func (r PairRule) InBand(from, to collateraltypes.FxRate) bool {
	return to.Rate.Sub(from.Rate).Abs().MulInt64(100).LTE(from.Rate.Mul(r.BandPct))
}
