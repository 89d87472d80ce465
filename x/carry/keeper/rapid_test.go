package keeper_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// player plays a world at random: owners open and close, relayers deliver, repeat, reorder and forget, the venue fails and
// is paused, owners are frozen, channels close.
type player struct {
	*world
	numbers map[string]uint64   // positions opened, by owner
	gave    map[string]math.Int // what a position's last acknowledged order gave
	blind   bool                // a position was written off before anyone knew what it had
	buy     types.QuoteRef
	sell    types.QuoteRef
}

func newPlayer(t *rapid.T) *player {
	p := &player{world: registered(t), numbers: map[string]uint64{}, gave: map[string]math.Int{}}
	p.buy = p.post(dollars(5_000_000), jpy, "150.123")
	p.sell = p.post(yen(900_000_000), dollar, "0.0066")
	return p
}

var owners = []sdk.AccAddress{trader, rival}

func (p *player) anyOwner(t *rapid.T) sdk.AccAddress {
	return rapid.SampledFrom(owners).Draw(t, "owner")
}

// anyPosition picks a position that was opened, or skips.
func (p *player) anyPosition(t *rapid.T) (sdk.AccAddress, uint64) {
	owner := p.anyOwner(t)
	last := p.numbers[owner.String()]
	if last == 0 {
		t.Skip("no position")
	}
	return owner, rapid.Uint64Range(1, last).Draw(t, "number")
}

// try runs a message that may be refused, for an ordinary reason; what is refused changes nothing.
func try[M, R any](p *player, handler func(context.Context, M) (R, error), msg M) {
	if _, err := do(p.world, handler, msg); err != nil {
		require.NotErrorIs(p, err, types.ErrBrokenLaw)
	}
}

func (p *player) Open(t *rapid.T) {
	owner := p.anyOwner(t)
	number := p.numbers[owner.String()] + 1
	_, err := do(p.world, p.msgs.Open, &types.MsgOpen{
		Owner: owner.String(), Number: number, VenueId: venue, CollateralNumber: number % 2, Quote: p.buy, MinReceived: math.OneInt(),
		Borrow: sdk.NewCoin(jpy, math.NewInt(rapid.Int64Range(200, 20_000_000*micro).Draw(t, "yen"))), Bonds: bonds(1_000),
	})
	if err == nil {
		p.numbers[owner.String()] = number
	}
}

func (p *player) Close(t *rapid.T) {
	owner, number := p.anyPosition(t)
	msg := &types.MsgClose{Owner: owner.String(), Number: number, TopUp: math.NewInt(rapid.Int64Range(0, 5).Draw(t, "top-up"))}
	if rapid.Bool().Draw(t, "with quote") {
		msg.Quote, msg.MinReceived = &p.sell, math.OneInt()
	}
	try(p, p.msgs.Close, msg)
}

func (p *player) ConvertBack(t *rapid.T) {
	owner, number := p.anyPosition(t)
	try(p, p.msgs.ConvertBack, &types.MsgConvertBack{Owner: owner.String(), Number: number, Quote: p.sell, MinReceived: math.OneInt()})
}

func (p *player) Settle(t *rapid.T) {
	owner, number := p.anyPosition(t)
	try(p, p.msgs.Settle, &types.MsgSettle{Owner: owner.String(), Number: number})
}

func (p *player) Retry(t *rapid.T) {
	owner, number := p.anyPosition(t)
	sender := rapid.SampledFrom([]sdk.AccAddress{owner, stranger}).Draw(t, "sender")
	try(p, p.msgs.Retry, &types.MsgRetry{Sender: sender.String(), Owner: owner.String(), Number: number})
}

func (p *player) WriteOff(t *rapid.T) {
	owner, number := p.anyPosition(t)
	if rapid.IntRange(0, 9).Draw(t, "despair") != 0 {
		return
	}
	unread := p.position(owner, number).Unread != nil
	if _, err := do(p.world, p.msgs.WriteOff, &types.MsgWriteOff{Owner: owner.String(), Number: number}); err == nil {
		p.blind = p.blind || unread
	}
}

func (p *player) Sweep(t *rapid.T) {
	owner, number := p.anyPosition(t)
	denom := rapid.SampledFrom([]string{jpy, dollar}).Draw(t, "denom")
	try(p, p.msgs.Sweep, &types.MsgSweep{Sender: stranger.String(), Owner: owner.String(), Number: number, Denom: denom})
}

func (p *player) anyLetter(t *rapid.T) *letter {
	open := p.wire.open()
	if len(open) == 0 {
		t.Skip("nothing on the wire")
	}
	return rapid.SampledFrom(open).Draw(t, "packet")
}

func (p *player) Deliver(t *rapid.T)     { p.deliver(p.anyLetter(t)) }
func (p *player) Acknowledge(t *rapid.T) { p.hear(p.anyLetter(t)) }

// Proceed is what relayers mostly do.
func (p *player) Proceed(t *rapid.T) {
	l := p.anyLetter(t)
	p.deliver(l)
	p.hear(l)
}

// hear acknowledges a packet, and remembers what it gave in case the module cannot read it.
func (p *player) hear(l *letter) {
	key := keyOf(l)
	for _, position := range p.export().Positions {
		if position.Awaits(key) && l.ack != nil {
			p.gave[nameOf(position)] = l.gave
		}
	}
	p.acknowledge(l)
}

func keyOf(l *letter) types.PacketKey {
	return types.PacketKey{PortId: l.packet.SourcePort, ChannelId: l.packet.SourceChannel, Sequence: l.packet.Sequence}
}

func nameOf(p types.Position) string { return fmt.Sprintf("%s/%d", p.Owner, p.Number) }

// Expire times a packet out, if the other chain has not had it in time, or if its channel is closed. An answer that a
// closed channel has swallowed is told by governance.
func (p *player) Expire(t *rapid.T) {
	l := p.anyLetter(t)
	switch {
	case l.ack != nil && !p.wire.isOpen(p.ctx, l):
		p.resolve(l)
	case uint64(p.ctx.BlockTime().UnixNano()) >= l.packet.TimeoutTimestamp, !p.wire.isOpen(p.ctx, l):
		p.expire(l)
	}
}

// resolve has governance tell what a packet's lost answer was.
func (p *player) resolve(l *letter) {
	l.done, l.lost = true, true
	for _, position := range p.export().Positions {
		if position.Awaits(keyOf(l)) {
			p.tell(position, l.gave)
		}
	}
}

// Teach has governance tell what an answer meant that could not be read.
func (p *player) Teach(*rapid.T) {
	for _, position := range p.export().Positions {
		if position.Unread != nil {
			p.tell(position, p.gave[nameOf(position)])
		}
	}
}

func (p *player) tell(position types.Position, gave math.Int) {
	must(p.world, p.msgs.Resolve, &types.MsgResolve{
		Authority: gov.String(), Owner: position.Owner, Number: position.Number, Succeeded: gave.IsPositive(), Value: gave,
	})
}

// Repeat plays an old acknowledgement again, which IBC's core would not let through.
func (p *player) Repeat(t *rapid.T) {
	if len(p.wire.packets) == 0 {
		t.Skip("nothing sent")
	}
	l := rapid.SampledFrom(p.wire.packets).Draw(t, "packet")
	if !l.done || l.lost {
		t.Skip("not old")
	}
	state := p.export()
	key := keyOf(l)
	require.NoError(p, p.keeper.Acknowledged(p.ctx, key, l.ack))
	require.NoError(p, p.keeper.TimedOut(p.ctx, key))
	require.Equal(p, state, p.export())
}

func (p *player) BringHome(t *rapid.T) {
	if pending := p.far.pending(); len(pending) > 0 {
		p.bringHome(rapid.SampledFrom(pending).Draw(t, "voyage"))
	}
}

// Refund gives money back abroad that can no longer arrive here.
func (p *player) Refund(t *rapid.T) {
	if pending := p.far.pending(); len(pending) > 0 {
		i := rapid.SampledFrom(pending).Draw(t, "voyage")
		if uint64(p.ctx.BlockTime().UnixNano()) >= p.far.homeward[i].timeout {
			p.refund(i)
		}
	}
}

func (p *player) Pass(t *rapid.T) {
	p.pass(time.Duration(rapid.SampledFrom([]int{1, 60, 400, 900, 2_500, 4_000}).Draw(t, "seconds")) * time.Second)
	p.far.earn("1.0001")
	p.collateral.accrue(p.ctx, "1.00003")
}

func (p *player) Trouble(t *rapid.T) {
	trouble := map[string]*bool{
		"refuse": &p.far.refuseMoney, "supply": &p.far.failSupply, "withdraw": &p.far.failWithdraw, "home": &p.far.failHome, "garble": &p.far.garble,
		"send": &p.wire.failSend, "repay": &p.collateral.failRepay, "release": &p.collateral.failRelease, "borrow": &p.collateral.failBorrow,
	}
	what := rapid.SampledFrom([]string{"refuse", "supply", "withdraw", "home", "garble", "send", "repay", "release", "borrow"}).Draw(t, "trouble")
	*trouble[what] = !*trouble[what]
}

func (p *player) Freeze(t *rapid.T) {
	owner := p.anyOwner(t).String()
	p.custody.frozen[owner] = !p.custody.frozen[owner]
}

func (p *player) Pause(t *rapid.T) {
	status := rapid.SampledFrom([]types.VenueStatus{
		types.VenueStatus_VENUE_STATUS_PAUSED, types.VenueStatus_VENUE_STATUS_ACTIVE, types.VenueStatus_VENUE_STATUS_ACTIVE,
	}).Draw(t, "status")
	try(p, p.msgs.SetVenueStatus, &types.MsgSetVenueStatus{Authority: gov.String(), Id: venue, Status: status})
}

func (p *player) Channel(t *rapid.T) {
	v := p.venue()
	switch {
	case v.AccountChannelId != "" && rapid.IntRange(0, 4).Draw(t, "close") == 0:
		require.NoError(p, p.wire.closeChannel(p.ctx, v.PortID(), v.AccountChannelId))
	case v.HandshakeChannelId != "":
		p.shake()
	default:
		try(p, p.msgs.ReopenVenue, &types.MsgReopenVenue{Sender: gov.String(), Id: venue})
	}
}

func (p *player) Refresh(*rapid.T) {
	try(p, p.msgs.RefreshVenue, &types.MsgRefreshVenue{Sender: stranger.String(), Id: venue})
}

// Check holds after every step: the module's laws, no money made or lost, and that positions never claim more of the
// account than it has or will have.
func (p *player) Check(*rapid.T) {
	p.audit()
	p.same(yen(1_000_000_000+1_000_000_000+2*10_000_000).Amount, p.bank.GetSupply(p.ctx, jpy).Amount, "yen")
	unread := func(position types.Position) bool { return position.Unread != nil }
	if !p.blind && len(p.wire.open()) == 0 && !slices.ContainsFunc(p.export().Positions, unread) {
		idle := math.ZeroInt()
		ledger := p.ledger()
		for i := range p.far.homeward {
			if v := p.far.homeward[i]; !v.landed && !v.refunded {
				idle = idle.Add(v.amount) // on its way home, or to be refunded
			}
		}
		returning := math.ZeroInt()
		for _, position := range p.export().Positions {
			returning = returning.Add(position.Abroad.Returning)
		}
		p.same(p.far.account.Add(idle), ledger.Idle.Add(ledger.WrittenOffIdle).Add(returning), "the account's money")
		p.same(p.far.claims, ledger.Claims.Add(ledger.WrittenOffClaims), "the account's claims")
	}
}

// TestRandomTrades plays at random and then checks that there is a way home from wherever every position is.
func TestRandomTrades(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newPlayer(t)
		moves := rapid.StateMachineActions(actions{p})
		for i := range 4 { // what mostly happens
			moves[fmt.Sprint("Proceed", i)], moves[fmt.Sprint("Close", i)] = moves["Proceed"], moves["Close"]
			moves[fmt.Sprint("Pass", i)] = moves["Pass"]
		}
		t.Repeat(moves)
		p.allComeHome()
	})
}

// actions are what a player does at random.
type actions struct{ *player }

// allComeHome ends all trouble, lets time pass, and expects every position to close.
func (p *player) allComeHome() {
	*p.far = far{books: p.far.books, address: p.far.address, codec: p.far.codec}
	p.wire.failSend, p.collateral.failRepay, p.collateral.failBorrow, p.collateral.failRelease = false, false, false, false
	clear(p.custody.frozen)
	for p.venue().AccountChannelId == "" {
		if p.venue().HandshakeChannelId == "" {
			must(p.world, p.msgs.ReopenVenue, &types.MsgReopenVenue{Sender: gov.String(), Id: venue})
		}
		p.shake()
	}
	if p.venue().Status != types.VenueStatus_VENUE_STATUS_CLOSED {
		must(p.world, p.msgs.SetVenueStatus, &types.MsgSetVenueStatus{
			Authority: gov.String(), Id: venue, Status: types.VenueStatus_VENUE_STATUS_ACTIVE,
		})
	}
	for range 8 {
		p.settleWire()
		p.Teach(nil)
		for _, position := range p.export().Positions {
			if !position.Open() {
				continue
			}
			try(p, p.msgs.Close, &types.MsgClose{Owner: position.Owner, Number: position.Number, Quote: &p.sell, MinReceived: math.OneInt()})
			try(p, p.msgs.Retry, &types.MsgRetry{Sender: position.Owner, Owner: position.Owner, Number: position.Number})
			// Too little to convert is taken as it is.
			if owner := sdk.MustAccAddressFromBech32(position.Owner); p.position(owner, position.Number).Stage == types.Stage_STAGE_UNWINDING {
				try(p, p.msgs.Settle, &types.MsgSettle{Owner: position.Owner, Number: position.Number})
			}
		}
	}
	p.settleWire()
	p.Check(nil)
	for _, position := range p.export().Positions {
		require.False(p, position.Open(), fmt.Sprintf("%s/%d is %s: %s", position.Owner, position.Number, position.Stage.Word(), position.Note))
		p.same(position.Pnl.Total, position.Pnl.Carry.Add(position.Pnl.Fx).Add(position.Pnl.Cross), "the parts of the result")
	}
	ledger := p.ledger()
	require.True(p, ledger.Exposure.IsZero() && ledger.Idle.IsZero() && ledger.Claims.IsZero())
	if !p.blind {
		p.same(p.far.account, ledger.WrittenOffIdle, "what is left in the account")
		p.same(p.far.claims, ledger.WrittenOffClaims, "what is left of claims")
	}
}

// settleWire delivers what can be delivered, times out and refunds what cannot, and lets the module act on it.
func (p *player) settleWire() {
	p.relay()
	p.pass(41 * time.Minute)
	for _, l := range p.wire.open() {
		if l.ack != nil {
			p.resolve(l)
		}
		p.expire(l)
	}
	for _, i := range p.far.pending() {
		p.refund(i)
	}
	p.pass(time.Second)
	p.relay()
}
