package types

import (
	"math/big"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// MicroPerUnit is how much of a cash denom makes one currency unit, and so the principal of one unit of face.
const MicroPerUnit = 1_000_000

const maxAmountBits = 100

// MaxAmount is the bound, exclusive, of every amount that a message carries: 2^100, so that no product of an amount
// with a price comes near the 256 bits of an Int.
var MaxAmount = math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), maxAmountBits))

// ValidateAmount checks that an amount is positive and below MaxAmount.
func ValidateAmount(name string, amount math.Int) error {
	switch {
	case amount.IsNil():
		return ErrInvalidAmount.Wrapf("%s is missing", name)
	case !amount.IsPositive():
		return ErrInvalidAmount.Wrapf("%s must be positive, not %s", name, amount)
	case amount.GTE(MaxAmount):
		return ErrInvalidAmount.Wrapf("%s must be below 2^%d", name, maxAmountBits)
	}
	return nil
}

// ValidateCoin checks that a coin has a valid denom and an amount that passes ValidateAmount.
func ValidateCoin(name string, coin sdk.Coin) error {
	if err := sdk.ValidateDenom(coin.Denom); err != nil {
		return ErrInvalidAmount.Wrapf("%s: %s", name, err)
	}
	return ValidateAmount(name, coin.Amount)
}
