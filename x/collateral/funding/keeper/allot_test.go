package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil/desk"
	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
)

// What is left at the stop-out rate is shared pro rata, each share down to the bid unit; what the floors leave over goes back.
func TestTiesAtTheStopOutRate(t *testing.T) {
	for name, c := range map[string]struct {
		bids    map[string][]any
		awards  map[string]int64
		rate    string
		share   string
		winners uint32
	}{
		"one tie": { // 200 above 0.70, 100 left for 100 + 100 + 50: two fifths of each
			bids: map[string][]any{
				"client": {"0.80", 100, "0.70", 100}, "dealer": {"0.75", 100, "0.70", 100}, "abroad": {"0.70", 50},
			},
			awards: map[string]int64{"client": 140, "dealer": 140, "abroad": 20}, rate: "0.70", share: "40", winners: 3,
		},
		"floors": { // 300 left for 200 + 200 + 50: 133⅓ and 33⅓
			bids:   map[string][]any{"client": {"0.70", 200}, "dealer": {"0.70", 200}, "abroad": {"0.70", 50}},
			awards: map[string]int64{"client": 133, "dealer": 133, "abroad": 33}, rate: "0.70", share: "66.6666", winners: 3,
		},
		"one bidder's two bids at one rate count each": { // 300 left for 100 + 100 + 200 + 150
			bids:   map[string][]any{"client": {"0.70", 100, "0.70", 100}, "dealer": {"0.70", 200}, "abroad": {"0.70", 150}},
			awards: map[string]int64{"client": 108, "dealer": 109, "abroad": 81}, rate: "0.70", share: "54.5454", winners: 3,
		},
		"a tie that gets nothing": { // 1 left for 1 + 1: neither has a unit, and the rate is the one above
			bids:   map[string][]any{"client": {"0.80", 199, "0.60", 1}, "dealer": {"0.80", 100}, "abroad": {"0.60", 1}},
			awards: map[string]int64{"client": 199, "dealer": 100}, rate: "0.80", share: "100", winners: 2,
		},
		"all of it": {
			bids:   map[string][]any{"client": {"0.80", 200}, "dealer": {"0.50", 100}, "abroad": {"0.50", 0}},
			awards: map[string]int64{"client": 200, "dealer": 100}, rate: "0.50", share: "100", winners: 2,
		},
		"less than all of it": {
			bids:   map[string][]any{"client": {"0.80", 2}, "dealer": {"0.50", 1}},
			awards: map[string]int64{"client": 2, "dealer": 1}, rate: "0.50", share: "100", winners: 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			lender := r.Yen(r.Lender)
			who := map[string]sdk.AccAddress{"client": r.Client, "dealer": r.Dealer, "abroad": r.Abroad}
			var all []*types.MsgRevealBid
			for bidder, pairs := range c.bids {
				if pairs[1] != 0 {
					all = append(all, r.opened(who[bidder], pairs...))
				}
			}
			r.bidding(all...)
			r.Tick("2026-04-02 10:30")
			result, accepted := r.operation().Result, int64(0)
			for bidder, want := range c.awards {
				require.Equal(t, want, r.award(who[bidder]), bidder)
				accepted += want
			}
			require.Equal(t, dec(c.rate), result.RatePct)
			require.Equal(t, dec(c.share), result.AllotmentPct)
			require.Equal(t, c.winners, result.Winners)
			require.Equal(t, c.winners, r.operation().Bidders, "the others have their deposit back")
			require.EqualValues(t, accepted*desk.Million, result.Accepted.Int64())
			require.EqualValues(t, accepted*desk.Million, lender-r.Yen(r.Lender))
			require.Equal(t, int(c.winners), r.Emitted(&types.EventBidAllotted{}))
			r.Audited()
			r.reborn()
		})
	}
}
