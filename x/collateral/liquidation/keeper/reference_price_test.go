package keeper_test

import (
	"math"
	"math/big"
	"time"
	_ "time/tzdata" // New York's clock, from a source of its own
)

// refBonds are the coupons, payment dates, maturities and places of what is pledged, from the term sheets and the calendars.
var refBonds = map[string]struct {
	currency string
	cash     string
	place    *time.Location
	coupon   float64
	maturity time.Time
	payments []time.Time
}{
	tenYearD: {"JPY", jpy, tokyo, 2.1, refDate("2035-12-20"), refDates(
		"2026-06-22", "2026-12-21", "2027-06-21", "2027-12-20", "2028-06-20", "2028-12-20", "2029-06-20", "2029-12-20",
		"2030-06-20", "2030-12-20", "2031-06-20", "2031-12-22", "2032-06-21", "2032-12-20", "2033-06-20", "2033-12-20",
		"2034-06-20", "2034-12-20", "2035-06-20", "2035-12-20",
	)},
	twoYearD: {"JPY", jpy, tokyo, 1, refDate("2027-12-01"), refDates("2026-06-01", "2026-12-01", "2027-06-01", "2027-12-01")},
	dollarD:  {"USD", usd, newYork, 4, refDate("2027-11-15"), refDates("2026-05-15", "2026-11-16", "2027-05-17", "2027-11-15")},
}

// refCurrencies are the currencies that cash stands for.
var refCurrencies = map[string]string{jpy: "JPY", usd: "USD"}

var tokyo, newYork = time.FixedZone("Tokyo", 9*60*60), mustLoad("America/New_York")

func mustLoad(name string) *time.Location {
	place, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return place
}

func refDate(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

func refDates(texts ...string) (days []time.Time) {
	for _, text := range texts {
		days = append(days, refDate(text))
	}
	return days
}

// today is the civil date in a place.
func (r *reference) today(place *time.Location) time.Time {
	year, month, day := r.now.In(place).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// monthsOn is the same day some months on, or the last of that month.
func monthsOn(day time.Time, months int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

// price is what one unit of a bond is worth now, in base units of its own currency: each payment to come discounted at the level yield,
// half-years and days of the next one, cut at four decimals for 100 face.
func (r *reference) price(bond string) *big.Rat {
	terms, value := refBonds[bond], 0.0
	today := r.today(terms.place)
	for i, paid := range terms.payments {
		if !paid.After(today) {
			continue
		}
		amount, halves := terms.coupon/2, 0
		if i == len(terms.payments)-1 {
			amount += 100
		}
		for !monthsOn(today, 6*(halves+1)).After(paid) {
			halves++
		}
		from, to := monthsOn(today, 6*halves), monthsOn(today, 6*(halves+1))
		years := float64(halves) + paid.Sub(from).Hours()/to.Sub(from).Hours()
		value += amount * math.Pow(1+r.yields[terms.currency]/200, -years)
	}
	ticks := value * 10_000
	if math.Abs(ticks-math.Round(ticks)) < 1e-5 {
		return r.asked(bond)
	}
	return big.NewRat(int64(math.Floor(ticks)), 1) // a tick for 100 face is a base unit, a millionth, for one
}

// worth is what one unit of a bond, or of cash of another currency, is worth in a market.
func (r *reference) worth(market, collateral string) *big.Rat {
	value := big.NewRat(1, 1)
	if _, isBond := refBonds[collateral]; isBond {
		value = r.price(collateral)
	}
	if !isForeign(market, collateral) {
		return value
	}
	if market == jpy {
		return value.Mul(value, r.rate)
	}
	return value.Quo(value, r.rate)
}

func isForeign(market, collateral string) bool {
	if bond, isBond := refBonds[collateral]; isBond {
		return bond.currency != refCurrencies[market]
	}
	return true // a market's own cash repays debt and does not stay
}

// share is the part of a value that counts: of a bond by its residual maturity, of another currency nine tenths of that.
func (r *reference) share(market, collateral string) *big.Rat {
	share := big.NewRat(1, 1)
	if bond, isBond := refBonds[collateral]; isBond {
		share.SetFrac64(r.sharePct(r.today(bond.place), bond.maturity), 100)
	}
	if isForeign(market, collateral) {
		share.Mul(share, big.NewRat(9, 10))
	}
	return share
}

func (r *reference) sharePct(today, maturity time.Time) int64 {
	for _, row := range []struct {
		months int
		pct    int64
	}{{60, 99}, {120, 98}} {
		if !maturity.After(monthsOn(today, row.months)) {
			return row.pct
		}
	}
	panic(maturity)
}

// counts is what a position's collateral counts for now, when somebody wants to add risk.
func (r *reference) counts(key refKey, p *refPosition) *big.Rat {
	return r.sum(key, p, func(collateral string) *big.Rat { return r.worth(key.market, collateral) })
}

// stands is what it counts for at the marks: nothing in default.
func (r *reference) stands(key refKey, p *refPosition) *big.Rat {
	return r.sum(key, p, func(collateral string) *big.Rat { return r.markets[key.market].marks[collateral].counted() })
}

func (r *reference) sum(key refKey, p *refPosition, value func(string) *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for collateral, n := range p.has {
		if n > 0 {
			part := new(big.Rat).Mul(value(collateral), r.share(key.market, collateral))
			sum.Add(sum, part.Mul(part, big.NewRat(n, 1)))
		}
	}
	return sum
}

func (m refMark) counted() *big.Rat {
	if m.inDefault {
		return new(big.Rat)
	}
	return m.value
}

// unpriced returns how the worst of a position's bonds stands: nobody adds risk against one that misses payments.
func (r *reference) unpriced(p *refPosition) refState {
	worst := performing
	for collateral, n := range p.has {
		if n > 0 {
			worst = max(worst, r.states[collateral])
		}
	}
	return worst
}

// health compares what a position's collateral counts for now with what adding risk asks for.
func (r *reference) health(key refKey, p *refPosition) int {
	return r.compare(r.counts(key, p), percentOf(p.debt, refThreshold))
}

// standing compares what it counts for at the marks with a percentage of the debt. What counts for nothing carries no debt, however small.
func (r *reference) standing(key refKey, p *refPosition, pct *big.Rat) int {
	value := r.stands(key, p)
	if value.Sign() == 0 && p.debt.Sign() > 0 {
		return -1
	}
	return r.compare(value, percentOf(p.debt, pct))
}

// mark values collateral of a market: what has no price keeps its last one.
func (r *reference) mark(market, collateral string) {
	marks := r.markets[market].marks
	if r.states[collateral] == inDefault {
		marks[collateral] = refMark{marks[collateral].value, true}
		return
	}
	marks[collateral] = refMark{cut(r.worth(market, collateral), eighteenDecimals), false}
}
