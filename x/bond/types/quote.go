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
)

var errOneFigure = errors.New("give exactly one of clean_price, simple_yield and compound_yield")

// Quote returns the figures of a series at a date, from exactly one of clean price, simple yield and compound yield.
func (t TermSheet) Quote(req QueryQuoteRequest, now time.Time) (*QueryQuoteResponse, error) {
	q, err := t.newQuote(req.SettleDate, now)
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

// quoting is a series seen from a settlement date. A discount series is one with a coupon of zero twice a year.
type quoting struct {
	terms  TermSheet
	settle date.Date
	bond   bondmath.Bond
	end    date.Date
}

func (t TermSheet) newQuote(settleDate string, now time.Time) (quoting, error) {
	schedule, err := t.Schedule()
	if err != nil {
		return quoting{}, err
	}
	q := quoting{terms: t, settle: schedule.Today(now), end: schedule.maturity}
	if settleDate != "" {
		if q.settle, err = date.Parse(settleDate); err != nil {
			return quoting{}, ErrInvalidQuote.Wrap(err.Error())
		}
	}
	if q.settle < schedule.dated || q.settle >= schedule.maturity {
		return quoting{}, ErrInvalidQuote.Wrapf("settle_date %s is not from %s to before %s", q.settle, schedule.dated, schedule.maturity)
	}
	q.bond = bondmath.Bond{Coupon: t.CouponPct, Schedule: schedule.rule}
	if t.Kind == SERIES_KIND_DISCOUNT {
		q.bond.Schedule, err = bondmath.NewSchedule(schedule.maturity, semiannual)
	}
	return q, err
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
	if q.terms.Kind == SERIES_KIND_DISCOUNT {
		return bondmath.TBillPrice(yield, q.settle, q.end)
	}
	return bondmath.SimplePrice(q.terms.CouponPct, yield, q.settle, q.end)
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
		DirtyPrice:       rounding.Text(price.Add(accrued), bondmath.PricePlaces),
		SimpleYield:      simple,
		CompoundYield:    rounding.Text(compound, bondmath.CompoundPlaces),
		ModifiedDuration: rounding.Text(risk.Modified, bondmath.CompoundPlaces),
		Dv01:             rounding.Text(risk.DV01, bondmath.CompoundPlaces),
	}, nil
}

func (q quoting) simpleYield(price math.LegacyDec) (string, error) {
	places := bondmath.SimpleYieldPlaces
	yield, err := math.LegacyDec{}, error(nil)
	if q.terms.Kind == SERIES_KIND_DISCOUNT {
		places = bondmath.TBillYieldPlaces
		yield, err = bondmath.TBillYield(price, q.settle, q.end)
	} else {
		yield, err = bondmath.SimpleYield(q.terms.CouponPct, price, q.settle, q.end)
	}
	if err != nil {
		return "", err
	}
	return rounding.Text(yield, places), nil
}

// accrued returns the accrued interest per 100 by the market's rule for the day count.
func (q quoting) accrued() (math.LegacyDec, error) {
	if q.terms.Kind == SERIES_KIND_DISCOUNT {
		return math.LegacyZeroDec(), nil
	}
	if q.terms.DayCount == DAY_COUNT_ACT_ACT {
		return q.bond.AccruedActual(q.settle)
	}
	last := q.bond.Schedule.Period(q.settle).Previous
	if q.terms.Frequency == 1 { // the half-year rule is not for yearly coupons
		days := big.NewRat(int64(last.DaysUntil(q.settle)), accruedDaysInYear)
		return rounding.RatTrunc(days.Mul(days, rounding.Rat(q.terms.CouponPct)), bondmath.AccruedPlaces), nil
	}
	return bondmath.AccruedPer100(q.terms.CouponPct, last, q.settle)
}
