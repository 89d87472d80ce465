package sealed

import (
	"fmt"
	"time"

	errorsmod "cosmossdk.io/errors"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Times are when sealed bids are taken, from BidStart on and before CommitDeadline, and opened, from then on and before
// RevealDeadline.
type Times struct{ BidStart, CommitDeadline, RevealDeadline time.Time }

// ReadTimes reads three times of day, such as 2026-04-01T09:00, that clocks in a zone show. It does not ask for their order.
func ReadTimes(zone date.Zone, bidStart, commitDeadline, revealDeadline string) (times Times, err error) {
	for _, entry := range []struct {
		name, text string
		at         *time.Time
	}{
		{"bid_start", bidStart, &times.BidStart}, {"commit_deadline", commitDeadline, &times.CommitDeadline},
		{"reveal_deadline", revealDeadline, &times.RevealDeadline},
	} {
		wall, err := date.ParseWall(entry.text)
		if err != nil {
			return Times{}, fmt.Errorf("%s: %w", entry.name, err)
		}
		*entry.at = wall.In(zone)
	}
	return times, nil
}

// CheckOrder errors unless the times come one after the other.
func (t Times) CheckOrder() error {
	if !t.BidStart.Before(t.CommitDeadline) {
		return fmt.Errorf("commit_deadline %s is not after bid_start %s", stamp(t.CommitDeadline), stamp(t.BidStart))
	}
	if !t.CommitDeadline.Before(t.RevealDeadline) {
		return fmt.Errorf("reveal_deadline %s is not after commit_deadline %s", stamp(t.RevealDeadline), stamp(t.CommitDeadline))
	}
	return nil
}

// Refusals are with what a module refuses whatever comes before its time, and after it.
type Refusals struct{ TooEarly, TooLate *errorsmod.Error }

// CheckCommitting errors unless seals are taken at a time.
func (t Times) CheckCommitting(now time.Time, refusals Refusals) error {
	return refusals.Check(now, t.BidStart, t.CommitDeadline, "sealed bids are taken")
}

// CheckRevealing errors unless sealed bids are opened at a time.
func (t Times) CheckRevealing(now time.Time, refusals Refusals) error {
	return refusals.Check(now, t.CommitDeadline, t.RevealDeadline, "bids are revealed")
}

// Check errors unless now is in a window: from its start on, and before its end. What says what is done in it.
func (r Refusals) Check(now, from, until time.Time, what string) error {
	switch {
	case now.Before(from):
		return r.TooEarly.Wrapf("%s from %s", what, stamp(from))
	case !now.Before(until):
		return r.TooLate.Wrapf("%s until %s", what, stamp(until))
	}
	return nil
}

func stamp(at time.Time) string { return at.Format(time.RFC3339) }
