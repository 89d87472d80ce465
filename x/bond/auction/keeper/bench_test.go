package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

// crowded is an auction in which everybody has revealed bids of one unit each.
func crowded(b *testing.B, bidders, each int) *fixture {
	f := newMarket(b)
	f.unaudited = true
	params := types.DefaultParams()
	params.MaxParticipants, params.WorkLimit = 10_000, 100_000
	must(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
	terms := f.plain(types.AUCTION_METHOD_MULTI_PRICE, 26_000, unit, "0.01", "105")
	f.announce(terms)
	var all []bids
	for i := range bidders {
		name := fmt.Sprintf("bidder %d", i)
		f.register(name, false)
		var list []types.Bid
		for j := range each {
			list = append(list, types.Bid{Level: dec("100").Add(dec("0.01").MulInt64(int64((i*7 + j*13) % 200))), Amount: math.NewInt(3 * unit)})
		}
		all = append(all, of(name, list...))
	}
	f.at(bidding, f.commit(all...))
	f.at(revealing, f.reveal(all...))
	return f
}

// endBlock measures the end of a block at a time, on a state that is thrown away.
func (f *fixture) endBlock(b *testing.B, at string, want types.AuctionStatus) {
	ctx := f.ctx.WithBlockTime(tokyo(at))
	b.ReportAllocs()
	for b.Loop() {
		cached, _ := ctx.WithEventManager(sdk.NewEventManager()).CacheContext()
		f.keeper.EndBlock(cached)
		auction, err := f.keeper.GetAuction(cached, id)
		require.NoError(b, err)
		require.Equal(b, want, auction.Status)
	}
}

// BenchmarkClose is a block in which an auction of ten thousand bids is decided and everybody's excess is given back.
func BenchmarkClose(b *testing.B) {
	for _, c := range [][2]int{{500, 20}, {5_000, 2}} {
		f := crowded(b, c[0], c[1])
		params := types.DefaultParams()
		params.WorkLimit = 500
		must(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
		b.Run(fmt.Sprintf("%d_bidders_with_%d", c[0], c[1]), func(b *testing.B) { f.endBlock(b, closing, types.AUCTION_STATUS_ALLOTTED) })
	}
}

// BenchmarkSettle is a block in which all winners of an auction get their units against cash.
func BenchmarkSettle(b *testing.B) {
	for _, bidders := range []int{500, 5_000} {
		f := crowded(b, bidders, 1)
		f.at(closing)
		b.Run(fmt.Sprintf("%d_winners", bidders), func(b *testing.B) { f.endBlock(b, settling, types.AUCTION_STATUS_SETTLED) })
	}
}
