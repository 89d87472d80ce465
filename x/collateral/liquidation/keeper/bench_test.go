package keeper_test

import (
	"encoding/binary"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// positions is how many positions the benchmarks have: KOKUSAI_POSITIONS, or ten thousand.
func positions(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("KOKUSAI_POSITIONS"))
	if err != nil {
		return 10_000
	}
	return n
}

func numbered(i int) sdk.AccAddress {
	return binary.BigEndian.AppendUint64(make([]byte, 12, 20), uint64(i))
}

// crowd is a market of many positions of ten million face each, the first of which are near the edge.
func crowd(b *testing.B, near int) *world {
	b.Helper()
	w := emptyWorld(b)
	n := positions(b)
	gs := genesis()
	gs.Markets[0].Terms.MinBorrow = math.ZeroInt()
	pool := collateraltypes.NewPool(jpy, w.bonds.now)
	for i := range n {
		debt := yen(5_000_000)
		if i < near {
			debt = yen(9_350_000)
		}
		owner := numbered(i)
		gs.Positions = append(gs.Positions, collateraltypes.Position{
			Owner: owner.String(), Denom: jpy, Number: 1, ScaledDebt: debt, Bonds: units(10_000_000),
		})
		pool.ScaledDebt = pool.ScaledDebt.Add(debt)
		require.NoError(b, w.custody.pledges.Set(w.ctx, collections.Join4(owner, tenYearD, collateraltypes.ModuleName, collateraltypes.PledgeRef(jpy, 1)), math.NewInt(10_000_000)))
	}
	pool.ScaledSupply, pool.Cash = pool.ScaledDebt, math.ZeroInt()
	gs.Pools = []collateraltypes.Pool{pool}
	gs.Supplies = []collateraltypes.Supply{{Denom: jpy, Supplier: lender.String(), Claims: pool.ScaledSupply}}
	require.NoError(b, w.collateral.InitGenesis(w.ctx, gs))
	require.NoError(b, w.keeper.InitGenesis(w.ctx, *types.DefaultGenesis()))
	w.block(0)
	w.commit()
	return w
}

// commit makes the state as it is that of a block that is over. A block works on committed state: iterators over an uncommitted
// tree walk all that has been written to it.
func (w *world) commit() {
	w.ctx.MultiStore().(storetypes.CommitMultiStore).Commit()
}

// BenchmarkCurveMove is what a move of the curve adds to a block when nobody is near the edge.
func BenchmarkCurveMove(b *testing.B) {
	w := crowd(b, 0)
	yields := []string{"2.02", "2"}
	b.ResetTimer()
	for i := range b.N {
		w.yield(yields[i%2])
		w.block(time.Second)
		b.StopTimer()
		w.commit()
		b.StartTimer()
	}
	b.ReportMetric(float64(positions(b)), "positions")
}

// BenchmarkFullScan is the same by looking at every position.
func BenchmarkFullScan(b *testing.B) {
	w := crowd(b, 0)
	yields := []string{"2.02", "2"}
	b.ResetTimer()
	for i := range b.N {
		w.yield(yields[i%2])
		for p := range positions(b) {
			assessment, err := w.collateral.Assess(w.ctx, numbered(p), jpy, 1)
			if err != nil || !assessment.IsSound() {
				b.Fatal(p, err)
			}
		}
	}
	b.ReportMetric(float64(positions(b)), "positions")
}

// BenchmarkShock is a move that makes a tenth of the positions, at most ten thousand, liquidatable at once: from the move until
// all of them are in auction.
func BenchmarkShock(b *testing.B) {
	hit := min(positions(b)/10, 10_000)
	for range b.N {
		b.StopTimer()
		w := crowd(b, hit)
		b.StartTimer()
		w.yield("2.9")
		blocks := 0
		for w.inAuction(hit) < hit {
			w.block(6 * time.Second)
			b.StopTimer()
			w.commit()
			b.StartTimer()
			if blocks++; blocks > 10 {
				b.Fatal("still not all in auction")
			}
		}
		b.ReportMetric(float64(blocks), "blocks")
		b.ReportMetric(float64(hit), "auctions")
	}
}

// inAuction counts positions in auction among the first ones.
func (w *world) inAuction(first int) (n int) {
	for i := range first {
		position, found, err := w.collateral.FindPosition(w.ctx, numbered(i), jpy, 1)
		require.NoError(w, err)
		if found && position.Watch.Stage == collateraltypes.STAGE_DUE {
			n++
		}
	}
	return n
}

// BenchmarkBorrowRepay is borrowing and repaying, beside a plain send of the bank.
func BenchmarkBorrowRepay(b *testing.B) {
	w := newWorld(b)
	id := w.open(owner, 1, units(100_000_000), 50_000_000)
	w.block(time.Second)
	b.Run("borrow and repay", func(b *testing.B) {
		for range b.N {
			require.NoError(b, w.collateral.Borrow(w.ctx, owner, jpy, id.Number, yen(1_000), owner))
			_, err := w.collateral.Repay(w.ctx, owner, owner, jpy, id.Number, yen(1_000))
			require.NoError(b, err)
		}
	})
	b.Run("bank send", func(b *testing.B) {
		for i := range b.N {
			require.NoError(b, w.bank.SendCoins(w.ctx, owner, numbered(i%2), sdk.NewCoins(cash(1))))
			if i%1_000 == 999 {
				w.give(owner, cash(1_000))
			}
		}
	})
}
