package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/table"
)

func january() Result {
	return New(&types.QueryResultResponse{
		Auction: types.Auction{
			Terms:  types.AuctionTerms{Id: "mof.10y-381", Series: []types.AuctionSeries{{Isin: "JP1103811S13"}}},
			Status: types.AUCTION_STATUS_SETTLED,
		},
		Published: types.PublishedResult{
			AuctionDate: "2026-01-06", IssueDate: "2026-01-07", Method: "multi-price", Offering: "2600000000000",
			LowestPrice: "100.04", LowestPriceYield: "2.094", AllotmentPct: "17.3254",
		},
	})
}

func TestCSV(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, table.Write(&out, table.CSV, []Result{january()}))
	lines, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	require.Len(t, lines, 2)
	require.Equal(t, []string{
		"auction_id", "isin", "status", "auction_date", "issue_date", "method", "offering", "bids", "accepted", "lowest_price",
		"lowest_price_yield", "highest_price", "highest_yield", "highest_spread", "issue_price", "allotment_pct", "average_price",
		"average_price_yield", "average_spread", "non_competitive", "first_round", "second_round", "total",
	}, lines[0], "the order of the ministry's table")
	line := map[string]string{}
	for i, title := range lines[0] {
		line[title] = lines[1][i]
	}
	for title, want := range map[string]string{
		"auction_id": "mof.10y-381", "isin": "JP1103811S13", "issue_date": "2026-01-07", "lowest_price": "100.04",
		"lowest_price_yield": "2.094", "allotment_pct": "17.3254", "average_price": "",
	} {
		require.Equal(t, want, line[title], title)
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, table.Write(&out, table.JSON, []Result{january()}))
	var back []Result
	require.NoError(t, json.Unmarshal(out.Bytes(), &back))
	require.Equal(t, []Result{january()}, back)
}

func TestCalendar(t *testing.T) {
	entry := NewEntry(types.CalendarEntry{SettleDate: "2026-01-07", Auction: types.Auction{
		Terms: types.AuctionTerms{
			Id: "mof.10y-381", Series: []types.AuctionSeries{{Isin: "JP1103811S13"}, {Isin: "JP1103821S29"}},
			Method: types.AUCTION_METHOD_YIELD_SPREAD, Offering: math.NewInt(650_000_000_000), BidStart: "2026-01-06T10:30",
			CommitDeadline: "2026-01-06T11:50", RevealDeadline: "2026-01-06T12:30",
		},
		Status: types.AUCTION_STATUS_OPEN,
	}})
	var out bytes.Buffer
	require.NoError(t, table.Write(&out, table.CSV, []Entry{entry}))
	require.Equal(t, "settle_date,auction_id,isin,status,method,offering,bid_start,commit_deadline,reveal_deadline,second_start,second_end\n"+
		"2026-01-07,mof.10y-381,JP1103811S13 JP1103821S29,AUCTION_STATUS_OPEN,AUCTION_METHOD_YIELD_SPREAD,650000000000,"+
		"2026-01-06T10:30,2026-01-06T11:50,2026-01-06T12:30,,\n", out.String())
}
