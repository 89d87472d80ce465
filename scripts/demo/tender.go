package main

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// tender is what one dealer bids, its prices from the best, and what becomes of it.
type tender struct {
	dealer string
	bids   []bid

	escrow sdk.Coin // paid in at the reveal, with the deposit
	won    int64    // face
	cost   sdk.Coin // of what is won, with accrued interest
}

type bid struct {
	price string
	face  int64
}

// newTenders are the bids of four dealers for sixteen units of a hundred million: the second price fills eleven, so that the two
// dealers at 100.02 share five where they bid for ten. Who bids 99.95 gets nothing.
func newTenders() []*tender {
	return []*tender{
		{dealer: "dealer", bids: []bid{{"100.10", 600_000_000}, {"100.02", 200_000_000}}},
		{dealer: "dealer2", bids: []bid{{"100.05", 500_000_000}}},
		{dealer: "dealer3", bids: []bid{{"100.02", 800_000_000}}},
		{dealer: "dealer4", bids: []bid{{"99.95", 500_000_000}}},
	}
}

// principal is what all bids cost at their own prices: prices have two decimals, so that it is exact.
func (t *tender) principal() math.Int {
	sum := math.ZeroInt()
	for _, b := range t.bids {
		sum = sum.Add(dec(b.price).MulInt64(b.face).MulInt64(10_000).TruncateInt()) // price ÷ 100 × 1,000,000
	}
	return sum
}

func (t *tender) face() (sum int64) {
	for _, b := range t.bids {
		sum += b.face
	}
	return sum
}
