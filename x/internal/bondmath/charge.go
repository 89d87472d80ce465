package bondmath

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// failsRate is the rate in percent from which the reference rate is taken off; both markets use three.
var failsRate = math.LegacyNewDec(3)

// JGBFailsCharge returns what the receiver of late bonds may claim, floored to the yen:
// proceeds × max(3 % − reference rate, 0) × calendar days / 365 (JSDA, since November 2010).
func JGBFailsCharge(proceeds math.Int, reference math.LegacyDec, days int) (math.Int, error) {
	charge, err := failsCharge(proceeds, reference, days, 365)
	if err != nil {
		return math.Int{}, err
	}
	return rounding.RatToIntDown(charge), nil
}

// USFailsCharge returns the charge on late delivery of United States securities in dollars, half-up to the cent:
// proceeds × max(3 % − reference rate, 0) × calendar days / 360 (TMPG trading practice).
func USFailsCharge(proceeds math.Int, reference math.LegacyDec, days int) (math.LegacyDec, error) {
	charge, err := failsCharge(proceeds, reference, days, 360)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return rounding.RatHalfUp(charge, 2), nil
}

// FailsCharge returns the exact charge on late delivery for a rate and a year that are not those of the two markets:
// proceeds × max(rate − reference rate, 0) × calendar days / days of the year.
func FailsCharge(proceeds math.Int, rate, reference math.LegacyDec, days, basis int) (*big.Rat, error) {
	return chargeAt(rate, proceeds, reference, days, basis)
}

func failsCharge(proceeds math.Int, reference math.LegacyDec, days, basis int) (*big.Rat, error) {
	return chargeAt(failsRate, proceeds, reference, days, basis)
}

func chargeAt(rate math.LegacyDec, proceeds math.Int, reference math.LegacyDec, days, basis int) (*big.Rat, error) {
	if err := checkAmount(proceeds); err != nil {
		return nil, err
	}
	if err := checkRate(reference); err != nil {
		return nil, err
	}
	if err := checkDays(days); err != nil {
		return nil, err
	}
	penalty := math.LegacyMaxDec(rate.Sub(reference), math.LegacyZeroDec())
	charge := percentOfDays(penalty, days, basis)
	return charge.Mul(charge, new(big.Rat).SetInt(proceeds.BigInt())), nil
}
