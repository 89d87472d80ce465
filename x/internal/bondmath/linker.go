package bondmath

import (
	"fmt"
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// The decimals of a reference index and of an index coefficient, both half-up (Ministry of Finance, terms of
// inflation-indexed bonds).
const (
	IndexPlaces       = 3
	CoefficientPlaces = 5
)

// indexDay is the day of the month on which the reference index is a published index.
const indexDay = 10

// Interpolation says between which published indices the reference index of a date lies, and how far.
type Interpolation struct {
	// Earlier and Later are the first days of the two months: three and two months before the month of the last 10th.
	Earlier, Later date.Date
	// Elapsed of Days have passed since that 10th.
	Elapsed, Days int
}

// ReferenceIndexOf returns where the reference index of a date lies: on the 10th of a month it is the index of three months
// before, and in between it moves by the day.
func ReferenceIndexOf(on date.Date) Interpolation {
	year, month, day := on.Civil()
	last := date.New(year, month, indexDay)
	if day < indexDay {
		last = last.AddMonths(-1)
	}
	first := last.AddDays(1 - indexDay)
	return Interpolation{
		Earlier: first.AddMonths(-3), Later: first.AddMonths(-2),
		Elapsed: last.DaysUntil(on), Days: last.DaysUntil(last.AddMonths(1)),
	}
}

// NeedsLater tells whether the later month counts: not on the 10th.
func (i Interpolation) NeedsLater() bool { return i.Elapsed > 0 }

// Index returns the reference index from the indices of the two months, half-up to three decimals.
func (i Interpolation) Index(earlier, later math.LegacyDec) (math.LegacyDec, error) {
	for _, index := range []math.LegacyDec{earlier, later} {
		if err := checkFactor("index", index); err != nil {
			return math.LegacyDec{}, err
		}
	}
	if i.Days <= 0 || i.Elapsed < 0 || i.Elapsed >= i.Days {
		return math.LegacyDec{}, fmt.Errorf("%w: %d of %d days", ErrDays, i.Elapsed, i.Days)
	}
	move := new(big.Rat).Sub(rounding.Rat(later), rounding.Rat(earlier))
	move.Mul(move, big.NewRat(int64(i.Elapsed), int64(i.Days)))
	return rounding.RatHalfUp(move.Add(move, rounding.Rat(earlier)), IndexPlaces), nil
}

// IndexCoefficient returns a reference index over that of the issue date, half-up to five decimals.
func IndexCoefficient(index, base math.LegacyDec) (math.LegacyDec, error) {
	for _, value := range []math.LegacyDec{index, base} {
		if err := checkFactor("index", value); err != nil {
			return math.LegacyDec{}, err
		}
	}
	return rounding.RatHalfUp(new(big.Rat).Quo(rounding.Rat(index), rounding.Rat(base)), CoefficientPlaces), nil
}

// FloatingCoupon returns the rate of a floating coupon, the reference rate less the spread and never below zero, and the
// coupon of one period on a face, truncated to six decimals of the currency unit.
func FloatingCoupon(face math.Int, reference, spread math.LegacyDec, frequency int) (rate, coupon math.LegacyDec, err error) {
	if err := checkAmount(face); err != nil {
		return rate, coupon, err
	}
	for _, part := range []math.LegacyDec{reference, spread} {
		if err := checkRate(part); err != nil {
			return rate, coupon, err
		}
	}
	if frequency != 1 && frequency != 2 && frequency != 4 && frequency != 12 {
		return rate, coupon, fmt.Errorf("%w: %d", ErrFrequency, frequency)
	}
	rate = FloatingRate(reference, spread)
	exact := new(big.Rat).Mul(rounding.Rat(rate), new(big.Rat).SetFrac(face.BigInt(), big.NewInt(100*int64(frequency))))
	return rate, rounding.RatTrunc(exact, CarryPlaces), nil
}

// FloatingRate returns a reference rate less a spread, and never less than zero.
func FloatingRate(reference, spread math.LegacyDec) math.LegacyDec {
	return math.LegacyMaxDec(reference.Sub(spread), math.LegacyZeroDec())
}
