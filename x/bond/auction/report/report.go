// Package report writes results of auctions as files, in the layout in which the ministry publishes them.
package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

// Result is one auction with its published result.
type Result struct {
	// AuctionID and ISINs name the auction and its series.
	AuctionID string   `json:"auction_id"`
	ISINs     []string `json:"isins"`
	// Status is where the auction stands, for example "AUCTION_STATUS_SETTLED".
	Status string `json:"status"`
	// PublishedResult has the numbers as texts; what the method has not is empty.
	types.PublishedResult
}

// New returns a result as it is written.
func New(response *types.QueryResultResponse) Result {
	result := Result{
		AuctionID: response.Auction.Terms.Id, Status: response.Auction.Status.String(), PublishedResult: response.Published,
	}
	for _, series := range response.Auction.Terms.Series {
		result.ISINs = append(result.ISINs, series.Isin)
	}
	return result
}

// columns are the columns of the CSV file, in the order of the ministry's table: who, when, how much, at what, and the rounds
// without a price.
var columns = []struct {
	name string
	of   func(Result) string
}{
	{"auction_id", func(r Result) string { return r.AuctionID }},
	{"isin", func(r Result) string { return strings.Join(r.ISINs, " ") }},
	{"status", func(r Result) string { return r.Status }},
	{"auction_date", func(r Result) string { return r.AuctionDate }},
	{"issue_date", func(r Result) string { return r.IssueDate }},
	{"method", func(r Result) string { return r.Method }},
	{"offering", func(r Result) string { return r.Offering }},
	{"bids", func(r Result) string { return r.Bids }},
	{"accepted", func(r Result) string { return r.Accepted }},
	{"lowest_price", func(r Result) string { return r.LowestPrice }},
	{"lowest_price_yield", func(r Result) string { return r.LowestPriceYield }},
	{"highest_price", func(r Result) string { return r.HighestPrice }},
	{"highest_yield", func(r Result) string { return r.HighestYield }},
	{"highest_spread", func(r Result) string { return r.HighestSpread }},
	{"issue_price", func(r Result) string { return r.IssuePrice }},
	{"allotment_pct", func(r Result) string { return r.AllotmentPct }},
	{"average_price", func(r Result) string { return r.AveragePrice }},
	{"average_price_yield", func(r Result) string { return r.AveragePriceYield }},
	{"average_spread", func(r Result) string { return r.AverageSpread }},
	{"non_competitive", func(r Result) string { return r.NonCompetitive }},
	{"first_round", func(r Result) string { return r.FirstRound }},
	{"second_round", func(r Result) string { return r.SecondRound }},
	{"total", func(r Result) string { return r.Total }},
}

// Write writes results as "csv", with a line of titles, or as "json".
func Write(out io.Writer, format string, results []Result) error {
	switch format {
	case "json":
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(results)
	case "csv":
		return writeCSV(out, results)
	default:
		return fmt.Errorf("format is csv or json, not %q", format)
	}
}

func writeCSV(out io.Writer, results []Result) error {
	writer := csv.NewWriter(out)
	line := make([]string, len(columns))
	for i, column := range columns {
		line[i] = column.name
	}
	if err := writer.Write(line); err != nil {
		return err
	}
	for _, result := range results {
		for i, column := range columns {
			line[i] = column.of(result)
		}
		if err := writer.Write(line); err != nil {
			return err
		}
	}
	writer.Flush()
	return writer.Error()
}
