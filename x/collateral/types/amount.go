package types

import (
	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// ValidateAmount refuses an amount that is absent, not positive, or 2^100 and above.
func ValidateAmount(what string, amount math.Int) error {
	if amount.IsNil() || !amount.IsPositive() {
		return ErrInvalidAmount.Wrapf("%s must be positive", what)
	}
	return validateSize(what, amount)
}

// ValidateLimit refuses a limit that is absent, negative, or 2^100 and above; zero is a limit.
func ValidateLimit(what string, limit math.Int) error {
	if limit.IsNil() || limit.IsNegative() {
		return ErrInvalidAmount.Wrapf("%s must not be negative", what)
	}
	return validateSize(what, limit)
}

func validateSize(what string, amount math.Int) error {
	if amount.GTE(bondtypes.MaxAmount) {
		return ErrInvalidAmount.Wrapf("%s must be below 2^100", what)
	}
	return nil
}
