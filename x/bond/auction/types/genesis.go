package types

import (
	"cosmossdk.io/core/address"
	"cosmossdk.io/math"
)

// DefaultGenesis returns the state of a new chain: no participants and no auctions.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks the state against itself: no duplicates, no dangling references, and sums that add up. What must agree
// with x/bond and x/bank is checked when the state is loaded.
func (g GenesisState) Validate(codec address.Codec) error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	check := genesisCheck{codec: codec, seen: map[string]bool{}, dealers: map[string]bool{}, auctions: map[string]*auctionCheck{}}
	for _, step := range []func(GenesisState) error{
		check.checkParticipants, check.checkAuctions, check.checkTenders, check.checkTotals, check.checkQuotas, check.checkDuties, check.checkReleases,
	} {
		if err := step(g); err != nil {
			return err
		}
	}
	return nil
}

type genesisCheck struct {
	codec    address.Codec
	seen     map[string]bool
	dealers  map[string]bool
	auctions map[string]*auctionCheck
}

// auctionCheck is an auction with the sums of its rows.
type auctionCheck struct {
	auction                          Auction
	bids, won, nonCompetitive, first math.Int
	bidders                          uint32
	released, dropped                bool
}

// once errors when a key of a list comes a second time.
func (c genesisCheck) once(list string, account, key string) error {
	if account != "" {
		bz, err := c.codec.StringToBytes(account)
		if err != nil {
			return ErrInvalidGenesis.Wrapf("%s: account %q: %s", list, account, err)
		}
		key += "/" + string(bz)
	}
	if c.seen[list+"/"+key] {
		return ErrInvalidGenesis.Wrapf("%s: duplicate %s %s", list, account, key)
	}
	c.seen[list+"/"+key] = true
	return nil
}

func (c genesisCheck) find(list, id string) (*auctionCheck, error) {
	found, ok := c.auctions[id]
	if !ok {
		return nil, ErrInvalidGenesis.Wrapf("%s of auction %q, which does not exist", list, id)
	}
	return found, nil
}

func (c genesisCheck) checkParticipants(g GenesisState) error {
	for _, participant := range g.Participants {
		if err := participant.Validate(); err != nil {
			return ErrInvalidGenesis.Wrap(err.Error())
		}
		if err := c.once("participants", participant.Account, participant.IssuerId); err != nil {
			return err
		}
		c.dealers[participant.IssuerId+"/"+participant.Account] = participant.Dealer
	}
	return nil
}

func (c genesisCheck) checkAuctions(g GenesisState) error {
	for _, auction := range g.Auctions {
		if err := auction.validate(); err != nil {
			return err
		}
		if err := c.once("auctions", "", auction.Terms.Id); err != nil {
			return err
		}
		zero := math.ZeroInt()
		c.auctions[auction.Terms.Id] = &auctionCheck{auction: auction, bids: zero, won: zero, nonCompetitive: zero, first: zero}
	}
	return nil
}

func (c genesisCheck) checkTenders(g GenesisState) error {
	for _, tender := range g.Tenders {
		of, err := c.find("bids", tender.AuctionId)
		if err != nil {
			return err
		}
		if err := c.once("tenders", tender.Bidder, tender.AuctionId); err != nil {
			return err
		}
		if err := tender.validate(); err != nil {
			return err
		}
		if err := of.add(tender); err != nil {
			return err
		}
	}
	return nil
}

// add checks a row against its auction and counts it.
func (c *auctionCheck) add(t Tender) error {
	terms := c.auction.Terms
	if c.auction.Result == nil && (t.Total().IsPositive() || len(t.Awards) > 0 || t.Paid.IsPositive()) {
		return ErrInvalidGenesis.Wrapf("%s has awards in %s, which is %s", t.Bidder, terms.Id, c.auction.Status)
	}
	if c.auction.Status == AUCTION_STATUS_OPEN && t.Escrow.LT(terms.Deposit) {
		return ErrInvalidGenesis.Wrapf("escrow %s of %s in %s is less than the deposit", t.Escrow, t.Bidder, terms.Id)
	}
	if t.BidFor().GT(c.auction.BidderCap) {
		return ErrInvalidGenesis.Wrapf("%s bids for more than the cap in %s", t.Bidder, terms.Id)
	}
	if !terms.IsBuyBack() && !t.Reserved.Empty() {
		return ErrInvalidGenesis.Wrapf("%s has units reserved in %s, which buys none", t.Bidder, terms.Id)
	}
	if t.Paid.IsPositive() && c.auction.Status != AUCTION_STATUS_SETTLED {
		return ErrInvalidGenesis.Wrapf("%s has paid in %s, which is %s", t.Bidder, terms.Id, c.auction.Status)
	}
	c.bids, c.won = c.bids.Add(t.BidFor()), c.won.Add(t.Won())
	switch t.NonPriceRound {
	case NON_PRICE_ROUND_NON_COMPETITIVE:
		c.nonCompetitive = c.nonCompetitive.Add(t.NonPriceAward)
	case NON_PRICE_ROUND_FIRST:
		c.first = c.first.Add(t.NonPriceAward)
	}
	if t.Revealed {
		c.bidders++
	}
	return nil
}

// checkTotals checks the results of auctions that await settlement against their rows, all of which are there.
func (c genesisCheck) checkTotals(g GenesisState) error {
	for _, auction := range g.Auctions {
		if auction.Status != AUCTION_STATUS_ALLOTTED {
			continue
		}
		of, result := c.auctions[auction.Terms.Id], auction.Result
		if !of.bids.Equal(result.Bids) || !of.won.Equal(result.Accepted) || !of.nonCompetitive.Equal(result.NonCompetitive) ||
			!of.first.Equal(result.FirstRound) || of.bidders != result.Bidders {
			return ErrInvalidGenesis.Wrapf("result of %s is not the sum of its bids", auction.Terms.Id)
		}
	}
	return nil
}

func (c genesisCheck) checkQuotas(g GenesisState) error {
	for _, quota := range g.Quotas {
		if _, err := c.find("limit", quota.AuctionId); err != nil {
			return err
		}
		if err := c.once("quotas", quota.Account, quota.AuctionId); err != nil {
			return err
		}
		if err := ValidateAmount("limit", quota.Limit); err != nil {
			return ErrInvalidGenesis.Wrap(err.Error())
		}
	}
	return nil
}

func (c genesisCheck) checkDuties(g GenesisState) error {
	for _, duty := range g.Duties {
		if err := duty.validate(); err != nil {
			return err
		}
		if err := c.once("duties", duty.Account, duty.IssuerId+"/"+duty.Quarter); err != nil {
			return err
		}
		if !c.dealers[duty.IssuerId+"/"+duty.Account] {
			return ErrInvalidGenesis.Wrapf("duties of %s, which is no dealer of %s", duty.Account, duty.IssuerId)
		}
	}
	return nil
}

// checkReleases checks that whoever is owed something by an auction that will not come back to it is on a walk.
func (c genesisCheck) checkReleases(g GenesisState) error {
	for _, release := range g.Releases {
		of, err := c.find("release", release.AuctionId)
		if err != nil {
			return err
		}
		if err := c.once("releases", "", release.AuctionId+"/"+math.NewInt(release.Ready).String()); err != nil {
			return err
		}
		if release.Drop && of.auction.IsPending() {
			return ErrInvalidGenesis.Wrapf("bids of %s are dropped, and it is %s", release.AuctionId, of.auction.Status)
		}
		of.released = of.released || !release.Drop
		of.dropped = of.dropped || release.Drop
	}
	for _, tender := range g.Tenders {
		of := c.auctions[tender.AuctionId]
		switch {
		case of.auction.IsPending():
		case !of.dropped:
			return ErrInvalidGenesis.Wrapf("bids of %s are kept for ever", tender.AuctionId)
		case !of.released && !tender.IsEmpty():
			return ErrInvalidGenesis.Wrapf("%s is owed something by %s and nothing gives it back", tender.Bidder, tender.AuctionId)
		}
	}
	return nil
}

// validate checks an auction against itself.
func (a Auction) validate() error {
	if err := a.Terms.Validate(); err != nil {
		return ErrInvalidGenesis.Wrap(err.Error())
	}
	if _, err := a.Timetable(); err != nil {
		return ErrInvalidGenesis.Wrapf("%s: %s", a.Terms.Id, err)
	}
	if a.BidderCap.IsNil() || !a.BidderCap.IsPositive() || a.BidderCap.GT(a.Terms.Offering) {
		return ErrInvalidGenesis.Wrapf("bidder cap of %s is not above 0 and within the offering", a.Terms.Id)
	}
	if a.Fund.IsNil() || a.Fund.IsNegative() || a.Fund.IsPositive() && (!a.IsPending() || !a.Terms.IsBuyBack()) {
		return ErrInvalidGenesis.Wrapf("fund of %s, which is %s", a.Terms.Id, a.Status)
	}
	switch a.Status {
	case AUCTION_STATUS_OPEN, AUCTION_STATUS_CANCELLED:
		if a.Result != nil {
			return ErrInvalidGenesis.Wrapf("%s is %s and has a result", a.Terms.Id, a.Status)
		}
		return nil
	case AUCTION_STATUS_VOID:
		if a.Result == nil {
			return nil
		}
	case AUCTION_STATUS_ALLOTTED, AUCTION_STATUS_SETTLED, AUCTION_STATUS_REJECTED:
		if a.Result == nil {
			return ErrInvalidGenesis.Wrapf("%s is %s and has no result", a.Terms.Id, a.Status)
		}
	default:
		return ErrInvalidGenesis.Wrapf("%s: status %s", a.Terms.Id, a.Status)
	}
	return a.Result.validate(a.Terms)
}

func (r AuctionResult) validate(terms AuctionTerms) error {
	for _, amount := range []math.Int{
		r.Bids, r.Accepted, r.NonCompetitiveBids, r.NonCompetitive, r.FirstRoundBids, r.FirstRound, r.SecondRound, r.Cash,
	} {
		if amount.IsNil() || amount.IsNegative() {
			return ErrInvalidGenesis.Wrapf("result of %s: an amount is missing or negative", terms.Id)
		}
	}
	for _, number := range []math.LegacyDec{r.CutOff, r.AllotmentPct, r.Average, r.CutOffPrice, r.AveragePrice} {
		if number.IsNil() {
			return ErrInvalidGenesis.Wrapf("result of %s: a number is missing", terms.Id)
		}
	}
	if r.Accepted.GT(r.Bids) || r.Total().Sub(r.SecondRound).GT(terms.Offering) || r.Total().GT(terms.MostIssued()) {
		return ErrInvalidGenesis.Wrapf("result of %s gives out more than was bid for or offered", terms.Id)
	}
	return nil
}
