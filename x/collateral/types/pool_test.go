package types_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

var start = time.Date(2026, time.January, 7, 0, 0, 0, 0, time.UTC)

const year = 365 * 24 * time.Hour

// pool returns books with the given cash, claims and debt at indices of one.
func pool(cash, supply, debt int64) types.Pool {
	p := types.NewPool("ujpy", start)
	p.Cash, p.ScaledSupply, p.ScaledDebt = math.NewInt(cash), math.NewInt(supply), math.NewInt(debt)
	return p
}

func terms(edit func(*types.MarketTerms)) types.MarketTerms {
	t := types.DefaultMarketTerms("JPY", dec("0.5"), math.NewInt(1_000_000_000_000))
	if edit != nil {
		edit(&t)
	}
	return t
}

// flat terms charge one rate at every utilisation and keep nothing.
func flat(rate string) types.MarketTerms {
	return terms(func(t *types.MarketTerms) {
		t.PolicyRatePct, t.ReserveFactorPct = dec("0"), dec("0")
		t.BaseSpreadPct, t.KinkSpreadPct, t.FullSpreadPct = dec(rate), dec(rate), dec(rate)
	})
}

func dec(s string) math.LegacyDec { return math.LegacyMustNewDecFromStr(s) }

func TestAccrueIsSimpleWithinAnInterval(t *testing.T) {
	p := pool(500_000_000, 1_000_000_000, 500_000_000)
	require.True(t, p.Accrue(flat("2"), start.Add(year)))
	require.Equal(t, "1.020000000000000000", p.BorrowIndex.String())
	require.Equal(t, "1.010000000000000000", p.SupplyIndex.String(), "half is lent, nothing is kept")
	require.Equal(t, start.Add(year), p.AccruedAt)
	require.Equal(t, "510000000", p.TotalDebt().String())
	require.Equal(t, "1010000000", p.TotalSupply().String())
	require.True(t, p.Reserve().IsZero())
}

func TestAccrueGivesTheReserveItsShare(t *testing.T) {
	p := pool(0, 1_000_000, 1_000_000)
	keep := flat("10")
	keep.ReserveFactorPct = dec("25")
	p.Accrue(keep, start.Add(year))
	require.Equal(t, "1.100000000000000000", p.BorrowIndex.String())
	require.Equal(t, "1.075000000000000000", p.SupplyIndex.String())
	require.Equal(t, "25000", p.Reserve().String())
}

func TestInterestOnTheReservesMoneyStaysWithTheReserve(t *testing.T) {
	// All but one claim have left; the reserve carries the debt. The last claim earns the rate, not all the interest.
	p := pool(0, 1, 1_000_000_000)
	require.NoError(t, p.Validate())
	p.Accrue(flat("10"), start.Add(year))
	require.Equal(t, "1.100000000000000000", p.SupplyIndex.String())
	require.NoError(t, p.Validate())
}

func TestNothingAccrues(t *testing.T) {
	for name, test := range map[string]struct {
		pool types.Pool
		now  time.Time
		rate string
	}{
		"in no time":        {pool(1, 2, 1), start, "5"},
		"backwards":         {pool(1, 2, 1), start.Add(-time.Hour), "5"},
		"without debt":      {pool(2, 2, 0), start.Add(year), "5"},
		"at a rate of zero": {pool(1, 2, 1), start.Add(year), "0"},
	} {
		t.Run(name, func(t *testing.T) {
			p := test.pool
			require.False(t, p.Accrue(flat(test.rate), test.now))
			require.Equal(t, test.pool.BorrowIndex, p.BorrowIndex)
			require.Equal(t, test.pool.SupplyIndex, p.SupplyIndex)
			require.False(t, p.AccruedAt.Before(start))
		})
	}
}

func TestUtilisation(t *testing.T) {
	for _, test := range []struct {
		supply, debt int64
		want         string
	}{
		{0, 0, "0"},
		{100, 0, "0"},
		{3, 1, "33.333333333333333333"},
		{100, 100, "100"},
		{100, 101, "100"},
		{0, 5, "100"},
	} {
		require.Equal(t, dec(test.want), pool(1000, test.supply, test.debt).UtilisationPct())
	}
}

func TestBorrowRateFollowsTheKink(t *testing.T) {
	kinked := terms(func(t *types.MarketTerms) {
		t.PolicyRatePct, t.KinkPct = dec("0.5"), dec("80")
		t.BaseSpreadPct, t.KinkSpreadPct, t.FullSpreadPct = dec("0.1"), dec("0.5"), dec("10.5")
	})
	for utilisation, want := range map[string]string{"0": "0.6", "40": "0.8", "80": "1", "90": "6", "100": "11"} {
		require.Equal(t, dec(want), kinked.BorrowRatePct(dec(utilisation)), "at %s", utilisation)
	}
	require.Equal(t, dec("9.9"), kinked.SupplyRatePct(dec("100")), "a tenth is kept")
	kinked.PolicyRatePct = dec("-5")
	require.True(t, kinked.BorrowRatePct(dec("80")).IsZero(), "never below zero")
}

// TestAccrualAgreesWithExactFractions touches a pool at random moments and compares it with fractions of 256 binary places.
func TestAccrualAgreesWithExactFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		supply := rapid.Int64Range(1, 1e15).Draw(t, "supply")
		debt := rapid.Int64Range(1, supply).Draw(t, "debt")
		p, rules := pool(supply-debt, supply, debt), drawTerms(t)
		exactSupply, exactDebt := big.NewRat(supply, 1), big.NewRat(debt, 1)
		now, touches := start, rapid.IntRange(1, 12).Draw(t, "touches")
		for range touches {
			elapsed := time.Duration(rapid.Int64Range(1, int64(60*24*time.Hour)).Draw(t, "elapsed"))
			now = now.Add(elapsed)
			interest := exactInterest(rules, exactSupply, exactDebt, elapsed)
			p.Accrue(rules, now)
			exactDebt.Add(exactDebt, interest)
			kept := new(big.Rat).Mul(interest, rounding.Rat(rules.ReserveFactorPct))
			exactSupply.Add(exactSupply, interest).Sub(exactSupply, kept.Quo(kept, big.NewRat(100, 1)))
			exactDebt, exactSupply = trim(exactDebt), trim(exactSupply)
			require.NoError(t, p.Validate(), "suppliers are owed no more than there is")
		}
		// Each touch rounds an index by 10^-18 and the rate by less than 10^-18 percent.
		near(t, exactDebt, p.TotalDebt(), touches, "debt")
		near(t, exactSupply, p.TotalSupply(), touches, "supply")
	})
}

// trim cuts a fraction at 256 binary places, lest its length double with every touch.
func trim(r *big.Rat) *big.Rat {
	numerator := new(big.Int).Lsh(r.Num(), 256)
	return new(big.Rat).SetFrac(numerator.Quo(numerator, r.Denom()), new(big.Int).Lsh(big.NewInt(1), 256))
}

// near allows one unit for the final rounding and 10^-15 of the amount a touch.
func near(t require.TestingT, want *big.Rat, have math.Int, touches int, what string) {
	difference := new(big.Rat).Sub(want, new(big.Rat).SetInt(have.BigInt()))
	allowed := new(big.Rat).Mul(want, big.NewRat(int64(touches), 1e15))
	allowed.Add(allowed, big.NewRat(1, 1))
	require.LessOrEqual(t, difference.Abs(difference).Cmp(allowed), 0, "%s: want %s, have %s", what, want.FloatString(3), have)
}

func exactInterest(rules types.MarketTerms, supply, debt *big.Rat, elapsed time.Duration) *big.Rat {
	utilisation := new(big.Rat).Quo(debt, supply)
	utilisation.Mul(utilisation, big.NewRat(100, 1))
	from, to := rounding.Rat(rules.BaseSpreadPct), rounding.Rat(rules.KinkSpreadPct)
	begin, end := new(big.Rat), rounding.Rat(rules.KinkPct)
	if utilisation.Cmp(end) > 0 {
		from, to, begin, end = to, rounding.Rat(rules.FullSpreadPct), end, big.NewRat(100, 1)
	}
	share := new(big.Rat).Sub(utilisation, begin)
	share.Quo(share, new(big.Rat).Sub(end, begin))
	rate := new(big.Rat).Sub(to, from)
	rate.Mul(rate, share).Add(rate, from).Add(rate, rounding.Rat(rules.PolicyRatePct))
	if rate.Sign() < 0 {
		return new(big.Rat)
	}
	rate.Mul(rate, debt)
	return rate.Mul(rate, big.NewRat(int64(elapsed), 100*int64(year)))
}

func drawTerms(t *rapid.T) types.MarketTerms {
	pct := func(name string, low, high int64) math.LegacyDec {
		return math.LegacyNewDecWithPrec(rapid.Int64Range(low*10_000, high*10_000).Draw(t, name), 4)
	}
	rules := terms(func(r *types.MarketTerms) {
		r.PolicyRatePct, r.KinkPct, r.ReserveFactorPct = pct("policy", -5, 50), pct("kink", 1, 99), pct("reserve", 0, 100)
		r.BaseSpreadPct = pct("base", 0, 5)
		r.KinkSpreadPct = r.BaseSpreadPct.Add(pct("kink spread", 0, 5))
		r.FullSpreadPct = r.KinkSpreadPct.Add(pct("full spread", 0, 40))
	})
	require.NoError(t, rules.Validate())
	return rules
}

// TestSplittingAccrualIsBounded: touching a pool more often compounds, which never lowers the debt and raises it by less than
// the square of the interest.
func TestSplittingAccrualIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Int64Range(0, 100).Draw(t, "rate")
		rules := flat(math.LegacyNewDec(rate).String())
		days := rapid.IntRange(1, 365).Draw(t, "days")
		once, often := pool(0, 1_000_000, 1_000_000), pool(0, 1_000_000, 1_000_000)
		once.Accrue(rules, start.Add(time.Duration(days)*24*time.Hour))
		for day := 1; day <= days; day++ {
			often.Accrue(rules, start.Add(time.Duration(day)*24*time.Hour))
		}
		require.True(t, often.BorrowIndex.GTE(once.BorrowIndex))
		interest := math.LegacyNewDec(rate * int64(days)).QuoInt64(100 * 365)
		require.True(t, often.BorrowIndex.Sub(once.BorrowIndex).LTE(interest.Mul(interest).Add(dec("0.000000000000000400"))))
		require.True(t, often.SupplyIndex.LTE(often.BorrowIndex))
	})
}

// TestCenturiesAtTheTopRate: the largest debt at the highest rate for a century stays below MaxIndex, and for ever after at it.
func TestCenturiesAtTheTopRate(t *testing.T) {
	most := bondtypes.MaxAmount.SubRaw(1)
	rules := terms(func(t *types.MarketTerms) {
		t.PolicyRatePct, t.FullSpreadPct, t.ReserveFactorPct = dec("50"), dec("50"), dec("0")
		t.HealthThresholdPct = dec("1000")
	})
	require.NoError(t, rules.Validate())
	p := pool(0, 0, 0)
	p.ScaledSupply, p.ScaledDebt = most, most
	now, month := start, year/12
	for range 100 * 12 {
		now = now.Add(month)
		require.True(t, p.Accrue(rules, now))
	}
	require.True(t, p.BorrowIndex.LT(types.MaxIndex), "%s", p.BorrowIndex)
	require.True(t, p.BorrowIndex.GT(dec("1"+zeros(41))), "%s", p.BorrowIndex)
	for range 300 * 12 {
		now = now.Add(month)
		p.Accrue(rules, now)
	}
	require.Equal(t, types.MaxIndex, p.BorrowIndex)
	require.True(t, p.SupplyIndex.LTE(p.BorrowIndex))
	require.NoError(t, p.Validate())
	debt := p.TotalDebt()
	require.NotPanics(t, func() { rules.RequiredUp(debt) })
	require.Equal(t, most, p.ScaledDebtDown(debt))
	require.False(t, p.Accrue(rules, now.Add(200*year)), "interest has stopped")
}

func zeros(n int) string { return math.NewIntWithDecimal(1, n).String()[1:] }

func TestAMillenniumInOneStep(t *testing.T) {
	p := pool(0, 1_000_000, 1_000_000)
	p.Accrue(flat("100"), start.AddDate(1000, 0, 0))
	require.True(t, p.BorrowIndex.GT(dec("290")) && p.BorrowIndex.LT(dec("294")), "time is counted up to 292 years: %s", p.BorrowIndex)
}

// TestConversionsFavourThePool: what comes out is never worth more than what went in.
func TestConversionsFavourThePool(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pool(0, 1, 1)
		index := func(name string) math.LegacyDec {
			return math.LegacyNewDecWithPrec(rapid.Int64Range(1e9, 9e18).Draw(t, name), 9)
		}
		p.SupplyIndex, p.BorrowIndex = index("supply index"), index("borrow index")
		amount := math.NewInt(rapid.Int64Range(1, 1e18).Draw(t, "amount"))

		require.True(t, p.SupplyValueDown(p.ClaimsDown(amount)).LTE(amount))
		require.True(t, p.SupplyValueDown(p.ClaimsUp(amount)).GTE(amount))
		require.True(t, p.DebtValueUp(p.ScaledDebtUp(amount)).GTE(amount))
		require.True(t, p.DebtValueUp(p.ScaledDebtDown(amount)).LTE(amount))
		require.True(t, p.ClaimsUp(p.SupplyValueDown(amount)).LTE(amount), "all of a supply can be withdrawn by amount")
		require.True(t, p.ScaledDebtDown(p.DebtValueUp(amount)).GTE(amount), "paying the debt clears it")
	})
}

func TestRequiredValueIsRoundedUp(t *testing.T) {
	rules := terms(func(t *types.MarketTerms) { t.HealthThresholdPct = dec("105") })
	require.Equal(t, "105", rules.RequiredUp(math.NewInt(100)).String())
	require.Equal(t, "107", rules.RequiredUp(math.NewInt(101)).String())
	require.Equal(t, "100", rules.CarriedDown(math.NewInt(105)).String())
	require.Equal(t, "100", rules.CarriedDown(math.NewInt(106)).String())
}

func TestPoolValidate(t *testing.T) {
	for name, edit := range map[string]func(*types.Pool){
		"negative cash":      func(p *types.Pool) { p.Cash = math.NewInt(-1) },
		"missing supply":     func(p *types.Pool) { p.ScaledSupply = math.Int{} },
		"negative debt":      func(p *types.Pool) { p.ScaledDebt = math.NewInt(-1) },
		"negative index":     func(p *types.Pool) { p.SupplyIndex = dec("-0.1") },
		"index of zero":      func(p *types.Pool) { p.BorrowIndex = dec("0") },
		"missing index":      func(p *types.Pool) { p.BorrowIndex = math.LegacyDec{} },
		"index too large":    func(p *types.Pool) { p.BorrowIndex = types.MaxIndex.Add(dec("1")) },
		"debt without time":  func(p *types.Pool) { p.AccruedAt = time.Time{} },
		"owes more than has": func(p *types.Pool) { p.Cash = p.Cash.SubRaw(1) },
		"bad denom":          func(p *types.Pool) { p.Denom = "?" },
	} {
		t.Run(name, func(t *testing.T) {
			p := pool(50, 100, 50)
			require.NoError(t, p.Validate())
			edit(&p)
			require.ErrorIs(t, p.Validate(), types.ErrInvalidGenesis)
		})
	}
}
