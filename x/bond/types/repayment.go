package types

import (
	"slices"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	sharePlaces          = 4
	maxInstalments       = 400
	microPerPct    int64 = MicroPerUnit / 100
)

// repayment is principal that is repaid with a coupon while the units live on. Units never change by it: what one of them
// has left of its face falls. Shares are in millionths of the original face, so that all of this is exact.
type repayment struct {
	number uint32
	kind   FlowKind
	share  int64
	cash   math.LegacyDec // for one unit, in the currency's denom
}

// withRepayments adds the instalments of the terms and the calls announced. A full call ends the schedule at its coupon.
func (s Schedule) withRepayments(instalments []Instalment, calls []Call) (Schedule, error) {
	if len(instalments) > maxInstalments {
		return Schedule{}, ErrInvalidTerms.Wrapf("%d instalments, at most %d", len(instalments), maxInstalments)
	}
	last := uint32(0)
	for _, instalment := range instalments {
		number, err := s.couponOn("instalments", instalment.Date)
		if err != nil {
			return Schedule{}, err
		}
		if number <= last {
			return Schedule{}, ErrInvalidTerms.Wrapf("instalments: %s is not after the one before it", instalment.Date)
		}
		last = number
		share, err := shareOf(instalment.SharePct)
		if err != nil {
			return Schedule{}, err
		}
		s.repayments = append(s.repayments, repayment{number: number, kind: FLOW_KIND_INSTALMENT, share: share, cash: math.LegacyNewDec(share)})
	}
	for _, call := range calls {
		var err error
		if s, err = s.withCall(call); err != nil {
			return Schedule{}, err
		}
	}
	if s.repayments.leftBefore(s.Principal()) <= 0 {
		return Schedule{}, ErrInvalidTerms.Wrap("instalments and calls leave nothing to be repaid at the end")
	}
	return s, nil
}

// withCall adds a call: a part of the principal, or all that is left at a coupon, which is then the last.
func (s Schedule) withCall(call Call) (Schedule, error) {
	if call.Number < 1 || call.Number >= s.Coupons() || call.PricePct.IsNil() {
		return Schedule{}, ErrInvalidTerms.Wrapf("a call with coupon %d of %d", call.Number, s.Coupons())
	}
	price := call.PricePct.QuoInt64(100)
	if call.Full {
		s.dates = s.dates[:call.Number]
		s.maturity = s.dates[call.Number-1]
		s.rule, s.redemption = s.rule.Until(s.maturity), price
		s.repayments = slices.DeleteFunc(slices.Clone(s.repayments), func(r repayment) bool { return r.number >= call.Number })
		return s, nil
	}
	share, err := shareOf(call.SharePct)
	if err != nil {
		return Schedule{}, err
	}
	s.repayments = append(s.repayments, repayment{number: call.Number, kind: FLOW_KIND_CALL, share: share, cash: price.MulInt64(share)})
	return s, nil
}

// couponOn returns the number of the coupon due on a date before maturity.
func (s Schedule) couponOn(field, iso string) (uint32, error) {
	due, err := parseDate(field, iso)
	if err != nil {
		return 0, err
	}
	at, found := slices.BinarySearch(s.dates, due)
	if !found || due >= s.maturity {
		return 0, ErrInvalidTerms.Wrapf("%s: %s is not a coupon date before maturity", field, iso)
	}
	return uint32(at) + 1, nil
}

// shareOf reads a share of the original face in percent and returns it in millionths.
func shareOf(pct math.LegacyDec) (int64, error) {
	if pct.IsNil() || !pct.IsPositive() || pct.GTE(math.LegacyNewDec(100)) || !rounding.HasPlaces(pct, sharePlaces) {
		return 0, ErrInvalidTerms.Wrapf("share_pct must be above 0 and below 100, with at most %d decimals", sharePlaces)
	}
	return pct.MulInt64(microPerPct).TruncateInt64(), nil
}

// repayments are all that is repaid while the units live on.
type repayments []repayment

// leftBefore returns what one unit has left of its face before payment k, in millionths.
func (r repayments) leftBefore(k uint32) int64 {
	left := int64(MicroPerUnit)
	for _, part := range r {
		if part.number < k {
			left -= part.share
		}
	}
	return left
}

// with returns what coupon k repays of one unit: the share in millionths, and the cash.
func (r repayments) with(k uint32) (share int64, cash math.LegacyDec) {
	cash = zeroDec
	for _, part := range r {
		if part.number == k {
			share, cash = share+part.share, cash.Add(part.cash)
		}
	}
	return share, cash
}

// FactorAfter returns the part of the original face that is outstanding after payment k.
func (s Schedule) FactorAfter(k uint32) math.LegacyDec {
	if k >= s.Principal() {
		return zeroDec
	}
	return factorOf(s.repayments.leftBefore(k + 1))
}

// FactorOn returns the part of the original face that a buyer on a date gets: what is left after the coupons recorded.
func (s Schedule) FactorOn(on date.Date) math.LegacyDec {
	left := int64(MicroPerUnit)
	for _, part := range s.repayments {
		if s.RecordDate(part.number) <= on {
			left -= part.share
		}
	}
	return factorOf(left)
}

func factorOf(left int64) math.LegacyDec {
	if left == MicroPerUnit {
		return oneDec
	}
	return math.LegacyNewDecWithPrec(left, 6)
}
