package types

import "time"

const (
	day           = 24 * time.Hour
	mostBidders   = 10_000
	mostBids      = 100
	mostWork      = 10_000
	maxStartGrace = 30 * day

	defaultBidders = 500
	defaultBids    = 20
	defaultWork    = 200
)

// DefaultParams let 500 accounts make 20 bids each, work over 200 of them in a block, try what failed again after an hour, and give
// a loan five hours after the cut-off to start.
func DefaultParams() Params {
	return Params{
		MaxBidders: defaultBidders, MaxBids: defaultBids, WorkLimit: defaultWork, RetryInterval: time.Hour, StartGrace: 5 * time.Hour,
	}
}

// Validate checks the params by themselves.
func (p Params) Validate() error {
	for _, check := range []struct {
		what       string
		value, max uint32
	}{{"max bidders", p.MaxBidders, mostBidders}, {"max bids", p.MaxBids, mostBids}, {"work limit", p.WorkLimit, mostWork}} {
		if check.value < 1 || check.value > check.max {
			return ErrInvalidParams.Wrapf("%s %d is outside 1 to %d", check.what, check.value, check.max)
		}
	}
	if p.RetryInterval < time.Minute || p.RetryInterval > day {
		return ErrInvalidParams.Wrapf("retry interval %s is outside a minute to a day", p.RetryInterval)
	}
	if p.StartGrace < 0 || p.StartGrace > maxStartGrace {
		return ErrInvalidParams.Wrapf("start grace %s is outside 0 to %s", p.StartGrace, maxStartGrace)
	}
	return nil
}

// CheckCount errors unless an account may make as many bids.
func (p Params) CheckCount(bids []Bid) error {
	if len(bids) > int(p.MaxBids) {
		return ErrInvalidBid.Wrapf("%d bids, at most %d", len(bids), p.MaxBids)
	}
	return nil
}
