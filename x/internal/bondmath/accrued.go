package bondmath

import (
	"fmt"
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// AccruedPlaces is where the secondary market cuts accrued interest per 100 of face.
const AccruedPlaces = 7

// halfYearDays is the number of elapsed days from which the accrued interest is simply the half-year coupon.
const halfYearDays = 183

// Accrued is the interest a buyer pays on top of the clean price.
type Accrued struct {
	Days   int            // from the last coupon date to settlement, leap days counted
	Per100 math.LegacyDec // per 100 of face
	Amount math.Int       // for the whole face, in currency units
}

// AccruedPer100 returns the accrued interest per 100 of face in the Japanese secondary market: coupon × days / 365, cut
// at seven decimals, or the half-year coupon once 183 days have passed. Days run from the unadjusted coupon date.
func AccruedPer100(coupon math.LegacyDec, lastCoupon, settle date.Date) (math.LegacyDec, error) {
	if err := checkCoupon(coupon); err != nil {
		return math.LegacyDec{}, err
	}
	days := lastCoupon.DaysUntil(settle)
	if days < 0 || days > 366 {
		return math.LegacyDec{}, fmt.Errorf("%w: settlement %s is not within a year after the coupon date %s", ErrDates, settle, lastCoupon)
	}
	if days >= halfYearDays {
		return rounding.RatTrunc(new(big.Rat).Quo(rounding.Rat(coupon), big.NewRat(2, 1)), AccruedPlaces), nil
	}
	return rounding.RatTrunc(new(big.Rat).Mul(rounding.Rat(coupon), big.NewRat(int64(days), 365)), AccruedPlaces), nil
}

// AccruedSecondary returns the accrued interest on a face amount: AccruedPer100 × coefficient × face / 100, floored to
// the currency unit. The coefficient is the index coefficient of settlement for inflation-linked bonds, else one.
func AccruedSecondary(face math.Int, coupon, coefficient math.LegacyDec, lastCoupon, settle date.Date) (Accrued, error) {
	if err := checkAmount(face); err != nil {
		return Accrued{}, err
	}
	if err := checkFactor("index coefficient", coefficient); err != nil {
		return Accrued{}, err
	}
	per100, err := AccruedPer100(coupon, lastCoupon, settle)
	if err != nil {
		return Accrued{}, err
	}
	amount := new(big.Rat).Mul(rounding.Rat(per100), rounding.Rat(coefficient))
	amount.Mul(amount, new(big.Rat).SetFrac(face.BigInt(), big.NewInt(100)))
	return Accrued{Days: lastCoupon.DaysUntil(settle), Per100: per100, Amount: rounding.RatToIntDown(amount)}, nil
}

// AccruedAtIssue returns what a buyer at issue pays for the part of the first, full coupon before the issue date:
// floor(face × coefficient × coupon × days / 365) on the face directly, with days from six months before the first coupon
// date. The coefficient is the index coefficient of the issue date for inflation-linked bonds, else one.
func AccruedAtIssue(face math.Int, coupon, coefficient math.LegacyDec, from, issue date.Date) (Accrued, error) {
	if err := checkAmount(face); err != nil {
		return Accrued{}, err
	}
	if err := checkFactor("index coefficient", coefficient); err != nil {
		return Accrued{}, err
	}
	if err := checkCoupon(coupon); err != nil {
		return Accrued{}, err
	}
	days := from.DaysUntil(issue)
	if days < 0 || days > 366 {
		return Accrued{}, fmt.Errorf("%w: issue %s is not within a year after %s", ErrDates, issue, from)
	}
	interest := percentOfDays(coupon, days, 365)
	interest.Mul(interest, rounding.Rat(coefficient))
	amount := new(big.Rat).Mul(interest, new(big.Rat).SetInt(face.BigInt()))
	return Accrued{
		Days:   days,
		Per100: rounding.RatTrunc(interest.Mul(interest, hundred), AccruedPlaces),
		Amount: rounding.RatToIntDown(amount),
	}, nil
}
