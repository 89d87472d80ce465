package curve_test

import (
	"fmt"
	"os"
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/curve"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func fixing(t testing.TB, day string) curve.Fixing {
	t.Helper()
	file, err := os.Open("../testdata/jgbcme.csv")
	require.NoError(t, err)
	defer file.Close()
	fixings, err := curve.ReadMinistryCSV(file)
	require.NoError(t, err)
	for _, f := range fixings {
		if f.Date == date.MustParse(day) {
			return f
		}
	}
	t.Fatalf("no fixing of %s", day)
	return curve.Fixing{}
}

// flows are the payments of a semiannual bond after a date, per 100 of face.
func flows(t require.TestingT, coupon math.LegacyDec, after, maturity date.Date) []curve.Flow {
	schedule, err := bondmath.NewSchedule(maturity, 2)
	require.NoError(t, err)
	var list []curve.Flow
	for _, d := range schedule.After(after) {
		amount := coupon.QuoInt64(2)
		if d == maturity {
			amount = amount.Add(math.LegacyNewDec(100))
		}
		list = append(list, curve.Flow{Date: d, Amount: amount})
	}
	return list
}

func near(t require.TestingT, want, got math.LegacyDec, tolerance string, about ...any) {
	require.True(t, want.Sub(got).Abs().LTE(dec(tolerance)), "want %s, got %s %s", want, got, fmt.Sprint(about...))
}

// A bond that pays the published par yield of its tenor costs 100 on its issue date, negative yields included.
func TestParBondsCostPar(t *testing.T) {
	for _, day := range []string{"2019-02-28", "2023-11-01", "2024-02-14"} {
		f := fixing(t, day)
		c, err := curve.New(f.Points)
		require.NoError(t, err)
		for _, p := range f.Points {
			price, err := c.Price(f.Date, flows(t, p.Yield, f.Date, f.Date.AddMonths(p.Months)))
			require.NoError(t, err)
			near(t, dec("100"), price, "0.000000000000000100", day, p.Months)
		}
	}
}

// The bootstrap against a calculation by hand: 1Y at 2 %, 18 months interpolated at 3 %, 2Y at 4 %.
func TestBootstrapByHand(t *testing.T) {
	c, err := curve.New([]curve.Point{{12, dec("2")}, {24, dec("4")}})
	require.NoError(t, err)
	asOf := date.MustParse("2026-01-15")
	for months, want := range map[int]string{
		0:  "1",
		6:  "0.990099009900990099", // 1/1.01
		12: "0.980296049406920890", // 1/1.01²
		18: "0.956102536069341216", // (1 − 0.015·1.970395059307910989)/1.015
		24: "0.923009851071034270", // (1 − 0.02·2.926497595377252205)/1.02
	} {
		factor, err := c.Discount(asOf, asOf.AddMonths(months))
		require.NoError(t, err)
		near(t, dec(want), factor, "0.000000000000000002", months)
	}
	zero, err := c.ZeroRate(2)
	require.NoError(t, err)
	require.Equal(t, "1.9900661706", zero.String()[:12]) // 200·ln(1.01)

	// Between nodes the logarithm is linear: half of the 184 days from 15 July 2026 to 15 January 2027.
	middle, err := c.Discount(asOf, date.MustParse("2026-10-15"))
	require.NoError(t, err)
	near(t, dec("0.985185336841573"), middle, "0.000000000000001") // 1.01^−1.5

	// Beyond the last tenor the last forward rate holds.
	last := dec("0.923009851071034270")
	beyond, err := c.Discount(asOf, asOf.AddMonths(30))
	require.NoError(t, err)
	near(t, last.Mul(last).Quo(dec("0.956102536069341216")), beyond, "0.00000000000000001")
}

func TestRefusals(t *testing.T) {
	for name, points := range map[string][]curve.Point{
		"none":           {},
		"quarter":        {{3, dec("1")}},
		"zero tenor":     {{0, dec("1")}},
		"not rising":     {{24, dec("1")}, {12, dec("1")}},
		"twice":          {{12, dec("1")}, {12, dec("1")}},
		"beyond fifty":   {{606, dec("1")}},
		"too low":        {{12, dec("-20.1")}},
		"too high":       {{12, dec("100.1")}},
		"no yield":       {{12, math.LegacyDec{}}},
		"negative tenor": {{-6, dec("1")}},
	} {
		_, err := curve.New(points)
		require.ErrorIs(t, err, curve.ErrPoints, name)
	}
	_, err := curve.New([]curve.Point{{12, dec("0")}, {480, dec("6")}})
	require.ErrorIs(t, err, curve.ErrArbitrage)

	c, err := curve.New([]curve.Point{{12, dec("1")}})
	require.NoError(t, err)
	asOf := date.MustParse("2026-01-31")
	_, err = c.Discount(asOf, asOf-1)
	require.ErrorIs(t, err, curve.ErrPast)
	_, err = c.Discount(asOf, asOf.AddMonths(600))
	require.NoError(t, err)
	_, err = c.Discount(asOf, asOf.AddMonths(600)+1)
	require.ErrorIs(t, err, curve.ErrBeyond)
	_, err = c.Price(asOf, []curve.Flow{{asOf - 1, dec("1")}})
	require.ErrorIs(t, err, curve.ErrPast)
	_, err = c.ZeroRate(101)
	require.ErrorIs(t, err, curve.ErrBeyond)
}

func drawCurve(t *rapid.T) []curve.Point {
	var points []curve.Point
	for _, years := range []int{1, 2, 3, 5, 7, 10, 15, 20, 30, 40} {
		if rapid.Bool().Draw(t, "published") || years == 10 {
			milli := rapid.Int64Range(-500, 5000).Draw(t, "yield")
			points = append(points, curve.Point{Months: 12 * years, Yield: math.LegacyNewDecWithPrec(milli, 3)})
		}
	}
	return points
}

func TestCurveLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := curve.New(drawCurve(t))
		if err != nil {
			require.ErrorIs(t, err, curve.ErrArbitrage)
			t.Skip("no such curve")
		}
		asOf := date.Date(rapid.IntRange(int(date.New(2000, 1, 1)), int(date.New(2060, 1, 1))).Draw(t, "as of"))
		paid := asOf.AddDays(rapid.IntRange(0, 49*365).Draw(t, "days"))
		factor, err := c.Discount(asOf, paid)
		require.NoError(t, err)
		require.True(t, factor.IsPositive())
		today, err := c.Discount(asOf, asOf)
		require.NoError(t, err)
		require.Equal(t, dec("1"), today)

		// Price is linear in the amounts.
		price, err := c.Price(asOf, []curve.Flow{{paid, dec("3.25")}, {paid, dec("-1.25")}})
		require.NoError(t, err)
		near(t, factor.MulInt64(2), price, "0.000000000000000002")

		// After every par yield rose by δ, yesterday's par bond falls short of 100 by δ on the new annuity.
		yield, half := c.Points()[0].Yield, c.Points()[0].Months/6
		issue := date.New(asOf.Year(), asOf.Month(), min(asOf.Day(), 28))
		dv01, err := c.DV01(issue, flows(t, yield, issue, issue.AddMonths(6*half)))
		require.NoError(t, err)
		risen, err := c.Shift(dec("0.01"))
		require.NoError(t, err)
		annuity := dec("0")
		for k := 1; k <= half; k++ {
			factor, err := risen.Discount(issue, issue.AddMonths(6*k))
			require.NoError(t, err)
			annuity = annuity.Add(factor)
		}
		near(t, annuity.Mul(dec("0.005")), dv01, "0.000000000000000200")
		require.True(t, dv01.IsPositive())
	})
}

// On a flat curve the price of any bond is its compound price at that yield, up to the days that shift inside a half-year.
func TestFlatCurveAgreesWithCompoundPrice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		yield := math.LegacyNewDecWithPrec(rapid.Int64Range(-900, 9000).Draw(t, "yield"), 3)
		coupon := math.LegacyNewDecWithPrec(rapid.Int64Range(0, 9000).Draw(t, "coupon"), 3)
		c, err := curve.New([]curve.Point{{12, yield}, {480, yield}})
		require.NoError(t, err)
		settle := date.Date(rapid.IntRange(int(date.New(2000, 1, 1)), int(date.New(2060, 1, 1))).Draw(t, "settle"))
		maturity := settle.AddDays(rapid.IntRange(1, 40*365).Draw(t, "days"))
		schedule, err := bondmath.NewSchedule(maturity, 2)
		require.NoError(t, err)
		bond := bondmath.Bond{Coupon: coupon, Schedule: schedule}
		clean, err := bond.CompoundPrice(settle, yield)
		require.NoError(t, err)
		accrued, err := bond.AccruedActual(settle)
		require.NoError(t, err)
		dirty, err := c.Price(settle, flows(t, coupon, settle, maturity))
		require.NoError(t, err)
		price := clean.Add(accrued)
		near(t, price, dirty, price.Mul(yield.Abs()).QuoInt64(5_000).Add(dec("0.0000001")).String())
	})
}

// A valuation that has met other dates before prices the same as a fresh one.
func TestValuationRemembersNothingElse(t *testing.T) {
	f := fixing(t, "2024-02-14")
	c, err := curve.New(f.Points)
	require.NoError(t, err)
	shared := c.On(f.Date)
	for years := range 40 {
		for _, day := range []int{1, 10, 20} {
			bond := flows(t, dec("1.5"), f.Date, date.New(2025+years, 3, day))
			want, err := c.Price(f.Date, bond)
			require.NoError(t, err)
			got, err := shared.Price(bond)
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	}
	_, err = shared.Price([]curve.Flow{{f.Date - 1, dec("1")}})
	require.ErrorIs(t, err, curve.ErrPast)
	_, err = shared.Price([]curve.Flow{{f.Date - 1, dec("1")}})
	require.ErrorIs(t, err, curve.ErrPast)
}

// BenchmarkAllIssues prices three hundred issues on one day, as a block does.
func BenchmarkAllIssues(b *testing.B) {
	f := fixing(b, "2024-02-14")
	c, err := curve.New(f.Points)
	require.NoError(b, err)
	var issues [][]curve.Flow
	for n := range 300 {
		maturity := date.New(2024+n%40, 3, 20).AddMonths(3 * (n % 4))
		issues = append(issues, flows(b, dec("1.5"), f.Date, maturity.AddMonths(3)))
	}
	for b.Loop() {
		valuation := c.On(f.Date)
		for _, issue := range issues {
			if _, err := valuation.Price(issue); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkNew(b *testing.B) {
	f := fixing(b, "2024-02-14")
	for b.Loop() {
		if _, err := curve.New(f.Points); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPrice(b *testing.B) {
	f := fixing(b, "2024-02-14")
	c, err := curve.New(f.Points)
	require.NoError(b, err)
	for _, years := range []int{2, 10, 40} {
		b.Run(fmt.Sprintf("%dy", years), func(b *testing.B) {
			bond := flows(b, dec("1.9"), f.Date, date.New(f.Date.Year()+years, 3, 20))
			for b.Loop() {
				if _, err := c.Price(f.Date, bond); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A spread s multiplies each factor by e^(−s·t): for one payment the price is known.
func TestPriceOver(t *testing.T) {
	c, err := curve.New([]curve.Point{{12, dec("2")}, {480, dec("2")}})
	require.NoError(t, err)
	asOf := date.MustParse("2026-01-15")
	year := []curve.Flow{{asOf.AddDays(365), dec("100")}}
	over, err := c.On(asOf).PriceOver(year, dec("1"))
	require.NoError(t, err)
	near(t, dec("97.054194074028825955"), over, "0.000000001") // 98.0296049406920 × e^−0.01
	same, err := c.On(asOf).PriceOver(year, dec("0"))
	require.NoError(t, err)
	plain, err := c.Price(asOf, year)
	require.NoError(t, err)
	require.Equal(t, plain, same)
	below, err := c.On(asOf).PriceOver(year, dec("-1"))
	require.NoError(t, err)
	require.True(t, below.GT(plain) && plain.GT(over))
}

// What is remembered is what would be computed, for any curve, date and order of asking.
func TestSharedValuationsAreFreshOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := drawCurve(t)
		asOf := date.Date(rapid.IntRange(int(date.New(2024, 1, 1)), int(date.New(2024, 1, 20))).Draw(t, "as of"))
		shared, err := curve.Value(points, asOf)
		if err != nil {
			_, again := curve.New(points)
			require.Equal(t, err, again)
			return
		}
		bond := []curve.Flow{{asOf.AddDays(rapid.IntRange(0, 9000).Draw(t, "days")), dec("101.5")}}
		fresh, err := curve.New(points)
		require.NoError(t, err)
		want, err := fresh.Price(asOf, bond)
		require.NoError(t, err)
		got, err := shared.Price(bond)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, fresh.Points(), shared.Curve().Points())
	})
	_, err := curve.Value(nil, 0)
	require.ErrorIs(t, err, curve.ErrPoints)
	_, err = curve.Value([]curve.Point{{12, math.LegacyDec{}}}, 0)
	require.ErrorIs(t, err, curve.ErrPoints)
}

// Key-rate DV01s sum to the DV01, a point beyond the last payment's neighbours does not matter, and a zero has the duration it should.
func TestRisk(t *testing.T) {
	f := fixing(t, "2024-02-14")
	c, err := curve.New(f.Points)
	require.NoError(t, err)
	tenYear := flows(t, dec("0.8"), f.Date, f.Date.AddMonths(120))
	risk, err := c.Risk(f.Date, tenYear, dec("0"))
	require.NoError(t, err)
	parallel, err := c.DV01(f.Date, tenYear)
	require.NoError(t, err)
	near(t, parallel, risk.DV01, "0.0001")
	sum := dec("0")
	for _, key := range risk.KeyRates {
		sum = sum.Add(key.DV01)
		if key.Months > 120 {
			require.True(t, key.DV01.IsZero(), key.Months)
		}
	}
	near(t, risk.DV01, sum, "0.00001")
	near(t, dec("9.6"), risk.Duration, "0.2")
	near(t, dec("98"), risk.Convexity, "5")

	zero := []curve.Flow{{f.Date.AddMonths(60), dec("100")}}
	flat, err := curve.New([]curve.Point{{12, dec("2")}, {480, dec("2")}})
	require.NoError(t, err)
	risk, err = flat.Risk(f.Date, zero, dec("0.5"))
	require.NoError(t, err)
	near(t, dec("4.950495"), risk.Duration, "0.00001") // 5 / 1.01
}

// BenchmarkFiveHundredSeries prices five hundred issues of forty years as a block does: with the curve of yesterday's blocks
// remembered, and right after it has changed.
func BenchmarkFiveHundredSeries(b *testing.B) {
	f := fixing(b, "2024-02-14")
	var issues [][]curve.Flow
	for n := range 500 {
		maturity := date.New(2024+n%40, 3, 20).AddMonths(3 * (n % 4))
		issues = append(issues, flows(b, dec("1.5"), f.Date, maturity.AddMonths(3)))
	}
	price := func(b *testing.B, points []curve.Point) {
		valuation, err := curve.Value(points, f.Date)
		require.NoError(b, err)
		for _, issue := range issues {
			if _, err := valuation.Price(issue); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("same curve", func(b *testing.B) {
		for b.Loop() {
			price(b, f.Points)
		}
	})
	b.Run("new curve", func(b *testing.B) {
		points := append([]curve.Point(nil), f.Points...)
		for b.Loop() {
			points[0].Yield = points[0].Yield.Add(dec("0.0000001"))
			price(b, points)
		}
	})
}
