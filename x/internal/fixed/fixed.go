// Package fixed is the arithmetic between exact inputs and rounded outputs: signed binary fixed point with 128 fractional
// bits (about 38 decimals) on big integers. Powers with fractional exponents need logarithms, which no fraction holds
// exactly; here they are computed the same way, bit for bit, on every machine, with an error below 1e-34 for the
// magnitudes of bond prices. Results are rounded once, at the end, by the caller's rule.
package fixed

import (
	"math/big"

	"cosmossdk.io/math"
)

// Num is a fixed-point number. Operations return new numbers and never change their operands; the zero value is not a
// number, use Zero.
type Num struct{ v *big.Int }

// Bits is the number of binary digits after the point.
const Bits = 128

var (
	unit     = new(big.Int).Lsh(big.NewInt(1), Bits)
	decUnit  = new(big.Int).Exp(big.NewInt(10), big.NewInt(math.LegacyPrecision), nil)
	logTwo   = atanhSeries(Frac(1, 3))
	halfUnit = Frac(1, 2)
)

// Zero returns 0.
func Zero() Num { return Num{new(big.Int)} }

// One returns 1.
func One() Num { return Num{unit} }

// Int returns n.
func Int(n int64) Num { return Num{new(big.Int).Lsh(big.NewInt(n), Bits)} }

// Frac returns n ÷ d, rounded toward zero; d must not be zero.
func Frac(n, d int64) Num {
	scaled := new(big.Int).Lsh(big.NewInt(n), Bits)
	return Num{scaled.Quo(scaled, big.NewInt(d))}
}

// Dec returns d, rounded toward zero.
func Dec(d math.LegacyDec) Num {
	scaled := new(big.Int).Lsh(d.BigIntMut(), Bits)
	return Num{scaled.Quo(scaled, decUnit)}
}

// Rat returns r, rounded toward zero.
func Rat(r *big.Rat) Num {
	scaled := new(big.Int).Lsh(r.Num(), Bits)
	return Num{scaled.Quo(scaled, r.Denom())}
}

// Rat returns a as an exact fraction.
func (a Num) Rat() *big.Rat { return new(big.Rat).SetFrac(a.v, unit) }

// Add returns a + b.
func (a Num) Add(b Num) Num { return Num{new(big.Int).Add(a.v, b.v)} }

// Sub returns a − b.
func (a Num) Sub(b Num) Num { return Num{new(big.Int).Sub(a.v, b.v)} }

// Neg returns −a.
func (a Num) Neg() Num { return Num{new(big.Int).Neg(a.v)} }

// Mul returns a × b, rounded down.
func (a Num) Mul(b Num) Num {
	product := new(big.Int).Mul(a.v, b.v)
	return Num{product.Rsh(product, Bits)}
}

// MulInt returns a × n.
func (a Num) MulInt(n int64) Num { return Num{new(big.Int).Mul(a.v, big.NewInt(n))} }

// Floor returns the integer at or below a.
func (a Num) Floor() *big.Int { return new(big.Int).Rsh(a.v, Bits) }

// Quo returns a ÷ b, rounded toward zero; b must not be zero.
func (a Num) Quo(b Num) Num {
	scaled := new(big.Int).Lsh(a.v, Bits)
	return Num{scaled.Quo(scaled, b.v)}
}

// QuoInt returns a ÷ n, rounded toward zero; n must not be zero.
func (a Num) QuoInt(n int64) Num { return Num{new(big.Int).Quo(a.v, big.NewInt(n))} }

// Cmp compares a with b: -1, 0 or 1.
func (a Num) Cmp(b Num) int { return a.v.Cmp(b.v) }

// Sign returns the sign of a: -1, 0 or 1.
func (a Num) Sign() int { return a.v.Sign() }

// Abs returns |a|.
func (a Num) Abs() Num { return Num{new(big.Int).Abs(a.v)} }

// Ln returns the natural logarithm of a positive number.
func (a Num) Ln() Num {
	if a.Sign() <= 0 {
		panic("logarithm of a number that is not positive")
	}
	// a = m · 2^k with m in [3/4, 3/2), so that the series converges fast.
	k := a.v.BitLen() - Bits
	m := Num{shift(a.v, -k)}
	if m.Cmp(Frac(3, 4)) < 0 {
		k--
		m = Num{shift(a.v, -k)}
	}
	z := m.Sub(One()).Quo(m.Add(One()))
	return atanhSeries(z).Add(logTwo.MulInt(int64(k)))
}

// atanhSeries returns 2·artanh(z) = ln((1+z)/(1−z)) = 2(z + z³/3 + z⁵/5 + …).
func atanhSeries(z Num) Num {
	square, power, sum := z.Mul(z), z, z
	for n := int64(3); ; n += 2 {
		power = power.Mul(square)
		term := power.QuoInt(n)
		if term.Sign() == 0 {
			return sum.MulInt(2)
		}
		sum = sum.Add(term)
	}
}

// Exp returns e to the power a, which must be below about 20,000 to be of any use.
func (a Num) Exp() Num {
	if a.v.BitLen() < Bits { // |a| < 1/2
		return Num{expSeries(a.v)}
	}
	// e^a = 2^k · e^r with |r| ≤ ln 2 / 2.
	k := a.Quo(logTwo).nearest()
	return Num{shift(expSeries(a.Sub(logTwo.MulInt(k)).v), int(k))}
}

// expTerms is enough for |r| < 1/2: 2^-34 / 34! is below 2^-128.
const expTerms = 34

// inverseFactorials holds 1/n!, rounded down.
var inverseFactorials = func() (list [expTerms + 1]*big.Int) {
	list[0] = unit
	for n := 1; n <= expTerms; n++ {
		list[n] = new(big.Int).Quo(list[n-1], big.NewInt(int64(n)))
	}
	return list
}()

// expSeries returns Σ r^n/n! for |r| < 1/2 by Horner's rule, with as many terms as the size of r asks for.
func expSeries(r *big.Int) *big.Int {
	terms, bits := 1, 0
	for small := Bits - r.BitLen(); bits <= Bits && terms < expTerms; terms++ {
		bits = small*terms + Bits - inverseFactorials[terms].BitLen()
	}
	sum, product := new(big.Int).Set(inverseFactorials[terms]), new(big.Int)
	for n := terms - 1; n >= 0; n-- {
		product.Mul(sum, r)
		sum.Rsh(product, Bits)
		sum.Add(sum, inverseFactorials[n])
	}
	return sum
}

// PowInt returns a to the power n ≥ 0.
func (a Num) PowInt(n int) Num {
	result, base := One(), a
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result = result.Mul(base)
		}
		base = base.Mul(base)
	}
	return result
}

// nearest returns the integer nearest to a.
func (a Num) nearest() int64 {
	return new(big.Int).Rsh(a.Add(halfUnit).v, Bits).Int64()
}

// shift multiplies by a power of two, rounding down.
func shift(v *big.Int, by int) *big.Int {
	if by >= 0 {
		return new(big.Int).Lsh(v, uint(by))
	}
	return new(big.Int).Rsh(v, uint(-by))
}
