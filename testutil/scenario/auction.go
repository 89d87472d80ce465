package scenario

import (
	"strings"

	"github.com/kokusai-chain/kokusai/testutil"
	"github.com/kokusai-chain/kokusai/x/bond/auction/sealed"
)

const withoutPrice = "without-price="

// bid seals bids as a bidder's own machine would, puts the seal on the chain, and keeps the bids until they are revealed.
func bid(r *Runner, words []string) []string {
	r.Require(len(words) > 2, "bid AUCTION NAME LEVEL=FACE... [without-price=FACE]")
	auction, bidder := r.Word(words[0]), r.Actor(words[1])
	nonPrice := "0"
	var bids []string
	for _, word := range words[2:] {
		if face, ok := strings.CutPrefix(word, withoutPrice); ok {
			nonPrice = face
			continue
		}
		if series, rest, several := strings.Cut(word, "@"); several {
			word = r.Word(series) + "@" + rest
		}
		bids = append(bids, word)
	}
	opened, commit, err := sealed.Seal(auction, bidder.String(), bids, nonPrice)
	r.NoError(err)
	outcome := r.Outcome(r.Chain.Send(commit, bidder))
	if outcome == nil {
		r.sealed[auction+" "+bidder.Name] = opened
	}
	return outcome
}

// reveal opens what bidders have sealed, one transaction each.
func reveal(r *Runner, words []string) (outcome []string) {
	r.Require(len(words) > 1, "reveal AUCTION NAME...")
	auction := r.Word(words[0])
	var bidders []*testutil.Actor
	for _, name := range words[1:] {
		bidders = append(bidders, r.Actor(name))
	}
	for _, bidder := range bidders {
		opened, found := r.sealed[auction+" "+bidder.Name]
		r.Require(found, bidder.Name+" has sealed nothing in "+auction)
		for _, line := range r.Outcome(r.Chain.Send(opened, bidder)) {
			outcome = append(outcome, bidder.Name+" "+line)
		}
	}
	return outcome
}
