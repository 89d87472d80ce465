package ibc

import (
	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	porttypes "github.com/cosmos/ibc-go/v11/modules/core/05-port/types"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// TransfersKeeper is what Transfers tells the module.
type TransfersKeeper interface {
	Acknowledged(ctx sdk.Context, key types.PacketKey, acknowledgement []byte) error
	TimedOut(ctx sdk.Context, key types.PacketKey) error
	Arrived(ctx sdk.Context, arrival types.Arrival) error
}

var (
	_ porttypes.Middleware              = (*Transfers)(nil)
	_ porttypes.PacketUnmarshalerModule = (*Transfers)(nil)
)

// Transfers sits above the transfer application, at any height. It hears what becomes of the money sent to venues, and
// what money comes home.
type Transfers struct {
	passage
	keeper    TransfersKeeper
	addresses address.Codec
}

// NewTransfers returns the middleware.
func NewTransfers(keeper TransfersKeeper, addresses address.Codec) *Transfers {
	return &Transfers{keeper: keeper, addresses: addresses}
}

// OnRecvPacket tells of money that has come in. A packet that was refused, or whose fate is open, brought none; one that
// the module cannot book is refused.
func (m *Transfers) OnRecvPacket(ctx sdk.Context, version string, packet channeltypes.Packet, relayer sdk.AccAddress) ibcexported.Acknowledgement {
	ack := m.app.OnRecvPacket(ctx, version, packet, relayer)
	if ack == nil || !ack.Success() {
		return ack
	}
	if arrival, ok := m.read(version, packet); ok {
		if err := m.keeper.Arrived(ctx, arrival); err != nil {
			return channeltypes.NewErrorAcknowledgement(err)
		}
	}
	return ack
}

// read reads what a packet brought. The application below has accepted it, so there is little that can be wrong with it.
func (m *Transfers) read(version string, packet channeltypes.Packet) (types.Arrival, bool) {
	data, err := transfertypes.UnmarshalPacketData(packet.GetData(), version, "")
	if err != nil {
		return types.Arrival{}, false
	}
	receiver, err := m.addresses.StringToBytes(data.Receiver)
	if err != nil {
		return types.Arrival{}, false
	}
	amount, ok := math.NewIntFromString(data.Token.Amount)
	if !ok {
		return types.Arrival{}, false
	}
	denom := types.ArrivingDenom(packet.SourceChannel, packet.DestinationChannel, data.Token.Denom.Path())
	return types.Arrival{
		ChannelID: packet.DestinationChannel, Sequence: packet.Sequence,
		Sender: data.Sender, Receiver: receiver, Coin: sdk.Coin{Denom: denom.IBCDenom(), Amount: amount},
	}, true
}

// OnAcknowledgementPacket tells whether money sent to a venue is there, or was refunded.
func (m *Transfers) OnAcknowledgementPacket(ctx sdk.Context, version string, packet channeltypes.Packet, ack []byte, relayer sdk.AccAddress) error {
	if err := m.app.OnAcknowledgementPacket(ctx, version, packet, ack, relayer); err != nil {
		return err
	}
	return m.keeper.Acknowledged(ctx, keyOf(packet), ack)
}

// OnTimeoutPacket tells that money sent to a venue was refunded.
func (m *Transfers) OnTimeoutPacket(ctx sdk.Context, version string, packet channeltypes.Packet, relayer sdk.AccAddress) error {
	if err := m.app.OnTimeoutPacket(ctx, version, packet, relayer); err != nil {
		return err
	}
	return m.keeper.TimedOut(ctx, keyOf(packet))
}
