package types

import (
	"cosmossdk.io/math"
)

// Owed is what one unit of face is owed at a payment. All of it is exact.
type Owed struct {
	// RatePct is the annual rate of the coupon; zero for the last principal.
	RatePct math.LegacyDec
	// Coefficient is the index coefficient of the due date.
	Coefficient math.LegacyDec
	// PerUnit is what is paid, in the currency's denom.
	PerUnit math.LegacyDec
	// Principal is the part of PerUnit that repays principal.
	Principal math.LegacyDec
	// Factor is the part of the original face that is outstanding afterwards.
	Factor math.LegacyDec
}

// Owed returns what one unit is owed at payment k, or ErrAwaitsFixing when that depends on a value not published.
func (s Schedule) Owed(k uint32, fixings Fixings) (Owed, error) { return s.owed(s.payoff, k, fixings) }

func (s Schedule) owed(pays payoff, k uint32, fixings Fixings) (Owed, error) {
	owed := Owed{RatePct: zeroDec}
	var err error
	if owed.Coefficient, err = pays.coefficient(s.DueDate(k), fixings); err != nil {
		return Owed{}, err
	}
	before := s.repayments.leftBefore(k)
	if k >= s.Principal() {
		owed.Principal = s.redemption.MulInt64(before).Mul(pays.principal(owed.Coefficient))
		owed.PerUnit, owed.Factor = owed.Principal, zeroDec
		return owed, nil
	}
	if owed.RatePct, err = pays.rate(s.DueDate(k-1), fixings); err != nil {
		return Owed{}, err
	}
	share, cash := s.repayments.with(k)
	owed.Principal = cash
	owed.PerUnit = s.interest(owed.RatePct, owed.Coefficient, before).Add(cash)
	owed.Factor = factorOf(before - share)
	return owed, nil
}

// interest returns a coupon on what is left of one unit, in the currency's denom. It is exact: a rate has at most four
// decimals, a coefficient five.
func (s Schedule) interest(ratePct, coefficient math.LegacyDec, left int64) math.LegacyDec {
	coupon := ratePct.MulInt64(left).QuoInt64(100 * s.frequency)
	if coefficient.Equal(oneDec) {
		return coupon
	}
	return coupon.Mul(coefficient)
}

// Payment returns payment k as it stands before its record moment; cumulative is C of the coupon before it. When what is
// owed depends on a value not published, the amounts are zero and the error is ErrAwaitsFixing.
func (s Schedule) Payment(isin string, k uint32, cumulative math.LegacyDec, fixings Fixings) (Payment, error) {
	kind := PAYMENT_KIND_COUPON
	if k >= s.Principal() {
		kind = PAYMENT_KIND_PRINCIPAL
	}
	payment := Payment{
		Isin:        isin,
		Number:      k,
		Kind:        kind,
		DueDate:     s.DueDate(k).String(),
		PaymentDate: s.PaymentDate(k).String(),
		RecordTime:  s.RecordTime(k),
		Units:       math.ZeroInt(),
		Owed:        math.ZeroInt(),
		Paid:        math.ZeroInt(),
		Status:      PAYMENT_STATUS_SCHEDULED,
		PerUnit:     zeroDec, Cumulative: zeroDec, RatePct: zeroDec, Coefficient: zeroDec, PrincipalPerUnit: zeroDec,
		Factor: s.FactorAfter(k),
	}
	owed, err := s.Owed(k, fixings)
	if err != nil {
		return payment, err
	}
	payment.PerUnit, payment.PrincipalPerUnit = owed.PerUnit, owed.Principal
	payment.RatePct, payment.Coefficient = owed.RatePct, owed.Coefficient
	payment.Cumulative = cumulative
	if kind == PAYMENT_KIND_COUPON {
		payment.Cumulative = cumulative.Add(owed.PerUnit)
	}
	return payment, nil
}
