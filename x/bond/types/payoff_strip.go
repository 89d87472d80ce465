package types

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// stripPayoff is one payment and nothing else: to a holder a strip is a discount series.
type stripPayoff struct{ discountPayoff }

var _ payoff = stripPayoff{}

func newStripPayoff(t TermSheet) (payoff, error) {
	if t.Strip == nil {
		return nil, ErrInvalidTerms.Wrap("a strip needs its strip terms")
	}
	if t.Strip.ParentIsin == "" {
		return stripPayoff{}, nil
	}
	return stripPayoff{}, ValidateISIN(t.Strip.ParentIsin)
}

func (stripPayoff) check(t TermSheet) error {
	switch {
	case t.DayCount != DAY_COUNT_ACT_365:
		return errDayCount(t)
	case !t.Denomination.Equal(math.OneInt()):
		return ErrInvalidTerms.Wrapf("the denomination of a strip must be 1, not %s", t.Denomination)
	case t.ExtensionPct != 0:
		return ErrInvalidTerms.Wrap("a strip is not extendable")
	}
	return t.only(ofStrip)
}

func (p stripPayoff) seenFrom(date.Date, Schedule) payoff { return p }
