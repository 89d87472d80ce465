package rounding_test

import (
	"math/big"
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func TestDirections(t *testing.T) {
	for _, c := range []struct {
		value                    string
		trunc, down, up, nearest string
	}{
		{"1.245", "1.24", "1.24", "1.25", "1.25"},
		{"-1.245", "-1.24", "-1.25", "-1.24", "-1.24"},
		{"1.2449", "1.24", "1.24", "1.25", "1.24"},
		{"-1.2451", "-1.24", "-1.25", "-1.24", "-1.25"},
		{"1.24", "1.24", "1.24", "1.24", "1.24"},
		{"-0.001", "0.00", "-0.01", "0.00", "0.00"},
		{"0", "0.00", "0.00", "0.00", "0.00"},
	} {
		d := dec(c.value)
		require.Equal(t, dec(c.trunc), rounding.DecTrunc(d, 2), c.value)
		require.Equal(t, dec(c.down), rounding.DecDown(d, 2), c.value)
		require.Equal(t, dec(c.up), rounding.DecUp(d, 2), c.value)
		require.Equal(t, dec(c.nearest), rounding.DecHalfUp(d, 2), c.value)
		require.Equal(t, c.trunc, rounding.Text(d, 2))
	}
}

func TestMulDivHoldsTheFullProduct(t *testing.T) {
	huge := math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), 255))
	require.Equal(t, huge, rounding.MulDivDown(huge, huge, huge))
	require.Equal(t, math.NewInt(3), rounding.MulDivDown(math.NewInt(10), math.NewInt(1), math.NewInt(3)))
	require.Equal(t, math.NewInt(4), rounding.MulDivUp(math.NewInt(10), math.NewInt(1), math.NewInt(3)))
	require.Equal(t, math.NewInt(-4), rounding.MulDivDown(math.NewInt(-10), math.NewInt(1), math.NewInt(3)))
	require.Equal(t, math.NewInt(-4), rounding.MulDivDown(math.NewInt(10), math.NewInt(1), math.NewInt(-3)))
	require.Equal(t, math.NewInt(-3), rounding.MulDivUp(math.NewInt(10), math.NewInt(-1), math.NewInt(3)))
	require.PanicsWithValue(t, rounding.ErrDivisionByZero, func() { rounding.MulDivDown(huge, huge, math.ZeroInt()) })
	require.PanicsWithValue(t, rounding.ErrDivisionByZero, func() { rounding.QuoDecUp(huge, dec("0")) })
	require.Panics(t, func() { rounding.MulDivUp(huge, huge, math.OneInt()) })
}

func TestParseDec(t *testing.T) {
	for text, want := range map[string]string{"98.79": "98.79", "-0.1": "-0.1", "100": "100", "007.5": "7.5", "-0": "0", "0.0000": "0"} {
		d, err := rounding.ParseDec(text, 4)
		require.NoError(t, err, text)
		require.True(t, dec(want).Equal(d), text)
	}
	for _, text := range []string{
		"", "-", ".", "1.", ".5", "+1", "--1", "1e3", "1E3", "0x10", "1_000", "1,000", " 1", "1 ", "NaN", "Inf", "-Inf", "1.2.3", "1.-2", "１",
		"0.12345", "1234567890123456789012345678901234567890123456789",
	} {
		_, err := rounding.ParseDec(text, 4)
		require.ErrorIs(t, err, rounding.ErrNotDecimal, "%q", text)
	}
}

func TestText(t *testing.T) {
	require.Equal(t, "2", rounding.Text(dec("2.999"), 0))
	require.Equal(t, "-2", rounding.Text(dec("-2.999"), 0))
	require.Equal(t, "0", rounding.Text(dec("-0.999"), 0))
	require.Equal(t, "100.00", rounding.Text(dec("100"), 2))
	require.Equal(t, "0.000000000000000001", rounding.Text(dec("0.000000000000000001"), 18))
	require.True(t, rounding.HasPlaces(dec("1.250"), 2))
	require.False(t, rounding.HasPlaces(dec("-1.255"), 2))
}

func TestRoundingLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := math.LegacyNewDecFromBigIntWithPrec(big.NewInt(rapid.Int64().Draw(t, "d")), int64(rapid.IntRange(0, 18).Draw(t, "scale")))
		places := rapid.IntRange(0, 18).Draw(t, "places")
		step := math.LegacyNewDecWithPrec(1, int64(places))
		down, up := rounding.DecDown(d, places), rounding.DecUp(d, places)
		trunc, nearest := rounding.DecTrunc(d, places), rounding.DecHalfUp(d, places)

		require.True(t, down.LTE(d) && d.LTE(up))
		require.Equal(t, rounding.HasPlaces(d, places), down.Equal(up))
		if !down.Equal(up) {
			require.Equal(t, step, up.Sub(down))
		}
		require.Equal(t, d.IsNegative(), trunc.Equal(up) && !trunc.Equal(down) || d.IsNegative() && down.Equal(up))
		require.True(t, d.Sub(nearest).MulInt64(2).LTE(step) && nearest.Sub(d).MulInt64(2).LTE(step))
		require.True(t, d.Neg().Sub(rounding.DecTrunc(d.Neg(), places)).Equal(d.Sub(trunc).Neg()), "truncation is symmetric")
		require.Equal(t, math.LegacyNewDecFromInt(rounding.DecToIntDown(d)), rounding.DecDown(d, 0))
		require.Equal(t, math.LegacyNewDecFromInt(rounding.DecToIntUp(d)), rounding.DecUp(d, 0))
		require.Equal(t, rounding.DecToIntDown(d), rounding.RatToIntDown(rounding.Rat(d)))
		require.Equal(t, rounding.DecToIntUp(d), rounding.RatToIntUp(rounding.Rat(d)))

		back, err := rounding.ParseDec(rounding.Text(trunc, places), places)
		require.NoError(t, err)
		require.True(t, trunc.Equal(back))
	})
}

// MulDiv against fractions: down ≤ exact ≤ up, less than one apart; the decimal forms agree with it.
func TestMulDivLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) math.Int { return math.NewInt(rapid.Int64().Draw(t, label)) }
		a, b, c := draw("a"), draw("b"), draw("c")
		if c.IsZero() {
			c = math.OneInt()
		}
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(a.BigInt(), b.BigInt()), c.BigInt())
		down, up := rounding.MulDivDown(a, b, c), rounding.MulDivUp(a, b, c)
		require.LessOrEqual(t, new(big.Rat).SetInt(down.BigInt()).Cmp(exact), 0)
		require.GreaterOrEqual(t, new(big.Rat).SetInt(up.BigInt()).Cmp(exact), 0)
		require.Equal(t, exact.IsInt(), down.Equal(up))
		require.True(t, up.Sub(down).LTE(math.OneInt()))

		d := math.LegacyNewDecFromBigIntWithPrec(b.BigInt(), 18)
		require.Equal(t, rounding.MulDivDown(a, b, math.NewInt(1e18)), rounding.MulDecDown(a, d))
		require.Equal(t, rounding.MulDivUp(a, b, math.NewInt(1e18)), rounding.MulDecUp(a, d))
		if !b.IsZero() {
			require.Equal(t, rounding.MulDivDown(a, math.NewInt(1e18), b), rounding.QuoDecDown(a, d))
			require.Equal(t, rounding.MulDivUp(a, math.NewInt(1e18), b), rounding.QuoDecUp(a, d))
		}
	})
}
