package types

import (
	"errors"
	"math/big"
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	yieldPlaces       = 4
	accruedDaysInYear = 365
	semiannual        = 2
	factorPlaces      = 6
)

var (
	errOneFigure     = errors.New("give exactly one of clean_price, simple_yield and compound_yield")
	errNoSimpleYield = errors.New("a series that is repaid in parts or not at par has no simple yield")
)

// Quote returns the figures of a series at a date, from exactly one of clean price, simple yield and compound yield.
//
// Prices are per 100 of the face that is outstanding, and real for inflation-linked series. The coupons of a floating
// series are all assumed to be at the last rate that was reset.
func (s Series) Quote(req QueryQuoteRequest, now time.Time, fixings Fixings) (*QueryQuoteResponse, error) {
	q, err := s.newQuote(req.SettleDate, now, fixings)
	if err != nil {
		return nil, err
	}
	price, err := q.cleanPrice(req)
	if err != nil {
		return nil, ErrInvalidQuote.Wrap(err.Error())
	}
	response, err := q.figures(price)
	if err != nil {
		return nil, ErrInvalidQuote.Wrap(err.Error())
	}
	return response, nil
}

// quoting is a series seen from a settlement date. A series without coupons is one with a coupon of zero twice a year.
type quoting struct {
	terms       TermSheet
	settle      date.Date
	bond        bondmath.Bond
	end         date.Date
	bill        bool // no coupons
	coefficient math.LegacyDec
	factor      math.LegacyDec
}

func (s Series) newQuote(settleDate string, now time.Time, fixings Fixings) (quoting, error) {
	schedule, err := s.Schedule()
	if err != nil {
		return quoting{}, err
	}
	q := quoting{terms: s.Terms, settle: schedule.Today(now), end: schedule.maturity, bill: !schedule.payoff.coupons()}
	if settleDate != "" {
		if q.settle, err = date.Parse(settleDate); err != nil {
			return quoting{}, ErrInvalidQuote.Wrap(err.Error())
		}
	}
	if q.settle < schedule.dated || q.settle >= schedule.maturity {
		return quoting{}, ErrInvalidQuote.Wrapf("settle_date %s is not from %s to before %s", q.settle, schedule.dated, schedule.maturity)
	}
	running := schedule.running(q.settle)
	seen := schedule.payoff.seenFrom(q.settle, schedule)
	if q.coefficient, err = seen.coefficient(q.settle, fixings); err != nil {
		return quoting{}, err
	}
	q.factor = factorOf(schedule.repayments.leftBefore(running))
	if q.bill {
		q.bond.Coupon = zeroDec
		q.bond.Schedule, err = bondmath.NewSchedule(schedule.maturity, semiannual)
		return q, err
	}
	q.bond.Schedule = schedule.rule
	if q.bond.Coupon, err = seen.rate(schedule.DueDate(running-1), fixings); err != nil {
		return quoting{}, err
	}
	q.bond.Payments = schedule.realPayments(q.bond.Coupon, running)
	return q, nil
}

// realPayments returns what each coupon date from a coupon on pays per 100 outstanding before it, at one rate and without
// any index; nil when that is the coupon and at the end 100.
func (s Schedule) realPayments(rate math.LegacyDec, from uint32) []math.LegacyDec {
	if len(s.repayments) == 0 && s.redemption.Equal(oneDec) {
		return nil
	}
	payments := make([]math.LegacyDec, 0, s.Principal()-from)
	left := math.LegacyNewDec(s.repayments.leftBefore(from))
	for k := from; k <= s.Coupons(); k++ {
		_, cash := s.repayments.with(k)
		paid := s.interest(rate, oneDec, s.repayments.leftBefore(k)).Add(cash)
		if k == s.Coupons() {
			paid = paid.Add(s.redemption.MulInt64(s.repayments.leftBefore(s.Principal())))
		}
		payments = append(payments, paid.MulInt64(100).Quo(left))
	}
	return payments
}

// cleanPrice reads the one figure given and turns it into a clean price.
func (q quoting) cleanPrice(req QueryQuoteRequest) (math.LegacyDec, error) {
	switch {
	case req.CleanPrice != "" && req.SimpleYield == "" && req.CompoundYield == "":
		return rounding.ParseDec(req.CleanPrice, pricePlaces)
	case req.SimpleYield != "" && req.CleanPrice == "" && req.CompoundYield == "":
		return q.fromSimple(req.SimpleYield)
	case req.CompoundYield != "" && req.CleanPrice == "" && req.SimpleYield == "":
		yield, err := rounding.ParseDec(req.CompoundYield, bondmath.CompoundPlaces)
		if err != nil {
			return math.LegacyDec{}, err
		}
		return q.bond.CompoundPrice(q.settle, yield)
	default:
		return math.LegacyDec{}, errOneFigure
	}
}

func (q quoting) fromSimple(text string) (math.LegacyDec, error) {
	yield, err := rounding.ParseDec(text, yieldPlaces)
	if err != nil {
		return math.LegacyDec{}, err
	}
	switch {
	case q.bond.Payments != nil:
		return math.LegacyDec{}, errNoSimpleYield
	case q.terms.DayCount == DAY_COUNT_ACT_360:
		return bondmath.USBillPrice(yield, q.settle, q.end)
	case q.bill:
		return bondmath.TBillPrice(yield, q.settle, q.end)
	default:
		return bondmath.SimplePrice(q.bond.Coupon, yield, q.settle, q.end)
	}
}

func (q quoting) figures(price math.LegacyDec) (*QueryQuoteResponse, error) {
	accrued, err := q.accrued()
	if err != nil {
		return nil, err
	}
	simple, err := q.simpleYield(price)
	if err != nil {
		return nil, err
	}
	compound, err := q.bond.CompoundYield(q.settle, price)
	if err != nil {
		return nil, err
	}
	risk, err := q.bond.RiskAtYield(q.settle, compound)
	if err != nil {
		return nil, err
	}
	return &QueryQuoteResponse{
		SettleDate:       q.settle.String(),
		CleanPrice:       rounding.Text(price, bondmath.PricePlaces),
		Accrued:          rounding.Text(accrued, bondmath.PricePlaces),
		DirtyPrice:       rounding.Text(price.Mul(q.coefficient).Add(accrued), bondmath.PricePlaces),
		SimpleYield:      simple,
		CompoundYield:    rounding.Text(compound, bondmath.CompoundPlaces),
		ModifiedDuration: rounding.Text(risk.Modified, bondmath.CompoundPlaces),
		Dv01:             rounding.Text(risk.DV01, bondmath.CompoundPlaces),
		RatePct:          rounding.Text(q.bond.Coupon, ratePlaces),
		Coefficient:      rounding.Text(q.coefficient, bondmath.CoefficientPlaces),
		Factor:           rounding.Text(q.factor, factorPlaces),
	}, nil
}

// simpleYield returns the yield that the issuer publishes: simple, of a bill on actual/360 the bank discount rate, and none
// where principal is repaid in parts or not at par.
func (q quoting) simpleYield(price math.LegacyDec) (string, error) {
	places := bondmath.SimpleYieldPlaces
	yield, err := math.LegacyDec{}, error(nil)
	switch {
	case q.bond.Payments != nil:
		return "", nil
	case q.terms.DayCount == DAY_COUNT_ACT_360:
		places = bondmath.USDiscountPlaces
		yield, err = bondmath.USBillDiscount(price, q.settle, q.end)
	case q.bill:
		places = bondmath.TBillYieldPlaces
		yield, err = bondmath.TBillYield(price, q.settle, q.end)
	default:
		yield, err = bondmath.SimpleYield(q.bond.Coupon, price, q.settle, q.end)
	}
	if err != nil {
		return "", err
	}
	return rounding.Text(yield, places), nil
}

// accrued returns the accrued interest per 100 by the market's rule for the day count, times the index coefficient.
func (q quoting) accrued() (math.LegacyDec, error) {
	accrued, err := q.accruedReal()
	if err != nil {
		return math.LegacyDec{}, err
	}
	return rounding.DecTrunc(accrued.Mul(q.coefficient), bondmath.PricePlaces), nil
}

func (q quoting) accruedReal() (math.LegacyDec, error) {
	if q.bill {
		return zeroDec, nil
	}
	if q.terms.DayCount == DAY_COUNT_ACT_ACT {
		return q.bond.AccruedActual(q.settle)
	}
	last := q.bond.Schedule.Period(q.settle).Previous
	if q.terms.Frequency == 1 { // the half-year rule is not for yearly coupons
		days := big.NewRat(int64(last.DaysUntil(q.settle)), accruedDaysInYear)
		return rounding.RatTrunc(days.Mul(days, rounding.Rat(q.bond.Coupon)), bondmath.AccruedPlaces), nil
	}
	return bondmath.AccruedPer100(q.bond.Coupon, last, q.settle)
}
