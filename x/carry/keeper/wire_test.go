package keeper_test

import (
	"errors"
	"slices"
	"strconv"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/baseapp"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	connectiontypes "github.com/cosmos/ibc-go/v11/modules/core/03-connection/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"
)

// wire is IBC's core as the applications see it, without proofs: channels, sequences and packets in a store, so that they
// are rolled back with the transaction. What it has sent is the test's to deliver, drop or repeat.
type wire struct {
	w        *world
	channels collections.Map[string, []byte] // by port/channel
	next     collections.Map[string, uint64]
	outbox   collections.Map[uint64, []byte]
	sent     collections.Sequence
	opened   collections.Sequence

	failSend bool
	taken    uint64 // what the test has collected from the outbox
	packets  []*letter
}

// letter is a packet of this chain on the wire.
type letter struct {
	packet channeltypes.Packet
	ack    []byte // what the other chain answered; nil before
	gave   math.Int
	done   bool // this chain has learnt its fate
	lost   bool // from governance: a closed channel swallowed the answer
}

// GoString is how a drawn packet is printed.
func (l *letter) GoString() string {
	return l.packet.SourceChannel + "/" + strconv.FormatUint(l.packet.Sequence, 10)
}

func newWire(service store.KVStoreService, w *world) *wire {
	sb := collections.NewSchemaBuilder(service)
	wi := &wire{
		w:        w,
		channels: collections.NewMap(sb, collections.NewPrefix(10), "channels", collections.StringKey, collections.BytesValue),
		next:     collections.NewMap(sb, collections.NewPrefix(11), "next", collections.StringKey, collections.Uint64Value),
		outbox:   collections.NewMap(sb, collections.NewPrefix(12), "outbox", collections.Uint64Key, collections.BytesValue),
		sent:     collections.NewSequence(sb, collections.NewPrefix(13), "sent"),
		opened:   collections.NewSequence(sb, collections.NewPrefix(14), "opened"),
	}
	if _, err := sb.Build(); err != nil {
		panic(err)
	}
	return wi
}

func end(port, channel string) string { return port + "/" + channel }

func (wi *wire) set(ctx sdk.Context, port, id string, channel channeltypes.Channel) {
	bz, err := channel.Marshal()
	if err == nil {
		err = wi.channels.Set(ctx, end(port, id), bz)
	}
	if err != nil {
		panic(err)
	}
}

func (wi *wire) openTransferChannel(ctx sdk.Context) {
	wi.set(ctx, transfertypes.PortID, "channel-0", channeltypes.NewChannel(channeltypes.OPEN, channeltypes.UNORDERED,
		channeltypes.NewCounterparty(transfertypes.PortID, "channel-7"), []string{"connection-0"}, transfertypes.V1))
	if err := wi.opened.Set(ctx, 1); err != nil {
		panic(err)
	}
}

// GetChannel implements the channel keeper.
func (wi *wire) GetChannel(ctx sdk.Context, port, id string) (channel channeltypes.Channel, found bool) {
	bz, err := wi.channels.Get(ctx, end(port, id))
	if err != nil {
		return channel, false
	}
	return channel, channel.Unmarshal(bz) == nil
}

// HasChannel implements the channel keeper.
func (wi *wire) HasChannel(ctx sdk.Context, port, id string) bool {
	_, found := wi.GetChannel(ctx, port, id)
	return found
}

// GetConnection implements the channel keeper.
func (wi *wire) GetConnection(_ sdk.Context, id string) (connectiontypes.ConnectionEnd, error) {
	switch id {
	case "connection-0", "connection-1":
		return connectiontypes.ConnectionEnd{
			State: connectiontypes.OPEN, Counterparty: connectiontypes.Counterparty{ConnectionId: "connection-5"},
		}, nil
	case "connection-2":
		return connectiontypes.ConnectionEnd{State: connectiontypes.INIT}, nil
	default:
		return connectiontypes.ConnectionEnd{}, connectiontypes.ErrConnectionNotFound
	}
}

// GetNextSequenceSend implements the channel keeper.
func (wi *wire) GetNextSequenceSend(ctx sdk.Context, port, id string) (uint64, bool) {
	next, err := wi.next.Get(ctx, end(port, id))
	return next + 1, err == nil
}

// GetAllChannelsWithPortPrefix implements the channel keeper.
func (*wire) GetAllChannelsWithPortPrefix(sdk.Context, string) []channeltypes.IdentifiedChannel {
	return nil
}

// GetAppVersion implements porttypes.ICS4Wrapper.
func (wi *wire) GetAppVersion(ctx sdk.Context, port, id string) (string, bool) {
	channel, found := wi.GetChannel(ctx, port, id)
	return channel.Version, found
}

// WriteAcknowledgement implements porttypes.ICS4Wrapper.
func (*wire) WriteAcknowledgement(sdk.Context, ibcexported.PacketI, ibcexported.Acknowledgement) error {
	return errors.New("nothing here acknowledges later")
}

// SendPacket implements porttypes.ICS4Wrapper.
func (wi *wire) SendPacket(ctx sdk.Context, port, id string, height clienttypes.Height, timeout uint64, data []byte) (uint64, error) {
	channel, found := wi.GetChannel(ctx, port, id)
	if !found || channel.State != channeltypes.OPEN || wi.failSend {
		return 0, channeltypes.ErrInvalidChannelState
	}
	sequence, _ := wi.GetNextSequenceSend(ctx, port, id)
	packet := channeltypes.NewPacket(data, sequence, port, id, channel.Counterparty.PortId, channel.Counterparty.ChannelId, height, timeout)
	if err := packet.ValidateBasic(); err != nil {
		return 0, err
	}
	if err := wi.next.Set(ctx, end(port, id), sequence); err != nil {
		return 0, err
	}
	number, err := wi.sent.Next(ctx)
	if err != nil {
		return 0, err
	}
	bz, err := packet.Marshal()
	if err != nil {
		return 0, err
	}
	return sequence, wi.outbox.Set(ctx, number, bz)
}

// Handler implements the message router: it begins channels as IBC's core does.
func (wi *wire) Handler(msg sdk.Msg) baseapp.MsgServiceHandler {
	open, ok := msg.(*channeltypes.MsgChannelOpenInit)
	if !ok {
		return nil
	}
	return func(ctx sdk.Context, _ sdk.Msg) (*sdk.Result, error) {
		id, err := wi.beginChannel(ctx, open)
		if err != nil {
			return nil, err
		}
		response, err := codectypes.NewAnyWithValue(&channeltypes.MsgChannelOpenInitResponse{ChannelId: id})
		return &sdk.Result{MsgResponses: []*codectypes.Any{response}}, err
	}
}

func (wi *wire) beginChannel(ctx sdk.Context, msg *channeltypes.MsgChannelOpenInit) (string, error) {
	number, err := wi.opened.Next(ctx)
	if err != nil {
		return "", err
	}
	id := "channel-" + strconv.FormatUint(number, 10)
	version, err := wi.w.control.OnChanOpenInit(ctx, msg.Channel.Ordering, msg.Channel.ConnectionHops, msg.PortId, id,
		msg.Channel.Counterparty, msg.Channel.Version)
	if err != nil {
		return "", err
	}
	wi.set(ctx, msg.PortId, id, channeltypes.NewChannel(channeltypes.INIT, msg.Channel.Ordering,
		msg.Channel.Counterparty, msg.Channel.ConnectionHops, version))
	return id, nil
}

// acknowledgeHandshake opens a channel that was begun, as when the other chain has answered.
func (wi *wire) acknowledgeHandshake(ctx sdk.Context, port, id string) error {
	channel, found := wi.GetChannel(ctx, port, id)
	if !found {
		return channeltypes.ErrChannelNotFound
	}
	metadata, err := icatypes.MetadataFromVersion(channel.Version)
	if err != nil {
		return err
	}
	metadata.Address = wi.w.far.address
	version := string(icatypes.ModuleCdc.MustMarshalJSON(&metadata))
	cached, write := ctx.CacheContext()
	if err := wi.w.control.OnChanOpenAck(cached, port, id, "channel-9", version); err != nil {
		return err
	}
	channel.State, channel.Version, channel.Counterparty.ChannelId = channeltypes.OPEN, version, "channel-9"
	wi.set(cached, port, id, channel)
	write()
	return nil
}

// closeChannel closes a channel, as when the other chain has closed its end.
func (wi *wire) closeChannel(ctx sdk.Context, port, id string) error {
	if err := wi.w.control.OnChanCloseConfirm(ctx, port, id); err != nil {
		return err
	}
	channel, _ := wi.GetChannel(ctx, port, id)
	channel.State = channeltypes.CLOSED
	wi.set(ctx, port, id, channel)
	return nil
}

// collectPackets takes what committed transactions have sent.
func (w *world) collectPackets() {
	w.Helper()
	sent, err := w.wire.sent.Peek(w.ctx)
	require.NoError(w, err)
	for ; w.wire.taken < sent; w.wire.taken++ {
		bz, err := w.wire.outbox.Get(w.ctx, w.wire.taken)
		require.NoError(w, err)
		var packet channeltypes.Packet
		require.NoError(w, packet.Unmarshal(bz))
		w.wire.packets = append(w.wire.packets, &letter{packet: packet})
	}
}

// open are the packets whose fate this chain does not know.
func (wi *wire) open() []*letter {
	return slices.DeleteFunc(slices.Clone(wi.packets), func(l *letter) bool { return l.done })
}

// moneyOut is the money this chain has sent, that the other has not and that was not refunded.
func (wi *wire) moneyOut() math.Int {
	sum := math.ZeroInt()
	for _, l := range wi.open() {
		if l.packet.SourcePort != transfertypes.PortID || l.arrived() {
			continue
		}
		data, err := transfertypes.UnmarshalPacketData(l.packet.Data, transfertypes.V1, "")
		if err != nil {
			panic(err)
		}
		amount, _ := math.NewIntFromString(data.Token.Amount)
		sum = sum.Add(amount)
	}
	return sum
}

func (l *letter) arrived() bool {
	if l.ack == nil {
		return false
	}
	var ack channeltypes.Acknowledgement
	return channeltypes.SubModuleCdc.UnmarshalJSON(l.ack, &ack) == nil && ack.Success()
}

// deliver brings a packet to the other chain, if it has not been there, is in time, and its channel is open.
func (w *world) deliver(l *letter) {
	if l.ack == nil && !l.done && w.wire.isOpen(w.ctx, l) && uint64(w.ctx.BlockTime().UnixNano()) < l.packet.TimeoutTimestamp {
		l.ack = w.far.receive(w, l.packet)
		l.gave = w.far.gave
	}
}

func (wi *wire) isOpen(ctx sdk.Context, l *letter) bool {
	channel, found := wi.GetChannel(ctx, l.packet.SourcePort, l.packet.SourceChannel)
	return found && channel.State == channeltypes.OPEN
}

func (w *world) stackOf(packet channeltypes.Packet) (stack interface {
	OnAcknowledgementPacket(sdk.Context, string, channeltypes.Packet, []byte, sdk.AccAddress) error
	OnTimeoutPacket(sdk.Context, string, channeltypes.Packet, sdk.AccAddress) error
}, version string,
) {
	version, _ = w.wire.GetAppVersion(w.ctx, packet.SourcePort, packet.SourceChannel)
	if packet.SourcePort == transfertypes.PortID {
		return w.transfer, version
	}
	return w.control, version
}

// acknowledge brings the other chain's answer back, if the channel is open. It must never fail.
func (w *world) acknowledge(l *letter) {
	w.Helper()
	if l.ack == nil || l.done || !w.wire.isOpen(w.ctx, l) {
		return
	}
	stack, version := w.stackOf(l.packet)
	require.NoError(w, stack.OnAcknowledgementPacket(w.ctx, version, l.packet, l.ack, relayer))
	l.done = true
	w.collectPackets()
}

// expire proves to this chain that a packet was not received, in time or before its channel closed. It must never fail.
func (w *world) expire(l *letter) {
	w.Helper()
	if l.ack != nil || l.done {
		return
	}
	stack, version := w.stackOf(l.packet)
	require.NoError(w, stack.OnTimeoutPacket(w.ctx, version, l.packet, relayer))
	l.done = true
	w.collectPackets()
}

// last is the packet sent last.
func (w *world) last() *letter {
	w.Helper()
	require.NotEmpty(w, w.wire.packets)
	return w.wire.packets[len(w.wire.packets)-1]
}

// relay delivers and acknowledges everything on the wire, and what that sends, and what comes home, until all is quiet.
func (w *world) relay() {
	w.Helper()
	for range 20 {
		for _, l := range w.wire.open() {
			w.deliver(l)
			w.acknowledge(l)
		}
		for _, sequence := range w.far.pending() {
			w.bringHome(sequence)
		}
		w.pass(6e9)
		if len(w.wire.open()) == 0 && len(w.far.pending()) == 0 {
			return
		}
	}
}
