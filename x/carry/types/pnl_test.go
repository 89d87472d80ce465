package types_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
)

func amount(t *rapid.T, name string, least int64) math.Int {
	n := math.NewInt(rapid.Int64Min(least).Draw(t, name))
	return n.MulRaw(rapid.Int64Range(1, 1<<36).Draw(t, name+" scale"))
}

// TestResultIsExact: the three parts are the result, to the unit, and each is what it should be within its rounding.
func TestResultIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entry := types.Entry{Spent: amount(t, "spent", 1), Bought: amount(t, "bought", 1)}
		unsold, sold, received := amount(t, "unsold", 0), amount(t, "sold", 0), amount(t, "received", 0)
		financing := amount(t, "financing", 0)
		pnl := types.Result(entry, unsold, sold, received, financing)
		require.True(t, pnl.Total.Equal(pnl.Carry.Add(pnl.Fx).Add(pnl.Cross)))
		require.True(t, pnl.Total.Equal(pnl.Value.Sub(entry.Spent).Sub(financing)))
		require.True(t, pnl.Returned.Equal(unsold.Add(sold)))
		if sold.IsZero() && received.IsZero() {
			// What is not converted has no currency result; the value was rounded down, so what is left is below D0/D1 + 1.
			bound := math.OneInt()
			if pnl.Returned.IsPositive() {
				bound = entry.Bought.Quo(pnl.Returned).AddRaw(2)
			}
			require.True(t, pnl.Fx.Abs().LTE(bound), pnl.Fx)
		}
		if pnl.Returned.Equal(entry.Bought) {
			require.True(t, pnl.Cross.IsZero(), "no earnings, no cross")
			require.True(t, pnl.Carry.Equal(financing.Neg()))
		}
	})
}

// TestResultIsTheTextbook's: the same trade by the formula of the field, within the rounding of amounts to units.
func TestResultIsTheTextbooks(t *testing.T) {
	for _, test := range []struct {
		in, out, funding, investment string
		days                         int
	}{
		{"150", "155", "0.5", "4.5", 90},
		{"162", "142", "0.25", "5.3", 30},
		{"110.37", "110.37", "-0.1", "1.2", 365},
		{"149.5", "120.05", "0.727", "0", 1},
	} {
		notional := math.NewInt(15_000_000_000_000)
		trade := bondmath.CarryTrade{
			Notional: notional, SpotIn: dec(test.in), SpotOut: dec(test.out),
			Funding: dec(test.funding), Investment: dec(test.investment), Days: test.days,
		}
		want, err := trade.PnL()
		require.NoError(t, err)

		bought := math.LegacyNewDecFromInt(notional).Quo(dec(test.in)).TruncateInt()
		days := math.LegacyNewDec(int64(test.days))
		returned := math.LegacyNewDecFromInt(bought).Mul(math.LegacyOneDec().Add(dec(test.investment).Mul(days).QuoInt64(36_000))).TruncateInt()
		received := math.LegacyNewDecFromInt(returned).Mul(dec(test.out)).TruncateInt()
		financing := math.LegacyNewDecFromInt(notional).Mul(dec(test.funding)).Mul(days).QuoInt64(36_500).TruncateInt()
		got := types.Result(types.Entry{Spent: notional, Bought: bought}, zero, returned, received, financing)
		for name, pair := range map[string][2]math.LegacyDec{
			"total": {want.Total, math.LegacyNewDecFromInt(got.Total)},
			"carry": {want.Carry, math.LegacyNewDecFromInt(got.Carry)},
			"fx":    {want.FX, math.LegacyNewDecFromInt(got.Fx)},
			"cross": {want.Cross, math.LegacyNewDecFromInt(got.Cross)},
		} {
			require.True(t, pair[0].Sub(pair[1]).Abs().LT(dec("400")), "%s: want %s, got %s", name, pair[0], pair[1])
		}
	}
}

// TestResultRoundsDown on numbers that do not come out even, gains and losses.
func TestResultRoundsDown(t *testing.T) {
	n := math.NewInt
	for _, test := range []struct {
		spent, bought, unsold, sold, received, financing int64
		want                                             string
	}{
		{100, 3, 0, 7, 50, 1, "-51 = 132 -79 -104"}, // 100·4/3 − 1 = 132.3, 3·50/7 − 100 = −78.6
		{100, 3, 0, 2, 90, 0, "-10 = -34 35 -11"},   // 100·(−1)/3 = −33.3, 3·90/2 − 100 = 35
		{100, 3, 1, 2, 100, 0, "33 = 0 33 0"},       // 100 + 33.3 for 3
		{1_000, 7, 2, 6, 901, 13, "173 = 129 37 7"}, // 901 + 285.7 for 8
		{100, 3, 0, 3, 100, 5, "-5 = -5 0 0"},       // nothing but the financing
		{100, 3, 0, 0, 0, 5, "-105 = -105 0 0"},     // all lost
		{100, 3, 2, 0, 0, 0, "-34 = -34 -1 1"},      // 66.6 for 2: −33.3, and the rounding of the value
	} {
		p := types.Result(types.Entry{Spent: n(test.spent), Bought: n(test.bought)}, n(test.unsold), n(test.sold), n(test.received), n(test.financing))
		require.Equal(t, test.want, fmt.Sprintf("%s = %s %s %s", p.Total, p.Carry, p.Fx, p.Cross))
	}
}

func TestNothingCameHome(t *testing.T) {
	entry := types.Entry{Spent: math.NewInt(150_000), Bought: some}
	pnl := types.Result(entry, zero, zero, zero, math.NewInt(7))
	require.Equal(t, "-150007", pnl.Total.String())
	require.Equal(t, "-150007", pnl.Carry.String())
	require.True(t, pnl.Fx.IsZero() && pnl.Cross.IsZero() && pnl.ExitRate().IsZero())
}

// TestDebtOfALoan grows with the index and is rounded up twice, as the market rounds it.
func TestDebtOfALoan(t *testing.T) {
	loan := types.Loan{Borrowed: math.NewInt(1_000), BorrowIndex: dec("1.0003")}
	require.Equal(t, "1001", loan.Debt(dec("1.0003")).String(), "1,000 is 999.7… of scaled debt, rounded up to 1,000")
	require.Equal(t, "1011", loan.Debt(dec("1.0101")).String())
	rapid.Check(t, func(t *rapid.T) {
		l := types.Loan{Borrowed: amount(t, "borrowed", 1), BorrowIndex: math.LegacyNewDecWithPrec(rapid.Int64Range(1e18, 4e18).Draw(t, "then"), 18)}
		index := l.BorrowIndex.Add(math.LegacyNewDecWithPrec(rapid.Int64Range(0, 4e18).Draw(t, "growth"), 18))
		require.True(t, l.Debt(index).GTE(l.Borrowed))
	})
}

func dec(s string) math.LegacyDec { return math.LegacyMustNewDecFromStr(s) }
