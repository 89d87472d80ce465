package keeper_test

import (
	"math/big"
	"time"
)

// reference is the markets and their liquidation as the READMEs of both modules tell them, in fractions: no scaled units, no indices,
// no rounding, no index of falls. It knows nothing of the keepers' code. Amounts are in base units, percentages in percent.
type reference struct {
	now     time.Time
	yields  map[string]float64  // of the level curve of each currency
	rate    *big.Rat            // yen for a dollar
	states  map[string]refState // of bonds
	grace   time.Time
	markets map[string]*refMarket
	steps   int64

	// asked is who knows a price that floating point can't decide.
	asked func(bond string) *big.Rat
	// bought is how much of a lot the backstop has bought, at a price and within the bounds that rounding leaves, and what of its
	// payment went to the owner.
	bought func(key refKey, lot string, price *big.Rat, low, high int64) (units, surplus int64)
	// decided takes over where a position stands when rounding decides it.
	decided func(refKey)
}

// refState is how a bond stands with its issuer.
type refState int

const (
	performing refState = iota
	inArrears
	inDefault
)

// refMarket is one market.
type refMarket struct {
	policy     *big.Rat // percent a year
	reserve    *big.Rat // percent of interest
	least      *big.Rat // smallest debt
	supplyCap  *big.Rat
	borrowCap  *big.Rat
	auctionCap *big.Rat
	cash       *big.Rat
	supplies   map[string]*big.Rat
	positions  map[refKey]*refPosition
	marks      map[string]refMark // of collateral at the end of the last block
	insurance  *big.Rat
	badDebt    *big.Rat
	deposit    int64 // of the backstop
}

// refMark is what a unit was worth when it last had a price.
type refMark struct {
	value     *big.Rat
	inDefault bool
}

type refKey struct {
	owner, market string
	number        uint64
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
	has     map[string]int64 // units of bonds, and cash that foreign bonds have paid
	stage   refStage
	dueAt   time.Time // of a call
	pressed bool      // the grace of the call is over
	started time.Time // of an auction's round
	endsAt  time.Time
	round   uint32
	counted *big.Rat // against the cap on debt in auction
}

func newReference(now time.Time) *reference {
	return &reference{
		now: now, yields: map[string]float64{}, rate: new(big.Rat), states: map[string]refState{}, markets: map[string]*refMarket{},
	}
}

func (r *reference) position(key refKey) *refPosition {
	positions := r.markets[key.market].positions
	if positions[key] == nil {
		positions[key] = &refPosition{debt: new(big.Rat), has: map[string]int64{}}
	}
	return positions[key]
}

func (p *refPosition) exists() bool { return p.debt.Sign() > 0 || p.hasCollateral() }

func (p *refPosition) hasCollateral() bool {
	for _, n := range p.has {
		if n > 0 {
			return true
		}
	}
	return false
}

func (m *refMarket) supply(who string) *big.Rat {
	if m.supplies[who] == nil {
		m.supplies[who] = new(big.Rat)
	}
	return m.supplies[who]
}

func (m *refMarket) totalSupply() *big.Rat {
	total := new(big.Rat)
	for _, supply := range m.supplies {
		total.Add(total, supply)
	}
	return total
}

func (m *refMarket) totalDebt() *big.Rat {
	total := new(big.Rat)
	for _, position := range m.positions {
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
	for _, market := range r.markets {
		market.accrue(elapsed)
	}
}

func (m *refMarket) accrue(elapsed time.Duration) {
	debt, supply := m.totalDebt(), m.totalSupply()
	if debt.Sign() == 0 {
		return
	}
	lent := big.NewRat(1, 1) // what suppliers have lent, of their supply
	if debt.Cmp(supply) < 0 {
		lent = new(big.Rat).Quo(debt, supply)
	}
	growth := m.ratePct(lent)
	growth.Mul(growth, big.NewRat(int64(elapsed), 100*int64(365*24*time.Hour)))
	earned := new(big.Rat).Sub(big.NewRat(100, 1), m.reserve)
	earned.Mul(earned, lent).Mul(earned, growth).Mul(earned, big.NewRat(1, 100))
	for _, position := range m.positions {
		grow(position.debt, growth)
	}
	for _, supply := range m.supplies {
		grow(supply, earned)
	}
}

// ratePct is policy plus spread: 0 to 0.1 up to a utilisation of 90 %, from there to 3.
func (m *refMarket) ratePct(utilisation *big.Rat) *big.Rat {
	kink, spread := big.NewRat(9, 10), new(big.Rat)
	if utilisation.Cmp(kink) <= 0 {
		spread.Quo(utilisation, kink).Mul(spread, big.NewRat(1, 10))
	} else {
		spread.Sub(utilisation, kink).Mul(spread, big.NewRat(10, 1)).Mul(spread, big.NewRat(29, 10)).Add(spread, big.NewRat(1, 10))
	}
	if spread.Add(spread, m.policy).Sign() < 0 {
		return new(big.Rat)
	}
	return spread
}

// grow adds a share to an amount, cut at sixty decimals so that fractions stay short.
func grow(amount, share *big.Rat) {
	grown := new(big.Rat).Add(big.NewRat(1, 1), share)
	cut(amount.Mul(amount, grown), sixtyDecimals)
}

var (
	sixtyDecimals    = new(big.Int).Exp(big.NewInt(10), big.NewInt(60), nil)
	eighteenDecimals = new(big.Int).Exp(big.NewInt(10), big.NewInt(18), nil)
)

// cut takes the decimals beyond some off a number.
func cut(n *big.Rat, unit *big.Int) *big.Rat {
	whole := new(big.Int).Mul(n.Num(), unit)
	return n.SetFrac(whole.Quo(whole, n.Denom()), unit)
}

func percentOf(amount, pct *big.Rat) *big.Rat {
	part := new(big.Rat).Mul(amount, pct)
	return part.Mul(part, big.NewRat(1, 100))
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
