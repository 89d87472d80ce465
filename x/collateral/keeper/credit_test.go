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

func TestBorrowAndRepay(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	borrowed, err := w.msgs.Borrow(w.ctx, &types.MsgBorrow{Owner: borrower.String(), Number: 1, Amount: cash(50_000)})
	require.NoError(t, err)
	require.Equal(t, yen(50_000), borrowed.Debt)
	require.Equal(t, yen(50_000), w.balance(borrower, jpy))
	require.Equal(t, yen(950_000), w.market().Pool.Cash)

	w.pass(365 * day)
	owed := w.debt(1)
	require.Equal(t, "50252777778", owed.String(), "rounded up")
	repaid, err := w.msgs.Repay(w.ctx, &types.MsgRepay{
		Payer: borrower.String(), Owner: borrower.String(), Number: 1, Amount: cash(20_000),
	})
	require.NoError(t, err)
	require.Equal(t, yen(20_000), repaid.Repaid)
	require.True(t, repaid.DebtLeft.GTE(owed.Sub(yen(20_000))), "cleared debt is rounded down")
	require.True(t, repaid.DebtLeft.LTE(owed.Sub(yen(20_000)).AddRaw(2)))

	w.give(other, cash(100_000))
	repaid, err = w.msgs.Repay(w.ctx, &types.MsgRepay{
		Payer: other.String(), Owner: borrower.String(), Number: 1, Amount: cash(100_000),
	})
	require.NoError(t, err, "anyone may repay")
	require.True(t, repaid.DebtLeft.IsZero())
	require.Equal(t, yen(100_000).Sub(repaid.Repaid), w.balance(other, jpy), "no more than the debt is taken")
	require.True(t, w.market().Pool.ScaledDebt.IsZero())
	require.Equal(t, math.ZeroInt(), w.debt(1))
	require.Equal(t, math.ZeroInt(), w.debt(99), "a position that is not there owes nothing")
	w.audit()
}

func TestBorrowPaysARecipient(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(10_000), other))
	require.Equal(t, yen(10_000), w.balance(other, jpy))
	require.Equal(t, yen(10_000), w.debt(1))
	borrow := func(to sdk.AccAddress) func(context.Context) error {
		return func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(10_000), to) }
	}
	w.custody.barred = map[string]bool{other.String(): true}
	w.refuses(errBarred, borrow(other))
	require.NoError(t, borrow(borrower)(w.ctx))
	w.custody.barred = map[string]bool{borrower.String(): true}
	w.refuses(errBarred, borrow(borrower))
	w.refuses(errBarred, borrow(other)) // not by another's hand either
}

func TestBorrowRefusals(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	borrow := func(denom string, number uint64, amount math.Int) func(context.Context) error {
		return func(ctx context.Context) error {
			return w.keeper.Borrow(ctx, borrower, denom, number, amount, borrower)
		}
	}
	w.refuses(types.ErrInvalidAmount, borrow(jpy, 1, math.ZeroInt()))
	w.refuses(types.ErrInvalidAmount, borrow(jpy, 1, bondtypes.MaxAmount))
	w.refuses(types.ErrMarketNotFound, borrow(usd, 1, yen(1)))
	w.refuses(types.ErrPositionNotFound, borrow(jpy, 2, yen(1_000)))
	w.refuses(types.ErrBelowMinimum, borrow(jpy, 1, yen(1_000).SubRaw(1)))
	w.refuses(types.ErrUnhealthy, borrow(jpy, 1, yen(96_000)))
	w.refuses(types.ErrInsufficientLiquidity, borrow(jpy, 1, yen(1_000_000).AddRaw(1)))
	w.setTerms(func(terms *types.MarketTerms) { terms.BorrowCap = yen(20_000) })
	w.refuses(types.ErrBorrowCap, borrow(jpy, 1, yen(20_000).AddRaw(1)))
	require.NoError(t, borrow(jpy, 1, yen(20_000))(w.ctx))
	w.setTerms(func(terms *types.MarketTerms) { terms.Pauses.Borrow = true })
	w.refuses(types.ErrPaused, borrow(jpy, 1, yen(1)))
}

func TestBorrowRefusesWhatCannotBeValued(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	borrow := func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(1_000), borrower) }
	for _, test := range []struct {
		status bondtypes.SeriesStatus
		want   error
	}{
		{bondtypes.SERIES_STATUS_ANNOUNCED, types.ErrNotLive},
		{bondtypes.SERIES_STATUS_FROZEN, types.ErrNotLive},
		{bondtypes.SERIES_STATUS_MATURED, types.ErrMatured},
		{bondtypes.SERIES_STATUS_REDEEMED, types.ErrMatured},
		{bondtypes.SERIES_STATUS_DEFAULTED, types.ErrDefaulted},
	} {
		w.bonds.set(tenYear, func(s *bondtypes.Series) { s.Status = test.status })
		w.refuses(test.want, borrow)
	}
	w.bonds.set(tenYear, func(s *bondtypes.Series) {
		s.Status, s.Terms.Call = bondtypes.SERIES_STATUS_LIVE, &bondtypes.CallTerms{}
	})
	w.refuses(types.ErrUnsupportedKind, borrow)
	w.bonds.set(tenYear, func(s *bondtypes.Series) { s.Terms.Call = nil })
	require.NoError(t, borrow(w.ctx))
}

// TestAnIssuerMayNotBorrowAgainstItself, also when it became the issuer after it pledged.
func TestAnIssuerMayNotBorrowAgainstItself(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	w.bonds.issuer.Treasury = borrower.String()
	w.refuses(types.ErrOwnSeries, func(ctx context.Context) error {
		return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(1_000), borrower)
	})
}

func TestMaxBorrowIsExact(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	borrow := func(amount math.Int) func(context.Context) error {
		return func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, amount, borrower) }
	}
	w.pass(333 * day)
	most := w.position(1).MaxBorrow
	require.True(t, most.IsPositive())
	w.refuses(types.ErrUnhealthy, borrow(most.AddRaw(2)))
	require.NoError(t, borrow(most)(w.ctx))
	require.True(t, w.position(1).Healthy)

	w = newWorld(t).supplied().pledged()
	w.setTerms(func(terms *types.MarketTerms) { terms.BorrowCap = yen(30_000) })
	require.Equal(t, yen(30_000), w.position(1).MaxBorrow, "the cap")
	_, _, err := w.keeper.Withdraw(w.ctx, lender, jpy, amountOf(yen(990_000)))
	require.NoError(t, err)
	require.Equal(t, yen(10_000), w.position(1).MaxBorrow, "the cash")
	w.setTerms(func(terms *types.MarketTerms) { terms.MinBorrow = yen(20_000) })
	require.True(t, w.position(1).MaxBorrow.IsZero(), "the minimum")
	w.setTerms(func(terms *types.MarketTerms) { terms.MinBorrow, terms.Pauses.Borrow = math.ZeroInt(), true })
	require.True(t, w.position(1).MaxBorrow.IsZero(), "the pause")
}

func TestRepayRefusals(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	repay := func(payer sdk.AccAddress, denom string, number uint64, amount math.Int) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := w.keeper.Repay(ctx, payer, borrower, denom, number, amount)
			return err
		}
	}
	w.refuses(types.ErrInvalidAmount, repay(borrower, jpy, 1, math.NewInt(-1)))
	w.refuses(types.ErrMarketNotFound, repay(borrower, usd, 1, yen(1)))
	w.refuses(types.ErrPositionNotFound, repay(borrower, jpy, 2, yen(1)))
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 2, units(1)))
	w.refuses(types.ErrNoDebt, repay(borrower, jpy, 2, yen(1)))
	require.Error(t, func() error { cached, _ := w.ctx.CacheContext(); return repay(other, jpy, 1, yen(1))(cached) }(), "no money")
	w.pass(day)
	w.refuses(types.ErrTooSmall, repay(borrower, jpy, 1, whole(1)))
}

// TestLoopsOfBorrowingGainNothing borrows and repays small amounts at an awkward index, over and over.
func TestLoopsOfBorrowingGainNothing(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.setTerms(func(terms *types.MarketTerms) { terms.PolicyRatePct = dec("50") })
	w.pass(500 * day)
	w.setTerms(func(terms *types.MarketTerms) { terms.MinBorrow = math.ZeroInt() })
	wealth := func() math.Int { return w.balance(borrower, jpy).Sub(w.debt(1)) }
	before, reserve := wealth(), w.market().Reserve
	for i := range int64(50) {
		require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, whole(1+i%7), borrower))
		if _, err := w.keeper.Repay(w.ctx, borrower, borrower, jpy, 1, whole(1+i%5)); err != nil {
			require.ErrorIs(t, err, types.ErrTooSmall)
		}
	}
	require.True(t, wealth().LTE(before))
	require.True(t, w.market().Reserve.GTE(reserve))
	w.audit()
}

// aCentury lends half of the largest amount there is at one rate, touches the market each month for a hundred years, and
// returns what is owed then.
func aCentury(t *testing.T, rate string) (w *world, lent, owed math.Int) {
	w = newWorld(t)
	most := bondtypes.MaxAmount.SubRaw(1)
	w.setTerms(func(terms *types.MarketTerms) {
		terms.PolicyRatePct, terms.FullSpreadPct, terms.KinkSpreadPct, terms.BaseSpreadPct = dec("0"), dec(rate), dec(rate), dec(rate)
		terms.SupplyCap, terms.BorrowCap, terms.HealthThresholdPct = most, most, dec("103")
	})
	lent = most.QuoRaw(2)
	w.give(lender, sdk.NewCoin(jpy, lent))
	w.give(borrower, sdk.NewCoin(tenYearD, lent))
	_, err := w.keeper.Supply(w.ctx, lender, sdk.NewCoin(jpy, lent))
	require.NoError(t, err)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, sdk.NewCoins(sdk.NewCoin(tenYearD, lent))))
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, lent, borrower))
	for range 100 * 12 {
		w.pass(365 * day / 12)
		require.NoError(t, w.keeper.UpdateMarket(w.ctx, jpy, w.market().Market.Terms))
	}
	w.audit()
	return w, lent, w.debt(1)
}

// TestACenturyAtTheTopRate: a debt that no message can carry any more, and still nothing overflows.
func TestACenturyAtTheTopRate(t *testing.T) {
	w, lent, owed := aCentury(t, "100")
	require.True(t, owed.GT(lent.Mul(math.NewIntWithDecimal(1, 41))))
	require.False(t, w.position(1).Healthy)
	most := bondtypes.MaxAmount.SubRaw(1)
	w.refuses(types.ErrTooSmall, func(ctx context.Context) error {
		_, err := w.keeper.Repay(ctx, borrower, borrower, jpy, 1, most)
		return err
	})
	w.refuses(types.ErrInsufficientLiquidity, func(ctx context.Context) error {
		_, _, err := w.keeper.Withdraw(ctx, lender, jpy, all())
		return err
	})
}

// TestACenturyAtTwentyPercent closes: the debt, some 400 million times what was lent, is repaid in pieces.
func TestACenturyAtTwentyPercent(t *testing.T) {
	w, lent, owed := aCentury(t, "20")
	require.True(t, owed.GT(lent.MulRaw(400_000_000)))
	w.give(borrower, sdk.NewCoin(jpy, owed))
	most := bondtypes.MaxAmount.SubRaw(1)
	for range 10 {
		repaid, err := w.keeper.Repay(w.ctx, borrower, borrower, jpy, 1, most)
		require.NoError(t, err)
		require.Equal(t, most, repaid)
	}
	amount, _, err := w.keeper.Withdraw(w.ctx, lender, jpy, amountOf(most))
	require.NoError(t, err)
	require.Equal(t, most, amount)
	w.audit()
}
