package allotment

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Result is what an auction decides and publishes. Decimals are zero, not nil, where they do not apply.
type Result struct {
	Awards   []Award  // one for each bid, in the order of the bids
	Bids     math.Int // total face bid for
	Accepted math.Int // total face awarded; at most the offering

	CutOff       math.LegacyDec // lowest accepted price; or highest accepted yield, spread or, in a buy-back, price
	AllotmentPct math.LegacyDec // share that bids at the cut-off got, percent truncated to four decimals
	Average      math.LegacyDec // accepted level weighted by face, half-up to the tick's decimals; the cut-off where all pay it

	CutOffPrice  math.LegacyDec // price per 100 at the cut-off; zero where several series are priced
	AveragePrice math.LegacyDec // price per 100 of the average, which bids without a price pay; zero likewise
}

// Award is what a bid gets.
type Award struct {
	Amount math.Int       // face, a multiple of the unit; zero for a loser
	Price  math.LegacyDec // per 100, what the winner pays or is paid; zero for a loser
}

// Sold tells whether anything was accepted. Nothing is without bids, and when the first level floors to nothing.
func (r Result) Sold() bool { return r.Accepted.IsPositive() }

// Cost returns what the award costs in currency units, exactly, without accrued interest.
func (a Award) Cost() math.LegacyDec { return Cost(a.Amount, a.Price) }

// publish prices the awards and computes the published numbers.
func (t Terms) publish(b book, bids []Bid, filled fill) (Result, error) {
	result := t.unsold(b)
	if filled.cutOff < 0 {
		return result, nil
	}
	var err error
	result.CutOff = bids[b.entries[filled.cutOff].bid].Level
	if result.AllotmentPct, err = bondmath.AllotmentRatio(math.NewInt(filled.left), math.NewInt(filled.bids)); err != nil {
		return Result{}, err
	}
	result.Accepted, result.Average = t.average(b)
	switch {
	case rules[t.Method].uniform:
		result.Average = result.CutOff
		if result.CutOffPrice, err = t.price("", result.CutOff); err != nil {
			return Result{}, err
		}
		result.AveragePrice = result.CutOffPrice
	case t.levelIsPrice():
		result.CutOffPrice, result.AveragePrice = result.CutOff, result.Average
	}
	return result, t.award(&result, b, bids)
}

// unsold returns the result in which every bid loses.
func (t Terms) unsold(b book) Result {
	zero, none := math.LegacyZeroDec(), math.ZeroInt()
	awards := make([]Award, len(b.entries))
	for i := range awards {
		awards[i] = Award{Amount: none, Price: zero}
	}
	return Result{
		Awards: awards, Bids: t.Unit.MulRaw(b.units), Accepted: none,
		CutOff: zero, AllotmentPct: zero, Average: zero, CutOffPrice: zero, AveragePrice: zero,
	}
}

// average returns the face accepted and its average level.
func (t Terms) average(b book) (accepted math.Int, level math.LegacyDec) {
	units, weighted := int64(0), new(big.Int)
	for _, e := range b.entries {
		if e.awarded == 0 {
			continue
		}
		units += e.awarded
		weighted.Add(weighted, new(big.Int).Mul(big.NewInt(e.ticks), big.NewInt(e.awarded)))
	}
	if !t.Method.LowestFirst() {
		weighted.Neg(weighted)
	}
	average := new(big.Rat).SetFrac(weighted, big.NewInt(units))
	return t.Unit.MulRaw(units), rounding.RatHalfUp(average.Mul(average, rounding.Rat(t.Tick)), Places(t.Tick))
}

// award tells each winner its face and price. Where prices are computed, winners at one level of one series share one.
func (t Terms) award(result *Result, b book, bids []Bid) error {
	type level struct {
		series string
		ticks  int64
	}
	computed := make(map[level]math.LegacyDec)
	for _, e := range b.entries {
		if e.awarded == 0 {
			continue
		}
		bid, price := bids[e.bid], result.CutOffPrice
		switch {
		case rules[t.Method].uniform:
		case t.levelIsPrice():
			price = bid.Level
		default:
			at, known := level{bid.Series, e.ticks}, false
			if price, known = computed[at]; !known {
				var err error
				if price, err = t.price(bid.Series, bid.Level); err != nil {
					return err
				}
				computed[at] = price
			}
		}
		result.Awards[e.bid] = Award{Amount: t.Unit.MulRaw(e.awarded), Price: price}
	}
	return nil
}

// Places returns the decimals of a tick, with which levels and averages are published.
func Places(tick math.LegacyDec) int {
	for places := range TickPlaces {
		if rounding.HasPlaces(tick, places) {
			return places
		}
	}
	return TickPlaces
}
