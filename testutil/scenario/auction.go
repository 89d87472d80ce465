package scenario

import (
	"strconv"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	"github.com/kokusai-chain/kokusai/x/bond/auction/sealed"
	"github.com/kokusai-chain/kokusai/x/collateral/funding"
)

const (
	withoutPrice = "without-price="
	repoNumber   = "repo="
)

// bid seals bids as a bidder's own machine would, puts the seal on the chain, and keeps the bids until they are revealed. They are in
// an auction of bonds, or in an operation of funding, which is named by its lender and number.
func bid(r *Runner, words []string) []string {
	r.Require(len(words) > 2, "bid AUCTION NAME LEVEL=FACE... [without-price=FACE], or bid LENDER/NUMBER NAME RATE=CASH... [repo=NUMBER]")
	in, bidder := words[0], r.Actor(words[1])
	seal := r.sealForBonds
	if strings.Contains(in, "/") {
		seal = r.sealForCash
	}
	opened, commit, err := seal(in, bidder, words[2:])
	r.NoError(err)
	outcome := r.Outcome(r.Chain.Send(commit, bidder))
	if outcome == nil {
		r.sealed[in+" "+bidder.Name] = opened
	}
	return outcome
}

func (r *Runner) sealForBonds(auction string, bidder *testutil.Actor, words []string) (opened, commit sdk.Msg, err error) {
	nonPrice := "0"
	var bids []string
	for _, word := range words {
		if face, ok := strings.CutPrefix(word, withoutPrice); ok {
			nonPrice = face
			continue
		}
		if series, rest, several := strings.Cut(word, "@"); several {
			word = r.Word(series) + "@" + rest
		}
		bids = append(bids, word)
	}
	return sealed.Seal(r.Word(auction), bidder.String(), bids, nonPrice)
}

func (r *Runner) sealForCash(operation string, bidder *testutil.Actor, words []string) (opened, commit sdk.Msg, err error) {
	lender, text, _ := strings.Cut(operation, "/")
	number, err := strconv.ParseUint(text, 10, 64)
	r.NoError(err)
	repo := uint64(0)
	var bids []string
	for _, word := range words {
		if text, ok := strings.CutPrefix(word, repoNumber); ok {
			repo, err = strconv.ParseUint(text, 10, 64)
			r.NoError(err)
			continue
		}
		rate, cash, _ := strings.Cut(word, "=")
		bids = append(bids, rate+"="+r.coin(cash)["amount"])
	}
	return funding.Seal(r.Actor(lender).String(), number, bidder.String(), bids, repo)
}

// reveal opens what bidders have sealed, one transaction each.
func reveal(r *Runner, words []string) (outcome []string) {
	r.Require(len(words) > 1, "reveal AUCTION NAME..., or reveal LENDER/NUMBER NAME...")
	in := words[0]
	var bidders []*testutil.Actor
	for _, name := range words[1:] {
		bidders = append(bidders, r.Actor(name))
	}
	for _, bidder := range bidders {
		opened, found := r.sealed[in+" "+bidder.Name]
		r.Require(found, bidder.Name+" has sealed nothing in "+in)
		for _, line := range r.Outcome(r.Chain.Send(opened, bidder)) {
			outcome = append(outcome, bidder.Name+" "+line)
		}
	}
	return outcome
}
