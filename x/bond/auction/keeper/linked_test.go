package keeper_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

func (f *fixture) reference(id string, kind bondtypes.ReferenceKind) {
	must(f, f.bonds.SetReference, &bondtypes.MsgSetReference{Authority: f.ministry.String(), Reference: bondtypes.Reference{
		IssuerId: "mof", Id: id, Name: id, Kind: kind, Source: f.ministry.String(),
	}})
}

func (f *fixture) publish(id, date, value string) {
	must(f, f.bonds.PublishFixing, &bondtypes.MsgPublishFixing{
		Source: f.ministry.String(), IssuerId: "mof", ReferenceId: id, Date: date, Value: dec(value),
	})
}

// linker is the inflation-linked bond No. 30, dated 10 March 2025, and its index: 109.6 of base, that of December, and those of
// May and June.
func (f *fixture) linker(may, june string) {
	f.reference("cpi", bondtypes.REFERENCE_KIND_PRICE_INDEX)
	f.publish("cpi", "2025-05-01", may)
	f.publish("cpi", "2025-06-01", june)
	bond := tenYear()
	bond.Isin, bond.Name, bond.Kind, bond.CouponPct = isinOf(12, 30, 2025, 8), "JGBi No. 30", bondtypes.SERIES_KIND_INFLATION_LINKED, dec("0.005")
	bond.DatedDate, bond.IssueDate, bond.FirstCouponDate, bond.MaturityDate = "2025-03-10", "2025-08-18", "2025-09-10", "2035-03-10"
	bond.Denomination, bond.Inflation = math.NewInt(100_000), &bondtypes.InflationTerms{ReferenceId: "cpi", BaseIndex: dec("109.6")}
	f.open(bond)
}

// ceil and floor of a product of fractions, in ujpy.
func ceil(parts ...*big.Rat) math.Int {
	product := big.NewRat(micro, 1)
	for _, part := range parts {
		product.Mul(product, part)
	}
	quotient, rest := new(big.Int).QuoRem(product.Num(), product.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return math.NewIntFromBigInt(quotient)
}

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

// The auction of the inflation-linked bond No. 30 on 15 August 2025: bids for 729.2 billion, 250 of them accepted, a fifth of
// those at the cut-off of 99.30, a yield of 0.078 percent. All pay the price times the index coefficient of the settlement date, and
// interest times the same. The index of May and of June was 111.4; so the coefficient of 18 August was 111.4 / 109.6 = 1.01642, as published.
func TestAnInflationLinkedAuction(t *testing.T) {
	f := newFixture(t, "2025-08-14 09:00")
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.linker("111.4", "111.4")
	terms := on(f.plain(types.AUCTION_METHOD_SINGLE_PRICE, 2_500, unit, "0.05", "106"), "2025-08-15", "2025-08-18")
	all := book{
		size: unit, announced: 2_500, levels: []string{"99.40", "99.35"}, units: []int64{1_100, 1_200}, cutOff: "99.30",
		atCutOff: []int64{400, 250, 150, 100, 75, 25}, worse: "99.25", bids: 7_292,
	}.sealed(f)
	published := f.auctioned(terms, "2025-08-15", all...)
	require.Equal(t, [7]string{"729200000000", "250000000000", "99.30", "99.30", "20.0000", "", "0.078"}, [7]string{
		published.Bids, published.Accepted, published.LowestPrice, published.IssuePrice, published.AllotmentPct, published.AveragePrice,
		published.LowestPriceYield,
	})
	coefficient := rat("1.01642")
	sum := math.ZeroInt()
	for _, b := range all {
		tender := f.tender(b.name)
		won := new(big.Rat).SetInt(tender.Won().BigInt())
		if won.Sign() == 0 {
			require.True(t, tender.Paid.IsZero())
			continue
		}
		// 161 days since 10 March; the interest is floored to the yen once.
		interest := new(big.Rat).Mul(won, rat("0.00005"))
		interest.Mul(interest, rat("161/365")).Mul(interest, coefficient)
		yens := math.NewIntFromBigInt(new(big.Int).Quo(interest.Num(), interest.Denom()))
		want := ceil(won, rat("0.993"), coefficient).Add(yens.MulRaw(micro))
		require.Equal(t, want, tender.Paid, b.name)
		sum = sum.Add(want)
	}
	require.Equal(t, sum, f.cash("treasury"))
	// The first winner has 110 billion: × 0.993 × 1.01642 is 111,023,556,600 yen, and the interest 2,465,862.
	require.Equal(t, yen(111_023_556_600+2_465_862), f.auction().Cash(f.tender(all[0].name).Paid))
}

// A buy-back of an inflation-linked series pays and is funded at the price times the coefficient.
func TestABuyBackOfAnInflationLinkedSeries(t *testing.T) {
	f := newFixture(t, "2025-08-14 09:00")
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.linker("111.2", "111.7")
	for _, name := range []string{"A", "B"} {
		f.register(name, false)
	}
	sale := on(f.plain(types.AUCTION_METHOD_SINGLE_PRICE, 10, unit, "0.05", "106"), "2025-08-15", "2025-08-18")
	f.auctioned(sale, "2025-08-15", of("A", bid("101.25", 5)), of("B", bid("101.25", 5)))
	terms := on(f.plain(types.AUCTION_METHOD_BUY_BACK, 4, unit, "0.05", "101"), "2025-08-19", "2025-08-20")
	terms.Id = "mof.buy-back"
	needed := f.announce(terms).Fund
	// 111.2 + 0.5 × 10/31 = 111.361, ÷ 109.6 = 1.01607. 400 million cost 404 million × 1.01607 at most, and 163 days of interest.
	require.Equal(t, yen(410_492_280+9_075), needed)
	f.give(f.treasury, needed)
	must(f, f.msgs.Fund, &types.MsgFund{Funder: f.treasury.String(), AuctionId: terms.Id, Amount: needed})
	a := of("A", bid("100.50", 4)).in(terms.Id)
	f.at("2025-08-19 11:00", f.commit(a))
	before := f.cash("A")
	f.at("2025-08-19 12:00", func() { must(f, f.msgs.RevealBid, a.revelation()) })
	f.at("2025-08-19 12:30")
	f.at("2025-08-20")
	// 402 million × 1.01607, the interest, and the deposit.
	require.Equal(t, yen(408_460_140+9_075).Amount.Add(terms.Deposit), f.cash("A").Sub(before))
}

// A floating series that has its spread is sold by price like others, with interest at the running rate: 2.00 − 0.44.
func TestAReopeningOfAFloater(t *testing.T) {
	f := newMarket(t)
	f.reference("rate-10y", bondtypes.REFERENCE_KIND_RATE)
	f.publish("rate-10y", "2025-12-20", "2.0")
	floater := tenYear()
	floater.Isin, floater.Kind, floater.CouponPct = isinOf(9, 1, 2026, 1), bondtypes.SERIES_KIND_FLOATING, dec("0")
	floater.Floating = &bondtypes.FloatingTerms{ReferenceId: "rate-10y", SpreadPct: dec("0")}
	f.open(floater)
	first := f.plain(types.AUCTION_METHOD_SPREAD, 100, unit, "0.001", "-2")
	f.auctioned(first, "2026-01-06", of("A", bid("-0.450", 50)), of("B", bid("-0.440", 50)))
	again := on(f.plain(types.AUCTION_METHOD_MULTI_PRICE, 10, unit, "0.01", "105"), "2026-01-08", "2026-01-09")
	again.Id = "mof.again"
	f.announce(again)
	b := of("B", bid("100.25", 5)).in(again.Id)
	f.at("2026-01-08 11:00", f.commit(b))
	f.at("2026-01-08 12:00", f.reveal(b))
	f.at("2026-01-08 12:30")
	f.at("2026-01-09")
	tender, err := f.keeper.GetTender(f.ctx, again.Id, account("B"))
	require.NoError(t, err)
	require.Equal(t, yen(501_250_000+427_397).Amount, tender.Paid, "20 days at 1.56 percent on 500 million")
}
