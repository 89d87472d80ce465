package types

import (
	"errors"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// validate checks what can be said of a bid without its auction.
func (b Bid) validate() error {
	if b.Level.IsNil() || b.Level.Abs().GT(math.LegacyNewDec(2*maxReference)) || !rounding.HasPlaces(b.Level, allotment.TickPlaces) {
		return ErrInvalidBid.Wrapf("level %s: at most %d either way, with at most %d decimals", b.Level, 2*maxReference, allotment.TickPlaces)
	}
	return ValidateAmount("amount of a bid", b.Amount)
}

// CheckBids errors unless a bidder's bids can take part: each on the tick, in whole bid units, for a series on offer, not
// beyond the dearest level, with a price; and together within the cap.
func (p Pricing) CheckBids(bids []Bid) error {
	already := math.ZeroInt()
	for _, bid := range bids {
		if _, known := p.index[bid.Isin]; !known || bid.Isin != "" && !p.auction.Terms.HasSeveral() {
			return ErrInvalidBid.Wrapf("series %q is not one that bids for %s name", bid.Isin, p.auction.Terms.Id)
		}
		if p.auction.Terms.IsDearer(bid.Level) {
			return ErrBeyondLevel.Wrapf("%s is beyond the dearest level %s", bid.Level, p.auction.Terms.DearestLevel)
		}
		if p.auction.Terms.Method == AUCTION_METHOD_SPREAD && bid.Level.GT(math.LegacyNewDec(widestMargin)) {
			return ErrBeyondLevel.Wrapf("margin %s is above %d percent", bid.Level, widestMargin)
		}
		if err := p.rules.Check(p.entry("bidder", bid), already); err != nil {
			return refusal(err)
		}
		already = already.Add(bid.Amount)
	}
	return nil
}

func (p Pricing) entry(bidder string, bid Bid) allotment.Bid {
	return allotment.Bid{Bidder: bidder, Series: bid.Isin, Level: bid.Level, Amount: bid.Amount}
}

// refusal gives a refusal of the allotment the error of this module.
func refusal(err error) error {
	for _, known := range []struct {
		cause error
		as    *errorsmod.Error
	}{
		{allotment.ErrOffTick, ErrOffTick}, {allotment.ErrBelowUnit, ErrBelowUnit}, {allotment.ErrNotMultiple, ErrBelowUnit},
		{allotment.ErrOverCap, ErrOverCap}, {allotment.ErrLevel, ErrBeyondLevel},
	} {
		if errors.Is(err, known.cause) {
			return known.as.Wrap(err.Error())
		}
	}
	return ErrInvalidBid.Wrap(err.Error())
}

// CheckNonPrice errors unless a bid without a price can take part. limit is the bidder's in non-price-competitive I.
func (a Auction) CheckNonPrice(t Tender, limit math.Int) error {
	terms := a.Terms
	if t.NonPriceRound == NON_PRICE_ROUND_FIRST {
		if !terms.FirstRoundPct.IsPositive() {
			return ErrRoundNotOpen.Wrapf("%s has no non-price-competitive I", terms.Id)
		}
		return checkWithin(t.NonPrice, terms.BidUnit, limit)
	}
	switch {
	case !terms.NonCompetitivePct.IsPositive():
		return ErrRoundNotOpen.Wrapf("%s has no non-competitive bids", terms.Id)
	case len(t.Bids) > 0:
		return ErrMixedBids.Wrapf("%d bids with a price and one without", len(t.Bids))
	}
	return checkWithin(t.NonPrice, terms.NonCompetitiveUnit, terms.NonCompetitiveLimit)
}

// SecondRoundLimit returns the most that a dealer may bid for in non-price-competitive II: a percentage of what it was
// awarded before, floored to the bid unit.
func (a Auction) SecondRoundLimit(t Tender) math.Int {
	if t.NonPriceRound == NON_PRICE_ROUND_NON_COMPETITIVE {
		return math.ZeroInt()
	}
	return allotment.PortionDown(t.Won().Add(t.NonPriceAward), a.Terms.SecondRoundPct, a.Terms.BidUnit)
}

// CheckSecondRound errors unless a dealer may bid for a face in non-price-competitive II.
func (a Auction) CheckSecondRound(t Tender, face math.Int) error {
	return checkWithin(face, a.Terms.BidUnit, a.SecondRoundLimit(t))
}

func checkWithin(face, unit, limit math.Int) error {
	if err := ValidateAmount("amount", face); err != nil {
		return err
	}
	if !face.Mod(unit).IsZero() {
		return ErrBelowUnit.Wrapf("%s is not a multiple of %s", face, unit)
	}
	if face.GT(limit) {
		return ErrOverCap.Wrapf("%s asked for, at most %s", face, limit)
	}
	return nil
}
