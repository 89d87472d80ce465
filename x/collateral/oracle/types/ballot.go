package types

import (
	"cmp"
	"slices"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	"cosmossdk.io/math"

	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Ballot is what the validators observed, each with its power, and the power of all of them, observing or not.
type Ballot struct {
	votes []vote
	total int64
}

type vote struct {
	power       int64
	observation Observation
}

// NewBallot reads the votes of a commit. Extensions that are missing or malformed count as power without a view.
func NewBallot(commit abci.ExtendedCommitInfo) Ballot {
	var ballot Ballot
	for _, info := range commit.Votes {
		if info.Validator.Power <= 0 {
			continue
		}
		ballot.total += info.Validator.Power
		if info.BlockIdFlag != cmtproto.BlockIDFlagCommit {
			continue
		}
		observation, err := ReadObservation(info.VoteExtension)
		if err != nil {
			continue
		}
		ballot.votes = append(ballot.votes, vote{power: info.Validator.Power, observation: observation})
	}
	return ballot
}

// Curve returns the curve of a currency that a quorum has observed: of the latest day up to today that a quorum has reached, and at
// each tenor that a quorum has a yield for, the median by power. Without a quorum for two tenors there is none, nor while a tenor is
// in dispute: whoever says nothing of a tenor must not take it off the curve of the others.
func (b Ballot) Curve(currency string, today date.Date, quorumPct math.LegacyDec) (collateraltypes.Curve, bool) {
	var seen []weighted[CurveObservation]
	for _, vote := range b.votes {
		i, found := slices.BinarySearchFunc(vote.observation.Curves, currency,
			func(c CurveObservation, code string) int { return cmp.Compare(c.Currency, code) })
		if found && date.Date(vote.observation.Curves[i].AsOf) <= today {
			seen = append(seen, weighted[CurveObservation]{vote.observation.Curves[i], vote.power})
		}
	}
	seen, day, reached := latestWithQuorum(b, seen, CurveObservation.day, quorumPct)
	if !reached {
		return collateraltypes.Curve{}, false
	}
	yields := map[uint32][]weighted[int64]{}
	var tenors []uint32
	for _, view := range seen {
		for i, months := range view.value.TenorMonths {
			if yields[months] == nil {
				tenors = append(tenors, months)
			}
			yields[months] = append(yields[months], weighted[int64]{int64(view.value.YieldsE4[i]), view.power})
		}
	}
	slices.Sort(tenors)
	curve := collateraltypes.Curve{Currency: currency, AsOf: day.String()}
	observing := power(seen)
	for _, months := range tenors {
		has := power(yields[months])
		if !b.isQuorum(has, quorumPct) {
			if !b.mayLeaveOut(observing-has, quorumPct) {
				return collateraltypes.Curve{}, false
			}
			continue
		}
		if len(curve.Points) == maxPoints {
			continue
		}
		yield := math.LegacyNewDecWithPrec(median(yields[months]), yieldPlaces)
		curve.Points = append(curve.Points, collateraltypes.CurvePoint{TenorMonths: months, ParYieldPct: yield})
	}
	return curve, len(curve.Points) >= minPoints
}

// Fx returns the exchange rate of a pair that a quorum has observed, by the same rule.
func (b Ballot) Fx(base, quote string, today date.Date, quorumPct math.LegacyDec) (collateraltypes.FxRate, bool) {
	var seen []weighted[FxObservation]
	for _, vote := range b.votes {
		i, found := slices.BinarySearchFunc(vote.observation.Fx, Pair(base, quote),
			func(f FxObservation, pair string) int { return cmp.Compare(Pair(f.Base, f.Quote), pair) })
		if found && date.Date(vote.observation.Fx[i].AsOf) <= today {
			seen = append(seen, weighted[FxObservation]{vote.observation.Fx[i], vote.power})
		}
	}
	seen, day, reached := latestWithQuorum(b, seen, FxObservation.day, quorumPct)
	if !reached {
		return collateraltypes.FxRate{}, false
	}
	rates := make([]weighted[int64], len(seen))
	for i, view := range seen {
		rates[i] = weighted[int64]{int64(view.value.RateE8), view.power}
	}
	return collateraltypes.FxRate{
		Base: base, Quote: quote, AsOf: day.String(), Rate: math.LegacyNewDecWithPrec(median(rates), ratePlaces),
	}, true
}

func (c CurveObservation) day() date.Date { return date.Date(c.AsOf) }

func (f FxObservation) day() date.Date { return date.Date(f.AsOf) }

func (o *Observation) sort() {
	slices.SortFunc(o.Curves, func(a, b CurveObservation) int { return cmp.Compare(a.Currency, b.Currency) })
	slices.SortFunc(o.Fx, func(a, b FxObservation) int { return cmp.Compare(Pair(a.Base, a.Quote), Pair(b.Base, b.Quote)) })
}

// weighted is something with the power of who observed it.
type weighted[T any] struct {
	value T
	power int64
}

// latestWithQuorum returns the observations of the latest day, or newer, that together have a quorum, and that day: so that
// neither a few who are ahead nor a few who lag decide on the age of a figure.
func latestWithQuorum[T any](
	b Ballot, seen []weighted[T], day func(T) date.Date, quorumPct math.LegacyDec,
) ([]weighted[T], date.Date, bool) {
	slices.SortStableFunc(seen, func(x, y weighted[T]) int { return cmp.Compare(day(y.value), day(x.value)) })
	var sum int64
	for i, view := range seen {
		sum += view.power
		last := i == len(seen)-1 || day(seen[i+1].value) != day(view.value)
		if last && b.isQuorum(sum, quorumPct) {
			return seen[:i+1], day(view.value), true
		}
	}
	return nil, 0, false
}

// isQuorum tells whether a power reaches the quorum of all power.
func (b Ballot) isQuorum(power int64, quorumPct math.LegacyDec) bool {
	return power > 0 && math.LegacyNewDec(power).MulInt64(100).GTE(quorumPct.MulInt64(b.total))
}

// mayLeaveOut tells whether those who observed a curve without a tenor are more than the quorum allows to be wrong, so that one of
// them at least says what is true.
func (b Ballot) mayLeaveOut(without int64, quorumPct math.LegacyDec) bool {
	return math.LegacyNewDec(without).MulInt64(100).GT(math.LegacyNewDec(100).Sub(quorumPct).MulInt64(b.total))
}

func power[T any](views []weighted[T]) (sum int64) {
	for _, view := range views {
		sum += view.power
	}
	return sum
}

// median returns the lowest value up to which half of the power lies. It is one of the values, and between two honest ones as
// long as the honest have more than half of the power.
func median(views []weighted[int64]) int64 {
	slices.SortFunc(views, func(a, b weighted[int64]) int { return cmp.Compare(a.value, b.value) })
	half, sum := power(views), int64(0)
	half -= half / 2 // rounded up
	for _, view := range views {
		if sum += view.power; sum >= half {
			return view.value
		}
	}
	return 0 // no views; callers have a quorum of them
}
