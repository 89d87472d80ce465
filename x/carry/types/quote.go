package types

import (
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// MaxQuoteLife bounds how long a quote may stand, in business time.
const MaxQuoteLife = 366 * 24 * time.Hour

const pricePower = 12

var (
	minPrice = math.LegacyNewDecWithPrec(1, pricePower)
	maxPrice = math.LegacyNewDecFromInt(math.NewIntWithDecimal(1, pricePower))
)

// ValidatePrice checks that a price is between 10^-12 and 10^12, so that no amount times a price overflows.
func ValidatePrice(price math.LegacyDec) error {
	if price.IsNil() || price.LT(minPrice) || price.GT(maxPrice) {
		return ErrInvalidQuote.Wrapf("price must be from 10^-%d to 10^%d", pricePower, pricePower)
	}
	return nil
}

// Validate checks a quote by itself. Its minimum may have become more than what is left.
func (q Quote) Validate() error {
	if err := validateAddress("dealer", q.Dealer); err != nil {
		return err
	}
	if q.Id == 0 {
		return ErrInvalidQuote.Wrap("id must not be 0")
	}
	if err := ValidateCoin("offer", q.Offer); err != nil {
		return err
	}
	if err := validateDenom("ask_denom", q.AskDenom); err != nil {
		return err
	}
	if q.AskDenom == q.Offer.Denom {
		return ErrWrongDenom.Wrapf("offer and ask are both %s", q.AskDenom)
	}
	if err := ValidatePrice(q.Price); err != nil {
		return err
	}
	if err := ValidateAmount("min_fill", q.MinFill); err != nil {
		return err
	}
	return validateTime("expires_at", q.ExpiresAt)
}

// Ref names the quote.
func (q Quote) Ref() QuoteRef { return QuoteRef{Dealer: q.Dealer, Id: q.Id} }

// Validate checks that the reference may name a quote.
func (r QuoteRef) Validate() error {
	if err := validateAddress("dealer", r.Dealer); err != nil {
		return err
	}
	if r.Id == 0 {
		return ErrInvalidQuote.Wrap("quote ids start at 1")
	}
	return nil
}

// A Fill is one purchase from a quote.
type Fill struct {
	Paid     sdk.Coin
	Received sdk.Coin
	Left     sdk.Coin
	// Exhausted tells that the buyer would have bought more.
	Exhausted bool
}

// Buy computes what pay buys of the quote. What it buys is rounded down and what that costs rounded up, both in favour of
// the dealer; the cost never exceeds pay. The quote itself is not changed.
func (q Quote) Buy(pay sdk.Coin, minReceived math.Int) (Fill, error) {
	if pay.Denom != q.AskDenom {
		return Fill{}, ErrWrongDenom.Wrapf("the quote asks for %s, not %s", q.AskDenom, pay.Denom)
	}
	bought := rounding.QuoDecDown(pay.Amount, q.Price)
	exhausted := bought.GT(q.Offer.Amount)
	if exhausted {
		bought = q.Offer.Amount
	}
	left := q.Offer.Amount.Sub(bought)
	switch {
	case bought.IsZero():
		return Fill{}, ErrBelowMinimum.Wrapf("%s buys nothing at %s", pay, q.Price)
	case bought.LT(minReceived) && exhausted:
		return Fill{}, ErrQuoteTooSmall.Wrapf("%s left, want %s", q.Offer, minReceived)
	case bought.LT(minReceived):
		return Fill{}, ErrBelowMinimum.Wrapf("%s buys %s, want %s", pay, bought, minReceived)
	case bought.LT(q.MinFill) && left.IsPositive():
		return Fill{}, ErrBelowMinimum.Wrapf("the quote sells at least %s at once, not %s", q.MinFill, bought)
	}
	return Fill{
		Paid:      sdk.Coin{Denom: q.AskDenom, Amount: rounding.MulDecUp(bought, q.Price)},
		Received:  sdk.Coin{Denom: q.Offer.Denom, Amount: bought},
		Left:      sdk.Coin{Denom: q.Offer.Denom, Amount: left},
		Exhausted: exhausted,
	}, nil
}

var (
	firstTime = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	lastTime  = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// validateTime refuses instants that only a mistake would name, and those that do not fit a key.
func validateTime(name string, t time.Time) error {
	if t.Before(firstTime) || !t.Before(lastTime) {
		return ErrInvalidRequest.Wrapf("%s is out of range: %s", name, t.UTC().Format(time.RFC3339))
	}
	return nil
}
