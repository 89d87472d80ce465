package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/curve"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	minCurvePoints = 2
	maxCurvePoints = 64
	maxTenorMonths = 600
	tenorStep      = 6
	fxPlaces       = 8
)

var maxFxRate = math.LegacyNewDec(1_000_000_000)

// Validate checks that the points rise in tenor, are yields that have been seen somewhere, and give discount factors at all.
func (c Curve) Validate() error {
	if !isCurrencyCode(c.Currency) {
		return ErrInvalidCurve.Wrapf("currency %q is not three capital letters", c.Currency)
	}
	if _, err := date.Parse(c.AsOf); err != nil {
		return ErrInvalidDate.Wrapf("curve: %s", err)
	}
	if len(c.Points) < minCurvePoints || len(c.Points) > maxCurvePoints {
		return ErrInvalidCurve.Wrapf("want %d to %d points, have %d", minCurvePoints, maxCurvePoints, len(c.Points))
	}
	for i, point := range c.Points {
		if point.TenorMonths < tenorStep || point.TenorMonths > maxTenorMonths || point.TenorMonths%tenorStep != 0 {
			return ErrInvalidCurve.Wrapf("tenor of %d months is not a multiple of %d up to %d",
				point.TenorMonths, tenorStep, maxTenorMonths)
		}
		if i > 0 && point.TenorMonths <= c.Points[i-1].TenorMonths {
			return ErrInvalidCurve.Wrapf("tenor of %d months is out of order or twice", point.TenorMonths)
		}
		if err := checkPct("par yield", point.ParYieldPct, -5, 50); err != nil {
			return ErrInvalidCurve.Wrap(err.Error())
		}
	}
	_, err := c.Discounting()
	return err
}

// Discounting returns the discount factors that the par yields imply.
func (c Curve) Discounting() (*curve.Curve, error) {
	discounting, err := curve.New(c.points())
	if err != nil {
		return nil, ErrInvalidCurve.Wrap(err.Error())
	}
	return discounting, nil
}

// On returns the discount factors on a day.
func (c Curve) On(day date.Date) (*curve.Valuation, error) {
	valuation, err := curve.Value(c.points(), day)
	if err != nil {
		return nil, ErrInvalidCurve.Wrap(err.Error())
	}
	return valuation, nil
}

func (c Curve) points() []curve.Point {
	points := make([]curve.Point, len(c.Points))
	for i, point := range c.Points {
		points[i] = curve.Point{Months: int(point.TenorMonths), Yield: point.ParYieldPct}
	}
	return points
}

// Validate checks the pair, the rate and its day.
func (f FxRate) Validate() error {
	if !isCurrencyCode(f.Base) || !isCurrencyCode(f.Quote) || f.Base == f.Quote {
		return ErrInvalidFx.Wrapf("%q/%q is not a pair of currencies", f.Base, f.Quote)
	}
	if _, err := date.Parse(f.AsOf); err != nil {
		return ErrInvalidDate.Wrapf("exchange rate: %s", err)
	}
	if f.Rate.IsNil() || !f.Rate.IsPositive() || f.Rate.GTE(maxFxRate) {
		return ErrInvalidFx.Wrapf("rate of %s/%s must be above 0 and below 10^9", f.Base, f.Quote)
	}
	if !rounding.HasPlaces(f.Rate, fxPlaces) {
		return ErrInvalidFx.Wrapf("rate %s has more than %d decimals", f.Rate, fxPlaces)
	}
	return nil
}

// IsStale tells whether something of a day is too old on another: more than maxAge business days, 0 for never.
func IsStale(asOf string, today date.Date, maxAge uint32, days calendar.Calendar) (bool, error) {
	published, err := date.Parse(asOf)
	if err != nil {
		return false, ErrInvalidDate.Wrap(err.Error())
	}
	return maxAge > 0 && today > days.AddBusinessDays(published, int(maxAge)), nil
}
