package keeper_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// counts is what the ten-year of position 1 counts for.
func (w *world) counts() string {
	w.Helper()
	return w.position(1).Collateral[0].ValuePct.String()[:7]
}

// set replaces the table of today by one with an edit.
func (w *world) set(edit func(*types.HaircutTable)) {
	w.Helper()
	table := boj()
	table.EffectiveDate = date.Of(w.bonds.now, date.UTC).String()
	edit(&table)
	require.NoError(w, w.keeper.SetHaircuts(w.ctx, table))
}

// While a curve is late or in doubt, bonds count for less for whoever adds risk, and nobody is kept from repaying.
func TestHaircutsWidenWhileACurveIsInDoubt(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	require.Equal(t, "98.0000", w.counts())
	w.oracle.curveWiden = dec("50")
	require.Equal(t, "48.0000", w.counts())
	w.refuses(types.ErrUnhealthy, func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(1), borrower) })
	w.refuses(types.ErrUnhealthy, func(ctx context.Context) error {
		return w.keeper.ReleaseCollateral(ctx, borrower, jpy, 1, units(1))
	})
	_, err := w.keeper.Repay(w.ctx, borrower, borrower, jpy, 1, yen(10_000))
	require.NoError(t, err)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, units(1_000)))
	w.oracle.curveWiden = dec("99")
	require.True(t, w.position(1).Collateral[0].ValuePct.IsZero(), "not below nothing")
	w.oracle.err = errors.New("no oracle")
	require.Error(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(1), borrower))
}

func TestHaircutsWidenWhileARateIsInDoubt(t *testing.T) {
	w := newWorld(t).supplied()
	w.give(borrower, coin(dollarD, 1_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, coin(dollarD, 1_000)))
	before := w.position(1).CollateralValue
	w.oracle.fxWiden = dec("45")
	require.Equal(t, before.QuoRaw(2), w.position(1).CollateralValue, "10 + 45 instead of 10 %")
	w.oracle.fxWiden = dec("95")
	require.True(t, w.position(1).CollateralValue.IsZero())
}

// A series yields what the curve does and its spread.
func TestIssueSpread(t *testing.T) {
	w := newWorld(t)
	plain := w.price(tenYear).DirtyPrice
	w.oracle.spreads = map[string]math.LegacyDec{tenYear: dec("1")}
	wide := w.price(tenYear).DirtyPrice
	require.InDelta(t, 100*0.09, float(t, plain.Sub(wide)), 0.8, "a point over nine years")
	require.InDelta(t, float(t, w.price(tenYear).YieldPct), 3.01, 0.02)
	w.oracle.spreads[tenYear] = dec("-1")
	require.True(t, w.price(tenYear).DirtyPrice.GT(plain))
}

// The buffer makes the haircut larger by its percentage of it.
func TestBuffer(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	w.set(func(table *types.HaircutTable) { table.BufferPct = 25 })
	require.Equal(t, "97.5000", w.counts())
}

// Haircuts rise at once and fall slowly: an earlier, larger one counts for the months of the floor.
func TestFloor(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	shares := func(pct string, floor uint32) func(*types.HaircutTable) {
		return func(table *types.HaircutTable) {
			table.FloorMonths = floor
			for i := range table.Rows {
				table.Rows[i].ValuePct = dec(pct)
			}
		}
	}
	w.set(shares("80", 6))
	require.Equal(t, "80.0000", w.counts(), "up at once")
	w.pass(day)
	w.set(shares("95", 6))
	require.Equal(t, "80.0000", w.counts(), "down not yet")
	w.pass(day)
	w.set(shares("96", 6))
	require.Equal(t, "80.0000", w.counts(), "however often the table is replaced")
	w.bonds.now = date.MustParse("2026-07-07").Start(date.Tokyo)
	require.Equal(t, "80.0000", w.counts(), "six months ago it was the last day in effect")
	w.pass(day)
	require.Equal(t, "95.0000", w.counts(), "the next but one in turn")
	w.pass(day)
	require.Equal(t, "96.0000", w.counts())
	w.set(shares("97", 0))
	require.Equal(t, "97.0000", w.counts(), "without a floor only the table in effect counts")
}

// Units above a share of the series count for less.
func TestConcentration(t *testing.T) {
	w := newWorld(t).supplied()
	w.bonds.set(tenYear, func(s *bondtypes.Series) { s.Issued = math.NewInt(400_000) })
	w.give(borrower, units(200_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, units(100_000)))
	w.set(func(table *types.HaircutTable) { table.ConcentrationPct, table.ConcentrationHaircutPct = 25, 40 })
	require.Equal(t, "98.0000", w.counts(), "a quarter is what one may")
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, units(100_000)))
	require.Equal(t, "78.0000", w.counts(), "half of them for 40 less")

	require.NoError(t, w.keeper.ReleaseCollateral(w.ctx, borrower, jpy, 1, units(100_000)))
	require.Equal(t, "98.0000", w.counts())
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 2, units(100_000)))
	require.Equal(t, "78.0000", w.counts(), "in another position or not")
	require.NoError(t, w.keeper.ReleaseCollateral(w.ctx, borrower, jpy, 2, units(50_000)))
	require.Equal(t, "84.6666", w.counts(), "a third of them for 40 less")
}

func TestBadAddOns(t *testing.T) {
	for name, edit := range map[string]func(*types.HaircutTable){
		"buffer":                 func(t *types.HaircutTable) { t.BufferPct = 101 },
		"floor":                  func(t *types.HaircutTable) { t.FloorMonths = 121 },
		"concentration":          func(t *types.HaircutTable) { t.ConcentrationPct = 101 },
		"its haircut":            func(t *types.HaircutTable) { t.ConcentrationPct, t.ConcentrationHaircutPct = 1, 101 },
		"a haircut from nowhere": func(t *types.HaircutTable) { t.ConcentrationHaircutPct = 10 },
	} {
		table := boj()
		edit(&table)
		require.ErrorIs(t, table.Validate(), types.ErrInvalidHaircuts, name)
	}
}

// How a price answers to the curve agrees with prices on moved curves.
func TestSensitivity(t *testing.T) {
	w := newWorld(t)
	sensitivity := func(isin string) *types.QuerySensitivityResponse {
		response, err := w.queries.Sensitivity(w.ctx, &types.QuerySensitivityRequest{Isin: isin})
		require.NoError(t, err)
		return response
	}
	ten := sensitivity(tenYear)
	require.Equal(t, w.price(tenYear).DirtyPrice, ten.DirtyPrice)
	require.InDelta(t, 8.9, float(t, ten.DurationYears), 0.2)
	require.InDelta(t, 90, float(t, ten.Convexity), 10)
	require.Len(t, ten.KeyRates, 2)
	require.InDelta(t, float(t, ten.Dv01), float(t, ten.KeyRates[0].Dv01.Add(ten.KeyRates[1].Dv01)), 0.0001)
	before := w.price(tenYear).DirtyPrice
	higher := flatCurve("JPY", "2.1")
	higher.AsOf = firstDate
	require.NoError(t, w.keeper.SetCurve(w.ctx, higher))
	require.InDelta(t, 10*float(t, ten.Dv01), float(t, before.Sub(w.price(tenYear).DirtyPrice)), 0.01)
	require.InDelta(t, 0.5, float(t, sensitivity(bill).DurationYears), 0.02)

	w.bonds.set(tenYear, func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_DEFAULTED })
	_, err := w.queries.Sensitivity(w.ctx, &types.QuerySensitivityRequest{Isin: tenYear})
	require.ErrorIs(t, err, types.ErrDefaulted)
}

// A stress values positions as a curve and a rate that had moved would, and calls those who would fall short.
func TestStress(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 2, units(100_000)))
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(90_000), borrower))
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 2, yen(50_000), borrower))
	stress := func(edit func(*types.QueryStressRequest)) *types.QueryStressResponse {
		request := types.QueryStressRequest{Denom: jpy}
		edit(&request)
		response, err := w.queries.Stress(w.ctx, &request)
		require.NoError(t, err)
		return response
	}
	calm := stress(func(*types.QueryStressRequest) {})
	require.Equal(t, uint64(2), calm.LookedAt)
	require.Empty(t, calm.Calls)

	shock := stress(func(r *types.QueryStressRequest) { r.ParallelBp = 100 })
	require.Len(t, shock.Calls, 1)
	require.Equal(t, uint64(1), shock.Calls[0].Number)
	require.Equal(t, shock.Calls[0].Required.Sub(shock.Calls[0].Value), shock.Calls[0].Shortfall)
	value := shock.Calls[0].Value

	for name, edit := range map[string]func(*types.QueryStressRequest){
		"the same by points":    func(r *types.QueryStressRequest) { r.Points = []types.PointShift{{TenorMonths: 12, ShiftBp: 100}} },
		"the same on the curve": func(r *types.QueryStressRequest) { r.Currency, r.ParallelBp = "JPY", 100 },
	} {
		require.Equal(t, value, stress(edit).Calls[0].Value, name)
	}
	require.Empty(t, stress(func(r *types.QueryStressRequest) { r.Currency, r.ParallelBp = "USD", 500 }).Calls)
	require.Len(t, stress(func(r *types.QueryStressRequest) { r.SteepenerBp = -400 }).Calls, 1, "ten of forty years: -400 there is +208")
	require.Empty(t, stress(func(r *types.QueryStressRequest) { r.SteepenerBp = 100 }).Calls)
	require.Empty(t, stress(func(r *types.QueryStressRequest) { r.FxShiftBp = -5_000 }).Calls, "bonds and debt are of yen")

	// It is what the position counts for once the curve has moved.
	moved := flatCurve("JPY", "3")
	moved.AsOf = firstDate
	require.NoError(t, w.keeper.SetCurve(w.ctx, moved))
	require.LessOrEqual(t, w.position(1).CollateralValue.Sub(value).Abs().Int64(), int64(1))
	w.bonds.set(tenYear, func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_DEFAULTED })
	require.Equal(t, uint64(2), stress(func(*types.QueryStressRequest) {}).Unpriced)

	for name, edit := range map[string]func(*types.QueryStressRequest){
		"too far":        func(r *types.QueryStressRequest) { r.ParallelBp = 10_001 },
		"fx to nothing":  func(r *types.QueryStressRequest) { r.FxShiftBp = -10_000 },
		"unsorted":       func(r *types.QueryStressRequest) { r.Points = []types.PointShift{{TenorMonths: 12}, {TenorMonths: 12}} },
		"no tenor":       func(r *types.QueryStressRequest) { r.Points = []types.PointShift{{}} },
		"point too far":  func(r *types.QueryStressRequest) { r.Points = []types.PointShift{{TenorMonths: 12, ShiftBp: -10_001}} },
		"no such curve":  func(r *types.QueryStressRequest) { r.Currency = "yen" },
		"no such market": func(r *types.QueryStressRequest) { r.Denom = "ueur" },
	} {
		request := types.QueryStressRequest{Denom: jpy}
		edit(&request)
		_, err := w.queries.Stress(w.ctx, &request)
		require.Error(t, err, name)
	}
}

// The value of a dollar bond falls with the dollar, whichever way round the rate is kept.
func TestStressOfTheRate(t *testing.T) {
	fx := types.FxRate{Base: "USD", Quote: "JPY", Rate: dec("150"), AsOf: firstDate}
	require.Equal(t, dec("135"), types.Scenario{Home: "JPY", FxBp: -1_000}.Fx(fx).Rate)
	require.Equal(t, dec("166.66666666"), types.Scenario{Home: "USD", FxBp: -1_000}.Fx(fx).Rate, "the yen is worth less dollars")
	require.Equal(t, fx, types.Scenario{Home: "JPY"}.Fx(fx))
}
