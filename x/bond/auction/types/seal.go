package types

import (
	"bytes"
	"fmt"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

// SaltBytes is the length of the secret that keeps a seal from being guessed.
const SaltBytes = sealed.SaltBytes

// SealedText returns what a seal is the SHA-256 of: the lines of sealed.Text, of kind auction and for the auction's id, with
//
//	<ISIN or -> <level with 4 decimals> <face>       one line for each bid, in order
//	non-price <face, 0 for none>
func SealedText(auctionID, bidder string, salt []byte, bids []Bid, nonPrice math.Int) string {
	lines := make([]string, 0, len(bids)+1)
	for _, bid := range bids {
		isin := bid.Isin
		if isin == "" {
			isin = "-"
		}
		lines = append(lines, fmt.Sprintf("%s %s %s", isin, rounding.Text(bid.Level, allotment.TickPlaces), bid.Amount))
	}
	return sealed.Text("auction", auctionID, bidder, salt, append(lines, fmt.Sprintf("non-price %s", nonPrice))...)
}

// Seal returns the seal of bids: the SHA-256 of SealedText.
func Seal(auctionID, bidder string, salt []byte, bids []Bid, nonPrice math.Int) []byte {
	return sealed.Seal(SealedText(auctionID, bidder, salt, bids, nonPrice))
}

// Seal returns the seal of the bids.
func (m *MsgRevealBid) Seal() []byte { return Seal(m.AuctionId, m.Bidder, m.Salt, m.Bids, m.NonPrice) }

// CheckSeal errors unless revealed bids are those of a seal.
func (m *MsgRevealBid) CheckSeal(seal []byte) error {
	if !bytes.Equal(seal, m.Seal()) {
		return ErrSealMismatch.Wrap("auction, bidder, bids, their order or the salt differ from what was sealed")
	}
	return nil
}

// SealedFor names the auction.
func (m *MsgRevealBid) SealedFor() string { return m.AuctionId }

// SealedBy is the bidder's address.
func (m *MsgRevealBid) SealedBy() string { return m.Bidder }
