package allotment_test

import (
	"fmt"
	"math/big"
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
)

// drawBook draws an auction in which levels collide often and the offering runs out anywhere.
func drawBook(t *rapid.T) (allotment.Terms, []allotment.Bid) {
	method := rapid.SampledFrom([]allotment.Method{allotment.MultiPrice, allotment.SinglePrice, allotment.Spread, allotment.BuyBack, allotment.SingleRate}).Draw(t, "method")
	unit := rapid.SampledFrom([]int64{1, 7, 100, 100_000_000}).Draw(t, "unit")
	tick := rapid.SampledFrom([]string{"0.01", "0.005", "0.05", "0.0005"}).Draw(t, "tick")
	auction := terms(method, unit*rapid.Int64Range(1, 400).Draw(t, "offering")+rapid.Int64Range(0, unit-1).Draw(t, "dust"), unit, tick)
	count := rapid.IntRange(1, 30).Draw(t, "bids")
	bids := make([]allotment.Bid, count)
	for i := range bids {
		bids[i] = allotment.Bid{
			Bidder: string(rune('A' + rapid.IntRange(0, 5).Draw(t, "bidder"))),
			Level:  dec("100").Add(dec(tick).MulInt64(rapid.Int64Range(-3, 3).Draw(t, "level"))),
			Amount: math.NewInt(unit * rapid.Int64Range(1, 60).Draw(t, "amount")),
		}
	}
	return auction, bids
}

func allot(t require.TestingT, auction allotment.Terms, bids []allotment.Bid) allotment.Result {
	result, err := auction.Allot(bids)
	require.NoError(t, err)
	return result
}

// naive fills one level after the other by looking for the best among the levels not yet seen, in fractions.
func naive(auction allotment.Terms, bids []allotment.Bid) []int64 {
	awards := make([]int64, len(bids))
	unit := auction.Unit.Int64()
	left := auction.Offering.Int64() / unit * unit
	for seen := map[string]bool{}; left > 0; {
		var best *math.LegacyDec
		for i := range bids {
			level := bids[i].Level
			if seen[level.String()] {
				continue
			}
			if best == nil || level.GT(*best) != auction.Method.LowestFirst() && !level.Equal(*best) {
				best = &level
			}
		}
		if best == nil {
			break
		}
		seen[best.String()] = true
		wanted := int64(0)
		for _, b := range bids {
			if b.Level.Equal(*best) {
				wanted += b.Amount.Int64()
			}
		}
		for i, b := range bids {
			if b.Level.Equal(*best) {
				part := big.NewRat(min(left, wanted), wanted)
				part.Mul(part, big.NewRat(b.Amount.Int64(), unit))
				awards[i] = new(big.Int).Quo(part.Num(), part.Denom()).Int64() * unit
			}
		}
		left = max(left-wanted, 0)
	}
	return awards
}

func TestAgreesWithTheNaiveTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		auction, bids := drawBook(t)
		require.Equal(t, naive(auction, bids), amounts(allot(t, auction, bids)))
	})
}

// Awards are whole units within the bids and the offering; totals and published numbers follow from them.
func TestAwardsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		auction, bids := drawBook(t)
		result := allot(t, auction, bids)
		accepted, bidTotal, cash := math.ZeroInt(), math.ZeroInt(), math.LegacyZeroDec()
		wanted := math.LegacyZeroDec() // face × price of every winner, by hand
		worst := math.LegacyDec{}
		for i, award := range result.Awards {
			require.False(t, award.Amount.IsNegative())
			require.False(t, award.Amount.GT(bids[i].Amount))
			require.True(t, award.Amount.Mod(auction.Unit).IsZero())
			accepted, bidTotal, cash = accepted.Add(award.Amount), bidTotal.Add(bids[i].Amount), cash.Add(award.Cost())
			if award.Amount.IsZero() {
				require.True(t, award.Price.IsZero())
				continue
			}
			if worst.IsNil() || bids[i].Level.LT(worst) != auction.Method.LowestFirst() {
				worst = bids[i].Level
			}
			price := map[allotment.Method]math.LegacyDec{
				allotment.MultiPrice: bids[i].Level, allotment.BuyBack: bids[i].Level,
				allotment.SinglePrice: result.CutOff, allotment.Spread: dec("100"), allotment.SingleRate: dec("100"),
			}[auction.Method]
			require.Equal(t, price.String(), award.Price.String())
			wanted = wanted.Add(price.MulInt(award.Amount))
		}
		require.Equal(t, bidTotal.String(), result.Bids.String())
		require.Equal(t, accepted.String(), result.Accepted.String())
		require.False(t, accepted.GT(auction.Offering))
		require.Equal(t, wanted.String(), cash.MulInt64(100).String(), "Σ cash = Σ face × price, exactly")
		require.Equal(t, !worst.IsNil(), result.Sold())
		if !result.Sold() {
			return
		}
		require.Equal(t, worst.String(), result.CutOff.String())
		require.True(t, result.AllotmentPct.IsPositive() && result.AllotmentPct.LTE(dec("100")))
		average := wanted.QuoInt(accepted)
		switch auction.Method {
		case allotment.MultiPrice, allotment.BuyBack:
			require.True(t, result.Average.Sub(average).Abs().LTE(auction.Tick), "%s is not near %s", result.Average, average)
		default:
			require.Equal(t, result.CutOff.String(), result.Average.String())
		}
	})
}

// The order in which bids arrive decides nothing.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		auction, bids := drawBook(t)
		indices := make([]int, len(bids))
		for i := range indices {
			indices[i] = i
		}
		shuffled := rapid.Permutation(indices).Draw(t, "order")
		reordered := make([]allotment.Bid, len(bids))
		for to, from := range shuffled {
			reordered[to] = bids[from]
		}
		before, after := allot(t, auction, bids), allot(t, auction, reordered)
		for to, from := range shuffled {
			require.Equal(t, summary(before.Awards[from]), summary(after.Awards[to]))
		}
		before.Awards, after.Awards = nil, nil
		require.Equal(t, fmt.Sprint(before), fmt.Sprint(after))
	})
}

func summary(award allotment.Award) string { return fmt.Sprint(award.Amount, award.Price) }

// A better bid is served at least as well: it loses nothing while a worse one gets anything, and bids of one level get the
// same part of what they asked for to within a unit.
func TestBetterBidsAreServedFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		auction, bids := drawBook(t)
		awards := amounts(allot(t, auction, bids))
		unit := auction.Unit.Int64()
		for i, better := range bids {
			for j, worse := range bids {
				switch {
				case better.Level.Equal(worse.Level):
					gap := new(big.Rat).Sub(big.NewRat(awards[i], better.Amount.Int64()), big.NewRat(awards[j], worse.Amount.Int64()))
					require.True(t, gap.Cmp(big.NewRat(unit, min(better.Amount.Int64(), worse.Amount.Int64()))) < 0)
				case better.Level.GT(worse.Level) != auction.Method.LowestFirst():
					require.True(t, awards[j] == 0 || awards[i] == better.Amount.Int64(), "bid %d got %d while worse bid %d got %d", i, awards[i], j, awards[j])
				}
			}
		}
	})
}

// Raising one's bid never brings less.
func TestBetterBidNeverGetsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		auction, bids := drawBook(t)
		i := rapid.IntRange(0, len(bids)-1).Draw(t, "raised")
		before := amounts(allot(t, auction, bids))[i]
		step := auction.Tick.MulInt64(rapid.Int64Range(1, 4).Draw(t, "ticks"))
		if auction.Method.LowestFirst() {
			step = step.Neg()
		}
		bids[i].Level = bids[i].Level.Add(step)
		require.GreaterOrEqual(t, amounts(allot(t, auction, bids))[i], before)
	})
}

// Splitting a bid, at its level or with a part at a worse one, never brings more.
func TestSplittingNeverGains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		auction, bids := drawBook(t)
		i := rapid.IntRange(0, len(bids)-1).Draw(t, "split")
		unit := auction.Unit.Int64()
		size := bids[i].Amount.Int64() / unit
		if size < 2 {
			return
		}
		whole := amounts(allot(t, auction, bids))[i]
		part := bids[i]
		part.Amount = math.NewInt(unit * rapid.Int64Range(1, size-1).Draw(t, "part"))
		down := auction.Tick.MulInt64(rapid.Int64Range(0, 3).Draw(t, "ticks"))
		if !auction.Method.LowestFirst() {
			down = down.Neg()
		}
		part.Level = part.Level.Add(down)
		bids[i].Amount = bids[i].Amount.Sub(part.Amount)
		awards := amounts(allot(t, auction, append(bids, part)))
		require.LessOrEqual(t, awards[i]+awards[len(bids)], whole)
	})
}

// A cap that a bidder's bids exceed refuses the book; any other leaves the awards of each bidder within it.
func TestCapBindsOrRefuses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		auction, bids := drawBook(t)
		auction.BidderCap = auction.Unit.MulRaw(rapid.Int64Range(1, 300).Draw(t, "cap"))
		totals := map[string]math.Int{}
		over := false
		for _, b := range bids {
			before, found := totals[b.Bidder]
			if !found {
				before = math.ZeroInt()
			}
			require.Equal(t, before.Add(b.Amount).GT(auction.BidderCap), auction.Check(b, before) != nil)
			totals[b.Bidder] = before.Add(b.Amount)
			over = over || totals[b.Bidder].GT(auction.BidderCap)
		}
		_, err := auction.Allot(bids)
		if over {
			require.ErrorIs(t, err, allotment.ErrOverCap)
		} else {
			require.NoError(t, err)
		}
	})
}
