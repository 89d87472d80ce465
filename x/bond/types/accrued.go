package types

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// AccruedAtIssueDown returns the interest, in the currency's denom, that a buyer at issue pays for the part of the
// running coupon period before the given date. recorded is the number of the last coupon that the buyer will not get.
//
// It is floored to the given decimals of the currency unit. No interest accrues after the unadjusted date of the coupon,
// and it never is more than the coupon: a day count over 365 days would otherwise pass it on the last day of long periods.
func (t TermSheet) AccruedAtIssueDown(s Schedule, face math.Int, recorded uint32, on date.Date, decimals uint32) (math.Int, error) {
	if s.Coupons() == 0 {
		return math.ZeroInt(), nil
	}
	from, until := s.DueDate(recorded), s.DueDate(recorded+1)
	scale := math.NewIntWithDecimal(1, int(decimals))
	step := math.NewInt(MicroPerUnit).Quo(scale) // of the currency's denom
	accrued, err := t.accruedScaled(s, face.Mul(scale), from, until, min(on, until))
	if err != nil {
		return math.Int{}, err
	}
	coupon := rounding.MulDecDown(face, s.PerUnit(recorded+1)).Quo(step)
	return math.MinInt(accrued, coupon).Mul(step), nil
}

// accruedScaled returns the accrued interest on a face in units of the face, floored.
func (t TermSheet) accruedScaled(s Schedule, face math.Int, from, until, on date.Date) (math.Int, error) {
	if t.DayCount == DAY_COUNT_ACT_365 {
		accrued, err := bondmath.AccruedAtIssue(face, t.CouponPct, math.LegacyOneDec(), from, on)
		return accrued.Amount, err
	}
	share := big.NewRat(int64(from.DaysUntil(on)), int64(from.DaysUntil(until)))
	perUnit := rounding.Rat(s.couponUnit.QuoInt64(MicroPerUnit))
	share.Mul(share, perUnit)
	return rounding.RatToIntDown(share.Mul(share, new(big.Rat).SetInt(face.BigInt()))), nil
}
