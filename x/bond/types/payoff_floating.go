package types

import (
	"errors"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	spreadPlaces = 3
	maxSpreadPct = 50 // with the bound of rates, no coupon passes 100 percent
)

// floatingPayoff resets the rate at the start of each period: the reference rate of that date less the spread, not below
// zero.
type floatingPayoff struct {
	nominal
	reference string
	spread    math.LegacyDec
}

var _ payoff = floatingPayoff{}

func newFloatingPayoff(t TermSheet) (payoff, error) {
	terms := t.Floating
	switch {
	case terms == nil:
		return nil, ErrInvalidTerms.Wrap("a floating series needs its floating terms")
	case !shortName.MatchString(terms.ReferenceId):
		return nil, ErrInvalidTerms.Wrapf("reference_id %q is not a reference's id", terms.ReferenceId)
	case terms.SpreadPct.IsNil() || terms.SpreadPct.Abs().GT(math.LegacyNewDec(maxSpreadPct)):
		return nil, ErrInvalidTerms.Wrapf("spread_pct must be -%d to %d", maxSpreadPct, maxSpreadPct)
	case !rounding.HasPlaces(terms.SpreadPct, spreadPlaces):
		return nil, ErrInvalidTerms.Wrapf("spread_pct %s has more than %d decimals", terms.SpreadPct, spreadPlaces)
	}
	return floatingPayoff{reference: terms.ReferenceId, spread: terms.SpreadPct}, nil
}

func (floatingPayoff) check(t TermSheet) error {
	if t.DayCount != DAY_COUNT_ACT_365 && t.DayCount != DAY_COUNT_ACT_ACT {
		return errDayCount(t)
	}
	if !t.CouponPct.IsZero() {
		return ErrInvalidTerms.Wrap("coupon_pct of a floating series must be 0")
	}
	return t.only(ofCoupons, ofFloating, ofPrincipal)
}

func (floatingPayoff) coupons() bool { return true }

func (p floatingPayoff) rate(start date.Date, fixings Fixings) (math.LegacyDec, error) {
	reference, found, err := fixings.Fixing(p.reference, start)
	if err != nil {
		return math.LegacyDec{}, err
	}
	if !found {
		return math.LegacyDec{}, ErrAwaitsFixing.Wrapf("%s of %s", p.reference, start)
	}
	return bondmath.FloatingRate(reference, p.spread), nil
}

// seenFrom assumes that every reset to come is at the last value published: that of the running period or, until it is
// there, of the one before.
func (p floatingPayoff) seenFrom(on date.Date, s Schedule) payoff {
	running := s.running(on)
	return &lastReset{floatingPayoff: p, running: s.DueDate(running - 1), before: s.DueDate(max(running, 2) - 2)}
}

// lastReset is a floating payoff as it is seen in a period.
type lastReset struct {
	floatingPayoff
	running, before date.Date      // when the running period and the one before it began
	assumed         math.LegacyDec // of the running period and all after it, once it is read
}

func (p *lastReset) rate(start date.Date, fixings Fixings) (rate math.LegacyDec, err error) {
	if start < p.running {
		return p.floatingPayoff.rate(start, fixings)
	}
	if !p.assumed.IsNil() {
		return p.assumed, nil
	}
	rate, err = p.floatingPayoff.rate(p.running, fixings)
	if errors.Is(err, ErrAwaitsFixing) && p.before < p.running {
		rate, err = p.floatingPayoff.rate(p.before, fixings)
	}
	p.assumed = rate
	return rate, err
}
