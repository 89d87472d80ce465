package keeper_test

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/page"
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

// BenchmarkCouponDay is the work of x/bond and x/bank on a coupon date, whose cost per block does not depend on the number
// of holders: an ordinary block of 1,000 transfers to measure it by, the record moment, and a block of the sweep at the
// default limit.
func BenchmarkCouponDay(b *testing.B) {
	for name, holders := range map[string]int{"1000 holders": 1_000, "100000 holders": 100_000} {
		b.Run(name, func(b *testing.B) {
			f, all := newMany(b, holders)
			f.ctx = f.ctx.WithBlockTime(tokyo("2026-06-22"))
			inBlock := func(name string, run func(ctx sdk.Context)) {
				b.Run(name, func(b *testing.B) {
					for range b.N {
						cached, _ := f.ctx.CacheContext()
						run(cached.WithEventManager(sdk.NewEventManager()))
					}
				})
			}
			inBlock("1000 transfers", func(ctx sdk.Context) {
				for i := range 1_000 {
					from, to := all[(7*i)%len(all)], all[(7*i+3)%len(all)]
					require.NoError(b, f.bank.SendCoins(ctx, from, to, sdk.NewCoins(bonds(1))))
				}
			})
			inBlock("record", f.keeper.BeginBlock)
			f.keeper.BeginBlock(f.ctx)
			f.commit()
			inBlock("sweep", f.keeper.EndBlock)
			require.Equal(b, bondtypes.PAYMENT_STATUS_PAYABLE, f.payment(1).Status)
		})
	}
}

// BenchmarkThousandSeries opens, taps and redeems 1,000 series, each operation on all of them.
func BenchmarkThousandSeries(b *testing.B) {
	const count = 1_000
	for range b.N {
		f := newFixture(b)
		require.NoError(b, f.keeper.InitGenesis(f.ctx, bondtypes.DefaultGenesis()))
		f.registerIssuer()
		buyer := account("buyer")
		f.give(buyer, yen(1_000_000_000))
		isins := make([]string, count)
		measured := func(what string, run func()) {
			start := time.Now()
			run()
			b.ReportMetric(float64(time.Since(start).Milliseconds()), "ms/"+what)
		}
		measured("open", func() {
			for i := range isins {
				terms := short()
				terms.Isin = benchISIN(i)
				isins[i] = terms.Isin
				f.open(terms)
			}
		})
		f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-07"))
		measured("tap", func() {
			for _, isin := range isins {
				placement := f.placement(buyer, 50_000, "100")
				placement.Isin = isin
				must(f, f.msgs.PlaceDirect, placement)
			}
		})
		f.give(f.treasury, yen(1_000_000_000))
		for _, isin := range isins {
			must(f, f.msgs.FundPayments, &bondtypes.MsgFundPayments{Funder: f.treasury.String(), Isin: isin, Amount: yen(51_050)})
		}
		f.commit()
		blocks := 0
		measured("redeem", func() { // two coupons and the principal of each, over as many blocks as the limits ask for
			for at := tokyo("2026-12-21"); !f.ended(isins); at = at.Add(time.Hour) {
				f.ctx = f.ctx.WithBlockTime(at).WithEventManager(sdk.NewEventManager())
				block, write := f.ctx.CacheContext()
				f.keeper.BeginBlock(block)
				f.keeper.EndBlock(block)
				write()
				f.commit()
				blocks++
			}
		})
		b.ReportMetric(float64(blocks), "blocks")
	}
}

func (f *fixture) ended(isins []string) bool {
	for _, isin := range isins {
		if series, err := f.keeper.GetSeries(f.ctx, isin); err != nil || series.Status != bondtypes.SERIES_STATUS_REDEEMED {
			return false
		}
	}
	return true
}

// benchISIN numbers series within the form of an ISIN.
func benchISIN(i int) string {
	body := fmt.Sprintf("JP1%08d", i)
	for digit := range 10 {
		if isin := fmt.Sprint(body, digit); bondtypes.ValidateISIN(isin) == nil {
			return isin
		}
	}
	panic("no check digit fits " + body)
}

// BenchmarkCashFlows is what a pricing of 500 series asks of x/bond in a block.
func BenchmarkCashFlows(b *testing.B) {
	f := newFixture(b)
	require.NoError(b, f.keeper.InitGenesis(f.ctx, bondtypes.DefaultGenesis()))
	f.registerIssuer()
	terms := jgb381()
	f.open(terms)
	f.commit()
	on := date.MustParse("2026-01-07")
	b.ReportAllocs()
	for range b.N {
		for range 500 {
			series, err := f.keeper.GetSeries(f.ctx, isin)
			require.NoError(b, err)
			_, err = f.keeper.CashFlows(f.ctx, series, on)
			require.NoError(b, err)
		}
	}
}

// BenchmarkCashFlowCalendar is a year of the calendar of an issuer with 1,000 ten-year series, all of its pages.
func BenchmarkCashFlowCalendar(b *testing.B) {
	const count = 1_000
	f := newFixture(b)
	require.NoError(b, f.keeper.InitGenesis(f.ctx, bondtypes.DefaultGenesis()))
	f.registerIssuer()
	buyer := account("buyer")
	f.give(buyer, yen(1_000_000_000))
	for i := range count {
		terms := jgb381()
		terms.Isin = benchISIN(i)
		f.open(terms)
	}
	f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-07"))
	for i := range count {
		placement := f.placement(buyer, 50_000, "100")
		placement.Isin = benchISIN(i)
		must(f, f.msgs.PlaceDirect, placement)
	}
	f.commit()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		flows := 0
		require.NoError(b, page.All(func(request *query.PageRequest) (*query.PageResponse, error) {
			response, err := f.queries.CashFlowCalendar(f.ctx, &bondtypes.QueryCashFlowCalendarRequest{
				IssuerId: "mof", From: "2026-01-01", To: "2026-12-31", Pagination: request,
			})
			if err == nil {
				flows += len(response.Flows)
			}
			return response.GetPagination(), err
		}))
		require.Equal(b, 2*count, flows)
	}
}
