package types

import "time"

// Bounds of the parameters.
const (
	maxAttesters = 64
	maxDueLimit  = 10_000
	minInterval  = time.Minute
	maxRetry     = 7 * 24 * time.Hour
)

// DefaultParams are those of a new chain.
func DefaultParams() Params {
	return Params{MaxAttesters: 16, DueLimit: 200, RetryInterval: time.Hour}
}

// Validate refuses parameters out of range.
func (p Params) Validate() error {
	switch {
	case p.MaxAttesters < 1 || p.MaxAttesters > maxAttesters:
		return ErrInvalidParams.Wrapf("max_attesters %d is not 1 to %d", p.MaxAttesters, maxAttesters)
	case p.DueLimit < 1 || p.DueLimit > maxDueLimit:
		return ErrInvalidParams.Wrapf("due_limit %d is not 1 to %d", p.DueLimit, maxDueLimit)
	case p.RetryInterval < minInterval || p.RetryInterval > maxRetry:
		return ErrInvalidParams.Wrapf("retry_interval %s is not %s to %s", p.RetryInterval, minInterval, maxRetry)
	}
	return nil
}
