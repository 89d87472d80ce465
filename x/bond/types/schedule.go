package types

import (
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const monthsPerYear = 12

// Schedule is a term sheet's dates, ready to compute with. Payments count from 1; the principal follows the last coupon.
type Schedule struct {
	calendar   calendar.Calendar
	zone       date.Zone
	dated      date.Date
	issue      date.Date
	maturity   date.Date
	rule       bondmath.Schedule // of the coupon dates; unset without coupons
	dates      []date.Date       // unadjusted coupon dates, the last one at maturity
	recordDays int
	couponUnit math.LegacyDec // per unit of face, in the currency's denom
}

// Schedule checks the dates of the term sheet and returns its schedule.
func (t TermSheet) Schedule() (Schedule, error) {
	s := Schedule{recordDays: int(t.RecordBusinessDays), couponUnit: math.LegacyZeroDec()}
	var err error
	if s.calendar, err = calendar.ByName(t.Calendar); err != nil {
		return Schedule{}, ErrInvalidTerms.Wrap(err.Error())
	}
	if s.zone, err = zoneOf(t.Calendar); err != nil {
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
	if t.Kind == SERIES_KIND_DISCOUNT {
		return s, nil
	}
	return t.withCoupons(s)
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
	if start := s.rule.Period(first - 1).Previous; s.dated != start {
		return Schedule{}, ErrInvalidTerms.Wrapf("dated_date must be %s, one period before first_coupon_date, not %s", start, s.dated)
	}
	s.dates = s.rule.After(first - 1)
	s.couponUnit = t.CouponPct.MulInt64(MicroPerUnit / 100).QuoInt64(int64(t.Frequency))
	return s, nil
}

func zoneOf(calendarName string) (date.Zone, error) {
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

// PerUnit returns the exact amount of payment k for one unit of face, in the currency's denom.
func (s Schedule) PerUnit(k uint32) math.LegacyDec {
	if k >= s.Principal() {
		return math.LegacyNewDec(MicroPerUnit)
	}
	return s.couponUnit
}

// Cumulative returns C_k: the exact sum of the coupons up to and including payment k for one unit of face.
func (s Schedule) Cumulative(k uint32) math.LegacyDec {
	return s.couponUnit.MulInt64(int64(min(k, s.Coupons())))
}

// Scheduled returns payment k as it stands before its record moment.
func (s Schedule) Scheduled(isin string, k uint32) Payment {
	kind := PAYMENT_KIND_COUPON
	if k >= s.Principal() {
		kind = PAYMENT_KIND_PRINCIPAL
	}
	return Payment{
		Isin:        isin,
		Number:      k,
		Kind:        kind,
		DueDate:     s.DueDate(k).String(),
		PaymentDate: s.PaymentDate(k).String(),
		RecordTime:  s.RecordTime(k),
		PerUnit:     s.PerUnit(k),
		Cumulative:  s.Cumulative(k),
		Units:       math.ZeroInt(),
		Owed:        math.ZeroInt(),
		Paid:        math.ZeroInt(),
		Status:      PAYMENT_STATUS_SCHEDULED,
	}
}
