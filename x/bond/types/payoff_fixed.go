package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// fixedPayoff has the same rate every period.
type fixedPayoff struct {
	nominal
	coupon math.LegacyDec
}

var _ payoff = fixedPayoff{}

func (fixedPayoff) check(t TermSheet) error {
	if t.DayCount != DAY_COUNT_ACT_365 && t.DayCount != DAY_COUNT_ACT_ACT {
		return errDayCount(t)
	}
	return t.only(ofCoupons, ofPrincipal)
}

func (fixedPayoff) coupons() bool { return true }

func (fixedPayoff) level() bool { return true }

func (p fixedPayoff) rate(date.Date, Fixings) (math.LegacyDec, error) { return p.coupon, nil }

func (p fixedPayoff) seenFrom(date.Date, Schedule) payoff { return p }

// discountPayoff has no coupons.
type discountPayoff struct{ nominal }

var _ payoff = discountPayoff{}

func (discountPayoff) check(t TermSheet) error {
	if t.DayCount != DAY_COUNT_ACT_365 && t.DayCount != DAY_COUNT_ACT_360 {
		return errDayCount(t)
	}
	return t.only()
}

func (discountPayoff) coupons() bool { return false }

func (discountPayoff) rate(date.Date, Fixings) (math.LegacyDec, error) { return zeroDec, nil }

func (p discountPayoff) seenFrom(date.Date, Schedule) payoff { return p }
