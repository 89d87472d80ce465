package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
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
	require.NoError(t, Write(&out, "csv", []Result{january()}))
	lines, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	require.Len(t, lines, 2)
	line := map[string]string{}
	for i, title := range lines[0] {
		line[title] = lines[1][i]
	}
	require.Len(t, line, len(columns), "a title is there twice")
	for title, want := range map[string]string{
		"auction_id": "mof.10y-381", "isin": "JP1103811S13", "issue_date": "2026-01-07", "lowest_price": "100.04",
		"lowest_price_yield": "2.094", "allotment_pct": "17.3254", "average_price": "",
	} {
		require.Equal(t, want, line[title], title)
	}
}

// Every field of the published result has its column, and every column another field.
func TestEveryFieldHasAColumn(t *testing.T) {
	fields := reflect.TypeFor[types.PublishedResult]()
	for i := range fields.NumField() {
		name, _, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		var result Result
		reflect.ValueOf(&result.PublishedResult).Elem().Field(i).SetString("here")
		var at []string
		for _, column := range columns {
			if column.of(result) == "here" {
				at = append(at, column.name)
			}
		}
		require.Equal(t, []string{name}, at)
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, Write(&out, "json", []Result{january()}))
	var back []Result
	require.NoError(t, json.Unmarshal(out.Bytes(), &back))
	require.Equal(t, []Result{january()}, back)
	require.Error(t, Write(&out, "xml", nil))
}
