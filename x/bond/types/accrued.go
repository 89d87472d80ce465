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
// The interest of inflation-linked series has the index coefficient of the date.
func (t TermSheet) AccruedAtIssueDown(
	s Schedule, face math.Int, recorded uint32, on date.Date, decimals uint32, fixings Fixings,
) (math.Int, error) {
	if recorded >= s.Coupons() {
		return math.ZeroInt(), nil
	}
	from, until := s.DueDate(recorded), s.DueDate(recorded+1)
	rate, err := s.payoff.rate(from, fixings)
	if err != nil {
		return math.Int{}, err
	}
	coefficient, err := s.payoff.coefficient(on, fixings)
	if err != nil {
		return math.Int{}, err
	}
	left := s.repayments.leftBefore(recorded + 1)
	coupon := s.interest(rate, coefficient, left)
	scale := math.NewIntWithDecimal(1, int(decimals))
	step := math.NewInt(MicroPerUnit).Quo(scale) // of the currency's denom
	var accrued math.Int
	if t.DayCount == DAY_COUNT_ACT_365 {
		part, err := bondmath.AccruedAtIssue(face.Mul(scale), rate, coefficient.Mul(factorOf(left)), from, min(on, until))
		if err != nil {
			return math.Int{}, err
		}
		accrued = part.Amount
	} else {
		accrued = shareOfPeriodDown(face.Mul(scale), coupon, from.DaysUntil(min(on, until)), from.DaysUntil(until))
	}
	return math.MinInt(accrued, rounding.MulDecDown(face, coupon).Quo(step)).Mul(step), nil
}

// shareOfPeriodDown returns the part of a coupon on a face, in units of the face, floored.
func shareOfPeriodDown(face math.Int, coupon math.LegacyDec, elapsed, days int) math.Int {
	share := big.NewRat(int64(elapsed), int64(days)*MicroPerUnit)
	share.Mul(share, rounding.Rat(coupon))
	return rounding.RatToIntDown(share.Mul(share, new(big.Rat).SetInt(face.BigInt())))
}

// InvoiceFactor returns by what a clean price per 100 is multiplied for one unit of face: the part of the face that is
// left, and for inflation-linked series the index coefficient of the date.
func (s Schedule) InvoiceFactor(recorded uint32, on date.Date, fixings Fixings) (math.LegacyDec, error) {
	coefficient, err := s.payoff.coefficient(on, fixings)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return coefficient.Mul(factorOf(s.repayments.leftBefore(recorded + 1))), nil
}
