package allotment

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Allot decides a book of competitive bids. It refuses the whole book when a bid or a bidder's total is not allowed. The
// work is one sort; a book without bids gives a result without awards.
func (t Terms) Allot(bids []Bid) (Result, error) {
	if err := t.Validate(); err != nil {
		return Result{}, err
	}
	book, err := t.open(bids)
	if err != nil {
		return Result{}, err
	}
	return t.publish(book, bids, book.fill(t.Offering.Quo(t.Unit).Int64()))
}

// capUnits returns the bidder cap in whole units.
func (t Terms) capUnits() int64 {
	if !t.BidderCap.IsNil() {
		if units := t.BidderCap.Quo(t.Unit); units.IsInt64() {
			return units.Int64()
		}
	}
	return math.MaxInt64
}

// An entry is a bid in ticks and units. Ticks count in the direction in which bids get worse.
type entry struct {
	bid            int
	ticks          int64
	units, awarded int64
}

// A book holds the entries, best first once filled.
type book struct {
	entries []entry
	units   int64
}

// open checks the bids and enters them.
func (t Terms) open(bids []Bid) (book, error) {
	b := book{entries: make([]entry, len(bids))}
	totals := make(map[string]int64) // units by bidder
	limit := t.capUnits()
	var s scratch
	for i, bid := range bids {
		ticks, units, err := t.normalise(bid, &s)
		if err != nil {
			return book{}, fmt.Errorf("bid %d of %q: %w", i+1, bid.Bidder, err)
		}
		if b.units += units; b.units < 0 {
			return book{}, fmt.Errorf("%w: all bids are more than 2^63 units", ErrAmount)
		}
		if totals[bid.Bidder] += units; totals[bid.Bidder] > limit {
			return book{}, t.capError(bid.Bidder, t.Unit.MulRaw(totals[bid.Bidder]))
		}
		if !t.Method.LowestFirst() {
			ticks = -ticks
		}
		b.entries[i] = entry{bid: i, ticks: ticks, units: units}
	}
	return b, nil
}

// A fill is how far an offering went: the cut-off level with what was left for it and what was bid there.
type fill struct {
	cutOff     int // an entry at the cut-off level, or -1 when nothing was accepted
	left, bids int64
}

// fill awards the offering, best level first.
func (b book) fill(offering int64) fill {
	slices.SortFunc(b.entries, func(x, y entry) int { return cmp.Compare(x.ticks, y.ticks) })
	filled := fill{cutOff: -1}
	for from, to, left := 0, 0, offering; from < len(b.entries) && left > 0; from = to {
		bids := int64(0)
		for to = from; to < len(b.entries) && b.entries[to].ticks == b.entries[from].ticks; to++ {
			bids += b.entries[to].units
		}
		share := min(left, bids)
		if awardLevel(b.entries[from:to], share, bids) {
			filled = fill{cutOff: from, left: share, bids: bids}
		}
		left -= share
	}
	return filled
}

// awardLevel gives each entry of a level its part of the share, floored to the unit, and tells whether any got one.
func awardLevel(level []entry, share, bids int64) bool {
	accepted := false
	for i := range level {
		level[i].awarded = proRataDown(level[i].units, share, bids)
		accepted = accepted || level[i].awarded > 0
	}
	return accepted
}

// proRataDown returns units × share ÷ total, for units and share not above total, with the product at full length.
func proRataDown(units, share, total int64) int64 {
	if share == total {
		return units
	}
	high, low := bits.Mul64(uint64(units), uint64(share))
	quotient, _ := bits.Div64(high, low, uint64(total))
	return int64(quotient)
}
