package ibc

import (
	"cosmossdk.io/core/address"

	sdk "github.com/cosmos/cosmos-sdk/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	channeltypesv2 "github.com/cosmos/ibc-go/v11/modules/core/04-channel/v2/types"
	"github.com/cosmos/ibc-go/v11/modules/core/api"
)

var (
	_ api.IBCModule                 = MiddlewareV2{}
	_ api.PacketUnmarshalerModuleV2 = MiddlewareV2{}
)

// MiddlewareV2 guards the clients of IBC v2. ibc-go's transfer application refuses denoms with a slash on this path, so
// that only cash travels it; should that change, bonds are judged here as they are on channels.
type MiddlewareV2 struct {
	gate
	app api.PacketUnmarshalerModuleV2
}

// NewMiddlewareV2 returns the gate for the IBC v2 transfer stack, directly above the application.
func NewMiddlewareV2(custody Custody, codec address.Codec, app api.PacketUnmarshalerModuleV2) MiddlewareV2 {
	return MiddlewareV2{gate: gate{custody: custody, codec: codec}, app: app}
}

// OnSendPacket remembers the escrow of the client, so that its refunds are recognised, and judges the far receiver.
func (m MiddlewareV2) OnSendPacket(
	ctx sdk.Context, sourceClient, destinationClient string, sequence uint64, payload channeltypesv2.Payload, signer sdk.AccAddress,
) error {
	data, err := transfertypes.UnmarshalPacketData(payload.Value, payload.Version, payload.Encoding)
	if err != nil {
		return err
	}
	if err := m.custody.OpenEscrow(ctx, sourceClient); err != nil {
		return err
	}
	if err := m.checkDeparture(ctx, sourceClient, data); err != nil {
		return err
	}
	return m.app.OnSendPacket(ctx, sourceClient, destinationClient, sequence, payload, signer)
}

// OnRecvPacket refuses to bring a regulated asset home to a receiver who may not hold it. IBC v2 has one acknowledgement
// for all failures; the event says why.
func (m MiddlewareV2) OnRecvPacket(
	ctx sdk.Context, sourceClient, destinationClient string, sequence uint64, payload channeltypesv2.Payload, relayer sdk.AccAddress,
) channeltypesv2.RecvPacketResult {
	data, err := transfertypes.UnmarshalPacketData(payload.Value, payload.Version, payload.Encoding)
	if err != nil {
		return channeltypesv2.RecvPacketResult{Status: channeltypesv2.PacketStatus_Failure}
	}
	refusal, err := m.judgeArrival(ctx, payload.SourcePort, sourceClient, destinationClient, data)
	if err != nil || refusal != nil {
		return channeltypesv2.RecvPacketResult{Status: channeltypesv2.PacketStatus_Failure}
	}
	return m.app.OnRecvPacket(ctx, sourceClient, destinationClient, sequence, payload, relayer)
}

// OnTimeoutPacket passes on: refunds go through the send restriction, which never fails them.
func (m MiddlewareV2) OnTimeoutPacket(
	ctx sdk.Context, sourceClient, destinationClient string, sequence uint64, payload channeltypesv2.Payload, relayer sdk.AccAddress,
) error {
	return m.app.OnTimeoutPacket(ctx, sourceClient, destinationClient, sequence, payload, relayer)
}

// OnAcknowledgementPacket passes on: refunds go through the send restriction, which never fails them.
func (m MiddlewareV2) OnAcknowledgementPacket(
	ctx sdk.Context, sourceClient, destinationClient string, sequence uint64, ack []byte, payload channeltypesv2.Payload, relayer sdk.AccAddress,
) error {
	return m.app.OnAcknowledgementPacket(ctx, sourceClient, destinationClient, sequence, ack, payload, relayer)
}

// UnmarshalPacketData implements api.PacketDataUnmarshaler.
func (m MiddlewareV2) UnmarshalPacketData(payload channeltypesv2.Payload) (any, error) {
	return m.app.UnmarshalPacketData(payload)
}
