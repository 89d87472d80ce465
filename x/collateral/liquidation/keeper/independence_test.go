package keeper_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// TestMarketsAreIndependent plays whatever people do in the dollar market twice: in a world where others are busy in the yen market, lend
// all of it, are sold and go bad, and in a twin where nobody is there. Every row and every coin of the dollar market is the same in both.
func TestMarketsAreIndependent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		busy, quiet := newPair(t), newPair(t)
		for range rapid.IntRange(5, 25).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0:
				news := drawNews(t)
				require.NoError(t, news(busy))
				require.NoError(t, news(quiet))
			case 1, 2:
				_ = busy.attempt(drawAction(t, jpy))
			default:
				action := drawAction(t, usd)
				one, two := busy.attempt(action), quiet.attempt(action)
				require.Equal(t, one == nil, two == nil, "%v, and %v", one, two)
			}
			require.Equal(t, quiet.figures(usd), busy.figures(usd))
		}
		busy.audit()
		quiet.audit()
	})
}

// The desks of each market: they hold nothing in common.
var desks = map[string][]sdk.AccAddress{
	jpy: {account("aoi"), account("ichi"), account("kei")}, usd: {account("amy"), account("ben"), account("cal")},
}

// newPair has a yen and a dollar market that take bonds of both currencies, each with a lender and two borrowers near the edge.
func newPair(t T) *world {
	t.Helper()
	w := emptyWorld(t)
	gs := genesis()
	dollars := collateraltypes.DefaultMarketTerms("USD", dec("3"), yen(1_000_000_000_000))
	dollars.AcceptedCurrencies = []string{"JPY", "USD"}
	gs.Markets = append(gs.Markets, collateraltypes.Market{Denom: usd, Terms: dollars})
	require.NoError(t, w.collateral.InitGenesis(w.ctx, gs))
	state := *types.DefaultGenesis()
	state.Params.Backstop = backstop.String()
	require.NoError(t, w.keeper.InitGenesis(w.ctx, state))
	for denom, members := range desks {
		market, err := w.collateral.GetMarket(w.ctx, denom)
		require.NoError(t, err)
		risk := collateraltypes.DefaultRiskTerms(denom, market.Terms)
		risk.AuctionCap = math.OneInt() // one auction at a time
		_, err = w.collateral.SetRiskTerms(w.ctx, risk)
		require.NoError(t, err)
		for i, who := range members {
			w.give(who, sdk.NewInt64Coin(denom, 3_000_000*million), sdk.NewInt64Coin(tenYearD, 2_000_000), sdk.NewInt64Coin(dollarD, 20_000))
			if i == 0 {
				_, err := w.collateral.Supply(w.ctx, who, sdk.NewInt64Coin(denom, 2_000_000*million))
				require.NoError(t, err)
				continue
			}
			worth := map[string]int64{jpy: 1, usd: 150}[denom] // 1,000,000 yen of face carry some 940,000 of them in yen
			share := map[string]int64{jpy: 92, usd: 82}[denom]
			require.NoError(t, w.collateral.AddCollateral(w.ctx, who, denom, 1, units(1_000_000)))
			require.NoError(t, w.collateral.Borrow(w.ctx, who, denom, 1, yen(10_000*share/worth), who))
		}
	}
	w.block(time.Minute)
	return w
}

// attempt keeps the effect of an action only when it succeeds.
func (w *world) attempt(action func(*world) error) error {
	inner := *w
	cached, write := w.ctx.CacheContext()
	inner.ctx = cached
	err := action(&inner)
	if err == nil {
		write()
	}
	return err
}

// drawNews moves what all markets see: a curve, the rate, a series, or time.
func drawNews(t *rapid.T) func(*world) error {
	switch rapid.IntRange(0, 5).Draw(t, "news") {
	case 0:
		curve := flatCurve(rapid.SampledFrom([]string{"JPY", "USD"}).Draw(t, "currency"),
			math.LegacyNewDecWithPrec(rapid.Int64Range(0, 700).Draw(t, "yield"), 2).String())
		return func(w *world) error { return w.collateral.SetCurve(w.ctx, curve) }
	case 1:
		rate := collateraltypes.FxRate{Base: "USD", Quote: "JPY", AsOf: "2026-01-06", Rate: math.LegacyNewDec(rapid.Int64Range(100, 200).Draw(t, "rate"))}
		return func(w *world) error { return w.collateral.SetFx(w.ctx, rate) }
	case 2:
		isin := rapid.SampledFrom([]string{tenYear, dollar}).Draw(t, "isin")
		status := rapid.SampledFrom([]bondtypes.SeriesStatus{bondtypes.SERIES_STATUS_LIVE, bondtypes.SERIES_STATUS_DEFAULTED}).Draw(t, "status")
		return func(w *world) error {
			w.bonds.set(isin, status)
			return w.collateral.AfterSeriesChanged(w.ctx, isin)
		}
	}
	elapsed := time.Duration(rapid.SampledFrom([]int64{6, 360, 3_600, 20_000, 40 * 86_400}).Draw(t, "seconds")) * time.Second
	return func(w *world) error {
		w.block(elapsed)
		return nil
	}
}

// drawAction is something that somebody of a market's desk tries.
func drawAction(t *rapid.T, denom string) func(*world) error {
	who := rapid.SampledFrom(desks[denom]).Draw(t, "who")
	owner := rapid.SampledFrom(desks[denom]).Draw(t, "owner")
	bond := rapid.SampledFrom([]string{tenYearD, dollarD}).Draw(t, "bond")
	number := rapid.Uint64Range(1, 2).Draw(t, "number")
	cash := math.NewInt(rapid.Int64Range(1, 1_500_000*million).Draw(t, "cash"))
	some := sdk.NewCoins(sdk.NewInt64Coin(bond, rapid.Int64Range(1, 1_500_000).Draw(t, "units")))
	coin := sdk.NewCoin(denom, cash)
	switch rapid.IntRange(0, 9).Draw(t, "action") {
	case 0:
		return func(w *world) error {
			_, err := w.collateral.Supply(w.ctx, who, coin)
			return err
		}
	case 1:
		return func(w *world) error {
			_, _, err := w.collateral.Withdraw(w.ctx, who, denom, collateraltypes.Withdrawal{Amount: math.ZeroInt(), Claims: math.ZeroInt(), All: true})
			return err
		}
	case 2:
		return func(w *world) error { return w.collateral.AddCollateral(w.ctx, who, denom, number, some) }
	case 3:
		return func(w *world) error { return w.collateral.ReleaseCollateral(w.ctx, who, denom, number, some) }
	case 4:
		return func(w *world) error { return w.collateral.Borrow(w.ctx, who, denom, number, cash, who) }
	case 5:
		return func(w *world) error {
			_, err := w.collateral.Repay(w.ctx, who, owner, denom, number, cash)
			return err
		}
	case 6:
		return func(w *world) error { return w.collateral.TransferPosition(w.ctx, owner, denom, 1, who, number) }
	case 7:
		return func(w *world) error { return w.keeper.FundInsurance(w.ctx, who, coin) }
	}
	return func(w *world) error {
		_, _, err := w.keeper.Bid(w.ctx, who, types.ID{Owner: owner, Denom: denom, Number: number}, some[0], yen(1_000_000_000), types.AnyPrice())
		return err
	}
}

// figures is all that a world says about a market: its rows in both modules, what is owed and lent now, and what its people have.
func (w *world) figures(denom string) []string {
	w.Helper()
	theirs, err := w.collateral.ExportGenesis(w.ctx)
	require.NoError(w, err)
	ours, err := w.keeper.ExportGenesis(w.ctx)
	require.NoError(w, err)
	var lines []string
	say := func(of string, row fmt.Stringer) {
		if of == denom {
			lines = append(lines, fmt.Sprintf("%T %s", row, row))
		}
	}
	for _, row := range theirs.Pools {
		say(row.Denom, &row)
	}
	for _, row := range theirs.Supplies {
		say(row.Denom, &row)
	}
	for _, row := range theirs.Positions {
		say(row.Denom, &row)
	}
	for _, row := range theirs.Marks {
		say(row.Denom, &row)
	}
	for _, row := range theirs.Stresses {
		say(row.Denom, &row)
	}
	for _, row := range theirs.History {
		say(row.Denom, &row)
	}
	for _, row := range ours.Calls {
		say(row.Denom, &row)
	}
	for _, row := range ours.Auctions {
		say(row.Denom, &row)
	}
	for _, row := range ours.Funds {
		say(row.Denom, &row)
	}
	for _, row := range ours.Deposits {
		say(row.Denom, &row)
	}
	report, err := w.collateral.Report(w.ctx, denom)
	require.NoError(w, err)
	say(denom, &report)
	for _, who := range desks[denom] {
		lines = append(lines, w.bank.GetAllBalances(w.ctx, who).String())
	}
	require.True(w, slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "Pool") }))
	return lines
}
