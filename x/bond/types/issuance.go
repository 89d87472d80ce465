package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Allotment is how much of an issue one holder gets.
type Allotment struct {
	// Holder receives the units.
	Holder sdk.AccAddress
	// Face is how many.
	Face math.Int
}

// IssueBasis is a series as it will be issued on a date: what a buyer pays besides the price, known ahead of the date.
type IssueBasis struct {
	// Terms are those of the series.
	Terms TermSheet
	// Settle is the date of the issue.
	Settle date.Date
	// Recorded is the number of the last coupon that the buyer does not get.
	Recorded uint32

	schedule Schedule
	decimals uint32
	fixings  Fixings
}

// IsIssuable tells whether units can be issued at all: the series is announced or live, not in default and not frozen.
func (s Series) IsIssuable() bool {
	return (s.Status == SERIES_STATUS_ANNOUNCED || s.Status == SERIES_STATUS_LIVE) && s.DefaultedOn == "" && s.Freeze == nil
}

// AfterBuyBack returns the series with a face less outstanding, which has been bought back.
func (s Series) AfterBuyBack(face math.Int) Series {
	s.BoughtBack = s.boughtBack().Add(face)
	return s
}

// IssueBasis returns the series as it will be issued on a date. decimals are those of the currency unit to which accrued
// interest is floored, and fixings what the issuer's references have published. It errors before the first issue date, from
// the payment date of the principal on, and between the record moment of a coupon and its payment.
func (s Series) IssueBasis(settle date.Date, decimals uint32, fixings Fixings) (IssueBasis, error) {
	schedule, err := s.Schedule()
	if err != nil {
		return IssueBasis{}, err
	}
	if settle < schedule.Issue() {
		return IssueBasis{}, ErrBeforeIssueDate.Wrapf("%s is issued from %s, not on %s", s.Terms.Isin, schedule.Issue(), settle)
	}
	if settle >= schedule.PaymentDate(schedule.Principal()) {
		return IssueBasis{}, ErrMatured.Wrapf("%s on %s", s.Terms.Isin, schedule.Maturity())
	}
	basis := IssueBasis{Terms: s.Terms, Settle: settle, schedule: schedule, decimals: decimals, fixings: fixings}
	for basis.Recorded < schedule.Coupons() && schedule.RecordDate(basis.Recorded+1) <= settle {
		basis.Recorded++
	}
	if last := basis.Recorded; last > 0 && schedule.PaymentDate(last) > settle {
		return IssueBasis{}, ErrExCoupon.Wrapf("coupon %d of %s is paid on %s", last, s.Terms.Isin, schedule.PaymentDate(last))
	}
	return basis, nil
}

// AccruedDown returns the accrued interest on a face, in the currency's denom, floored once on the whole face.
func (b IssueBasis) AccruedDown(face math.Int) (math.Int, error) {
	return b.Terms.AccruedAtIssueDown(b.schedule, face, b.Recorded, b.Settle, b.decimals, b.fixings)
}

// Cost returns what a face costs at a clean price, in the currency's denom: the principal, rounded up, and the accrued
// interest, floored.
func (b IssueBasis) Cost(face math.Int, cleanPrice math.LegacyDec) (principal, accrued math.Int, err error) {
	factor, err := b.PriceFactor()
	if err != nil {
		return principal, accrued, err
	}
	accrued, err = b.AccruedDown(face)
	return PrincipalUp(face, cleanPrice, factor), accrued, err
}

// PrincipalUp returns what face costs at a clean price per 100, in the currency's denom, rounded up. factor is the price
// factor of the series at the date.
func PrincipalUp(face math.Int, cleanPrice, factor math.LegacyDec) math.Int {
	// Exact: a price has at most four decimals, a coefficient five, what is left of a unit six.
	return rounding.MulDecUp(face, cleanPrice.MulInt64(MicroPerUnit).QuoInt64(100).Mul(factor))
}

// PriceFactor returns by what a clean price per 100 is multiplied for one unit of face: one, but for series that are
// inflation-linked (the index coefficient of the date) or repaid in parts (what is left of the face).
func (b IssueBasis) PriceFactor() (math.LegacyDec, error) {
	return b.schedule.InvoiceFactor(b.Recorded, b.Settle, b.fixings)
}

// WithSpread returns the basis of a floating series as it will be with a spread that is still to be fixed.
func (b IssueBasis) WithSpread(spread math.LegacyDec) (IssueBasis, error) {
	if b.Terms.Floating == nil {
		return b, ErrInvalidTerms.Wrapf("%s has no spread, it is %s", b.Terms.Isin, b.Terms.Kind)
	}
	floating := *b.Terms.Floating
	floating.SpreadPct = spread
	b.Terms.Floating = &floating
	var err error
	b.schedule.payoff, err = newPayoff(b.Terms)
	return b, err
}

// Schedule returns the dates of the series.
func (b IssueBasis) Schedule() Schedule { return b.schedule }
