package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// foresight is a world in which a plan is asked about, and then carried out.
type foresight struct {
	*world
	add, release  sdk.Coins
	borrow, repay math.Int
}

func drawForesight(t *rapid.T, test *testing.T) foresight {
	w := newWorld(test).supplied().pledged()
	w.give(borrower, sdk.NewInt64Coin(billD, 200_000), sdk.NewInt64Coin(dollarD, 200_000), cash(1_000_000))
	if rapid.Bool().Draw(t, "has debt") {
		require.NoError(w, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(50_000), borrower))
		w.pass(day)
	}
	market, err := w.keeper.GetMarket(w.ctx, jpy)
	require.NoError(w, err)
	terms := market.Terms
	terms.MinBorrow = yen(rapid.SampledFrom([]int64{0, 1_000, 40_000, 80_000}).Draw(t, "minimum"))
	terms.BorrowCap = yen(rapid.SampledFrom([]int64{1_000_000_000, 70_000}).Draw(t, "cap"))
	terms.Pauses.Borrow = rapid.IntRange(0, 7).Draw(t, "borrowing is paused") == 0
	terms.Pauses.Release = rapid.IntRange(0, 3).Draw(t, "release is paused") == 0
	if rapid.IntRange(0, 3).Draw(t, "isolating") == 0 {
		isolate(&terms)
	}
	require.NoError(w, w.keeper.UpdateMarket(w.ctx, jpy, terms))
	w.custody.barred[borrower.String()] = rapid.IntRange(0, 7).Draw(t, "barred") == 0
	w.bonds.arrears[bill] = rapid.IntRange(0, 7).Draw(t, "arrears") == 0

	f := foresight{world: w, borrow: math.ZeroInt(), repay: math.ZeroInt()}
	amount := rapid.SampledFrom([]int64{1, 900_000_000, 10_000 * million, 49_500 * million, 50_001 * million, 94_000 * million, 2_000_000 * million})
	bonds := func(name string) sdk.Coins {
		denom := rapid.SampledFrom([]string{tenYearD, billD, dollarD}).Draw(t, name)
		return sdk.NewCoins(sdk.NewInt64Coin(denom, rapid.SampledFrom([]int64{1, 40_000, 100_000}).Draw(t, "face")))
	}
	asked := func(name string) bool { return rapid.IntRange(0, 2).Draw(t, name) == 0 }
	if asked("add") {
		f.add = bonds("what is added")
	}
	if asked("release") {
		f.release = bonds("what is released")
	}
	if asked("borrow") {
		f.borrow = math.NewInt(amount.Draw(t, "borrowed"))
	}
	if asked("repay") {
		f.repay = math.NewInt(amount.Draw(t, "repaid"))
	}
	return f
}

// carryOut does what the plan says, one message after the other, as the borrower would.
func (f foresight) carryOut(ctx sdk.Context) error {
	who := borrower.String()
	if !f.add.Empty() {
		if _, err := f.msgs.AddCollateral(ctx, &types.MsgAddCollateral{Owner: who, Denom: jpy, Number: 1, Bonds: f.add}); err != nil {
			return err
		}
	}
	if f.repay.IsPositive() {
		if _, err := f.msgs.Repay(ctx, &types.MsgRepay{Payer: who, Owner: who, Number: 1, Amount: sdk.NewCoin(jpy, f.repay)}); err != nil {
			return err
		}
	}
	if !f.release.Empty() {
		release := types.MsgReleaseCollateral{Owner: who, Denom: jpy, Number: 1, Collateral: f.release}
		if _, err := f.msgs.ReleaseCollateral(ctx, &release); err != nil {
			return err
		}
	}
	if f.borrow.IsPositive() {
		_, err := f.msgs.Borrow(ctx, &types.MsgBorrow{Owner: who, Number: 1, Amount: sdk.NewCoin(jpy, f.borrow)})
		return err
	}
	return nil
}

// Who asks "what if" gets what happens then: the same refusal, or the same position, health and rate.
func TestForecastIsWhatHappens(t *testing.T) {
	var accepted, refused int
	rapid.Check(t, func(r *rapid.T) {
		f := drawForesight(r, t)
		request := types.QueryForecastRequest{
			Owner: borrower.String(), Denom: jpy, Number: 1, Add: f.add.String(), Release: f.release.String(),
			Borrow: f.borrow.String(), Repay: f.repay.String(),
		}
		if f.borrow.IsZero() {
			request.Borrow = ""
		}
		if f.repay.IsZero() {
			request.Repay = ""
		}
		said, err := f.queries.Forecast(f.ctx, &request)
		require.NoError(r, err)
		err = f.carryOut(f.ctx)
		if said.Refusal != "" {
			refused++
			require.EqualError(r, err, said.Refusal)
			return
		}
		accepted++
		require.NoError(r, err)
		require.Equal(r, said.BorrowRatePct, f.market().BorrowRatePct)
		is, err := f.queries.Position(f.ctx, &types.QueryPositionRequest{Owner: borrower.String(), Denom: jpy, Number: 1})
		if said.Position.Position.IsEmpty() {
			require.ErrorIs(r, err, types.ErrPositionNotFound)
			return
		}
		require.NoError(r, err)
		is.Position, said.Position.Position = types.Position{}, types.Position{} // the row has its place in the index besides
		require.Equal(r, is, &said.Position)
	})
	require.Greater(t, accepted, 10)
	require.Greater(t, refused, 10)
}

// A repayment by hand leaves nothing or the minimum; a module repays what there is.
func TestRepaymentsLeaveNoDust(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.give(borrower, cash(100_000))
	repay := func(amount int64) error {
		_, err := w.msgs.Repay(w.ctx, &types.MsgRepay{
			Payer: borrower.String(), Owner: borrower.String(), Number: 1, Amount: cash(amount),
		})
		return err
	}
	require.ErrorIs(t, repay(49_001), types.ErrBelowMinimum)
	require.NoError(t, repay(49_000))
	require.Equal(t, yen(1_000), w.debt(1), "the minimum")
	require.ErrorIs(t, repay(1), types.ErrBelowMinimum)
	_, err := w.keeper.Repay(w.ctx, borrower, borrower, jpy, 1, yen(500))
	require.NoError(t, err, "a module repays what there is")
	require.NoError(t, repay(1), "it is below already")
	require.NoError(t, repay(1_000))
	require.True(t, w.debt(1).IsZero())
	w.audit()
}
