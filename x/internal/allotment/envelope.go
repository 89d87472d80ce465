package allotment

import (
	"fmt"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Request is a bid without a price: non-competitive, or non-price-competitive I or II.
type Request struct {
	Bidder string
	Amount math.Int // face
}

// Envelope is the part of an issue that goes to bids without a price.
type Envelope struct {
	Unit     math.Int                     // requests and awards are multiples of it
	Capacity math.Int                     // most that all may get; nil for none, where each bidder's limit says it all
	Limit    func(bidder string) math.Int // most that a bidder may request in all; nil function for none
}

// Check tells whether a request can take part, given what its bidder requests already, zero at first.
func (e Envelope) Check(request Request, already math.Int) error {
	if err := e.validate(); err != nil {
		return err
	}
	if _, err := e.units(request, &scratch{}); err != nil {
		return err
	}
	return e.checkLimit(request.Bidder, already.Add(request.Amount))
}

// Allot returns what each request gets, in the order of the requests: all of it, or, where they exceed the capacity
// together, its part pro rata floored to the unit, with the rest left unissued.
func (e Envelope) Allot(requests []Request) ([]math.Int, error) {
	if err := e.validate(); err != nil {
		return nil, err
	}
	var s scratch
	level, total := make([]entry, len(requests)), int64(0)
	totals := make(map[string]math.Int)
	for i, request := range requests {
		units, err := e.units(request, &s)
		if err != nil {
			return nil, fmt.Errorf("request %d of %q: %w", i+1, request.Bidder, err)
		}
		sum := request.Amount
		if before, found := totals[request.Bidder]; found {
			sum = sum.Add(before)
		}
		if err := e.checkLimit(request.Bidder, sum); err != nil {
			return nil, err
		}
		totals[request.Bidder] = sum
		level[i] = entry{units: units}
		if total += units; total < 0 {
			return nil, fmt.Errorf("%w: all requests are more than 2^63 units", ErrAmount)
		}
	}
	share := total
	if !e.Capacity.IsNil() {
		if capacity := e.Capacity.Quo(e.Unit); capacity.LT(math.NewInt(total)) {
			share = capacity.Int64()
		}
	}
	awardLevel(level, share, total)
	awards := make([]math.Int, len(level))
	for i := range level {
		awards[i] = e.Unit.MulRaw(level[i].awarded)
	}
	return awards, nil
}

func (e Envelope) validate() error {
	if err := checkAmount(e.Unit); err != nil {
		return fmt.Errorf("%w: bid unit: %w", ErrTerms, err)
	}
	if !e.Capacity.IsNil() && e.Capacity.IsNegative() {
		return fmt.Errorf("%w: capacity %s", ErrTerms, e.Capacity)
	}
	return nil
}

func (e Envelope) units(request Request, s *scratch) (int64, error) {
	if request.Bidder == "" {
		return 0, ErrBidder
	}
	return wholeUnits(request.Amount, e.Unit, s)
}

func (e Envelope) checkLimit(bidder string, total math.Int) error {
	if e.Limit == nil {
		return nil
	}
	if limit := e.Limit(bidder); total.GT(limit) {
		return fmt.Errorf("%w: %s requests %s, the most is %s", ErrOverCap, bidder, total, limit)
	}
	return nil
}

// PortionDown returns a percentage of an amount, floored to whole units: half of the offering, the capacity of an
// envelope, or a dealer's limit in non-price-competitive II from what it was awarded. The unit must be positive.
func PortionDown(amount math.Int, percent math.LegacyDec, unit math.Int) math.Int {
	return floorTo(rounding.DecToIntDown(percent.MulInt(amount).QuoInt64(100)), unit)
}

// SharesDown splits a capacity by weights, each part floored to whole units: the limits of dealers in
// non-price-competitive I from what they were awarded in the past. Without any weight every part is zero. The unit must be
// positive and no weight negative.
func SharesDown(capacity math.Int, weights []math.Int, unit math.Int) []math.Int {
	total := math.ZeroInt()
	for _, weight := range weights {
		total = total.Add(weight)
	}
	shares := make([]math.Int, len(weights))
	for i, weight := range weights {
		shares[i] = math.ZeroInt()
		if total.IsPositive() {
			shares[i] = floorTo(rounding.MulDivDown(capacity, weight, total), unit)
		}
	}
	return shares
}

func floorTo(amount, unit math.Int) math.Int { return amount.Quo(unit).Mul(unit) }
