package allotment

import "fmt"

// Method says what bids compete on and what winners pay.
type Method uint8

// The methods of the Japanese primary market, and of lending. The zero Method is none of them.
const (
	// MultiPrice fills the highest prices first; each winner pays its own (conventional style: bills, 2 to 30 years).
	MultiPrice Method = iota + 1
	// SinglePrice fills the highest prices first; all winners pay the lowest accepted one (Dutch style: inflation-linked).
	SinglePrice
	// SingleYield fills the lowest yields first; all winners pay the price of the highest accepted one (40 years, climate
	// transition).
	SingleYield
	// Spread fills the lowest margins over the reference rate first; the highest accepted one becomes the margin of the
	// whole issue, at par (floaters).
	Spread
	// YieldSpread fills the lowest spreads over each series' reference yield first, whatever the series; each winner pays
	// the price of its own (liquidity enhancement).
	YieldSpread
	// BuyBack fills the lowest prices first; each holder is paid its own. Where several series are bought, a level is the
	// difference from the reference price of the series.
	BuyBack
	// SingleRate fills the highest rates first; all winners pay the lowest accepted one (cash lent for a term).
	SingleRate
)

// A pricing says how the price follows from a level.
type pricing uint8

const (
	levelIsPrice pricing = iota
	atPar
	priceOfYield
	priceBySeries
	levelOrBySeries
)

var rules = [...]struct {
	name        string
	lowestFirst bool
	uniform     bool // all pay the price of the cut-off
	pricing     pricing
}{
	MultiPrice:  {"multi-price", false, false, levelIsPrice},
	SinglePrice: {"single-price", false, true, levelIsPrice},
	SingleYield: {"single-yield", true, true, priceOfYield},
	Spread:      {"spread", true, true, atPar},
	YieldSpread: {"yield-spread", true, false, priceBySeries},
	BuyBack:     {"buy-back", true, false, levelOrBySeries},
	SingleRate:  {"single-rate", false, true, atPar},
}

// ParseMethod returns the method of a name such as "multi-price".
func ParseMethod(name string) (Method, error) {
	for m := MultiPrice; m.known(); m++ {
		if rules[m].name == name {
			return m, nil
		}
	}
	return 0, fmt.Errorf("%w: %q", ErrMethod, name)
}

// String returns the name that ParseMethod reads.
func (m Method) String() string {
	if !m.known() {
		return fmt.Sprintf("method %d", uint8(m))
	}
	return rules[m].name
}

// LowestFirst tells whether a lower level is the better bid.
func (m Method) LowestFirst() bool { return rules[m].lowestFirst }

func (m Method) known() bool { return m >= MultiPrice && int(m) < len(rules) }
