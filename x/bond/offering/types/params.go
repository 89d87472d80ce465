package types

import (
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	marginPlaces  = 4
	maxMarginPct  = 20
	maxWorkLimit  = 10_000
	maxMembers    = 100
	day           = 24 * time.Hour
	maxRetention  = 3660 * day
	defaultMargin = 2
)

// DefaultParams returns the parameters of a new chain: 2 % of margin, settlement tried every ten minutes until six in the
// evening, finished trades remembered for 90 days.
func DefaultParams() Params {
	return Params{
		MarginPct: math.LegacyNewDec(defaultMargin), SettleWindow: 18 * time.Hour, RetryInterval: 10 * time.Minute,
		Retention: 90 * day, WorkLimit: 200, MaxMembers: 50,
	}
}

// Validate checks every parameter.
func (p Params) Validate() error {
	switch {
	case p.MarginPct.IsNil() || p.MarginPct.IsNegative() || p.MarginPct.GT(math.LegacyNewDec(maxMarginPct)):
		return ErrInvalidParams.Wrapf("margin_pct must be 0 to %d", maxMarginPct)
	case !rounding.HasPlaces(p.MarginPct, marginPlaces):
		return ErrInvalidParams.Wrapf("margin_pct has more than %d decimals", marginPlaces)
	case p.SettleWindow < time.Hour || p.SettleWindow > day:
		return ErrInvalidParams.Wrapf("settle_window must be 1h to 24h, not %s", p.SettleWindow)
	case p.RetryInterval < time.Second || p.RetryInterval > day:
		return ErrInvalidParams.Wrapf("retry_interval must be 1s to 24h, not %s", p.RetryInterval)
	case p.Retention < day || p.Retention > maxRetention:
		return ErrInvalidParams.Wrapf("retention must be 24h to %s, not %s", maxRetention, p.Retention)
	case p.WorkLimit < 1 || p.WorkLimit > maxWorkLimit:
		return ErrInvalidParams.Wrapf("work_limit must be 1 to %d, not %d", maxWorkLimit, p.WorkLimit)
	case p.MaxMembers < 1 || p.MaxMembers > maxMembers:
		return ErrInvalidParams.Wrapf("max_members must be 1 to %d, not %d", maxMembers, p.MaxMembers)
	}
	return nil
}
