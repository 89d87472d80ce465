package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// buyBackMarket places units with A, B and C, who will offer them on 6 March.
func (f *fixture) buyBackMarket() {
	f.at("2026-01-07", func() {
		for _, name := range []string{"A", "B", "C"} {
			f.give(account(name), yen(20*unit))
			must(f, f.bonds.PlaceDirect, &bondtypes.MsgPlaceDirect{
				Authority: f.ministry.String(), Buyer: account(name).String(), Isin: f.isin, Face: math.NewInt(10 * unit), CleanPrice: dec("100"),
			})
			coin := f.bank.GetBalance(f.ctx, account(name), "ujpy")
			require.NoError(f, f.bank.SendCoins(f.ctx, account(name), account("drain"), sdk.NewCoins(coin)))
		}
		coin := f.bank.GetBalance(f.ctx, f.treasury, "ujpy")
		require.NoError(f, f.bank.SendCoins(f.ctx, f.treasury, account("drain"), sdk.NewCoins(coin)))
	})
}

// buyBackAuction buys 10 units for at most 102, settled on 9 March.
func (f *fixture) buyBackAuction() types.AuctionTerms {
	terms := f.tenYearAuction()
	terms.Method, terms.Offering, terms.DearestLevel = types.AUCTION_METHOD_BUY_BACK, math.NewInt(10*unit), dec("102")
	terms.NonCompetitivePct, terms.NonCompetitiveUnit, terms.NonCompetitiveLimit = dec("0"), math.ZeroInt(), math.ZeroInt()
	terms.FirstRoundPct, terms.SecondRoundPct, terms.SecondStart, terms.SecondEnd = dec("0"), dec("0"), "", ""
	terms.BidStart, terms.CommitDeadline, terms.RevealDeadline = "2026-03-06T10:30", "2026-03-06T11:50", "2026-03-06T12:30"
	terms.SettleDate = "2026-03-09"
	return terms
}

// fund announces a buy-back and pays in what it needs.
func (f *fixture) fund(terms types.AuctionTerms) sdk.Coin {
	needed := f.announce(terms).Fund
	f.give(f.treasury, needed)
	must(f, f.msgs.Fund, &types.MsgFund{Funder: f.treasury.String(), AuctionId: id, Amount: needed})
	return needed
}

// The lowest offers are bought, each at its own price and accrued interest, units burnt, and what is left goes back.
func TestBuyBack(t *testing.T) {
	f := newMarket(t)
	f.buyBackMarket()
	needed := f.fund(f.buyBackAuction())
	require.Equal(t, yen(1_020_000_000+4_545_205), needed, "10 units at 102, and 79 days at 2.1 percent")
	all := []bids{of("A", bid("100.50", 5)), of("B", bid("101", 4), bid("101.50", 5)), of("C", bid("101.50", 5))}
	f.at("2026-03-06 11:00", f.commit(all...))
	f.at("2026-03-06 12:00", func() {
		for _, b := range all {
			must(f, f.msgs.RevealBid, b.revelation())
		}
		require.Equal(t, math.NewInt(9*unit), f.holdings.Reserved(f.ctx, account("B"), bondtypes.Denom(f.isin), types.ModuleName, id))
		require.Equal(t, "1000000000", f.units("B"), "units stay with their owner")
		require.Error(t, f.bank.SendCoins(f.ctx, account("B"), account("C"), sdk.NewCoins(sdk.NewInt64Coin(bondtypes.Denom(f.isin), 2*unit))))
	})
	f.at("2026-03-06 12:30")
	require.Equal(t, dec("101"), f.result().CutOff, "one unit for two offers of five floors to nothing")
	require.Equal(t, dec("100"), f.result().AllotmentPct)
	require.Equal(t, math.NewInt(9*unit), f.result().Accepted)
	f.holdings.frozen[account("A").String()] = true
	f.at("2026-03-09")
	require.Equal(t, types.AUCTION_STATUS_SETTLED, f.auction().Status)
	require.Equal(t, "500000000", f.units("A"), "frozen, and all the same bought")
	require.Equal(t, yen(502_500_000+2_272_602).Amount, f.cash(suspense("A")))
	require.Equal(t, "600000000", f.units("B"))
	require.Equal(t, yen(1_000_000+404_000_000+1_818_082).Amount, f.cash("B"))
	require.Equal(t, "1000000000", f.units("C"))
	require.True(t, f.holdings.all(account("B"), bondtypes.Denom(f.isin)).IsZero())
	require.True(t, f.holdings.all(account("C"), bondtypes.Denom(f.isin)).IsZero())
	require.Equal(t, needed.Amount.Sub(f.result().Cash), f.cash("treasury"))
	require.True(t, f.held().IsZero())
	series, err := f.bond.GetSeries(f.ctx, f.isin)
	require.NoError(t, err)
	require.Equal(t, math.NewInt(9*unit), series.BoughtBack)
	require.Equal(t, math.NewInt(21*unit), series.Outstanding())
}

// A freeze of the series stops every bidder of a buy-back from reserving units, and so from revealing: nobody forfeits.
func TestABuyBackOfAFrozenSeriesCostsNoDeposit(t *testing.T) {
	f := newMarket(t)
	f.buyBackMarket()
	needed := f.fund(f.buyBackAuction())
	offer := of("A", bid("100.50", 5))
	f.at("2026-03-06 11:00", f.commit(offer, of("B", bid("101", 1))))
	f.holdings.frozen[bondtypes.Denom(f.isin)] = true
	f.at("2026-03-06 12:00", func() {
		_, err := tx(f, f.msgs.RevealBid, offer.revelation())
		require.ErrorIs(t, err, errHoldings)
	})
	f.at("2026-03-06 12:30")
	for _, name := range []string{"A", "B"} {
		require.Equal(t, yen(1_000_000).Amount, f.cash(name), name)
	}
	f.at("2026-03-09")
	require.Equal(t, needed.Amount, f.cash("treasury"), "the fund and no deposit")
	require.True(t, f.held().IsZero())
}

func TestABuyBackTakesNoBidsBeforeItIsFunded(t *testing.T) {
	f := newMarket(t)
	f.buyBackMarket()
	needed := f.announce(f.buyBackAuction()).Fund
	f.give(f.treasury, needed)
	f.give(account("A"), yen(1_000_000))
	fund := func(amount sdk.Coin) error {
		_, err := tx(f, f.msgs.Fund, &types.MsgFund{Funder: f.treasury.String(), AuctionId: id, Amount: amount})
		return err
	}
	one := sdk.NewInt64Coin("ujpy", 1)
	require.ErrorIs(t, fund(sdk.NewInt64Coin("uusd", 1)), types.ErrWrongCurrency)
	require.ErrorIs(t, fund(needed.Add(one)), types.ErrOverfunded)
	require.NoError(t, fund(needed.Sub(one)))
	f.at("2026-03-06 11:00", func() {
		_, err := tx(f, f.msgs.CommitBid, of("A", bid("100", 1)).commitment())
		require.ErrorIs(t, err, types.ErrNotFunded)
		require.NoError(t, fund(one))
		must(f, f.msgs.CommitBid, of("A", bid("100", 1)).commitment())
	})
	f.at("2026-03-06 11:10", f.cancel)
	require.Equal(t, needed.Amount, f.cash("treasury"))
	require.Equal(t, 1, f.emitted()[events+"EventFundReturned"])
}

// Units that are gone by force are not paid for; the others are bought.
func TestUnitsThatAreGoneAreNotBought(t *testing.T) {
	f := newMarket(t)
	f.buyBackMarket()
	f.fund(f.buyBackAuction())
	all := []bids{of("A", bid("100.50", 5)), of("B", bid("100.50", 5))}
	f.at("2026-03-06 11:00", f.commit(all...))
	f.at("2026-03-06 12:00", func() {
		for _, b := range all {
			must(f, f.msgs.RevealBid, b.revelation())
		}
	})
	f.at("2026-03-06 12:30")
	f.unaudited = true
	f.at("2026-03-09", func() {
		f.holdings.reserved = map[string]math.Int{}
		require.NoError(t, f.bank.SendCoins(f.ctx, account("A"), account("court"), sdk.NewCoins(sdk.NewInt64Coin(bondtypes.Denom(f.isin), 10*unit))))
	})
	f.unaudited = false
	require.Equal(t, 1, f.emitted()[events+"EventAwardFailed"])
	require.Equal(t, "500000000", f.units("B"))
	require.True(t, f.tender("A").Paid.IsZero())
	require.Equal(t, yen(1_000_000).Amount, f.cash("A"))
	f.at("2026-03-09 00:01")
	require.True(t, f.held().IsZero())
}

// The network stood still from before the settlement date until after a coupon: the coupon is the holder's, so the price with interest
// up to the settlement date is not paid, and the units stay.
func TestNothingIsBoughtBackAfterItsCoupon(t *testing.T) {
	f := newMarket(t)
	f.buyBackMarket()
	needed := f.fund(f.buyBackAuction())
	a := of("A", bid("100.50", 5))
	f.at("2026-03-06 11:00", f.commit(a))
	f.at("2026-03-06 12:00", func() { must(f, f.msgs.RevealBid, a.revelation()) })
	f.at("2026-03-06 12:30")
	f.at("2026-06-22 09:00")
	require.Equal(t, 1, f.emitted()[events+"EventAwardFailed"])
	require.Equal(t, types.AUCTION_STATUS_SETTLED, f.auction().Status)
	require.Equal(t, "1000000000", f.units("A"))
	require.Equal(t, yen(1_000_000).Amount, f.cash("A"))
	require.True(t, f.holdings.all(account("A"), bondtypes.Denom(f.isin)).IsZero())
	require.Equal(t, needed.Amount, f.cash("treasury"))
	require.True(t, f.held().IsZero())
}

// Several series are bought by the difference from the reference price of each.
func TestBuyBackOfSeveralSeries(t *testing.T) {
	f := newMarket(t)
	f.buyBackMarket()
	first := f.isin
	other := tenYear()
	other.Isin, other.CouponPct = isinOf(10, 382, 2026, 1), dec("1")
	f.open(other)
	f.buyBackMarket2()
	terms := f.buyBackAuction()
	terms.DearestLevel = dec("0.50")
	terms.Series = []types.AuctionSeries{{Isin: first}, {Isin: other.Isin}}
	require.True(t, f.announce(terms).Fund.IsZero(), "unknown without references")
	_, err := tx(f, f.msgs.Fund, &types.MsgFund{Funder: f.treasury.String(), AuctionId: id, Amount: yen(1)})
	require.ErrorIs(t, err, types.ErrReferencesMissing)
	must(f, f.msgs.SetReferences, &types.MsgSetReferences{Authority: f.ministry.String(), AuctionId: id, Series: []types.AuctionSeries{
		{Isin: first, Reference: "100.10"}, {Isin: other.Isin, Reference: "90.05"},
	}})
	answer, err := f.queries.Auction(f.ctx, &types.QueryAuctionRequest{AuctionId: id})
	require.NoError(t, err)
	f.give(f.treasury, answer.FundNeeded)
	must(f, f.msgs.Fund, &types.MsgFund{Funder: f.treasury.String(), AuctionId: id, Amount: answer.FundNeeded})
	on := func(isin, level string, units int64) types.Bid {
		b := bid(level, units)
		b.Isin = isin
		return b
	}
	all := []bids{of("A", on(first, "0.10", 4)), of("B", on(other.Isin, "-0.05", 4), on(first, "0.20", 5))}
	f.at("2026-03-06 11:00", f.commit(all...))
	f.at("2026-03-06 12:00", func() {
		for _, b := range all {
			must(f, f.msgs.RevealBid, b.revelation())
		}
	})
	f.at("2026-03-06 12:30")
	f.at("2026-03-09")
	require.Equal(t, dec("90"), f.tender("B").Awards[0].Price)
	require.Equal(t, dec("100.3"), f.tender("B").Awards[1].Price)
	require.Equal(t, math.NewInt(2*unit), f.tender("B").Awards[1].Amount)
	require.Equal(t, math.NewInt(10*unit), f.result().Accepted)
	require.True(t, f.held().IsZero())
	published, err := f.queries.Result(f.ctx, &types.QueryResultRequest{AuctionId: id})
	require.NoError(t, err)
	require.Equal(t, "0.20", published.Published.HighestPrice)
}

// buyBackMarket2 places units of the second series with B.
func (f *fixture) buyBackMarket2() {
	f.give(account("B"), yen(20*unit))
	must(f, f.bonds.PlaceDirect, &bondtypes.MsgPlaceDirect{
		Authority: f.ministry.String(), Buyer: account("B").String(), Isin: f.isin, Face: math.NewInt(10 * unit), CleanPrice: dec("90"),
	})
}
