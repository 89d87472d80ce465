package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

func all() types.Withdrawal { return types.Withdrawal{All: true} }

func amountOf(n math.Int) types.Withdrawal { return types.Withdrawal{Amount: n} }

func TestSupplyAndWithdraw(t *testing.T) {
	w := newWorld(t)
	w.give(lender, cash(1_000))
	response, err := w.msgs.Supply(w.ctx, &types.MsgSupply{Supplier: lender.String(), Amount: cash(600)})
	require.NoError(t, err)
	require.Equal(t, yen(600), response.Claims)
	require.Equal(t, yen(400), w.balance(lender, jpy))
	require.Equal(t, yen(600), w.market().TotalSupply)

	back, err := w.msgs.Withdraw(w.ctx, &types.MsgWithdraw{Supplier: lender.String(), Denom: jpy, Amount: yen(100)})
	require.NoError(t, err)
	require.Equal(t, types.MsgWithdrawResponse{Amount: yen(100), ClaimsBurnt: yen(100)}, *back)
	back, err = w.msgs.Withdraw(w.ctx, &types.MsgWithdraw{Supplier: lender.String(), Denom: jpy, Claims: yen(200)})
	require.NoError(t, err)
	require.Equal(t, types.MsgWithdrawResponse{Amount: yen(200), ClaimsBurnt: yen(200)}, *back)
	back, err = w.msgs.Withdraw(w.ctx, &types.MsgWithdraw{Supplier: lender.String(), Denom: jpy, All: true})
	require.NoError(t, err)
	require.Equal(t, types.MsgWithdrawResponse{Amount: yen(300), ClaimsBurnt: yen(300)}, *back)
	require.Equal(t, yen(1_000), w.balance(lender, jpy))
	require.Empty(t, w.dump().Supplies, "an empty row is gone")
	w.audit()
}

func TestClaimsEarnInterest(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	// 5 % is lent: 0.5 % + 0.1 % × 5/90, of which a tenth is kept.
	require.Equal(t, "0.505555555555555555", w.market().BorrowRatePct.String())
	w.pass(365 * day)
	report := w.market()
	require.Equal(t, "50252777778", report.TotalDebt.String())
	require.Equal(t, "1000227500000", report.TotalSupply.String())
	supply, err := w.queries.Supply(w.ctx, &types.QuerySupplyRequest{Supplier: lender.String(), Denom: jpy})
	require.NoError(t, err)
	require.Equal(t, report.TotalSupply, supply.Value)
	require.Equal(t, yen(1_000_000), supply.Claims)

	w.give(other, cash(1_000))
	claims, err := w.keeper.Supply(w.ctx, other, cash(1_000))
	require.NoError(t, err)
	require.True(t, claims.LT(yen(1_000)), "a claim is worth more than one now")
	amount, burnt, err := w.keeper.Withdraw(w.ctx, other, jpy, types.Withdrawal{Claims: claims})
	require.NoError(t, err)
	require.Equal(t, claims, burnt)
	require.True(t, amount.LTE(yen(1_000)))
	require.True(t, amount.GTE(yen(1_000).SubRaw(2)))
	w.audit()
}

func TestSupplyRefusals(t *testing.T) {
	w := newWorld(t).supplied()
	supply := func(c sdk.Coin) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := w.keeper.Supply(ctx, lender, c)
			return err
		}
	}
	w.refuses(types.ErrMarketNotFound, supply(sdk.NewInt64Coin(usd, 5)))
	w.refuses(types.ErrInvalidAmount, supply(sdk.Coin{Denom: jpy, Amount: math.ZeroInt()}))
	w.refuses(types.ErrSupplyCap, supply(cash(999_000_001)))
	w.setTerms(func(terms *types.MarketTerms) { terms.Pauses.Supply = true })
	w.refuses(types.ErrPaused, supply(cash(1)))
	_, _, err := w.keeper.Withdraw(w.ctx, lender, jpy, all())
	require.NoError(t, err, "withdrawing cannot be paused")
}

func TestSupplyOfLessThanAClaim(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.setTerms(func(terms *types.MarketTerms) { terms.PolicyRatePct = dec("50") })
	w.pass(50 * 365 * day)
	w.give(other, sdk.NewInt64Coin(jpy, 1))
	w.refuses(types.ErrTooSmall, func(ctx context.Context) error {
		_, err := w.keeper.Supply(ctx, other, sdk.NewInt64Coin(jpy, 1))
		return err
	})
}

func TestWithdrawRefusals(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	withdraw := func(who sdk.AccAddress, denom string, how types.Withdrawal) func(context.Context) error {
		return func(ctx context.Context) error {
			_, _, err := w.keeper.Withdraw(ctx, who, denom, how)
			return err
		}
	}
	w.refuses(types.ErrMarketNotFound, withdraw(lender, usd, all()))
	w.refuses(types.ErrInsufficientClaims, withdraw(other, jpy, all()))
	w.refuses(types.ErrInsufficientClaims, withdraw(other, jpy, amountOf(yen(1))))
	w.refuses(types.ErrInsufficientClaims, withdraw(lender, jpy, amountOf(yen(1_000_001))))
	w.refuses(types.ErrInsufficientClaims, withdraw(lender, jpy, types.Withdrawal{Claims: yen(1_000_001)}))
	w.refuses(types.ErrInsufficientLiquidity, withdraw(lender, jpy, all()))
	w.refuses(types.ErrInsufficientLiquidity, withdraw(lender, jpy, amountOf(yen(950_000).AddRaw(1))))
	w.refuses(types.ErrInvalidAmount, withdraw(lender, jpy, types.Withdrawal{}))
	_, _, err := w.keeper.Withdraw(w.ctx, lender, jpy, amountOf(yen(950_000)))
	require.NoError(t, err, "all the cash there is")
	require.Equal(t, dec("100"), w.market().UtilisationPct)
	w.audit()
}

func TestDonationsChangeNothing(t *testing.T) {
	w := newWorld(t).supplied()
	before := w.dump()
	w.give(module, cash(5_000_000))
	require.Equal(t, before, w.dump())
	w.give(other, cash(1_000))
	claims, err := w.keeper.Supply(w.ctx, other, cash(1_000))
	require.NoError(t, err)
	require.Equal(t, yen(1_000), claims)
	w.refuses(types.ErrInsufficientClaims, func(ctx context.Context) error {
		_, _, err := w.keeper.Withdraw(ctx, lender, jpy, amountOf(yen(1_000_001)))
		return err
	})
	w.audit()
}

// TestFirstSupplierCannotRobTheSecond: one base unit, then a large donation, and still a claim costs one.
func TestFirstSupplierCannotRobTheSecond(t *testing.T) {
	w := newWorld(t)
	w.give(other, sdk.NewInt64Coin(jpy, 1))
	_, err := w.keeper.Supply(w.ctx, other, sdk.NewInt64Coin(jpy, 1))
	require.NoError(t, err)
	w.give(module, cash(1_000_000))
	w.give(lender, sdk.NewInt64Coin(jpy, 999_999))
	claims, err := w.keeper.Supply(w.ctx, lender, sdk.NewInt64Coin(jpy, 999_999))
	require.NoError(t, err)
	require.Equal(t, whole(999_999), claims)
	amount, _, err := w.keeper.Withdraw(w.ctx, other, jpy, all())
	require.NoError(t, err)
	require.Equal(t, whole(1), amount)
	amount, _, err = w.keeper.Withdraw(w.ctx, lender, jpy, all())
	require.NoError(t, err)
	require.Equal(t, whole(999_999), amount)
}

// TestLastLeaver: everyone repays and leaves; what stays is the reserve, and the market starts again without harm.
func TestLastLeaver(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.pass(365 * day)
	w.give(borrower, cash(1_000))
	_, err := w.keeper.Repay(w.ctx, borrower, borrower, jpy, 1, yen(60_000))
	require.NoError(t, err)
	amount, _, err := w.keeper.Withdraw(w.ctx, lender, jpy, all())
	require.NoError(t, err)
	require.True(t, amount.GT(yen(1_000_000)))
	report := w.market()
	require.True(t, report.Pool.ScaledSupply.IsZero())
	require.True(t, report.Pool.ScaledDebt.IsZero())
	require.Equal(t, report.Pool.Cash, report.Reserve)
	require.True(t, report.Reserve.IsPositive())
	w.pass(365 * day)
	w.give(other, cash(1_000))
	_, err = w.keeper.Supply(w.ctx, other, cash(1_000))
	require.NoError(t, err)
	amount, _, err = w.keeper.Withdraw(w.ctx, other, jpy, all())
	require.NoError(t, err)
	require.True(t, amount.GTE(yen(1_000).SubRaw(2)) && amount.LTE(yen(1_000)))
	w.audit()
}

// TestLoopsOfOneUnitGainNothing supplies and withdraws the smallest amounts at an awkward index, over and over.
func TestLoopsOfOneUnitGainNothing(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.pass(777 * day)
	w.give(other, sdk.NewInt64Coin(jpy, 1_000))
	reserve := w.market().Reserve
	for i := range int64(100) {
		if _, err := w.keeper.Supply(w.ctx, other, sdk.NewInt64Coin(jpy, 2+i%3)); err != nil {
			continue
		}
		if _, _, err := w.keeper.Withdraw(w.ctx, other, jpy, amountOf(whole(1))); err != nil {
			require.ErrorIs(t, err, types.ErrInsufficientClaims)
		}
	}
	_, _, err := w.keeper.Withdraw(w.ctx, other, jpy, all())
	require.NoError(t, err)
	require.True(t, w.balance(other, jpy).LTE(whole(1_000)))
	require.True(t, w.market().Reserve.GTE(reserve))
	w.audit()
}
