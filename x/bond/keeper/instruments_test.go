package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

var dec = math.LegacyMustNewDecFromStr

// newKind is a fixture with a series of any terms, opened and issued to one buyer.
func newKind(t require.TestingT, buyer sdk.AccAddress, face int64, terms types.TermSheet) *fixture {
	f := newFixture(t)
	genesis := types.DefaultGenesis()
	genesis.Issuers = []types.Issuer{f.issuer()}
	genesis.References = []types.Reference{
		reference("cpi", types.REFERENCE_KIND_PRICE_INDEX), reference("ten-year", types.REFERENCE_KIND_RATE),
	}
	for month, index := range map[string]string{"2025-09-01": "100", "2025-10-01": "100.4", "2025-11-01": "100.7"} {
		genesis.Fixings = append(genesis.Fixings, types.Fixing{IssuerId: "mof", ReferenceId: "cpi", Date: month, Value: dec(index)})
	}
	genesis.Fixings = append(genesis.Fixings,
		types.Fixing{IssuerId: "mof", ReferenceId: "ten-year", Date: "2025-12-20", Value: dec("1.85")})
	require.NoError(t, f.keeper.InitGenesis(f.ctx, genesis))
	f.open(terms)
	f.block("2026-01-07", func() { f.place(buyer, face) })
	return f
}

func floater() types.TermSheet {
	terms := short()
	terms.Kind, terms.CouponPct = types.SERIES_KIND_FLOATING, math.LegacyZeroDec()
	terms.Floating = &types.FloatingTerms{ReferenceId: "ten-year", SpreadPct: dec("0.6")}
	return terms
}

// linker pays on the 10th of June and December.
func linker() types.TermSheet {
	terms := short()
	terms.Kind, terms.CouponPct = types.SERIES_KIND_INFLATION_LINKED, dec("0.2")
	terms.DatedDate, terms.FirstCouponDate, terms.MaturityDate = "2025-12-10", "2026-06-10", "2026-12-10"
	terms.Inflation = &types.InflationTerms{ReferenceId: "cpi", BaseIndex: dec("100.371")}
	return terms
}

// sinking repays a quarter and then a third of its face, and the rest at maturity.
func sinking() types.TermSheet {
	terms := jgb381()
	terms.MaturityDate = "2027-06-20"
	terms.Instalments = []types.Instalment{
		{Date: "2026-06-20", SharePct: dec("25")}, {Date: "2026-12-20", SharePct: dec("33.3333")},
	}
	return terms
}

func (f *fixture) publish(reference, on, value string) error {
	_, err := tx(f, f.msgs.PublishFixing, &types.MsgPublishFixing{
		Source: account("statistics").String(), IssuerId: "mof", ReferenceId: reference, Date: on, Value: dec(value),
	})
	return err
}

func TestFloatingCouponsAreResetAtTheStartOfTheirPeriod(t *testing.T) {
	a, b := account("a"), account("b")
	f := newKind(t, a, 100_000, floater())
	f.drain(a)
	f.fund(yen(103_000))
	f.block("2026-06-22")
	require.Equal(t, "625000000", f.cash(a).String(), "1.85 % less 0.6 % for half a year on 100,000")
	require.Equal(t, dec("1.25"), f.payment(1).RatePct)

	// Nobody has published the rate of 20 June: the second coupon waits beyond its date, and units trade with it.
	f.block(maturity)
	require.Equal(t, types.PAYMENT_STATUS_AWAITING_FIXING, f.payment(2).Status)
	require.Equal(t, 1, f.emitted()["kokusai.bond.v1.EventPaymentAwaitsFixing"])
	require.Equal(t, types.SERIES_STATUS_LIVE, f.series().Status)
	f.send(a, b, 40_000)
	_, err := f.keeper.CashFlows(f.ctx, f.series(), date.MustParse("2026-12-25"))
	require.NoError(t, err, "after the last date nothing is left to assume")
	require.NoError(t, f.publish("ten-year", "2026-06-20", "0.5"))
	f.drain(a, b)
	f.block("2026-12-21 00:30")
	require.Equal(t, types.SERIES_STATUS_LIVE, f.series().Status, "it is looked for after the retry interval")
	f.block("2026-12-21 01:00")
	require.Equal(t, "0", f.payment(2).Owed.String(), "0.5 % less 0.6 % is no coupon, not a debt of the holder")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.Equal(t, yen(60_000).Amount, f.cash(a))
	require.Equal(t, yen(40_000).Amount, f.cash(b))
}

func TestAWaitingCouponGoesToWhoHoldsWhenItsValueComes(t *testing.T) {
	a, b := account("a"), account("b")
	terms := floater()
	terms.MaturityDate = "2027-06-20"
	f := newKind(t, a, 100_000, terms)
	f.fund(yen(10_000))
	f.block("2026-06-22")
	f.block("2026-12-21", func() { f.send(a, b, 100_000) })
	_, err := tx(f, f.msgs.PlaceDirect, f.placement(a, 50_000, "100"))
	require.ErrorIs(t, err, types.ErrAwaitsFixing, "what has accrued is not known")
	require.NoError(t, f.publish("ten-year", "2026-06-20", "1.6"))
	f.block("2026-12-21 02:00")
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(2).Status)
	require.Equal(t, yen(500).Amount, f.cash(b), "1 % for half a year")
}

// A linker pays its coupon on the index of the day, and its principal too but for the floor.
func TestInflationLinked(t *testing.T) {
	a := account("a")
	f := newKind(t, a, 1_000_000, linker())
	bonds := f.units(a)
	require.Equal(t, "1000000", bonds)
	for _, c := range []struct{ on, index, coefficient string }{
		{"2025-12-10", "100.000", "0.99630"},
		{"2026-01-07", "100.361", "0.99990"}, // 100 + 0.4 × 28/31 = 100.36129
		{"2026-01-10", "100.400", "1.00029"},
	} {
		answer, err := f.queries.Coefficient(f.ctx, &types.QueryCoefficientRequest{Isin: isin, Date: c.on})
		require.NoError(t, err)
		require.Equal(t, c.index, answer.ReferenceIndex, c.on)
		require.Equal(t, c.coefficient, answer.Coefficient, c.on)
	}
	_, err := f.queries.Coefficient(f.ctx, &types.QueryCoefficientRequest{Isin: isin, Date: "2026-06-10"})
	require.ErrorIs(t, err, types.ErrAwaitsFixing)
	f.drain(a)
	f.fund(yen(2_000_000))

	f.block("2026-06-10")
	require.Equal(t, types.PAYMENT_STATUS_AWAITING_FIXING, f.payment(1).Status, "the index of March is not published")
	require.NoError(t, f.publish("cpi", "2026-03-01", "103.2"))
	f.block("2026-06-10 01:00")
	require.Equal(t, dec("1.02819"), f.payment(1).Coefficient, "103.2 over 100.371")
	require.Equal(t, "1028190000", f.cash(a).String(), "0.1 % of a million, indexed")

	f.drain(a)
	f.block("2026-10-23", func() { require.NoError(t, f.publish("cpi", "2026-09-01", "98")) })
	f.block("2026-12-10")
	require.Equal(t, dec("0.97638"), f.payment(3).Coefficient)
	require.Equal(t, dec("1000000"), f.payment(3).PerUnit, "principal has a floor at par")
	require.Equal(t, yen(1_000_000).Amount.AddRaw(976_380_000), f.cash(a), "the coupon has none")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
}

// The buyer of a linker pays price and accrued interest times the coefficient of the date.
func TestInflationLinkedAtIssue(t *testing.T) {
	terms := linker()
	terms.Authorised = math.NewInt(100_000_000)
	f := newKind(t, account("a"), 50_000, terms)
	buyer := account("b")
	f.give(buyer, yen(3_000_000))
	response := must(f, f.msgs.PlaceDirect, f.placement(buyer, 1_000_000, "101"))
	require.Equal(t, "1009899000000", response.Principal.Amount.String(), "1,010,000 × 0.99990")
	require.Equal(t, "153000000", response.Accrued.Amount.String(), "1,000,000 × 0.2 % × 28/365 × 0.9999 = 153.4 yen, floored")
}

// A sinking fund leaves units as they are and repays what stands behind each.
func TestAmortising(t *testing.T) {
	a, b := account("a"), account("b")
	f := newKind(t, a, 100_000, sinking())
	f.drain(a)
	f.fund(yen(200_000))
	f.block("2026-06-22")
	require.Equal(t, yen(25_000+1_050).Amount, f.cash(a), "a quarter of the face and the coupon on all of it")
	require.Equal(t, "100000", f.units(a), "units stay")
	require.Equal(t, dec("0.75"), f.payment(1).Factor)
	require.Equal(t, dec("250000"), f.payment(1).PrincipalPerUnit)

	buyer := account("buyer")
	f.give(buyer, yen(100_000))
	cost := must(f, f.msgs.PlaceDirect, f.placement(buyer, 50_000, "100"))
	require.Equal(t, yen(37_500), cost.Principal, "a reopening is paid by what is left of the face")
	require.True(t, cost.Accrued.Amount.LT(yen(10).Amount))
	f.drain(buyer)

	f.send(a, b, 40_000)
	f.drain(a, b)
	f.block("2026-12-21")
	require.Equal(t, "20472480000", f.cash(a).String(), "60,000 × (33.3333 % + 2.1 %/2 × 75 %)")
	f.drain(a, b)
	f.block("2027-06-21")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.Equal(t, dec("416667"), f.payment(4).PerUnit)
	require.Equal(t, "25262520210", f.cash(a).String(), "60,000 × (41.6667 % + 2.1 %/2 × 41.6667 %)")
}

func TestCashFlowsOfEveryKind(t *testing.T) {
	on := date.MustParse("2026-01-07")
	for name, c := range map[string]struct {
		terms   types.TermSheet
		amounts []string
	}{
		"fixed":            {short(), []string{"0.0105", "0.0105", "1"}},
		"floating":         {floater(), []string{"0.00625", "0.00625", "1"}},
		"inflation-linked": {linker(), []string{"0.0009999", "0.0009999", "1"}},
		"amortising":       {sinking(), []string{"0.2605", "0.341208", "0.0043750035", "0.416667"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newKind(t, account("a"), 100_000, c.terms)
			flows, err := f.keeper.CashFlows(f.ctx, f.series(), on)
			require.NoError(t, err)
			require.Len(t, flows, len(c.amounts))
			for i, flow := range flows {
				require.Equal(t, dec(c.amounts[i]), flow.Amount, i)
			}
		})
	}
}

// In the middle of life each kind is exported, loaded and exported the same.
func TestGenesisOfEveryKind(t *testing.T) {
	for name, terms := range map[string]types.TermSheet{"floating": floater(), "inflation-linked": linker(), "amortising": sinking()} {
		t.Run(name, func(t *testing.T) {
			a, b := account("a"), account("b")
			f := newKind(t, a, 100_000, terms)
			if name == "inflation-linked" {
				f.block("2026-05-01", func() { require.NoError(t, f.publish("cpi", "2026-03-01", "103.2")) })
			}
			f.block("2026-06-22", func() { f.send(a, b, 40_000) })
			f.block("2026-12-21")
			next, err := f.reload(t, unchanged)
			require.NoError(t, err)
			require.NoError(t, next.keeper.Audit(next.ctx))
			before, err := f.keeper.ExportGenesis(f.ctx)
			require.NoError(t, err)
			after, err := next.keeper.ExportGenesis(next.ctx)
			require.NoError(t, err)
			require.Equal(t, before.String(), after.String())
		})
	}
}

func TestReferencesAndFixingsThatAreRefused(t *testing.T) {
	f := newKind(t, account("a"), 100_000, floater())
	source := account("statistics")
	publish := func(change func(*types.MsgPublishFixing)) error {
		msg := &types.MsgPublishFixing{
			Source: source.String(), IssuerId: "mof", ReferenceId: "ten-year", Date: "2026-01-06", Value: dec("1.9"),
		}
		change(msg)
		_, err := tx(f, f.msgs.PublishFixing, msg)
		return err
	}
	for name, c := range map[string]struct {
		change func(*types.MsgPublishFixing)
		want   error
	}{
		"published":   {func(m *types.MsgPublishFixing) { m.Date = "2025-12-20" }, types.ErrFixingExists},
		"ahead":       {func(m *types.MsgPublishFixing) { m.Date = "2026-01-08" }, types.ErrInvalidFixing},
		"no date":     {func(m *types.MsgPublishFixing) { m.Date = "today" }, types.ErrInvalidFixing},
		"no value":    {func(m *types.MsgPublishFixing) { m.Value = math.LegacyDec{} }, types.ErrInvalidFixing},
		"decimals":    {func(m *types.MsgPublishFixing) { m.Value = dec("1.00001") }, types.ErrInvalidFixing},
		"absurd":      {func(m *types.MsgPublishFixing) { m.Value = dec("50.1") }, types.ErrInvalidFixing},
		"stranger":    {func(m *types.MsgPublishFixing) { m.Source = account("x").String() }, types.ErrNotSource},
		"no account":  {func(m *types.MsgPublishFixing) { m.Source = "x" }, types.ErrInvalidAddress},
		"unknown":     {func(m *types.MsgPublishFixing) { m.ReferenceId = "two-year" }, types.ErrReferenceNotFound},
		"no name":     {func(m *types.MsgPublishFixing) { m.IssuerId = "" }, types.ErrInvalidFixing},
		"no index":    {func(m *types.MsgPublishFixing) { m.ReferenceId, m.Date, m.Value = "cpi", "2025-12-01", dec("0") }, types.ErrInvalidFixing},
		"in a month":  {func(m *types.MsgPublishFixing) { m.ReferenceId, m.Date = "cpi", "2025-12-02" }, types.ErrInvalidFixing},
		"not over":    {func(m *types.MsgPublishFixing) { m.ReferenceId, m.Date = "cpi", "2026-01-01" }, types.ErrInvalidFixing},
		"four places": {func(m *types.MsgPublishFixing) { m.ReferenceId, m.Date, m.Value = "cpi", "2025-12-01", dec("1.0001") }, types.ErrInvalidFixing},
	} {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, publish(c.change), c.want) })
	}
	require.NoError(t, publish(func(*types.MsgPublishFixing) {}))

	set := func(by sdk.AccAddress, change func(*types.Reference)) error {
		record := reference("ten-year", types.REFERENCE_KIND_RATE)
		change(&record)
		_, err := tx(f, f.msgs.SetReference, &types.MsgSetReference{Authority: by.String(), Reference: record})
		return err
	}
	require.ErrorIs(t, set(source, func(*types.Reference) {}), types.ErrNotIssuerAuthority)
	require.ErrorIs(t, set(f.ministry, func(r *types.Reference) { r.Kind = types.REFERENCE_KIND_PRICE_INDEX }), types.ErrReferenceKind)
	require.ErrorIs(t, set(f.ministry, func(r *types.Reference) { r.Kind = 0 }), types.ErrInvalidReference)
	require.ErrorIs(t, set(f.ministry, func(r *types.Reference) { r.Id = "X" }), types.ErrInvalidReference)
	require.ErrorIs(t, set(f.ministry, func(r *types.Reference) { r.Name = "" }), types.ErrInvalidReference)
	require.ErrorIs(t, set(f.ministry, func(r *types.Reference) { r.Source = "x" }), types.ErrInvalidReference)
	require.ErrorIs(t, set(f.ministry, func(r *types.Reference) { r.IssuerId = "nobody" }), types.ErrIssuerNotFound)
	require.NoError(t, set(f.ministry, func(r *types.Reference) { r.Source = account("bank").String() }))
	require.ErrorIs(t, publish(func(m *types.MsgPublishFixing) { m.Date = "2026-01-05" }), types.ErrNotSource, "the source has changed")

	terms := floater()
	terms.Isin, terms.Floating = "JP1103821S29", &types.FloatingTerms{ReferenceId: "cpi", SpreadPct: dec("0")}
	_, err := tx(f, f.msgs.OpenSeries, &types.MsgOpenSeries{Authority: f.ministry.String(), Terms: terms})
	require.ErrorIs(t, err, types.ErrReferenceKind)
	terms.Floating.ReferenceId = "two-year"
	_, err = tx(f, f.msgs.OpenSeries, &types.MsgOpenSeries{Authority: f.ministry.String(), Terms: terms})
	require.ErrorIs(t, err, types.ErrReferenceNotFound)

	list, err := f.queries.References(f.ctx, &types.QueryReferencesRequest{IssuerId: "mof"})
	require.NoError(t, err)
	require.Len(t, list.References, 2)
	fixings, err := f.queries.Fixings(f.ctx, &types.QueryFixingsRequest{IssuerId: "mof", ReferenceId: "ten-year"})
	require.NoError(t, err)
	require.Len(t, fixings.Fixings, 2)
	require.Equal(t, "2025-12-20", fixings.Fixings[0].Date)
}

func TestQuotesOfEveryKind(t *testing.T) {
	bill := short()
	bill.Kind, bill.CouponPct, bill.Frequency, bill.FirstCouponDate = types.SERIES_KIND_DISCOUNT, math.LegacyZeroDec(), 0, ""
	usBill := bill
	usBill.DayCount, usBill.Calendar, usBill.IssueDate = types.DAY_COUNT_ACT_360, "newyork", "2026-01-06" // in New York it is the 6th still
	for name, c := range map[string]struct {
		terms types.TermSheet
		want  types.QueryQuoteResponse // at a clean price of 99
	}{
		"floating": {floater(), types.QueryQuoteResponse{
			Accrued: "0.06164380", DirtyPrice: "99.06164380", RatePct: "1.2500", Coefficient: "1.00000", Factor: "1.000000", SimpleYield: "2.325",
		}},
		"inflation-linked": {linker(), types.QueryQuoteResponse{
			Accrued: "0.01534086", DirtyPrice: "99.00544086", RatePct: "0.2000", Coefficient: "0.99990", Factor: "1.000000", SimpleYield: "1.296",
		}},
		"amortising":          {sinking(), types.QueryQuoteResponse{Accrued: "0.10356160", DirtyPrice: "99.10356160", RatePct: "2.1000", Coefficient: "1.00000", Factor: "1.000000"}},
		"bill":                {bill, types.QueryQuoteResponse{Accrued: "0.00000000", DirtyPrice: "99.00000000", RatePct: "0.0000", Coefficient: "1.00000", Factor: "1.000000", SimpleYield: "1.0624"}},
		"bill on actual/360":  {usBill, types.QueryQuoteResponse{Accrued: "0.00000000", DirtyPrice: "99.00000000", RatePct: "0.0000", Coefficient: "1.00000", Factor: "1.000000", SimpleYield: "1.034"}},
		"fixed, for the rest": {short(), types.QueryQuoteResponse{Accrued: "0.10356160", DirtyPrice: "99.10356160", RatePct: "2.1000", Coefficient: "1.00000", Factor: "1.000000", SimpleYield: "3.183"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newKind(t, account("a"), 100_000, c.terms)
			quote, err := f.queries.Quote(f.ctx, &types.QueryQuoteRequest{Isin: isin, CleanPrice: "99"})
			require.NoError(t, err)
			got := types.QueryQuoteResponse{
				Accrued: quote.Accrued, DirtyPrice: quote.DirtyPrice, RatePct: quote.RatePct,
				Coefficient: quote.Coefficient, Factor: quote.Factor, SimpleYield: quote.SimpleYield,
			}
			require.Equal(t, c.want, got)
			back, err := f.queries.Quote(f.ctx, &types.QueryQuoteRequest{Isin: isin, CompoundYield: quote.CompoundYield})
			require.NoError(t, err)
			require.InDelta(t, 99, dec(back.CleanPrice).MustFloat64(), 1e-6, "the yield has the price")
		})
	}
	f := newKind(t, account("a"), 100_000, sinking())
	_, err := f.queries.Quote(f.ctx, &types.QueryQuoteRequest{Isin: isin, SimpleYield: "1"})
	require.ErrorIs(t, err, types.ErrInvalidQuote, "there is no simple yield of instalments")
}

// United States notes and bills live by their own conventions from issue to redemption.
func TestTreasuries(t *testing.T) {
	a := account("a")
	newYork := func(change func(*types.TermSheet)) *fixture {
		terms := short()
		terms.Calendar, terms.DayCount, terms.Denomination = "newyork", types.DAY_COUNT_ACT_ACT, math.NewInt(100)
		change(&terms)
		f := newFixture(t)
		require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
		f.registerIssuer()
		f.open(terms)
		f.block("2026-01-08")
		f.give(a, yen(300_000))
		return f
	}
	note := newYork(func(s *types.TermSheet) {
		s.CouponPct = dec("4.125")
		s.DatedDate, s.IssueDate, s.FirstCouponDate, s.MaturityDate = "2025-12-31", "2026-01-07", "2026-06-30", "2026-12-31"
	})
	cost := must(note, note.msgs.PlaceDirect, note.placement(a, 100_000, "99.8125"))
	require.Equal(t, sdk.NewInt64Coin("ujpy", 99_812_500_000), cost.Principal)
	require.Equal(t, sdk.NewInt64Coin("ujpy", 79_000_000), cost.Accrued, "7 of 181 days of 2,062.50, floored")
	note.drain(a)
	note.fund(yen(104_125))
	note.block("2026-06-30 18:00")
	require.Equal(t, "2062500000", note.cash(a).String())
	note.block("2026-12-31 18:00")
	require.Equal(t, yen(104_125).Amount, note.cash(a))

	bill := newYork(func(s *types.TermSheet) {
		s.Kind, s.CouponPct, s.Frequency, s.FirstCouponDate = types.SERIES_KIND_DISCOUNT, math.LegacyZeroDec(), 0, ""
		s.DayCount, s.DatedDate, s.IssueDate, s.MaturityDate = types.DAY_COUNT_ACT_360, "2026-01-02", "2026-01-06", "2026-04-09"
	})
	quote, err := bill.queries.Quote(bill.ctx, &types.QueryQuoteRequest{Isin: isin, SimpleYield: "3.6", SettleDate: "2026-01-08"})
	require.NoError(t, err)
	require.Equal(t, "99.09000000", quote.CleanPrice, "91 days at 3.6 percent of discount over 360")
	must(bill, bill.msgs.PlaceDirect, bill.placement(a, 100_000, "99.09"))
	bill.drain(a)
	bill.fund(yen(100_000))
	bill.block("2026-04-09 18:00")
	require.Equal(t, yen(100_000).Amount, bill.cash(a))
}
