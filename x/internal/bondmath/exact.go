package bondmath

import (
	"fmt"
	"math/big"
	"strings"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

var (
	oneRat  = big.NewRat(1, 1)
	hundred = big.NewRat(100, 1)
)

// percentOfDays returns rate percent × days ÷ basis as a fraction of one: the simple interest on 1.
func percentOfDays(rate math.LegacyDec, days, basis int) *big.Rat {
	interest := new(big.Rat).Mul(rounding.Rat(rate), big.NewRat(int64(days), int64(100*basis)))
	return interest
}

// quotient divides a price by a growth factor that the yield made; a factor of zero or less has no price.
func quotient(price, growth *big.Rat, yield math.LegacyDec) (*big.Rat, error) {
	if growth.Sign() <= 0 {
		return nil, fmt.Errorf("%w: at %s percent no price exists", ErrYield, decText(yield))
	}
	return price.Quo(price, growth), nil
}

// checkFactor refuses a multiplier (spot, index coefficient, years) that is not positive or absurdly large.
func checkFactor(name string, value math.LegacyDec) error {
	if value.IsNil() || !value.IsPositive() || value.GT(maxFactor) {
		return fmt.Errorf("%w: %s %s is not above 0 and at most %s", ErrAmount, name, decText(value), decText(maxFactor))
	}
	return nil
}

// decText writes a decimal without trailing zeros, for messages.
func decText(d math.LegacyDec) string {
	if d.IsNil() {
		return "nothing"
	}
	return strings.TrimSuffix(strings.TrimRight(d.String(), "0"), ".")
}
