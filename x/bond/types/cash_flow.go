package types

import (
	"slices"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// CashFlow is one payment to come, for one unit of face.
type CashFlow struct {
	// Date is the unadjusted date of the terms.
	Date date.Date
	// PaymentDate is the business day on which it is paid.
	PaymentDate date.Date
	// Amount is in currency units for one unit of face; the principal of a plain series is 1.
	Amount math.LegacyDec
	// Repaid is the part of Amount by which principal is repaid while the unit lives on: whoever takes units as a security
	// will not have it.
	Repaid math.LegacyDec
	// IsPrincipal tells the last principal, against which the unit is burnt, from a coupon.
	IsPrincipal bool
}

// CashFlows returns the payments that a holder on the given date will receive: those whose record date is later. What is not
// known yet is assumed to stay as it is: inflation-linked payments have the index coefficient of the date, floating coupons
// the last rate that was reset, and no series is called before the issuer says so. ErrAwaitsFixing is returned when not
// even that is published.
func (s Schedule) CashFlows(from date.Date, fixings Fixings) ([]CashFlow, error) {
	next, _ := slices.BinarySearch(s.dates, from)
	first := uint32(max(next, 1)) // one coupon before the next that is due may be paid still, on a later business day
	flows := make([]CashFlow, 0, s.Principal()-first+1)
	seen := s.payoff.seenFrom(from, s)
	var last Owed
	var amount, repaid math.LegacyDec
	for k := first; k <= s.Principal(); k++ {
		payment := s.PaymentDate(k)
		if s.recordDate(k, payment) <= from {
			continue
		}
		owed, err := s.owed(seen, k, fixings)
		if err != nil {
			return nil, err
		}
		if last.PerUnit.IsNil() || !owed.PerUnit.Equal(last.PerUnit) || !owed.Principal.Equal(last.Principal) {
			last, amount, repaid = owed, owed.PerUnit.QuoInt64(MicroPerUnit), zeroDec
			if k < s.Principal() && !owed.Principal.IsZero() {
				repaid = owed.Principal.QuoInt64(MicroPerUnit)
			}
		}
		flows = append(flows, CashFlow{
			Date: s.DueDate(k), PaymentDate: payment, Amount: amount, Repaid: repaid, IsPrincipal: k == s.Principal(),
		})
	}
	return flows, nil
}
