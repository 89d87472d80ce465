package bondmath

import (
	"fmt"
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// TreasuryTerms are the inputs of a United States note or bond price in 31 CFR part 356 appendix B section II.
type TreasuryTerms struct {
	Coupon       math.LegacyDec // percent a year, paid semiannually
	Yield        math.LegacyDec // percent a year
	DaysToCoupon int            // r: from the issue date to the first interest payment
	PeriodDays   int            // s: in the semiannual period ending on that payment
	FullPeriods  int            // n: full semiannual periods from that payment to maturity
}

// TreasuryIssuePrice returns the price per 100 of a new issue with a regular or short first interest payment, half-up to
// six decimals: P(1 + (r/s)(i/2)) = (C/2)(r/s) + (C/2)·Σ v^k (k = 1…n) + 100·v^n.
func TreasuryIssuePrice(t TreasuryTerms) (math.LegacyDec, error) {
	return t.price(func(share *big.Rat) (first, accrued *big.Rat) { return share, new(big.Rat) })
}

// TreasuryReopeningPrice returns the clean price per 100 of an issue sold again, and its accrued interest A, both half-up
// to six decimals: (P + A)(1 + (r/s)(i/2)) = C/2 + (C/2)·Σ v^k + 100·v^n, with A = (C/2)(s − r)/s.
func TreasuryReopeningPrice(t TreasuryTerms) (price, accrued math.LegacyDec, err error) {
	price, err = t.price(func(share *big.Rat) (first, accrued *big.Rat) {
		return oneRat, new(big.Rat).Sub(oneRat, share)
	})
	if err != nil {
		return math.LegacyDec{}, math.LegacyDec{}, err
	}
	passed := big.NewRat(int64(t.PeriodDays-t.DaysToCoupon), int64(t.PeriodDays))
	return price, rounding.RatHalfUp(passed.Mul(passed, t.halfCoupon()), USPricePlaces), nil
}

// TreasuryPrice is TreasuryReopeningPrice of a semiannual bond settled on a date between its issue and maturity.
func (b Bond) TreasuryPrice(settle date.Date, yield math.LegacyDec) (price, accrued math.LegacyDec, err error) {
	if b.Schedule.months != 6 {
		return math.LegacyDec{}, math.LegacyDec{}, fmt.Errorf("%w: Treasury notes and bonds pay twice", ErrFrequency)
	}
	if err := checkDates(settle, b.Schedule.maturity); err != nil {
		return math.LegacyDec{}, math.LegacyDec{}, err
	}
	period := b.Schedule.Period(settle)
	return TreasuryReopeningPrice(TreasuryTerms{
		Coupon: b.Coupon, Yield: yield,
		DaysToCoupon: settle.DaysUntil(period.Next), PeriodDays: period.Days(), FullPeriods: period.Remaining - 1,
	})
}

// price solves the formula for the first payment and accrued interest, given as shares of C/2 by r/s.
func (t TreasuryTerms) price(shares func(share *big.Rat) (first, accrued *big.Rat)) (math.LegacyDec, error) {
	if err := t.validate(); err != nil {
		return math.LegacyDec{}, err
	}
	share := big.NewRat(int64(t.DaysToCoupon), int64(t.PeriodDays))
	first, accrued := shares(share)

	half := new(big.Rat).Quo(rounding.Rat(t.Yield), big.NewRat(200, 1))
	factor := new(big.Rat).Inv(new(big.Rat).Add(oneRat, half))
	value := new(big.Rat).Set(hundred) // discounted to the first payment, by Horner's rule
	for range t.FullPeriods {
		value.Mul(value.Add(value, t.halfCoupon()), factor)
	}
	value.Add(value, new(big.Rat).Mul(first, t.halfCoupon()))
	stub := new(big.Rat).Add(oneRat, new(big.Rat).Mul(half, share))
	value.Quo(value, stub)
	value.Sub(value, new(big.Rat).Mul(accrued, t.halfCoupon()))
	return rounding.RatHalfUp(value, USPricePlaces), nil
}

func (t TreasuryTerms) halfCoupon() *big.Rat {
	return new(big.Rat).Quo(rounding.Rat(t.Coupon), big.NewRat(2, 1))
}

// maxTreasuryPeriods covers a thirty-year bond twice over; exact fractions grow with each period.
const maxTreasuryPeriods = 120

func (t TreasuryTerms) validate() error {
	if err := checkCoupon(t.Coupon); err != nil {
		return err
	}
	if err := checkYield(t.Yield); err != nil {
		return err
	}
	if t.PeriodDays < 181 || t.PeriodDays > 184 || t.DaysToCoupon < 1 || t.DaysToCoupon > t.PeriodDays {
		return fmt.Errorf("%w: %d days to the first payment in a half-year of %d", ErrDays, t.DaysToCoupon, t.PeriodDays)
	}
	if t.FullPeriods < 0 || t.FullPeriods > maxTreasuryPeriods {
		return fmt.Errorf("%w: %d half-years", ErrDays, t.FullPeriods)
	}
	return nil
}
