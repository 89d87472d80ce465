package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

var dec = math.LegacyMustNewDecFromStr

// terms are those of JGB 10-year No. 381, changed.
func terms(change func(*types.TermSheet)) types.Series {
	sheet := types.TermSheet{
		Isin: "JP1103811S13", IssuerId: "mof", Name: "JGB 10-year No. 381", Kind: types.SERIES_KIND_FIXED, Currency: "ujpy",
		CouponPct: dec("2.1"), DatedDate: "2025-12-20", IssueDate: "2026-01-07", FirstCouponDate: "2026-06-20", MaturityDate: "2035-12-20",
		Frequency: 2, DayCount: types.DAY_COUNT_ACT_365, Calendar: "tokyo", RollRule: types.ROLL_RULE_FOLLOWING,
		Denomination: math.NewInt(50_000), Authorised: math.NewInt(2_600_000_000_000),
	}
	change(&sheet)
	series := types.NewSeries(sheet)
	series.Status, series.Issued = types.SERIES_STATUS_LIVE, sheet.Denomination.MulRaw(1_000)
	return series
}

func withoutCoupons(t *types.TermSheet, kind types.SeriesKind, maturity string) {
	t.Kind, t.CouponPct, t.Frequency, t.FirstCouponDate, t.MaturityDate = kind, math.LegacyZeroDec(), 0, "", maturity
}

func american(t *types.TermSheet) {
	t.IssuerId, t.Currency, t.Calendar, t.DayCount, t.Denomination = "ust", "uusd", "newyork", types.DAY_COUNT_ACT_ACT, math.NewInt(100)
	t.Isin, t.Name, t.CouponPct = "US91282CPJ44", "US Treasury 4% 15 November 2035", dec("4")
	t.DatedDate, t.IssueDate, t.FirstCouponDate, t.MaturityDate = "2025-11-15", "2025-11-17", "2026-05-15", "2035-11-15"
}

// One series of every kind of instrument.
var kinds = map[string]types.Series{
	"fixed": terms(func(*types.TermSheet) {}),
	"bill": terms(func(t *types.TermSheet) {
		t.Isin, t.Name, t.DatedDate = "JP1743501S11", "Treasury Discount Bill No. 1350", "2026-01-07"
		withoutCoupons(t, types.SERIES_KIND_DISCOUNT, "2026-04-13")
	}),
	"floating": terms(func(t *types.TermSheet) {
		t.Kind, t.CouponPct = types.SERIES_KIND_FLOATING, math.LegacyZeroDec()
		t.Floating = &types.FloatingTerms{ReferenceId: "ten-year", SpreadPct: dec("0.95")}
	}),
	"inflation-linked": terms(func(t *types.TermSheet) {
		t.Kind, t.CouponPct, t.Denomination = types.SERIES_KIND_INFLATION_LINKED, dec("0.005"), math.NewInt(100_000)
		t.DatedDate, t.FirstCouponDate, t.MaturityDate = "2025-09-10", "2026-03-10", "2035-09-10"
		t.Inflation = &types.InflationTerms{ReferenceId: "core-cpi", BaseIndex: dec("110.4")}
	}),
	"strip-of-coupons": terms(func(t *types.TermSheet) {
		withoutCoupons(t, types.SERIES_KIND_STRIP, "2026-06-20")
		t.Denomination, t.Strip = math.OneInt(), &types.StripTerms{}
	}),
	"strip-of-principal": terms(func(t *types.TermSheet) {
		withoutCoupons(t, types.SERIES_KIND_STRIP, "2035-12-20")
		t.Denomination, t.Strip = math.OneInt(), &types.StripTerms{ParentIsin: "JP1103821S29"}
	}),
	"amortising": terms(func(t *types.TermSheet) {
		t.Instalments = []types.Instalment{{Date: "2030-12-20", SharePct: dec("25")}}
	}),
	"called": func() types.Series {
		series := terms(func(t *types.TermSheet) {
			t.Call = &types.CallTerms{NoticeDays: 30, Options: []types.CallOption{{Date: "2030-12-20", PricePct: dec("101.5")}}}
		})
		series.Calls = []types.Call{{Number: 10, SharePct: dec("0"), PricePct: dec("101.5"), Full: true, AnnouncedOn: "2030-10-01"}}
		return series
	}(),
	"us-note": terms(american),
	"us-bill": terms(func(t *types.TermSheet) {
		american(t)
		withoutCoupons(t, types.SERIES_KIND_DISCOUNT, "2026-05-14")
		t.Isin, t.Name, t.DatedDate, t.DayCount = "US912797SN89", "US Treasury Bill 14 May 2026", "2025-11-15", types.DAY_COUNT_ACT_360
	}),
	"quarterly": terms(func(t *types.TermSheet) {
		t.Frequency, t.FirstCouponDate = 4, "2026-03-20"
	}),
}

// Every kind has its document in testdata. KOKUSAI_UPDATE=1 writes them anew: read the difference.
func TestTaxonomy(t *testing.T) {
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	for name, series := range kinds {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, series.Terms.Validate())
			issuer := types.Issuer{Id: "mof", Name: "Ministry of Finance", Lei: "353800WZS8AXZXFUC241", Country: "JP"}
			document, err := newDocument(cdc, series, issuer, money{types.DefaultParams()})
			require.NoError(t, err)
			document.Extension.ChainID, document.Extension.Height = "kokusai-tokyo-1", 1
			var text bytes.Buffer
			encoder := json.NewEncoder(&text)
			encoder.SetIndent("", "  ")
			require.NoError(t, encoder.Encode(document))
			path := filepath.Join("testdata", name+".json")
			if os.Getenv("KOKUSAI_UPDATE") != "" {
				require.NoError(t, os.WriteFile(path, text.Bytes(), 0o600))
			}
			golden, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(golden), text.String())
		})
	}
}

// Every value that terms may have has its name in the taxonomy, so that none is left empty in a document.
func TestTaxonomyKnowsEveryValue(t *testing.T) {
	for kind := range types.SeriesKind_name {
		require.Equal(t, kind != 0, interestTypes[types.SeriesKind(kind)] != "", kind)
	}
	for count := range types.DayCount_name {
		require.Equal(t, count != 0, dayCountFractions[types.DayCount(count)] != "", count)
	}
	for rule := range types.RollRule_name {
		require.Equal(t, rule != 0, rollRules[types.RollRule(rule)] != "", rule)
	}
	for _, frequency := range []uint32{0, 1, 2, 4} {
		require.NotEmpty(t, frequencies[frequency])
	}
}

func TestAddYears(t *testing.T) {
	year := func(year uint32, denom string, principal, strips int64) types.OutstandingYear {
		return types.OutstandingYear{
			Year: year, Principal: sdk.NewInt64Coin(denom, principal), CouponStrips: sdk.NewInt64Coin(denom, strips), Series: 1,
		}
	}
	sums := addYears(nil, []types.OutstandingYear{year(2027, "ujpy", 1, 2), year(2030, "ujpy", 5, 0)})
	sums = addYears(sums, []types.OutstandingYear{year(2027, "ujpy", 10, 20), year(2027, "uusd", 7, 0), year(2026, "ujpy", 3, 0)})
	merged := year(2027, "ujpy", 11, 22)
	merged.Series = 2
	require.Equal(t, []types.OutstandingYear{year(2026, "ujpy", 3, 0), merged, year(2027, "uusd", 7, 0), year(2030, "ujpy", 5, 0)}, sums)
}
