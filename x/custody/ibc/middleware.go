// Package ibc guards the transfer application: regulated assets leave and come home only to those who may hold them.
//
// The gate sits directly above the transfer application, below packet forwarding and everything else that may rewrite a
// packet, so that it sees the receiver that the application will pay, and every packet that the application sends.
package ibc

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	porttypes "github.com/cosmos/ibc-go/v11/modules/core/05-port/types"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// Custody is what the gates ask of x/custody.
type Custody interface {
	// OpenEscrow remembers the escrow account of a channel or client.
	OpenEscrow(ctx context.Context, channelID string) error
	// CheckDeparture judges the far side of a transfer abroad.
	CheckDeparture(ctx context.Context, channelID, receiver, memo string, coin sdk.Coin) (*types.Refusal, error)
	// CheckReturn judges a coin that comes home to a receiver.
	CheckReturn(ctx context.Context, channelID string, receiver sdk.AccAddress, coin sdk.Coin) (*types.Refusal, error)
}

var (
	_ porttypes.Middleware              = (*Middleware)(nil)
	_ porttypes.PacketUnmarshalerModule = (*Middleware)(nil)
)

// Middleware guards the channels of IBC classic.
type Middleware struct {
	gate
	app     porttypes.PacketUnmarshalerModule
	wrapper porttypes.ICS4Wrapper
}

// NewMiddleware returns the gate for the classic transfer stack, to be the first above the application.
func NewMiddleware(custody Custody, codec address.Codec) *Middleware {
	return &Middleware{gate: gate{custody: custody, codec: codec}}
}

// SetUnderlyingApplication implements porttypes.Middleware.
func (m *Middleware) SetUnderlyingApplication(app porttypes.IBCModule) {
	if m.app != nil {
		panic(errors.New("the application under the custody gate is set twice"))
	}
	unmarshaler, ok := app.(porttypes.PacketUnmarshalerModule)
	if !ok {
		panic(fmt.Errorf("the application under the custody gate cannot read its packets: %T", app))
	}
	m.app = unmarshaler
}

// SetICS4Wrapper implements porttypes.IBCModule.
func (m *Middleware) SetICS4Wrapper(wrapper porttypes.ICS4Wrapper) {
	if wrapper == nil {
		panic(errors.New("the custody gate needs something to send with"))
	}
	m.wrapper = wrapper
}

// OnChanOpenInit implements porttypes.IBCModule.
func (m *Middleware) OnChanOpenInit(
	ctx sdk.Context, order channeltypes.Order, hops []string, portID, channelID string, counterparty channeltypes.Counterparty, version string,
) (string, error) {
	return m.app.OnChanOpenInit(ctx, order, hops, portID, channelID, counterparty, version)
}

// OnChanOpenTry implements porttypes.IBCModule.
func (m *Middleware) OnChanOpenTry(
	ctx sdk.Context, order channeltypes.Order, hops []string, portID, channelID string, counterparty channeltypes.Counterparty, version string,
) (string, error) {
	return m.app.OnChanOpenTry(ctx, order, hops, portID, channelID, counterparty, version)
}

// OnChanOpenAck remembers the escrow of a channel that opens on the side that began.
func (m *Middleware) OnChanOpenAck(ctx sdk.Context, portID, channelID, counterpartyChannelID, counterpartyVersion string) error {
	if err := m.app.OnChanOpenAck(ctx, portID, channelID, counterpartyChannelID, counterpartyVersion); err != nil {
		return err
	}
	return m.custody.OpenEscrow(ctx, channelID)
}

// OnChanOpenConfirm remembers the escrow of a channel that opens on the other side.
func (m *Middleware) OnChanOpenConfirm(ctx sdk.Context, portID, channelID string) error {
	if err := m.app.OnChanOpenConfirm(ctx, portID, channelID); err != nil {
		return err
	}
	return m.custody.OpenEscrow(ctx, channelID)
}

// OnChanCloseInit implements porttypes.IBCModule.
func (m *Middleware) OnChanCloseInit(ctx sdk.Context, portID, channelID string) error {
	return m.app.OnChanCloseInit(ctx, portID, channelID)
}

// OnChanCloseConfirm implements porttypes.IBCModule.
func (m *Middleware) OnChanCloseConfirm(ctx sdk.Context, portID, channelID string) error {
	return m.app.OnChanCloseConfirm(ctx, portID, channelID)
}

// OnRecvPacket refuses, with an acknowledgement that says why, to bring a regulated asset home to a receiver who may not
// hold it. The sender is refunded on the other chain.
func (m *Middleware) OnRecvPacket(ctx sdk.Context, version string, packet channeltypes.Packet, relayer sdk.AccAddress) ibcexported.Acknowledgement {
	data, err := transfertypes.UnmarshalPacketData(packet.GetData(), version, "")
	if err != nil {
		return channeltypes.NewErrorAcknowledgement(err)
	}
	refusal, err := m.judgeArrival(ctx, packet.SourcePort, packet.SourceChannel, packet.DestinationChannel, data)
	if err != nil {
		return channeltypes.NewErrorAcknowledgement(err)
	}
	if refusal != nil {
		return refusedAcknowledgement(refusal)
	}
	return m.app.OnRecvPacket(ctx, version, packet, relayer)
}

// OnAcknowledgementPacket passes on: refunds go through the send restriction, which never fails them.
func (m *Middleware) OnAcknowledgementPacket(ctx sdk.Context, version string, packet channeltypes.Packet, ack []byte, relayer sdk.AccAddress) error {
	return m.app.OnAcknowledgementPacket(ctx, version, packet, ack, relayer)
}

// OnTimeoutPacket passes on: refunds go through the send restriction, which never fails them.
func (m *Middleware) OnTimeoutPacket(ctx sdk.Context, version string, packet channeltypes.Packet, relayer sdk.AccAddress) error {
	return m.app.OnTimeoutPacket(ctx, version, packet, relayer)
}

// UnmarshalPacketData implements porttypes.PacketDataUnmarshaler.
func (m *Middleware) UnmarshalPacketData(ctx sdk.Context, portID, channelID string, bz []byte) (any, string, error) {
	return m.app.UnmarshalPacketData(ctx, portID, channelID, bz)
}

// SendPacket judges the far receiver of a regulated asset before the packet is committed.
func (m *Middleware) SendPacket(
	ctx sdk.Context, sourcePort, sourceChannel string, timeoutHeight clienttypes.Height, timeoutTimestamp uint64, bz []byte,
) (uint64, error) {
	data, err := transfertypes.UnmarshalPacketData(bz, transfertypes.V1, "")
	if err != nil {
		return 0, err
	}
	if err := m.checkDeparture(ctx, sourceChannel, data); err != nil {
		return 0, err
	}
	return m.wrapper.SendPacket(ctx, sourcePort, sourceChannel, timeoutHeight, timeoutTimestamp, bz)
}

// WriteAcknowledgement implements porttypes.ICS4Wrapper.
func (m *Middleware) WriteAcknowledgement(ctx sdk.Context, packet ibcexported.PacketI, ack ibcexported.Acknowledgement) error {
	return m.wrapper.WriteAcknowledgement(ctx, packet, ack)
}

// GetAppVersion implements porttypes.ICS4Wrapper.
func (m *Middleware) GetAppVersion(ctx sdk.Context, portID, channelID string) (string, bool) {
	return m.wrapper.GetAppVersion(ctx, portID, channelID)
}

// refusedAcknowledgement tells the other chain the rule that refuses. The text is a function of state and packet alone.
func refusedAcknowledgement(refusal *types.Refusal) channeltypes.Acknowledgement {
	return channeltypes.Acknowledgement{
		Response: &channeltypes.Acknowledgement_Error{Error: "custody: " + refusal.String()},
	}
}
