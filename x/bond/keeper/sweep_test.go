package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// newCrowd is a short series spread over n holders of 1,000 each, with a sweep of three holders a block.
func newCrowd(t require.TestingT, n int) (*fixture, []sdk.AccAddress) {
	first := account("holder 0")
	f := newShort(t, first, 50_000)
	params := types.DefaultParams()
	params.SweepLimit = 3
	require.NoError(t, f.keeper.UpdateParams(f.ctx, params))
	holders := []sdk.AccAddress{first}
	for i := 1; i < n; i++ {
		holder := account(fmt.Sprint("holder ", i))
		f.send(first, holder, 1_000)
		holders = append(holders, holder)
	}
	return f, holders
}

func (f *fixture) countPaid(holders []sdk.AccAddress) (paid int) {
	for _, holder := range holders {
		if f.cash(holder).IsPositive() {
			paid++
		}
	}
	return paid
}

func TestSweepIsBoundedAndGoesOn(t *testing.T) {
	f, holders := newCrowd(t, 10)
	f.block("2026-06-22")
	require.Equal(t, 3, f.countPaid(holders))
	f.block("2026-06-22 00:00:05")
	require.Equal(t, 6, f.countPaid(holders))
	require.Equal(t, types.PAYMENT_STATUS_PAYABLE, f.payment(1).Status)
	f.block("2026-06-22 00:00:10")
	f.block("2026-06-22 00:00:15")
	require.Equal(t, 10, f.countPaid(holders))
	require.True(t, f.payment(1).Swept)
	require.Equal(t, types.PAYMENT_STATUS_PAYABLE, f.payment(1).Status, "what notes that each is settled is cleared away")
	for i := range 4 {
		require.Equal(t, 10-min(2+3*i, 10), f.keeper.Entries(f.ctx))
		f.block(fmt.Sprintf("2026-06-22 00:00:%d", 20+5*i))
	}
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
	require.Zero(t, f.keeper.Entries(f.ctx))
}

// Traffic slows the sweep down, and never stops it.
func TestSweepLeavesRoomForTransactions(t *testing.T) {
	for transactions, swept := range map[int]int{0: 25, 1: 24, 21: 4, 22: 3, 23: 3, 1_000_000: 3} {
		f, holders := newCrowd(t, 40)
		params := types.DefaultParams()
		params.SweepLimit = 25
		require.NoError(t, f.keeper.UpdateParams(f.ctx, params))
		f.block("2026-06-22", func() { require.NoError(t, f.keeper.NoteTransactions(f.ctx, transactions)) })
		require.Equal(t, swept, f.countPaid(holders))
		paid := f.countPaid(holders)
		f.block("2026-06-22 00:00:05")
		require.Equal(t, min(40-paid, 25), f.countPaid(holders)-paid, "the next block is another")
	}
}

// Units that change hands around the cursor are paid once, to whoever earned the coupon.
func TestSweepWithTransfersAroundItsCursor(t *testing.T) {
	f, holders := newCrowd(t, 10)
	newcomer := account("newcomer")
	f.block("2026-06-22")
	f.block("2026-06-22 00:00:05", func() {
		for _, holder := range holders[1:] {
			f.send(holder, newcomer, 1_000) // all leave, swept or not
		}
	})
	for range 10 {
		f.block("2026-06-22 00:00:10")
	}
	for _, holder := range holders[1:] {
		require.Equal(t, "10500000", f.cash(holder).String())
	}
	require.True(t, f.cash(newcomer).IsZero())
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
}

func TestRedemptionSweepIsBounded(t *testing.T) {
	f, holders := newCrowd(t, 8)
	f.block("2026-06-22")
	for range 20 {
		f.block("2026-06-22 00:01")
	}
	f.fund(yen(50_000))
	supply := func() string { return f.bank.GetSupply(f.ctx, types.Denom(isin)).Amount.String() }
	f.block(maturity)
	require.Equal(t, "50000", supply(), "coupons are paid first")
	for i := range 30 {
		f.block(fmt.Sprintf("2026-12-21 00:00:%02d", i+1))
	}
	require.Equal(t, "0", supply())
	require.Equal(t, 8, f.countPaid(holders))
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	state, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Empty(t, state.Holders)
	require.Empty(t, state.Sweeps)
}

// A step, a sweep and a hook that fail are undone, reported and tried again; the chain and the others go on.
func TestFailuresAreQuarantined(t *testing.T) {
	holder := account("holder")
	f := newShort(t, holder, 50_000)
	f.fund(yen(50_000))
	f.blockWithoutSweep("2026-06-22")
	lost := f.payment(1)

	require.NoError(t, f.keeper.DropPayment(f.ctx, isin, 1))
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	f.keeper.EndBlock(f.ctx)
	require.Equal(t, 1, f.emitted()["kokusai.bond.v1.EventItemQuarantined"], "the sweep")
	f.ctx = f.ctx.WithBlockTime(tokyo(maturity)).WithEventManager(sdk.NewEventManager())
	f.keeper.BeginBlock(f.ctx)
	require.Equal(t, 1, f.emitted()["kokusai.bond.v1.EventItemQuarantined"], "the step")
	require.Equal(t, types.PAYMENT_STATUS_SCHEDULED, f.payment(2).Status)

	require.NoError(t, f.keeper.BreakPayment(f.ctx, lost))
	f.block("2026-12-21 01:00")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status, "an hour later all is well")
}

func TestHooksHaveNoVeto(t *testing.T) {
	holder := account("holder")
	f := newFixture(t)
	f.hooks.fails = true
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	f.open(short())
	f.block("2026-01-07", func() { f.place(holder, 50_000) })
	f.block(maturity, func() {
		require.Equal(t, types.PAYMENT_STATUS_MISSED, f.payment(2).Status)
		require.Equal(t, 8, f.emitted()["kokusai.bond.v1.EventItemQuarantined"], "3 recorded, 3 missed, 1 defaulted, 1 matured")
	})
	f.block("2026-12-22", func() { f.fund(yen(60_000)) })
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
}
