package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

func (f *fixture) duties(quarter string, shortOnly bool) map[string]types.DealerDuties {
	answer, err := f.queries.Duties(f.ctx, &types.QueryDutiesRequest{IssuerId: "mof", Quarter: quarter, ShortOnly: shortOnly})
	require.NoError(f, err)
	dealers := map[string]types.DealerDuties{}
	for _, judged := range answer.Dealers {
		dealers[judged.Dealer.Name] = judged
	}
	return dealers
}

// Of three dealers each has to bid for a third of every offering and to win a hundredth over two quarters.
func TestDuties(t *testing.T) {
	f := newMarket(t)
	f.run(f.tenYearAuction(), of("A", bid("100.10", 49)), of("B", bid("99.99", 33)), of("C", bid("100.05", 34)))
	require.Empty(t, f.duties("2026Q1", false)["A"].Quarter.Auctions, "not before it is settled")
	f.at(settling)
	dealers := f.duties("", false)
	require.Len(t, dealers, 3)
	require.Equal(t, uint32(1), dealers["B"].Quarter.Missed, "33 of 100 are less than a third")
	require.Zero(t, dealers["C"].Quarter.Missed)
	require.Equal(t, math.NewInt(17*unit), dealers["B"].Quarter.OtherWon)
	require.Equal(t, dec("17"), dealers["B"].OtherWonPct)
	require.Equal(t, dec("100"), dealers["B"].ShortWonPct, "nothing short was offered")
	short := f.duties("2026Q1", true)
	require.Len(t, short, 1)
	require.True(t, short["B"].ShortOfBidding)
	require.False(t, short["B"].ShortOfWinning)

	next := on(f.tenYearAuction(), "2026-04-06", "2026-04-07")
	next.Id = "mof.april"
	f.announce(next)
	limits, err := f.queries.Tender(f.ctx, &types.QueryTenderRequest{AuctionId: id, Bidder: account("A").String()})
	require.NoError(t, err)
	require.True(t, limits.FirstRoundLimit.IsZero(), "no history at the first announcement")
	for name, want := range map[string]types.QueryNonPriceLimitResponse{
		"A": {Round: types.NON_PRICE_ROUND_FIRST, Limit: math.NewInt(9 * unit)},
		"S": {Round: types.NON_PRICE_ROUND_NON_COMPETITIVE, Limit: next.NonCompetitiveLimit},
	} {
		most, err := f.queries.NonPriceLimit(f.ctx, &types.QueryNonPriceLimitRequest{AuctionId: next.Id, Bidder: account(name).String()})
		require.NoError(t, err)
		require.Equal(t, want, *most, "known to %s before it seals bids", name)
	}
	a := of("A", bid("100", 34)).without(9 * unit).in(next.Id)
	f.at("2026-04-06 11:00", f.commit(a))
	f.at("2026-04-06 12:00", func() {
		over := of("A", bid("100", 34)).without(10 * unit).in(next.Id)
		_, err := tx(f, f.msgs.RevealBid, over.revelation())
		require.ErrorIs(t, err, types.ErrSealMismatch)
	}, f.reveal(a))
	f.at("2026-04-06 12:30")
	f.at("2026-04-07")
	auction, err := f.keeper.GetAuction(f.ctx, next.Id)
	require.NoError(t, err)
	require.Equal(t, math.NewInt(9*unit), auction.Result.FirstRound, "49 of 100 of 20 units, floored")
	dealers = f.duties("2026Q2", false)
	require.Equal(t, uint32(1), dealers["C"].Quarter.Missed)
	require.Equal(t, dec("17"), dealers["C"].OtherWonPct, "34 of 200 over both quarters")
	require.Equal(t, uint32(1), dealers["B"].Before.Missed)
	require.Empty(t, f.duties("2027Q4", true), "no auction, no duty")
	_, err = f.queries.Duties(f.ctx, &types.QueryDutiesRequest{IssuerId: "mof", Quarter: "Q1"})
	require.ErrorIs(t, err, types.ErrInvalidQuery)
}

// Records of more than a year ago are forgotten with the next one.
func TestDutiesAreForgotten(t *testing.T) {
	f := newMarket(t)
	state, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	for _, quarter := range []string{"2024Q4", "2025Q1", "2025Q2"} {
		state.Duties = append(state.Duties, types.NewDuty("mof", account("A").String(), quarter))
	}
	f.keeper = f.other
	require.NoError(t, f.keeper.InitGenesis(f.ctx, state))
	f.remake()
	f.run(f.tenYearAuction(), of("A", bid("100", 40)))
	f.at(settling)
	state, err = f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	var kept []string
	for _, duty := range state.Duties {
		if duty.Account == account("A").String() {
			kept = append(kept, duty.Quarter)
		}
	}
	require.Equal(t, []string{"2025Q2", "2026Q1"}, kept)
}

// The record of a dealer ends with its being one, however it ends; who comes back begins anew.
func TestDutiesOfADealerThatLeaves(t *testing.T) {
	remove := func(f *fixture) {
		must(f, f.msgs.RemoveParticipant, &types.MsgRemoveParticipant{Authority: f.ministry.String(), IssuerId: "mof", Account: account("B").String()})
	}
	for name, leave := range map[string]func(*fixture){
		"removed": remove, "no dealer any more": func(f *fixture) { f.register("B", false) },
	} {
		f := newMarket(t)
		f.run(f.tenYearAuction(), of("A", bid("100.10", 49)), of("B", bid("99.99", 33)))
		f.at(settling)
		require.Equal(t, uint32(1), f.duties("", false)["B"].Quarter.Missed, name)
		leave(f)
		state, err := f.keeper.ExportGenesis(f.ctx)
		require.NoError(t, err)
		for _, duty := range state.Duties {
			require.NotEqual(t, account("B").String(), duty.Account, name)
		}
		require.NoError(t, f.keeper.Audit(f.ctx))
		require.Equal(t, uint32(1), f.duties("", false)["A"].Quarter.Auctions, "the others keep theirs")
		f.register("B", true)
		require.Zero(t, f.duties("", false)["B"].Quarter.Auctions, name)
	}
}

// A dealer that is removed after it has sealed its bids can reveal all of them, those of non-price-competitive I too.
func TestADealerRemovedAfterSealing(t *testing.T) {
	f := newMarket(t)
	f.run(f.tenYearAuction(), of("A", bid("100.10", 49)), of("B", bid("99.99", 33)))
	f.at(settling)
	next := on(f.tenYearAuction(), "2026-04-06", "2026-04-07")
	next.Id = "mof.april"
	f.announce(next)
	a := of("A", bid("100", 34)).without(9 * unit).in(next.Id)
	f.at("2026-04-06 11:00", f.commit(a), func() {
		must(f, f.msgs.RemoveParticipant, &types.MsgRemoveParticipant{Authority: f.ministry.String(), IssuerId: "mof", Account: account("A").String()})
	})
	f.at("2026-04-06 12:00", f.reveal(a))
	f.at("2026-04-06 12:30")
	f.at("2026-04-07")
	auction, err := f.keeper.GetAuction(f.ctx, next.Id)
	require.NoError(t, err)
	require.Equal(t, math.NewInt(9*unit), auction.Result.FirstRound)
	require.Equal(t, types.AUCTION_STATUS_SETTLED, auction.Status)
}

func TestLists(t *testing.T) {
	f := newMarket(t)
	f.announce(f.tenYearAuction())
	for _, next := range [][3]string{{"mof.b", "2026-01-08", "2026-01-09"}, {"mof.c", "2026-01-08", "2026-01-09"}, {"mof.d", "2026-01-15", "2026-01-16"}} {
		terms := on(f.tenYearAuction(), next[1], next[2])
		terms.Id = next[0]
		f.announce(terms)
	}
	calendar := func(from, to string, pages *query.PageRequest) (ids []string, next []byte) {
		answer, err := f.queries.Calendar(f.ctx, &types.QueryCalendarRequest{From: from, To: to, Pagination: pages})
		require.NoError(t, err)
		for _, entry := range answer.Entries {
			ids = append(ids, entry.Auction.Terms.Id)
		}
		return ids, answer.Pagination.NextKey
	}
	all, _ := calendar("", "", nil)
	require.Equal(t, []string{id, "mof.b", "mof.c", "mof.d"}, all)
	some, _ := calendar("2026-01-08", "2026-01-09", nil)
	require.Equal(t, []string{"mof.b", "mof.c"}, some)
	first, next := calendar("2026-01-08", "", &query.PageRequest{Limit: 2})
	require.Equal(t, []string{"mof.b", "mof.c"}, first)
	rest, next := calendar("2026-01-08", "", &query.PageRequest{Limit: 2, Key: next})
	require.Equal(t, []string{"mof.d"}, rest)
	require.Empty(t, next)
	for _, bad := range []types.QueryCalendarRequest{{From: "x"}, {To: "x"}, {Pagination: &query.PageRequest{Reverse: true}}, {Pagination: &query.PageRequest{Key: []byte("x")}}} {
		_, err := f.queries.Calendar(f.ctx, &bad)
		require.ErrorIs(t, err, types.ErrInvalidQuery)
	}

	f.at(bidding, f.commit(of("A", bid("100", 1)), of("B", bid("100", 1))), f.cancelOther("mof.d"))
	count := func(status types.AuctionStatus) int {
		answer, err := f.queries.Auctions(f.ctx, &types.QueryAuctionsRequest{Status: status})
		require.NoError(t, err)
		return len(answer.Auctions)
	}
	require.Equal(t, [3]int{4, 3, 1}, [3]int{count(0), count(types.AUCTION_STATUS_OPEN), count(types.AUCTION_STATUS_CANCELLED)})
	tenders, err := f.queries.Tenders(f.ctx, &types.QueryTendersRequest{AuctionId: id})
	require.NoError(t, err)
	require.Len(t, tenders.Tenders, 2)
	require.Empty(t, tenders.Tenders[0].Bids, "sealed")
	mine, err := f.queries.Bidder(f.ctx, &types.QueryBidderRequest{Bidder: account("A").String()})
	require.NoError(t, err)
	require.Len(t, mine.Tenders, 1)
	participants, err := f.queries.Participants(f.ctx, &types.QueryParticipantsRequest{IssuerId: "mof"})
	require.NoError(t, err)
	require.Len(t, participants.Participants, 4)
	_, err = f.queries.Participant(f.ctx, &types.QueryParticipantRequest{IssuerId: "mof", Account: account("nobody").String()})
	require.ErrorIs(t, err, types.ErrParticipantNotFound)
	_, err = f.queries.Result(f.ctx, &types.QueryResultRequest{AuctionId: id})
	require.ErrorIs(t, err, types.ErrWrongPhase)
}

func (f *fixture) cancelOther(auction string) func() {
	return func() {
		must(f, f.msgs.Cancel, &types.MsgCancel{Authority: f.ministry.String(), AuctionId: auction})
	}
}
