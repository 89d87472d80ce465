package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// CashFlow is one payment to come, for one unit of face.
type CashFlow struct {
	// Date is the unadjusted date of the terms.
	Date date.Date
	// PaymentDate is the business day on which it is paid.
	PaymentDate date.Date
	// Amount is in currency units for one unit of face; a principal is 1.
	Amount math.LegacyDec
	// IsPrincipal tells the principal from a coupon.
	IsPrincipal bool
}

// CashFlows returns the payments that a holder on the given date will receive: those whose record date is later.
func (s Schedule) CashFlows(from date.Date) []CashFlow {
	var flows []CashFlow
	for k := uint32(1); k <= s.Principal(); k++ {
		if s.RecordDate(k) <= from {
			continue
		}
		flows = append(flows, CashFlow{
			Date:        s.DueDate(k),
			PaymentDate: s.PaymentDate(k),
			Amount:      s.PerUnit(k).QuoInt64(MicroPerUnit),
			IsPrincipal: k == s.Principal(),
		})
	}
	return flows
}
