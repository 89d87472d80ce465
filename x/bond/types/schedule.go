package types

import (
	"slices"
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const monthsPerYear = 12

// Schedule is what a series pays and when, ready to compute with. Payments count from 1; the last principal follows the
// last coupon.
type Schedule struct {
	calendar   calendar.Calendar
	zone       date.Zone
	dated      date.Date
	issue      date.Date
	maturity   date.Date
	rule       bondmath.Schedule // of the coupon dates; unset without coupons
	dates      []date.Date       // unadjusted coupon dates, the last one at maturity
	recordDays int
	frequency  int64
	payoff     payoff
	repayments repayments     // of principal while the units live on, by number
	redemption math.LegacyDec // what is paid at the end for each unit of principal left, before any index
}

// Schedule checks the dates of the term sheet and returns the schedule of a series that has been neither called nor
// extended.
func (t TermSheet) Schedule() (Schedule, error) { return NewSeries(t).Schedule() }

// Schedule returns the schedule of the series as its terms and the calls announced make it.
func (s Series) Schedule() (Schedule, error) {
	schedule, err := s.Terms.dates()
	if err != nil {
		return Schedule{}, err
	}
	if schedule.payoff, err = newPayoff(s.Terms); err != nil {
		return Schedule{}, err
	}
	if schedule.payoff.coupons() {
		if schedule, err = s.Terms.withCoupons(schedule); err != nil {
			return Schedule{}, err
		}
	}
	return schedule.withRepayments(s.Terms.Instalments, s.Calls)
}

// dates reads what every kind has: calendar, zone, and the dates of issue and maturity.
func (t TermSheet) dates() (Schedule, error) {
	s := Schedule{recordDays: int(t.RecordBusinessDays), frequency: int64(t.Frequency), redemption: oneDec}
	var err error
	if s.calendar, err = calendar.ByName(t.Calendar); err != nil {
		return Schedule{}, ErrInvalidTerms.Wrap(err.Error())
	}
	if s.zone, err = ZoneOf(t.Calendar); err != nil {
		return Schedule{}, err
	}
	if s.dated, err = parseDate("dated_date", t.DatedDate); err != nil {
		return Schedule{}, err
	}
	if s.issue, err = parseDate("issue_date", t.IssueDate); err != nil {
		return Schedule{}, err
	}
	if s.maturity, err = parseDate("maturity_date", t.MaturityDate); err != nil {
		return Schedule{}, err
	}
	switch {
	case s.dated > s.issue:
		return Schedule{}, ErrInvalidTerms.Wrapf("issue_date %s is before dated_date %s", s.issue, s.dated)
	case s.issue >= s.maturity:
		return Schedule{}, ErrInvalidTerms.Wrapf("maturity_date %s is not after issue_date %s", s.maturity, s.issue)
	case s.maturity > s.dated.AddMonths(maxTermYears*monthsPerYear):
		return Schedule{}, ErrInvalidTerms.Wrapf("maturity_date %s is more than %d years after dated_date", s.maturity, maxTermYears)
	case s.maturity.Year() >= date.MaxYear:
		return Schedule{}, ErrInvalidTerms.Wrapf("maturity_date %s is not before the year %d", s.maturity, date.MaxYear)
	}
	return s, nil
}

// withCoupons adds the coupon dates. The first coupon is a full one, so interest runs from one period before it.
func (t TermSheet) withCoupons(s Schedule) (Schedule, error) {
	first, err := parseDate("first_coupon_date", t.FirstCouponDate)
	if err != nil {
		return Schedule{}, err
	}
	if first <= s.issue {
		return Schedule{}, ErrInvalidTerms.Wrapf("first_coupon_date %s is not after issue_date %s", first, s.issue)
	}
	if s.rule, err = bondmath.NewScheduleFrom(first, s.maturity, int(t.Frequency)); err != nil {
		return Schedule{}, ErrInvalidTerms.Wrap(err.Error())
	}
	running := s.rule.Period(first - 1)
	if s.dated != running.Previous {
		return Schedule{}, ErrInvalidTerms.Wrapf("dated_date must be %s, one period before first_coupon_date, not %s", running.Previous, s.dated)
	}
	s.dates = s.rule.Last(running.Remaining)
	return s, nil
}

// ZoneOf returns the time zone of every date of a series that pays by a calendar.
func ZoneOf(calendarName string) (date.Zone, error) {
	switch calendarName {
	case calendar.TokyoName:
		return date.Tokyo, nil
	case calendar.NewYorkName:
		return date.NewYork, nil
	default:
		return 0, ErrInvalidTerms.Wrapf("calendar %q has no time zone", calendarName)
	}
}

// Coupons returns how many coupons there are.
func (s Schedule) Coupons() uint32 { return uint32(len(s.dates)) }

// Principal returns the number of the payment that is the principal, the last one.
func (s Schedule) Principal() uint32 { return s.Coupons() + 1 }

// Today returns the civil date, in the zone of the series, at a business time.
func (s Schedule) Today(now time.Time) date.Date { return date.Of(now, s.zone) }

// Issue returns the date from which the series may be issued.
func (s Schedule) Issue() date.Date { return s.issue }

// Maturity returns the unadjusted date of the principal.
func (s Schedule) Maturity() date.Date { return s.maturity }

// DueDate returns the unadjusted date of payment k; k = 0 is the start of the first coupon period.
func (s Schedule) DueDate(k uint32) date.Date {
	switch {
	case k == 0:
		return s.dated
	case k <= s.Coupons():
		return s.dates[k-1]
	default:
		return s.maturity
	}
}

// PaymentDate returns the business day on which payment k is paid.
func (s Schedule) PaymentDate(k uint32) date.Date { return s.calendar.Following(s.DueDate(k)) }

// PaymentTime returns the instant at which the payment date of k begins.
func (s Schedule) PaymentTime(k uint32) time.Time { return s.PaymentDate(k).Start(s.zone) }

// EndOfGrace returns the instant at which payment k has been missed for the days of its grace. The payment date is the first of
// them, and without a grace the only one: what is due on a date may come at any hour of it.
func (s Schedule) EndOfGrace(k uint32, days uint32) time.Time {
	return s.PaymentDate(k).AddDays(int(max(days, 1))).Start(s.zone)
}

// RecordDate returns the date at whose start units begin to trade without payment k.
func (s Schedule) RecordDate(k uint32) date.Date {
	paid := s.PaymentDate(k)
	if k >= s.Principal() || s.recordDays == 0 {
		return paid
	}
	return s.calendar.AddBusinessDays(paid, -s.recordDays)
}

// RecordTime returns the instant at which payment k is recorded.
func (s Schedule) RecordTime(k uint32) time.Time { return s.RecordDate(k).Start(s.zone) }

// AccruedShare returns the part of the running coupon period that has passed by a date, and when its coupon is paid. The part is
// rounded down, and 1 from the due date on.
func (s Schedule) AccruedShare(on date.Date) (share math.LegacyDec, paid date.Date) {
	running := s.running(on)
	from, until := s.DueDate(running-1), s.DueDate(running)
	elapsed := min(max(from.DaysUntil(on), 0), from.DaysUntil(until))
	return math.LegacyNewDec(int64(elapsed)).QuoInt64(int64(from.DaysUntil(until))), s.PaymentDate(running)
}

// running returns the number of the coupon whose period contains a date: the first one due after it, or the last.
func (s Schedule) running(on date.Date) uint32 {
	after, _ := slices.BinarySearch(s.dates, on+1)
	return min(uint32(after)+1, s.Coupons())
}
