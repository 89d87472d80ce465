// Package allotment decides who gets how much of a government bond auction and at what price. It is pure: terms and bids
// in, awards out; the same result whatever the order of the bids.
//
// # Competitive bids
//
// Bids are filled from the best level (price, yield or spread) to the worst until the offering is used up. The bids at
// the level where it runs out share what is left pro rata, each bid's part floored to the bid unit. The units that the
// floors leave over stay unissued, as in the ministry's own results, which fall a few units short of the offering: handing
// them out by any rule would reward whoever splits or orders bids cleverly. A level at which every part floors to nothing
// is not accepted. An offering that is not a whole number of units is floored to one.
//
// The published allotment ratio is what was left for the cut-off level divided by the bids there, in percent truncated to
// four decimals; the parts themselves are computed from the exact fraction. A cut-off level filled in full has 100.
//
// # Bids without a price
//
// They live in envelopes of their own (Envelope), in the order of the ministry:
//
//   - Non-competitive bids (at most 10 % of the offering, small bidders, who then may not bid competitively) and
//     non-price-competitive I (at most 20 %, each dealer up to its past share) come in with the competitive bids and are
//     allotted first: the competitive bids compete for the rest of the offering.
//   - Non-price-competitive II comes after the result, on top of the offering: each dealer up to a percentage of what it
//     was awarded in the competitive and first non-price rounds together.
//
// All of them pay Result.AveragePrice.
package allotment

import "errors"

// The ways in which terms, bids and requests are refused, returned wrapped with the value.
var (
	ErrMethod      = errors.New("unknown auction method")
	ErrTerms       = errors.New("auction terms are not possible")
	ErrBidder      = errors.New("bid without a bidder")
	ErrSeries      = errors.New("series is not on offer")
	ErrAmount      = errors.New("amount must be positive and below 2^100")
	ErrBelowUnit   = errors.New("amount is below the bid unit")
	ErrNotMultiple = errors.New("amount is not a multiple of the bid unit")
	ErrOverCap     = errors.New("bids of one bidder exceed the cap")
	ErrLevel       = errors.New("bid level is out of range")
	ErrOffTick     = errors.New("bid level is off the tick")
)
