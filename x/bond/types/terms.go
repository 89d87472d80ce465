package types

import (
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	couponPlaces          = 3
	maxCouponPct          = 100
	maxTermYears          = 100
	maxRecordBusinessDays = 30
	maxNoticeDays         = 366
	majorityPct           = 50
)

// ValidateISIN checks the form and the check digit of an ISIN.
func ValidateISIN(isin string) error {
	if err := identifier.ValidateISIN(isin); err != nil {
		return ErrInvalidISIN.Wrap(err.Error())
	}
	return nil
}

// Validate checks everything about the term sheet that does not depend on the state of the chain.
func (t TermSheet) Validate() error {
	if err := ValidateISIN(t.Isin); err != nil {
		return err
	}
	if !shortName.MatchString(t.IssuerId) {
		return ErrInvalidTerms.Wrapf("issuer_id %q is not an issuer's id", t.IssuerId)
	}
	if err := validateName(t.Name); err != nil {
		return ErrInvalidTerms.Wrap(err.Error())
	}
	if err := sdk.ValidateDenom(t.Currency); err != nil {
		return ErrInvalidTerms.Wrapf("currency: %s", err)
	}
	for _, check := range []func() error{t.validateAmounts, t.validateCoupon, t.validateConventions, t.validateEvents} {
		if err := check(); err != nil {
			return err
		}
	}
	schedule, err := t.Schedule()
	if err != nil {
		return err
	}
	return t.validateCall(schedule)
}

func (t TermSheet) validateAmounts() error {
	if err := ValidateAmount("denomination", t.Denomination); err != nil {
		return ErrInvalidTerms.Wrap(err.Error())
	}
	if err := ValidateAmount("authorised", t.Authorised); err != nil {
		return ErrInvalidTerms.Wrap(err.Error())
	}
	if !t.Authorised.Mod(t.Denomination).IsZero() {
		return ErrInvalidTerms.Wrapf("authorised %s is not a multiple of the denomination %s", t.Authorised, t.Denomination)
	}
	return nil
}

func (t TermSheet) validateCoupon() error {
	switch {
	case t.CouponPct.IsNil():
		return ErrInvalidTerms.Wrap("coupon_pct is missing")
	case t.CouponPct.IsNegative() || t.CouponPct.GT(math.LegacyNewDec(maxCouponPct)):
		return ErrInvalidTerms.Wrapf("coupon_pct must be 0 to %d, not %s", maxCouponPct, t.CouponPct)
	case !rounding.HasPlaces(t.CouponPct, couponPlaces):
		return ErrInvalidTerms.Wrapf("coupon_pct %s has more than %d decimals", t.CouponPct, couponPlaces)
	}
	kind, err := newPayoff(t)
	if err != nil {
		return err
	}
	if err := kind.check(t); err != nil {
		return err
	}
	if kind.coupons() && t.Frequency != 1 && t.Frequency != 2 && t.Frequency != 4 {
		return ErrInvalidTerms.Wrapf("frequency must be 1, 2 or 4, not %d", t.Frequency)
	}
	return nil
}

// termsPart is a group of fields that only some kinds have.
type termsPart int

const (
	ofCoupons   termsPart = iota // coupon_pct, frequency, first_coupon_date, record_business_days
	ofPrincipal                  // instalments, call
	ofFloating
	ofInflation
	ofStrip
)

// only refuses terms of a part that is not among those allowed.
func (t TermSheet) only(allowed ...termsPart) error {
	coupons := !t.CouponPct.IsZero() || t.Frequency != 0 || t.FirstCouponDate != "" || t.RecordBusinessDays != 0
	for _, part := range []struct {
		of    termsPart
		given bool
		name  string
	}{
		{ofCoupons, coupons, "coupon_pct, frequency, first_coupon_date or record_business_days"},
		{ofPrincipal, len(t.Instalments) > 0 || t.Call != nil, "instalments or call"},
		{ofFloating, t.Floating != nil, "floating terms"},
		{ofInflation, t.Inflation != nil, "inflation terms"},
		{ofStrip, t.Strip != nil, "strip terms"},
	} {
		if part.given && !slices.Contains(allowed, part.of) {
			return ErrInvalidTerms.Wrapf("kind %s has no %s", t.Kind, part.name)
		}
	}
	return nil
}

func errDayCount(t TermSheet) error {
	return ErrInvalidTerms.Wrapf("day_count %s does not fit kind %s", t.DayCount, t.Kind)
}

func (t TermSheet) validateConventions() error {
	if t.RollRule != ROLL_RULE_FOLLOWING {
		return ErrInvalidTerms.Wrapf("roll_rule %s", t.RollRule)
	}
	if t.RecordBusinessDays > maxRecordBusinessDays {
		return ErrInvalidTerms.Wrapf("record_business_days must be at most %d, not %d", maxRecordBusinessDays, t.RecordBusinessDays)
	}
	return nil
}

// validateEvents checks what the terms say of default and extension.
func (t TermSheet) validateEvents() error {
	if t.GraceDays > maxNoticeDays {
		return ErrInvalidTerms.Wrapf("grace_days must be at most %d, not %d", maxNoticeDays, t.GraceDays)
	}
	if t.ExtensionPct != 0 && (t.ExtensionPct <= majorityPct || t.ExtensionPct > 100) {
		return ErrInvalidTerms.Wrapf("extension_pct must be 0 or %d to 100, not %d", majorityPct+1, t.ExtensionPct)
	}
	return nil
}

func parseDate(field, iso string) (date.Date, error) {
	parsed, err := date.Parse(iso)
	if err != nil {
		return 0, ErrInvalidTerms.Wrapf("%s: %s", field, err)
	}
	return parsed, nil
}
