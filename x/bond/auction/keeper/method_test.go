package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// plain is the auction without bids that have no price.
func (f *fixture) plain(method types.AuctionMethod, offering, size int64, tick, dearest string) types.AuctionTerms {
	terms := f.tenYearAuction()
	terms.Method, terms.Tick, terms.DearestLevel = method, dec(tick), dec(dearest)
	terms.Offering, terms.BidUnit = math.NewInt(offering*size), math.NewInt(size)
	terms.Deposit = terms.Offering.MulRaw(micro / 100)
	terms.NonCompetitivePct, terms.NonCompetitiveUnit, terms.NonCompetitiveLimit = dec("0"), math.ZeroInt(), math.ZeroInt()
	terms.FirstRoundPct, terms.SecondRoundPct, terms.SecondStart, terms.SecondEnd = dec("0"), dec("0"), "", ""
	return terms
}

// on moves an auction to a day and the business day on which it settles.
func on(terms types.AuctionTerms, day, settle string) types.AuctionTerms {
	terms.BidStart, terms.CommitDeadline, terms.RevealDeadline = day+"T10:30", day+"T11:50", day+"T12:30"
	if terms.HasSecondRound() {
		terms.SecondStart, terms.SecondEnd = day+"T14:00", day+"T14:30"
	}
	terms.SettleDate = settle
	return terms
}

// auctioned plays an auction on a day up to its settlement.
func (f *fixture) auctioned(terms types.AuctionTerms, day string, all ...bids) *types.PublishedResult {
	f.announce(terms)
	f.at(day+" 11:00", f.commit(all...))
	f.at(day+" 12:00", f.reveal(all...))
	f.at(day + " 12:30")
	f.at(terms.SettleDate)
	require.Equal(f, types.AUCTION_STATUS_SETTLED, f.auction().Status)
	require.True(f, f.held().IsZero())
	require.Equal(f, f.result().Cash, f.cash("treasury"))
	answer, err := f.queries.Result(f.ctx, &types.QueryResultRequest{AuctionId: id})
	require.NoError(f, err)
	return &answer.Published
}

// A book of the ministry's: single bids are secret, so they are made up to add to the published totals. It is spread over
// bidders of at most half of the offering with at most twenty bids each.
type book struct {
	size, announced int64
	levels          []string // better than the cut-off, with units
	units           []int64
	cutOff          string
	atCutOff        []int64
	worse           string
	bids            int64
	isin            string
}

func (b book) sealed(f *fixture) (all []bids) {
	next := func() *bids {
		name := fmt.Sprintf("bidder %d", len(all))
		f.register(name, false)
		all = append(all, of(name))
		return &all[len(all)-1]
	}
	add := func(level string, units int64) {
		for left := units; left > 0; {
			part := min(left, b.announced/2)
			to := next()
			to.list = append(to.list, types.Bid{Isin: b.isin, Level: dec(level), Amount: math.NewInt(part * b.size)})
			left -= part
			b.bids -= part
		}
	}
	for i, level := range b.levels {
		add(level, b.units[i])
	}
	for i, units := range b.atCutOff {
		if i%20 == 0 {
			next()
		}
		all[len(all)-1].list = append(all[len(all)-1].list, types.Bid{Isin: b.isin, Level: dec(b.cutOff), Amount: math.NewInt(units * b.size)})
		b.bids -= units
	}
	add(b.worse, b.bids)
	return all
}

// The auction of the 10-year bond No. 366 on 10 May 2022, as the ministry published it.
func TestPublishedResultOfA10YearBond(t *testing.T) {
	f := newFixture(t, "2022-05-09 09:00")
	state := types.DefaultGenesis()
	duty := types.NewDuty("mof", account("dealer").String(), "2022Q1")
	duty.Auctions, duty.OtherOffered, duty.OtherWon = 1, math.NewInt(100*unit), math.NewInt(100*unit)
	state.Duties = []types.Duty{duty}
	state.Participants = []types.Participant{{IssuerId: "mof", Account: account("dealer").String(), Name: "dealer", Dealer: true}}
	require.NoError(t, f.keeper.InitGenesis(f.ctx, state))
	bond := tenYear()
	bond.Isin, bond.Name, bond.CouponPct = isinOf(10, 366, 2022, 5), "JGB 10-year No. 366", dec("0.2")
	bond.DatedDate, bond.IssueDate, bond.FirstCouponDate, bond.MaturityDate = "2022-03-20", "2022-05-11", "2022-09-20", "2032-03-20"
	f.open(bond)
	f.register("agricultural bank", false)
	terms := on(f.tenYearAuction(), "2022-05-10", "2022-05-11")
	terms.Offering, terms.Deposit, terms.SecondRoundPct = math.NewInt(27_000*unit), math.NewInt(270_000_000*micro), dec("10")
	all := book{
		size: unit, announced: 27_000, levels: []string{"99.57", "99.54"}, units: []int64{14_728, 6_747}, cutOff: "99.53",
		atCutOff: []int64{529, 200, 200, 150, 120, 100, 80, 75, 50, 50, 45, 30, 20, 10}, worse: "99.52", bids: 125_691,
	}.sealed(f)
	for i := range all {
		all[i].nonPrice = 0
	}
	all = append(all, of("dealer").without(5_103*unit), of("agricultural bank").without(285_000_000))
	published := f.auctioned(terms, "2022-05-10", all...)
	require.Equal(t, types.PublishedResult{
		AuctionDate: "2022-05-10", IssueDate: "2022-05-11", Method: "multi-price", Offering: "2700000000000",
		Bids: "12569100000000", Accepted: "2188700000000", LowestPrice: "99.53", LowestPriceYield: "0.248", AllotmentPct: "25.2561",
		AveragePrice: "99.56", AveragePriceYield: "0.245", NonCompetitive: "285000000", FirstRound: "510300000000", Total: "2699285000000",
	}, *published)
}

// The auction of the 40-year bond No. 18 on 25 September 2025: all pay the price of the highest accepted yield.
func TestPublishedPriceOfA40YearBond(t *testing.T) {
	f := newFixture(t, "2025-09-24 09:00")
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	bond := tenYear()
	bond.Isin, bond.Name, bond.CouponPct = isinOf(40, 18, 2025, 5), "JGB 40-year No. 18", dec("3.1")
	bond.DatedDate, bond.IssueDate, bond.FirstCouponDate, bond.MaturityDate = "2025-09-20", "2025-09-26", "2026-03-20", "2065-03-20"
	f.open(bond)
	for _, name := range []string{"A", "B", "C", "D"} {
		f.register(name, true)
	}
	terms := on(f.plain(types.AUCTION_METHOD_SINGLE_YIELD, 1_000, unit, "0.005", "1"), "2025-09-25", "2025-09-26")
	published := f.auctioned(terms, "2025-09-25",
		of("A", bid("3.305", 400)), of("B", bid("3.250", 400)), of("C", bid("3.300", 400)), of("D", bid("3.300", 300)))
	require.Equal(t, "3.300", published.HighestYield)
	require.Equal(t, "95.60", published.IssuePrice)
	require.Equal(t, "85.7142", published.AllotmentPct)
	require.Equal(t, dec("95.6"), f.tender("B").Awards[0].Price)
	require.Equal(t, math.NewInt(342*unit), f.tender("C").Awards[0].Amount)
	require.Equal(t, math.NewInt(257*unit), f.tender("D").Awards[0].Amount)
	require.True(t, f.tender("A").Awards[0].Amount.IsZero())
}

// The 8¾ % bond of 15 May 1990 at a yield of 8.84 %, a worked example of 31 CFR part 356 appendix B.
func TestPublishedPriceOfATreasuryBond(t *testing.T) {
	f := newFixture(t, "1990-05-09 09:00")
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	bond := tenYear()
	bond.Name, bond.CouponPct, bond.DayCount = "Treasury bond of May 2020", dec("8.75"), bondtypes.DAY_COUNT_ACT_ACT
	bond.DatedDate, bond.IssueDate, bond.FirstCouponDate, bond.MaturityDate = "1990-05-15", "1990-05-15", "1990-11-15", "2020-05-15"
	f.open(bond)
	f.register("A", true)
	f.register("B", true)
	terms := on(f.plain(types.AUCTION_METHOD_SINGLE_YIELD, 1_000, unit, "0.005", "1"), "1990-05-10", "1990-05-15")
	published := f.auctioned(terms, "1990-05-10", of("A", bid("8.84", 500)), of("B", bid("8.83", 500)))
	require.Equal(t, "8.840", published.HighestYield)
	require.Equal(t, "99.057893", published.IssuePrice)
	require.Equal(t, dec("99.057893"), f.tender("B").Awards[0].Price)
}

// Bill No. 1358 on 22 January 2026, and its yields.
func TestPublishedResultOfABill(t *testing.T) {
	f := newFixture(t, "2026-01-21 09:00")
	state := types.DefaultGenesis()
	duty := types.NewDuty("mof", account("dealer").String(), "2025Q4")
	duty.Auctions, duty.ShortOffered, duty.ShortWon = 1, math.NewInt(unit), math.NewInt(unit)
	state.Params.MaxFirstRoundPct, state.Duties = dec("30"), []types.Duty{duty}
	state.Participants = []types.Participant{{IssuerId: "mof", Account: account("dealer").String(), Name: "dealer", Dealer: true}}
	require.NoError(t, f.keeper.InitGenesis(f.ctx, state))
	bill := tenYear()
	bill.Isin, bill.Name, bill.Kind, bill.CouponPct = isinOf(74, 358, 2026, 1), "Treasury bill No. 1358", bondtypes.SERIES_KIND_DISCOUNT, dec("0")
	bill.DatedDate, bill.IssueDate, bill.FirstCouponDate, bill.MaturityDate, bill.Frequency = "2026-01-26", "2026-01-26", "", "2026-04-27", 0
	f.open(bill)
	const size = 10_000_000
	terms := on(f.plain(types.AUCTION_METHOD_MULTI_PRICE, 470_000, size, "0.0005", "100"), "2026-01-22", "2026-01-26")
	terms.FirstRoundPct = dec("30")
	all := book{
		size: size, announced: 470_000, levels: []string{"99.8190", "99.8165"}, units: []int64{355_160, 14_335}, cutOff: "99.8160",
		atCutOff: []int64{200, 182, 120, 100, 25, 20}, worse: "99.8155", bids: 1_031_140,
	}.sealed(f)
	all = append(all, of("dealer").without(100_120*size))
	published := f.auctioned(terms, "2026-01-22", all...)
	require.Equal(t, "3698770000000", published.Accepted)
	require.Equal(t, [5]string{"99.8160", "0.7393", "59.5054", "99.8189", "0.7277"}, [5]string{
		published.LowestPrice, published.LowestPriceYield, published.AllotmentPct, published.AveragePrice, published.AveragePriceYield,
	})
}

// Liquidity enhancement No. 383 on 8 June 2023, and a second series to choose from.
func TestPublishedResultOfALiquidityEnhancement(t *testing.T) {
	f := newFixture(t, "2023-06-01 09:00")
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	bond := tenYear()
	bond.Isin, bond.Name, bond.CouponPct = isinOf(10, 366, 2022, 5), "JGB 10-year No. 366", dec("0.2")
	bond.DatedDate, bond.IssueDate, bond.FirstCouponDate, bond.MaturityDate = "2022-03-20", "2022-05-11", "2022-09-20", "2032-03-20"
	f.open(bond)
	other := bond
	other.Isin, other.Name, other.CouponPct = isinOf(10, 367, 2022, 7), "JGB 10-year No. 367", dec("0.4")
	f.open(other)
	terms := on(f.plain(types.AUCTION_METHOD_YIELD_SPREAD, 5_000, unit, "0.001", "-0.1"), "2023-06-08", "2023-06-09")
	terms.Series = []types.AuctionSeries{{Isin: bond.Isin, Reference: "0.3"}, {Isin: other.Isin, Reference: "0.312"}}
	all := book{
		size: unit, announced: 5_000, levels: []string{"0.001", "0.002"}, units: []int64{1_000, 3_022}, cutOff: "0.003",
		atCutOff: []int64{633, 120, 100, 80, 75, 75, 60, 60, 50, 45, 25, 25, 25, 20, 20, 10}, worse: "0.004", bids: 15_474, isin: bond.Isin,
	}.sealed(f)
	f.isin = bond.Isin
	all[0].list[0].Isin = other.Isin
	published := f.auctioned(terms, "2023-06-08", all...)
	require.Equal(t, [4]string{"499200000000", "0.003", "68.7280", "0.002"}, [4]string{
		published.Accepted, published.HighestSpread, published.AllotmentPct, published.AverageSpread,
	})
	series, err := f.bond.GetSeries(f.ctx, other.Isin)
	require.NoError(t, err)
	require.Equal(t, math.NewInt(1_000*unit), series.Issued)
}

// A floating series gets its spread from its first auction, at par; what is added later is sold by price.
func TestTheFirstAuctionOfAFloater(t *testing.T) {
	f := newMarket(t)
	floater := tenYear()
	floater.Isin, floater.Kind, floater.CouponPct = isinOf(9, 1, 2026, 1), bondtypes.SERIES_KIND_FLOATING, dec("0")
	floater.Floating = &bondtypes.FloatingTerms{ReferenceId: "rate-10y", SpreadPct: dec("0")}
	must(f, f.bonds.SetReference, &bondtypes.MsgSetReference{Authority: f.ministry.String(), Reference: bondtypes.Reference{
		IssuerId: "mof", Id: "rate-10y", Name: "10-year yield", Kind: bondtypes.REFERENCE_KIND_RATE, Source: f.ministry.String(),
	}})
	f.open(floater)
	terms := f.plain(types.AUCTION_METHOD_SPREAD, 100, unit, "0.001", "-2")
	f.give(account("A"), yen(2_000_000_000))
	a, b := of("A", bid("-0.450", 50)), of("B", bid("-0.440", 50))
	f.announce(terms)
	other := terms
	other.Id = "mof.other"
	require.ErrorIs(t, f.announcing(func(a *types.AuctionTerms) { *a = other }), types.ErrAboveAuthorised, "its spread is being decided")
	f.at(bidding, func() {
		f.give(account("A"), f.auction().Cash(terms.Deposit))
		_, err := tx(f, f.msgs.CommitBid, a.commitment())
		require.ErrorIs(t, err, bondtypes.ErrAwaitsFixing, "accrued interest needs the rate of the running period")
		must(f, f.bonds.PublishFixing, &bondtypes.MsgPublishFixing{Source: f.ministry.String(), IssuerId: "mof", ReferenceId: "rate-10y", Date: "2025-12-20", Value: dec("2.0")})
	}, f.commit(a, b))
	wide := of("C", bid("5.001", 1))
	f.at(bidding, f.commit(wide))
	f.at(revealing, f.reveal(a, b), func() {
		require.Equal(t, yen(5_000_000_000+17_260_273).Amount, f.tender("A").Escrow, "18 days at 2.0 + 5 percent")
		f.give(account("C"), yen(purse))
		require.ErrorIs(t, second2(tx(f, f.msgs.RevealBid, wide.revelation())), types.ErrBeyondLevel)
	})
	f.at(closing)
	require.Equal(t, dec("-0.44"), f.result().CutOff)
	require.Equal(t, yen(5_000_000_000+3_846_575).Amount, f.tender("A").Escrow, "18 days at 2.0 - 0.44 percent")
	f.at(settling)
	require.Equal(t, yen(5_000_000_000+3_846_575).Amount, f.tender("A").Paid)
	series, err := f.bond.GetSeries(f.ctx, f.isin)
	require.NoError(t, err)
	require.Equal(t, dec("0.44"), series.Terms.Floating.SpreadPct)
	require.Equal(t, "5000000000", f.units("A"))
	terms.Id = "mof.again"
	require.ErrorIs(t, f.announcing(func(a *types.AuctionTerms) { *a = on(terms, "2026-01-08", "2026-01-09") }), types.ErrNotOnOffer)
}

// At a single price the best bid pays what the worst winner bids, and has the difference back at the close.
func TestASinglePrice(t *testing.T) {
	f := newMarket(t)
	terms := f.plain(types.AUCTION_METHOD_SINGLE_PRICE, 100, unit, "0.05", "106")
	a, b, c := of("A", bid("105.30", 40)), of("B", bid("105.25", 40)), of("C", bid("105.20", 40))
	published := f.auctioned(terms, "2026-01-06", a, b, c)
	require.Equal(t, [4]string{"105.20", "105.20", "50.0000", ""}, [4]string{
		published.LowestPrice, published.IssuePrice, published.AllotmentPct, published.AveragePrice,
	})
	deposit := terms.Deposit
	for name, units := range map[string]int64{"A": 40, "B": 40, "C": 20} {
		accrued := units * unit * 21 * 18 / (1_000 * 365)
		paid := yen(units*unit/1_000*1_052 + accrued).Amount
		require.Equal(t, paid, f.tender(name).Paid, name)
		require.Equal(t, yen(purse).Amount.Add(deposit).Sub(paid), f.cash(name), name)
	}
}
