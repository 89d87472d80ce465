package bondmath_test

import (
	"math/big"
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// milli draws a decimal with three places between low and high thousandths.
func milli(t *rapid.T, label string, low, high int64) math.LegacyDec {
	return math.LegacyNewDecWithPrec(rapid.Int64Range(low, high).Draw(t, label), 3)
}

// drawBond draws a coupon, a schedule and a settlement up to forty years before maturity.
func drawBond(t *rapid.T) (bondmath.Bond, date.Date) {
	maturity := drawDate(t, "maturity")
	settle := maturity.AddDays(-rapid.IntRange(1, 40*365).Draw(t, "days"))
	schedule, err := bondmath.NewSchedule(maturity, rapid.SampledFrom([]int{1, 2, 2, 2, 4, 12}).Draw(t, "frequency"))
	require.NoError(t, err)
	return bondmath.Bond{Coupon: milli(t, "coupon", 0, 9_000), Schedule: schedule}, settle
}

func near(t require.TestingT, want, got math.LegacyDec, tolerance string) {
	require.True(t, want.Sub(got).Abs().LTE(dec(tolerance)), "want %s, got %s", want, got)
}

// The exact simple price and yield are inverses, and both fall as the other rises.
func TestSimpleYieldLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bond, settle := drawBond(t)
		maturity := bond.Schedule.Maturity()
		price := milli(t, "price", 40_000, 300_000)
		yield, err := bondmath.SimpleYieldExact(bond.Coupon, price, settle, maturity)
		require.NoError(t, err)

		published, err := bondmath.SimpleYield(bond.Coupon, price, settle, maturity)
		require.NoError(t, err)
		require.True(t, rounding.HasPlaces(published, 3))
		rest := new(big.Rat).Sub(yield, rounding.Rat(published))
		require.True(t, rest.Sign() == 0 || rest.Sign() == yield.Sign(), "truncated away from zero")
		require.Negative(t, rest.Abs(rest).Cmp(big.NewRat(1, 1000)))

		dearer, err := bondmath.SimpleYieldExact(bond.Coupon, price.Add(dec("0.001")), settle, maturity)
		require.NoError(t, err)
		require.Negative(t, dearer.Cmp(yield))

		atYield := milli(t, "yield", -2_000, 20_000)
		back, err := bondmath.SimplePriceExact(bond.Coupon, atYield, settle, maturity)
		require.NoError(t, err)
		require.Positive(t, back.Sign())
		shown, err := bondmath.SimplePrice(bond.Coupon, atYield, settle, maturity)
		require.NoError(t, err)
		require.Equal(t, rounding.RatHalfUp(back, 8), shown)
		lower, err := bondmath.SimplePriceExact(bond.Coupon, atYield.Add(dec("0.001")), settle, maturity)
		require.NoError(t, err)
		require.Negative(t, lower.Cmp(back))

		// Through the price rounded to eight decimals the yield comes back, to what that rounding hides.
		if shown.GT(dec("1")) && shown.LT(dec("10000")) {
			again, err := bondmath.SimpleYieldExact(bond.Coupon, shown, settle, maturity)
			require.NoError(t, err)
			near(t, atYield, rounding.RatHalfUp(again, 18), "0.01")
		}
	})
}

func TestTBillLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		settle := drawDate(t, "settle")
		maturity := settle.AddDays(rapid.IntRange(1, 366).Draw(t, "days"))
		yield := milli(t, "yield", -5_000, 20_000)
		exact, err := bondmath.TBillPriceExact(yield, settle, maturity)
		require.NoError(t, err)
		shown, err := bondmath.TBillPrice(yield, settle, maturity)
		require.NoError(t, err)
		require.Equal(t, rounding.RatHalfUp(exact, 8), shown)
		back, err := bondmath.TBillYieldExact(shown, settle, maturity)
		require.NoError(t, err)
		near(t, yield, rounding.RatHalfUp(back, 18), "0.00001")
		published, err := bondmath.TBillYield(shown, settle, maturity)
		require.NoError(t, err)
		require.Equal(t, rounding.RatTrunc(back, 4), published)
		require.Equal(t, yield.IsPositive(), shown.LT(dec("100")))
	})
}

// The compound yield is the root of the price to its last decimal: truncated toward zero, with the price between those
// of the tick itself and the next one away from zero.
func TestCompoundYieldIsTheTruncatedRoot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bond, settle := drawBond(t)
		price := milli(t, "price", 60_000, 200_000)
		yield, err := bond.CompoundYield(settle, price)
		if err != nil {
			require.ErrorIs(t, err, bondmath.ErrYield)
			dearest, cheapest := naivePrice(t, bond, settle, dec("-50")), naivePrice(t, bond, settle, dec("1000"))
			require.False(t, between(cheapest, price, dearest), "a price within the bounds of yields has one")
			return
		}
		require.True(t, rounding.HasPlaces(yield, 10))
		near(t, naivePrice(t, bond, settle, yield), price, "0.0001")
		away := dec("0.0000000001")
		if yield.IsNegative() {
			away = away.Neg()
		}
		if !yield.IsZero() {
			here, beyond := naivePrice(t, bond, settle, yield), naivePrice(t, bond, settle, yield.Add(away))
			require.True(t, between(here, price, beyond), "%s, %s, %s", here, price, beyond)
		}
	})
}

// between tells whether b is between a and c, to the precision of the naive price.
func between(a, b, c math.LegacyDec) bool {
	low, high := math.LegacyMinDec(a, c), math.LegacyMaxDec(a, c)
	slack := dec("0.000000000000001")
	return low.Sub(slack).LTE(b) && b.LTE(high.Add(slack))
}

// naivePrice is the compound price by definition: one power per payment, the broken one by an integer root.
func naivePrice(t *rapid.T, bond bondmath.Bond, settle date.Date, yield math.LegacyDec) math.LegacyDec {
	period, frequency := bond.Schedule.Period(settle), int64(bond.Schedule.Frequency())
	ahead, days := settle.DaysUntil(period.Next), period.Days()

	const precision = 200
	number := func(r *big.Rat) *big.Float { return new(big.Float).SetPrec(precision).SetRat(r) }
	growth := rounding.Rat(yield)
	growth.Quo(growth, big.NewRat(100*frequency, 1)).Add(growth, big.NewRat(1, 1))
	factor := number(new(big.Rat).Inv(growth))

	// v^(a/D) is the root of x^D = v^a: bisection needs no logarithm.
	target := power(factor, ahead)
	low, high := number(big.NewRat(0, 1)), number(big.NewRat(4, 1))
	for range precision {
		middle := new(big.Float).Add(low, high)
		middle.Quo(middle, number(big.NewRat(2, 1)))
		if power(middle, days).Cmp(target) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	coupon := number(new(big.Rat).Quo(rounding.Rat(bond.Coupon), big.NewRat(frequency, 1)))
	discount, sum := low, number(big.NewRat(0, 1))
	for k := 1; k <= period.Remaining; k++ {
		payment := new(big.Float).Set(coupon)
		if k == period.Remaining {
			payment.Add(payment, number(big.NewRat(100, 1)))
		}
		sum.Add(sum, payment.Mul(payment, discount))
		discount = new(big.Float).Mul(discount, factor)
	}
	accrued := new(big.Float).Mul(coupon, number(big.NewRat(int64(days-ahead), int64(days))))
	clean, _ := sum.Sub(sum, accrued).Rat(nil)
	return rounding.RatHalfUp(clean, 18)
}

func power(x *big.Float, n int) *big.Float {
	result, base := new(big.Float).SetPrec(x.Prec()).SetInt64(1), new(big.Float).Set(x)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result.Mul(result, base)
		}
		base.Mul(base, base)
	}
	return result
}

// The compound price agrees with its definition, falls as the yield rises, and comes back from its own yield.
func TestCompoundPriceLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bond, settle := drawBond(t)
		yield := milli(t, "yield", -3_000, 20_000)
		price, err := bond.CompoundPrice(settle, yield)
		require.NoError(t, err)
		near(t, naivePrice(t, bond, settle, yield), price, "0.000000005000000001")
		issue, err := bond.IssuePrice(settle, yield)
		require.NoError(t, err)
		near(t, price, issue, "0.00500001")

		lower, err := bond.CompoundPrice(settle, yield.Add(dec("0.01")))
		require.NoError(t, err)
		require.True(t, lower.LT(price))

		if price.LTE(dec("0")) {
			return // a long bond at a high yield can cost less than its accrued interest
		}
		back, err := bond.CompoundYield(settle, price)
		require.NoError(t, err)
		risk, err := bond.RiskAtYield(settle, yield)
		require.NoError(t, err)
		hidden := dec("0.00000001").Quo(risk.DV01.Add(dec("0.0000000001"))).QuoInt64(100).Add(dec("0.0000000002"))
		near(t, yield, back, hidden.String())
	})
}

// At par on a coupon date the yield is the coupon, to the last decimal.
func TestParBondYieldsItsCoupon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		maturity := drawDate(t, "maturity")
		schedule, err := bondmath.NewSchedule(maturity, 2)
		require.NoError(t, err)
		coupon := milli(t, "coupon", 0, 9_999)
		bond := bondmath.Bond{Coupon: coupon, Schedule: schedule}
		settle := schedule.Period(maturity.AddMonths(-6 * rapid.IntRange(1, 80).Draw(t, "periods"))).Previous
		yield, err := bond.CompoundYield(settle, dec("100"))
		require.NoError(t, err)
		require.Equal(t, coupon, yield)
		price, err := bond.CompoundPrice(settle, coupon)
		require.NoError(t, err)
		require.Equal(t, dec("100"), price)
	})
}

// Yields that lie exactly on a tick are not cut to the tick below it, on either side of zero: discount bonds of one period.
func TestYieldsOnATick(t *testing.T) {
	for _, c := range []struct {
		frequency    int
		price, yield string
	}{
		{2, "125", "-40"}, {1, "125", "-20"}, {4, "125", "-80"}, {2, "80", "50"}, {1, "80", "25"}, {1, "62.5", "60"}, {1, "160", "-37.5"},
		{2, "100", "0"}, {1, "102.4", "-2.34375"}, {12, "102.4", "-28.125"}, {4, "97.65625", "9.6"},
	} {
		maturity := date.MustParse("2027-01-01")
		schedule, err := bondmath.NewSchedule(maturity, c.frequency)
		require.NoError(t, err)
		bond := bondmath.Bond{Coupon: dec("0"), Schedule: schedule}
		yield, err := bond.CompoundYield(schedule.Period(maturity-1).Previous, dec(c.price))
		if dec(c.yield).LT(dec("-50")) {
			require.ErrorIs(t, err, bondmath.ErrYield)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, dec(c.yield), yield, c.price)
	}
}

// First and second order agree with the price itself: after a small move, price change = −DV01 + convexity.
func TestRiskPredictsThePrice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bond, settle := drawBond(t)
		yield := milli(t, "yield", -1_000, 9_000)
		risk, err := bond.RiskAtYield(settle, yield)
		require.NoError(t, err)
		here := naivePrice(t, bond, settle, yield)
		risen := naivePrice(t, bond, settle, yield.Add(dec("0.01")))
		accrued, err := bond.AccruedActual(settle)
		require.NoError(t, err)
		dirty := here.Add(accrued)
		second := risk.Convexity.Mul(dirty).Mul(dec("0.000000005"))
		near(t, second.Sub(risk.DV01), risen.Sub(here), dirty.Mul(dec("0.0000005")).Add(dec("0.000000001")).String())

		years := dec("1").MulInt64(int64(settle.DaysUntil(bond.Schedule.Maturity()))).QuoInt64(365)
		require.True(t, risk.Macaulay.LTE(years.Add(dec("0.2"))), "duration beyond maturity")
		require.True(t, risk.Macaulay.IsPositive())
		if bond.Coupon.IsZero() {
			near(t, years, risk.Macaulay, "0.2")
		}
	})
}

// Accrued interest is never more than the half-year coupon, grows with the days, and never creates money: the parts of a
// face accrue at most what the whole does.
func TestAccruedLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coupon := milli(t, "coupon", 0, 9_000)
		last := drawDate(t, "last coupon")
		days := rapid.IntRange(0, 184).Draw(t, "days")
		face := math.NewInt(rapid.Int64Range(1, 1_000_000_000_000).Draw(t, "face"))
		part := math.NewInt(rapid.Int64Range(1, 1_000_000_000_000).Draw(t, "part"))

		whole, err := bondmath.AccruedSecondary(face.Add(part), coupon, dec("1"), last, last.AddDays(days))
		require.NoError(t, err)
		require.Equal(t, days, whole.Days)
		require.True(t, whole.Per100.LTE(coupon.QuoInt64(2)))
		first, err := bondmath.AccruedSecondary(face, coupon, dec("1"), last, last.AddDays(days))
		require.NoError(t, err)
		second, err := bondmath.AccruedSecondary(part, coupon, dec("1"), last, last.AddDays(days))
		require.NoError(t, err)
		require.True(t, first.Amount.Add(second.Amount).LTE(whole.Amount))
		require.True(t, whole.Amount.LTE(first.Amount.Add(second.Amount).AddRaw(1)))

		later, err := bondmath.AccruedPer100(coupon, last, last.AddDays(days+1))
		require.NoError(t, err)
		require.True(t, whole.Per100.LTE(later))

		issue, err := bondmath.AccruedAtIssue(face, coupon, dec("1"), last, last.AddDays(days))
		require.NoError(t, err)
		exact := face.Mul(math.NewIntFromBigInt(coupon.MulInt64(1000).TruncateInt().BigInt())).MulRaw(int64(days))
		require.Equal(t, exact.QuoRaw(36_500_000), issue.Amount)
	})
}

// The parts of a carry add up exactly, agree with the cash flows, and vanish at the break-even rate.
func TestCarryLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		trade := bondmath.CarryTrade{
			Notional: math.NewInt(rapid.Int64Range(1, 1_000_000_000_000_000).Draw(t, "notional")),
			SpotIn:   milli(t, "in", 50_000, 300_000), SpotOut: milli(t, "out", 50_000, 300_000),
			Funding: milli(t, "funding", -1_000, 10_000), Investment: milli(t, "investment", -1_000, 10_000),
			Days: rapid.IntRange(0, 3_650).Draw(t, "days"),
		}
		pnl, err := trade.PnL()
		require.NoError(t, err)
		require.Equal(t, pnl.Total, pnl.Carry.Add(pnl.FX).Add(pnl.Cross))

		// By the cash flows: what comes back less what is repaid.
		income := new(big.Rat).Add(big.NewRat(1, 1), interest(trade.Investment, trade.Days, 360))
		cost := new(big.Rat).Add(big.NewRat(1, 1), interest(trade.Funding, trade.Days, 365))
		back := new(big.Rat).Mul(income, new(big.Rat).Quo(rounding.Rat(trade.SpotOut), rounding.Rat(trade.SpotIn)))
		exact := back.Sub(back, cost)
		exact.Mul(exact, new(big.Rat).SetInt(trade.Notional.BigInt()))
		near(t, rounding.RatTrunc(exact, 18), pnl.Total, "0.000003")

		forward, err := bondmath.Forward(trade.SpotIn, trade.Funding, trade.Investment, trade.Days)
		require.NoError(t, err)
		trade.SpotOut = forward
		even, err := trade.PnL()
		require.NoError(t, err)
		near(t, dec("0"), even.Total, math.LegacyNewDecFromInt(trade.Notional).Mul(dec("0.000000001")).Add(dec("0.000003")).String())
	})
}

func interest(rate math.LegacyDec, days, basis int) *big.Rat {
	return new(big.Rat).Mul(rounding.Rat(rate), big.NewRat(int64(days), int64(100*basis)))
}

// One rate for one period compounds to itself; the order of fixings does not matter beyond the last decimals; splitting
// a period raises the growth of a positive rate.
func TestCompoundTONALaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate, days := milli(t, "rate", -500, 5_000), rapid.IntRange(1, 366).Draw(t, "days")
		single, err := bondmath.CompoundTONA([]math.LegacyDec{rate}, []int{days})
		require.NoError(t, err)
		near(t, rate, single.Rate, "0.0000000001")
		require.Equal(t, days, single.Days)

		n := rapid.IntRange(1, 30).Draw(t, "n")
		rates, periods := make([]math.LegacyDec, n), make([]int, n)
		backRates, backPeriods := make([]math.LegacyDec, n), make([]int, n)
		for i := range n {
			rates[i], periods[i] = milli(t, "r", -500, 5_000), rapid.IntRange(1, 4).Draw(t, "d")
			backRates[n-1-i], backPeriods[n-1-i] = rates[i], periods[i]
		}
		forth, err := bondmath.CompoundTONA(rates, periods)
		require.NoError(t, err)
		back, err := bondmath.CompoundTONA(backRates, backPeriods)
		require.NoError(t, err)
		near(t, forth.Factor, back.Factor, "0.000000000000000001")

		daily := make([]math.LegacyDec, days)
		ones := make([]int, days)
		for i := range days {
			daily[i], ones[i] = rate, 1
		}
		split, err := bondmath.CompoundTONA(daily, ones)
		require.NoError(t, err)
		require.True(t, split.Factor.GTE(single.Factor.Sub(dec("0.000000000000000001"))))
	})
}

// A fails charge grows with days and proceeds, and is nothing when the reference rate is three percent or more.
func TestFailsChargeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		proceeds := math.NewInt(rapid.Int64Range(1, 1<<60).Draw(t, "proceeds"))
		reference := milli(t, "reference", -1_000, 6_000)
		days := rapid.IntRange(0, 400).Draw(t, "days")
		charge, err := bondmath.JGBFailsCharge(proceeds, reference, days)
		require.NoError(t, err)
		require.False(t, charge.IsNegative())
		if reference.GTE(dec("3")) {
			require.True(t, charge.IsZero())
		}
		more, err := bondmath.JGBFailsCharge(proceeds.AddRaw(1), reference, days+1)
		require.NoError(t, err)
		require.True(t, charge.LTE(more))
		dollars, err := bondmath.USFailsCharge(proceeds, reference, days)
		require.NoError(t, err)
		require.True(t, rounding.HasPlaces(dollars, 2))
		require.True(t, math.LegacyNewDecFromInt(charge).LTE(dollars.Add(dec("0.01"))), "a year of 360 days charges more")
	})
}

func BenchmarkCompoundPrice(b *testing.B) {
	for _, maturity := range []string{"2028-01-01", "2035-12-20", "2065-03-20"} {
		b.Run(maturity[:4], func(b *testing.B) {
			bond := semiannual(b, "2.1", maturity)
			settle, yield := date.MustParse("2026-02-04"), dec("2.2371")
			for b.Loop() {
				if _, err := bond.CompoundPrice(settle, yield); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompoundYield(b *testing.B) {
	bond := semiannual(b, "2.1", "2065-03-20")
	settle, price := date.MustParse("2026-02-04"), dec("98.79")
	for b.Loop() {
		if _, err := bond.CompoundYield(settle, price); err != nil {
			b.Fatal(err)
		}
	}
}
