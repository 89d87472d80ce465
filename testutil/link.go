package testutil

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	ibctesting "github.com/cosmos/ibc-go/v11/testing"
)

// Link is two chains with a connection and a transfer channel, and a relayer that moves only when told to.
type Link struct {
	Tokyo, NewYork *Chain
	// Transfer is the path of the transfer channel; its endpoint A is Tokyo.
	Transfer *ibctesting.Path

	t        *testing.T
	channels map[string]*ibctesting.Path
}

// Packet is a packet on its way, with the chain that sent it.
type Packet struct {
	channeltypes.Packet
	From *Chain
}

// NewLink starts two chains at start and joins them.
func NewLink(t *testing.T, start time.Time, tokyo, newYork []GenesisPatch) *Link {
	t.Helper()
	coord := &ibctesting.Coordinator{T: t, CurrentTime: start, Chains: map[string]*ibctesting.TestChain{}}
	link := &Link{
		Tokyo:    NewChain(t, coord, "kokusai-tokyo-1", tokyo...),
		NewYork:  NewChain(t, coord, "kokusai-newyork-1", newYork...),
		t:        t,
		channels: map[string]*ibctesting.Path{},
	}
	link.Transfer = ibctesting.NewTransferPath(link.Tokyo.TestChain, link.NewYork.TestChain).DisableUniqueChannelIDs()
	link.Transfer.Setup()
	link.register(link.Transfer)
	return link
}

// register remembers the path of an open channel under the names that both ends have for it.
func (l *Link) register(path *ibctesting.Path) {
	l.channels[l.Tokyo.ChainID+path.EndpointA.ChannelID] = path
	l.channels[l.NewYork.ChainID+path.EndpointB.ChannelID] = path.Reversed()
}

// OpenTransfer opens another transfer channel on the same connection and returns its path.
func (l *Link) OpenTransfer() *ibctesting.Path {
	path := l.samePeers()
	path.EndpointA.ChannelConfig.PortID, path.EndpointB.ChannelConfig.PortID = transfertypes.PortID, transfertypes.PortID
	path.EndpointA.ChannelConfig.Version, path.EndpointB.ChannelConfig.Version = transfertypes.V1, transfertypes.V1
	path.CreateChannels()
	l.register(path)
	return path
}

// CompleteAccount finishes the handshake of an interchain account that Tokyo has begun on the given port and channel.
func (l *Link) CompleteAccount(port, channelID string) *ibctesting.Path {
	l.t.Helper()
	path := l.samePeers()
	channel, found := l.Tokyo.Kokusai.IBCKeeper.ChannelKeeper.GetChannel(l.Tokyo.GetContext(), port, channelID)
	require.True(l.t, found, "channel %s/%s was not begun", port, channelID)
	path.EndpointA.ChannelID = channelID
	path.EndpointA.ChannelConfig = &ibctesting.ChannelConfig{PortID: port, Version: channel.Version, Order: channel.Ordering}
	path.EndpointB.ChannelConfig = &ibctesting.ChannelConfig{PortID: icatypes.HostPortID, Version: channel.Version, Order: channel.Ordering}
	require.NoError(l.t, path.EndpointB.ChanOpenTry())
	require.NoError(l.t, path.EndpointA.ChanOpenAck())
	require.NoError(l.t, path.EndpointB.ChanOpenConfirm())
	l.register(path)
	return path
}

func (l *Link) samePeers() *ibctesting.Path {
	path := ibctesting.NewPath(l.Tokyo.TestChain, l.NewYork.TestChain).DisableUniqueChannelIDs()
	for _, pair := range [][2]*ibctesting.Endpoint{{path.EndpointA, l.Transfer.EndpointA}, {path.EndpointB, l.Transfer.EndpointB}} {
		pair[0].ClientID, pair[0].ConnectionID = pair[1].ClientID, pair[1].ConnectionID
	}
	return path
}

// Pending takes the packets that were sent on either chain since the last call, oldest first per chain.
func (l *Link) Pending() []Packet {
	var pending []Packet
	for _, chain := range []*Chain{l.Tokyo, l.NewYork} {
		for _, event := range chain.blocks.packets {
			packet, err := ibctesting.ParseV1PacketFromEvents([]abci.Event{event})
			require.NoError(l.t, err)
			pending = append(pending, Packet{packet, chain})
		}
		chain.blocks.packets = nil
	}
	return pending
}

// Sent takes the one packet that was sent on either chain since the last call.
func (l *Link) Sent() Packet {
	l.t.Helper()
	pending := l.Pending()
	require.Len(l.t, pending, 1)
	return pending[0]
}

// Receive delivers a packet to its destination and returns the acknowledgement written there.
func (l *Link) Receive(p Packet) []byte {
	l.t.Helper()
	result, err := l.path(p).EndpointB.RecvPacketWithResult(p.Packet)
	require.NoError(l.t, err)
	ack, err := ibctesting.ParseAckFromEvents(result.Events)
	require.NoError(l.t, err)
	return ack
}

// Redeliver delivers a packet that was received before; IBC takes it for done.
func (l *Link) Redeliver(p Packet) {
	l.t.Helper()
	result, err := l.path(p).EndpointB.RecvPacketWithResult(p.Packet)
	require.NoError(l.t, err)
	_, err = ibctesting.ParseAckFromEvents(result.Events)
	require.Error(l.t, err, "a second acknowledgement was written")
}

// Forge has the other chain send a packet that no application of it would send, as a chain can that does not keep the rules.
// The path's endpoint A is the chain that sends.
func (l *Link) Forge(path *ibctesting.Path, data []byte) Packet {
	l.t.Helper()
	from := l.Tokyo
	if path.EndpointA.Chain == l.NewYork.TestChain {
		from = l.NewYork
	}
	timeout := uint64(from.Coordinator.CurrentTime.Add(time.Hour).UnixNano())
	sequence, err := path.EndpointA.SendPacket(clienttypes.ZeroHeight(), timeout, data)
	require.NoError(l.t, err)
	l.Pending()
	a, b := path.EndpointA, path.EndpointB
	return Packet{channeltypes.NewPacket(data, sequence, a.ChannelConfig.PortID, a.ChannelID, b.ChannelConfig.PortID, b.ChannelID,
		clienttypes.ZeroHeight(), timeout), from}
}

// Acknowledge brings an acknowledgement back to the packet's sender.
func (l *Link) Acknowledge(p Packet, ack []byte) {
	l.t.Helper()
	require.NoError(l.t, l.path(p).EndpointA.AcknowledgePacket(p.Packet, ack))
}

// Timeout proves to the sender that a packet was not received in time; the clock is moved past its timeout.
func (l *Link) Timeout(p Packet) {
	l.t.Helper()
	path := l.path(p)
	if deadline := time.Unix(0, int64(p.TimeoutTimestamp)); l.Tokyo.Coordinator.CurrentTime.Before(deadline) {
		l.Tokyo.Coordinator.SetTime(deadline.Add(time.Second))
	}
	for _, chain := range []*Chain{l.Tokyo, l.NewYork} {
		chain.Block()
	}
	require.NoError(l.t, path.EndpointA.UpdateClient())
	require.NoError(l.t, path.EndpointA.TimeoutPacket(p.Packet))
}

// Relay delivers a packet and brings its acknowledgement back.
func (l *Link) Relay(p Packet) {
	l.t.Helper()
	l.Acknowledge(p, l.Receive(p))
}

// RelayAll relays packets and acknowledgements both ways until none is left.
func (l *Link) RelayAll() {
	l.t.Helper()
	for pending := l.Pending(); len(pending) > 0; pending = l.Pending() {
		for _, p := range pending {
			l.Relay(p)
		}
	}
}

// Cleared reports whether the sender has no commitment to the packet any more: it was acknowledged or timed out.
func (l *Link) Cleared(p Packet) bool {
	keeper := p.From.Kokusai.IBCKeeper.ChannelKeeper
	return len(keeper.GetPacketCommitment(p.From.GetContext(), p.SourcePort, p.SourceChannel, p.Sequence)) == 0
}

// path returns the path of a packet with its sender as endpoint A.
func (l *Link) path(p Packet) *ibctesting.Path {
	l.t.Helper()
	path, ok := l.channels[p.From.ChainID+p.SourceChannel]
	require.True(l.t, ok, "no path for %s/%s", p.SourcePort, p.SourceChannel)
	require.NoError(l.t, path.EndpointB.UpdateClient())
	return path
}
