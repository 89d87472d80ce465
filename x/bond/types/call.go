package types

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
