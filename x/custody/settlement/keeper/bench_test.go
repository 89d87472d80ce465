package keeper_test

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// scaled is a size that the environment may set: benchmarks are quick unless they are asked for in full.
func scaled(name string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return usual
}

// again runs the same thing on the same state: what it writes is thrown away.
func again(b *testing.B, m *market, run func(sdk.Context) error) {
	b.Helper()
	m.Ctx.MultiStore().(storetypes.CommitMultiStore).Commit() // what is not committed is slow to walk
	b.ReportAllocs()
	before := processorTime(b)
	for b.Loop() {
		cached, _ := m.Ctx.CacheContext()
		if err := run(cached.WithEventManager(sdk.NewEventManager())); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(processorTime(b)-before)/float64(b.N), "cpu-ns/op")
}

// processorTime is what the process has used, which a busy machine does not stretch as it does the time on the wall.
func processorTime(b *testing.B) int64 {
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return usage.Utime.Nano() + usage.Stime.Nano()
}

// BenchmarkMessages compares messages with a bank send of the stake token, the handlers only: a leg of a batch is the time of the
// batch through a hundred.
func BenchmarkMessages(b *testing.B) {
	m := newMarket(b)
	m.Fund(m.Dealer, sdk.NewInt64Coin("ukoku", 1_000))
	people := m.crowd(9)
	for _, person := range people {
		m.Issue(person, 1_000_000)
		m.MintYen(person, 1_000_000_000)
	}
	people = append(people, m.Dealer)
	m.Issue(m.Dealer, 1_000_000)

	b.Run("bank send", func(b *testing.B) {
		again(b, m, func(ctx sdk.Context) error {
			_, err := m.BankMsgs.Send(ctx, banktypes.NewMsgSend(m.Dealer, m.Client, sdk.NewCoins(sdk.NewInt64Coin("ukoku", 1))))
			return err
		})
	})
	b.Run("direct DvP", func(b *testing.B) {
		msg := &custodytypes.MsgSettleDirect{
			Deliverer: m.Dealer.String(), Receiver: m.Client.String(), Isin: testutil.ISIN, Face: math.NewInt(1), Cash: yen(1), TradeReference: "D",
		}
		again(b, m, func(ctx sdk.Context) error { _, err := m.Fixture.Msgs.SettleDirect(ctx, msg); return err })
	})
	b.Run("open an instruction", func(b *testing.B) {
		msg := &types.MsgInstruct{Party: m.Dealer.String(), Instructions: []types.Instruction{m.deliver("OPEN", 1, 1)}}
		again(b, m, func(ctx sdk.Context) error { _, err := m.msgs.Instruct(ctx, msg); return err })
	})
	m.mustInstruct(m.Dealer, m.deliver("MATCH", 1, 1))
	b.Run("match and settle", func(b *testing.B) {
		msg := &types.MsgInstruct{Party: m.Client.String(), Instructions: []types.Instruction{mirror(m.Dealer, m.deliver("MATCH", 1, 1))}}
		again(b, m, func(ctx sdk.Context) error { _, err := m.msgs.Instruct(ctx, msg); return err })
	})
	batch := &types.MsgSettleBatch{Party: m.Dealer.String()}
	for i := range 100 {
		in := between(m.Dealer, m.deliver(fmt.Sprintf("B-%d", i), 1, 1))
		m.mustInstruct(people[i%9], in)
		batch.Instructions = append(batch.Instructions, mirror(people[i%9], in))
	}
	b.Run("batch of 100 instructions, 9 counterparties", func(b *testing.B) {
		again(b, m, func(ctx sdk.Context) error { _, err := m.msgs.SettleBatch(ctx, batch); return err })
	})
	for _, parties := range []int{2, 10} {
		msg := set(fmt.Sprintf("S-%d", parties), people[10-parties:])
		for i := range 50 {
			from, to := uint32(i%parties), uint32((i+1+i/parties%(parties-1))%parties)
			msg.Legs = append(msg.Legs, leg(from, to, testutil.Bonds(int64(1+i))), leg(to, from, yen(int64(1+i))))
		}
		proposed, err := m.propose(msg)
		require.NoError(b, err)
		for _, person := range people[10-parties+1 : 9] {
			_, err := m.affirm(person, proposed)
			require.NoError(b, err)
		}
		affirm := &types.MsgAffirm{Party: m.Dealer.String(), Id: proposed.Id, Digest: proposed.Digest}
		b.Run(fmt.Sprintf("last signature to a set of 100 legs, %d parties", parties), func(b *testing.B) {
			again(b, m, func(ctx sdk.Context) error {
				answer, err := m.msgs.Affirm(ctx, affirm)
				if err == nil && answer.Outcome.Status != types.StatusSettled {
					b.Fatal(answer.Outcome)
				}
				return err
			})
		})
	}
}

// BenchmarkGridlock resolves a thousand instructions in rings of ten: the cycle that settles all of them.
func BenchmarkGridlock(b *testing.B) {
	m := newMarket(b)
	people := m.crowd(1_000)
	for ring := range 100 {
		m.ring(fmt.Sprintf("R%d", ring), people[ring*10:ring*10+10], 1_000)
	}
	m.Ctx = m.Ctx.WithBlockHeight(15)
	again(b, m, func(ctx sdk.Context) error {
		if err := m.k.EndBlock(ctx); err != nil {
			return err
		}
		left, err := m.queries.Queue(ctx, &types.QueryQueueRequest{})
		if err == nil && len(left.Settlements) > 0 {
			b.Fatal(len(left.Settlements), "are left after one cycle")
		}
		return err
	})
}

// BenchmarkPending measures what pending instructions, 10,000 or as many as KOKUSAI_PENDING says, add to blocks: a send whose
// receiver nothing waits for, a send whose receiver is waited for, and the ends of ordinary blocks and of those with a cycle.
func BenchmarkPending(b *testing.B) {
	for _, pending := range []int{0, scaled("KOKUSAI_PENDING", 10_000)} {
		m := newMarket(b)
		m.params(func(p *types.Params) { p.MaxOpen = 1_000_000 })
		people := m.crowd(100)
		for i := range pending {
			from, to := people[i%100], people[(i+1+i/100%99)%100]
			in := between(to, m.deliver(fmt.Sprintf("P-%d", i), 1_000, 1))
			m.mustInstruct(from, in)
			m.mustInstruct(to, mirror(from, in))
		}
		m.Issue(m.Abroad, 10)
		send := func(to sdk.AccAddress) func(sdk.Context) error {
			return func(ctx sdk.Context) error {
				return m.Bank.SendCoins(ctx, m.Dealer, to, sdk.NewCoins(testutil.Bonds(1)))
			}
		}
		name := func(what string) string { return fmt.Sprintf("%s, %d pending", what, pending) }
		b.Run(name("send"), func(b *testing.B) { again(b, m, send(m.Client)) })
		b.Run(name("send to who is waited for"), func(b *testing.B) { again(b, m, send(people[0])) })
		for _, height := range []int64{11, 15} {
			b.Run(name(fmt.Sprintf("end of block %d", height)), func(b *testing.B) {
				again(b, m, func(ctx sdk.Context) error { return m.k.EndBlock(ctx.WithBlockHeight(height)) })
			})
		}
	}
}
