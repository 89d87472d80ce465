package bondmath

import (
	"fmt"
	"time"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Schedule is the rule of a bond's unadjusted coupon dates: one every so many months, counted back from maturity, on one
// day of the month or the last day of months that are too short for it. Each date is computed from the maturity, so a
// schedule on the 31st does not drift to the 28th.
type Schedule struct {
	maturity date.Date
	day      int // of the month
	months   int // between coupons
}

// NewSchedule returns the schedule on the maturity's day of the month.
func NewSchedule(maturity date.Date, frequency int) (Schedule, error) {
	switch frequency {
	case 1, 2, 4, 12:
		return Schedule{maturity: maturity, day: maturity.Day(), months: 12 / frequency}, nil
	default:
		return Schedule{}, fmt.Errorf("%w: %d", ErrFrequency, frequency)
	}
}

// NewScheduleFrom returns the schedule of a bond whose first coupon date is known. The later day of the month of the two
// is the schedule's day (31 August to 28 February pays at month ends, 28 August to 28 February on the 28th), and both
// dates must lie on it.
func NewScheduleFrom(firstCoupon, maturity date.Date, frequency int) (Schedule, error) {
	s, err := NewSchedule(maturity, frequency)
	if err != nil {
		return Schedule{}, err
	}
	if firstCoupon > maturity {
		return Schedule{}, fmt.Errorf("%w: first coupon %s is after maturity %s", ErrDates, firstCoupon, maturity)
	}
	s.day = max(s.day, firstCoupon.Day())
	if s.before(0) != maturity || s.before(s.monthsUntil(firstCoupon)/s.months) != firstCoupon {
		return Schedule{}, fmt.Errorf("%w: %s is not a multiple of %d months before %s", ErrSchedule, firstCoupon, s.months, maturity)
	}
	return s, nil
}

// ScheduleDates lists the unadjusted coupon dates from the first coupon to maturity, both included.
func ScheduleDates(firstCoupon, maturity date.Date, frequency int) ([]date.Date, error) {
	s, err := NewScheduleFrom(firstCoupon, maturity, frequency)
	if err != nil {
		return nil, err
	}
	return s.After(firstCoupon - 1), nil
}

// Until returns the schedule that ends at one of its coupon dates.
func (s Schedule) Until(last date.Date) Schedule {
	s.maturity = last
	return s
}

// Maturity returns the last coupon date.
func (s Schedule) Maturity() date.Date { return s.maturity }

// Frequency returns the coupons a year.
func (s Schedule) Frequency() int { return 12 / s.months }

// After lists the coupon dates after d, up to maturity.
func (s Schedule) After(d date.Date) []date.Date {
	if d >= s.maturity {
		return nil
	}
	return s.Last(s.Period(d).Remaining)
}

// Last lists the last n coupon dates.
func (s Schedule) Last(n int) []date.Date {
	dates := make([]date.Date, n)
	year, month, _ := s.maturity.Civil()
	for i := range dates {
		dates[i] = date.Clamped(year, month-time.Month((n-1-i)*s.months), s.day)
	}
	return dates
}

// Period is where a date stands in a schedule.
type Period struct {
	Previous  date.Date // the last coupon date on or before it, also before the first real coupon
	Next      date.Date // the first coupon date after it
	Remaining int       // coupons after it, the one at maturity included
}

// Days returns the length of the period.
func (p Period) Days() int { return p.Previous.DaysUntil(p.Next) }

// Period returns the coupon period that contains d, which must be before maturity.
func (s Schedule) Period(d date.Date) Period {
	k := max(s.monthsUntil(d)/s.months, 1)
	for s.before(k) > d {
		k++
	}
	for k > 1 && s.before(k-1) <= d {
		k--
	}
	return Period{Previous: s.before(k), Next: s.before(k - 1), Remaining: k}
}

// monthsUntil returns how many calendar months maturity's month is after that of d.
func (s Schedule) monthsUntil(d date.Date) int {
	year, month, _ := s.maturity.Civil()
	from, since, _ := d.Civil()
	return 12*(year-from) + int(month-since)
}

// before returns the coupon date k periods before maturity.
func (s Schedule) before(k int) date.Date {
	year, month, _ := s.maturity.Civil()
	return date.Clamped(year, month-time.Month(k*s.months), s.day)
}
