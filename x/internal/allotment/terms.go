package allotment

import (
	"fmt"
	"math/big"
	"strings"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Terms are what the issuer announces about the competitive part of an auction.
type Terms struct {
	Method    Method
	Offering  math.Int       // face for these bids: what was announced, less what envelopes took before
	Unit      math.Int       // bids and awards are multiples of it
	Tick      math.LegacyDec // levels are multiples of it; at most TickPlaces decimals
	BidderCap math.Int       // most one bidder may bid for over all its bids; nil for none
	PriceOf   PriceOf        // SingleYield and YieldSpread need it, BuyBack of several series too; others have none
}

// Bid is one competitive bid.
type Bid struct {
	Bidder string         // the cap counts all bids of one name together
	Series string         // which series, where PriceOf prices several; empty otherwise
	Level  math.LegacyDec // what the method competes on: a price per 100, or percent
	Amount math.Int       // face
}

// TickPlaces is the most decimals a tick has.
const TickPlaces = 4

const maxAmountBits = 100

// maxLevel bounds prices, yields and spreads either way; no market has come near it.
var maxLevel = math.LegacyNewDec(10_000)

// Validate checks the terms themselves.
func (t Terms) Validate() error {
	if !t.Method.known() {
		return fmt.Errorf("%w: %s", ErrMethod, t.Method)
	}
	if err := checkAmount(t.Offering); err != nil {
		return fmt.Errorf("%w: offering: %w", ErrTerms, err)
	}
	if err := checkAmount(t.Unit); err != nil {
		return fmt.Errorf("%w: bid unit: %w", ErrTerms, err)
	}
	if units := t.Offering.Quo(t.Unit); !units.IsPositive() || !units.IsInt64() {
		return fmt.Errorf("%w: offering %s is %s bid units of %s", ErrTerms, t.Offering, units, t.Unit)
	}
	if t.Tick.IsNil() || !t.Tick.IsPositive() || t.Tick.GT(maxLevel) || !rounding.HasPlaces(t.Tick, TickPlaces) {
		return fmt.Errorf("%w: tick must be positive with at most %d decimals", ErrTerms, TickPlaces)
	}
	switch pricing := rules[t.Method].pricing; {
	case (pricing == priceOfYield || pricing == priceBySeries) && t.PriceOf == nil:
		return fmt.Errorf("%w: %s needs a price for each level", ErrTerms, t.Method)
	case (pricing == levelIsPrice || pricing == atPar) && t.PriceOf != nil:
		return fmt.Errorf("%w: %s has no other price than its levels", ErrTerms, t.Method)
	}
	return nil
}

// Check tells whether a bid can take part, given what its bidder bids for already, zero at first. It also prices the bid,
// so that a bid that passes can always be settled. Allot refuses the whole book for one bad bid: check each as it arrives.
func (t Terms) Check(bid Bid, already math.Int) error {
	if err := t.Validate(); err != nil {
		return err
	}
	if err := t.CheckForm(bid, already); err != nil {
		return err
	}
	_, err := t.price(bid.Series, bid.Level)
	return err
}

// CheckForm is Check of terms that are valid, for whoever has no prices: on the tick, in whole units, and within the cap.
func (t Terms) CheckForm(bid Bid, already math.Int) error {
	if _, _, err := t.normalise(bid, &scratch{}); err != nil {
		return err
	}
	if total := already.Add(bid.Amount); !t.BidderCap.IsNil() && total.GT(t.BidderCap) {
		return t.capError(bid.Bidder, total)
	}
	return nil
}

// A scratch is reused over the bids of a book.
type scratch struct{ quotient, remainder big.Int }

// normalise checks a bid on its own and expresses it in ticks and units.
func (t Terms) normalise(bid Bid, s *scratch) (ticks, units int64, err error) {
	if bid.Bidder == "" {
		return 0, 0, ErrBidder
	}
	if (bid.Series != "") != t.bySeries() {
		return 0, 0, fmt.Errorf("%w: %q", ErrSeries, bid.Series)
	}
	if units, err = wholeUnits(bid.Amount, t.Unit, s); err != nil {
		return 0, 0, err
	}
	if ticks, err = t.ticks(bid.Level, s); err != nil {
		return 0, 0, err
	}
	return ticks, units, nil
}

func (t Terms) ticks(level math.LegacyDec, s *scratch) (int64, error) {
	if level.IsNil() {
		return 0, fmt.Errorf("%w: missing", ErrLevel)
	}
	if level.BigIntMut().CmpAbs(maxLevel.BigIntMut()) > 0 || t.levelIsPrice() && !level.IsPositive() {
		return 0, fmt.Errorf("%w: %s", ErrLevel, text(level))
	}
	if s.quotient.QuoRem(level.BigIntMut(), t.Tick.BigIntMut(), &s.remainder); s.remainder.Sign() != 0 {
		return 0, fmt.Errorf("%w: %s is not a multiple of %s", ErrOffTick, text(level), text(t.Tick))
	}
	return s.quotient.Int64(), nil
}

func (t Terms) bySeries() bool {
	pricing := rules[t.Method].pricing
	return pricing == priceBySeries || pricing == levelOrBySeries && t.PriceOf != nil
}

func (t Terms) levelIsPrice() bool {
	pricing := rules[t.Method].pricing
	return pricing == levelIsPrice || pricing == levelOrBySeries && t.PriceOf == nil
}

func (t Terms) capError(bidder string, total math.Int) error {
	return fmt.Errorf("%w: %s bids for %s, the most is %s", ErrOverCap, bidder, total, t.BidderCap)
}

// wholeUnits returns how many units an amount is.
func wholeUnits(amount, unit math.Int, s *scratch) (int64, error) {
	if err := checkAmount(amount); err != nil {
		return 0, err
	}
	switch s.quotient.QuoRem(amount.BigIntMut(), unit.BigIntMut(), &s.remainder); {
	case s.quotient.Sign() == 0:
		return 0, fmt.Errorf("%w: %s of %s", ErrBelowUnit, amount, unit)
	case s.remainder.Sign() != 0:
		return 0, fmt.Errorf("%w: %s of %s", ErrNotMultiple, amount, unit)
	case !s.quotient.IsInt64():
		return 0, fmt.Errorf("%w: %s is more than 2^63 units", ErrAmount, amount)
	}
	return s.quotient.Int64(), nil
}

func checkAmount(amount math.Int) error {
	switch {
	case amount.IsNil():
		return fmt.Errorf("%w: missing", ErrAmount)
	case !amount.IsPositive() || amount.BigIntMut().BitLen() > maxAmountBits:
		return fmt.Errorf("%w: %s", ErrAmount, amount)
	}
	return nil
}

// text writes a decimal without trailing zeros.
func text(d math.LegacyDec) string {
	return strings.TrimSuffix(strings.TrimRight(d.String(), "0"), ".")
}
