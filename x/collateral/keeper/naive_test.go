package keeper_test

import (
	stdmath "math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// naiveCurve is a par curve computed the plain way, in floating point.
type naiveCurve struct {
	asOf    date.Date
	factors [101]float64 // by half-year
	spread  float64      // percent a year, continuously compounded
}

func newNaiveCurve(t T, asOf date.Date, published types.Curve, spread float64) naiveCurve {
	c := naiveCurve{asOf: asOf, spread: spread}
	c.factors[0] = 1
	points := published.Points
	yieldAt := func(months uint32) float64 {
		before := points[0]
		for _, point := range points {
			if point.TenorMonths >= months {
				low, high := number(t, before.ParYieldPct), number(t, point.ParYieldPct)
				if point.TenorMonths == before.TenorMonths || months <= before.TenorMonths {
					return high
				}
				return low + (high-low)*float64(months-before.TenorMonths)/float64(point.TenorMonths-before.TenorMonths)
			}
			before = point
		}
		return number(t, before.ParYieldPct)
	}
	annuity, last := 0.0, int(points[len(points)-1].TenorMonths/6)
	for k := 1; k <= 100; k++ {
		if k > last {
			c.factors[k] = c.factors[k-1] * c.factors[last] / c.factors[last-1]
			continue
		}
		half := yieldAt(uint32(6*k)) / 200
		c.factors[k] = (1 - half*annuity) / (1 + half)
		annuity += c.factors[k]
	}
	return c
}

func number(t T, d math.LegacyDec) float64 {
	f, err := d.Float64()
	require.NoError(t, err)
	return f
}

// worth is the value of an amount paid on a date.
func (c naiveCurve) worth(amount float64, paid date.Date) float64 {
	k := 0
	for c.asOf.AddMonths(6*(k+1)) <= paid {
		k++
	}
	from, to := c.asOf.AddMonths(6*k), c.asOf.AddMonths(6*(k+1))
	along := float64(from.DaysUntil(paid)) / float64(from.DaysUntil(to))
	factor := c.factors[k]
	if along > 0 {
		factor *= stdmath.Pow(c.factors[k+1]/c.factors[k], along)
	}
	return amount * factor * stdmath.Exp(-c.spread/100*float64(c.asOf.DaysUntil(paid))/365)
}

// kind is a bond and, for 100 face, what a coupon and the end of it pay by a plain reading of its terms.
type kind struct {
	terms       bondtypes.TermSheet
	coupon, end float64
}

// published are the fixings that floaters and linkers need, by reference and date.
type published map[string]math.LegacyDec

func (p published) Fixing(reference string, on date.Date) (math.LegacyDec, bool, error) {
	value, found := p[reference+on.String()]
	return value, found, nil
}

// kinds are the instruments of x/bond. The index coefficient of 7 January 2026 is 1.04903: 28 of 31 days from 104 to 105.
func kinds() map[string]kind {
	bond := func(series bondtypes.SeriesKind, coupon, dated, first, maturity string) bondtypes.TermSheet {
		return bondtypes.TermSheet{
			Isin: "JP1103811S13", Kind: series, Currency: jpy, CouponPct: dec(coupon), Frequency: 2, Calendar: "tokyo",
			DatedDate: dated, IssueDate: dated, FirstCouponDate: first, MaturityDate: maturity, DayCount: bondtypes.DAY_COUNT_ACT_365,
		}
	}
	bullet := func(series bondtypes.SeriesKind, maturity, calendar, currency string) bondtypes.TermSheet {
		return bondtypes.TermSheet{
			Isin: "JP1743011R10", Kind: series, Currency: currency, CouponPct: dec("0"), Calendar: calendar,
			DatedDate: "2025-12-22", IssueDate: "2025-12-22", MaturityDate: maturity, DayCount: bondtypes.DAY_COUNT_ACT_365,
		}
	}
	strip := bullet(bondtypes.SERIES_KIND_STRIP, "2045-06-20", "tokyo", jpy)
	strip.Strip = &bondtypes.StripTerms{}
	floater := bond(bondtypes.SERIES_KIND_FLOATING, "0", "2025-12-20", "2026-06-20", "2040-12-20")
	floater.Floating = &bondtypes.FloatingTerms{ReferenceId: "ten-year", SpreadPct: dec("0.6")}
	linker := bond(bondtypes.SERIES_KIND_INFLATION_LINKED, "0.1", "2025-09-10", "2026-03-10", "2035-03-10")
	linker.Inflation = &bondtypes.InflationTerms{ReferenceId: "cpi", BaseIndex: dec("100")}
	note := bond(bondtypes.SERIES_KIND_FIXED, "4", "2025-11-15", "2026-05-15", "2035-11-15")
	note.Calendar, note.Currency, note.DayCount = "newyork", usd, bondtypes.DAY_COUNT_ACT_ACT
	usBill := bullet(bondtypes.SERIES_KIND_DISCOUNT, "2026-07-02", "newyork", usd)
	usBill.DayCount = bondtypes.DAY_COUNT_ACT_360
	return map[string]kind{
		"bill":       {bullet(bondtypes.SERIES_KIND_DISCOUNT, "2026-07-10", "tokyo", jpy), 0, 100},
		"two years":  {bond(bondtypes.SERIES_KIND_FIXED, "0.9", "2026-01-01", "2026-07-01", "2028-01-01"), 0.45, 100},
		"ten years":  {bond(bondtypes.SERIES_KIND_FIXED, "2.1", "2025-12-20", "2026-06-20", "2035-12-20"), 1.05, 100},
		"climate":    {bond(bondtypes.SERIES_KIND_FIXED, "1.7", "2025-09-20", "2026-03-20", "2030-09-20"), 0.85, 100},
		"forty":      {bond(bondtypes.SERIES_KIND_FIXED, "3.1", "2025-09-20", "2026-03-20", "2065-03-20"), 1.55, 100},
		"floater":    {floater, (1.85 - 0.6) / 2, 100},
		"linker":     {linker, 0.05 * 1.04903, 104.903},
		"strip":      {strip, 0, 100},
		"note":       {note, 2, 100},
		"US bill":    {usBill, 0, 100},
		"amortising": {amortising(bond(bondtypes.SERIES_KIND_FIXED, "2.1", "2025-12-20", "2026-06-20", "2035-12-20")), 1.05, 45},
	}
}

// amortising repays 30 % in 2028 and 25 % in 2031.
func amortising(terms bondtypes.TermSheet) bondtypes.TermSheet {
	terms.Instalments = []bondtypes.Instalment{
		{Date: "2028-06-20", SharePct: dec("30")}, {Date: "2031-12-20", SharePct: dec("25")},
	}
	return terms
}

// left is the part of the face on which a coupon is paid.
func (k kind) left(due date.Date) float64 {
	left := 1.0
	for _, instalment := range k.terms.Instalments {
		if date.MustParse(instalment.Date) < due {
			left -= instalment.SharePct.MustFloat64() / 100
		}
	}
	return left
}

func (k kind) worth(t T, c naiveCurve) float64 {
	days, err := calendar.ByName(k.terms.Calendar)
	require.NoError(t, err)
	maturity := date.MustParse(k.terms.MaturityDate)
	value := c.worth(k.end, days.Following(maturity))
	if k.terms.Frequency == 0 {
		return value
	}
	for n := 0; ; n++ {
		due := maturity.AddMonths(-6 * n)
		paid := days.Following(due)
		if due <= date.MustParse(k.terms.DatedDate) || paid <= c.asOf {
			return value
		}
		value += c.worth(k.coupon*k.left(due), paid)
	}
}

// TestEveryKindAgreesWithANaiveOne prices each instrument on random curves, negative yields included, and over a spread: the price is the
// naive one, which knows the terms and not the code, rounded down.
func TestEveryKindAgreesWithANaiveOne(t *testing.T) {
	w := newWorld(t)
	w.bonds.fixings = published{"ten-year2025-12-20": dec("1.85"), "cpi2025-09-01": dec("104"), "cpi2025-10-01": dec("105")}
	all := kinds()
	rapid.Check(t, func(t *rapid.T) {
		w.T = t
		drawn := map[string]types.Curve{}
		for _, currency := range []string{"JPY", "USD"} {
			curve := slopingCurve()
			curve.Currency = currency
			yield := rapid.Int64Range(-50, 600).Draw(t, "yield")
			for i := range curve.Points {
				curve.Points[i].ParYieldPct = math.LegacyNewDecWithPrec(yield, 2)
				yield += rapid.Int64Range(-12, 15).Draw(t, "step")
			}
			require.NoError(t, w.keeper.SetCurve(w.ctx, curve))
			drawn[currency] = curve
		}
		spread := math.LegacyNewDecWithPrec(rapid.Int64Range(-20, 100).Draw(t, "spread"), 2)
		for name, instrument := range all {
			terms := instrument.terms
			w.bonds.open(terms)
			w.oracle.spreads = map[string]math.LegacyDec{terms.Isin: spread}
			currency, day := "JPY", firstDate
			if terms.Currency == usd {
				currency, day = "USD", "2026-01-06"
			}
			want := instrument.worth(t, newNaiveCurve(t, date.MustParse(day), drawn[currency], number(t, spread)))
			price := w.price(terms.Isin)
			require.Equal(t, types.PRICE_STATE_PRICED, price.State, name)
			got := number(t, price.DirtyPrice)
			require.True(t, got <= want+1e-8 && got > want-1e-4-1e-8, "%s: %v is not %v rounded down", name, got, want)
		}
	})
	w.T = t
}
