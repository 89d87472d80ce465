package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

func TestPrincipalRepaysDebtFirst(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.pass(100 * day)
	owed := w.debt(1)
	require.NoError(t, w.redeem(borrower, 1, units(20_000)[0], jpy))
	require.True(t, w.debt(1).Sub(owed.Sub(yen(20_000))).Abs().LTE(whole(2)))
	require.Equal(t, yen(50_000), w.balance(borrower, jpy), "nothing was paid out")
	require.Equal(t, units(80_000), w.position(1).Position.Bonds)
	w.audit()

	owed = w.debt(1)
	require.NoError(t, w.redeem(borrower, 1, units(80_000)[0], jpy))
	require.Equal(t, yen(50_000).Add(yen(80_000).Sub(owed)), w.balance(borrower, jpy), "the surplus is the owner's")
	require.Empty(t, w.dump().Positions)
	w.audit()
}

func TestPrincipalWithoutDebtIsTheOwners(t *testing.T) {
	w := newWorld(t).pledged()
	require.NoError(t, w.redeem(borrower, 1, units(100_000)[0], jpy))
	require.Equal(t, yen(100_000), w.balance(borrower, jpy))
	require.Empty(t, w.dump().Positions)
	w.audit()
}

// TestForeignPrincipalStaysAsCash while there is debt; it counts less the haircut, and leaves when the debt allows.
func TestForeignPrincipalStaysAsCash(t *testing.T) {
	w := newWorld(t).supplied()
	w.give(borrower, coin(dollarD, 1_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, coin(dollarD, 1_000)))
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(100_000), borrower))
	require.NoError(t, w.redeem(borrower, 1, coin(dollarD, 400)[0], usd))
	require.NoError(t, w.redeem(borrower, 1, coin(dollarD, 600)[0], usd))
	state := w.position(1)
	require.Equal(t, coin(usd, 1_000*million), state.Position.Cash)
	require.Equal(t, yen(1_000*150*9/10), state.CollateralValue)
	require.True(t, state.Healthy)
	require.True(t, w.balance(borrower, usd).IsZero())
	w.audit()

	release := func(n int64) func(context.Context) error {
		return func(ctx context.Context) error {
			return w.keeper.ReleaseCollateral(ctx, borrower, jpy, 1, coin(usd, n))
		}
	}
	// 100,000 yen need 105,000 of value: 777.777… dollars.
	w.refuses(types.ErrUnhealthy, release(222_222_223))
	require.NoError(t, release(222_222_222)(w.ctx))
	require.Equal(t, whole(222_222_222), w.balance(borrower, usd))
	w.refuses(types.ErrInsufficientCollateral, release(777_777_779))

	_, err := w.keeper.Repay(w.ctx, borrower, borrower, jpy, 1, yen(100_000))
	require.NoError(t, err)
	require.NoError(t, release(777_777_778)(w.ctx))
	require.Empty(t, w.dump().Positions)
	require.True(t, w.balance(module, usd).IsZero())
	w.audit()
}

func TestForeignPrincipalWithoutDebtIsTheOwners(t *testing.T) {
	w := newWorld(t)
	w.give(borrower, coin(dollarD, 10)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, coin(dollarD, 10)))
	require.NoError(t, w.redeem(borrower, 1, coin(dollarD, 10)[0], usd))
	require.Equal(t, whole(10*million), w.balance(borrower, usd))
	require.Empty(t, w.dump().Positions)
}

// TestMaturedBondsWaitForTheirPrincipal: between maturity and payment nothing can be borrowed, and the rest can be repaid.
func TestMaturedBondsWaitForTheirPrincipal(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.give(borrower, coin(billD, 10_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, coin(billD, 10_000)))
	w.bonds.set(bill, func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_MATURED })
	borrow := func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(1), borrower) }
	w.refuses(types.ErrMatured, borrow)
	require.NoError(t, w.redeem(borrower, 1, coin(billD, 10_000)[0], jpy))
	require.NoError(t, borrow(w.ctx))
	w.audit()
}

func TestRedemptionsThatAreNotOurs(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	redeemed := func(pledgee, ref string, bond sdk.Coin) func(context.Context) error {
		return func(ctx context.Context) error {
			return w.keeper.AfterPledgeRedeemed(ctx, borrower, pledgee, ref, bond, cash(1))
		}
	}
	before := w.dump()
	require.NoError(t, redeemed("repo", "whatever", units(1)[0])(w.ctx))
	require.Equal(t, before, w.dump())
	w.refuses(types.ErrPositionNotFound, redeemed(types.ModuleName, "2/ujpy", units(1)[0]))
	w.refuses(types.ErrPositionNotFound, redeemed(types.ModuleName, "ujpy", units(1)[0]))
	w.refuses(types.ErrMarketNotFound, redeemed(types.ModuleName, "1/uusd", units(1)[0]))
	w.refuses(types.ErrBrokenLaw, redeemed(types.ModuleName, "1/ujpy", units(100_001)[0]))
	require.Equal(t, math.ZeroInt(), w.balance(module, usd))
}

// TestCouponsRepayInDanger: the coupon of a sound position is its owner's; one in danger has its debt repaid first.
func TestCouponsRepayInDanger(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(43_000), borrower))
	require.NoError(t, w.keeper.EndBlock(w.ctx))
	require.True(t, w.coupon(borrower, 1, cash(1_050)).IsZero())

	require.NoError(t, w.keeper.SetCurve(w.ctx, flatCurve("JPY", "2.5")))
	require.NoError(t, w.keeper.EndBlock(w.ctx))
	require.Equal(t, types.STAGE_CALLED, w.position(1).Position.Watch.Stage)
	owed := w.debt(1)
	require.Equal(t, yen(1_050), w.coupon(borrower, 1, cash(1_050)))
	require.True(t, owed.Sub(yen(1_050)).Sub(w.debt(1)).Abs().LTE(whole(1)))
	w.audit()

	// What the debt does not need is the owner's.
	owed = w.debt(1)
	require.Equal(t, owed, w.coupon(borrower, 1, sdk.NewCoin(jpy, owed.Add(yen(7)))))
	require.Equal(t, types.STAGE_UNSPECIFIED, w.position(1).Position.Watch.Stage)
	require.True(t, w.coupon(borrower, 1, cash(1_050)).IsZero(), "no debt, no danger")
	w.audit()
}

// TestForeignCouponsStayInDanger: they count as cash of the position, and may end the danger.
func TestForeignCouponsStayInDanger(t *testing.T) {
	w := newWorld(t).supplied()
	w.give(borrower, coin(dollarD, 1_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, coin(dollarD, 1_000)))
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(125_000), borrower))
	require.NoError(t, w.keeper.SetFx(w.ctx, types.FxRate{Base: "USD", Quote: "JPY", Rate: dec("142"), AsOf: "2026-01-07"}))
	require.NoError(t, w.keeper.EndBlock(w.ctx))
	require.True(t, w.position(1).Position.InDanger())
	dollars := sdk.NewInt64Coin(usd, 20*million)
	require.Equal(t, dollars.Amount, w.coupon(borrower, 1, dollars))
	require.Equal(t, sdk.NewCoins(dollars), w.position(1).Position.Cash)
	require.Equal(t, yen(125_000), w.debt(1))
	w.audit()

	w.coupon(borrower, 1, sdk.NewInt64Coin(usd, 100*million))
	require.Equal(t, types.STAGE_SOUND, w.position(1).Position.Watch.Stage)
	require.True(t, w.coupon(borrower, 1, dollars).IsZero())
	w.audit()
}

func TestCouponsThatAreNotOurs(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	take := func(pledgee, ref string) (math.Int, error) {
		return w.keeper.TakePledgeCoupon(w.ctx, borrower, pledgee, ref, cash(1))
	}
	taken, err := take("repo", "somebody/7")
	require.NoError(t, err)
	require.True(t, taken.IsZero())
	for _, ref := range []string{"2/ujpy", "1/uusd", "x"} {
		_, err = take(types.ModuleName, ref)
		require.ErrorIs(t, err, types.ErrPositionNotFound)
	}
}

// TestArrearsStopNewRisk: while a payment is missed nobody borrows against the series or takes it out, and the marks go on.
func TestArrearsStopNewRisk(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.bonds.arrears[tenYear] = true
	require.NoError(t, w.keeper.News().AfterPaymentMissed(w.ctx, tenYear, 1))
	w.refuses(types.ErrArrears, func(ctx context.Context) error {
		return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(1_000), borrower)
	})
	w.refuses(types.ErrArrears, func(ctx context.Context) error {
		return w.keeper.ReleaseCollateral(ctx, borrower, jpy, 1, units(1))
	})
	require.Equal(t, types.PRICE_STATE_ARREARS, w.position(1).Collateral[0].State)
	require.NoError(t, w.keeper.EndBlock(w.ctx))
	require.Equal(t, types.STAGE_SOUND, w.position(1).Position.Watch.Stage, "a missed payment is no default")

	require.NoError(t, w.keeper.SetCurve(w.ctx, flatCurve("JPY", "10")))
	require.NoError(t, w.keeper.EndBlock(w.ctx))
	require.True(t, w.position(1).Position.InDanger(), "the curve still tells")
	require.NoError(t, w.keeper.SetCurve(w.ctx, flatCurve("JPY", "2")))
	require.NoError(t, w.keeper.EndBlock(w.ctx))
	delete(w.bonds.arrears, tenYear)
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(1_000), borrower))
	w.audit()
}
