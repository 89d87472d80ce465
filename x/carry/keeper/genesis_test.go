package keeper_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// midFlight is a world with quotes and with positions at as many stages as can be had at once.
func midFlight(t T) *world {
	t.Helper()
	w := registered(t)
	quote := w.sellDollars("150")
	open := func(number uint64) {
		msg := w.openMsg(quote)
		msg.Number, msg.Borrow, msg.Bonds = number, yen(1_500_000), bonds(2_000_000)
		must(w, w.msgs.Open, msg)
	}
	for number := uint64(1); number <= 6; number++ {
		open(number)
	}
	w.relay() // all at work
	for number := uint64(2); number <= 6; number++ {
		msg := w.closeMsg()
		msg.Number = number
		must(w, w.msgs.Close, msg)
	}
	withdrawals := w.wire.open()
	for _, l := range withdrawals[1:] {
		w.deliver(l)
		w.acknowledge(l)
	}
	returns := w.wire.open()[1:]
	for _, l := range returns[1:] { // 3 is ordered home, 4 is on its way, 5 and 6 are home
		w.deliver(l)
		w.acknowledge(l)
	}
	w.bringHome(1)
	w.bringHome(2)
	must(w, w.msgs.Settle, &types.MsgSettle{Owner: trader.String(), Number: 6})
	open(7)
	w.wire.failSend = true
	w.deliver(w.last())
	w.acknowledge(w.last())
	w.wire.failSend = false
	open(8)
	open(9)
	w.far.garble = true
	w.deliver(w.last())
	w.acknowledge(w.last())
	w.deliver(w.last())
	w.acknowledge(w.last())
	w.far.garble = false
	must(w, w.msgs.RefreshVenue, &types.MsgRefreshVenue{Sender: stranger.String(), Id: venue})
	var stages []string
	for _, p := range w.export().Positions {
		stages = append(stages, p.Stage.Word())
	}
	require.Equal(t, []string{"active", "withdrawing", "returning", "returning", "unwinding", "closed", "deploying", "bridging", "deploying"}, stages)
	return w
}

// TestGenesisMidFlight exports with packets in flight, imports, and the trades go on as if nothing had happened.
func TestGenesisMidFlight(t *testing.T) {
	w := midFlight(t)
	w.audit()
	state := w.export()
	require.Len(t, state.Packets, 4, "two orders, one bridge, one report")
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	exported := w.module.ExportGenesis(w.ctx, cdc)
	require.NoError(t, w.module.ValidateGenesis(cdc, nil, exported))

	next := emptyWorld(t)
	next.bank.InitGenesis(next.ctx, w.bank.ExportGenesis(w.ctx))
	next.accounts.InitGenesis(next.ctx, *w.accounts.ExportGenesis(w.ctx))
	next.adopt(w)
	next.module.InitGenesis(next.ctx, cdc, exported)
	require.Equal(t, string(exported), string(next.module.ExportGenesis(next.ctx, cdc)))
	next.audit()

	must(next, next.msgs.Resolve, &types.MsgResolve{
		Authority: gov.String(), Owner: trader.String(), Number: 9, Succeeded: true, Value: dollars(10_000).Amount,
	})
	msg := next.ending("160")
	for number := uint64(1); number <= 9; number++ {
		if p := next.position(trader, number); p.Open() {
			msg.Number = number
			must(next, next.msgs.Close, msg)
		}
	}
	next.relay()
	for number := uint64(1); number <= 9; number++ {
		p := next.position(trader, number)
		require.Equal(t, types.Stage_STAGE_CLOSED, p.Stage, "%d: %s", number, p.Note)
	}
	next.audit()
	require.True(t, next.far.account.IsZero())
}

// adopt takes over what lies outside the module's genesis: the neighbours, the wire and the other chain.
func (w *world) adopt(from *world) {
	w.ctx = w.ctx.WithBlockTime(from.ctx.BlockTime()).WithBlockHeight(from.ctx.BlockHeight())
	store, old := w.ctx.KVStore(w.keys[fakesKey]), from.ctx.KVStore(from.keys[fakesKey])
	walk := old.Iterator(nil, nil)
	defer walk.Close()
	for ; walk.Valid(); walk.Next() {
		store.Set(walk.Key(), walk.Value())
	}
	w.far, w.wire.packets, w.wire.taken = from.far, from.wire.packets, from.wire.taken
	for _, key := range []string{"transfer", "icacontroller"} {
		store, old := w.ctx.KVStore(w.keys[key]), from.ctx.KVStore(from.keys[key])
		walk := old.Iterator(nil, nil)
		for ; walk.Valid(); walk.Next() {
			store.Set(walk.Key(), walk.Value())
		}
		walk.Close()
	}
}

// TestGenesisIsChecked refuses every state that does not add up, with the right kind of error.
func TestGenesisIsChecked(t *testing.T) {
	w := midFlight(t)
	index := func(s *types.GenesisState, stage types.Stage) *types.Position {
		i := slices.IndexFunc(s.Positions, func(p types.Position) bool { return p.Stage == stage })
		return &s.Positions[i]
	}
	later := genesisTime.AddDate(300, 0, 0)
	for _, test := range []struct {
		name string
		harm func(*types.GenesisState)
		want error
	}{
		{"params", func(s *types.GenesisState) { s.Params.SweepLimit = 0 }, types.ErrInvalidParams},
		{"quote twice", func(s *types.GenesisState) { s.Quotes = append(s.Quotes, s.Quotes[0]) }, types.ErrInvalidGenesis},
		{"quote beyond the sequence", func(s *types.GenesisState) { s.DealerSequences = nil }, types.ErrInvalidGenesis},
		{"quote without offer", func(s *types.GenesisState) { s.Quotes[0].Offer.Amount = math.ZeroInt() }, types.ErrInvalidAmount},
		{"quote of nobody", func(s *types.GenesisState) { s.Quotes[0].Dealer = "nobody" }, types.ErrInvalidAddress},
		{"quote that expires too late", func(s *types.GenesisState) { s.Quotes[0].ExpiresAt = later }, types.ErrInvalidRequest},
		{"quote that is not covered", func(s *types.GenesisState) { s.Quotes[0].Offer.Amount = s.Quotes[0].Offer.Amount.AddRaw(1) }, types.ErrBrokenLaw},
		{"sequence twice", func(s *types.GenesisState) { s.DealerSequences = append(s.DealerSequences, s.DealerSequences[0]) }, types.ErrInvalidGenesis},
		{"venue twice", func(s *types.GenesisState) {
			s.Venues, s.Ledgers = append(s.Venues, s.Venues[0]), append(s.Ledgers, s.Ledgers[0])
		}, types.ErrInvalidGenesis},
		{"venues with one controller", func(s *types.GenesisState) {
			other := s.Venues[0]
			other.Id = "zurich"
			s.Venues, s.Ledgers = append(s.Venues, other), append(s.Ledgers, types.EmptyLedger(other.Id))
		}, types.ErrInvalidGenesis},
		{"venue without ledger", func(s *types.GenesisState) { s.Ledgers = nil }, types.ErrInvalidGenesis},
		{"ledger of another", func(s *types.GenesisState) { s.Ledgers[0].VenueId = "zurich" }, types.ErrInvalidGenesis},
		{"venue without status", func(s *types.GenesisState) { s.Venues[0].Status = 0 }, types.ErrInvalidVenue},
		{"venue of unknown status", func(s *types.GenesisState) { s.Venues[0].Status = 9 }, types.ErrInvalidVenue},
		{"active venue without channel", func(s *types.GenesisState) { s.Venues[0].AccountChannelId = "" }, types.ErrInvalidVenue},
		{"venue with channel and no account", func(s *types.GenesisState) { s.Venues[0].Account = "" }, types.ErrInvalidVenue},
		{"venue with a template of nonsense", func(s *types.GenesisState) { s.Venues[0].Terms.HomeMessage = "{}" }, types.ErrInvalidTemplate},
		{"position at no venue", func(s *types.GenesisState) { s.Positions[0].VenueId = "zurich" }, types.ErrInvalidGenesis},
		{"position twice", func(s *types.GenesisState) { s.Positions = append(s.Positions, s.Positions[8]) }, types.ErrInvalidGenesis},
		{"positions out of order", func(s *types.GenesisState) { slices.Reverse(s.Positions) }, types.ErrInvalidGenesis},
		{"position of another cash", func(s *types.GenesisState) { s.Positions[0].Loan.Denom = "ueur" }, types.ErrInvalidGenesis},
		{"position without stage", func(s *types.GenesisState) { s.Positions[0].Stage = 0 }, types.ErrInvalidPosition},
		{"claims that are not in the ledger", func(s *types.GenesisState) {
			s.Positions[0].Abroad.Claims = s.Positions[0].Abroad.Claims.AddRaw(1)
		}, types.ErrInvalidGenesis},
		{"claims without a venue to have them", func(s *types.GenesisState) {
			index(s, types.Stage_STAGE_UNWINDING).Abroad.Claims = math.OneInt()
		}, types.ErrInvalidPosition},
		{"money at home that is not there", func(s *types.GenesisState) {
			index(s, types.Stage_STAGE_UNWINDING).Home = dollars(1_000_000).Amount
		}, types.ErrBrokenLaw},
		{"negative money", func(s *types.GenesisState) { s.Positions[0].Home = math.NewInt(-1) }, types.ErrInvalidPosition},
		{"missing money", func(s *types.GenesisState) { s.Positions[0].Abroad.Idle = math.Int{} }, types.ErrInvalidPosition},
		{"closed without a result", func(s *types.GenesisState) { index(s, types.Stage_STAGE_CLOSED).Pnl = nil }, types.ErrInvalidPosition},
		{"bridging without a packet", func(s *types.GenesisState) { index(s, types.Stage_STAGE_BRIDGING).Awaiting = nil }, types.ErrInvalidPosition},
		{"waiting for a packet that is not in flight", func(s *types.GenesisState) {
			index(s, types.Stage_STAGE_BRIDGING).Awaiting = &types.PacketKey{PortId: "transfer", ChannelId: "channel-0", Sequence: 999}
		}, types.ErrInvalidGenesis},
		{"waiting for a packet of another", func(s *types.GenesisState) {
			for i := range s.Packets {
				if s.Packets[i].Kind == types.PacketKind_PACKET_KIND_BRIDGE {
					s.Packets[i].Number = 1
				}
			}
		}, types.ErrInvalidGenesis},
		{"packet twice", func(s *types.GenesisState) { s.Packets = append(s.Packets, s.Packets[3]) }, types.ErrInvalidGenesis},
		{"packet of nobody", func(s *types.GenesisState) { s.Packets[3].Number = 77 }, types.ErrInvalidGenesis},
		{"packet of no kind", func(s *types.GenesisState) { s.Packets[0].Kind = 0 }, types.ErrInvalidGenesis},
		{"packet to no venue", func(s *types.GenesisState) { s.Packets[0].VenueId = "zurich" }, types.ErrInvalidGenesis},
		{"packet with sequence 0", func(s *types.GenesisState) { s.Packets[0].Key.Sequence = 0 }, types.ErrInvalidGenesis},
		{"orders that are not in flight", func(s *types.GenesisState) { s.Ledgers[0].Orders++ }, types.ErrInvalidGenesis},
		{"report of the future", func(s *types.GenesisState) {
			s.Ledgers[0].Report = &types.VenueReport{Claims: math.OneInt(), Revision: 999, ReportedAt: genesisTime}
		}, types.ErrInvalidGenesis},
		{"time out of range", func(s *types.GenesisState) { s.Positions[0].MovedAt = time.Time{} }, types.ErrInvalidRequest},
	} {
		t.Run(test.name, func(t *testing.T) {
			state := w.export()
			test.harm(state)
			next := emptyWorld(t)
			next.bank.InitGenesis(next.ctx, w.bank.ExportGenesis(w.ctx))
			err := next.keeper.InitGenesis(next.ctx, state)
			require.ErrorIs(t, err, test.want)
			if test.want != types.ErrBrokenLaw {
				require.ErrorIs(t, state.Validate(), test.want, "and offline too")
			}
		})
	}
}

// TestAuditFindsStrangers: money in the module's account that no quote offers breaks a law.
func TestAuditFindsStrangers(t *testing.T) {
	w := registered(t)
	w.sellDollars("150")
	require.NoError(t, w.keeper.Audit(w.ctx))
	w.give(module, yen(1))
	require.ErrorIs(t, w.keeper.Audit(w.ctx), types.ErrBrokenLaw)

	w = bridging(t)
	w.far.refuseMoney = true
	w.relay()
	require.NoError(t, w.keeper.Audit(w.ctx))
	require.NoError(t, w.bank.SendCoins(w.ctx, home(1), stranger, sdk.NewCoins(dollars(1))))
	require.ErrorIs(t, w.keeper.Audit(w.ctx), types.ErrBrokenLaw)
}
