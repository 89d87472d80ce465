package keeper_test

import (
	"context"
	"math"
	"math/big"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func float(t *testing.T, d sdkmath.LegacyDec) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(d.String(), 64)
	require.NoError(t, err)
	return f
}

func (w *world) price(isin string) *types.QueryPriceResponse {
	w.Helper()
	response, err := w.queries.Price(w.ctx, &types.QueryPriceRequest{Isin: isin})
	require.NoError(w, err)
	return response
}

// naive discounts a bond's payments at one semiannual rate with floating point. Time is whole half-years of the calendar
// and then days of the next one.
func naive(today string, rate, coupon float64, payments ...string) float64 {
	value, settle := 0.0, date.MustParse(today)
	for i, payment := range payments {
		amount, paid, halves := coupon/2, date.MustParse(payment), 0
		if i == len(payments)-1 {
			amount += 100
		}
		for settle.AddMonths(6*(halves+1)) <= paid {
			halves++
		}
		from, to := settle.AddMonths(6*halves), settle.AddMonths(6*(halves+1))
		time := float64(halves) + float64(from.DaysUntil(paid))/float64(from.DaysUntil(to))
		value += amount * math.Pow(1+rate/200, -time)
	}
	return value
}

// roundedDown checks that a price is the exact one cut to four decimals.
func roundedDown(t *testing.T, exact float64, price sdkmath.LegacyDec) {
	t.Helper()
	require.InDelta(t, math.Floor(exact*10_000)/10_000, float(t, price), 1e-9)
}

func TestPriceAgreesWithANaiveOne(t *testing.T) {
	w := newWorld(t)
	ten := w.price(tenYear)
	require.Equal(t, types.PRICE_STATE_PRICED, ten.State)
	require.Equal(t, firstDate, ten.Date)
	require.Equal(t, "2026-01-06", ten.CurveAsOf)
	payments := []string{
		"2026-06-22", "2026-12-21", "2027-06-21", "2027-12-20", "2028-06-20", "2028-12-20", "2029-06-20", "2029-12-20",
		"2030-06-20", "2030-12-20", "2031-06-20", "2031-12-22", "2032-06-21", "2032-12-20", "2033-06-20", "2033-12-20",
		"2034-06-20", "2034-12-20", "2035-06-20", "2035-12-20",
	}
	want := naive(firstDate, 2, 2.1, payments...)
	roundedDown(t, want, ten.DirtyPrice)
	require.Equal(t, "0.103561600000000000", ten.Accrued.String(), "18 days of 2.1, cut at seven decimals")
	require.Equal(t, ten.DirtyPrice.Sub(ten.Accrued).Mul(dec("10000")).TruncateDec().Quo(dec("10000")), ten.CleanPrice)
	require.InDelta(t, 2, float(t, ten.YieldPct), 0.001)
	slope := (naive(firstDate, 1.99, 2.1, payments...) - naive(firstDate, 2.01, 2.1, payments...)) / 0.0002
	require.InDelta(t, slope/want, float(t, ten.DurationYears), 0.01)

	short := w.price(bill)
	roundedDown(t, naive(firstDate, 2, 0, "2026-07-10"), short.DirtyPrice)
	require.Equal(t, short.DirtyPrice, short.CleanPrice)
	days := 184.0
	require.InDelta(t, (100/float(t, short.DirtyPrice)-1)*365/days*100, float(t, short.YieldPct), 0.0001)
	require.InDelta(t, days/365*float(t, short.DirtyPrice)/100, float(t, short.DurationYears), 0.0001)

	note := w.price(dollar)
	require.Equal(t, "2026-01-06", note.Date, "it is still the evening before in New York")
	roundedDown(t, naive("2026-01-06", 4, 4, "2026-05-15", "2026-11-16", "2027-05-17", "2027-11-15"), note.DirtyPrice)
	require.InDelta(t, 2*52.0/181, float(t, note.Accrued), 0.0001)
	require.InDelta(t, 4, float(t, note.YieldPct), 0.02)
}

func TestPriceFallsWithTheCurveAndTheCoupon(t *testing.T) {
	w := newWorld(t)
	before := w.price(tenYear).DirtyPrice
	higher := flatCurve("JPY", "3")
	higher.AsOf = firstDate
	require.NoError(t, w.keeper.SetCurve(w.ctx, higher))
	after := w.price(tenYear)
	require.InDelta(t, 100*0.0894, float(t, before.Sub(after.DirtyPrice)), 0.5)
	require.Equal(t, firstDate, after.CurveAsOf)

	// The coupon of Saturday 20 June is paid, and separated, on Monday 22 June.
	w.bonds.now = date.MustParse("2026-06-21").Start(date.Tokyo)
	with := w.price(tenYear).DirtyPrice
	w.pass(day)
	require.InDelta(t, 1.05, float(t, with.Sub(w.price(tenYear).DirtyPrice)), 0.02)
}

func TestNegativeYieldsPriceAbovePar(t *testing.T) {
	w := newWorld(t)
	below := flatCurve("JPY", "-0.5")
	below.AsOf = firstDate
	require.NoError(t, w.keeper.SetCurve(w.ctx, below))
	require.Greater(t, float(t, w.price(bill).DirtyPrice), 100.0)
	require.Greater(t, float(t, w.price(tenYear).DirtyPrice), 125.0)
}

func TestUnpriceableIsAState(t *testing.T) {
	state := func(prepare func(*world)) types.PriceState {
		w := newWorld(t)
		prepare(w)
		response := w.price(tenYear)
		if response.State != types.PRICE_STATE_PRICED {
			require.True(t, response.DirtyPrice.IsZero())
			require.True(t, response.YieldPct.IsZero())
		}
		return response.State
	}
	series := func(edit func(*bondtypes.Series)) func(*world) {
		return func(w *world) { w.bonds.set(tenYear, edit) }
	}
	aged := func(days uint32, passed time.Duration) func(*world) {
		return func(w *world) {
			params, err := w.keeper.GetParams(w.ctx)
			require.NoError(t, err)
			params.MaxCurveAgeDays = days
			require.NoError(t, w.keeper.UpdateParams(w.ctx, params))
			w.pass(passed)
		}
	}
	for name, test := range map[string]struct {
		prepare func(*world)
		want    types.PriceState
	}{
		"priced":    {func(*world) {}, types.PRICE_STATE_PRICED},
		"announced": {series(func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_ANNOUNCED }), types.PRICE_STATE_NOT_LIVE},
		"frozen":    {series(func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_FROZEN }), types.PRICE_STATE_NOT_LIVE},
		"matured":   {series(func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_MATURED }), types.PRICE_STATE_MATURED},
		"defaulted": {series(func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_DEFAULTED }), types.PRICE_STATE_DEFAULTED},
		"callable":  {series(func(s *bondtypes.Series) { s.Terms.Call = &bondtypes.CallTerms{} }), types.PRICE_STATE_UNSUPPORTED_KIND},
		"linker": {series(func(s *bondtypes.Series) {
			s.Terms.Kind = bondtypes.SERIES_KIND_INFLATION_LINKED
			s.Terms.Inflation = &bondtypes.InflationTerms{ReferenceId: "cpi", BaseIndex: dec("100")}
		}), types.PRICE_STATE_NO_FIXING},
		"currency":  {series(func(s *bondtypes.Series) { s.Terms.Currency = "ueur" }), types.PRICE_STATE_NO_CURVE},
		"due today": {func(w *world) { w.bonds.now = date.MustParse("2035-12-20").Start(date.Tokyo) }, types.PRICE_STATE_MATURED},
		"eve":       {func(w *world) { w.bonds.now = date.MustParse("2035-12-19").Start(date.Tokyo) }, types.PRICE_STATE_PRICED},
		"too long": {series(func(s *bondtypes.Series) {
			s.Terms.MaturityDate, s.Terms.FirstCouponDate = "2085-12-20", "2026-06-20"
		}), types.PRICE_STATE_BEYOND_CURVE},
		"fresh":   {aged(1, 20*time.Hour), types.PRICE_STATE_STALE_CURVE}, // of the 6th, it is the 8th
		"in age":  {aged(1, 0), types.PRICE_STATE_PRICED},
		"old":     {aged(3, 30*day), types.PRICE_STATE_STALE_CURVE},
		"ageless": {func(w *world) { w.pass(3_000 * day) }, types.PRICE_STATE_PRICED},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, test.want, state(test.prepare)) })
	}
	w := newWorld(t)
	_, err := w.queries.Price(w.ctx, &types.QueryPriceRequest{Isin: "JP0000000000"})
	require.ErrorIs(t, err, bondtypes.ErrSeriesNotFound)
}

// TestDollarBondsForYen values a foreign bond at price × haircut × rate × (1 − haircut on the currency).
func TestDollarBondsForYen(t *testing.T) {
	w := newWorld(t).supplied()
	w.give(borrower, coin(dollarD, 1_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, coin(dollarD, 1_000)))
	line := w.position(1).Collateral[0]
	require.Equal(t, types.PRICE_STATE_PRICED, line.State)
	require.Equal(t, dec("99"), line.ValuePct)
	want := new(big.Rat).SetInt(line.DirtyPrice.BigInt()) // × 10^18
	want.Mul(want, big.NewRat(1_000*99*150*90, 1)).Mul(want, big.NewRat(million, 100*100*100))
	want.Quo(want, new(big.Rat).SetInt64(1e18))
	require.Equal(t, new(big.Int).Quo(want.Num(), want.Denom()), line.Value.BigInt())
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(120_000), borrower))

	params, err := w.keeper.GetParams(w.ctx)
	require.NoError(t, err)
	params.MaxFxAgeDays = 1
	require.NoError(t, w.keeper.UpdateParams(w.ctx, params))
	w.pass(2 * day)
	borrow := func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(1), borrower) }
	w.refuses(types.ErrStaleFx, borrow)
	require.False(t, w.position(1).Priced)
	fx := types.FxRate{Base: "USD", Quote: "JPY", Rate: dec("120"), AsOf: "2026-01-09"}
	require.NoError(t, w.keeper.SetFx(w.ctx, fx))
	w.refuses(types.ErrUnhealthy, borrow)
}

// TestYenBondsForDollars converts by the same pair the other way round.
func TestYenBondsForDollars(t *testing.T) {
	w := newWorld(t)
	terms := yenTerms()
	require.NoError(t, w.keeper.CreateMarket(w.ctx, usd, terms))
	w.give(borrower, units(100_003)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, usd, 1, units(100_003)))
	response, err := w.queries.Position(w.ctx, &types.QueryPositionRequest{Owner: borrower.String(), Denom: usd, Number: 1})
	require.NoError(t, err)
	line := response.Collateral[0]
	want := line.DirtyPrice.MulInt64(100_003 * 98 * 90).QuoInt64(150) // ÷ 100³ × 10^6
	require.False(t, want.IsInteger())
	require.Equal(t, want.TruncateInt(), line.Value, "rounded down")
}

func TestNoRateNoValue(t *testing.T) {
	w := emptyWorld(t)
	gs := genesis()
	gs.FxRates = nil
	require.NoError(t, w.keeper.InitGenesis(w.ctx, gs))
	w.supplied()
	w.give(borrower, coin(dollarD, 1_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, coin(dollarD, 1_000)))
	w.refuses(types.ErrNoFx, func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(1_000), borrower) })
}

func TestNoHaircutNoValue(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	borrow := func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(1_000), borrower) }
	table := boj()
	table.EffectiveDate, table.Rows = "2026-01-08", table.Rows[:2] // up to five years
	require.NoError(t, w.keeper.SetHaircuts(w.ctx, table))
	require.NoError(t, borrow(w.ctx), "not in effect yet")
	w.pass(day)
	w.refuses(types.ErrNoHaircut, borrow)
	require.Equal(t, types.PRICE_STATE_NO_HAIRCUT, w.position(1).Collateral[0].State)
	require.True(t, w.position(1).Collateral[0].DirtyPrice.IsPositive(), "it has a price all the same")
}

func TestPricingIsCharged(t *testing.T) {
	w := newWorld(t)
	before := w.ctx.GasMeter().GasConsumed()
	w.price(bill)
	oneFlow := w.ctx.GasMeter().GasConsumed() - before
	before = w.ctx.GasMeter().GasConsumed()
	w.price(tenYear)
	require.Greater(t, w.ctx.GasMeter().GasConsumed()-before, oneFlow+20*1_000-2_000)
}
