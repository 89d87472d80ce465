package bondmath

import (
	"fmt"
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// AllotmentPlaces are the decimals of a published allotment ratio.
const AllotmentPlaces = 4

// AllotmentRatio returns the share of the bids at the cut-off that was filled, in percent, truncated to four decimals as
// the ministry publishes it.
func AllotmentRatio(allotted, bids math.Int) (math.LegacyDec, error) {
	for _, amount := range []math.Int{allotted, bids} {
		if err := checkAmount(amount); err != nil {
			return math.LegacyDec{}, err
		}
	}
	if allotted.GT(bids) {
		return math.LegacyDec{}, fmt.Errorf("%w: %s allotted of %s", ErrAmount, allotted, bids)
	}
	ratio := new(big.Rat).SetFrac(allotted.BigInt(), bids.BigInt())
	return rounding.RatTrunc(ratio.Mul(ratio, hundred), AllotmentPlaces), nil
}
