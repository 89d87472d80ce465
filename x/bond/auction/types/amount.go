package types

import (
	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const pctPlaces = 4

var hundred = math.LegacyNewDec(100)

// ValidateAmount checks that an amount is positive and below the bound of all amounts.
func ValidateAmount(name string, amount math.Int) error {
	if err := bondtypes.ValidateAmount(name, amount); err != nil {
		return ErrInvalidAmount.Wrap(err.Error())
	}
	return nil
}

// validateOptional checks that an amount is zero or passes ValidateAmount.
func validateOptional(name string, amount math.Int) error {
	if !amount.IsNil() && amount.IsZero() {
		return nil
	}
	return ValidateAmount(name, amount)
}

// checkPct returns why a percentage is refused, or an empty text.
func checkPct(pct math.LegacyDec, most int64) bool {
	return !pct.IsNil() && !pct.IsNegative() && pct.LTE(math.LegacyNewDec(most)) && rounding.HasPlaces(pct, pctPlaces)
}
