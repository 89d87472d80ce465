// Package ibc connects carry positions to IBC. Two middlewares watch what becomes of the module's packets: Accounts above
// the interchain accounts controller, Transfers above the transfer application. Both let everything pass that is not the
// module's, and tell the keeper after the application below has done its part, above all its refund.
package ibc

import (
	"errors"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	porttypes "github.com/cosmos/ibc-go/v11/modules/core/05-port/types"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// passage passes every call on, down to the application or up to the channel.
type passage struct {
	app     porttypes.PacketUnmarshalerModule
	wrapper porttypes.ICS4Wrapper
}

// SetUnderlyingApplication implements porttypes.Middleware.
func (p *passage) SetUnderlyingApplication(app porttypes.IBCModule) {
	if p.app != nil {
		panic(errors.New("the application under a carry middleware is set twice"))
	}
	unmarshaler, ok := app.(porttypes.PacketUnmarshalerModule)
	if !ok {
		panic(fmt.Errorf("the application under a carry middleware cannot read its packets: %T", app))
	}
	p.app = unmarshaler
}

// SetICS4Wrapper implements porttypes.IBCModule.
func (p *passage) SetICS4Wrapper(wrapper porttypes.ICS4Wrapper) {
	if wrapper == nil {
		panic(errors.New("a carry middleware needs something to send with"))
	}
	p.wrapper = wrapper
}

// OnChanOpenInit implements porttypes.IBCModule.
func (p *passage) OnChanOpenInit(
	ctx sdk.Context, order channeltypes.Order, hops []string, portID, channelID string, counterparty channeltypes.Counterparty, version string,
) (string, error) {
	return p.app.OnChanOpenInit(ctx, order, hops, portID, channelID, counterparty, version)
}

// OnChanOpenTry implements porttypes.IBCModule.
func (p *passage) OnChanOpenTry(
	ctx sdk.Context, order channeltypes.Order, hops []string, portID, channelID string, counterparty channeltypes.Counterparty, version string,
) (string, error) {
	return p.app.OnChanOpenTry(ctx, order, hops, portID, channelID, counterparty, version)
}

// OnChanOpenAck implements porttypes.IBCModule.
func (p *passage) OnChanOpenAck(ctx sdk.Context, portID, channelID, counterpartyChannelID, counterpartyVersion string) error {
	return p.app.OnChanOpenAck(ctx, portID, channelID, counterpartyChannelID, counterpartyVersion)
}

// OnChanOpenConfirm implements porttypes.IBCModule.
func (p *passage) OnChanOpenConfirm(ctx sdk.Context, portID, channelID string) error {
	return p.app.OnChanOpenConfirm(ctx, portID, channelID)
}

// OnChanCloseInit implements porttypes.IBCModule.
func (p *passage) OnChanCloseInit(ctx sdk.Context, portID, channelID string) error {
	return p.app.OnChanCloseInit(ctx, portID, channelID)
}

// OnChanCloseConfirm implements porttypes.IBCModule.
func (p *passage) OnChanCloseConfirm(ctx sdk.Context, portID, channelID string) error {
	return p.app.OnChanCloseConfirm(ctx, portID, channelID)
}

// OnRecvPacket implements porttypes.IBCModule.
func (p *passage) OnRecvPacket(ctx sdk.Context, version string, packet channeltypes.Packet, relayer sdk.AccAddress) ibcexported.Acknowledgement {
	return p.app.OnRecvPacket(ctx, version, packet, relayer)
}

// OnAcknowledgementPacket implements porttypes.IBCModule.
func (p *passage) OnAcknowledgementPacket(ctx sdk.Context, version string, packet channeltypes.Packet, ack []byte, relayer sdk.AccAddress) error {
	return p.app.OnAcknowledgementPacket(ctx, version, packet, ack, relayer)
}

// OnTimeoutPacket implements porttypes.IBCModule.
func (p *passage) OnTimeoutPacket(ctx sdk.Context, version string, packet channeltypes.Packet, relayer sdk.AccAddress) error {
	return p.app.OnTimeoutPacket(ctx, version, packet, relayer)
}

// UnmarshalPacketData implements porttypes.PacketDataUnmarshaler.
func (p *passage) UnmarshalPacketData(ctx sdk.Context, portID, channelID string, bz []byte) (any, string, error) {
	return p.app.UnmarshalPacketData(ctx, portID, channelID, bz)
}

// SendPacket implements porttypes.ICS4Wrapper.
func (p *passage) SendPacket(
	ctx sdk.Context, sourcePort, sourceChannel string, timeoutHeight clienttypes.Height, timeoutTimestamp uint64, bz []byte,
) (uint64, error) {
	return p.wrapper.SendPacket(ctx, sourcePort, sourceChannel, timeoutHeight, timeoutTimestamp, bz)
}

// WriteAcknowledgement implements porttypes.ICS4Wrapper.
func (p *passage) WriteAcknowledgement(ctx sdk.Context, packet ibcexported.PacketI, ack ibcexported.Acknowledgement) error {
	return p.wrapper.WriteAcknowledgement(ctx, packet, ack)
}

// GetAppVersion implements porttypes.ICS4Wrapper.
func (p *passage) GetAppVersion(ctx sdk.Context, portID, channelID string) (string, bool) {
	return p.wrapper.GetAppVersion(ctx, portID, channelID)
}

func keyOf(packet channeltypes.Packet) types.PacketKey {
	return types.PacketKey{PortId: packet.SourcePort, ChannelId: packet.SourceChannel, Sequence: packet.Sequence}
}
