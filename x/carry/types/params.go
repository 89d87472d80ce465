package types

import "time"

const (
	day = 24 * 60 * 60

	minGraceSeconds = 60
	maxGraceSeconds = 30 * day
	minRetrySeconds = 10
	maxRetrySeconds = day
	maxMaxRetries   = 100
	maxSweepLimit   = 1000
)

// DefaultParams are the settings of a new chain.
func DefaultParams() Params {
	return Params{GraceSeconds: 60 * 60, RetrySeconds: 5 * 60, MaxRetries: 5, SweepLimit: 50}
}

// Validate checks that every setting is within its bounds.
func (p Params) Validate() error {
	switch {
	case p.GraceSeconds < minGraceSeconds || p.GraceSeconds > maxGraceSeconds:
		return ErrInvalidParams.Wrapf("grace_seconds must be %d to %d, not %d", minGraceSeconds, maxGraceSeconds, p.GraceSeconds)
	case p.RetrySeconds < minRetrySeconds || p.RetrySeconds > maxRetrySeconds:
		return ErrInvalidParams.Wrapf("retry_seconds must be %d to %d, not %d", minRetrySeconds, maxRetrySeconds, p.RetrySeconds)
	case p.MaxRetries > maxMaxRetries:
		return ErrInvalidParams.Wrapf("max_retries must be at most %d, not %d", maxMaxRetries, p.MaxRetries)
	case p.SweepLimit == 0 || p.SweepLimit > maxSweepLimit:
		return ErrInvalidParams.Wrapf("sweep_limit must be 1 to %d, not %d", maxSweepLimit, p.SweepLimit)
	}
	return nil
}

// Grace is how long something must rest before strangers may act on it.
func (p Params) Grace() time.Duration { return time.Duration(p.GraceSeconds) * time.Second }

// RetryAfter is how long the module waits before it retries.
func (p Params) RetryAfter() time.Duration { return time.Duration(p.RetrySeconds) * time.Second }
