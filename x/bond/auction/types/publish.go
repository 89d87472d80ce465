package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Publish returns the result of a closed auction as the ministry writes it.
func (a Auction) Publish() (PublishedResult, error) {
	if a.Result == nil {
		return PublishedResult{}, ErrWrongPhase.Wrapf("%s has no result, it is %s", a.Terms.Id, a.Status)
	}
	times, err := a.Timetable()
	if err != nil {
		return PublishedResult{}, err
	}
	result, terms := a.Result, a.Terms
	published := PublishedResult{
		AuctionDate: date.Of(times.CommitDeadline, zones[a.Calendar]).String(), IssueDate: terms.SettleDate, Method: methods[terms.Method].String(),
		Offering: terms.Offering.String(), Bids: result.Bids.String(), Accepted: result.Accepted.String(),
		NonCompetitive: positive(result.NonCompetitive), FirstRound: positive(result.FirstRound), SecondRound: positive(result.SecondRound),
		Total: result.Total().String(),
	}
	if !result.Sold() {
		return published, nil
	}
	published.AllotmentPct = rounding.Text(result.AllotmentPct, bondmath.AllotmentPlaces)
	places := allotment.Places(terms.Tick)
	cutOff, average := rounding.Text(result.CutOff, places), rounding.Text(result.Average, places)
	switch terms.Method {
	case AUCTION_METHOD_MULTI_PRICE:
		published.LowestPrice, published.AveragePrice = cutOff, average
		published.LowestPriceYield, published.AveragePriceYield = result.CutOffYield, result.AverageYield
	case AUCTION_METHOD_SINGLE_PRICE:
		published.LowestPrice, published.IssuePrice, published.LowestPriceYield = cutOff, cutOff, result.CutOffYield
	case AUCTION_METHOD_SINGLE_YIELD:
		published.HighestYield, published.IssuePrice = cutOff, issuePrice(result.CutOffPrice)
	case AUCTION_METHOD_SPREAD:
		published.HighestSpread, published.IssuePrice = cutOff, rounding.Text(result.CutOffPrice, bondmath.IssuePricePlaces)
	case AUCTION_METHOD_YIELD_SPREAD:
		published.HighestSpread, published.AverageSpread = cutOff, average
	case AUCTION_METHOD_BUY_BACK:
		published.HighestPrice, published.AveragePrice = cutOff, average
	}
	return published, nil
}

// issuePrice writes a price with two decimals, and one that has more, as of a note of the United States, with six.
func issuePrice(price math.LegacyDec) string {
	if rounding.HasPlaces(price, bondmath.IssuePricePlaces) {
		return rounding.Text(price, bondmath.IssuePricePlaces)
	}
	return rounding.Text(price, bondmath.USPricePlaces)
}

// positive writes an amount, and nothing for zero.
func positive(amount math.Int) string {
	if amount.IsPositive() {
		return amount.String()
	}
	return ""
}
