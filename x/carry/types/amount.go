package types

import (
	"math/big"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	maxAmountBits = 100
	maxClaimsBits = 128
)

// MaxAmount is the bound, exclusive, of every amount of money that comes from outside: 2^100.
var MaxAmount = math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), maxAmountBits))

// MaxClaims is the bound, exclusive, of the claims that a venue may report: 2^128, because venues count in finer units.
var MaxClaims = math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), maxClaimsBits))

// ValidateAmount checks that an amount is positive and below MaxAmount.
func ValidateAmount(name string, amount math.Int) error {
	if !amount.IsNil() && amount.IsZero() {
		return ErrInvalidAmount.Wrapf("%s must be positive, not 0", name)
	}
	return ValidateLimit(name, amount)
}

// ValidateLimit checks that an amount is not negative and below MaxAmount.
func ValidateLimit(name string, amount math.Int) error {
	switch {
	case amount.IsNil():
		return ErrInvalidAmount.Wrapf("%s is missing", name)
	case amount.IsNegative():
		return ErrInvalidAmount.Wrapf("%s must not be negative: %s", name, amount)
	case amount.GTE(MaxAmount):
		return ErrInvalidAmount.Wrapf("%s must be below 2^%d", name, maxAmountBits)
	}
	return nil
}

// ValidateOptional checks an amount that may be left out, which means zero.
func ValidateOptional(name string, amount math.Int) error {
	if amount.IsNil() {
		return nil
	}
	return ValidateLimit(name, amount)
}

// OrZero is the amount, or zero if it was left out.
func OrZero(amount math.Int) math.Int {
	if amount.IsNil() {
		return math.ZeroInt()
	}
	return amount
}

// ValidateCoin checks that a coin has a valid denom and an amount that passes ValidateAmount.
func ValidateCoin(name string, coin sdk.Coin) error {
	if err := validateDenom(name, coin.Denom); err != nil {
		return err
	}
	return ValidateAmount(name, coin.Amount)
}

func validateDenom(name, denom string) error {
	if err := sdk.ValidateDenom(denom); err != nil {
		return ErrWrongDenom.Wrapf("%s: %s", name, err)
	}
	return nil
}

func validateAddress(name, address string) error {
	if _, err := sdk.AccAddressFromBech32(address); err != nil {
		return ErrInvalidAddress.Wrapf("%s: %s", name, err)
	}
	return nil
}
