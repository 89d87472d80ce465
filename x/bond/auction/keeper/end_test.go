package keeper_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

func (f *fixture) cancel() {
	must(f, f.msgs.Cancel, &types.MsgCancel{Authority: f.ministry.String(), AuctionId: id})
}

func (f *fixture) reject() {
	must(f, f.msgs.Reject, &types.MsgReject{Authority: f.ministry.String(), AuctionId: id})
}

// A withdrawn bid can be put in again; the deposit is back in between.
func TestWithdrawAndCommitAgain(t *testing.T) {
	f := newMarket(t)
	f.announce(f.tenYearAuction())
	f.at(bidding, f.commit(of("A", bid("100.10", 40))), func() {
		require.True(t, f.cash("A").IsZero())
		must(f, f.msgs.WithdrawBid, &types.MsgWithdrawBid{Bidder: account("A").String(), AuctionId: id})
		require.Equal(t, yen(1_000_000).Amount, f.cash("A"))
		require.True(t, f.held().IsZero())
		must(f, f.msgs.CommitBid, of("A", bid("100.20", 40)).commitment())
	})
	f.at(revealing, f.reveal(of("A", bid("100.20", 40))))
	f.at(closing)
	require.Equal(t, dec("100.20"), f.result().CutOff)
}

// Called off before the close, everybody gets everything back, revealed or not, and the authorised amount is free again.
func TestCancellationGivesEverythingBack(t *testing.T) {
	for name, when := range map[string]string{"while bids are sealed": bidding, "while they are revealed": revealing} {
		f := newMarket(t)
		f.announce(f.tenYearAuction())
		a, b := of("A", bid("100.10", 40)), of("B", bid("100", 10))
		f.at(bidding, f.commit(a, b))
		before := f.cash("A")
		if when == revealing {
			f.at(when, f.reveal(a), func() { before = yen(1_000_000 + purse).Amount })
		} else {
			before = before.Add(yen(1_000_000).Amount)
		}
		f.at(when, f.cancel)
		require.Equal(t, types.AUCTION_STATUS_CANCELLED, f.auction().Status, name)
		require.Equal(t, before, f.cash("A"), name)
		require.Equal(t, yen(1_000_000).Amount, f.cash("B"), name)
		require.True(t, f.cash("treasury").IsZero(), name)
		require.True(t, f.held().IsZero(), name)
		_, err := tx(f, f.msgs.Cancel, &types.MsgCancel{Authority: f.ministry.String(), AuctionId: id})
		require.ErrorIs(t, err, types.ErrWrongPhase)
		f.at(settling)
		require.Equal(t, "0", f.units("A"))
		whole := f.tenYearAuction()
		whole.Id, whole.Offering, whole.Deposit = "mof.whole", math.NewInt(9_000_000_000_000), math.NewInt(1e18)
		whole.BidStart, whole.CommitDeadline, whole.RevealDeadline = "2026-01-08T10:30", "2026-01-08T11:50", "2026-01-08T12:30"
		whole.SecondStart, whole.SecondEnd, whole.SettleDate = "2026-01-08T14:00", "2026-01-08T14:30", "2026-01-09"
		f.announce(whole)
	}
}

// Rejected after the close, everybody gets everything back but who did not reveal.
func TestRejectionGivesEverythingBack(t *testing.T) {
	f := newMarket(t)
	f.announce(f.tenYearAuction())
	a := of("A", bid("100.10", 40))
	f.at(bidding, f.commit(a, of("B", bid("100", 10))))
	f.at(revealing, f.reveal(a))
	f.at(closing)
	f.at(second, func() {
		must(f, f.msgs.BidSecondRound, &types.MsgBidSecondRound{Bidder: account("A").String(), AuctionId: id, Amount: math.NewInt(4 * unit)})
	})
	f.at("2026-01-06 15:00", f.reject)
	require.Equal(t, types.AUCTION_STATUS_REJECTED, f.auction().Status)
	require.Equal(t, 1, f.emitted()[events+"EventAuctionRejected"])
	require.Equal(t, yen(1_000_000+purse).Amount, f.cash("A"))
	require.True(t, f.cash("B").IsZero())
	require.Equal(t, yen(1_000_000).Amount, f.cash("treasury"))
	require.True(t, f.held().IsZero())
	f.at(settling)
	require.Equal(t, "0", f.units("A"))
}

// A bidder who is frozen after the reveal: cash stays with the issuer, units and what is given back go to suspense.
func TestABidderFrozenBeforeSettlement(t *testing.T) {
	f := newMarket(t)
	f.announce(f.tenYearAuction())
	all := []bids{of("A", bid("100.10", 40), bid("99", 10)), of("B", bid("100.05", 50)), of("C", bid("100.05", 50))}
	f.at(bidding, f.commit(all...))
	f.at(revealing, f.reveal(all...))
	f.holdings.frozen[account("A").String()] = true
	f.at(closing)
	f.at(settling)
	require.Equal(t, types.AUCTION_STATUS_SETTLED, f.auction().Status)
	require.Equal(t, "0", f.units("A"))
	require.Equal(t, "4000000000", f.units(suspense("A")))
	require.Equal(t, "3000000000", f.units("B"))
	require.True(t, f.cash(suspense("A")).IsPositive(), "what the losing bid had reserved")
	require.Equal(t, f.result().Cash, f.cash("treasury"))
	require.True(t, f.held().IsZero())
}

// Who sealed bids and is frozen when the auction is decided could not reveal them: the deposit goes to suspense and not to the
// treasury. Who was free to reveal forfeits.
func TestAFreezeCostsNoDeposit(t *testing.T) {
	f := newMarket(t)
	f.register("D", false)
	f.announce(f.tenYearAuction())
	all := []bids{of("A", bid("100.10", 40)), of("B", bid("100.05", 50)), of("C", bid("100.05", 10)), of("D", bid("100", 10))}
	f.at(bidding, f.commit(all...))
	for _, name := range []string{"B", "C"} {
		f.holdings.frozen[account(name).String()] = true
	}
	f.at(revealing, f.reveal(all[0]), func() {
		f.give(account("B"), yen(purse))
		_, err := tx(f, f.msgs.RevealBid, all[1].revelation())
		require.ErrorIs(t, err, errHoldings)
	})
	f.holdings.frozen[account("C").String()] = false // in time
	before := f.cash("treasury")
	f.at(closing)
	require.Equal(t, yen(purse+1_000_000).Amount, f.cash(suspense("B")))
	require.Equal(t, yen(2_000_000).Amount, f.cash("treasury").Sub(before), "the deposits of C and D")
	require.Equal(t, 2, f.emitted()[events+"EventDepositForfeited"])
	f.at(settling)
	require.True(t, f.held().IsZero())
}

// All or none: when the units cannot be issued, nobody has paid; it is tried again, and void after the grace period.
func TestASettlementThatFails(t *testing.T) {
	settled := func() *fixture {
		f := newMarket(t)
		f.run(f.tenYearAuction(), of("A", bid("100.10", 40)), of("B", bid("99.87", 10)))
		held := f.held()
		f.at(settling, func() {
			must(f, f.bonds.FreezeSeries, &bondtypes.MsgFreezeSeries{Authority: f.ministry.String(), Isin: f.isin, Reason: "error in the terms"})
		})
		require.Equal(t, types.AUCTION_STATUS_ALLOTTED, f.auction().Status)
		require.Equal(t, 1, f.emitted()[events+"EventItemQuarantined"])
		require.Equal(t, held, f.held(), "not even a part")
		require.Equal(t, "0", f.units("A"))
		f.at("2026-01-07 00:59")
		require.Zero(t, f.emitted()[events+"EventItemQuarantined"], "not before the retry")
		return f
	}
	f := settled()
	f.at("2026-01-07 01:30", f.reject)
	require.True(t, f.held().IsZero())

	f = settled()
	f.at("2026-01-07 01:30", func() {
		must(f, f.bonds.UnfreezeSeries, &bondtypes.MsgUnfreezeSeries{Authority: f.ministry.String(), Isin: f.isin})
	})
	f.at("2026-01-07 02:30")
	require.Equal(t, types.AUCTION_STATUS_SETTLED, f.auction().Status)
	require.Equal(t, "4000000000", f.units("A"))

	f = settled()
	f.at("2026-01-12 00:00")
	require.Equal(t, types.AUCTION_STATUS_VOID, f.auction().Status)
	require.Equal(t, 1, f.emitted()[events+"EventAuctionVoided"])
	require.True(t, f.held().IsZero())
	require.Equal(t, yen(1_000_000+purse).Amount, f.cash("A"))
}

// A deposit is lost for not revealing, never for not having been able to: the series is called in full while its bids are sealed,
// so that none can be revealed and none decided.
func TestNobodyLosesADepositToAnAuctionThatIsNotDecided(t *testing.T) {
	f := newFixture(t, "2026-06-10 09:00")
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	callable := tenYear()
	callable.Call = &bondtypes.CallTerms{NoticeDays: 1, Options: []bondtypes.CallOption{{Date: "2026-06-20", PricePct: dec("100")}}}
	f.open(callable)
	f.register("A", true)
	f.announce(on(f.tenYearAuction(), "2026-06-17", "2026-06-23"))
	sealed := of("A", bid("100.10", 40))
	f.at("2026-06-17 11:00", f.commit(sealed), func() {
		must(f, f.bonds.Call, &bondtypes.MsgCall{Authority: f.ministry.String(), Isin: f.isin, Date: "2026-06-20", SharePct: dec("0")})
	})
	f.at("2026-06-17 12:00", func() {
		_, err := tx(f, f.msgs.RevealBid, sealed.revelation())
		require.ErrorIs(t, err, bondtypes.ErrMatured)
	})
	f.at("2026-06-17 12:30")
	require.Equal(t, types.AUCTION_STATUS_OPEN, f.auction().Status)
	f.at("2026-06-28 00:00")
	require.Equal(t, types.AUCTION_STATUS_VOID, f.auction().Status)
	require.Equal(t, yen(1_000_000).Amount, f.cash("A"))
	require.True(t, f.cash("treasury").IsZero())
	require.True(t, f.held().IsZero())
}

// What an auction may issue is out of reach of placements, from the announcement until it is issued or never will be: at
// most what is offered and what dealers may add after the result.
func TestAnOfferedAmountIsKept(t *testing.T) {
	f := newMarket(t)
	f.announce(f.tenYearAuction())
	authorised, promised := math.NewInt(100_000*unit), math.NewInt(110*unit)
	room := func() math.Int {
		room, err := f.bond.Room(f.ctx, f.isin)
		require.NoError(t, err)
		return room
	}
	place := func(face math.Int) error {
		_, err := tx(f, f.bonds.PlaceDirect, &bondtypes.MsgPlaceDirect{
			Authority: f.ministry.String(), Buyer: account("buyer").String(), Isin: f.isin, Face: face, CleanPrice: dec("100"),
		})
		return err
	}
	require.Equal(t, authorised.Sub(promised), room())
	a := of("A", bid("100.10", 50))
	f.give(account("buyer"), yen(20_000_000_000_000))
	f.at(bidding, f.commit(a))
	f.at(revealing, f.reveal(a))
	f.at(closing)
	f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-07 00:00")) // the issue date has begun, and the auction is not settled yet
	require.ErrorIs(t, place(room().AddRaw(50_000)), bondtypes.ErrAboveAuthorised)
	require.NoError(t, place(authorised.Sub(promised)))
	require.True(t, room().IsZero())
	f.at("2026-01-07 00:00")
	require.Equal(t, types.AUCTION_STATUS_SETTLED, f.auction().Status)
	require.Equal(t, "5000000000", f.units("A"))
	require.Equal(t, math.NewInt(60*unit), room(), "what was not sold can be placed")
	require.NoError(t, place(room()))
}

// Nothing bid, or nothing revealed: the auction ends without a sale, and without a price nobody gets anything.
func TestNothingIsSold(t *testing.T) {
	f := newMarket(t)
	f.run(f.tenYearAuction())
	require.False(t, f.result().Sold())
	f.at(settling)
	require.Equal(t, types.AUCTION_STATUS_SETTLED, f.auction().Status)

	f = newMarket(t)
	f.run(f.tenYearAuction(), of("S").without(100_000_000))
	require.False(t, f.result().Sold())
	require.True(t, f.result().NonCompetitive.IsZero(), "there is no average to pay")
	require.Equal(t, math.NewInt(100_000_000), f.result().NonCompetitiveBids)
	require.Equal(t, yen(1_000_000+purse).Amount, f.cash("S"))
	f.at(settling)
	series, err := f.bond.GetSeries(f.ctx, f.isin)
	require.NoError(t, err)
	require.Equal(t, bondtypes.SERIES_STATUS_ANNOUNCED, series.Status)
}

// What is given back goes out a few bidders a block, everybody gets it, and once. The laws hold in between.
func TestReleasesAreBounded(t *testing.T) {
	f := newMarket(t)
	params := types.DefaultParams()
	params.WorkLimit = 4
	must(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
	var all []bids
	for i := range 10 {
		name := "loser" + string(rune('a'+i))
		f.register(name, false)
		all = append(all, of(name, bid("90", 1)))
	}
	all = append(all, of("A", bid("100", 50)), of("B", bid("100", 50)))
	f.run(f.tenYearAuction(), all...)
	paid := func() (n int) {
		for _, b := range all {
			if f.tender(b.name).Escrow.IsZero() {
				n++
			}
		}
		return n
	}
	require.Zero(t, paid(), "the close used up the block")
	for block, want := range []int{4, 8, 10, 10} {
		f.at("2026-01-06 12:31")
		require.LessOrEqual(t, paid(), want, "block %d", block)
	}
	for range 4 {
		f.at("2026-01-06 12:32")
	}
	require.Equal(t, 10, paid())
	for _, b := range all[:10] {
		require.Equal(t, yen(1_000_000+purse).Amount, f.cash(b.name))
	}
}

// A bidder who cannot be paid holds up nobody, and is come back for.
func TestAReleaseThatFails(t *testing.T) {
	f := newMarket(t)
	f.buyBackMarket()
	f.fund(f.buyBackAuction())
	a, b := of("A", bid("101", 1)), of("B", bid("90", 3))
	f.at("2026-03-06 11:00", f.commit(a, b))
	f.at("2026-03-06 12:00", f.reveal(a, b), func() { f.cancel(); f.holdings.fails = errors.New("told to fail") })
	require.Equal(t, 2, f.emitted()[events+"EventItemQuarantined"])
	require.False(t, f.tender("A").IsEmpty())
	f.holdings.fails = nil
	f.at("2026-03-06 12:59")
	require.False(t, f.tender("A").IsEmpty())
	f.at("2026-03-06 13:00")
	require.True(t, f.tender("A").IsEmpty())
	require.Equal(t, 2, f.emitted()[events+"EventEscrowReleased"])
}

// Bids are kept for the retention and then dropped; the result stays.
func TestBidsAreDroppedAfterTheRetention(t *testing.T) {
	f := newMarket(t)
	f.run(f.tenYearAuction(), of("A", bid("100.10", 40)))
	f.at(settling)
	f.at("2027-01-07 23:59")
	require.Equal(t, math.NewInt(40*unit), f.tender("A").Won())
	f.at("2027-01-08 00:01")
	require.Equal(t, 1, f.emitted()[events+"EventBidsDropped"])
	_, err := f.keeper.GetTender(f.ctx, id, account("A"))
	require.ErrorIs(t, err, types.ErrTenderNotFound)
	require.Equal(t, math.NewInt(40*unit), f.result().Accepted)
}
