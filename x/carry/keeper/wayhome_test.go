package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// TestWaysHome goes through every failure on the way out and home: what it does to the position, and that the trade still
// ends with every unit accounted for.
func TestWaysHome(t *testing.T) {
	ends := func(w *world) {
		w.Helper()
		if p := w.position(trader, 1); p.Open() {
			must(w, w.msgs.Close, w.ending("160"))
		}
		w.relay()
		w.at(types.Stage_STAGE_CLOSED)
		w.audit()
		require.True(w, w.far.account.IsZero(), "nothing is left in the account")
		require.True(w, w.bank.GetAllBalances(w.ctx, home(1)).Empty())
		debt, err := w.collateral.Debt(w.ctx, trader, jpy, 3)
		require.NoError(w, err)
		require.True(w, debt.IsZero())
	}
	for _, test := range []struct {
		name string
		play func(w *world)
	}{
		{"the bridge times out, the owner sends again", func(w *world) {
			w.pass(11 * time.Minute)
			w.expire(w.last())
			w.at(types.Stage_STAGE_REFUNDED)
			require.Equal(w, "timed out", w.position(trader, 1).Note)
			require.Equal(w, dollars(100_000).Amount, w.balance(home(1), dollar))
			require.True(w, w.ledger().Exposure.IsZero())
			w.audit()
			must(w, w.msgs.Retry, w.retryMsg())
			w.at(types.Stage_STAGE_BRIDGING)
			w.relay()
			w.at(types.Stage_STAGE_ACTIVE)
		}},
		{"the bridge is refused, the owner gives up", func(w *world) {
			w.far.refuseMoney = true
			w.deliver(w.last())
			w.acknowledge(w.last())
			w.at(types.Stage_STAGE_REFUNDED)
			require.Contains(w, w.position(trader, 1).Note, "ABCI code")
			w.audit()
			require.Equal(w, types.Stage_STAGE_CLOSED, must(w, w.msgs.Close, w.ending("160")).Stage)
		}},
		{"the bridge is refused, the owner converts back", func(w *world) {
			w.far.refuseMoney = true
			w.relay()
			require.Equal(w, types.Stage_STAGE_CLOSED, must(w, w.msgs.ConvertBack, &types.MsgConvertBack{
				Owner: trader.String(), Number: 1, Quote: w.sellYen("160"), MinReceived: math.OneInt(),
			}).Stage)
		}},
		{"the owner calls home while the bridge is under way, and it is refused", func(w *world) {
			w.far.refuseMoney = true
			must(w, w.msgs.Close, w.ending("160"))
			w.at(types.Stage_STAGE_BRIDGING)
			w.deliver(w.last())
			w.acknowledge(w.last())
			w.at(types.Stage_STAGE_UNWINDING)
			w.pass(6 * time.Minute)
			w.pass(0)
			w.at(types.Stage_STAGE_CLOSED)
		}},
		{"the owner calls home while the bridge is under way, and it arrives", func(w *world) {
			must(w, w.msgs.Close, w.ending("160"))
			w.deliver(w.last())
			w.acknowledge(w.last())
			w.at(types.Stage_STAGE_RETURNING)
			require.True(w, w.far.claims.IsZero(), "it is not put to work any more")
		}},
		{"the supply fails and is tried again", func(w *world) {
			w.far.failSupply = true
			w.relay()
			w.at(types.Stage_STAGE_DEPLOYING)
			require.Equal(w, dollars(100_000).Amount, w.far.account)
			require.Equal(w, dollars(100_000).Amount, w.ledger().Idle)
			w.audit()
			w.far.failSupply = false
			w.pass(5 * time.Minute)
			w.relay()
			w.at(types.Stage_STAGE_ACTIVE)
		}},
		{"the supply times out and is tried again", func(w *world) {
			w.deliver(w.last())
			w.acknowledge(w.last())
			w.pass(11 * time.Minute)
			w.expire(w.last())
			w.at(types.Stage_STAGE_DEPLOYING)
			require.Zero(w, w.ledger().Orders)
			w.audit()
			must(w, w.msgs.Retry, w.retryMsg())
			w.relay()
			w.at(types.Stage_STAGE_ACTIVE)
		}},
		{"the supply fails for ever and the owner calls home", func(w *world) {
			w.far.failSupply = true
			w.relay()
			must(w, w.msgs.Close, w.ending("160"))
			w.at(types.Stage_STAGE_RETURNING)
		}},
		{"the supply is answered in words nobody understands, governance teaches them", func(w *world) {
			w.far.garble = true
			w.relay()
			w.at(types.Stage_STAGE_DEPLOYING)
			p := w.position(trader, 1)
			require.NotNil(w, p.Unread)
			require.Contains(w, p.Note, "unreadable")
			refuses(w, types.ErrUnreadable, w.msgs.Retry, w.retryMsg())
			w.far.garble = false
			w.audit()
			must(w, w.msgs.Resolve, &types.MsgResolve{
				Authority: gov.String(), Owner: trader.String(), Number: 1, Succeeded: true, Value: w.far.claims,
			})
			w.at(types.Stage_STAGE_ACTIVE)
		}},
		{"the supply's response is described wrongly, governance corrects it", func(w *world) {
			terms := venueTerms()
			terms.SupplyResponse.Path = []uint32{9}
			must(w, w.msgs.UpdateVenue, &types.MsgUpdateVenue{Authority: gov.String(), Id: venue, Terms: terms})
			w.relay()
			w.at(types.Stage_STAGE_DEPLOYING)
			w.audit()
			must(w, w.msgs.UpdateVenue, &types.MsgUpdateVenue{Authority: gov.String(), Id: venue, Terms: venueTerms()})
			must(w, w.msgs.Retry, w.retryMsg())
			w.at(types.Stage_STAGE_ACTIVE)
			require.Equal(w, w.far.claims, w.position(trader, 1).Abroad.Claims)
		}},
		{"the withdrawal fails and is tried again", func(w *world) {
			w.relay()
			w.far.failWithdraw = true
			must(w, w.msgs.Close, w.ending("160"))
			w.relay()
			w.at(types.Stage_STAGE_WITHDRAWING)
			require.Equal(w, dollars(100_000).Amount, w.position(trader, 1).Abroad.Claims)
			w.audit()
			w.far.failWithdraw = false
			w.pass(5 * time.Minute)
		}},
		{"the withdrawal times out and is tried again", func(w *world) {
			w.relay()
			must(w, w.msgs.Close, w.ending("160"))
			w.pass(11 * time.Minute)
			w.expire(w.last())
			w.at(types.Stage_STAGE_WITHDRAWING)
			w.audit()
			must(w, w.msgs.Retry, w.retryMsg())
		}},
		{"the withdrawal cannot be sent and is tried again", func(w *world) {
			w.relay()
			w.wire.failSend = true
			require.Equal(w, types.Stage_STAGE_ACTIVE, must(w, w.msgs.Close, w.ending("160")).Stage)
			require.Contains(w, w.position(trader, 1).Note, "channel")
			refuses(w, channeltypes.ErrInvalidChannelState, w.msgs.Retry, w.retryMsg())
			w.audit()
			w.wire.failSend = false
			w.pass(5 * time.Minute)
			w.pass(0)
			w.at(types.Stage_STAGE_WITHDRAWING)
		}},
		{"the withdrawal is answered in words nobody understands", func(w *world) {
			w.relay()
			must(w, w.msgs.Close, w.ending("160"))
			w.far.garble = true
			w.deliver(w.last())
			w.acknowledge(w.last())
			w.far.garble = false
			w.at(types.Stage_STAGE_WITHDRAWING)
			must(w, w.msgs.Resolve, &types.MsgResolve{
				Authority: gov.String(), Owner: trader.String(), Number: 1, Succeeded: true, Value: dollars(100_000).Amount,
			})
		}},
		{"the way home cannot be ordered", func(w *world) {
			w.relay()
			w.far.failHome = true
			must(w, w.msgs.Close, w.ending("160"))
			w.relay()
			w.at(types.Stage_STAGE_RETURNING)
			require.Equal(w, dollars(100_000).Amount, w.position(trader, 1).Abroad.Idle)
			w.audit()
			w.far.failHome = false
			must(w, w.msgs.Retry, w.retryMsg())
		}},
		{"the order home times out", func(w *world) {
			w.returning()
			w.pass(11 * time.Minute)
			w.expire(w.last())
			w.at(types.Stage_STAGE_RETURNING)
			require.Equal(w, dollars(100_000).Amount, w.position(trader, 1).Abroad.Idle)
			w.audit()
			w.pass(5 * time.Minute)
		}},
		{"the money arrives before its order is acknowledged", func(w *world) {
			w.returning()
			order := w.last()
			w.deliver(order)
			w.bringHome(0)
			w.at(types.Stage_STAGE_UNWINDING)
			w.audit()
			w.pass(time.Second)
			w.at(types.Stage_STAGE_CLOSED)
			w.acknowledge(order)
			w.at(types.Stage_STAGE_CLOSED)
		}},
		{"the money does not arrive in time; it is sent again, but only after its refund", func(w *world) {
			w.returning()
			w.deliver(w.last())
			w.acknowledge(w.last())
			w.at(types.Stage_STAGE_RETURNING)
			refuses(w, types.ErrWrongStage, w.msgs.Retry, w.retryMsg())
			w.pass(31 * time.Minute)
			w.pass(0)
			p := w.position(trader, 1)
			require.EqualValues(w, 1, p.Abroad.GuardSequence)
			require.NotNil(w, p.Awaiting, "it has tried at once")
			w.audit()
			// Money of someone else lies in the account meanwhile. It is not touched.
			w.far.account, w.far.pool = w.far.account.Add(dollars(500_000).Amount), w.far.pool.Sub(dollars(500_000).Amount)
			w.deliver(w.last())
			w.acknowledge(w.last())
			require.Empty(w, w.far.homeward[1:], "the guard held it back")
			require.Equal(w, dollars(100_000).Amount, w.position(trader, 1).Abroad.Idle)
			w.audit()
			w.refund(0)
			w.pass(5 * time.Minute)
			w.relay()
			w.at(types.Stage_STAGE_CLOSED)
			require.Equal(w, dollars(500_000).Amount, w.far.account)
			w.far.account, w.far.pool = math.ZeroInt(), w.far.pool.Add(dollars(500_000).Amount)
		}},
		{"the money is refused on arrival, and sent again", func(w *world) {
			w.returning()
			w.deliver(w.last())
			w.acknowledge(w.last())
			w.custody.frozen[home(1).String()] = true
			w.bringHome(0)
			require.Equal(w, 1, w.far.refusedArrival)
			w.at(types.Stage_STAGE_RETURNING)
			w.audit()
			delete(w.custody.frozen, home(1).String())
			w.pass(31 * time.Minute)
			w.pass(0)
		}},
		{"less comes home than was ordered", func(w *world) {
			w.far.sendLess = true
			w.returning()
			w.relay()
			w.at(types.Stage_STAGE_RETURNING)
			p := w.position(trader, 1)
			require.Equal(w, dollars(50_000).Amount, p.Home)
			require.Equal(w, dollars(50_000).Amount, p.Abroad.Idle)
			require.Contains(w, p.Note, "less came home")
			w.audit()
			w.far.sendLess = false
			must(w, w.msgs.Retry, w.retryMsg())
		}},
		{"an old order home is acknowledged while a new one is out", func(w *world) {
			w.far.sendLess = true
			w.returning()
			old := w.last()
			w.deliver(old)
			w.bringHome(0)
			w.far.sendLess = false
			must(w, w.msgs.Retry, w.retryMsg())
			ordered := w.position(trader, 1)
			require.NotNil(w, ordered.Awaiting)
			w.acknowledge(old)
			require.Equal(w, ordered, w.position(trader, 1), "it is not taken for the new one's")
		}},
		{"the order home is answered in words nobody understands, and the money arrives", func(w *world) {
			w.returning()
			w.far.garble = true
			w.deliver(w.last())
			w.acknowledge(w.last())
			w.far.garble = false
			require.NotNil(w, w.position(trader, 1).Unread)
			w.audit()
			w.bringHome(0)
			w.at(types.Stage_STAGE_UNWINDING)
		}},
		{"repaying fails and is tried again", func(w *world) {
			w.relay()
			w.collateral.failRepay = true
			must(w, w.msgs.Close, w.ending("160"))
			w.relay()
			w.at(types.Stage_STAGE_REPAYING)
			w.audit()
			w.collateral.failRepay = false
			w.pass(5 * time.Minute)
			w.pass(0)
			w.at(types.Stage_STAGE_CLOSED)
		}},
		{"the account's channel closes and is reopened", func(w *world) {
			w.relay()
			v := w.venue()
			require.NoError(w, w.wire.closeChannel(w.ctx, v.PortID(), v.AccountChannelId))
			require.Equal(w, types.VenueStatus_VENUE_STATUS_OPENING, w.venue().Status)
			must(w, w.msgs.Close, w.ending("160"))
			w.at(types.Stage_STAGE_ACTIVE)
			require.Contains(w, w.position(trader, 1).Note, "no open account channel")
			w.audit()
			must(w, w.msgs.ReopenVenue, &types.MsgReopenVenue{Sender: gov.String(), Id: venue})
			w.shake()
			require.NotEqual(w, v.AccountChannelId, w.venue().AccountChannelId)
			must(w, w.msgs.Retry, w.retryMsg())
		}},
		{"the account's channel closes with an order on it", func(w *world) {
			w.relay()
			must(w, w.msgs.Close, w.ending("160"))
			order := w.last()
			v := w.venue()
			require.NoError(w, w.wire.closeChannel(w.ctx, v.PortID(), v.AccountChannelId))
			w.expire(order) // by proof that the other end is closed
			w.at(types.Stage_STAGE_WITHDRAWING)
			w.audit()
			must(w, w.msgs.ReopenVenue, &types.MsgReopenVenue{Sender: gov.String(), Id: venue})
			w.shake()
			w.pass(5 * time.Minute)
		}},
		{"the account's channel closes with an answer on it, governance tells it", func(w *world) {
			w.relay()
			must(w, w.msgs.Close, w.ending("160"))
			order := w.last()
			w.deliver(order)
			v := w.venue()
			resolve := &types.MsgResolve{
				Authority: gov.String(), Owner: trader.String(), Number: 1, Succeeded: true, Value: order.gave,
			}
			refuses(w, types.ErrPacketInFlight, w.msgs.Resolve, resolve)
			require.NoError(w, w.wire.closeChannel(w.ctx, v.PortID(), v.AccountChannelId))
			order.done, order.lost = true, true
			must(w, w.msgs.ReopenVenue, &types.MsgReopenVenue{Sender: gov.String(), Id: venue})
			w.shake()
			w.at(types.Stage_STAGE_WITHDRAWING)
			must(w, w.msgs.Resolve, resolve)
			w.at(types.Stage_STAGE_RETURNING)
			require.Zero(w, w.ledger().Orders)
		}},
		{"the venue is paused while money is under way", func(w *world) {
			must(w, w.msgs.SetVenueStatus, &types.MsgSetVenueStatus{
				Authority: gov.String(), Id: venue, Status: types.VenueStatus_VENUE_STATUS_PAUSED,
			})
			w.relay()
			w.at(types.Stage_STAGE_DEPLOYING)
			require.True(w, w.far.claims.IsZero())
			refuses(w, types.ErrVenueNotActive, w.msgs.Retry, w.retryMsg())
		}},
		{"the venue is closed while money is at work", func(w *world) {
			w.relay()
			must(w, w.msgs.SetVenueStatus, &types.MsgSetVenueStatus{
				Authority: gov.String(), Id: venue, Status: types.VenueStatus_VENUE_STATUS_CLOSED,
			})
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := bridging(t)
			test.play(w)
			w.audit()
			w.far.refuseMoney, w.far.failSupply = false, false
			ends(w)
		})
	}
}

// returning brings a position as far as its order home.
func (w *world) returning() {
	w.Helper()
	w.relay()
	must(w, w.msgs.Close, w.ending("160"))
	w.deliver(w.last())
	w.acknowledge(w.last())
	w.at(types.Stage_STAGE_RETURNING)
}

// TestRetriesEnd: the module tries so often and then leaves it to people; strangers must wait their turn.
func TestRetriesEnd(t *testing.T) {
	w := bridging(t)
	w.far.failSupply = true
	for range 10 {
		w.relay()
		w.pass(6 * time.Minute)
	}
	require.Len(t, w.wire.packets, 1+1+5, "the bridge, the supply and five more tries")
	require.Nil(t, w.position(trader, 1).Due)
	w.far.failSupply = false
	byStranger := w.retryMsg()
	byStranger.Sender = stranger.String()
	refuses(w, types.ErrNotYet, w.msgs.Retry, byStranger)
	w.pass(hour)
	require.Equal(t, types.Stage_STAGE_DEPLOYING, must(w, w.msgs.Retry, byStranger).Stage)
	refuses(w, types.ErrPacketInFlight, w.msgs.Retry, w.retryMsg())
	w.relay()
	w.at(types.Stage_STAGE_ACTIVE)
	w.audit()
}

// TestDuplicatesAndStrangers: a packet's fate is used once, and packets of others change nothing.
func TestDuplicatesAndStrangers(t *testing.T) {
	w := bridging(t)
	bridge := w.last()
	w.deliver(bridge)
	w.acknowledge(bridge)
	state := w.export()
	keyOf := func(p channeltypes.Packet) types.PacketKey {
		return types.PacketKey{PortId: p.SourcePort, ChannelId: p.SourceChannel, Sequence: p.Sequence}
	}
	for _, key := range []types.PacketKey{
		keyOf(bridge.packet),
		{PortId: transfertypes.PortID, ChannelId: "channel-0", Sequence: 99},
		{PortId: transfertypes.PortID, ChannelId: "channel-1", Sequence: w.last().packet.Sequence},
		{PortId: "other", ChannelId: "channel-0", Sequence: 1},
	} {
		require.NoError(t, w.keeper.Acknowledged(w.ctx, key, bridge.ack))
		require.NoError(t, w.keeper.Acknowledged(w.ctx, key, []byte("nonsense")))
		require.NoError(t, w.keeper.TimedOut(w.ctx, key))
	}
	require.Equal(t, state, w.export())
}

// TestGiftsAreNotArrivals: only the venue's account over the venue's channel brings a position's money home.
func TestGiftsAreNotArrivals(t *testing.T) {
	w := bridging(t)
	w.returning()
	gift := dollars(100_000).Amount
	for _, sender := range []string{"newyork1somebody", home(1).String()} {
		w.far.escrow, w.far.pool = w.far.escrow.Add(gift), w.far.pool.Sub(gift)
		require.True(t, w.transfer.OnRecvPacket(w.ctx, transfertypes.V1, w.homePacket(50, sender, home(1).String(), gift), relayer).Success())
	}
	for _, gift := range []types.Arrival{
		{ChannelID: "channel-5", Sender: w.far.address, Receiver: home(1), Coin: dollars(1)},
		{ChannelID: "channel-0", Sender: w.far.address, Receiver: home(1), Coin: yen(1)},
		{ChannelID: "channel-0", Sender: w.far.address, Receiver: trader, Coin: dollars(1)},
	} {
		require.NoError(t, w.keeper.Arrived(w.ctx, gift))
	}
	w.at(types.Stage_STAGE_RETURNING)
	require.True(t, w.position(trader, 1).Home.IsZero())
	w.audit()
	w.relay()
	w.at(types.Stage_STAGE_CLOSED)
	require.Equal(t, gift.MulRaw(2), w.balance(trader, dollar), "the owner has it in the end")
	require.Equal(t, gift, w.position(trader, 1).Pnl.Returned, "and it is no result of the trade")
	w.audit()
}

// TestWhatCannotBeBookedIsRefused: money that the module could not book stays abroad.
func TestWhatCannotBeBookedIsRefused(t *testing.T) {
	w := bridging(t)
	w.returning()
	ack := w.transfer.OnRecvPacket(w.ctx, transfertypes.V1, w.homePacket(50, w.far.address, home(1).String(), types.MaxAmount), relayer)
	require.False(t, ack.Success())
}

// TestRelayerCannotStarve: an acknowledgement that runs out of gas fails as a whole, and works with more.
func TestRelayerCannotStarve(t *testing.T) {
	w := bridging(t)
	l := w.last()
	w.deliver(l)
	stack, version := w.stackOf(l.packet)
	meter := func(limit uint64) (used uint64, starved bool) {
		cached, _ := w.ctx.CacheContext()
		cached = cached.WithGasMeter(storetypes.NewGasMeter(limit))
		defer func() {
			if cause := recover(); cause != nil {
				require.IsType(t, storetypes.ErrorOutOfGas{}, cause)
				starved = true
			}
		}()
		require.NoError(t, stack.OnAcknowledgementPacket(cached, version, l.packet, l.ack, relayer))
		position, err := w.keeper.GetPosition(cached, trader, 1)
		require.NoError(t, err)
		require.NotNil(t, position.Awaiting, "the next order is out")
		return cached.GasMeter().GasConsumed(), false
	}
	need, starved := meter(10_000_000)
	require.False(t, starved)
	for limit := uint64(1_000); limit < need; limit += need / 40 {
		_, starved := meter(limit)
		require.True(t, starved, "with %d of %d", limit, need)
	}
}

// TestWriteOff closes a position whose venue is gone, with what is at home.
func TestWriteOff(t *testing.T) {
	msg := &types.MsgWriteOff{Owner: trader.String(), Number: 1}
	w := bridging(t)
	refuses(w, types.ErrWrongStage, w.msgs.WriteOff, msg)
	w.relay()
	lost := must(w, w.msgs.WriteOff, msg)
	require.Equal(t, dollars(100_000).Amount, lost.Claims)
	w.at(types.Stage_STAGE_CLOSED)
	p := w.position(trader, 1)
	require.Equal(t, yen(15_000_000).Amount.Neg(), p.Pnl.Total)
	require.Equal(t, p.Pnl.Total, p.Pnl.Carry)
	require.True(t, p.Pnl.Fx.IsZero() && p.Pnl.Cross.IsZero() && p.Pnl.Returned.IsZero())
	require.Equal(t, dollars(100_000).Amount, w.ledger().WrittenOffClaims)
	refuses(w, types.ErrWrongStage, w.msgs.WriteOff, msg)
	w.audit()

	w = bridging(t)
	w.returning()
	w.deliver(w.last())
	w.acknowledge(w.last())
	refuses(w, types.ErrNotYet, w.msgs.WriteOff, msg)
	w.pass(31 * time.Minute)
	require.Equal(t, dollars(100_000).Amount, must(w, w.msgs.WriteOff, msg).Money)
	w.at(types.Stage_STAGE_CLOSED)
	w.audit()
}

// TestFrozenOwner is paid when he may receive again; until then the money waits.
func TestFrozenOwner(t *testing.T) {
	w := active(t)
	must(w, w.msgs.Close, w.ending("160"))
	w.custody.frozen[trader.String()] = true
	w.relay()
	w.at(types.Stage_STAGE_CLOSED)
	surplus := w.balance(home(1), jpy)
	require.True(t, surplus.IsPositive())
	sweep := &types.MsgSweep{Sender: stranger.String(), Owner: trader.String(), Number: 1, Denom: jpy}
	refuses(w, errTold, w.msgs.Sweep, sweep)
	delete(w.custody.frozen, trader.String())
	require.Equal(t, surplus, must(w, w.msgs.Sweep, sweep).Paid.Amount)
	refuses(w, types.ErrNothingThere, w.msgs.Sweep, sweep)
	w.audit()

	w = registered(t)
	w.custody.frozen[trader.String()] = true
	refuses(w, errTold, w.msgs.Open, w.openMsg(w.sellDollars("150")))
}

// TestOpenIsAllOrNothing fails at each of its parts and leaves nothing behind.
func TestOpenIsAllOrNothing(t *testing.T) {
	for _, test := range []struct {
		name string
		harm func(*world, *types.MsgOpen)
		want error
	}{
		{"not enough bonds", func(_ *world, m *types.MsgOpen) { m.Bonds = bonds(2_000_000_000) }, errTold},
		{"no credit", func(w *world, _ *types.MsgOpen) { w.collateral.failBorrow = true }, errTold},
		{"no such quote", func(_ *world, m *types.MsgOpen) { m.Quote.Id = 9 }, types.ErrQuoteNotFound},
		{"too small a quote", func(w *world, m *types.MsgOpen) { m.Quote = w.post(dollars(99_999), jpy, "150") }, types.ErrQuoteTooSmall},
		{"too dear", func(_ *world, m *types.MsgOpen) { m.MinReceived = dollars(100_001).Amount }, types.ErrBelowMinimum},
		{"another currency", func(w *world, m *types.MsgOpen) { m.Quote = w.sellYen("150") }, types.ErrWrongDenom},
		{"expired quote", func(w *world, _ *types.MsgOpen) { w.ctx = w.ctx.WithBlockTime(genesisTime.Add(31 * 24 * hour)) }, types.ErrQuoteExpired},
		{"no channel", func(w *world, _ *types.MsgOpen) { w.wire.failSend = true }, channeltypes.ErrInvalidChannelState},
		{"above the position's cap", func(w *world, m *types.MsgOpen) { m.Borrow = yen(30_000_150) }, types.ErrAboveCap},
		{"unknown venue", func(_ *world, m *types.MsgOpen) { m.VenueId = "tokyo" }, types.ErrVenueNotFound},
		{"cash of another venue", func(_ *world, m *types.MsgOpen) { m.Borrow.Denom = "ueur" }, types.ErrWrongDenom},
		{"own quote", func(_ *world, m *types.MsgOpen) { m.Owner = dealer.String(); m.Bonds = nil }, types.ErrOwnQuote},
		{"paused venue", func(w *world, _ *types.MsgOpen) {
			must(w, w.msgs.SetVenueStatus, &types.MsgSetVenueStatus{Authority: gov.String(), Id: venue, Status: types.VenueStatus_VENUE_STATUS_PAUSED})
		}, types.ErrVenueNotActive},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := registered(t)
			msg := w.openMsg(w.sellDollars("150"))
			test.harm(w, msg)
			state, balances := w.export(), w.bank.ExportGenesis(w.ctx).Balances
			_, err := do(w, w.msgs.Open, msg)
			require.ErrorIs(t, err, test.want)
			require.Equal(t, state, w.export())
			require.Equal(t, balances, w.bank.ExportGenesis(w.ctx).Balances)
		})
	}
	w := registered(t)
	quote := w.sellDollars("150")
	for number := uint64(1); number <= 5; number++ {
		msg := w.openMsg(quote)
		msg.Number = number
		must(w, w.msgs.Open, msg)
		refuses(w, types.ErrPositionExists, w.msgs.Open, msg)
	}
	msg := w.openMsg(quote)
	msg.Number = 6
	refuses(w, types.ErrAboveCap, w.msgs.Open, msg)
}

func (w *world) export() *types.GenesisState {
	w.Helper()
	state, err := w.keeper.ExportGenesis(w.ctx)
	require.NoError(w, err)
	return state
}
