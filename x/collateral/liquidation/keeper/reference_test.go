package keeper_test

import (
	"math"
	"math/big"
	"time"
)

// reference is a market and its liquidation as the READMEs of both modules tell them, in fractions: no scaled units, no indices, no
// rounding, no index of falls. It knows nothing of the keepers' code. Amounts are in base units, percentages in percent.
type reference struct {
	now       time.Time
	policy    *big.Rat // percent a year
	reserve   *big.Rat // percent of interest
	least     *big.Rat // smallest debt
	supplyCap *big.Rat
	borrowCap *big.Rat
	yield     float64 // of the level curve in force
	cash      *big.Rat
	supplies  map[string]*big.Rat
	positions map[refKey]*refPosition
	marks     map[string]*big.Rat // value of a unit at the end of the last block
	insurance *big.Rat
	badDebt   *big.Rat
	grace     time.Time
	steps     int64
	// asked is who knows a price that floating point can't decide.
	asked func(bond string) *big.Rat
}

type refKey struct {
	owner  string
	number uint64
}

type refStage int

const (
	none refStage = iota
	sound
	endangered // called
	due        // in auction
)

type refPosition struct {
	debt    *big.Rat
	bonds   map[string]int64
	stage   refStage
	dueAt   time.Time // of a call
	pressed bool      // the grace of the call is over
	started time.Time // of an auction's round
	endsAt  time.Time
	round   uint32
}

// The risk terms, in percent and seconds.
var (
	refThreshold, refMaintenance = big.NewRat(105, 1), big.NewRat(103, 1)
	refUrgent, refTarget         = big.NewRat(101, 1), big.NewRat(105, 1)
	refStart, refFloor           = big.NewRat(101, 1), big.NewRat(195, 2)
	refStep, refBeat             = big.NewRat(1, 4), time.Minute
	refCall, refRound            = 4 * time.Hour, time.Hour
	refDealers, refLater         = 5 * time.Minute, 5 * time.Minute
)

// refBonds are the coupons, payment dates and maturities of what is pledged, from their term sheets and the calendar of Tokyo.
var refBonds = map[string]struct {
	coupon   float64
	maturity string
	payments []string
}{
	tenYearD: {2.1, "2035-12-20", []string{
		"2026-06-22", "2026-12-21", "2027-06-21", "2027-12-20", "2028-06-20", "2028-12-20", "2029-06-20", "2029-12-20",
		"2030-06-20", "2030-12-20", "2031-06-20", "2031-12-22", "2032-06-21", "2032-12-20", "2033-06-20", "2033-12-20",
		"2034-06-20", "2034-12-20", "2035-06-20", "2035-12-20",
	}},
	twoYearD: {1, "2027-12-01", []string{"2026-06-01", "2026-12-01", "2027-06-01", "2027-12-01"}},
}

func newReference(now time.Time) *reference {
	return &reference{
		now: now, cash: new(big.Rat), supplies: map[string]*big.Rat{}, positions: map[refKey]*refPosition{}, marks: map[string]*big.Rat{},
		insurance: new(big.Rat), badDebt: new(big.Rat),
	}
}

func (r *reference) position(key refKey) *refPosition {
	if r.positions[key] == nil {
		r.positions[key] = &refPosition{debt: new(big.Rat), bonds: map[string]int64{}}
	}
	return r.positions[key]
}

func (p *refPosition) exists() bool { return p.debt.Sign() > 0 || p.hasBonds() }

func (p *refPosition) hasBonds() bool {
	for _, n := range p.bonds {
		if n > 0 {
			return true
		}
	}
	return false
}

func (r *reference) supply(who string) *big.Rat {
	if r.supplies[who] == nil {
		r.supplies[who] = new(big.Rat)
	}
	return r.supplies[who]
}

func (r *reference) totalSupply() *big.Rat {
	total := new(big.Rat)
	for _, supply := range r.supplies {
		total.Add(total, supply)
	}
	return total
}

func (r *reference) totalDebt() *big.Rat {
	total := new(big.Rat)
	for _, position := range r.positions {
		total.Add(total, position.debt)
	}
	return total
}

// tolerance is what the stated roundings can have moved by now: a few units for each step, and indices cut at 18 decimals.
func (r *reference) tolerance(amount *big.Rat) *big.Rat {
	part := new(big.Rat).Abs(amount)
	part.Mul(part, big.NewRat(r.steps+1, 100_000_000_000_000_000))
	return part.Add(part, big.NewRat(4*(r.steps+1), 1))
}

// compare returns the sign of a − b, and 0 when rounding may decide.
func (r *reference) compare(a, b *big.Rat) int {
	difference := new(big.Rat).Sub(a, b)
	if new(big.Rat).Abs(difference).Cmp(r.tolerance(b)) <= 0 {
		return 0
	}
	return difference.Sign()
}

// pass lets time go by: what is owed grows at the rate of the utilisation before it, and suppliers get their share of the growth.
func (r *reference) pass(elapsed time.Duration) {
	r.now = r.now.Add(elapsed)
	debt, supply := r.totalDebt(), r.totalSupply()
	if debt.Sign() == 0 {
		return
	}
	lent := big.NewRat(1, 1) // what suppliers have lent, of their supply
	if debt.Cmp(supply) < 0 {
		lent = new(big.Rat).Quo(debt, supply)
	}
	growth := r.ratePct(lent)
	growth.Mul(growth, big.NewRat(int64(elapsed), 100*int64(365*24*time.Hour)))
	earned := new(big.Rat).Sub(big.NewRat(100, 1), r.reserve)
	earned.Mul(earned, lent).Mul(earned, growth).Mul(earned, big.NewRat(1, 100))
	for _, position := range r.positions {
		grow(position.debt, growth)
	}
	for _, supply := range r.supplies {
		grow(supply, earned)
	}
}

// ratePct is policy plus spread: 0 to 0.1 up to a utilisation of 90 %, from there to 3.
func (r *reference) ratePct(utilisation *big.Rat) *big.Rat {
	kink, spread := big.NewRat(9, 10), new(big.Rat)
	if utilisation.Cmp(kink) <= 0 {
		spread.Quo(utilisation, kink).Mul(spread, big.NewRat(1, 10))
	} else {
		spread.Sub(utilisation, kink).Mul(spread, big.NewRat(10, 1)).Mul(spread, big.NewRat(29, 10)).Add(spread, big.NewRat(1, 10))
	}
	if spread.Add(spread, r.policy).Sign() < 0 {
		return new(big.Rat)
	}
	return spread
}

// grow adds a share to an amount, cut at sixty decimals so that fractions stay short.
func grow(amount, share *big.Rat) {
	grown := new(big.Rat).Add(big.NewRat(1, 1), share)
	grown.Mul(grown, amount)
	digits := new(big.Int).Exp(big.NewInt(10), big.NewInt(60), nil)
	cut := new(big.Int).Mul(grown.Num(), digits)
	amount.SetFrac(cut.Quo(cut, grown.Denom()), digits)
}

func (r *reference) today() time.Time {
	tokyo := r.now.Add(9 * time.Hour).UTC()
	return time.Date(tokyo.Year(), tokyo.Month(), tokyo.Day(), 0, 0, 0, 0, time.UTC)
}

func refDate(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

// monthsOn is the same day some months on, or the last of that month.
func monthsOn(day time.Time, months int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

// price is what one unit of a bond is worth now, in base units: each payment to come discounted at the level yield, half-years and
// days of the next one, cut at four decimals for 100 face.
func (r *reference) price(bond string) *big.Rat {
	terms, today, value := refBonds[bond], r.today(), 0.0
	for i, payment := range terms.payments {
		paid := refDate(payment)
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
		value += amount * math.Pow(1+r.yield/200, -years)
	}
	ticks := value * 10_000
	if math.Abs(ticks-math.Round(ticks)) < 1e-5 {
		return r.asked(bond)
	}
	return big.NewRat(int64(math.Floor(ticks)), 1) // a tick for 100 face is a base unit, a millionth, for one
}

// share is the part of a bond's value that counts: by its residual maturity.
func (r *reference) share(bond string) *big.Rat {
	maturity := refDate(refBonds[bond].maturity)
	for _, row := range []struct {
		months int
		pct    int64
	}{{60, 99}, {120, 98}, {240, 97}} {
		if !maturity.After(monthsOn(r.today(), row.months)) {
			return big.NewRat(row.pct, 100)
		}
	}
	panic(bond)
}

// counts is what a position's bonds count for at some prices.
func (r *reference) counts(p *refPosition, price func(string) *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for bond, n := range p.bonds {
		if n > 0 {
			value := new(big.Rat).Mul(price(bond), r.share(bond))
			sum.Add(sum, value.Mul(value, big.NewRat(n, 1)))
		}
	}
	return sum
}

func percentOf(amount, pct *big.Rat) *big.Rat {
	part := new(big.Rat).Mul(amount, pct)
	return part.Mul(part, big.NewRat(1, 100))
}

// health compares what a position's bonds count for now with what adding risk asks for.
func (r *reference) health(p *refPosition) int {
	return r.compare(r.counts(p, r.price), percentOf(p.debt, refThreshold))
}

// standing compares what they count for at the marks with a percentage of the debt.
func (r *reference) standing(p *refPosition, pct *big.Rat) int {
	return r.compare(r.counts(p, r.mark), percentOf(p.debt, pct))
}

func (r *reference) mark(bond string) *big.Rat { return r.marks[bond] }

// touched settles where a position stands after somebody has done something with it. It is false when rounding decides.
func (r *reference) touched(p *refPosition) bool {
	if p.debt.Sign() == 0 {
		p.leave(none)
		return true
	}
	for bond, n := range p.bonds {
		if n > 0 && r.marks[bond] == nil {
			r.marks[bond] = r.price(bond)
		}
	}
	verdict := r.standing(p, refMaintenance)
	if p.stage == none || verdict > 0 {
		p.leave(sound)
	}
	return verdict != 0
}

// leave ends what danger a position is in.
func (p *refPosition) leave(stage refStage) {
	p.stage, p.dueAt, p.pressed, p.started, p.endsAt, p.round = stage, time.Time{}, false, time.Time{}, time.Time{}, 0
}

// endBlock marks anew, finds who is in danger, and works off what is due. It returns the positions whose fate rounding or the
// freedom to look at a recovered position earlier decides.
func (r *reference) endBlock() (open []refKey) {
	for bond := range r.marks {
		r.marks[bond] = r.price(bond)
	}
	for key, p := range r.positions {
		if p.debt.Sign() == 0 {
			continue
		}
		maintenance, urgent := r.standing(p, refMaintenance), r.standing(p, refUrgent)
		if maintenance == 0 || urgent == 0 || p.stage == endangered && maintenance > 0 {
			open = append(open, key)
			continue
		}
		if p.stage != due && maintenance < 0 {
			if p.stage == sound {
				p.stage, p.dueAt = endangered, r.now.Add(refCall)
			}
			if urgent < 0 && !p.pressed {
				p.pressed, p.dueAt = true, r.now
			}
		}
		r.workOff(p)
	}
	return open
}

// workOff does what is due for a position: its call is over, or a round of its auction.
func (r *reference) workOff(p *refPosition) {
	calls := p.stage == endangered && !p.dueAt.After(r.now)
	ends := p.stage == due && !p.endsAt.After(r.now)
	switch {
	case !calls && !ends:
	case r.standing(p, refMaintenance) > 0:
		p.leave(sound)
	case r.now.Before(r.grace) && calls:
		p.dueAt = r.now.Add(refLater)
	case r.now.Before(r.grace):
		p.endsAt = r.now.Add(refLater)
	case !p.hasBonds():
		r.writeOff(p)
	default:
		p.stage, p.dueAt, p.started, p.endsAt, p.round = due, time.Time{}, r.now, r.now.Add(refRound), p.round+1
	}
}

// writeOff spreads a debt that no bonds are left for: insurance, then what belongs to the market, then suppliers in proportion.
func (r *reference) writeOff(p *refPosition) {
	r.badDebt.Add(r.badDebt, p.debt)
	insured := p.debt
	if insured.Cmp(r.insurance) > 0 {
		insured = new(big.Rat).Set(r.insurance)
	}
	r.insurance.Sub(r.insurance, insured)
	r.cash.Add(r.cash, insured)
	p.debt = new(big.Rat)
	p.leave(none)
	assets, supply := new(big.Rat).Add(r.cash, r.totalDebt()), r.totalSupply()
	if assets.Cmp(supply) >= 0 {
		return
	}
	loss := new(big.Rat).Quo(assets, supply)
	for _, one := range r.supplies {
		grow(one, new(big.Rat).Sub(loss, big.NewRat(1, 1)))
	}
}

// asking is the price of a unit in a position's auction, in base units.
func (r *reference) asking(p *refPosition, bond string) *big.Rat {
	steps := big.NewRat(int64(r.now.Sub(p.started)/refBeat), 1)
	pct := steps.Mul(steps, refStep).Sub(refStart, steps)
	if pct.Cmp(refFloor) < 0 {
		pct = refFloor
	}
	return percentOf(r.marks[bond], pct)
}

// forSale is how many units of a bond an auction sells if the debt is that: what brings the position to its target, all that pays
// the debt if no number does or a debt too small would be left.
func (r *reference) forSale(p *refPosition, bond string, debt *big.Rat) int64 {
	price, have := r.asking(p, bond), big.NewRat(p.bonds[bond], 1)
	whole := ceil(new(big.Rat).Quo(debt, price))
	all := least(have, whole)
	target := new(big.Rat).Mul(refTarget, big.NewRat(1, 100))
	gain := new(big.Rat).Mul(target, price)
	gain.Sub(gain, new(big.Rat).Mul(r.marks[bond], r.share(bond)))
	units := all
	if gain.Sign() > 0 {
		missing := new(big.Rat).Mul(target, debt)
		missing.Sub(missing, r.counts(p, r.mark))
		if missing.Sign() <= 0 {
			units = least(all, big.NewRat(1, 1))
		} else {
			units = least(all, ceil(missing.Quo(missing, gain)))
		}
	}
	left := new(big.Rat).Sub(debt, ceil(new(big.Rat).Mul(price, units)))
	if left.Sign() > 0 && left.Cmp(r.least) < 0 {
		units = all
	}
	return units.Num().Int64()
}

func ceil(n *big.Rat) *big.Rat {
	whole, rest := new(big.Int).QuoRem(n.Num(), n.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return new(big.Rat).SetInt(whole)
}

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}
