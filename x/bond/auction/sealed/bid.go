package sealed

import (
	"crypto/rand"
	"fmt"
	"strings"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const levelPlaces = 4

// parseBid reads "100.61=300000000", or with the series of an auction of several "JP1103811S13@0.015=300,000,000".
func parseBid(text string) (types.Bid, error) {
	left, face, found := strings.Cut(text, "=")
	if !found {
		return types.Bid{}, fmt.Errorf("a bid is LEVEL=FACE, such as 100.61=300000000, not %q", text)
	}
	isin, level, several := strings.Cut(left, "@")
	if !several {
		isin, level = "", left
	}
	dec, err := rounding.ParseDec(level, levelPlaces)
	if err != nil {
		return types.Bid{}, fmt.Errorf("level of %q: %w", text, err)
	}
	amount, err := parseFace(face)
	return types.Bid{Isin: isin, Level: dec, Amount: amount}, err
}

func parseFace(text string) (math.Int, error) {
	amount, ok := math.NewIntFromString(strings.ReplaceAll(text, ",", ""))
	if !ok || amount.IsNegative() {
		return math.Int{}, fmt.Errorf("%q is no amount of face", text)
	}
	return amount, nil
}

// Seal reads bids as people write them, such as "100.61=300,000,000", and returns them with a fresh salt, and the message
// that puts their seal on the chain.
func Seal(auctionID, bidder string, texts []string, nonPrice string) (*types.MsgRevealBid, *types.MsgCommitBid, error) {
	opened := &types.MsgRevealBid{Bidder: bidder, AuctionId: auctionID, Salt: make([]byte, types.SaltBytes)}
	for _, text := range texts {
		bid, err := parseBid(text)
		if err != nil {
			return nil, nil, err
		}
		opened.Bids = append(opened.Bids, bid)
	}
	var err error
	if opened.NonPrice, err = parseFace(nonPrice); err != nil {
		return nil, nil, err
	}
	if _, err := rand.Read(opened.Salt); err != nil {
		return nil, nil, err
	}
	if err := opened.ValidateBasic(); err != nil {
		return nil, nil, err
	}
	return opened, &types.MsgCommitBid{
		Bidder: bidder, AuctionId: auctionID,
		Seal: types.Seal(auctionID, bidder, opened.Salt, opened.Bids, opened.NonPrice),
	}, nil
}
