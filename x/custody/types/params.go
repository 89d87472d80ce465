package types

// maxLimit bounds every limit: each is work inside one message.
const maxLimit = 256

// DefaultParams returns the limits of a new chain.
func DefaultParams() Params {
	return Params{MaxPledges: 64, MaxRemoteAccounts: 16, MaxReleased: 64}
}

// Validate refuses limits that are zero or above 256.
func (p Params) Validate() error {
	for _, limit := range []struct {
		name  string
		value uint32
	}{
		{"max_pledges", p.MaxPledges},
		{"max_remote_accounts", p.MaxRemoteAccounts},
		{"max_released", p.MaxReleased},
	} {
		if limit.value == 0 || limit.value > maxLimit {
			return ErrInvalidParams.Wrapf("%s is %d, must be 1 to %d", limit.name, limit.value, maxLimit)
		}
	}
	return nil
}
