package keeper_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// book has positions of the borrower, each of some bonds, and as much debt as a part of what they carry.
func (w *world) book(t *rapid.T) (numbers []uint64) {
	w.give(lender, cash(100_000_000))
	_, err := w.keeper.Supply(w.ctx, lender, cash(100_000_000))
	require.NoError(w, err)
	w.give(borrower, sdk.NewInt64Coin(tenYearD, 100_000_000), sdk.NewInt64Coin(billD, 100_000_000), sdk.NewInt64Coin(dollarD, 1_000_000))
	for number := uint64(1); number <= 6; number++ {
		for _, denom := range rapid.SampledFrom([][]string{{tenYearD}, {billD}, {dollarD}, {tenYearD, dollarD}, {tenYearD, billD}}).Draw(t, "bonds") {
			face := rapid.Int64Range(10_000, 50_000).Draw(t, "face")
			require.NoError(w, w.keeper.AddCollateral(w.ctx, borrower, jpy, number, coin(denom, face)))
		}
		part := rapid.Int64Range(70, 100).Draw(t, "percent of what it carries")
		debt := w.position(number).MaxBorrow.MulRaw(part).QuoRaw(100)
		require.NoError(w, w.keeper.Borrow(w.ctx, borrower, jpy, number, debt, borrower))
		numbers = append(numbers, number)
	}
	w.endBlock()
	return numbers
}

func (w *world) risk(number uint64) *types.QueryRiskResponse {
	w.Helper()
	risk, err := w.queries.Risk(w.ctx, &types.QueryRiskRequest{Owner: borrower.String(), Denom: jpy, Number: number})
	require.NoError(w, err)
	return risk
}

// Who asks which positions a shift of curves and rates would call gets those that are called once they have shifted so, and no other,
// with the value that they have then.
func TestStressIsWhatHappens(t *testing.T) {
	var called int
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		numbers := w.book(r)
		request := types.QueryStressRequest{Denom: jpy}
		request.Currency = rapid.SampledFrom([]string{"", "JPY", "USD"}).Draw(r, "curve")
		request.ParallelBp = rapid.Int32Range(-200, 300).Draw(r, "parallel")
		request.SteepenerBp = rapid.Int32Range(-60, 20).Draw(r, "steepener")
		request.FxShiftBp = rapid.Int32Range(-20, 10).Draw(r, "rate in percent") * 100
		said, err := w.queries.Stress(w.ctx, &request)
		if errors.Is(err, types.ErrInvalidCurve) {
			r.Skip("no such curve has discount factors")
		}
		require.NoError(r, err)
		require.Equal(r, uint64(len(numbers)), said.LookedAt)

		for _, curve := range []types.Curve{flatCurve("JPY", "2"), flatCurve("USD", "4")} {
			if request.Currency != "" && request.Currency != curve.Currency {
				continue
			}
			for i, turn := range []int32{-request.SteepenerBp, request.SteepenerBp} {
				shift := math.LegacyNewDecWithPrec(int64(request.ParallelBp+turn), 2)
				curve.Points[i].ParYieldPct = curve.Points[i].ParYieldPct.Add(shift)
			}
			require.NoError(r, w.keeper.SetCurve(w.ctx, curve))
		}
		rate := math.LegacyNewDec(150).MulInt64(10_000 + int64(request.FxShiftBp)).QuoInt64(10_000)
		require.NoError(r, w.keeper.SetFx(w.ctx, types.FxRate{Base: "USD", Quote: "JPY", Rate: rate, AsOf: firstDate}))
		w.endBlock()
		calls := map[uint64]types.StressedPosition{}
		for _, call := range said.Calls {
			calls[call.Number] = call
		}
		for _, number := range numbers {
			risk := w.risk(number)
			call, predicted := calls[number]
			require.Equal(r, predicted, risk.Stage != types.STAGE_SOUND, "position %d", number)
			if predicted {
				called++
				require.Equal(r, []math.Int{risk.Debt, risk.Value, risk.Required}, []math.Int{call.Debt, call.Value, call.Required})
			}
		}
		w.audit()
	})
	require.Greater(t, called, 10)
}

// The liquidation curve of a position is what becomes of it: dollar bonds lose what the dollar loses, to the unit.
func TestLiquidationCurveIsWhatHappens(t *testing.T) {
	for i, fall := range []int64{0, 1, 2, 5, 10, 20, 40} {
		w := newWorld(t).supplied()
		w.give(borrower, sdk.NewInt64Coin(dollarD, 10_000))
		require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, coin(dollarD, 5_000)))
		debt := w.position(1).MaxBorrow.MulRaw(95).QuoRaw(100)
		require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, debt, borrower))
		w.endBlock()
		said := w.risk(1)
		slack := said.SlackPct
		point := said.Curve[i]
		require.Equal(t, math.LegacyNewDec(fall), point.FallPct)

		rate := math.LegacyNewDec(150).MulInt64(100 - fall).QuoInt64(100)
		require.NoError(t, w.keeper.SetFx(w.ctx, types.FxRate{Base: "USD", Quote: "JPY", Rate: rate, AsOf: firstDate}))
		w.endBlock()
		is := w.risk(1)
		require.InDelta(t, said.Value.MulRaw(100-fall).QuoRaw(100).Int64(), is.Value.Int64(), 1)
		require.InDelta(t, point.Shortfall.Int64(), math.MaxInt(math.ZeroInt(), is.Required.Sub(is.Value)).Int64(), 1)
		require.InDelta(t, point.HealthPct.MustFloat64(), types.HealthPctDown(is.Value, is.Debt).MustFloat64(), 0.0001)
		require.Equal(t, slack.LT(point.FallPct), is.Stage != types.STAGE_SOUND, "%d percent down", fall)
		require.Equal(t, point.Shortfall.IsPositive(), is.Stage != types.STAGE_SOUND)
	}
}
