package types

import (
	"regexp"
	"strings"

	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// maxTermSeries bounds the series of one announcement before any parameter does.
const maxTermSeries = mostSeries

var auctionID = regexp.MustCompile(`^[a-z][a-z0-9-]{1,31}\.[a-z0-9-]{1,30}$`)

// ValidateID checks the form of an auction's id.
func ValidateID(id string) error {
	if !auctionID.MatchString(id) {
		return ErrInvalidTerms.Wrapf("auction id %q is not an issuer's id, a dot, and 1 to 30 small letters, digits and hyphens", id)
	}
	return nil
}

var methods = map[AuctionMethod]allotment.Method{
	AUCTION_METHOD_MULTI_PRICE:  allotment.MultiPrice,
	AUCTION_METHOD_SINGLE_PRICE: allotment.SinglePrice,
	AUCTION_METHOD_SINGLE_YIELD: allotment.SingleYield,
	AUCTION_METHOD_SPREAD:       allotment.Spread,
	AUCTION_METHOD_YIELD_SPREAD: allotment.YieldSpread,
	AUCTION_METHOD_BUY_BACK:     allotment.BuyBack,
}

// IsBuyBack tells whether units are bought and not sold.
func (t AuctionTerms) IsBuyBack() bool { return t.Method == AUCTION_METHOD_BUY_BACK }

// HasSeveral tells whether bids name their series, each with a reference.
func (t AuctionTerms) HasSeveral() bool {
	return t.Method == AUCTION_METHOD_YIELD_SPREAD || t.IsBuyBack() && len(t.Series) > 1
}

// HasReferences tells whether every reference that is needed has been published.
func (t AuctionTerms) HasReferences() bool {
	for _, series := range t.Series {
		if t.HasSeveral() && series.Reference == "" {
			return false
		}
	}
	return true
}

// Validate checks everything about the terms that does not depend on the state of the chain.
func (t AuctionTerms) Validate() error {
	if err := ValidateID(t.Id); err != nil {
		return err
	}
	if !strings.HasPrefix(t.Id, t.IssuerId+".") {
		return ErrInvalidTerms.Wrapf("id %q does not begin with the issuer's id %q and a dot", t.Id, t.IssuerId)
	}
	if _, known := methods[t.Method]; !known {
		return ErrInvalidTerms.Wrapf("method %s", t.Method)
	}
	for _, check := range []func() error{t.validateSeries, t.validateAmounts, t.validateLevels, t.validateNonCompetitive, t.validateRounds} {
		if err := check(); err != nil {
			return err
		}
	}
	_, err := t.Settle()
	return err
}

func (t AuctionTerms) validateSeries() error {
	if len(t.Series) == 0 || len(t.Series) > maxTermSeries {
		return ErrInvalidTerms.Wrapf("%d series, want 1 to %d", len(t.Series), maxTermSeries)
	}
	if len(t.Series) > 1 && !t.HasSeveral() {
		return ErrInvalidTerms.Wrapf("%s takes one series, not %d", methods[t.Method], len(t.Series))
	}
	seen := make(map[string]bool, len(t.Series))
	for _, series := range t.Series {
		if err := bondtypes.ValidateISIN(series.Isin); err != nil {
			return ErrInvalidTerms.Wrap(err.Error())
		}
		if seen[series.Isin] {
			return ErrInvalidTerms.Wrapf("series %s is named twice", series.Isin)
		}
		seen[series.Isin] = true
		if err := t.validateReference(series); err != nil {
			return err
		}
	}
	return nil
}

func (t AuctionTerms) validateReference(series AuctionSeries) error {
	if series.Reference == "" {
		return nil
	}
	if !t.HasSeveral() {
		return ErrInvalidTerms.Wrapf("%s has no reference for %s", methods[t.Method], series.Isin)
	}
	reference, err := series.reference()
	if err != nil {
		return err
	}
	if reference.Abs().GT(math.LegacyNewDec(maxReference)) || t.IsBuyBack() && !reference.IsPositive() {
		return ErrInvalidTerms.Wrapf("reference %s of %s is out of range", series.Reference, series.Isin)
	}
	return nil
}

// maxReference bounds reference yields and prices either way.
const maxReference = 1_000

func (s AuctionSeries) reference() (math.LegacyDec, error) {
	reference, err := rounding.ParseDec(s.Reference, allotment.TickPlaces)
	if err != nil {
		return math.LegacyDec{}, ErrInvalidTerms.Wrapf("reference of %s: %s", s.Isin, err)
	}
	return reference, nil
}

func (t AuctionTerms) validateAmounts() error {
	for _, amount := range []struct {
		name  string
		value math.Int
	}{{"offering", t.Offering}, {"bid_unit", t.BidUnit}, {"deposit", t.Deposit}} {
		if err := bondtypes.ValidateAmount(amount.name, amount.value); err != nil {
			return ErrInvalidTerms.Wrap(err.Error())
		}
	}
	if !t.Offering.Mod(t.BidUnit).IsZero() {
		return ErrInvalidTerms.Wrapf("offering %s is not a multiple of the bid unit %s", t.Offering, t.BidUnit)
	}
	return nil
}

func (t AuctionTerms) validateLevels() error {
	if t.Tick.IsNil() || t.DearestLevel.IsNil() {
		return ErrInvalidTerms.Wrap("tick and dearest_level are needed")
	}
	if !t.Tick.IsPositive() || t.Tick.GT(hundred) || !rounding.HasPlaces(t.Tick, allotment.TickPlaces) {
		return ErrInvalidTerms.Wrapf("tick %s must be positive, at most 100, with at most %d decimals", t.Tick, allotment.TickPlaces)
	}
	if t.DearestLevel.Abs().GT(math.LegacyNewDec(maxReference)) || !t.DearestLevel.Quo(t.Tick).IsInteger() {
		return ErrInvalidTerms.Wrapf("dearest_level %s must be a multiple of the tick, at most %d either way", t.DearestLevel, maxReference)
	}
	if t.Method == AUCTION_METHOD_SPREAD && !rounding.HasPlaces(t.Tick, spreadPlaces) {
		return ErrInvalidTerms.Wrapf("tick %s of a spread has more than %d decimals", t.Tick, spreadPlaces)
	}
	if t.Method == AUCTION_METHOD_SPREAD && t.DearestLevel.Abs().GT(math.LegacyNewDec(widestMargin)) {
		return ErrInvalidTerms.Wrapf("dearest_level %s must be a margin of -%d to %d percent", t.DearestLevel, widestMargin, widestMargin)
	}
	if t.levelIsPrice() && !t.DearestLevel.IsPositive() {
		return ErrInvalidTerms.Wrapf("dearest_level %s is not a price", t.DearestLevel)
	}
	return nil
}

// spreadPlaces are the decimals of a floating series' spread; widestMargin is the most percent over its reference that can be
// bid, which bounds the interest that bidders pay in before the margin is decided.
const spreadPlaces, widestMargin = 3, 5

// levelIsPrice tells whether bids name a price per 100.
func (t AuctionTerms) levelIsPrice() bool {
	switch t.Method {
	case AUCTION_METHOD_MULTI_PRICE, AUCTION_METHOD_SINGLE_PRICE:
		return true
	default:
		return t.IsBuyBack() && !t.HasSeveral()
	}
}

// hasAveragePrice tells whether there is one price that bids without a price could pay.
func (t AuctionTerms) hasAveragePrice() bool { return !t.IsBuyBack() && !t.HasSeveral() }

func (t AuctionTerms) validateNonCompetitive() error {
	if !checkPct(t.NonCompetitivePct, 100) {
		return ErrInvalidTerms.Wrapf("non_competitive_pct %s", t.NonCompetitivePct)
	}
	for _, amount := range []math.Int{t.NonCompetitiveUnit, t.NonCompetitiveLimit} {
		if validateOptional("amount", amount) != nil || amount.IsPositive() != t.NonCompetitivePct.IsPositive() {
			return ErrInvalidTerms.Wrap("non_competitive_pct, non_competitive_unit and non_competitive_limit are given together")
		}
	}
	if t.NonCompetitivePct.IsZero() {
		return nil
	}
	if t.Method != AUCTION_METHOD_MULTI_PRICE {
		return ErrInvalidTerms.Wrapf("%s has no non-competitive bids", methods[t.Method])
	}
	if t.DealersOnly {
		return ErrInvalidTerms.Wrap("non-competitive bids are for small bidders, and only dealers are admitted")
	}
	if !t.NonCompetitiveLimit.Mod(t.NonCompetitiveUnit).IsZero() {
		return ErrInvalidTerms.Wrapf("non_competitive_limit %s is not a multiple of non_competitive_unit %s", t.NonCompetitiveLimit, t.NonCompetitiveUnit)
	}
	return nil
}

func (t AuctionTerms) validateRounds() error {
	if !checkPct(t.FirstRoundPct, 100) || !checkPct(t.SecondRoundPct, 100) {
		return ErrInvalidTerms.Wrapf("first_round_pct %s, second_round_pct %s", t.FirstRoundPct, t.SecondRoundPct)
	}
	if !t.hasAveragePrice() && (t.FirstRoundPct.IsPositive() || t.SecondRoundPct.IsPositive()) {
		return ErrInvalidTerms.Wrapf("%s has no price for bids without one", methods[t.Method])
	}
	left := t.Offering.Sub(t.Portion(t.FirstRoundPct)).Sub(t.Portion(t.NonCompetitivePct))
	if left.LT(t.BidUnit) {
		return ErrInvalidTerms.Wrap("bids without a price could take so much that nothing is left for the others")
	}
	return nil
}

// Portion returns a percentage of the offering, floored to the unit of face.
func (t AuctionTerms) Portion(pct math.LegacyDec) math.Int {
	return allotment.PortionDown(t.Offering, pct, math.OneInt())
}

// MostIssued returns the most face that an auction may issue of any of its series: the offering and what dealers may add.
func (t AuctionTerms) MostIssued() math.Int {
	return t.Offering.Add(allotment.PortionDown(t.Offering, t.SecondRoundPct, t.BidUnit))
}

// IsDearer tells whether a level is beyond the dearest one: a price above it, or a yield or spread below it.
func (t AuctionTerms) IsDearer(level math.LegacyDec) bool {
	if t.levelIsPrice() || t.IsBuyBack() {
		return level.GT(t.DearestLevel)
	}
	return level.LT(t.DearestLevel)
}
