package types

import (
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
	if !issuerID.MatchString(t.IssuerId) {
		return ErrInvalidTerms.Wrapf("issuer_id %q is not an issuer's id", t.IssuerId)
	}
	if err := validateName(t.Name); err != nil {
		return ErrInvalidTerms.Wrap(err.Error())
	}
	if err := sdk.ValidateDenom(t.Currency); err != nil {
		return ErrInvalidTerms.Wrapf("currency: %s", err)
	}
	for _, check := range []func() error{t.validateKind, t.validateAmounts, t.validateCoupon, t.validateConventions} {
		if err := check(); err != nil {
			return err
		}
	}
	_, err := t.Schedule()
	return err
}

func (t TermSheet) validateKind() error {
	switch t.Kind {
	case SERIES_KIND_FIXED, SERIES_KIND_DISCOUNT:
		return nil
	case SERIES_KIND_FLOATING, SERIES_KIND_INFLATION_LINKED, SERIES_KIND_STRIP:
		return ErrKindNotSupported.Wrap(t.Kind.String())
	default:
		return ErrInvalidTerms.Wrapf("kind %s", t.Kind)
	}
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
	if t.Kind == SERIES_KIND_DISCOUNT {
		if !t.CouponPct.IsZero() || t.Frequency != 0 || t.FirstCouponDate != "" || t.RecordBusinessDays != 0 {
			return ErrInvalidTerms.Wrap("a discount series has no coupon, frequency, first_coupon_date or record_business_days")
		}
		return nil
	}
	if t.Frequency != 1 && t.Frequency != 2 && t.Frequency != 4 {
		return ErrInvalidTerms.Wrapf("frequency must be 1, 2 or 4, not %d", t.Frequency)
	}
	return nil
}

func (t TermSheet) validateConventions() error {
	switch {
	case t.DayCount == DAY_COUNT_ACT_365,
		t.DayCount == DAY_COUNT_ACT_ACT && t.Kind == SERIES_KIND_FIXED,
		t.DayCount == DAY_COUNT_ACT_360 && t.Kind == SERIES_KIND_DISCOUNT:
	default:
		return ErrInvalidTerms.Wrapf("day_count %s does not fit kind %s", t.DayCount, t.Kind)
	}
	if t.RollRule != ROLL_RULE_FOLLOWING {
		return ErrInvalidTerms.Wrapf("roll_rule %s", t.RollRule)
	}
	if t.RecordBusinessDays > maxRecordBusinessDays {
		return ErrInvalidTerms.Wrapf("record_business_days must be at most %d, not %d", maxRecordBusinessDays, t.RecordBusinessDays)
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
