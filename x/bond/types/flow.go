package types

import (
	"sort"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// DateRange is a range of civil dates, both ends included.
type DateRange struct{ From, To date.Date }

// ParseDateRange reads the range of a query.
func ParseDateRange(from, to string) (r DateRange, err error) {
	if r.From, err = date.Parse(from); err != nil {
		return r, ErrInvalidQuery.Wrapf("from: %s", err)
	}
	if r.To, err = date.Parse(to); err != nil {
		return r, ErrInvalidQuery.Wrapf("to: %s", err)
	}
	if r.To < r.From {
		return r, ErrInvalidQuery.Wrapf("to %s is before from %s", to, from)
	}
	return r, nil
}

// PaidWithin returns the numbers of the first payment that is paid within a range and of the one behind the last; they are
// the same when there is none.
func (s Schedule) PaidWithin(r DateRange) (first, behind uint32) {
	from := func(on date.Date) uint32 {
		return uint32(sort.Search(int(s.Principal()), func(i int) bool { return s.PaymentDate(uint32(i)+1) >= on })) + 1
	}
	return from(r.From), from(r.To + 1)
}

// Flows returns the cash of a payment, interest and principal apart, on the face of its record moment or, before it, on
// what is outstanding. What the payment waits for is empty when its amounts are known; principal that no published value
// multiplies is known in any case. The flows of a payment sum to what is owed of it: principal is floored, interest has
// the rest.
func (s Series) Flows(schedule Schedule, payment Payment, awaits string) []Flow {
	units := payment.Units
	if payment.Status == PAYMENT_STATUS_SCHEDULED || payment.Status == PAYMENT_STATUS_AWAITING_FIXING {
		units = s.Outstanding()
	}
	if !units.IsPositive() {
		return nil
	}
	flow := func(kind FlowKind, amount math.Int) Flow {
		cash := s.Cash(amount)
		return Flow{
			PaymentDate: payment.PaymentDate, DueDate: payment.DueDate, Isin: payment.Isin, Number: payment.Number,
			Kind: kind, Units: units, Currency: s.Terms.Currency, Amount: &cash, Status: payment.Status,
		}
	}
	unknown := func(kind FlowKind) Flow {
		missing := flow(kind, math.ZeroInt())
		missing.Amount, missing.Awaits = nil, awaits
		return missing
	}
	owed := payment.Recorded(units).Owed
	if payment.Kind == PAYMENT_KIND_PRINCIPAL {
		kind := FLOW_KIND_REDEMPTION
		if s.IsCalledInFull() {
			kind = FLOW_KIND_CALL
		}
		if awaits != "" {
			return []Flow{unknown(kind)}
		}
		return []Flow{flow(kind, owed)}
	}
	var principal []Flow
	for _, part := range schedule.repayments {
		if part.number != payment.Number {
			continue
		}
		amount := rounding.MulDecDown(units, part.cash)
		principal, owed = append(principal, flow(part.kind, amount)), owed.Sub(amount)
	}
	interest := unknown(FLOW_KIND_COUPON)
	if awaits == "" {
		interest = flow(FLOW_KIND_COUPON, owed)
	}
	return append([]Flow{interest}, principal...)
}

// PrincipalLeft returns what is left to be repaid of the face outstanding after a number of coupons recorded, exact and
// before any index, in the currency's denom.
func (s Series) PrincipalLeft(schedule Schedule, coupons uint32) math.Int {
	return s.Outstanding().MulRaw(schedule.repayments.leftBefore(coupons + 1))
}

// IsCouponStrip tells whether the series is a strip of coupons.
func (t TermSheet) IsCouponStrip() bool { return t.Strip != nil && t.Strip.ParentIsin == "" }
