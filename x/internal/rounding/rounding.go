// Package rounding names every way in which this chain turns an exact number into a shorter one.
//
// The words mean the same everywhere: Down is toward minus infinity, Up toward plus infinity, Trunc toward zero (what
// the Ministry of Finance does with yields, negative ones too), HalfUp to the nearest with ties upward. Amounts are never
// negative, so for them Down and Trunc agree. Integer results that do not fit math.Int panic as its own methods do:
// callers bound their inputs first (see math.Int).
package rounding

import (
	"errors"
	"math/big"

	"cosmossdk.io/math"
)

// DecPlaces is the number of decimals a math.LegacyDec holds.
const DecPlaces = math.LegacyPrecision

// ErrDivisionByZero is the value these functions panic with when the divisor is zero.
var ErrDivisionByZero = errors.New("division by zero")

var (
	one    = big.NewInt(1)
	powers = func() (list [DecPlaces + 1]*big.Int) {
		for n := range list {
			list[n] = new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
		}
		return list
	}()
	decOne = pow10(DecPlaces)
)

// MulDivDown returns a × b ÷ c rounded down, with the product held at full length.
func MulDivDown(a, b, c math.Int) math.Int {
	return mulDiv(a.BigIntMut(), b.BigIntMut(), c.BigIntMut(), floor)
}

// MulDivUp returns a × b ÷ c rounded up, with the product held at full length.
func MulDivUp(a, b, c math.Int) math.Int {
	return mulDiv(a.BigIntMut(), b.BigIntMut(), c.BigIntMut(), ceil)
}

func mulDiv(a, b, c *big.Int, m mode) math.Int {
	if c.Sign() == 0 {
		panic(ErrDivisionByZero)
	}
	product := new(big.Int).Mul(a, b)
	quotient, remainder := product.QuoRem(product, c, new(big.Int))
	return math.NewIntFromBigIntMut(m(quotient, remainder, c.Sign()))
}

// DecToIntDown returns the integer at or below d.
func DecToIntDown(d math.LegacyDec) math.Int { return mulDiv(d.BigIntMut(), one, decOne, floor) }

// DecToIntUp returns the integer at or above d.
func DecToIntUp(d math.LegacyDec) math.Int { return mulDiv(d.BigIntMut(), one, decOne, ceil) }

// MulDecDown returns amount × d rounded down, exact until then.
func MulDecDown(amount math.Int, d math.LegacyDec) math.Int {
	return mulDiv(amount.BigIntMut(), d.BigIntMut(), decOne, floor)
}

// MulDecUp returns amount × d rounded up, exact until then.
func MulDecUp(amount math.Int, d math.LegacyDec) math.Int {
	return mulDiv(amount.BigIntMut(), d.BigIntMut(), decOne, ceil)
}

// QuoDecDown returns amount ÷ d rounded down, exact until then.
func QuoDecDown(amount math.Int, d math.LegacyDec) math.Int {
	return mulDiv(amount.BigIntMut(), decOne, d.BigIntMut(), floor)
}

// QuoDecUp returns amount ÷ d rounded up, exact until then.
func QuoDecUp(amount math.Int, d math.LegacyDec) math.Int {
	return mulDiv(amount.BigIntMut(), decOne, d.BigIntMut(), ceil)
}

// DecTrunc shortens d to the given decimals toward zero.
func DecTrunc(d math.LegacyDec, places int) math.LegacyDec { return decDec(d, places, trunc) }

// DecDown shortens d to the given decimals toward minus infinity.
func DecDown(d math.LegacyDec, places int) math.LegacyDec { return decDec(d, places, floor) }

// DecUp shortens d to the given decimals toward plus infinity.
func DecUp(d math.LegacyDec, places int) math.LegacyDec { return decDec(d, places, ceil) }

// DecHalfUp shortens d to the nearest number of the given decimals, ties upward.
func DecHalfUp(d math.LegacyDec, places int) math.LegacyDec { return RatHalfUp(Rat(d), places) }

// Rat returns d as an exact fraction.
func Rat(d math.LegacyDec) *big.Rat { return new(big.Rat).SetFrac(d.BigIntMut(), pow10(DecPlaces)) }

// RatTrunc writes r with the given decimals (at most DecPlaces), toward zero.
func RatTrunc(r *big.Rat, places int) math.LegacyDec { return ratDec(r, places, trunc) }

// RatDown writes r with the given decimals (at most DecPlaces), toward minus infinity.
func RatDown(r *big.Rat, places int) math.LegacyDec { return ratDec(r, places, floor) }

// RatUp writes r with the given decimals (at most DecPlaces), toward plus infinity.
func RatUp(r *big.Rat, places int) math.LegacyDec { return ratDec(r, places, ceil) }

// RatHalfUp writes r with the given decimals (at most DecPlaces), to the nearest, ties upward.
func RatHalfUp(r *big.Rat, places int) math.LegacyDec {
	half := new(big.Rat).SetFrac(one, new(big.Int).Mul(big.NewInt(2), pow10(places)))
	return RatDown(half.Add(half, r), places)
}

// RatToIntDown returns the integer at or below r.
func RatToIntDown(r *big.Rat) math.Int { return mulDiv(r.Num(), one, r.Denom(), floor) }

// RatToIntUp returns the integer at or above r.
func RatToIntUp(r *big.Rat) math.Int { return mulDiv(r.Num(), one, r.Denom(), ceil) }

// A mode corrects a truncated quotient, given what remained and the sign of the divisor.
type mode func(quotient, remainder *big.Int, divisorSign int) *big.Int

func trunc(q, _ *big.Int, _ int) *big.Int { return q }

func floor(q, rem *big.Int, divisorSign int) *big.Int {
	if rem.Sign()*sign(divisorSign) < 0 {
		q.Sub(q, one)
	}
	return q
}

func ceil(q, rem *big.Int, divisorSign int) *big.Int {
	if rem.Sign()*sign(divisorSign) > 0 {
		q.Add(q, one)
	}
	return q
}

func ratDec(r *big.Rat, places int, m mode) math.LegacyDec {
	scaled := new(big.Int).Mul(r.Num(), pow10(places))
	q, rem := scaled.QuoRem(scaled, r.Denom(), new(big.Int))
	return math.LegacyNewDecFromBigIntWithPrec(m(q, rem, 1), int64(places))
}

func decDec(d math.LegacyDec, places int, m mode) math.LegacyDec {
	q, rem := new(big.Int).QuoRem(d.BigIntMut(), pow10(DecPlaces-places), new(big.Int))
	return math.LegacyNewDecFromBigIntWithPrec(m(q, rem, 1), int64(places))
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

// pow10 returns a power of ten, which must not be changed.
func pow10(n int) *big.Int { return powers[n] }
