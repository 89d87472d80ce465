package types

import (
	"slices"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const maxCallOptions = 400

// validateCall checks the call rights of the terms against the coupon dates.
func (t TermSheet) validateCall(s Schedule) error {
	if t.Call == nil {
		return nil
	}
	if len(t.Call.Options) == 0 || len(t.Call.Options) > maxCallOptions {
		return ErrInvalidTerms.Wrapf("call: %d options, 1 to %d", len(t.Call.Options), maxCallOptions)
	}
	if t.Call.NoticeDays < 1 || t.Call.NoticeDays > maxNoticeDays {
		return ErrInvalidTerms.Wrapf("call: notice_days must be 1 to %d, not %d", maxNoticeDays, t.Call.NoticeDays)
	}
	last := uint32(0)
	for _, option := range t.Call.Options {
		number, err := s.couponOn("call", option.Date)
		if err != nil {
			return err
		}
		if number <= last {
			return ErrInvalidTerms.Wrapf("call: %s is not after the option before it", option.Date)
		}
		last = number
		if err := ValidateCleanPrice(option.PricePct); err != nil {
			return ErrInvalidTerms.Wrapf("call: %s", err)
		}
	}
	return nil
}

// NewCall returns the call that an issuer announces today for a date of the terms: of a share of the original face in
// percent or, if that is zero, of all that is left.
func (s Series) NewCall(due string, sharePct math.LegacyDec, today date.Date) (Call, error) {
	schedule, err := s.Schedule()
	if err != nil {
		return Call{}, err
	}
	if s.Terms.Call == nil {
		return Call{}, ErrNotCallable.Wrapf("the terms of %s say so", s.Terms.Isin)
	}
	option := slices.IndexFunc(s.Terms.Call.Options, func(o CallOption) bool { return o.Date == due })
	if option < 0 {
		return Call{}, ErrNotCallable.Wrapf("%s is not callable on %q", s.Terms.Isin, due)
	}
	number, err := schedule.couponOn("call", due)
	if err != nil {
		return Call{}, ErrNotCallable.Wrapf("%s is repaid before %s", s.Terms.Isin, due)
	}
	if notice := s.lastNotice(schedule, number); today > notice {
		return Call{}, ErrNotCallable.Wrapf("a call for %s had to be announced by %s, today is %s", due, notice, today)
	}
	if s.isCalledFrom(number) {
		return Call{}, ErrNotCallable.Wrapf("%s is called for %s or later already", s.Terms.Isin, due)
	}
	call := Call{
		Number: number, SharePct: sharePct, PricePct: s.Terms.Call.Options[option].PricePct, AnnouncedOn: today.String(),
	}
	if sharePct.IsNil() || sharePct.IsZero() {
		call.Full = true
		call.SharePct = math.LegacyNewDecWithPrec(schedule.repayments.leftBefore(number), sharePlaces)
	}
	if s.Terms.Call.InFullOnly && !call.Full {
		return Call{}, ErrNotCallable.Wrapf("%s may be called in full only", s.Terms.Isin)
	}
	return call, nil
}

// lastNotice returns the last date on which a call for a coupon may be announced.
func (s Series) lastNotice(schedule Schedule, number uint32) date.Date {
	return schedule.RecordDate(number).AddDays(-int(s.Terms.Call.NoticeDays))
}

// isCalledFrom tells whether a call has been announced for a coupon or a later one.
func (s Series) isCalledFrom(number uint32) bool {
	return slices.ContainsFunc(s.Calls, func(c Call) bool { return c.Number >= number })
}

// IsCalledInFull tells whether the principal is repaid by a call and not by the terms.
func (s Series) IsCalledInFull() bool { return len(s.Calls) > 0 && s.Calls[len(s.Calls)-1].Full }

// OpenCall is a call of all that is left that the issuer may still announce.
type OpenCall struct {
	// PaymentDate is when it would be paid, with the coupon of its date.
	PaymentDate date.Date
	// Amount is what would be paid beside that coupon, in currency units for one unit of face.
	Amount math.LegacyDec
}

// OpenCalls returns the calls in full that the issuer may still announce on a date, in order. After one there is no other.
func (s Series) OpenCalls(today date.Date) ([]OpenCall, error) {
	if s.Terms.Call == nil || s.IsCalledInFull() {
		return nil, nil
	}
	schedule, err := s.Schedule()
	if err != nil {
		return nil, err
	}
	var open []OpenCall
	for _, option := range s.Terms.Call.Options {
		number, err := schedule.couponOn("call", option.Date)
		if err != nil {
			return nil, err
		}
		if today > s.lastNotice(schedule, number) || s.isCalledFrom(number) {
			continue
		}
		left := factorOf(schedule.repayments.leftBefore(number))
		open = append(open, OpenCall{PaymentDate: schedule.PaymentDate(number), Amount: option.PricePct.QuoInt64(100).Mul(left)})
	}
	return open, nil
}

// WithCall returns the series with a call announced; calls are in the order of their coupons.
func (s Series) WithCall(call Call) (Series, error) {
	s.Calls = append(slices.Clone(s.Calls), call)
	if _, err := s.Schedule(); err != nil {
		return s, ErrNotCallable.Wrap(err.Error())
	}
	return s, nil
}

// validateCalls checks the calls of a genesis against the terms.
func (s Series) validateCalls() error {
	last := uint32(0)
	for i, call := range s.Calls {
		if s.Terms.Call == nil || call.Number <= last || call.Full && i != len(s.Calls)-1 || s.Terms.Call.InFullOnly && !call.Full {
			return ErrInvalidGenesis.Wrapf("series %s: call with coupon %d is out of order or not in the terms", s.Terms.Isin, call.Number)
		}
		last = call.Number
		if _, err := date.Parse(call.AnnouncedOn); err != nil {
			return ErrInvalidGenesis.Wrapf("series %s: call announced: %s", s.Terms.Isin, err)
		}
	}
	return nil
}
