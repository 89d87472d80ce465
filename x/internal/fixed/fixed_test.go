package fixed_test

import (
	"math/big"
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/fixed"
)

// text writes a number with 34 decimals, cut.
func text(n fixed.Num) string { return n.Rat().FloatString(34) }

// Values from tables of constants.
func TestKnownValues(t *testing.T) {
	tolerance := rat(t, "1e-33")
	for want, got := range map[string]fixed.Num{
		"2.7182818284590452353602874713526625":  fixed.One().Exp(),
		"0.3678794411714423215955237701614609":  fixed.Int(-1).Exp(),
		"1.6487212707001281468486507878141636":  fixed.Frac(1, 2).Exp(),
		"0.6931471805599453094172321214581766":  fixed.Int(2).Ln(),
		"2.3025850929940456840179914546843642":  fixed.Int(10).Ln(),
		"-0.6931471805599453094172321214581766": fixed.Frac(1, 2).Ln(),
		"1.4142135623730950488016887242096981":  fixed.Int(2).Ln().QuoInt(2).Exp(),
		"1.0000000000000000000000000000000000":  fixed.Zero().Exp(),
		"0.0000000000000000000000000000000000":  fixed.One().Ln(),
		"1.0404000000000000000000000000000000":  fixed.Frac(102, 100).PowInt(2),
	} {
		difference := new(big.Rat).Sub(got.Rat(), rat(t, want))
		require.LessOrEqual(t, difference.Abs(difference).Cmp(tolerance), 0, "want %s, got %s", want, text(got))
	}
	require.Panics(t, func() { fixed.Zero().Ln() })
	require.Panics(t, func() { fixed.Int(-1).Ln() })
}

func rat(t *testing.T, decimal string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(decimal)
	require.True(t, ok)
	return r
}

// drawNum draws a fraction between low and high thousandths.
func drawNum(t *rapid.T, label string, low, high int64) fixed.Num {
	const steps = 1 << 40
	return fixed.Frac(rapid.Int64Range(low*steps/1000, high*steps/1000).Draw(t, label), steps)
}

// near requires that two numbers differ by at most 1e-30, relative to the first where that is above one.
func near(t *rapid.T, a, b fixed.Num) {
	bound := a.Abs().Add(fixed.One()).Quo(fixed.Int(1_000_000_000_000_000)).Quo(fixed.Int(1_000_000_000_000_000))
	require.LessOrEqual(t, a.Sub(b).Abs().Cmp(bound), 0, "%s and %s", text(a), text(b))
}

func TestFixedLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawNum(t, "x", 1, 1_000_000)
		y := drawNum(t, "y", 1, 1_000_000)
		near(t, x, x.Ln().Exp())
		near(t, x.Mul(y).Ln(), x.Ln().Add(y.Ln()))
		near(t, x, x.Mul(y).Quo(y))

		r := drawNum(t, "r", -3_000, 3_000)
		near(t, r, r.Exp().Ln())
		near(t, fixed.One(), r.Exp().Mul(r.Neg().Exp()))
		near(t, r.Exp().Mul(r.Exp()), r.Add(r).Exp())
		n := rapid.IntRange(0, 60).Draw(t, "n")
		growth := fixed.One().Add(r.QuoInt(100))
		near(t, growth.PowInt(n), growth.Ln().MulInt(int64(n)).Exp())
	})
}

func TestExactConversions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		require.Equal(t, 0, fixed.Int(n).Rat().Cmp(big.NewRat(n, 1)))
		require.Equal(t, n, fixed.Int(n).Floor().Int64())
		require.Equal(t, fixed.Int(n).Sign(), big.NewInt(n).Sign())
		d := rapid.Int64Range(1, 1<<62).Draw(t, "d")
		loss := new(big.Rat).Sub(big.NewRat(n, d), fixed.Frac(n, d).Rat())
		require.LessOrEqual(t, loss.Abs(loss).Cmp(new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), fixed.Bits))), 0)
		require.Equal(t, 0, fixed.Frac(n, d).Cmp(fixed.Rat(big.NewRat(n, d))))
		dec := math.LegacyNewDecWithPrec(n, 18)
		require.Equal(t, 0, fixed.Dec(dec).Cmp(fixed.Frac(n, 1_000_000_000_000_000_000)))
	})
}

func BenchmarkExp(b *testing.B) {
	x := fixed.Frac(-7, 1000)
	for b.Loop() {
		x.Exp()
	}
}

func BenchmarkLn(b *testing.B) {
	x := fixed.Frac(1007, 1000)
	for b.Loop() {
		x.Ln()
	}
}
