package types

import (
	"slices"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// CashFlow is one payment to come, for one unit of face.
type CashFlow struct {
	// PaymentDate is the business day on which it is paid.
	PaymentDate date.Date
	// Amount is in currency units for one unit of face; the principal of a plain series is 1.
	Amount math.LegacyDec
	// Repaid is the part of Amount by which principal is repaid while the unit lives on: whoever takes units as a security
	// will not have it.
	Repaid math.LegacyDec
}

// CashFlows returns the payments that a holder on the given date will receive: those whose record date is later. What is not
// known yet is assumed to stay as it is: inflation-linked payments have the index coefficient of the date, floating coupons
// the last rate that was reset, and no series is called before the issuer says so. ErrAwaitsFixing is returned when not
// even that is published.
func (s Schedule) CashFlows(from date.Date, fixings Fixings) ([]CashFlow, error) {
	next, _ := slices.BinarySearch(s.dates, from)
	first := uint32(max(next, 1)) // one coupon before the next that is due may be paid still, on a later business day
	for first <= s.Principal() && s.RecordDate(first) <= from {
		first++ // record dates are in the order of payments
	}
	flows := make([]CashFlow, 0, s.Principal()+1-first)
	amounts := flowAmounts{pays: s.payoff.seenFrom(from, s), fixings: fixings, level: s.payoff.level() && len(s.repayments) == 0}
	for k := first; k <= s.Principal(); k++ {
		amount, repaid, err := amounts.of(&s, k)
		if err != nil {
			return nil, err
		}
		flows = append(flows, CashFlow{PaymentDate: s.calendar.Following(s.DueDate(k)), Amount: amount, Repaid: repaid})
	}
	return flows, nil
}

// flowAmounts computes what payments amount to. Most coupons are like the one before, and decimals cost memory: while rate
// and coefficient are the very same numbers, so is the amount.
type flowAmounts struct {
	pays              payoff
	fixings           Fixings
	level             bool // every coupon is like the first
	rate, coefficient math.LegacyDec
	left              int64
	amount            math.LegacyDec // of a coupon at that rate, coefficient and rest of the face
}

func (f *flowAmounts) of(s *Schedule, k uint32) (amount, repaid math.LegacyDec, err error) {
	if f.level && f.left != 0 && k < s.Principal() {
		return f.amount, zeroDec, nil
	}
	share, _ := s.repayments.with(k)
	if k == s.Principal() || share != 0 {
		owed, err := s.owed(f.pays, k, f.fixings)
		if err != nil {
			return amount, repaid, err
		}
		if repaid = zeroDec; k < s.Principal() {
			repaid = owed.Principal.QuoInt64(MicroPerUnit)
		}
		return owed.PerUnit.QuoInt64(MicroPerUnit), repaid, nil
	}
	rate, err := f.pays.rate(s.DueDate(k-1), f.fixings)
	if err != nil {
		return amount, repaid, err
	}
	coefficient, err := f.pays.coefficient(s.DueDate(k), f.fixings)
	if err != nil {
		return amount, repaid, err
	}
	left := s.repayments.leftBefore(k)
	if left != f.left || rate != f.rate || coefficient != f.coefficient {
		f.rate, f.coefficient, f.left = rate, coefficient, left
		f.amount = s.interest(rate, coefficient, left).QuoInt64(MicroPerUnit)
	}
	return f.amount, zeroDec, nil
}
