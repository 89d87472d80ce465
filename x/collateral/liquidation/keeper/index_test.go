package keeper_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	collateralkeeper "github.com/kokusai-chain/kokusai/x/collateral/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// TestIndexFindsWhatAFullScanFinds moves curves of any shape, the exchange rate and time under a random book, with owners and
// bidders acting in between. After every block, looking at all positions one by one must find nobody in danger whom the index
// did not find, and the laws of both modules hold.
func TestIndexFindsWhatAFullScanFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &book{world: newWorld(t)}
		b.give(bidder, cash(10_000_000_000))
		for i := range rapid.IntRange(1, 8).Draw(t, "positions") {
			b.add(t, i)
		}
		for range rapid.IntRange(1, 8).Draw(t, "blocks") {
			b.move(t)
			b.act(t)
			b.block(time.Duration(rapid.SampledFrom([]int64{6, 60, 3_600, 86_400, 30 * 86_400}).Draw(t, "seconds")) * time.Second)
			b.check(t)
		}
	})
}

type book struct {
	*world
	ids []types.ID
}

// add opens a position of a random mixture of bonds, near the edge or far from it.
func (b *book) add(t *rapid.T, i int) {
	who := account(fmt.Sprintf("owner%d", i))
	bonds := sdk.NewCoins()
	for _, denom := range []string{tenYearD, twoYearD, dollarD} {
		if n := rapid.Int64Range(0, 3).Draw(t, denom); n > 0 {
			if denom == dollarD {
				bonds = bonds.Add(sdk.NewInt64Coin(denom, n*70_000))
			} else {
				bonds = bonds.Add(sdk.NewInt64Coin(denom, n*10_000_000))
			}
		}
	}
	if bonds.Empty() {
		bonds = units(10_000_000)
	}
	b.give(who, bonds...)
	require.NoError(t, b.collateral.AddCollateral(b.ctx, who, jpy, 1, bonds))
	id := types.ID{Owner: who, Denom: jpy, Number: 1}
	value := b.value(id)
	share := rapid.Int64Range(50, 95).Draw(t, "share")
	require.NoError(t, b.collateral.Borrow(b.ctx, who, jpy, 1, value.MulRaw(share).QuoRaw(100), who))
	b.ids = append(b.ids, id)
}

func (b *book) value(id types.ID) math.Int {
	position, err := b.collateral.GetPosition(b.ctx, id.Owner, jpy, 1)
	require.NoError(b, err)
	response, err := collateralkeeper.NewQueryServer(b.collateral).Position(b.ctx, &collateraltypes.QueryPositionRequest{Owner: position.Owner, Denom: jpy, Number: 1})
	require.NoError(b, err)
	return response.CollateralValue
}

// move twists a curve or moves the exchange rate, sometimes back and forth within the block.
func (b *book) move(t *rapid.T) {
	for range rapid.IntRange(0, 2).Draw(t, "moves") {
		if rapid.IntRange(0, 3).Draw(t, "what") == 0 {
			rate := math.LegacyNewDecWithPrec(rapid.Int64Range(12_000, 17_000).Draw(t, "fx"), 2)
			require.NoError(t, b.collateral.SetFx(b.ctx, collateraltypes.FxRate{Base: "USD", Quote: "JPY", Rate: rate, AsOf: "2026-01-06"}))
			continue
		}
		curve := collateraltypes.Curve{Currency: rapid.SampledFrom([]string{"JPY", "USD"}).Draw(t, "currency"), AsOf: "2026-01-06"}
		for _, tenor := range []uint32{6, 24, 60, 120, 240} {
			pct := math.LegacyNewDecWithPrec(rapid.Int64Range(-20, 450).Draw(t, "yield"), 2)
			curve.Points = append(curve.Points, collateraltypes.CurvePoint{TenorMonths: tenor, ParYieldPct: pct})
		}
		require.NoError(t, b.collateral.SetCurve(b.ctx, curve))
	}
}

// act has owners repay or add, and bidders buy what is for sale.
func (b *book) act(t *rapid.T) {
	id := rapid.SampledFrom(b.ids).Draw(t, "position")
	switch rapid.IntRange(0, 3).Draw(t, "act") {
	case 0:
		if b.stage(id) != collateraltypes.STAGE_UNSPECIFIED {
			amount := math.MinInt(b.balance(id.Owner, jpy), yen(rapid.Int64Range(1, 3_000_000).Draw(t, "repay")))
			if amount.IsPositive() {
				_, err := b.collateral.Repay(b.ctx, id.Owner, id.Owner, jpy, 1, amount)
				require.NoError(t, err)
			}
		}
	case 1:
		b.give(id.Owner, units(1_000_000)...)
		require.NoError(t, b.collateral.AddCollateral(b.ctx, id.Owner, jpy, 1, units(1_000_000)))
	default:
		b.bidFor(t, id)
	}
}

// bidFor buys a lot, which must improve the position, end it, or leave one beyond rescue in auction.
func (b *book) bidFor(t *rapid.T, id types.ID) {
	if b.stage(id) != collateraltypes.STAGE_DUE {
		return
	}
	before := b.assess(id)
	item := rapid.SampledFrom(before.Items).Draw(t, "item")
	response, err := b.bid(bidder, id, item.Coin.Denom)
	if err != nil {
		require.True(t, isRefusal(err), "%s", err)
		return
	}
	after, err := b.collateral.Assess(b.ctx, id.Owner, id.Denom, id.Number)
	if err != nil {
		require.ErrorIs(t, err, collateraltypes.ErrPositionNotFound)
		return
	}
	if !after.Position.HasDebt() {
		return
	}
	// value after ÷ debt after ≥ value before ÷ debt before, but for the rounding of one unit.
	improved := after.Value.AddRaw(2 * million).Mul(before.Debt).GTE(before.Value.Mul(after.Debt))
	sold := item.CountsDown(response.Lot.Amount)
	beyond := before.Value.Mul(response.Payment.Amount).LT(before.Debt.Mul(sold))
	require.True(t, improved || beyond, "value %s debt %s became %s %s", before.Value, before.Debt, after.Value, after.Debt)
}

func isRefusal(err error) bool {
	for _, refusal := range []error{types.ErrAuctionNotFound, types.ErrSound, types.ErrUnpriced, types.ErrDust} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}

// check looks at every position.
func (b *book) check(t *rapid.T) {
	b.audit()
	for _, id := range b.ids {
		if b.stage(id) == collateraltypes.STAGE_UNSPECIFIED {
			continue
		}
		assessment := b.assess(id)
		switch {
		case assessment.IsUrgent():
			require.Equal(t, collateraltypes.STAGE_DUE, assessment.Position.Watch.Stage)
		case !assessment.IsSound():
			require.NotEqual(t, collateraltypes.STAGE_SOUND, assessment.Position.Watch.Stage)
		}
	}
}
