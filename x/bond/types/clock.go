package types

import (
	"math/big"
	"time"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// MaxSpeed bounds how fast a rehearsal clock may run.
const MaxSpeed = 100_000_000

// A rehearsal clock may not start outside these years, and stops at the last one, the last that calendars know.
var (
	minBusinessTime = date.New(date.MinYear, time.January, 1).Start(date.UTC)
	maxBusinessTime = date.New(date.MaxYear, time.December, 31).Start(date.UTC)
)

// IsSet tells whether the clock does anything: an unset one makes business time block time.
func (c Clock) IsSet() bool {
	return c.Speed != 0 || !c.BlockStart.IsZero() || !c.BusinessStart.IsZero()
}

// Validate checks that the clock is unset, or complete and sane.
func (c Clock) Validate() error {
	if !c.IsSet() {
		return nil
	}
	if c.Speed < 1 || c.Speed > MaxSpeed {
		return ErrInvalidClock.Wrapf("speed must be 1 to %d, not %d", MaxSpeed, c.Speed)
	}
	if err := validateClockTime("block_start", c.BlockStart); err != nil {
		return err
	}
	return validateClockTime("business_start", c.BusinessStart)
}

func validateClockTime(name string, t time.Time) error {
	if t.Before(minBusinessTime) || !t.Before(maxBusinessTime) {
		return ErrInvalidClock.Wrapf("%s %s is outside the years %d to %d",
			name, t.UTC().Format(time.RFC3339), date.MinYear, date.MaxYear)
	}
	return nil
}

// BusinessTime returns the business time at a block time. Before block_start it runs with block time, so as to be
// business_start at block_start; from then on it runs at the clock's speed, to the end of the last year that calendars know.
func (c Clock) BusinessTime(blockTime time.Time) time.Time {
	if !c.IsSet() {
		return blockTime
	}
	if blockTime.Before(c.BlockStart) {
		return c.BusinessStart.Add(-c.BlockStart.Sub(blockTime)).UTC()
	}
	// Elapsed nanoseconds times speed leave 64 bits behind within hours of a fast clock.
	elapsed := new(big.Int).Mul(nanoseconds(c.BlockStart, blockTime), new(big.Int).SetUint64(c.Speed))
	if elapsed.Cmp(nanoseconds(c.BusinessStart, maxBusinessTime)) >= 0 {
		return maxBusinessTime
	}
	seconds, rest := new(big.Int).QuoRem(elapsed, big.NewInt(int64(time.Second)), new(big.Int))
	start := c.BusinessStart
	return time.Unix(start.Unix()+seconds.Int64(), int64(start.Nanosecond())+rest.Int64()).UTC()
}

// nanoseconds returns the time from one instant to another; a time.Duration would saturate after 292 years.
func nanoseconds(from, to time.Time) *big.Int {
	seconds := new(big.Int).Mul(big.NewInt(to.Unix()-from.Unix()), big.NewInt(int64(time.Second)))
	return seconds.Add(seconds, big.NewInt(int64(to.Nanosecond()-from.Nanosecond())))
}

// SpeedAt returns how many seconds of business pass in one second of blocks at a block time.
func (c Clock) SpeedAt(blockTime time.Time) uint64 {
	if !c.IsSet() || blockTime.Before(c.BlockStart) {
		return 1
	}
	return c.Speed
}
