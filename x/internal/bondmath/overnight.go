package bondmath

import (
	"fmt"
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// maxFixings bounds one compounding: ten years of daily rates.
const maxFixings = 3_660

// Compounded is the outcome of overnight rates compounded in arrears.
type Compounded struct {
	Days   int            // calendar days in all
	Factor math.LegacyDec // growth of 1, truncated to eighteen decimals
	Rate   math.LegacyDec // the simple rate over all the days with the same growth, percent, truncated toward zero to ten decimals
}

// CompoundTONA compounds the Tokyo overnight average rate in arrears, actual/365: Π(1 + rᵢ·dᵢ/36500), where rate i holds
// for the calendar days i. The product is kept to 36 decimals, truncated at each step.
func CompoundTONA(rates []math.LegacyDec, days []int) (Compounded, error) {
	if len(rates) == 0 || len(rates) != len(days) || len(rates) > maxFixings {
		return Compounded{}, fmt.Errorf("%w: %d rates for %d periods", ErrDays, len(rates), len(days))
	}
	growth, total := new(big.Rat).Set(oneRat), 0
	for i, rate := range rates {
		if err := checkRate(rate); err != nil {
			return Compounded{}, err
		}
		if err := checkDays(days[i]); err != nil {
			return Compounded{}, err
		}
		if days[i] == 0 {
			return Compounded{}, fmt.Errorf("%w: rate %d holds for no day", ErrDays, i+1)
		}
		step := percentOfDays(rate, days[i], 365)
		growth = truncate36(growth.Mul(growth, step.Add(step, oneRat)))
		total += days[i]
	}
	if err := checkDays(total); err != nil {
		return Compounded{}, err
	}
	rate := new(big.Rat).Sub(growth, oneRat)
	rate.Mul(rate, big.NewRat(36_500, int64(total)))
	return Compounded{
		Days:   total,
		Factor: rounding.RatTrunc(growth, rounding.DecPlaces),
		Rate:   rounding.RatTrunc(rate, CompoundPlaces),
	}, nil
}

var scale36 = new(big.Int).Exp(big.NewInt(10), big.NewInt(36), nil)

// truncate36 keeps a growing product from growing its fraction too.
func truncate36(r *big.Rat) *big.Rat {
	scaled := new(big.Int).Mul(r.Num(), scale36)
	return new(big.Rat).SetFrac(scaled.Quo(scaled, r.Denom()), scale36)
}
