package keeper_test

import (
	"math/big"
	"slices"
	"strings"
	"time"
)

// The risk terms, in percent and seconds.
var (
	refThreshold, refMaintenance = big.NewRat(105, 1), big.NewRat(103, 1)
	refUrgent, refTarget         = big.NewRat(101, 1), big.NewRat(105, 1)
	refStart, refFloor           = big.NewRat(101, 1), big.NewRat(195, 2)
	refStep, refBeat             = big.NewRat(1, 4), time.Minute
	refDefaultFloor              = big.NewRat(20, 1)
	refCall, refRound            = 4 * time.Hour, time.Hour
	refDealers, refLater         = 5 * time.Minute, 5 * time.Minute
)

// touched settles where a position stands after somebody has done something with it. It is false when rounding decides.
func (r *reference) touched(key refKey) bool {
	p := r.position(key)
	if p.debt.Sign() == 0 {
		p.leave(none)
		return true
	}
	for collateral, n := range p.has {
		if _, marked := r.markets[key.market].marks[collateral]; n > 0 && !marked {
			r.mark(key.market, collateral)
		}
	}
	verdict := r.standing(key, p, refMaintenance)
	if p.stage == none || verdict > 0 {
		p.leave(sound)
	}
	return verdict != 0
}

// leave ends what danger a position is in.
func (p *refPosition) leave(stage refStage) {
	p.stage, p.dueAt, p.pressed, p.started, p.endsAt, p.round, p.counted = stage, time.Time{}, false, time.Time{}, time.Time{}, 0, nil
}

// endBlock marks anew, finds who is in danger, and works off what is due, the oldest first.
func (r *reference) endBlock() {
	taken := map[refKey]bool{}
	for denom, market := range r.markets {
		for collateral := range market.marks {
			r.mark(denom, collateral)
		}
		for key, p := range market.positions {
			if p.debt.Sign() > 0 && !r.look(key, p) {
				taken[key] = true
				r.decided(key)
			}
		}
	}
	for _, key := range r.agenda() {
		if !taken[key] {
			r.workOff(key)
		}
	}
}

// look calls a position in danger, and presses one in great danger. It is false when rounding decides, or the freedom to look at a
// called position that has recovered earlier than when it falls due.
func (r *reference) look(key refKey, p *refPosition) bool {
	maintenance, urgent := r.standing(key, p, refMaintenance), r.standing(key, p, refUrgent)
	if maintenance == 0 || urgent == 0 || p.stage == endangered && maintenance > 0 {
		return false
	}
	if p.stage == due || maintenance > 0 {
		return true
	}
	if p.stage == sound {
		p.stage, p.dueAt = endangered, r.now.Add(refCall)
	}
	if urgent < 0 && !p.pressed {
		p.pressed = true
		if p.dueAt.After(r.now) {
			p.dueAt = r.now
		}
	}
	return true
}

// agenda returns the positions for which something falls due, by its time, then the position's number, owner and market.
func (r *reference) agenda() (keys []refKey) {
	at := map[refKey]time.Time{}
	for _, market := range r.markets {
		for key, p := range market.positions {
			when := p.dueAt
			if p.stage == due {
				when = p.endsAt
			}
			if p.stage >= endangered && !when.After(r.now) {
				at[key] = when
				keys = append(keys, key)
			}
		}
	}
	slices.SortFunc(keys, func(a, b refKey) int {
		switch {
		case !at[a].Equal(at[b]):
			return at[a].Compare(at[b])
		case a.number != b.number:
			return int(a.number) - int(b.number)
		case a.owner != b.owner:
			return strings.Compare(string(account(a.owner)), string(account(b.owner)))
		}
		return strings.Compare(a.market, b.market)
	})
	return keys
}

// workOff does what is due for a position: its call is over, or a round of its auction.
func (r *reference) workOff(key refKey) {
	p := r.position(key)
	switch {
	case r.standing(key, p, refMaintenance) > 0:
		p.leave(sound)
	case r.now.Before(r.grace):
		r.defers(p)
	case !p.hasCollateral():
		r.writeOff(key)
	case p.stage == due:
		r.backstopBuys(key)
		if p.stage == due {
			p.started, p.endsAt, p.round = r.now, r.now.Add(refRound), p.round+1
		}
	default:
		r.open(key)
	}
}

// defers tries later what can't be done now.
func (r *reference) defers(p *refPosition) {
	if p.stage == due {
		p.endsAt = r.now.Add(refLater)
	} else {
		p.dueAt = r.now.Add(refLater)
	}
}

// open starts an auction if the cap of the market has room for its debt, or nothing is in auction.
func (r *reference) open(key refKey) {
	p, market, total := r.position(key), r.markets[key.market], new(big.Rat)
	for _, other := range market.positions {
		if other.stage == due {
			total.Add(total, other.counted)
		}
	}
	if total.Sign() > 0 {
		switch r.compare(total.Add(total, p.debt), market.auctionCap) {
		case 1:
			r.defers(p)
			return
		case 0:
			r.decided(key)
			return
		}
	}
	p.leave(due)
	p.started, p.endsAt, p.round, p.counted = r.now, r.now.Add(refRound), 1, new(big.Rat).Set(p.debt)
}

// backstopBuys sells what the backstop can pay for, each lot at the floor, while the position is not sound.
func (r *reference) backstopBuys(key refKey) {
	p, market := r.position(key), r.markets[key.market]
	var lots []string
	for lot, n := range p.has {
		if n > 0 {
			lots = append(lots, lot)
		}
	}
	slices.Sort(lots)
	for _, lot := range lots {
		if p.stage != due {
			return
		}
		price := r.askingAt(key, lot, refRound)
		affordable := whole(new(big.Rat).Quo(rat(market.deposit), price))
		if affordable == 0 {
			continue
		}
		low, high := r.forSale(key, lot, price)
		units, surplus := r.bought(key, lot, price, min(low, affordable), min(high, affordable))
		if units == 0 {
			continue
		}
		paid := whole(ceil(new(big.Rat).Mul(price, rat(units))))
		market.deposit -= paid
		r.sell(key, lot, units, paid-surplus)
		if p.exists() && !r.touched(key) {
			r.decided(key)
		}
	}
}

// sell takes a lot out of a position for what it repays of the debt. What is left of the debt of one without collateral is written off.
func (r *reference) sell(key refKey, lot string, units, repaid int64) (writtenOff bool) {
	p, market := r.position(key), r.markets[key.market]
	p.has[lot] -= units
	market.cash.Add(market.cash, rat(repaid))
	if p.debt.Sub(p.debt, rat(repaid)); r.compare(p.debt, new(big.Rat)) <= 0 {
		p.debt = new(big.Rat)
		p.leave(none)
		return false
	}
	if p.hasCollateral() {
		return false
	}
	r.writeOff(key)
	return true
}

// writeOff spreads a debt that no collateral is left for: insurance, then what belongs to the market, then suppliers in proportion.
func (r *reference) writeOff(key refKey) {
	p, market := r.position(key), r.markets[key.market]
	market.badDebt.Add(market.badDebt, p.debt)
	insured := new(big.Rat).Set(least(p.debt, market.insurance))
	market.insurance.Sub(market.insurance, insured)
	market.cash.Add(market.cash, insured)
	p.debt = new(big.Rat)
	p.leave(none)
	assets, supply := new(big.Rat).Add(market.cash, market.totalDebt()), market.totalSupply()
	if assets.Cmp(supply) >= 0 {
		return
	}
	left := new(big.Rat).Quo(assets, supply)
	for _, one := range market.supplies {
		grow(one, new(big.Rat).Sub(left, big.NewRat(1, 1)))
	}
}

// askingAt is the price of a unit in a position's auction of some age, in base units: down by steps, in default in a straight line to the
// end of the round.
func (r *reference) askingAt(key refKey, lot string, age time.Duration) *big.Rat {
	mark, steps := r.markets[key.market].marks[lot], int64(age/refBeat)
	pct := new(big.Rat).Sub(refStart, new(big.Rat).Mul(refStep, rat(steps)))
	floor := refFloor
	if mark.inDefault {
		way := big.NewRat(min(steps, int64(refRound/refBeat)), int64(refRound/refBeat))
		pct.Sub(refStart, way.Mul(way, new(big.Rat).Sub(refStart, refDefaultFloor)))
		floor = refDefaultFloor
	}
	if pct.Cmp(floor) < 0 {
		pct = floor
	}
	return percentOf(mark.value, pct)
}

// forSale is how many units of a lot an auction sells at a price, between the bounds that rounding of the debt leaves.
func (r *reference) forSale(key refKey, lot string, price *big.Rat) (low, high int64) {
	debt := r.position(key).debt
	slack := r.tolerance(debt)
	low = r.forSaleOf(key, lot, price, new(big.Rat).Sub(debt, slack)) - 1
	high = r.forSaleOf(key, lot, price, new(big.Rat).Add(debt, slack)) + 1
	return min(low, high), max(low, high)
}

// forSaleOf is how many units are sold if the debt is that: what brings the position to its target, all that pays the debt if no number
// does or a debt too small would be left.
func (r *reference) forSaleOf(key refKey, lot string, price, debt *big.Rat) int64 {
	p, market := r.position(key), r.markets[key.market]
	have, pays := big.NewRat(p.has[lot], 1), ceil(new(big.Rat).Quo(debt, price))
	all := least(have, pays)
	target := new(big.Rat).Mul(refTarget, big.NewRat(1, 100))
	gain := new(big.Rat).Mul(target, price)
	gain.Sub(gain, new(big.Rat).Mul(market.marks[lot].counted(), r.share(key.market, lot)))
	units := all
	if gain.Sign() > 0 {
		missing := new(big.Rat).Mul(target, debt)
		missing.Sub(missing, r.stands(key, p))
		if missing.Sign() <= 0 {
			units = least(all, big.NewRat(1, 1))
		} else {
			units = least(all, ceil(missing.Quo(missing, gain)))
		}
	}
	left := new(big.Rat).Sub(debt, ceil(new(big.Rat).Mul(price, units)))
	if left.Sign() > 0 && left.Cmp(market.least) < 0 {
		units = all
	}
	return whole(units)
}
