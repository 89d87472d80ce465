package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

// NewTender returns the row of sealed bids with their deposit.
func NewTender(auctionID, bidder string, seal []byte, deposit math.Int) Tender {
	zero := math.ZeroInt()
	return Tender{
		AuctionId: auctionID, Bidder: bidder, Seal: seal, Escrow: deposit,
		NonPrice: zero, NonPriceAward: zero, SecondRound: zero, Paid: zero,
	}
}

// BidFor returns the face that is bid for with prices.
func (t Tender) BidFor() math.Int {
	total := math.ZeroInt()
	for _, bid := range t.Bids {
		total = total.Add(bid.Amount)
	}
	return total
}

// Won returns the face awarded to bids with prices.
func (t Tender) Won() math.Int {
	total := math.ZeroInt()
	for _, award := range t.Awards {
		total = total.Add(award.Amount)
	}
	return total
}

// Total returns all the face that the bidder is awarded.
func (t Tender) Total() math.Int { return t.Won().Add(t.NonPriceAward).Add(t.SecondRound) }

// IsEmpty tells whether nothing is held for the bidder any more.
func (t Tender) IsEmpty() bool { return t.Escrow.IsZero() && t.Reserved.Empty() }

// validate checks the row against itself.
func (t Tender) validate() error {
	if err := ValidateID(t.AuctionId); err != nil {
		return err
	}
	if len(t.Seal) != sealed.SealBytes {
		return ErrInvalidGenesis.Wrapf("seal of %s in %s has %d bytes", t.Bidder, t.AuctionId, len(t.Seal))
	}
	for _, amount := range []math.Int{t.NonPrice, t.NonPriceAward, t.SecondRound, t.Escrow, t.Paid} {
		if amount.IsNil() || amount.IsNegative() {
			return ErrInvalidGenesis.Wrapf("an amount of %s in %s is missing or negative", t.Bidder, t.AuctionId)
		}
	}
	for _, bid := range t.Bids {
		if err := bid.validate(); err != nil {
			return err
		}
	}
	if len(t.Awards) != 0 && len(t.Awards) != len(t.Bids) {
		return ErrInvalidGenesis.Wrapf("%s in %s has %d awards for %d bids", t.Bidder, t.AuctionId, len(t.Awards), len(t.Bids))
	}
	for i, award := range t.Awards {
		if award.Amount.IsNil() || award.Amount.IsNegative() || award.Amount.GT(t.Bids[i].Amount) ||
			award.Price.IsNil() || award.Price.IsPositive() != award.Amount.IsPositive() {
			return ErrInvalidGenesis.Wrapf("award %d of %s in %s does not fit its bid", i+1, t.Bidder, t.AuctionId)
		}
	}
	if t.NonPriceAward.GT(t.NonPrice) || t.NonPrice.IsPositive() != (t.NonPriceRound != NON_PRICE_ROUND_UNSPECIFIED) {
		return ErrInvalidGenesis.Wrapf("bid without a price of %s in %s contradicts itself", t.Bidder, t.AuctionId)
	}
	if !t.Revealed && (len(t.Bids) > 0 || t.NonPrice.IsPositive() || !t.Reserved.Empty()) {
		return ErrInvalidGenesis.Wrapf("%s in %s shows bids and has not revealed", t.Bidder, t.AuctionId)
	}
	return t.Reserved.Validate()
}
