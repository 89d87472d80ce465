package keeper_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

func TestAddAndReleaseCollateral(t *testing.T) {
	w := newWorld(t)
	w.give(borrower, units(100)...)
	w.give(borrower, coin(billD, 50)...)
	add := types.MsgAddCollateral{Owner: borrower.String(), Denom: jpy, Number: 7, Bonds: units(60).Add(coin(billD, 50)...)}
	_, err := w.msgs.AddCollateral(w.ctx, &add)
	require.NoError(t, err)
	_, err = w.msgs.AddCollateral(w.ctx, &types.MsgAddCollateral{Owner: borrower.String(), Denom: jpy, Number: 7, Bonds: units(40)})
	require.NoError(t, err)
	require.Equal(t, whole(100), w.custody.Pledged(w.ctx, borrower, tenYearD, types.ModuleName, "7/ujpy"))
	require.Equal(t, whole(100), w.balance(borrower, tenYearD), "pledged bonds stay with their owner")
	require.Equal(t, units(100).Add(coin(billD, 50)...), w.position(7).Position.Bonds)
	w.audit()

	_, err = w.msgs.ReleaseCollateral(w.ctx, &types.MsgReleaseCollateral{
		Owner: borrower.String(), Denom: jpy, Number: 7, Collateral: units(30),
	})
	require.NoError(t, err)
	w.audit()
	require.NoError(t, w.keeper.ReleaseCollateral(w.ctx, borrower, jpy, 7, units(70).Add(coin(billD, 50)...)))
	require.Empty(t, w.dump().Positions, "an empty position is gone")
	require.True(t, w.custody.Pledged(w.ctx, borrower, tenYearD, types.ModuleName, "7/ujpy").IsZero())
}

func TestPositionsAreSeparate(t *testing.T) {
	w := newWorld(t)
	w.give(borrower, units(100)...)
	for number := range uint64(3) {
		require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, number, units(10)))
	}
	response, err := w.queries.Positions(w.ctx, &types.QueryPositionsRequest{Owner: borrower.String()})
	require.NoError(t, err)
	require.Len(t, response.Positions, 3)
	require.NoError(t, w.keeper.ReleaseCollateral(w.ctx, borrower, jpy, 1, units(10)))
	w.refuses(types.ErrPositionNotFound, func(ctx context.Context) error {
		return w.keeper.ReleaseCollateral(ctx, borrower, jpy, 1, units(1))
	})
	w.audit()
}

func TestAddCollateralRefusals(t *testing.T) {
	w := newWorld(t)
	w.give(borrower, units(100)...)
	add := func(owner sdk.AccAddress, denom string, bonds sdk.Coins) func(context.Context) error {
		return func(ctx context.Context) error { return w.keeper.AddCollateral(ctx, owner, denom, 1, bonds) }
	}
	w.refuses(types.ErrMarketNotFound, add(borrower, "ueur", units(1)))
	w.refuses(types.ErrInvalidCollateral, add(borrower, jpy, coin(jpy, 1)))
	w.refuses(types.ErrInvalidCollateral, add(borrower, jpy, nil))
	w.refuses(bondtypes.ErrSeriesNotFound, add(borrower, jpy, coin("bond/JP1103801RA7", 1)))
	w.refuses(types.ErrOwnSeries, add(ministry, jpy, units(1)))
	w.refuses(types.ErrOwnSeries, add(treasury, jpy, units(1)))
	w.refuses(errNotFree, add(borrower, jpy, units(101)))
	w.setTerms(func(terms *types.MarketTerms) { terms.AcceptedCurrencies = []string{"JPY"} })
	w.refuses(types.ErrCurrencyNotAccepted, add(borrower, jpy, coin(dollarD, 1)))
	w.bonds.set(dollar, func(s *bondtypes.Series) { s.Terms.Currency = "ueur" })
	w.refuses(types.ErrCurrencyNotFound, add(borrower, jpy, coin(dollarD, 1)))
}

// TestCollateralThatNoCurvePricesIsRefused: it would count for nothing and could never be sold. More of what a position has already
// is taken: whoever is called may add what counts at its last price.
func TestCollateralThatNoCurvePricesIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		edit func(*bondtypes.Series)
		want error
	}{
		"callable":  {func(s *bondtypes.Series) { s.Terms.Call = &bondtypes.CallTerms{} }, types.ErrUnsupportedKind},
		"announced": {func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_ANNOUNCED }, types.ErrNotLive},
		"frozen":    {func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_FROZEN }, types.ErrNotLive},
		"matured":   {func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_MATURED }, types.ErrMatured},
		"defaulted": {func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_DEFAULTED }, types.ErrDefaulted},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).supplied().pledged().borrowed()
			w.give(borrower, units(100)[0], coin(dollarD, 100)[0])
			w.bonds.set(dollar, test.edit)
			w.refuses(test.want, func(ctx context.Context) error {
				return w.keeper.AddCollateral(ctx, borrower, jpy, 1, coin(dollarD, 1))
			})
			w.bonds.set(tenYear, test.edit)
			require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, units(1)))
			w.audit()
		})
	}
}

func TestSeriesInAPositionAreBounded(t *testing.T) {
	w := newWorld(t)
	terms := w.bonds.series[tenYear].Terms
	for i := range types.MaxSeries + 1 {
		terms.Isin = fmt.Sprintf("JP11038%02dS13", i)
		w.bonds.open(terms)
		w.give(borrower, coin("bond/"+terms.Isin, 10)...)
	}
	add := func(ctx context.Context, i int) error {
		return w.keeper.AddCollateral(ctx, borrower, jpy, 1, coin(fmt.Sprintf("bond/JP11038%02dS13", i), 5))
	}
	for i := range types.MaxSeries {
		require.NoError(t, add(w.ctx, i))
	}
	require.NoError(t, add(w.ctx, 3), "more of one that is there")
	w.refuses(types.ErrTooManySeries, func(ctx context.Context) error { return add(ctx, types.MaxSeries) })
	require.True(t, w.position(1).Priced)
}

func TestReleaseIsHealthChecked(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	release := func(n int64) func(context.Context) error {
		return func(ctx context.Context) error { return w.keeper.ReleaseCollateral(ctx, borrower, jpy, 1, units(n)) }
	}
	// 50,000 yen need 52,500 of value; a unit counts for a little less than 1.
	state := w.position(1)
	price := state.Collateral[0].DirtyPrice
	needed := dec("52500").Quo(price.Mul(dec("0.0098"))).Ceil().TruncateInt64()
	w.refuses(types.ErrUnhealthy, release(100_000-needed+1))
	require.NoError(t, release(100_000-needed)(w.ctx))
	require.True(t, w.position(1).Healthy)
	w.refuses(types.ErrUnhealthy, release(1))
	w.refuses(types.ErrInsufficientCollateral, release(100_001))
	w.refuses(types.ErrInsufficientCollateral, func(ctx context.Context) error {
		return w.keeper.ReleaseCollateral(ctx, borrower, jpy, 1, coin(jpy, 1))
	})
	w.setTerms(func(terms *types.MarketTerms) { terms.Pauses.Release = true })
	w.refuses(types.ErrPaused, release(1))
	w.audit()
}

// TestTheUserIsNeverTrapped: with every pause set and every feed dead, debt can be repaid, collateral added, supply withdrawn,
// and collateral without debt released.
func TestTheUserIsNeverTrapped(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.setTerms(func(terms *types.MarketTerms) {
		terms.Pauses = types.Pauses{Supply: true, Borrow: true, Release: true, Transfer: true, Liquidation: true}
		terms.SupplyCap, terms.BorrowCap, terms.MinBorrow = math.ZeroInt(), math.ZeroInt(), yen(900_000_000)
	})
	params, err := w.keeper.GetParams(w.ctx)
	require.NoError(t, err)
	params.MaxCurveAgeDays, params.MaxFxAgeDays = 1, 1
	require.NoError(t, w.keeper.UpdateParams(w.ctx, params))
	w.pass(400 * day)
	w.bonds.set(tenYear, func(s *bondtypes.Series) { s.Status = bondtypes.SERIES_STATUS_DEFAULTED })

	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, units(1_000)))
	_, _, err = w.keeper.Withdraw(w.ctx, lender, jpy, amountOf(yen(900_000)))
	require.NoError(t, err)
	w.give(borrower, cash(10_000))
	_, err = w.keeper.RepayByHand(w.ctx, borrower, borrower, jpy, 1, yen(1_000))
	require.NoError(t, err, "even to further below the minimum")
	_, err = w.keeper.RepayByHand(w.ctx, borrower, borrower, jpy, 1, yen(1_000_000))
	require.NoError(t, err)
	require.NoError(t, w.keeper.ReleaseCollateral(w.ctx, borrower, jpy, 1, units(101_000)))
	_, _, err = w.keeper.Withdraw(w.ctx, lender, jpy, all())
	require.NoError(t, err)
	require.Empty(t, w.dump().Positions)
	require.Empty(t, w.dump().Supplies)
	w.audit()
}

// TestNeighboursMayFail: an error below undoes everything here.
func TestNeighboursMayFail(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	broken := errors.New("broken")
	w.custody.err = broken
	w.refuses(broken, func(ctx context.Context) error { return w.keeper.AddCollateral(ctx, borrower, jpy, 1, units(1)) })
	w.refuses(broken, func(ctx context.Context) error { return w.keeper.ReleaseCollateral(ctx, borrower, jpy, 1, units(1)) })
	w.custody.err = nil
	w.bonds.err = broken
	w.refuses(broken, func(ctx context.Context) error { return w.keeper.AddCollateral(ctx, borrower, jpy, 1, units(1)) })
	w.refuses(broken, func(ctx context.Context) error { return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(1), borrower) })
	w.refuses(broken, func(ctx context.Context) error { return w.keeper.ReleaseCollateral(ctx, borrower, jpy, 1, units(1)) })
}
