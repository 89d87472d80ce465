package bondmath_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func TestReferenceIndex(t *testing.T) {
	for _, c := range []struct {
		on, earlier, later string // the months between which the index of the date lies
		first, second      string // their indices
		index, coefficient string // over a base of 100.371
	}{
		{"2026-03-10", "2025-12-01", "2026-01-01", "110.4", "110.9", "110.400", "1.09992"},
		{"2026-03-11", "2025-12-01", "2026-01-01", "110.4", "110.9", "110.416", "1.10008"}, // 110.4 + 0.5/31 = 110.41613
		{"2026-04-09", "2025-12-01", "2026-01-01", "110.4", "110.9", "110.884", "1.10474"}, // + 0.5 × 30/31
		{"2026-04-10", "2026-01-01", "2026-02-01", "110.9", "110.1", "110.900", "1.10490"},
		{"2026-04-24", "2026-01-01", "2026-02-01", "110.9", "110.1", "110.527", "1.10118"}, // a fall, 14 of 30 days
		{"2028-02-29", "2027-11-01", "2027-12-01", "100", "101", "100.655", "1.00283"},     // 19 of 29 days
		{"2026-01-05", "2025-09-01", "2025-10-01", "100", "100.4", "100.335", "0.99964"},   // before the 10th, across a year
	} {
		between := bondmath.ReferenceIndexOf(date.MustParse(c.on))
		require.Equal(t, c.earlier, between.Earlier.String(), c.on)
		require.Equal(t, c.later, between.Later.String(), c.on)
		index, err := between.Index(math.LegacyMustNewDecFromStr(c.first), math.LegacyMustNewDecFromStr(c.second))
		require.NoError(t, err)
		require.Equal(t, math.LegacyMustNewDecFromStr(c.index), index, c.on)
		coefficient, err := bondmath.IndexCoefficient(index, math.LegacyMustNewDecFromStr("100.371"))
		require.NoError(t, err)
		require.Equal(t, math.LegacyMustNewDecFromStr(c.coefficient), coefficient, c.on)
	}
	_, err := bondmath.Interpolation{Days: 30, Elapsed: 30}.Index(math.LegacyOneDec(), math.LegacyOneDec())
	require.ErrorIs(t, err, bondmath.ErrDays)
	_, err = bondmath.ReferenceIndexOf(0).Index(math.LegacyZeroDec(), math.LegacyOneDec())
	require.ErrorIs(t, err, bondmath.ErrAmount)
	_, err = bondmath.IndexCoefficient(math.LegacyOneDec(), math.LegacyZeroDec())
	require.ErrorIs(t, err, bondmath.ErrAmount)
}

// Whatever the indices, the reference index of a day lies between them, and on the 10th it is the earlier one.
func TestReferenceIndexLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := math.LegacyNewDecWithPrec(rapid.Int64Range(1, 300_000).Draw(t, "first"), 3)
		second := math.LegacyNewDecWithPrec(rapid.Int64Range(1, 300_000).Draw(t, "second"), 3)
		on := date.MustParse("2000-01-01").AddDays(rapid.IntRange(0, 50_000).Draw(t, "day"))
		between := bondmath.ReferenceIndexOf(on)
		index, err := between.Index(first, second)
		require.NoError(t, err)
		require.True(t, index.GTE(math.LegacyMinDec(first, second)) && index.LTE(math.LegacyMaxDec(first, second)))
		if !between.NeedsLater() {
			require.Equal(t, 10, on.Day())
			require.Equal(t, first, index)
		}
		require.Equal(t, between.Earlier.AddMonths(1), between.Later)
	})
}

// A bond whose payments are given as what they are anyway has the same price, yield and risk.
func TestPaymentsAreThoseOfABullet(t *testing.T) {
	maturity, settle := date.MustParse("2029-06-20"), date.MustParse("2026-03-03")
	schedule, err := bondmath.NewSchedule(maturity, 2)
	require.NoError(t, err)
	bullet := bondmath.Bond{Coupon: math.LegacyNewDec(3), Schedule: schedule}
	given := bullet
	for range 6 {
		given.Payments = append(given.Payments, math.LegacyMustNewDecFromStr("1.5"))
	}
	given.Payments = append(given.Payments, math.LegacyMustNewDecFromStr("101.5"))
	for _, price := range []string{"80", "100", "120.5"} {
		clean := math.LegacyMustNewDecFromStr(price)
		want, err := bullet.Risk(settle, clean)
		require.NoError(t, err)
		got, err := given.Risk(settle, clean)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	given.Payments = given.Payments[1:]
	_, err = given.CompoundYield(settle, math.LegacyNewDec(100))
	require.ErrorIs(t, err, bondmath.ErrSchedule)
}
