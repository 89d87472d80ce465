package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Withdrawal says how much of a supply to withdraw: exactly one of the three.
type Withdrawal struct {
	// Amount is the cash to pay; the claims burnt are rounded up.
	Amount math.Int
	// Claims are the scaled units to burn; the cash paid is rounded down.
	Claims math.Int
	// All burns every claim of the supplier.
	All bool
}

// Validate refuses none or several, and amounts that are negative or too large.
func (w Withdrawal) Validate() error {
	given := 0
	for _, n := range []math.Int{w.Amount, w.Claims} {
		if n.IsNil() || n.IsZero() {
			continue
		}
		given++
		if err := ValidateAmount("amount or claims", n); err != nil {
			return err
		}
	}
	if w.All {
		given++
	}
	if given != 1 {
		return ErrInvalidAmount.Wrap("want exactly one of amount, claims and all")
	}
	return nil
}

// Of returns the cash that leaves a pool and the claims it burns, when held is all the supplier has.
func (w Withdrawal) Of(pool Pool, held math.Int) (amount, burnt math.Int) {
	switch {
	case w.All:
		return pool.SupplyValueDown(held), held
	case !w.Claims.IsNil() && w.Claims.IsPositive():
		return pool.SupplyValueDown(w.Claims), w.Claims
	default:
		return w.Amount, pool.ClaimsUp(w.Amount)
	}
}

// Validate checks the row by itself.
func (s Supply) Validate() error {
	if _, err := sdk.AccAddressFromBech32(s.Supplier); err != nil {
		return ErrInvalidGenesis.Wrapf("supplier: %s", err)
	}
	if s.Claims.IsNil() || !s.Claims.IsPositive() {
		return ErrInvalidGenesis.Wrapf("claims of %s on %s must be positive", s.Supplier, s.Denom)
	}
	return nil
}
