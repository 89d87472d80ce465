package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

const linker = "JP1120321S10"

// linked opens an inflation-linked series to be issued on 7 January at a coefficient of 1.02005: its index then is
// 101.8 + 0.7 × 28/31 = 102.432… on a base of 100.419.
func (f *fixture) linked() {
	bond := bondkeeper.NewMsgServer(f.bond)
	must(f, bond.SetReference, &bondtypes.MsgSetReference{Authority: f.ministry.String(), Reference: bondtypes.Reference{
		IssuerId: "mof", Id: "cpi", Name: "CPI", Kind: bondtypes.REFERENCE_KIND_PRICE_INDEX, Source: f.ministry.String(),
	}})
	for month, value := range map[string]string{"2025-09-01": "101.8", "2025-10-01": "102.5"} {
		must(f, bond.PublishFixing, &bondtypes.MsgPublishFixing{
			Source: f.ministry.String(), IssuerId: "mof", ReferenceId: "cpi", Date: month, Value: math.LegacyMustNewDecFromStr(value),
		})
	}
	terms := jgb381()
	terms.Isin, terms.Name, terms.Kind, terms.CouponPct = linker, "JGBi No. 32", bondtypes.SERIES_KIND_INFLATION_LINKED, math.LegacyMustNewDecFromStr("0.2")
	terms.DatedDate, terms.FirstCouponDate, terms.MaturityDate = "2025-09-10", "2026-03-10", "2035-09-10"
	terms.Inflation = &bondtypes.InflationTerms{ReferenceId: "cpi", BaseIndex: math.LegacyMustNewDecFromStr("100.419")}
	must(f, bond.OpenSeries, &bondtypes.MsgOpenSeries{Authority: f.ministry.String(), Terms: terms})
}

// A share and a trade of an inflation-linked series cost the price and the interest times the coefficient of the date, by the
// same rule: 119 days at 0.2 percent.
func TestInflationLinkedSharesAndTrades(t *testing.T) {
	f := newFixture(t)
	f.linked()
	terms := f.terms()
	terms.Isin = linker
	must(f, f.msgs.FormSyndicate, &types.MsgFormSyndicate{Authority: f.ministry.String(), Terms: terms})
	sale := f.agreement(50_000)
	sale.Isin, sale.CleanPrice = linker, "100.25"
	must(f, f.msgs.AgreeTrade, sale)
	paid, err := f.payShare(f.seller, "")
	require.NoError(t, err)
	// 200 million × 1.0025 × 1.02005, and ⌊200 million × 0.2 % × 119/365 × 1.02005⌋.
	require.Equal(t, yen(204_520_025), paid.Principal)
	require.Equal(t, yen(133_025), paid.Accrued)
	_, err = f.payShare(f.buyer, "")
	require.NoError(t, err)
	f.block("2026-01-07")
	require.Equal(t, types.SYNDICATE_STATUS_PLACED, f.syndicate().Status)
	response, err := f.queries.Trade(f.ctx, &types.QueryTradeRequest{Isin: linker, Seller: f.seller.String(), Reference: sale.Reference})
	require.NoError(t, err)
	require.Equal(t, types.TRADE_STATUS_SETTLED, response.Trade.Status)
	require.Equal(t, "51130006250ujpy", response.Trade.Principal.String(), "50,000 × 1.0025 × 1.02005 yen")
	require.Equal(t, yen(33), response.Trade.Accrued)
}

// A strip comes of its parent and is not placed.
func TestNoSyndicateOfAStrip(t *testing.T) {
	f := newFixture(t)
	terms := jgb381()
	terms.Isin, terms.Kind, terms.CouponPct, terms.Frequency, terms.FirstCouponDate = "JP1910011S76", bondtypes.SERIES_KIND_STRIP, math.LegacyZeroDec(), 0, ""
	terms.Denomination, terms.Strip = math.OneInt(), &bondtypes.StripTerms{}
	must(f, bondkeeper.NewMsgServer(f.bond).OpenSeries, &bondtypes.MsgOpenSeries{Authority: f.ministry.String(), Terms: terms})
	placed := f.terms()
	placed.Isin = terms.Isin
	_, err := tx(f, f.msgs.FormSyndicate, &types.MsgFormSyndicate{Authority: f.ministry.String(), Terms: placed})
	require.ErrorIs(t, err, bondtypes.ErrNotIssuable)
}
