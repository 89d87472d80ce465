package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// payoff is what tells one kind of series from another: the rate of each coupon, and by what the payments of a date are
// multiplied. Dates, instalments and calls are common to all kinds and belong to the Schedule.
//
// Rates are in percent a year. What depends on a value that is not published is ErrAwaitsFixing.
type payoff interface {
	// check refuses terms that do not fit the kind.
	check(t TermSheet) error
	// coupons tells whether there are any.
	coupons() bool
	// level tells whether every coupon has the same rate and coefficient.
	level() bool
	// rate returns the rate of the coupon whose period begins on a date.
	rate(start date.Date, fixings Fixings) (math.LegacyDec, error)
	// coefficient returns by what interest on a date is multiplied.
	coefficient(on date.Date, fixings Fixings) (math.LegacyDec, error)
	// principal returns by what principal is multiplied at a coefficient.
	principal(coefficient math.LegacyDec) math.LegacyDec
	// seenFrom returns the payoff as it is assumed on a date, from what is known by then.
	seenFrom(on date.Date, s Schedule) payoff
}

// Fixings is where the published values are that coupons depend on: those of the issuer of a series.
type Fixings interface {
	// Fixing returns the value of a reference for a date, and whether it has been published.
	Fixing(reference string, on date.Date) (value math.LegacyDec, found bool, err error)
}

// NoFixings has no value published.
type NoFixings struct{}

// Fixing finds nothing.
func (NoFixings) Fixing(string, date.Date) (math.LegacyDec, bool, error) {
	return math.LegacyDec{}, false, nil
}

var (
	zeroDec  = math.LegacyZeroDec()
	oneDec   = math.LegacyOneDec()
	microDec = math.LegacyNewDec(MicroPerUnit)
)

// newPayoff returns the payoff of the terms' kind. Here, and nowhere else, the kinds part.
func newPayoff(t TermSheet) (payoff, error) {
	switch t.Kind {
	case SERIES_KIND_FIXED:
		return fixedPayoff{coupon: t.CouponPct}, nil
	case SERIES_KIND_DISCOUNT:
		return discountPayoff{}, nil
	case SERIES_KIND_FLOATING:
		return newFloatingPayoff(t)
	case SERIES_KIND_INFLATION_LINKED:
		return newLinkedPayoff(t)
	case SERIES_KIND_STRIP:
		return newStripPayoff(t)
	default:
		return nil, ErrInvalidTerms.Wrapf("kind %s", t.Kind)
	}
}

// nominal is embedded by payoffs whose payments no index multiplies.
type nominal struct{}

func (nominal) level() bool { return false }

func (nominal) coefficient(date.Date, Fixings) (math.LegacyDec, error) { return oneDec, nil }

func (nominal) principal(math.LegacyDec) math.LegacyDec { return oneDec }
