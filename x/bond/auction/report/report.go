// Package report writes results of auctions as files, in the layout in which the ministry publishes them, and the calendar of
// auctions.
package report

import "github.com/kokusai-chain/kokusai/x/bond/auction/types"

// Result is one auction with its published result.
type Result struct {
	// AuctionID and ISINs name the auction and its series.
	AuctionID string   `json:"auction_id"`
	ISINs     []string `json:"isins" csv:"isin"`
	// Status is where the auction stands, for example "AUCTION_STATUS_SETTLED".
	Status string `json:"status"`
	// PublishedResult has the numbers as texts; what the method has not is empty.
	types.PublishedResult
}

// New returns a result as it is written, with the columns of the ministry's table: who, when, how much, at what, and the rounds
// without a price.
func New(response *types.QueryResultResponse) Result {
	return Result{
		AuctionID: response.Auction.Terms.Id, ISINs: isins(response.Auction.Terms), Status: response.Auction.Status.String(),
		PublishedResult: response.Published,
	}
}

// Entry is one auction of the calendar.
type Entry struct {
	// SettleDate is when it settles.
	SettleDate string `json:"settle_date"`
	// AuctionID and ISINs name the auction and its series.
	AuctionID string   `json:"auction_id"`
	ISINs     []string `json:"isins" csv:"isin"`
	// Status is where the auction stands.
	Status string `json:"status"`
	// Method and Offering are those of the announcement; Offering is face.
	Method   string `json:"method"`
	Offering string `json:"offering"`
	// The times are those of the market: seals from BidStart to CommitDeadline, revealed until RevealDeadline; the second round
	// from SecondStart to SecondEnd, empty without one.
	BidStart       string `json:"bid_start"`
	CommitDeadline string `json:"commit_deadline"`
	RevealDeadline string `json:"reveal_deadline"`
	SecondStart    string `json:"second_start"`
	SecondEnd      string `json:"second_end"`
}

// NewEntry returns an auction of the calendar as it is written.
func NewEntry(entry types.CalendarEntry) Entry {
	terms := entry.Auction.Terms
	return Entry{
		SettleDate: entry.SettleDate, AuctionID: terms.Id, ISINs: isins(terms), Status: entry.Auction.Status.String(),
		Method: terms.Method.String(), Offering: terms.Offering.String(), BidStart: terms.BidStart, CommitDeadline: terms.CommitDeadline,
		RevealDeadline: terms.RevealDeadline, SecondStart: terms.SecondStart, SecondEnd: terms.SecondEnd,
	}
}

func isins(terms types.AuctionTerms) (all []string) {
	for _, series := range terms.Series {
		all = append(all, series.Isin)
	}
	return all
}
