package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// An auction from announcement to settlement: two dealers at the cut-off share what is left, the best bid is filled, a small
// bank pays the average, a dealer adds in the second round, and one who does not reveal loses the deposit.
func TestAnAuctionFromAnnouncementToSettlement(t *testing.T) {
	f := newMarket(t)
	f.register("D", true)
	all := []bids{
		of("A", bid("100.10", 40)), of("B", bid("100.08", 50)), of("C", bid("100.08", 25), bid("100.05", 10)), of("S").without(300_000_000),
	}
	announced := f.announce(f.tenYearAuction())
	require.Equal(t, math.NewInt(50*unit), announced.BidderCap)
	require.Equal(t, 1, f.emitted()[events+"EventAuctionAnnounced"])
	f.at(bidding, f.commit(all...), f.commit(of("D", bid("101", 1))))
	f.at(revealing, f.reveal(all...))
	f.at(closing)

	result := f.result()
	require.Equal(t, types.AUCTION_STATUS_ALLOTTED, f.auction().Status)
	require.Equal(t, math.NewInt(125*unit), result.Bids)
	require.Equal(t, math.NewInt(300_000_000), result.NonCompetitive)
	require.Equal(t, math.NewInt(97*unit), result.Accepted)
	require.Equal(t, dec("100.08"), result.CutOff)
	require.Equal(t, dec("76"), result.AllotmentPct, "57 of 75")
	require.Equal(t, dec("100.09"), result.Average, "(40·100.10 + 38·100.08 + 19·100.08) / 97 = 100.0882…, half-up")
	require.EqualValues(t, 4, result.Bidders)
	require.EqualValues(t, 4, result.Winners)
	require.Equal(t, math.NewInt(38*unit), f.tender("B").Awards[0].Amount)
	require.Equal(t, math.NewInt(19*unit), f.tender("C").Awards[0].Amount)
	require.True(t, f.tender("C").Awards[1].Amount.IsZero())
	require.Equal(t, 4, f.emitted()[events+"EventBidAllotted"])
	require.Equal(t, yen(1_000_000).Amount, f.cash("treasury"), "the deposit of D")
	require.Equal(t, 1, f.emitted()[events+"EventDepositForfeited"])

	f.at(settling)
	for name, face := range map[string]string{"A": "4000000000", "B": "3800000000", "C": "1900000000", "S": "300000000", "D": "0"} {
		require.Equal(t, face, f.units(name), name)
	}
	require.True(t, f.held().IsZero())
}

// Accrued interest is charged once on the whole face, and cash is exactly face times price.
func TestWinnersPayTheirPriceAndAccruedInterest(t *testing.T) {
	f := newMarket(t)
	f.run(f.tenYearAuction(), of("A", bid("100.10", 40)), of("B", bid("99.87", 10)))
	before := f.cash("treasury")
	f.at(second, func() {
		paid := must(f, f.msgs.BidSecondRound, &types.MsgBidSecondRound{Bidder: account("A").String(), AuctionId: id, Amount: math.NewInt(4 * unit)})
		// The average of 40 at 100.10 and 10 at 99.87 is 100.054, published as 100.05. 18 days at 2.1 percent are due on the
		// whole face, floored to the yen: 4,142,465 on 4 billion, 4,556,712 on 4.4 billion.
		require.Equal(t, yen(400_200_000+4_556_712-4_142_465), paid.Paid)
	})
	f.at(settling)
	require.Equal(t, types.AUCTION_STATUS_SETTLED, f.auction().Status)
	require.Equal(t, "4400000000", f.units("A"))
	require.Equal(t, "1000000000", f.units("B"))
	a, b := f.tender("A"), f.tender("B")
	require.Equal(t, yen(4_004_000_000+400_200_000+4_556_712).Amount, a.Paid)
	require.Equal(t, yen(998_700_000+1_035_616).Amount, b.Paid)
	require.Equal(t, a.Paid.Add(b.Paid), f.cash("treasury").Sub(before))
	require.Equal(t, a.Paid.Add(b.Paid), f.result().Cash)
	require.Equal(t, math.NewInt(4*unit), f.result().SecondRound)
	require.True(t, f.held().IsZero(), "nothing is left behind")
	require.Equal(t, 1, f.emitted()[events+"EventAuctionSettled"])
	require.Equal(t, 2, f.emitted()[events+"EventAwardSettled"])
	series, err := f.bond.GetSeries(f.ctx, f.isin)
	require.NoError(t, err)
	require.Equal(t, bondtypes.SERIES_STATUS_LIVE, series.Status)
	require.Equal(t, math.NewInt(54*unit), series.Issued)
}
