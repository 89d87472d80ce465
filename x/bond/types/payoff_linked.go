package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// linkedPayoff multiplies what is due on a date by the index coefficient of that date; principal is never less than its
// face, coupons have no floor.
type linkedPayoff struct {
	reference string
	base      math.LegacyDec
	coupon    math.LegacyDec
}

var _ payoff = linkedPayoff{}

func newLinkedPayoff(t TermSheet) (payoff, error) {
	terms := t.Inflation
	switch {
	case terms == nil:
		return nil, ErrInvalidTerms.Wrap("an inflation-linked series needs its inflation terms")
	case !shortName.MatchString(terms.ReferenceId):
		return nil, ErrInvalidTerms.Wrapf("reference_id %q is not a reference's id", terms.ReferenceId)
	case terms.BaseIndex.IsNil() || !terms.BaseIndex.IsPositive() || terms.BaseIndex.GT(math.LegacyNewDec(maxIndex)):
		return nil, ErrInvalidTerms.Wrapf("base_index must be above 0 and at most %d", maxIndex)
	case !rounding.HasPlaces(terms.BaseIndex, bondmath.IndexPlaces):
		return nil, ErrInvalidTerms.Wrapf("base_index %s has more than %d decimals", terms.BaseIndex, bondmath.IndexPlaces)
	}
	return linkedPayoff{reference: terms.ReferenceId, base: terms.BaseIndex, coupon: t.CouponPct}, nil
}

func (linkedPayoff) check(t TermSheet) error {
	if t.DayCount != DAY_COUNT_ACT_365 && t.DayCount != DAY_COUNT_ACT_ACT {
		return errDayCount(t)
	}
	return t.only(ofCoupons, ofInflation)
}

func (linkedPayoff) coupons() bool { return true }

func (linkedPayoff) level() bool { return false }

func (p linkedPayoff) rate(date.Date, Fixings) (math.LegacyDec, error) { return p.coupon, nil }

func (p linkedPayoff) coefficient(on date.Date, fixings Fixings) (math.LegacyDec, error) {
	index, err := p.index(on, fixings)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return bondmath.IndexCoefficient(index, p.base)
}

// index returns the reference index of a date.
func (p linkedPayoff) index(on date.Date, fixings Fixings) (math.LegacyDec, error) {
	interpolation := bondmath.ReferenceIndexOf(on)
	earlier, err := p.published(interpolation.Earlier, fixings)
	if err != nil {
		return math.LegacyDec{}, err
	}
	later := earlier
	if interpolation.NeedsLater() {
		if later, err = p.published(interpolation.Later, fixings); err != nil {
			return math.LegacyDec{}, err
		}
	}
	return interpolation.Index(earlier, later)
}

// IndexOn returns the reference index and the index coefficient of an inflation-linked series on a date.
func (s Schedule) IndexOn(on date.Date, fixings Fixings) (index, coefficient math.LegacyDec, err error) {
	linked, isLinked := s.payoff.(linkedPayoff)
	if !isLinked {
		return index, coefficient, ErrReferenceKind.Wrap("the series is not inflation-linked")
	}
	if index, err = linked.index(on, fixings); err != nil {
		return index, coefficient, err
	}
	coefficient, err = bondmath.IndexCoefficient(index, linked.base)
	return index, coefficient, err
}

// published returns the index of a month.
func (p linkedPayoff) published(month date.Date, fixings Fixings) (math.LegacyDec, error) {
	index, found, err := fixings.Fixing(p.reference, month)
	if err != nil {
		return math.LegacyDec{}, err
	}
	if !found {
		return math.LegacyDec{}, ErrAwaitsFixing.Wrapf("%s of %s", p.reference, month)
	}
	return index, nil
}

func (p linkedPayoff) principal(coefficient math.LegacyDec) math.LegacyDec {
	return math.LegacyMaxDec(coefficient, oneDec)
}

// seenFrom assumes that the index stays where it is.
func (p linkedPayoff) seenFrom(on date.Date, _ Schedule) payoff {
	return &indexHeld{linkedPayoff: p, on: on}
}

// indexHeld is a linked payoff as it is seen on a date.
type indexHeld struct {
	linkedPayoff
	on      date.Date
	assumed math.LegacyDec // of the date and all after it, once it is read
}

func (p *indexHeld) coefficient(on date.Date, fixings Fixings) (coefficient math.LegacyDec, err error) {
	if on < p.on {
		return p.linkedPayoff.coefficient(on, fixings)
	}
	if p.assumed.IsNil() {
		p.assumed, err = p.linkedPayoff.coefficient(p.on, fixings)
	}
	return p.assumed, err
}
