package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Recorded returns the payment at its record moment: what is owed on the units outstanding is fixed, rounded up so that
// it covers every holder.
func (p Payment) Recorded(units math.Int) Payment {
	p.Units = units
	p.Owed = rounding.MulDecUp(units, p.PerUnit)
	p.Status = PAYMENT_STATUS_RECORDED
	return p
}

// ShareDown returns what one holder of units gets of the payment, floored to the currency's denom.
func (p Payment) ShareDown(units math.Int) math.Int { return rounding.MulDecDown(units, p.PerUnit) }

// Left returns what is set aside and not yet paid.
func (p Payment) Left() math.Int {
	if p.Status != PAYMENT_STATUS_PAYABLE {
		return math.ZeroInt()
	}
	return p.Owed.Sub(p.Paid)
}

// BookPaid returns the payment with an amount taken out of what is set aside for it.
func (p Payment) BookPaid(amount math.Int) (Payment, error) {
	if amount.GT(p.Left()) {
		return p, ErrBrokenLaw.Wrapf("payment %d of %s has %s left of %s to pay", p.Number, p.Isin, p.Left(), amount)
	}
	p.Paid = p.Paid.Add(amount)
	return p, nil
}

// IsWaiting tells whether the payment is owed and its money is not yet set aside.
func (p Payment) IsWaiting() bool {
	return p.Status == PAYMENT_STATUS_RECORDED || p.Status == PAYMENT_STATUS_MISSED
}

// rank orders the states in which payments follow each other: money is set aside strictly in order.
func (p Payment) rank() int {
	switch p.Status {
	case PAYMENT_STATUS_PAYABLE, PAYMENT_STATUS_PAID:
		return 2
	case PAYMENT_STATUS_MISSED:
		return 1
	default:
		return 0
	}
}

// validate checks the payment against what the terms and the fixings of its series make of it. cumulative is C of the
// coupon before it.
func (p Payment) validate(schedule Schedule, cumulative math.LegacyDec, fixings Fixings) error {
	fail := func(what string) error {
		return ErrInvalidGenesis.Wrapf("series %s: payment %d: %s", p.Isin, p.Number, what)
	}
	expected, err := schedule.Payment(p.Isin, p.Number, cumulative, fixings)
	if err != nil {
		return fail(err.Error())
	}
	if p.PerUnit.IsNil() || p.Cumulative.IsNil() || p.Units.IsNil() || p.Owed.IsNil() || p.Paid.IsNil() ||
		p.RatePct.IsNil() || p.Coefficient.IsNil() || p.PrincipalPerUnit.IsNil() || p.Factor.IsNil() {
		return fail("amounts are missing")
	}
	if p.Kind != expected.Kind || p.DueDate != expected.DueDate ||
		!p.PerUnit.Equal(expected.PerUnit) || !p.Cumulative.Equal(expected.Cumulative) ||
		!p.RatePct.Equal(expected.RatePct) || !p.Coefficient.Equal(expected.Coefficient) ||
		!p.PrincipalPerUnit.Equal(expected.PrincipalPerUnit) || !p.Factor.Equal(expected.Factor) {
		return fail("kind, date or amount per unit is not that of the terms")
	}
	if _, err := parseDate("payment_date", p.PaymentDate); err != nil {
		return fail(err.Error())
	}
	if p.Units.IsNegative() || p.Units.GTE(MaxAmount) || !p.Owed.Equal(p.Recorded(p.Units).Owed) {
		return fail("owed is not units times the amount per unit, rounded up")
	}
	if p.Paid.IsNegative() || p.Paid.GT(p.Owed) {
		return fail("paid is more than owed")
	}
	switch p.Status {
	case PAYMENT_STATUS_RECORDED, PAYMENT_STATUS_MISSED:
		if !p.Paid.IsZero() {
			return fail("paid before its money was set aside")
		}
	case PAYMENT_STATUS_PAYABLE, PAYMENT_STATUS_PAID:
	default:
		return fail("status " + p.Status.String())
	}
	switch {
	case p.Swept && (p.Kind != PAYMENT_KIND_COUPON || p.rank() < 2 || p.Owed.IsZero()):
		return fail("swept, and there was nothing to sweep")
	case !p.Swept && p.Kind == PAYMENT_KIND_COUPON && p.Status == PAYMENT_STATUS_PAID && p.Owed.IsPositive():
		return fail("paid before everybody was settled")
	}
	return nil
}
