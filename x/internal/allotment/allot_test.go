package allotment_test

import (
	"strings"
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func bid(bidder, level string, amount int64) allotment.Bid {
	return allotment.Bid{Bidder: bidder, Level: dec(level), Amount: math.NewInt(amount)}
}

func terms(method allotment.Method, offering, unit int64, tick string) allotment.Terms {
	return allotment.Terms{Method: method, Offering: math.NewInt(offering), Unit: math.NewInt(unit), Tick: dec(tick)}
}

// amounts lists what each bid got.
func amounts(result allotment.Result) []int64 {
	list := make([]int64, len(result.Awards))
	for i, award := range result.Awards {
		list[i] = award.Amount.Int64()
	}
	return list
}

func equalDec(t *testing.T, want string, got math.LegacyDec, what ...any) {
	t.Helper()
	require.Equal(t, dec(want).String(), got.String(), what...)
}

// Six bids for 1,000: 300 and 400 above the cut-off, then 300 left for 600.
func book() []allotment.Bid {
	return []allotment.Bid{
		bid("D", "100.50", 200), bid("A", "100.60", 300), bid("E", "100.49", 500),
		bid("B", "100.55", 400), bid("C", "100.50", 300), bid("A", "100.50", 100),
	}
}

func TestMultiPrice(t *testing.T) {
	result, err := terms(allotment.MultiPrice, 1_000, 1, "0.01").Allot(book())
	require.NoError(t, err)
	require.Equal(t, []int64{100, 300, 0, 400, 150, 50}, amounts(result))
	require.Equal(t, "1000", result.Accepted.String())
	require.Equal(t, "1800", result.Bids.String())
	equalDec(t, "100.50", result.CutOff)
	equalDec(t, "50", result.AllotmentPct)
	equalDec(t, "100.55", result.Average) // (300·100.60 + 400·100.55 + 300·100.50) / 1000
	equalDec(t, "100.50", result.CutOffPrice)
	equalDec(t, "100.55", result.AveragePrice)
	equalDec(t, "100.60", result.Awards[1].Price)
	equalDec(t, "301.80", result.Awards[1].Cost())
	equalDec(t, "0", result.Awards[2].Cost())
}

func TestSinglePrice(t *testing.T) {
	result, err := terms(allotment.SinglePrice, 1_000, 1, "0.05").Allot([]allotment.Bid{
		bid("A", "105.30", 400), bid("B", "105.25", 400), bid("C", "105.20", 400), bid("D", "105.15", 1),
	})
	require.NoError(t, err)
	require.Equal(t, []int64{400, 400, 200, 0}, amounts(result))
	for i := range 3 {
		equalDec(t, "105.20", result.Awards[i].Price)
	}
	equalDec(t, "105.20", result.Average)
	equalDec(t, "105.20", result.AveragePrice)
	equalDec(t, "50", result.AllotmentPct)
}

func TestSingleYield(t *testing.T) {
	schedule, err := bondmath.NewSchedule(date.MustParse("2065-03-20"), 2)
	require.NoError(t, err)
	auction := terms(allotment.SingleYield, 1_000, 1, "0.005")
	auction.PriceOf = allotment.FromYield(bondmath.Bond{Coupon: dec("3.1"), Schedule: schedule}, date.MustParse("2025-09-26"))
	result, err := auction.Allot([]allotment.Bid{bid("A", "3.305", 400), bid("B", "3.300", 900), bid("C", "3.250", 550)})
	require.NoError(t, err)
	require.Equal(t, []int64{0, 450, 550}, amounts(result))
	equalDec(t, "3.3", result.CutOff)
	equalDec(t, "50", result.AllotmentPct)
	equalDec(t, "95.60", result.CutOffPrice) // 40-year 18 of September 2025, as published
	equalDec(t, "95.60", result.AveragePrice)
	equalDec(t, "95.60", result.Awards[2].Price)
	equalDec(t, "525.80", result.Awards[2].Cost())
}

func TestSpread(t *testing.T) {
	result, err := terms(allotment.Spread, 500, 100, "0.001").Allot([]allotment.Bid{
		bid("A", "0.012", 300), bid("B", "-0.003", 200), bid("C", "0.013", 200),
	})
	require.NoError(t, err)
	require.Equal(t, []int64{300, 200, 0}, amounts(result))
	equalDec(t, "0.012", result.CutOff)
	equalDec(t, "100", result.AllotmentPct)
	equalDec(t, "100", result.CutOffPrice)
	equalDec(t, "200", result.Awards[1].Cost())
}

func TestYieldSpread(t *testing.T) {
	const short, long = "JP1051811RA8", "JP1103811S13"
	settle := date.MustParse("2026-02-13")
	series := map[string]allotment.Reopening{
		short: {Coupon: dec("1.3"), Maturity: date.MustParse("2030-09-20"), Reference: dec("1.6")},
		long:  {Coupon: dec("2.1"), Maturity: date.MustParse("2035-12-20"), Reference: dec("2.2")},
	}
	auction := terms(allotment.YieldSpread, 500, 1, "0.001")
	auction.PriceOf = allotment.FromSpread(series, settle)
	bids := []allotment.Bid{
		{Series: long, Bidder: "A", Level: dec("-0.009"), Amount: math.NewInt(250)},
		{Series: short, Bidder: "B", Level: dec("-0.007"), Amount: math.NewInt(300)},
		{Series: long, Bidder: "C", Level: dec("-0.007"), Amount: math.NewInt(100)},
		{Series: long, Bidder: "D", Level: dec("-0.006"), Amount: math.NewInt(250)},
	}
	result, err := auction.Allot(bids)
	require.NoError(t, err)
	require.Equal(t, []int64{250, 187, 62, 0}, amounts(result)) // 250 left for 400, floored; one unit stays unissued
	require.Equal(t, "499", result.Accepted.String())
	equalDec(t, "-0.007", result.CutOff)
	equalDec(t, "62.5", result.AllotmentPct)
	equalDec(t, "-0.008", result.Average) // -0.008002
	equalDec(t, "0", result.AveragePrice)
	for i, want := range []string{"99.2628", "98.7442", "99.2467"} {
		equalDec(t, want, result.Awards[i].Price, "bid %d", i)
		bond := series[bids[i].Series]
		yield, err := bondmath.SimpleYieldExact(bond.Coupon, result.Awards[i].Price, settle, bond.Maturity)
		require.NoError(t, err)
		require.Equal(t, bond.Reference.Add(bids[i].Level), rounding.RatHalfUp(yield, 3), "the price has the yield that was bid")
	}

	bids[0].Series = "JP1201941RA1"
	_, err = auction.Allot(bids)
	require.ErrorIs(t, err, allotment.ErrSeries)
}

func TestBuyBack(t *testing.T) {
	result, err := terms(allotment.BuyBack, 500, 1, "0.01").Allot([]allotment.Bid{
		bid("A", "98.70", 300), bid("B", "98.75", 300), bid("C", "98.60", 100), bid("D", "98.80", 50),
	})
	require.NoError(t, err)
	require.Equal(t, []int64{300, 100, 100, 0}, amounts(result))
	equalDec(t, "98.75", result.CutOff)
	equalDec(t, "33.3333", result.AllotmentPct)
	equalDec(t, "98.69", result.AveragePrice)
	equalDec(t, "98.60", result.Awards[2].Price)

	several := terms(allotment.BuyBack, 200, 1, "0.01")
	several.PriceOf = allotment.FromReferencePrice(map[string]math.LegacyDec{"X": dec("98.123"), "Y": dec("101.4")})
	result, err = several.Allot([]allotment.Bid{
		{Bidder: "A", Series: "X", Level: dec("-0.20"), Amount: math.NewInt(150)},
		{Bidder: "B", Series: "Y", Level: dec("-0.21"), Amount: math.NewInt(100)},
	})
	require.NoError(t, err)
	require.Equal(t, []int64{100, 100}, amounts(result))
	equalDec(t, "97.923", result.Awards[0].Price)
	equalDec(t, "101.19", result.Awards[1].Price)
	equalDec(t, "66.6666", result.AllotmentPct)
	_, err = several.Allot([]allotment.Bid{{Bidder: "A", Series: "Z", Level: dec("0.1"), Amount: math.NewInt(1)}})
	require.ErrorIs(t, err, allotment.ErrSeries)
}

// What the floors leave over is not issued, and an offering is worth its whole units.
func TestRemainderStaysUnissued(t *testing.T) {
	bids := []allotment.Bid{bid("A", "99", 100), bid("B", "99", 200), bid("C", "99", 300), bid("D", "98", 100)}
	for offering, want := range map[int64][]int64{
		600: {100, 200, 300, 0},
		500: {0, 100, 200, 0}, // 83.3, 166.7, 250 of each
		599: {0, 100, 200, 0},
		300: {0, 100, 100, 0}, // 50, 100, 150
		700: {100, 200, 300, 100},
		900: {100, 200, 300, 100},
	} {
		result, err := terms(allotment.MultiPrice, offering, 100, "0.01").Allot(bids)
		require.NoError(t, err)
		require.Equal(t, want, amounts(result), "offering of %d", offering)
	}
}

// A level at which all parts floor to nothing is not accepted: the cut-off is the level above, filled in full.
func TestCutOffThatFloorsToNothing(t *testing.T) {
	bids := []allotment.Bid{bid("A", "100.02", 3), bid("B", "100.01", 1), bid("C", "100.01", 1), bid("D", "100.00", 1)}
	result, err := terms(allotment.MultiPrice, 4, 1, "0.01").Allot(bids)
	require.NoError(t, err)
	require.Equal(t, []int64{3, 0, 0, 0}, amounts(result))
	equalDec(t, "100.02", result.CutOff)
	equalDec(t, "100", result.AllotmentPct)

	result, err = terms(allotment.SinglePrice, 1, 1, "0.01").Allot(bids[1:3])
	require.NoError(t, err)
	require.False(t, result.Sold())
	require.Equal(t, "2", result.Bids.String())
	equalDec(t, "0", result.AveragePrice)
}

func TestNoBids(t *testing.T) {
	result, err := terms(allotment.MultiPrice, 100, 1, "0.01").Allot(nil)
	require.NoError(t, err)
	require.False(t, result.Sold())
	require.Empty(t, result.Awards)
	equalDec(t, "0", result.CutOff)
}

func TestRefusals(t *testing.T) {
	huge := math.NewIntWithDecimal(1, 31)
	for name, c := range map[string]struct {
		change func(*allotment.Terms, *allotment.Bid)
		want   error
	}{
		"no method":          {func(t *allotment.Terms, _ *allotment.Bid) { t.Method = 0 }, allotment.ErrMethod},
		"unknown method":     {func(t *allotment.Terms, _ *allotment.Bid) { t.Method = 8 }, allotment.ErrMethod},
		"no offering":        {func(t *allotment.Terms, _ *allotment.Bid) { t.Offering = math.Int{} }, allotment.ErrTerms},
		"zero offering":      {func(t *allotment.Terms, _ *allotment.Bid) { t.Offering = math.ZeroInt() }, allotment.ErrTerms},
		"offering below one": {func(t *allotment.Terms, _ *allotment.Bid) { t.Offering = math.NewInt(99) }, allotment.ErrTerms},
		"zero unit":          {func(t *allotment.Terms, _ *allotment.Bid) { t.Unit = math.ZeroInt() }, allotment.ErrTerms},
		"negative unit":      {func(t *allotment.Terms, _ *allotment.Bid) { t.Unit = math.NewInt(-1) }, allotment.ErrTerms},
		"offering in dust": {func(t *allotment.Terms, _ *allotment.Bid) {
			t.Offering, t.Unit = math.NewIntWithDecimal(1, 30), math.OneInt()
		}, allotment.ErrTerms},
		"no tick":        {func(t *allotment.Terms, _ *allotment.Bid) { t.Tick = math.LegacyDec{} }, allotment.ErrTerms},
		"zero tick":      {func(t *allotment.Terms, _ *allotment.Bid) { t.Tick = dec("0") }, allotment.ErrTerms},
		"fine tick":      {func(t *allotment.Terms, _ *allotment.Bid) { t.Tick = dec("0.00001") }, allotment.ErrTerms},
		"yield unpriced": {func(t *allotment.Terms, _ *allotment.Bid) { t.Method = allotment.SingleYield }, allotment.ErrTerms},
		"price twice":    {func(t *allotment.Terms, _ *allotment.Bid) { t.PriceOf = allotment.FromReferencePrice(nil) }, allotment.ErrTerms},
		"no bidder":      {func(_ *allotment.Terms, b *allotment.Bid) { b.Bidder = "" }, allotment.ErrBidder},
		"series":         {func(_ *allotment.Terms, b *allotment.Bid) { b.Series = "JP1103811S13" }, allotment.ErrSeries},
		"no amount":      {func(_ *allotment.Terms, b *allotment.Bid) { b.Amount = math.Int{} }, allotment.ErrAmount},
		"zero amount":    {func(_ *allotment.Terms, b *allotment.Bid) { b.Amount = math.ZeroInt() }, allotment.ErrAmount},
		"negative":       {func(_ *allotment.Terms, b *allotment.Bid) { b.Amount = math.NewInt(-100) }, allotment.ErrAmount},
		"huge":           {func(_ *allotment.Terms, b *allotment.Bid) { b.Amount = huge }, allotment.ErrAmount},
		"below the unit": {func(_ *allotment.Terms, b *allotment.Bid) { b.Amount = math.NewInt(99) }, allotment.ErrBelowUnit},
		"half units":     {func(_ *allotment.Terms, b *allotment.Bid) { b.Amount = math.NewInt(150) }, allotment.ErrNotMultiple},
		"over the cap":   {func(_ *allotment.Terms, b *allotment.Bid) { b.Amount = math.NewInt(600) }, allotment.ErrOverCap},
		"no level":       {func(_ *allotment.Terms, b *allotment.Bid) { b.Level = math.LegacyDec{} }, allotment.ErrLevel},
		"zero price":     {func(_ *allotment.Terms, b *allotment.Bid) { b.Level = dec("0") }, allotment.ErrLevel},
		"negative price": {func(_ *allotment.Terms, b *allotment.Bid) { b.Level = dec("-0.01") }, allotment.ErrLevel},
		"absurd price":   {func(_ *allotment.Terms, b *allotment.Bid) { b.Level = dec("10000.01") }, allotment.ErrLevel},
		"off the tick":   {func(_ *allotment.Terms, b *allotment.Bid) { b.Level = dec("99.995") }, allotment.ErrOffTick},
	} {
		auction, bad := terms(allotment.MultiPrice, 1_000, 100, "0.01"), bid("A", "99.99", 100)
		auction.BidderCap = math.NewInt(500)
		require.NoError(t, auction.Check(bad, math.ZeroInt()))
		c.change(&auction, &bad)
		_, err := auction.Allot([]allotment.Bid{bid("B", "99.98", 100), bad})
		require.ErrorIs(t, err, c.want, name)
		require.ErrorIs(t, auction.Check(bad, math.ZeroInt()), c.want, name)
	}
}

// The cap holds over all bids of a bidder.
func TestCapCountsAllBids(t *testing.T) {
	auction := terms(allotment.MultiPrice, 1_000, 100, "0.01")
	auction.BidderCap = allotment.PortionDown(auction.Offering, dec("50"), math.OneInt())
	bids := []allotment.Bid{bid("A", "99", 300), bid("B", "99", 500), bid("A", "98", 200)}
	_, err := auction.Allot(bids)
	require.NoError(t, err)
	require.NoError(t, auction.Check(bids[2], math.NewInt(300)))
	bids[2].Amount = math.NewInt(300)
	_, err = auction.Allot(bids)
	require.ErrorIs(t, err, allotment.ErrOverCap)
	require.ErrorContains(t, err, "A bids for 600, the most is 500")
	require.ErrorIs(t, auction.Check(bids[2], math.NewInt(300)), allotment.ErrOverCap)
}

// A yield at which no price exists is refused when it is bid, not at the allotment.
func TestBidThatHasNoPrice(t *testing.T) {
	auction := terms(allotment.YieldSpread, 100, 1, "0.001")
	auction.PriceOf = allotment.FromSpread(map[string]allotment.Reopening{
		"X": {Coupon: dec("1"), Maturity: date.MustParse("2046-01-01"), Reference: dec("2")},
	}, date.MustParse("2026-01-01"))
	low := allotment.Bid{Bidder: "A", Series: "X", Level: dec("-7.1"), Amount: math.NewInt(1)}
	require.ErrorIs(t, auction.Check(low, math.ZeroInt()), bondmath.ErrYield)

	schedule, err := bondmath.NewSchedule(date.MustParse("2046-01-01"), 2)
	require.NoError(t, err)
	yield := terms(allotment.SingleYield, 100, 1, "0.005")
	yield.PriceOf = allotment.FromYield(bondmath.Bond{Coupon: dec("1"), Schedule: schedule}, date.MustParse("2026-01-01"))
	require.ErrorIs(t, yield.Check(bid("A", "-51", 1), math.ZeroInt()), bondmath.ErrYield)
	require.ErrorIs(t, yield.Check(bid("A", "-49", 1), math.ZeroInt()), allotment.ErrLevel, "a price of millions")
	require.NoError(t, yield.Check(bid("A", "-0.005", 1), math.ZeroInt()))
}

// Totals beyond 63 bits are refused instead of wrapping around.
func TestTotalsDoNotOverflow(t *testing.T) {
	auction := terms(allotment.MultiPrice, 1<<62, 1, "0.01")
	bids := []allotment.Bid{bid("A", "99", 1<<62), bid("B", "99", 1<<62-1)}
	result, err := auction.Allot(bids)
	require.NoError(t, err)
	require.Equal(t, []int64{1 << 61, 1<<61 - 1}, amounts(result)) // exact shares 2^61 + 1/4 and 2^61 − 1/4
	bids[1].Amount = math.NewInt(1 << 62)
	_, err = auction.Allot(bids)
	require.ErrorIs(t, err, allotment.ErrAmount)
}

func TestMethodNames(t *testing.T) {
	for _, name := range strings.Fields("multi-price single-price single-yield spread yield-spread buy-back") {
		method, err := allotment.ParseMethod(name)
		require.NoError(t, err)
		require.Equal(t, name, method.String())
	}
	for _, name := range []string{"", "dutch", "Multi-Price", "multi-price "} {
		_, err := allotment.ParseMethod(name)
		require.ErrorIs(t, err, allotment.ErrMethod, name)
	}
	require.Equal(t, "method 0", allotment.Method(0).String())
}
