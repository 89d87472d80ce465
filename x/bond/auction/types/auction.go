package types

import (
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// NewAuction returns an announced auction of series with the given currency and calendar.
func NewAuction(terms AuctionTerms, currency, calendar string, params Params) Auction {
	return Auction{
		Terms: terms, Status: AUCTION_STATUS_OPEN, Currency: currency, Calendar: calendar,
		BidderCap: terms.BidderCap(params), Fund: math.ZeroInt(),
		ClosedAt: time.Time{},
	}
}

// Cash returns an amount of the auction's currency.
func (a Auction) Cash(amount math.Int) sdk.Coin { return sdk.NewCoin(a.Currency, amount) }

// Timetable returns the times of the auction as instants.
func (a Auction) Timetable() (Timetable, error) { return a.Terms.Timetable(a.Calendar) }

// IsPending tells whether the auction may still issue units or buy them.
func (a Auction) IsPending() bool {
	return a.Status == AUCTION_STATUS_OPEN || a.Status == AUCTION_STATUS_ALLOTTED
}

// MinDepositUp returns the least deposit of an auction: a percentage of the face that one bidder may bid for.
func (p Params) MinDepositUp(bidderCap math.Int) math.Int {
	return rounding.MulDecUp(bidderCap.MulRaw(bondtypes.MicroPerUnit), p.MinDepositPct.QuoInt64(100))
}

// BidderCap returns the most face that one bidder may bid for with prices: a percentage of the offering, floored to the bid
// unit. One holder may offer all that a buy-back buys.
func (t AuctionTerms) BidderCap(p Params) math.Int {
	if t.IsBuyBack() {
		return t.Offering
	}
	return allotment.PortionDown(t.Offering, p.BidderCapPct, t.BidUnit)
}

// CheckParams errors when the terms go beyond the parameters.
func (t AuctionTerms) CheckParams(p Params) error {
	if len(t.Series) > int(p.MaxSeries) {
		return ErrInvalidTerms.Wrapf("%d series, at most %d", len(t.Series), p.MaxSeries)
	}
	for _, share := range []struct {
		name        string
		value, most math.LegacyDec
	}{
		{"non_competitive_pct", t.NonCompetitivePct, p.MaxNonCompetitivePct}, {"first_round_pct", t.FirstRoundPct, p.MaxFirstRoundPct},
		{"second_round_pct", t.SecondRoundPct, p.MaxSecondRoundPct},
	} {
		if share.value.GT(share.most) {
			return ErrInvalidTerms.Wrapf("%s must be at most %s, not %s", share.name, share.most, share.value)
		}
	}
	bidderCap := t.BidderCap(p)
	if !bidderCap.IsPositive() {
		return ErrInvalidTerms.Wrapf("%s percent of the offering is less than a bid unit", p.BidderCapPct)
	}
	if least := p.MinDepositUp(bidderCap); t.Deposit.LT(least) {
		return ErrInvalidTerms.Wrapf("deposit must be at least %s, not %s", least, t.Deposit)
	}
	return nil
}

// CheckSeries errors unless a series can be offered or bought by the terms.
func (t AuctionTerms) CheckSeries(series bondtypes.Series) error {
	terms := series.Terms
	if terms.IssuerId != t.IssuerId {
		return ErrNotOnOffer.Wrapf("%s is a series of %s", terms.Isin, terms.IssuerId)
	}
	live := series.Status == bondtypes.SERIES_STATUS_LIVE
	if !series.IsIssuable() || t.IsBuyBack() && !live || t.Method == AUCTION_METHOD_SPREAD && live {
		return ErrNotOnOffer.Wrapf("%s, which is %s, by %s", terms.Isin, series.Status, methods[t.Method])
	}
	if !methodFits(t.Method, terms.Kind) {
		return ErrNotOnOffer.Wrapf("%s, which is %s, by %s", terms.Isin, terms.Kind, methods[t.Method])
	}
	byYield := t.Method == AUCTION_METHOD_SINGLE_YIELD || t.Method == AUCTION_METHOD_YIELD_SPREAD
	if byYield && (len(terms.Instalments) > 0 || terms.Call != nil) {
		return ErrNotOnOffer.Wrapf("%s, which may be repaid before maturity, by %s", terms.Isin, methods[t.Method])
	}
	if t.NonCompetitivePct.IsPositive() && terms.Kind != bondtypes.SERIES_KIND_FIXED {
		return ErrNotOnOffer.Wrapf("%s, which is %s, with non-competitive bids", terms.Isin, terms.Kind)
	}
	for _, unit := range []math.Int{t.BidUnit, t.NonCompetitiveUnit} {
		if !unit.Mod(terms.Denomination).IsZero() {
			return ErrInvalidTerms.Wrapf("unit %s is not a multiple of the denomination %s of %s", unit, terms.Denomination, terms.Isin)
		}
	}
	return nil
}

// methodFits tells whether a kind is sold or bought by a method. A floating series gets its spread from its first auction;
// what is added later is sold by price, as others are.
func methodFits(method AuctionMethod, kind bondtypes.SeriesKind) bool {
	switch method {
	case AUCTION_METHOD_SPREAD:
		return kind == bondtypes.SERIES_KIND_FLOATING
	case AUCTION_METHOD_SINGLE_YIELD, AUCTION_METHOD_YIELD_SPREAD:
		return kind == bondtypes.SERIES_KIND_FIXED
	default:
		return kind != bondtypes.SERIES_KIND_STRIP
	}
}
