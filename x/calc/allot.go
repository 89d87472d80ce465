package calc

import (
	"encoding/json"

	"cosmossdk.io/math"
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const allotLong = `Allot the competitive bids of an auction, from a JSON file:

  {"method":"multi-price","unit":100000000,"offering":2600000000000,"tick":"0.01",
   "bids":[{"bidder":"A","price":"100.60","amount":30000000000}, ...]}

method    multi-price, single-price, single-yield, spread, yield-spread, buy-back or single-rate
unit      the bid unit in currency units, of which every amount is a multiple
offering  face for competitive bids. Offering and amounts are in currency units, or all counted in bid units as the
          ministry's tables are: they are when the offering is below one unit, as in "unit":100000000,"offering":26000
tick      the step of prices (per 100), yields, spreads or rates (percent)
bids      bidder, amount, and a price; a yield for single-yield; a spread for spread and yield-spread; a
          rate for single-rate, by which cash is lent at the lowest rate that gets any

single-yield needs coupon, settle and maturity. With settle and maturity (and coupon, unless it is a bill) the price methods
also tell the yields that are published beside prices. yield-spread needs settle and "series":[{"isin","coupon","maturity",
"reference_yield"}, ...], where the reference yield is simple, and an isin in each bid. A bidder may bid for half of the
offering in all, or for "bidder_cap" where given; in a buy-back for anything.

Allocations are counted as amounts are. Payments are whole sums in the currency, exact, without accrued interest.`

func allotCmd() *cobra.Command {
	var path string
	var cmd *cobra.Command
	cmd = command("allot", "Allot the bids of an auction", func() (any, error) {
		auction, err := readAuction(path, cmd.InOrStdin())
		if err != nil {
			return nil, err
		}
		return auction.allot()
	})
	cmd.Long = allotLong
	cmd.Flags().StringVar(&path, "file", "", "JSON file with the auction and its bids; - reads standard input")
	must(cmd.MarkFlagRequired("file"))
	return cmd
}

// allotted is the answer. Prices and yields are left out where a method has none, or nothing was accepted.
type allotted struct {
	LowestPrice   string                 `json:"lowest_accepted_price,omitempty"`
	HighestPrice  string                 `json:"highest_accepted_price,omitempty"`
	HighestYield  string                 `json:"highest_accepted_yield,omitempty"`
	HighestSpread string                 `json:"highest_accepted_spread,omitempty"`
	LowestRate    string                 `json:"lowest_accepted_rate,omitempty"`
	IssuePrice    string                 `json:"issue_price,omitempty"`
	AllotmentPct  string                 `json:"allotment_pct"`
	AveragePrice  string                 `json:"average_price,omitempty"`
	AverageYield  string                 `json:"average_yield,omitempty"`
	AverageSpread string                 `json:"average_spread,omitempty"`
	Bids          json.Number            `json:"bids_total"`
	Accepted      json.Number            `json:"accepted_total"`
	Allocations   map[string]json.Number `json:"allocations"`
	Payments      map[string]string      `json:"payments"`
}

// allot runs the auction of the file.
func (a auction) allot() (allotted, error) {
	terms, err := a.terms()
	if err != nil {
		return allotted{}, err
	}
	bids, err := a.bids(terms.Method)
	if err != nil {
		return allotted{}, err
	}
	result, err := terms.Allot(bids)
	if err != nil {
		return allotted{}, a.explained(err)
	}
	answer := allotted{
		AllotmentPct: rounding.Text(result.AllotmentPct, bondmath.AllotmentPlaces),
		Bids:         a.counted(result.Bids),
		Accepted:     a.counted(result.Accepted),
		Allocations:  make(map[string]json.Number),
		Payments:     make(map[string]string),
	}
	faces, costs := make(map[string]math.Int), make(map[string]math.LegacyDec)
	for i, award := range result.Awards {
		bidder := bids[i].Bidder
		if _, known := faces[bidder]; !known {
			faces[bidder], costs[bidder] = math.ZeroInt(), math.LegacyZeroDec()
		}
		faces[bidder], costs[bidder] = faces[bidder].Add(award.Amount), costs[bidder].Add(award.Cost())
		answer.Allocations[bidder] = a.counted(faces[bidder])
		answer.Payments[bidder] = (&decimal{costs[bidder]}).String()
	}
	if !result.Sold() {
		return answer, nil
	}
	return answer, a.levels(&answer, terms, result)
}

// levels adds the published prices, yields and spreads.
func (a auction) levels(answer *allotted, terms allotment.Terms, result allotment.Result) error {
	places := allotment.Places(terms.Tick)
	cutOff, average := rounding.Text(result.CutOff, places), rounding.Text(result.Average, places)
	switch terms.Method {
	case allotment.SingleYield:
		answer.HighestYield = cutOff
		answer.IssuePrice = rounding.Text(result.CutOffPrice, bondmath.IssuePricePlaces)
		answer.LowestPrice, answer.AveragePrice = answer.IssuePrice, answer.IssuePrice
	case allotment.Spread:
		answer.HighestSpread, answer.IssuePrice = cutOff, rounding.Text(result.CutOffPrice, bondmath.IssuePricePlaces)
	case allotment.SingleRate:
		answer.LowestRate = cutOff
	case allotment.YieldSpread:
		answer.HighestSpread, answer.AverageSpread = cutOff, average
	case allotment.BuyBack:
		answer.HighestPrice, answer.AveragePrice = cutOff, average
	default:
		answer.LowestPrice, answer.AveragePrice = cutOff, average
		return a.yields(answer, result)
	}
	return nil
}

// yields adds what the ministry publishes beside prices: simple yields, or those of a bill.
func (a auction) yields(answer *allotted, result allotment.Result) (err error) {
	if !a.Maturity.given {
		return nil
	}
	if answer.HighestYield, err = a.yield(result.CutOffPrice); err != nil {
		return err
	}
	answer.AverageYield, err = a.yield(result.AveragePrice)
	return err
}

func (a auction) yield(price math.LegacyDec) (string, error) {
	places, yield, err := bondmath.SimpleYieldPlaces, math.LegacyDec{}, error(nil)
	if a.Coupon.IsNil() {
		places = bondmath.TBillYieldPlaces
		yield, err = bondmath.TBillYield(price, a.Settle.Date, a.Maturity.Date)
	} else {
		yield, err = bondmath.SimpleYield(a.Coupon.LegacyDec, price, a.Settle.Date, a.Maturity.Date)
	}
	if err != nil {
		return "", err
	}
	return rounding.Text(yield, places), nil
}
