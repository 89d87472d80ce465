package bondmath_test

import (
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// The worked examples of 31 CFR part 356 appendix B section II.
func TestTreasuryExamples(t *testing.T) {
	for _, c := range []struct {
		name          string
		coupon, yield string
		r, s, n       int
		price         string
	}{
		{"A: 8 3/4 % thirty-year bond of 1990-05-15", "8.75", "8.84", 184, 184, 59, "99.057893"},
		{"B: 8 1/2 % two-year note of 1990-04-02, short first period", "8.5", "8.59", 181, 183, 3, "99.838183"},
	} {
		price, err := bondmath.TreasuryIssuePrice(bondmath.TreasuryTerms{
			Coupon: dec(c.coupon), Yield: dec(c.yield), DaysToCoupon: c.r, PeriodDays: c.s, FullPeriods: c.n,
		})
		require.NoError(t, err)
		require.Equal(t, c.price, rounding.Text(price, 6), c.name)
	}

	// D: 9 1/2 % ten-year note due 1995-11-15, sold again on 1985-11-29 at 9.54 %.
	bond := semiannual(t, "9.5", "1995-11-15")
	price, accrued, err := bond.TreasuryPrice(date.MustParse("1985-11-29"), dec("9.54"))
	require.NoError(t, err)
	require.Equal(t, "0.367403", rounding.Text(accrued, 6))
	require.Equal(t, "99.730918", rounding.Text(price, 6))

	// On a coupon date both formulas, and the compound price, are one.
	terms := bondmath.TreasuryTerms{Coupon: dec("9.5"), Yield: dec("9.54"), DaysToCoupon: 182, PeriodDays: 182, FullPeriods: 19}
	issue, err := bondmath.TreasuryIssuePrice(terms)
	require.NoError(t, err)
	reopened, nothing, err := bondmath.TreasuryReopeningPrice(terms)
	require.NoError(t, err)
	compound, err := bond.CompoundPrice(date.MustParse("1985-11-15"), dec("9.54"))
	require.NoError(t, err)
	require.Equal(t, issue, reopened)
	require.True(t, nothing.IsZero())
	require.Equal(t, issue, rounding.DecHalfUp(compound, 6))
}

// Auction results of United States notes, as published, with the accrued interest of reopenings left out of the price.
func TestTreasuryAuctions(t *testing.T) {
	for _, c := range []struct{ coupon, yield, settle, maturity, price string }{
		{"1.5", "1.793", "2016-10-17", "2026-08-15", "97.368781"},  // 9-year 10-month, October 2016
		{"2.25", "2.579", "2018-01-16", "2027-11-15", "97.156278"}, // 9-year 10-month, January 2018
		{"3.75", "3.783", "2008-11-17", "2018-11-15", "99.727098"}, // 10-year, November 2008, settled two days after its date
	} {
		price, _, err := semiannual(t, c.coupon, c.maturity).TreasuryPrice(date.MustParse(c.settle), dec(c.yield))
		require.NoError(t, err)
		require.Equal(t, c.price, rounding.Text(price, 6), "%s at %s", c.coupon, c.yield)
	}
	bill, err := bondmath.USBillPrice(dec("0.070"), date.MustParse("2008-11-13"), date.MustParse("2008-12-11"))
	require.NoError(t, err)
	require.Equal(t, "99.994556", rounding.Text(bill, 6)) // four weeks, November 2008
}

// Auction results of Japanese bonds as the ministry and the press published them, beside those of the vectors.
func TestMinistryAuctions(t *testing.T) {
	for _, c := range []struct{ coupon, price, issue, maturity, yield string }{
		{"0.1", "101.25", "2016-03-03", "2026-03-20", "-0.024"}, // ten-year 342, the first sold below zero
		{"0.1", "99.23", "2022-03-02", "2031-12-20", "0.179"},   // ten-year 365
		{"2.1", "99.99", "2026-01-07", "2035-12-20", "2.101"},   // ten-year 381, January, lowest
		{"2.1", "98.74", "2026-02-04", "2035-12-20", "2.256"},   // February, lowest
		{"2.1", "98.79", "2026-02-04", "2035-12-20", "2.249"},   // February, average
		{"2.1", "99.76", "2026-03-04", "2035-12-20", "2.129"},   // March, lowest
		{"2.1", "99.82", "2026-03-04", "2035-12-20", "2.122"},   // March, average
		{"1.0", "100.070", "2025-10-01", "2027-10-01", "0.964"}, // two-year 477, lowest
		{"1.0", "100.099", "2025-10-01", "2027-10-01", "0.949"}, // average
		{"0.9", "100.072", "2025-09-01", "2027-09-01", "0.863"}, // two-year 476, average
		{"1.3", "100.31", "2025-10-10", "2030-09-20", "1.233"},  // five-year 181, average
		{"0.4", "100.76", "2015-11-09", "2025-09-20", "0.320"},  // ten-year 340, lowest
		{"1.5", "99.05", "2025-09-03", "2035-06-20", "1.612"},   // ten-year 379, average
		{"1.7", "100.22", "2025-11-06", "2035-09-20", "1.674"},  // ten-year 380, lowest
		{"0.005", "99.30", "2025-08-18", "2035-03-10", "0.078"}, // inflation-linked 30
		{"2.5", "98.80", "2025-08-20", "2045-06-20", "2.591"},   // twenty-year 193, August, lowest
		{"2.5", "97.90", "2025-09-18", "2045-06-20", "2.662"},   // September, lowest
		{"2.5", "98.00", "2025-09-18", "2045-06-20", "2.654"},   // September, average
		{"2.7", "98.61", "2025-11-20", "2045-09-20", "2.809"},   // twenty-year 194, November, average
		{"2.7", "97.25", "2025-12-12", "2045-09-20", "2.919"},   // December, lowest
		{"2.7", "97.28", "2025-12-12", "2045-09-20", "2.916"},   // December, average
		{"3.2", "99.10", "2026-01-21", "2045-12-20", "3.274"},   // twenty-year 195, January, lowest
		{"3.2", "102.75", "2026-02-20", "2045-12-20", "2.979"},  // February, lowest
		{"3.2", "102.89", "2026-02-20", "2045-12-20", "2.968"},  // February, average
		{"0.7", "100.20", "2021-04-07", "2051-03-20", "0.691"},  // thirty-year 70, lowest
		{"3.2", "99.10", "2025-10-08", "2055-09-20", "3.259"},   // thirty-year 88, lowest
		{"3.4", "99.15", "2026-01-09", "2055-12-20", "3.457"},   // thirty-year 89, January, lowest
		{"3.4", "99.30", "2026-01-09", "2055-12-20", "3.447"},   // January, average
		{"3.4", "96.80", "2026-02-06", "2055-12-20", "3.623"},   // February, lowest
		{"3.4", "99.90", "2026-03-06", "2055-12-20", "3.406"},   // March, lowest
		{"3.4", "100.02", "2026-03-06", "2055-12-20", "3.398"},  // March, average
	} {
		yield, err := bondmath.SimpleYield(dec(c.coupon), dec(c.price), date.MustParse(c.issue), date.MustParse(c.maturity))
		require.NoError(t, err)
		require.Equal(t, c.yield, rounding.Text(yield, 3), "%s on %s", c.price, c.issue)
	}
}

// Bills of two, three and twelve months, as published: lowest prices and averages, with yields of either sign.
func TestBillAuctions(t *testing.T) {
	for _, c := range []struct{ price, issue, maturity, yield string }{
		{"99.8510", "2008-06-02", "2008-09-01", "0.5985"}, // 519
		{"99.8514", "2008-06-02", "2008-09-01", "0.5969"},
		{"99.8520", "2008-06-09", "2008-09-08", "0.5945"}, // 520
		{"99.8524", "2008-06-09", "2008-09-08", "0.5928"},
		{"99.8505", "2008-06-16", "2008-09-16", "0.5940"}, // 523
		{"99.8508", "2008-06-16", "2008-09-16", "0.5928"},
		{"99.8445", "2008-06-20", "2008-09-22", "0.6047"}, // 524
		{"99.8451", "2008-06-20", "2008-09-22", "0.6024"},
		{"99.8505", "2008-06-30", "2008-09-29", "0.6005"}, // 525
		{"99.8513", "2008-06-30", "2008-09-29", "0.5973"},
		{"99.9850", "2012-02-15", "2012-04-09", "0.1014"},   // 258, over the leap day
		{"99.9825", "2012-03-23", "2012-05-25", "0.1014"},   // 267
		{"99.9859", "2012-04-13", "2012-06-04", "0.0989"},   // 272
		{"99.9832", "2012-05-25", "2012-07-25", "0.1005"},   // 282
		{"100.0405", "2019-12-02", "2020-03-09", "-0.1507"}, // 873, over the leap day
		{"100.0479", "2019-12-02", "2020-03-09", "-0.1783"},
		{"100.126", "2021-11-22", "2022-11-21", "-0.1261"}, // 1038
	} {
		yield, err := bondmath.TBillYield(dec(c.price), date.MustParse(c.issue), date.MustParse(c.maturity))
		require.NoError(t, err)
		require.Equal(t, c.yield, rounding.Text(yield, 4), "%s on %s", c.price, c.issue)
	}
}

// Prices of forty-year and climate-transition bonds from the highest accepted yield, as published.
func TestIssuePricesOfYieldAuctions(t *testing.T) {
	for _, c := range []struct{ coupon, yield, issue, maturity, price string }{
		{"1.9", "1.920", "2013-08-22", "2053-03-20", "99.45"},  // forty-year 6
		{"1.4", "1.475", "2015-10-29", "2055-03-20", "97.76"},  // forty-year 8, October
		{"1.4", "1.130", "2016-02-25", "2055-03-20", "108.51"}, // February
		{"0.4", "0.345", "2016-07-28", "2056-03-20", "102.04"}, // forty-year 9
		{"3.1", "3.555", "2025-11-27", "2065-03-20", "90.40"},  // forty-year 18
		{"1.6", "1.680", "2025-10-22", "2035-09-20", "99.27"},  // climate transition, ten-year 3
	} {
		price, err := semiannual(t, c.coupon, c.maturity).IssuePrice(date.MustParse(c.issue), dec(c.yield))
		require.NoError(t, err)
		require.Equal(t, c.price, rounding.Text(price, 2), "%s on %s", c.yield, c.issue)
	}
}

func semiannual(t require.TestingT, coupon, maturity string) bondmath.Bond {
	schedule, err := bondmath.NewSchedule(date.MustParse(maturity), 2)
	require.NoError(t, err)
	return bondmath.Bond{Coupon: dec(coupon), Schedule: schedule}
}

func TestTreasuryRefusals(t *testing.T) {
	good := bondmath.TreasuryTerms{Coupon: dec("5"), Yield: dec("5"), DaysToCoupon: 100, PeriodDays: 181, FullPeriods: 10}
	for name, spoil := range map[string]func(*bondmath.TreasuryTerms){
		"coupon":  func(t *bondmath.TreasuryTerms) { t.Coupon = dec("-1") },
		"yield":   func(t *bondmath.TreasuryTerms) { t.Yield = dec("-60") },
		"r zero":  func(t *bondmath.TreasuryTerms) { t.DaysToCoupon = 0 },
		"r > s":   func(t *bondmath.TreasuryTerms) { t.DaysToCoupon = 182 },
		"s":       func(t *bondmath.TreasuryTerms) { t.PeriodDays = 365 },
		"n":       func(t *bondmath.TreasuryTerms) { t.FullPeriods = 121 },
		"n below": func(t *bondmath.TreasuryTerms) { t.FullPeriods = -1 },
	} {
		terms := good
		spoil(&terms)
		_, err := bondmath.TreasuryIssuePrice(terms)
		require.Error(t, err, name)
		_, _, err = bondmath.TreasuryReopeningPrice(terms)
		require.Error(t, err, name)
	}
	_, err := bondmath.TreasuryIssuePrice(good)
	require.NoError(t, err)
	quarterly, err := bondmath.NewSchedule(date.MustParse("2030-01-15"), 4)
	require.NoError(t, err)
	_, _, err = bondmath.Bond{Coupon: dec("5"), Schedule: quarterly}.TreasuryPrice(date.MustParse("2026-01-15"), dec("5"))
	require.ErrorIs(t, err, bondmath.ErrFrequency)
}

// Thirteen-week and 52-week Treasury bills by bank discount on 360 days.
func TestUSBills(t *testing.T) {
	for _, c := range []struct{ discount, settle, maturity, price string }{
		{"5.230", "2024-07-11", "2024-10-10", "98.677972"},  // 91 days
		{"4.890", "2024-07-11", "2025-07-10", "95.055667"},  // 364 days
		{"0.000", "2020-03-26", "2020-04-21", "100.000000"}, // at zero
		{"-0.050", "2020-03-26", "2020-06-25", "100.012639"},
	} {
		settle, maturity := date.MustParse(c.settle), date.MustParse(c.maturity)
		price, err := bondmath.USBillPrice(dec(c.discount), settle, maturity)
		require.NoError(t, err)
		require.Equal(t, c.price, rounding.Text(price, 6))
		discount, err := bondmath.USBillDiscount(price, settle, maturity)
		require.NoError(t, err)
		require.Equal(t, c.discount, rounding.Text(discount, 3))
	}
	_, err := bondmath.USBillPrice(dec("200"), date.MustParse("2024-07-11"), date.MustParse("2025-07-10"))
	require.ErrorIs(t, err, bondmath.ErrPrice)
}

// The leap rule of remaining years, on both sides of one year.
func TestRemainingYears(t *testing.T) {
	for _, c := range []struct {
		settle, maturity string
		days             int64
	}{
		{"2023-03-01", "2024-02-29", 365}, // less than a year: 29 February counts
		{"2023-02-28", "2024-02-28", 365}, // exactly one year, none in between
		{"2023-03-01", "2024-03-01", 365}, // one year: 366 days less the leap day
		{"2023-03-02", "2024-03-01", 365}, // a day less than a year: counted
		{"2024-02-29", "2025-02-28", 365}, // one year from a leap day, which itself is not in (s, m]
		{"2012-02-15", "2012-04-09", 54},
		{"2022-05-11", "2032-03-20", 3598},
	} {
		years, err := bondmath.RemainingYears(date.MustParse(c.settle), date.MustParse(c.maturity))
		require.NoError(t, err)
		require.Equal(t, math.LegacyNewDec(c.days).QuoInt64(365), rounding.RatTrunc(years, 18), "%s to %s", c.settle, c.maturity)
	}
	_, err := bondmath.RemainingYears(date.MustParse("2026-01-01"), date.MustParse("2026-01-01"))
	require.ErrorIs(t, err, bondmath.ErrDates)
}

// The secondary market counts the settlement day, and reaches the half-year coupon on the 183rd.
func TestAccruedBoundaries(t *testing.T) {
	last := date.MustParse("2025-09-20")
	for settle, want := range map[string]string{
		"2025-09-20": "0.0000000", // on the coupon date nothing has accrued
		"2025-09-21": "0.0057534", // 2.1/365 = 0.00575342…
		"2026-03-20": "1.0413698", // 181 days
		"2026-03-21": "1.0471232", // 182 days
		"2026-03-22": "1.0500000", // 183 days: the half-year coupon
		"2026-04-20": "1.0500000",
	} {
		per100, err := bondmath.AccruedPer100(dec("2.1"), last, date.MustParse(settle))
		require.NoError(t, err)
		require.Equal(t, want, rounding.Text(per100, 7), settle)
	}
	_, err := bondmath.AccruedPer100(dec("2.1"), last, last-1)
	require.ErrorIs(t, err, bondmath.ErrDates)
	_, err = bondmath.AccruedPer100(dec("-0.1"), last, last+1)
	require.ErrorIs(t, err, bondmath.ErrCoupon)
}

// At issue the floor is taken once, on the whole face: 0.7 % for 18 days on 50,000 is 17.26 yen.
func TestAccruedAtIssueFloorsTheFace(t *testing.T) {
	from, issue := date.MustParse("2021-03-20"), date.MustParse("2021-04-07")
	accrued, err := bondmath.AccruedAtIssue(math.NewInt(50_000), dec("0.7"), dec("1"), from, issue)
	require.NoError(t, err)
	require.Equal(t, "17", accrued.Amount.String())
	linked, err := bondmath.AccruedAtIssue(math.NewInt(50_000), dec("0.7"), dec("1.05"), from, issue)
	require.NoError(t, err)
	require.Equal(t, "18", linked.Amount.String()) // 18.12
	_, err = bondmath.AccruedAtIssue(math.NewInt(50_000), dec("0.7"), dec("0"), from, issue)
	require.ErrorIs(t, err, bondmath.ErrAmount)
	_, err = bondmath.AccruedAtIssue(math.ZeroInt(), dec("0.7"), dec("1"), from, issue)
	require.ErrorIs(t, err, bondmath.ErrAmount)
}

func TestAllotmentRatio(t *testing.T) {
	ratio, err := bondmath.AllotmentRatio(math.NewInt(2), math.NewInt(3))
	require.NoError(t, err)
	require.Equal(t, "66.6666", rounding.Text(ratio, 4))
	for _, c := range [][2]int64{{0, 1}, {1, 0}, {-1, 1}, {2, 1}} {
		_, err := bondmath.AllotmentRatio(math.NewInt(c[0]), math.NewInt(c[1]))
		require.ErrorIs(t, err, bondmath.ErrAmount)
	}
}
