package keeper_test

import (
	"context"
	stdmath "math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const (
	callable  = "JP1200011S17"
	callableD = "bond/" + callable
)

// callableTerms is a bond of six years at 3 %, which its issuer may call at 101 after two years and at 100 after three.
func callableTerms() bondtypes.TermSheet {
	return bondtypes.TermSheet{
		Isin: callable, Kind: bondtypes.SERIES_KIND_FIXED, Currency: jpy, CouponPct: dec("3"), Frequency: 2,
		DatedDate: "2025-12-20", IssueDate: firstDate, FirstCouponDate: "2026-06-20", MaturityDate: "2031-12-20",
		DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo",
		Call: &bondtypes.CallTerms{NoticeDays: 30, InFullOnly: true, Options: []bondtypes.CallOption{
			{Date: "2027-12-20", PricePct: dec("101")}, {Date: "2028-12-20", PricePct: dec("100")},
		}},
	}
}

func newCallable(t T, terms bondtypes.TermSheet) *world {
	w := newWorld(t)
	w.bonds.open(terms)
	return w
}

func (w *world) yield(pct string) {
	w.Helper()
	flat := flatCurve("JPY", pct)
	flat.AsOf = date.Of(w.bonds.now, date.Tokyo).String()
	require.NoError(w, w.keeper.SetCurve(w.ctx, flat))
}

// call announces a call of all that is left.
func (w *world) call(due string) {
	w.Helper()
	series := w.bonds.series[callable]
	call, err := series.NewCall(due, math.LegacyZeroDec(), date.Of(w.bonds.now, date.Tokyo))
	require.NoError(w, err)
	w.bonds.series[callable], err = series.WithCall(call)
	require.NoError(w, err)
	require.NoError(w, w.keeper.News().AfterCallAnnounced(w.ctx, callable, call.Number))
}

var callablePayments = []string{
	"2026-06-22", "2026-12-21", "2027-06-21", "2027-12-20", "2028-06-20", "2028-12-20", "2029-06-20", "2029-12-20",
	"2030-06-20", "2030-12-20", "2031-06-20", "2031-12-22",
}

// TestPriceToWorst: what the issuer gains by calling, the holder does not have. At low yields that is the later call, at lower ones
// still the earlier, and at high yields the issuer lets it run.
func TestPriceToWorst(t *testing.T) {
	for _, test := range []struct {
		yield string
		last  int // payment with which it ends at worst
	}{
		{"-1", 4}, {"0.1", 4}, {"2.5", 6}, {"2.9", 6}, {"3.2", 12}, {"5", 12},
	} {
		w := newCallable(t, callableTerms())
		w.yield(test.yield)
		rate := float(t, dec(test.yield))
		ends := map[int]float64{}
		for last, extra := range map[int]float64{4: 1, 6: 0, 12: 0} {
			payments := callablePayments[:last]
			ends[last] = naive(firstDate, rate, 3, payments...) +
				extra*(naive(firstDate, rate, 0, payments[last-1])/100)
		}
		worst := stdmath.Min(stdmath.Min(ends[4], ends[6]), ends[12])
		require.Equal(t, ends[test.last], worst, test.yield)
		roundedDown(t, worst, w.price(callable).DirtyPrice)
		require.True(t, w.price(callable).YieldPct.IsZero(), "which yield it has depends on its issuer")
	}
}

// TestNoticePasses: a call that can no longer be announced is no threat.
func TestNoticePasses(t *testing.T) {
	w := newCallable(t, callableTerms())
	w.bonds.now = date.MustParse("2027-11-20").Start(date.Tokyo)
	w.yield("-1")
	last := w.price(callable).DirtyPrice
	require.InDelta(t, 102.6, float(t, last), 0.2, "the coupon and 101 in a month")
	w.pass(day)
	w.yield("-1")
	require.InDelta(t, 105.6, float(t, w.price(callable).DirtyPrice), 0.4, "until the call of 2028 there are three coupons")
}

// TestCalledInFull: once it is called, it is worth the call price and the accrued interest at most.
func TestCalledInFull(t *testing.T) {
	w := newCallable(t, callableTerms())
	w.yield("-1")
	w.call("2027-12-20")
	require.Equal(t, dec("101.1483"), w.price(callable).DirtyPrice, "101, and 18 of 182 days of 1.5")
	w.yield("4")
	payments := callablePayments[:4]
	roundedDown(t, naive(firstDate, 4, 3, payments...)+naive(firstDate, 4, 0, payments[3])/100, w.price(callable).DirtyPrice)
	w.bonds.now = date.MustParse("2026-06-21").Start(date.Tokyo)
	w.yield("-1")
	require.Equal(t, dec("102.5081"), w.price(callable).DirtyPrice, "the coupon of Saturday, and a day of the next")
	w.bonds.now = date.MustParse("2027-12-19").Start(date.Tokyo)
	w.yield("-1")
	require.Equal(t, dec("102.4918"), w.price(callable).DirtyPrice, "182 of 183 days of 1.5")
}

// TestCallableLaws, on any yields and call prices: a callable bond is worth no more than one that cannot be called, nor than those
// that end on its call dates; no less at a higher call price; and exactly the least of them if it is called at par.
func TestCallableLaws(t *testing.T) {
	w := newWorld(t)
	open := func(edit func(*bondtypes.TermSheet)) math.LegacyDec {
		terms := callableTerms()
		edit(&terms)
		w.bonds.open(terms)
		return w.price(callable).DirtyPrice
	}
	rapid.Check(t, func(t *rapid.T) {
		w.T = t
		curve := flatCurve("JPY", "2")
		short, slope := rapid.Int64Range(-150, 700).Draw(t, "yield"), rapid.Int64Range(-100, 150).Draw(t, "slope")
		curve.Points[0].ParYieldPct = math.LegacyNewDecWithPrec(short, 2)
		curve.Points[1].ParYieldPct = math.LegacyNewDecWithPrec(short+slope, 2)
		require.NoError(t, w.keeper.SetCurve(w.ctx, curve))
		coupon := math.LegacyNewDecWithPrec(rapid.Int64Range(0, 8_000).Draw(t, "coupon"), 3)
		percent := math.LegacyNewDecWithPrec(rapid.Int64Range(8_000, 12_000).Draw(t, "price"), 2)
		dates := []string{"2026-12-20", "2028-06-20", "2029-12-20", "2031-06-20"}
		priced := func(percent math.LegacyDec) math.LegacyDec {
			return open(func(terms *bondtypes.TermSheet) {
				terms.CouponPct, terms.Call.Options = coupon, nil
				for _, due := range dates {
					terms.Call.Options = append(terms.Call.Options, bondtypes.CallOption{Date: due, PricePct: percent})
				}
			})
		}
		least := math.LegacyNewDec(1_000_000)
		for _, maturity := range append(dates, "2031-12-20") {
			least = math.LegacyMinDec(least, open(func(terms *bondtypes.TermSheet) {
				terms.CouponPct, terms.Call, terms.MaturityDate = coupon, nil, maturity
			}))
		}
		bullet := open(func(terms *bondtypes.TermSheet) { terms.CouponPct, terms.Call = coupon, nil })
		require.Equal(t, least, priced(dec("100")))
		at, above := priced(percent), priced(percent.Add(dec("0.5")))
		require.True(t, at.LTE(bullet) && above.LTE(bullet))
		require.True(t, at.LTE(above))
	})
	w.T = t
}

// TestBorrowAgainstACallable needs a haircut of its own, and the redemption of what is called repays the debt.
func TestBorrowAgainstACallable(t *testing.T) {
	w := newCallable(t, callableTerms()).supplied()
	bonds := func(n int64) sdk.Coins { return coin(callableD, n) }
	w.give(borrower, bonds(100_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, bonds(100_000)))
	borrow := func(n int64) func(context.Context) error {
		return func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(n), borrower) }
	}
	w.refuses(types.ErrNoHaircut, borrow(1_000))
	require.Equal(t, types.PRICE_STATE_NO_HAIRCUT, w.position(1).Collateral[0].State)

	table := boj()
	table.EffectiveDate, table.CallableHaircutPct = "2026-01-08", 5
	require.NoError(t, w.keeper.SetHaircuts(w.ctx, table))
	w.refuses(types.ErrNoHaircut, borrow(1_000))
	w.pass(day)
	require.Equal(t, dec("93"), w.position(1).Collateral[0].ValuePct, "98 less 5")
	require.NoError(t, borrow(85_000)(w.ctx))
	require.NoError(t, w.keeper.EndBlock(w.ctx))
	assessment, err := w.keeper.Assess(w.ctx, borrower, jpy, 1)
	require.NoError(t, err)
	require.True(t, assessment.IsSound())
	require.True(t, assessment.Items[0].Mark.Callable)
	require.Equal(t, "93/100", assessment.Items[0].Share.String(), "marks count the same share")

	// Yields fall, and it is called at par: the mark falls to the call price and the interest accrued.
	w.yield("0.1")
	require.NoError(t, w.keeper.EndBlock(w.ctx))
	before, err := w.keeper.Assess(w.ctx, borrower, jpy, 1)
	require.NoError(t, err)
	w.call("2028-12-20")
	require.NoError(t, w.keeper.EndBlock(w.ctx))
	after, err := w.keeper.Assess(w.ctx, borrower, jpy, 1)
	require.NoError(t, err)
	require.True(t, after.Value.LT(before.Value), "the announcement is heard at the end of the block")
	w.audit()
}

func TestSomeCallsAreNotPriced(t *testing.T) {
	terms := callableTerms()
	terms.Call.InFullOnly = false
	require.Equal(t, types.PRICE_STATE_UNSUPPORTED_KIND, newCallable(t, terms).price(callable).State)
	terms = callableTerms()
	terms.FirstCouponDate, terms.MaturityDate = "2026-06-20", "2085-12-20"
	require.Equal(t, types.PRICE_STATE_BEYOND_CURVE, newCallable(t, terms).price(callable).State, "though it may end before")
}
