package funding

import (
	"crypto/rand"
	"fmt"
	"strings"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Seal reads bids as people write them, such as "0.751=300,000,000,000,000" in base units of the cash, and returns them with a fresh
// salt, and the message that puts their seal on the chain. A loan that is won will be kept under a number of the bidder's own.
func Seal(lender string, number uint64, bidder string, texts []string, repoNumber uint64) (*types.MsgRevealBid, *types.MsgCommitBid, error) {
	opened := &types.MsgRevealBid{
		Bidder: bidder, Lender: lender, Number: number, RepoNumber: repoNumber, Salt: make([]byte, types.SaltBytes),
	}
	for _, text := range texts {
		bid, err := parseBid(text)
		if err != nil {
			return nil, nil, err
		}
		opened.Bids = append(opened.Bids, bid)
	}
	if _, err := rand.Read(opened.Salt); err != nil {
		return nil, nil, err
	}
	if err := opened.ValidateBasic(); err != nil {
		return nil, nil, err
	}
	return opened, &types.MsgCommitBid{Bidder: bidder, Lender: lender, Number: number, Seal: opened.Seal()}, nil
}

func parseBid(text string) (types.Bid, error) {
	rate, cash, found := strings.Cut(text, "=")
	if !found {
		return types.Bid{}, fmt.Errorf("a bid is RATE=CASH, such as 0.75=300000000, not %q", text)
	}
	ratePct, err := rounding.ParseDec(rate, allotment.TickPlaces)
	if err != nil {
		return types.Bid{}, fmt.Errorf("rate of %q: %w", text, err)
	}
	amount, ok := math.NewIntFromString(strings.ReplaceAll(cash, ",", ""))
	if !ok {
		return types.Bid{}, fmt.Errorf("%q is no amount of cash", cash)
	}
	return types.Bid{RatePct: ratePct, Amount: amount}, nil
}
