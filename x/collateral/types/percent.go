package types

import (
	"fmt"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// percentPlaces is how many decimals a percentage in a message may have.
const percentPlaces = 4

// checkPct refuses a percentage that is absent, outside [low, high], or finer than percentPlaces.
func checkPct(what string, pct math.LegacyDec, low, high int64) error {
	switch {
	case pct.IsNil():
		return fmt.Errorf("%s is missing", what)
	case pct.LT(math.LegacyNewDec(low)), pct.GT(math.LegacyNewDec(high)):
		return fmt.Errorf("%s is %s, outside %d to %d", what, pct, low, high)
	case !rounding.HasPlaces(pct, percentPlaces):
		return fmt.Errorf("%s is %s, with more than %d decimals", what, pct, percentPlaces)
	}
	return nil
}
