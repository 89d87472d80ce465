package haircut_test

import (
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/haircut"
)

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func TestUpperBoundsBelongToTheirBucket(t *testing.T) {
	for years, want := range map[string]int{
		"0": 0, "1": 0, "1.000000000000000001": 1, "5": 1, "5.1": 2, "10": 2, "10.1": 3, "20": 3, "20.1": 4, "30": 4, "30.1": 5, "100": 5,
	} {
		bucket, err := haircut.Bucket(dec(years))
		require.NoError(t, err)
		require.Equal(t, want, bucket, years)
	}
	_, err := haircut.Bucket(dec("-0.1"))
	require.ErrorIs(t, err, haircut.ErrInput)
	_, err = haircut.Bucket(math.LegacyDec{})
	require.ErrorIs(t, err, haircut.ErrInput)
}

func TestInForce(t *testing.T) {
	tables := haircut.CollateralPrices()
	for day, want := range map[string]string{
		"2004-02-05": "2004-02-05", "2023-10-09": "2004-02-05", "2023-10-10": "2023-10-10", "2024-10-10": "2023-10-10", "2024-10-11": "2024-10-11", "2040-01-01": "2024-10-11",
	} {
		table, err := haircut.InForce(tables, date.MustParse(day))
		require.NoError(t, err)
		require.Equal(t, want, table.From.String())
	}
	_, err := haircut.InForce(tables, date.MustParse("2004-02-04"))
	require.ErrorIs(t, err, haircut.ErrNoTable)
	for i := 1; i < len(tables); i++ {
		require.Less(t, tables[i-1].From, tables[i].From)
	}
}

func TestRefusals(t *testing.T) {
	tables := haircut.CollateralPrices()
	latest := tables[len(tables)-1]
	_, err := latest.CollateralValue(math.ZeroInt(), haircut.Fixed, dec("1"))
	require.ErrorIs(t, err, haircut.ErrInput)
	_, err = latest.CollateralValue(math.Int{}, haircut.Fixed, dec("1"))
	require.ErrorIs(t, err, haircut.ErrInput)
	_, err = latest.CollateralValue(math.OneInt(), "stock", dec("1"))
	require.ErrorIs(t, err, haircut.ErrUnknownKind)
	_, err = latest.CollateralValue(math.OneInt(), haircut.Linker, dec("10.5"))
	require.ErrorIs(t, err, haircut.ErrNotEligible)
	_, err = tables[0].CollateralValue(math.OneInt(), haircut.Fixed, dec("1"))
	require.ErrorIs(t, err, haircut.ErrUnknownKind)
}

// A collateral value never exceeds the market value, falls with residual maturity, and is floored.
func TestCollateralValueLaws(t *testing.T) {
	tables := haircut.CollateralPrices()
	rapid.Check(t, func(t *rapid.T) {
		table := rapid.SampledFrom(tables[1:]).Draw(t, "revision")
		kind := rapid.SampledFrom([]haircut.Kind{haircut.Fixed, haircut.Strip}).Draw(t, "kind")
		market := math.NewInt(rapid.Int64Range(1, 1<<62).Draw(t, "market"))
		years := math.LegacyNewDecWithPrec(rapid.Int64Range(0, 40_000).Draw(t, "years"), 3)
		value, err := table.CollateralValue(market, kind, years)
		require.NoError(t, err)
		percent, err := table.At(kind, years)
		require.NoError(t, err)
		require.True(t, value.LT(market))
		hundredths := value.MulRaw(100)
		exact := market.Mul(percent.TruncateInt())
		require.True(t, hundredths.LTE(exact) && exact.LT(hundredths.AddRaw(100)))
		longer, err := table.CollateralValue(market, kind, years.Add(dec("5")))
		require.NoError(t, err)
		require.True(t, longer.LTE(value))
	})
}
