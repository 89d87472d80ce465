package allotment

import (
	"fmt"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// PriceOf returns the price per 100 that is paid for a series at an accepted yield, spread or price difference. The
// series is empty where an auction has one.
type PriceOf func(series string, level math.LegacyDec) (math.LegacyDec, error)

// Decimals of prices: what a price computed from a spread is rounded to, and the most that any price has. With the
// former, every cost is a whole number of millionths of the currency unit.
const (
	SpreadPricePlaces = 4
	MaxPricePlaces    = 6
)

// par is what a floater is issued at: its margin is what bids decide.
var par = math.LegacyNewDec(100)

// FromYield prices a bond from its compound yield, half-up to 0.01, as the ministry issues 40-year bonds.
func FromYield(bond bondmath.Bond, settle date.Date) PriceOf {
	return func(_ string, yield math.LegacyDec) (math.LegacyDec, error) { return bond.IssuePrice(settle, yield) }
}

// FromTreasuryYield prices a note or bond of the United States from its yield, half-up to six decimals (31 CFR part 356, appendix B).
func FromTreasuryYield(bond bondmath.Bond, settle date.Date) PriceOf {
	return func(_ string, yield math.LegacyDec) (math.LegacyDec, error) {
		price, _, err := bond.TreasuryPrice(settle, yield)
		return price, err
	}
}

// A Reopening is a series of a liquidity-enhancement auction.
type Reopening struct {
	Coupon    math.LegacyDec // percent a year
	Maturity  date.Date
	Reference math.LegacyDec // simple yield in percent from which spreads are bid
}

// FromSpread prices each series from the simple yield that is its reference yield plus the spread, half-up to
// SpreadPricePlaces.
func FromSpread(series map[string]Reopening, settle date.Date) PriceOf {
	return func(name string, spread math.LegacyDec) (math.LegacyDec, error) {
		bond, found := series[name]
		if !found {
			return math.LegacyDec{}, fmt.Errorf("%w: %q", ErrSeries, name)
		}
		price, err := bondmath.SimplePriceExact(bond.Coupon, bond.Reference.Add(spread), settle, bond.Maturity)
		if err != nil {
			return math.LegacyDec{}, err
		}
		return rounding.RatHalfUp(price, SpreadPricePlaces), nil
	}
}

// FromReferencePrice prices each series of a buy-back at its reference price plus the difference that was offered.
func FromReferencePrice(reference map[string]math.LegacyDec) PriceOf {
	return func(name string, difference math.LegacyDec) (math.LegacyDec, error) {
		price, found := reference[name]
		if !found {
			return math.LegacyDec{}, fmt.Errorf("%w: %q", ErrSeries, name)
		}
		return price.Add(difference), nil
	}
}

// Cost returns what face costs at a price per 100, in currency units, exactly. Accrued interest comes on top.
func Cost(face math.Int, price math.LegacyDec) math.LegacyDec {
	return price.MulInt(face).QuoInt64(100)
}

// PriceAt returns the price per 100 at a level of a series: the most that a bid at that level pays, as a price that all
// winners pay is never above the price of a winner's own level.
func (t Terms) PriceAt(series string, level math.LegacyDec) (math.LegacyDec, error) {
	return t.price(series, level)
}

// price returns the price per 100 at an accepted level.
func (t Terms) price(series string, level math.LegacyDec) (math.LegacyDec, error) {
	switch {
	case t.PriceOf == nil && rules[t.Method].pricing == atPar:
		return par, nil
	case t.PriceOf == nil:
		return level, nil
	}
	price, err := t.PriceOf(series, level)
	if err != nil {
		return math.LegacyDec{}, fmt.Errorf("price at %s: %w", text(level), err)
	}
	if !price.IsPositive() || price.GT(maxLevel) || !rounding.HasPlaces(price, MaxPricePlaces) {
		return math.LegacyDec{}, fmt.Errorf("%w: at %s the price would be %s", ErrLevel, text(level), text(price))
	}
	return price, nil
}
