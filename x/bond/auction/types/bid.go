package types

import (
	"errors"
	"slices"

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

// CheckBids errors unless a bidder's bids have the form that the terms ask for: each for a series on offer, on the tick, in
// whole bid units, and not beyond the dearest level; and together within the cap.
func (a Auction) CheckBids(bids []Bid) error { return a.checkBids(bids, a.rules().CheckForm) }

// CheckBids errors unless a bidder's bids can take part: they have the form that the terms ask for, and each has a price.
func (p Pricing) CheckBids(bids []Bid) error { return p.auction.checkBids(bids, p.rules.Check) }

func (a Auction) checkBids(bids []Bid, check func(bid allotment.Bid, already math.Int) error) error {
	already := math.ZeroInt()
	for _, bid := range bids {
		if err := a.Terms.checkBid(bid); err != nil {
			return err
		}
		if err := check(bid.entry("bidder"), already); err != nil {
			return refusal(err)
		}
		already = already.Add(bid.Amount)
	}
	return nil
}

// rules are what the allotment asks of bids. Where there are several series their prices are not known yet.
func (a Auction) rules() allotment.Terms {
	terms := a.Terms
	rules := allotment.Terms{
		Method: methods[terms.Method], Offering: terms.Offering, Unit: terms.BidUnit, Tick: terms.Tick, BidderCap: a.BidderCap,
	}
	if terms.HasSeveral() {
		rules.PriceOf = func(string, math.LegacyDec) (math.LegacyDec, error) {
			return math.LegacyDec{}, ErrReferencesMissing.Wrap(terms.Id)
		}
	}
	return rules
}

// checkBid errors unless a bid is for a series on offer and not beyond the dearest level.
func (t AuctionTerms) checkBid(bid Bid) error {
	switch {
	case !t.takesBidsFor(bid.Isin):
		return ErrInvalidBid.Wrapf("series %q is not one that bids for %s name", bid.Isin, t.Id)
	case t.IsDearer(bid.Level):
		return ErrBeyondLevel.Wrapf("%s is beyond the dearest level %s", rounding.Plain(bid.Level), rounding.Plain(t.DearestLevel))
	case t.Method == AUCTION_METHOD_SPREAD && bid.Level.GT(math.LegacyNewDec(widestMargin)):
		return ErrBeyondLevel.Wrapf("margin %s is above %d percent", rounding.Plain(bid.Level), widestMargin)
	}
	return nil
}

// takesBidsFor tells whether a bid may name a series so: not at all, but where there are several.
func (t AuctionTerms) takesBidsFor(isin string) bool {
	if !t.HasSeveral() {
		return isin == ""
	}
	return slices.ContainsFunc(t.Series, func(series AuctionSeries) bool { return series.Isin == isin })
}

func (b Bid) entry(bidder string) allotment.Bid {
	return allotment.Bid{Bidder: bidder, Series: b.Isin, Level: b.Level, Amount: b.Amount}
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

// CheckNonPrice errors unless a bid without a price can take part in its round. limit is the most the bidder may bid for there.
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
	return checkWithin(t.NonPrice, terms.NonCompetitiveUnit, limit)
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
