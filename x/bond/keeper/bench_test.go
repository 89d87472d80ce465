package keeper_test

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// newMany is a series with many holders of one piece each.
func newMany(b *testing.B, holders int) (*fixture, []sdk.AccAddress) {
	b.Helper()
	first := account("first")
	f := newShort(b, first, 100_000_000)
	var outputs []types.Output
	var all []sdk.AccAddress
	for i := range holders {
		holder := sdk.AccAddress(binary.BigEndian.AppendUint64(make([]byte, 12), uint64(i)))
		all = append(all, holder)
		outputs = append(outputs, types.NewOutput(holder, sdk.NewCoins(bonds(1_000))))
	}
	input := types.NewInput(first, sdk.NewCoins(bonds(int64(1_000*holders))))
	require.NoError(b, f.bank.InputOutputCoins(f.ctx, input, outputs))
	f.commit()
	return f, all
}

// commit writes the block to the store, which answers from its tree only then.
func (f *fixture) commit() { f.ctx.MultiStore().(storetypes.CommitMultiStore).Commit() }

// BenchmarkTransfer is a bond transfer on an ordinary day, after the first coupon, and right after one; and beside them
// the bank's own send of cash.
func BenchmarkTransfer(b *testing.B) {
	f, holders := newMany(b, 10_000)
	f.blockWithoutSweep("2026-06-22")
	send := func(b *testing.B, coin sdk.Coin) {
		for i := range b.N {
			from, to := holders[i%len(holders)], holders[(i+1)%len(holders)]
			require.NoError(b, f.bank.SendCoins(f.ctx, from, to, sdk.NewCoins(coin)))
		}
	}
	for _, holder := range holders {
		f.give(holder, yen(1))
	}
	f.commit()
	b.Run("settling a coupon", func(b *testing.B) {
		cached, _ := f.ctx.CacheContext()
		kept := f.ctx
		f.ctx = cached
		send(b, bonds(1))
		f.ctx = kept
	})
	for _, holder := range holders { // settle all
		require.NoError(b, f.bank.SendCoins(f.ctx, holder, holder, sdk.NewCoins(bonds(1))))
	}
	f.commit()
	b.Run("ordinary day", func(b *testing.B) { send(b, bonds(1)) })
	b.Run("cash", func(b *testing.B) { send(b, sdk.NewInt64Coin("ujpy", 1)) })
}

// BenchmarkCouponDay is the block of a record moment, whose work does not depend on the number of holders, and one block
// of the sweep of 2,000.
func BenchmarkCouponDay(b *testing.B) {
	for name, holders := range map[string]int{"1000 holders": 1_000, "100000 holders": 100_000} {
		b.Run(name, func(b *testing.B) {
			f, _ := newMany(b, holders)
			f.ctx = f.ctx.WithBlockTime(tokyo("2026-06-22"))
			b.Run("record", func(b *testing.B) {
				for range b.N {
					cached, _ := f.ctx.CacheContext()
					f.keeper.BeginBlock(cached)
				}
			})
			f.keeper.BeginBlock(f.ctx)
			f.commit()
			b.Run("sweep", func(b *testing.B) {
				for range b.N {
					cached, _ := f.ctx.CacheContext()
					f.keeper.EndBlock(cached)
				}
			})
			require.Equal(b, bondtypes.PAYMENT_STATUS_PAYABLE, f.payment(1).Status)
		})
	}
}
