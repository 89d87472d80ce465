package types

// maxLimit bounds every limit: each is work inside one message.
const maxLimit = 256

// maxHours bounds the hours of a freeze by one side and of the pause after it.
const maxHours = 8_760

// DefaultParams returns the limits of a new chain.
func DefaultParams() Params {
	return Params{
		MaxPledges: 64, MaxRemoteAccounts: 16, MaxReleased: 64, CensusLimit: 200, MaxMoved: 100,
		FreezeHours: 72, FreezePauseHours: 168,
	}
}

// Validate refuses limits that are zero or above their bounds.
func (p Params) Validate() error {
	for _, limit := range []struct {
		name  string
		value uint32
		bound uint32
	}{
		{"max_pledges", p.MaxPledges, maxLimit},
		{"max_remote_accounts", p.MaxRemoteAccounts, maxLimit},
		{"max_released", p.MaxReleased, maxLimit},
		{"census_limit", p.CensusLimit, maxLimit},
		{"max_moved", p.MaxMoved, maxLimit},
		{"freeze_hours", p.FreezeHours, maxHours},
		{"freeze_pause_hours", p.FreezePauseHours, maxHours},
	} {
		if limit.value == 0 || limit.value > limit.bound {
			return ErrInvalidParams.Wrapf("%s is %d, must be 1 to %d", limit.name, limit.value, limit.bound)
		}
	}
	return nil
}
