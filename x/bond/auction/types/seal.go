package types

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// SaltBytes is the length of the secret that keeps a seal from being guessed; SealBytes is that of the seal.
const (
	SaltBytes = 32
	SealBytes = sha256.Size
)

// SealedText returns what a seal is the SHA-256 of: lines that end with a newline, so that anybody can write it.
//
//	kokusai auction bids 1
//	<auction id>
//	<bidder's address>
//	<salt in small hexadecimal digits>
//	<ISIN or -> <level with 4 decimals> <face>       one line for each bid, in order
//	non-price <face, 0 for none>
//
// The auction and the bidder are part of it, so that a seal is of no use to anyone else or elsewhere.
func SealedText(auctionID, bidder string, salt []byte, bids []Bid, nonPrice math.Int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "kokusai auction bids 1\n%s\n%s\n%s\n", auctionID, bidder, hex.EncodeToString(salt))
	for _, bid := range bids {
		isin := bid.Isin
		if isin == "" {
			isin = "-"
		}
		fmt.Fprintf(&text, "%s %s %s\n", isin, rounding.Text(bid.Level, allotment.TickPlaces), bid.Amount)
	}
	fmt.Fprintf(&text, "non-price %s\n", nonPrice)
	return text.String()
}

// Seal returns the seal of bids: the SHA-256 of SealedText.
func Seal(auctionID, bidder string, salt []byte, bids []Bid, nonPrice math.Int) []byte {
	sum := sha256.Sum256([]byte(SealedText(auctionID, bidder, salt, bids, nonPrice)))
	return sum[:]
}

// CheckSeal errors unless revealed bids are those of a seal.
func (m *MsgRevealBid) CheckSeal(seal []byte) error {
	if !bytes.Equal(seal, Seal(m.AuctionId, m.Bidder, m.Salt, m.Bids, m.NonPrice)) {
		return ErrSealMismatch.Wrap("auction, bidder, bids, their order or the salt differ from what was sealed")
	}
	return nil
}
