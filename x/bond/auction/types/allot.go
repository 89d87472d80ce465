package types

import (
	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// NewResult returns the result of an auction in which nothing was bid.
func NewResult() AuctionResult {
	zero, none := math.ZeroInt(), math.LegacyZeroDec()
	return AuctionResult{
		Bids: zero, Accepted: zero, CutOff: none, AllotmentPct: none, Average: none, CutOffPrice: none, AveragePrice: none,
		NonCompetitiveBids: zero, NonCompetitive: zero, FirstRoundBids: zero, FirstRound: zero, SecondRound: zero, Cash: zero,
	}
}

// Sold tells whether any bid with a price was accepted.
func (r AuctionResult) Sold() bool { return r.Accepted.IsPositive() }

// Total returns all the face that the auction gives out.
func (r AuctionResult) Total() math.Int {
	return r.Accepted.Add(r.NonCompetitive).Add(r.FirstRound).Add(r.SecondRound)
}

// Allot decides an auction: it sets the awards of the tenders and returns the result. Bids without a price come first and
// take from the offering; the others compete for the rest. Without an accepted price there is none to pay, and bids without
// a price get nothing. Whether bids may take part was checked as they were revealed.
func (p Pricing) Allot(tenders []Tender) (AuctionResult, error) {
	terms := p.auction.Terms
	result := NewResult()
	for _, t := range tenders {
		if t.Revealed {
			result.Bidders++
		}
	}
	var err error
	nonCompetitive := newEnvelope(tenders, NON_PRICE_ROUND_NON_COMPETITIVE, terms.NonCompetitiveUnit, terms.Portion(terms.NonCompetitivePct))
	first := newEnvelope(tenders, NON_PRICE_ROUND_FIRST, terms.BidUnit, terms.Portion(terms.FirstRoundPct))
	if result.NonCompetitiveBids, result.NonCompetitive, err = nonCompetitive.allot(); err != nil {
		return AuctionResult{}, err
	}
	if result.FirstRoundBids, result.FirstRound, err = first.allot(); err != nil {
		return AuctionResult{}, err
	}
	p.rules.Offering = terms.Offering.Sub(result.NonCompetitive).Sub(result.FirstRound)
	if err := p.allotCompetitive(tenders, &result); err != nil {
		return AuctionResult{}, err
	}
	if !result.Sold() {
		result.NonCompetitive, result.FirstRound = math.ZeroInt(), math.ZeroInt()
	} else {
		nonCompetitive.award(tenders)
		first.award(tenders)
	}
	for _, t := range tenders {
		if t.Total().IsPositive() {
			result.Winners++
		}
	}
	result.CutOffYield, result.AverageYield = p.yield(result.CutOffPrice), p.yield(result.AveragePrice)
	return result, nil
}

// allotCompetitive allots the bids with prices and enters what is published about them.
func (p Pricing) allotCompetitive(tenders []Tender, result *AuctionResult) error {
	var bids []allotment.Bid
	for _, t := range tenders {
		for _, bid := range t.Bids {
			bids = append(bids, bid.entry(t.Bidder))
		}
	}
	allotted, err := p.rules.Allot(bids)
	if err != nil {
		return err
	}
	next := 0
	for i := range tenders {
		tenders[i].Awards = make([]Award, len(tenders[i].Bids))
		for j := range tenders[i].Awards {
			tenders[i].Awards[j] = Award{Amount: allotted.Awards[next].Amount, Price: allotted.Awards[next].Price}
			next++
		}
	}
	result.Bids, result.Accepted = allotted.Bids, allotted.Accepted
	result.CutOff, result.AllotmentPct, result.Average = allotted.CutOff, allotted.AllotmentPct, allotted.Average
	result.CutOffPrice, result.AveragePrice = allotted.CutOffPrice, allotted.AveragePrice
	return nil
}

// An envelope is one round of bids without a price.
type envelope struct {
	allotment.Envelope
	requests []allotment.Request
	of       []int // the tender of each request
	awards   []math.Int
}

func newEnvelope(tenders []Tender, round NonPriceRound, unit, capacity math.Int) *envelope {
	e := &envelope{Envelope: allotment.Envelope{Unit: unit, Capacity: capacity}}
	for i, t := range tenders {
		if t.NonPriceRound == round {
			e.requests = append(e.requests, allotment.Request{Bidder: t.Bidder, Amount: t.NonPrice})
			e.of = append(e.of, i)
		}
	}
	return e
}

func (e *envelope) allot() (bids, accepted math.Int, err error) {
	bids, accepted = math.ZeroInt(), math.ZeroInt()
	if len(e.requests) == 0 {
		return bids, accepted, nil
	}
	if e.awards, err = e.Allot(e.requests); err != nil {
		return bids, accepted, err
	}
	for i, award := range e.awards {
		bids, accepted = bids.Add(e.requests[i].Amount), accepted.Add(award)
	}
	return bids, accepted, nil
}

func (e *envelope) award(tenders []Tender) {
	for i, award := range e.awards {
		tenders[e.of[i]].NonPriceAward = award
	}
}

// yield returns the yield that the Japanese ministry publishes beside a price, or an empty text where there is none.
func (p Pricing) yield(price math.LegacyDec) string {
	basis := p.bases[0]
	if !price.IsPositive() || p.auction.Terms.IsBuyBack() || basis.Terms.DayCount != bondtypes.DAY_COUNT_ACT_365 {
		return ""
	}
	maturity := basis.Schedule().Maturity()
	var (
		yield  math.LegacyDec
		places int
		err    error
	)
	switch basis.Terms.Kind {
	case bondtypes.SERIES_KIND_FIXED, bondtypes.SERIES_KIND_INFLATION_LINKED: // a linked bond's is real
		places = bondmath.SimpleYieldPlaces
		yield, err = bondmath.SimpleYield(basis.Terms.CouponPct, price, basis.Settle, maturity)
	case bondtypes.SERIES_KIND_DISCOUNT:
		places = bondmath.TBillYieldPlaces
		yield, err = bondmath.TBillYield(price, basis.Settle, maturity)
	default:
		return ""
	}
	if err != nil {
		return "" // beyond what a yield is defined for
	}
	return rounding.Text(yield, places)
}
