package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// MaxSeries is how many series one repo may hold.
const MaxSeries = 20

// MaxRecovered is how many repos of an account follow its holdings when its key is lost, in one step.
const MaxRecovered = 64

const (
	minRatePct    = -10
	maxRatePct    = 100
	maxNoticeDays = 90
	maxTermMonths = 120
	basisYen      = 365
	basisDollar   = 360
)

// Validate checks terms by themselves: the two sides differ, bonds or a basket, an end or a notice.
func (t Terms) Validate() error {
	for _, side := range []string{t.Giver, t.Taker} {
		if _, err := sdk.AccAddressFromBech32(side); err != nil {
			return ErrInvalidAddress.Wrap(err.Error())
		}
	}
	if t.Giver == t.Taker {
		return ErrInvalidTerms.Wrap("giver and taker are the same account")
	}
	return t.ValidateTrade()
}

// ValidateTrade checks all of the terms but who the two sides are.
func (t Terms) ValidateTrade() error {
	if err := ValidateCoin(t.Cash); err != nil {
		return err
	}
	if _, isBond := bondtypes.ISINOf(t.Cash.Denom); isBond {
		return ErrInvalidTerms.Wrapf("%s is not cash", t.Cash.Denom)
	}
	switch {
	case t.Form != FORM_PLEDGE && t.Form != FORM_TITLE:
		return ErrInvalidTerms.Wrapf("form %s", t.Form)
	case !isPct(t.RatePct) || t.RatePct.LT(math.LegacyNewDec(minRatePct)) || t.RatePct.GT(math.LegacyNewDec(maxRatePct)):
		return ErrInvalidTerms.Wrapf("rate must be from %d to %d %% with at most %d decimals", minRatePct, maxRatePct, percentPlaces)
	case !isPct(t.HaircutPct) || t.HaircutPct.IsNegative() || t.HaircutPct.GTE(math.LegacyNewDec(hundred)):
		return ErrInvalidTerms.Wrapf("haircut must be from 0 to below 100 %% with at most %d decimals", percentPlaces)
	case t.DayBasis != basisYen && t.DayBasis != basisDollar:
		return ErrInvalidTerms.Wrapf("day basis %d is neither %d nor %d", t.DayBasis, basisYen, basisDollar)
	}
	if err := t.validateBonds(); err != nil {
		return err
	}
	return t.validateDates()
}

func (t Terms) validateBonds() error {
	if (len(t.Bonds) == 0) == (t.BasketId == "") {
		return ErrInvalidTerms.Wrap("either bonds or a basket")
	}
	if t.BasketId != "" {
		if t.Form != FORM_PLEDGE {
			return ErrInvalidTerms.Wrap("a basket is pledged")
		}
		return validateID(t.BasketId)
	}
	return ValidateBonds(t.Bonds)
}

// ValidateBonds refuses what is not a sorted list of at most MaxSeries bonds in positive, bounded amounts.
func ValidateBonds(bonds sdk.Coins) error {
	if err := bonds.Validate(); err != nil || len(bonds) == 0 {
		return ErrInvalidAmount.Wrapf("bonds: %v", err)
	}
	if len(bonds) > MaxSeries {
		return ErrTooManySeries.Wrapf("%d, at most %d", len(bonds), MaxSeries)
	}
	for _, bond := range bonds {
		if _, isBond := bondtypes.ISINOf(bond.Denom); !isBond {
			return ErrInvalidAmount.Wrapf("%s is not a bond", bond.Denom)
		}
		if err := ValidateCoin(bond); err != nil {
			return err
		}
	}
	return nil
}

// ValidateCoin refuses a coin that is not valid, not positive, or 2^100 and above.
func ValidateCoin(coin sdk.Coin) error {
	if err := coin.Validate(); err != nil {
		return ErrInvalidAmount.Wrap(err.Error())
	}
	if !coin.IsPositive() || coin.Amount.GTE(bondtypes.MaxAmount) {
		return ErrInvalidAmount.Wrapf("%s must be positive and below 2^100", coin.Denom)
	}
	return nil
}

func (t Terms) validateDates() error {
	start, err := ParseDate("start date", t.StartDate)
	if err != nil {
		return err
	}
	if t.IsOpen() {
		if t.NoticeDays < 1 || t.NoticeDays > maxNoticeDays {
			return ErrInvalidTerms.Wrapf("an open term needs a notice of 1 to %d business days", maxNoticeDays)
		}
		return nil
	}
	end, err := ParseDate("end date", t.EndDate)
	switch {
	case err != nil:
		return err
	case t.NoticeDays != 0:
		return ErrInvalidTerms.Wrap("a term with an end has no notice")
	case end <= start:
		return ErrInvalidTerms.Wrapf("end date %s is not after start date %s", end, start)
	case end > start.AddMonths(maxTermMonths):
		return ErrInvalidTerms.Wrapf("the term is longer than %d months", maxTermMonths)
	}
	return nil
}

// IsOpen tells whether the term has no end yet.
func (t Terms) IsOpen() bool { return t.EndDate == "" }

// Other returns the side that is not the given one, and whether that one is a side at all.
func (t Terms) Other(side string) (other string, found bool) {
	switch side {
	case t.Giver:
		return t.Taker, true
	case t.Taker:
		return t.Giver, true
	default:
		return "", false
	}
}

// ParseDate reads a civil date of a message.
func ParseDate(what, text string) (date.Date, error) {
	parsed, err := date.Parse(text)
	if err != nil {
		return 0, ErrInvalidDate.Wrapf("%s: %s", what, err)
	}
	return parsed, nil
}
