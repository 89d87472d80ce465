package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// TestNoProfitAtFixedPrices: whatever one party does in one moment, alone and with any number of positions, it ends with no
// more than it had, nobody else has less, and it is never left unhealthy by an action of its own.
func TestNoProfitAtFixedPrices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t).supplied().pledged().borrowed()
		w.setTerms(func(terms *types.MarketTerms) {
			terms.PolicyRatePct, terms.MinBorrow = math.LegacyNewDec(rapid.Int64Range(1, 50).Draw(t, "rate")), math.ZeroInt()
		})
		w.pass(1_000*day + 1_234_567_891*time.Nanosecond) // awkward indices
		thief := account("thief")
		w.give(thief, cash(500_000), units(500_000)[0])
		lent, owed, reserve := w.suppliedValue(lender), w.debt(1), w.market().Reserve
		gifts := math.ZeroInt()

		t.Repeat(map[string]func(*rapid.T){
			"supply": func(t *rapid.T) {
				_ = w.attempt(func(ctx sdk.Context) error {
					_, err := w.keeper.Supply(ctx, thief, sdk.NewCoin(jpy, drawAmount(t)))
					return err
				})
			},
			"withdraw": func(t *rapid.T) {
				how := rapid.SampledFrom([]types.Withdrawal{amountOf(drawAmount(t)), {Claims: drawAmount(t)}, all()}).Draw(t, "how")
				_ = w.attempt(func(ctx sdk.Context) error {
					_, _, err := w.keeper.Withdraw(ctx, thief, jpy, how)
					return err
				})
			},
			"add": func(t *rapid.T) {
				n := rapid.Int64Range(1, 300_000).Draw(t, "units")
				_ = w.attempt(func(ctx sdk.Context) error { return w.keeper.AddCollateral(ctx, thief, jpy, drawNumber(t), units(n)) })
			},
			"release": func(t *rapid.T) {
				n := rapid.Int64Range(1, 300_000).Draw(t, "units")
				_ = w.attempt(func(ctx sdk.Context) error {
					return w.keeper.ReleaseCollateral(ctx, thief, jpy, drawNumber(t), units(n))
				})
			},
			"borrow": func(t *rapid.T) {
				_ = w.attempt(func(ctx sdk.Context) error {
					return w.keeper.Borrow(ctx, thief, jpy, drawNumber(t), drawAmount(t), thief)
				})
			},
			"repay": func(t *rapid.T) {
				_ = w.attempt(func(ctx sdk.Context) error {
					_, err := w.keeper.Repay(ctx, thief, thief, jpy, drawNumber(t), drawAmount(t))
					return err
				})
			},
			"transfer": func(t *rapid.T) {
				_ = w.attempt(func(ctx sdk.Context) error {
					return w.keeper.TransferPosition(ctx, thief, jpy, drawNumber(t), thief, drawNumber(t))
				})
			},
			"donate": func(t *rapid.T) {
				amount := sdk.NewCoin(jpy, drawAmount(t))
				if w.attempt(func(ctx sdk.Context) error { return w.bank.SendCoins(ctx, thief, module, sdk.NewCoins(amount)) }) == nil {
					gifts = gifts.Add(amount.Amount)
				}
			},
			"": func(t *rapid.T) {
				require.True(t, w.suppliedValue(lender).GTE(lent) && w.debt(1).LTE(owed) && w.market().Reserve.GTE(reserve))
				for _, number := range []uint64{1, 2} {
					w.requireHealthy(thief, number)
				}
			},
		})
		left := w.unwind(thief).Add(gifts)
		require.True(t, left.LTE(yen(500_000)), "a profit of %s", left.Sub(yen(500_000)))
		require.Equal(t, whole(500_000), w.balance(thief, tenYearD))
		w.audit()
	})
}

func drawAmount(t *rapid.T) math.Int {
	if rapid.Bool().Draw(t, "dust") {
		return whole(rapid.Int64Range(1, 50).Draw(t, "amount"))
	}
	return whole(rapid.Int64Range(1, 400_000*million).Draw(t, "amount"))
}

func drawNumber(t *rapid.T) uint64 { return rapid.Uint64Range(1, 2).Draw(t, "number") }

// attempt keeps the effect of an action only when it succeeds.
func (w *world) attempt(action func(sdk.Context) error) error {
	cached, write := w.ctx.CacheContext()
	err := action(cached)
	if err == nil {
		write()
	}
	return err
}

func (w *world) suppliedValue(who sdk.AccAddress) math.Int {
	w.Helper()
	supply, err := w.queries.Supply(w.ctx, &types.QuerySupplyRequest{Supplier: who.String(), Denom: jpy})
	require.NoError(w, err)
	return supply.Value
}

func (w *world) requireHealthy(who sdk.AccAddress, number uint64) {
	w.Helper()
	if _, found, err := w.keeper.FindPosition(w.ctx, who, jpy, number); err != nil || !found {
		require.NoError(w, err)
		return
	}
	response, err := w.queries.Position(w.ctx, &types.QueryPositionRequest{Owner: who.String(), Denom: jpy, Number: number})
	require.NoError(w, err)
	require.True(w, response.Healthy)
}

// unwind repays, releases and withdraws all that an account has, lending it the cash to repay with, and returns what it then
// has of its own.
func (w *world) unwind(who sdk.AccAddress) math.Int {
	w.Helper()
	bridge := yen(10_000_000)
	w.give(who, sdk.NewCoin(jpy, bridge))
	for _, number := range []uint64{1, 2} {
		position, found, err := w.keeper.FindPosition(w.ctx, who, jpy, number)
		require.NoError(w, err)
		if !found {
			continue
		}
		if position.HasDebt() {
			_, err := w.keeper.Repay(w.ctx, who, who, jpy, number, bridge)
			require.NoError(w, err)
		}
		if !position.Bonds.Empty() {
			require.NoError(w, w.keeper.ReleaseCollateral(w.ctx, who, jpy, number, position.Bonds))
		}
	}
	claims, err := w.keeper.Claims(w.ctx, who, jpy)
	require.NoError(w, err)
	if claims.IsPositive() {
		_, _, err := w.keeper.Withdraw(w.ctx, who, jpy, all())
		require.NoError(w, err)
	}
	return w.balance(who, jpy).Sub(bridge)
}
