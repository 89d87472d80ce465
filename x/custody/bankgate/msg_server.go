package bankgate

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// msgServer judges before the SDK's own server acts. That server insists on the SDK's own keeper, so it cannot be given
// ours.
type msgServer struct {
	banktypes.MsgServer
	keeper Keeper
}

// NewMsgServer serves the bank's messages through the gate.
func NewMsgServer(k Keeper) banktypes.MsgServer {
	return msgServer{MsgServer: bankkeeper.NewMsgServerImpl(k.BaseKeeper), keeper: k}
}

// Send refuses regulated coins into an escrow account: units there stand for units abroad, so they need a packet.
func (s msgServer) Send(ctx context.Context, msg *banktypes.MsgSend) (*banktypes.MsgSendResponse, error) {
	if to, err := sdk.AccAddressFromBech32(msg.ToAddress); err == nil {
		if err := s.keeper.gate.gate.CheckDirectEntry(ctx, to, msg.Amount); err != nil {
			return nil, err
		}
	}
	return s.MsgServer.Send(ctx, msg)
}

// MultiSend judges the sum of the outputs first.
func (s msgServer) MultiSend(ctx context.Context, msg *banktypes.MsgMultiSend) (*banktypes.MsgMultiSendResponse, error) {
	if len(msg.Inputs) == 1 && banktypes.ValidateInputOutputs(msg.Inputs[0], msg.Outputs) == nil {
		if err := s.checkMultiSend(ctx, msg); err != nil {
			return nil, err
		}
	}
	return s.MsgServer.MultiSend(ctx, msg)
}

func (s msgServer) checkMultiSend(ctx context.Context, msg *banktypes.MsgMultiSend) error {
	from, err := sdk.AccAddressFromBech32(msg.Inputs[0].Address)
	if err != nil {
		return err
	}
	for _, output := range msg.Outputs {
		to, err := sdk.AccAddressFromBech32(output.Address)
		if err != nil {
			return err
		}
		if err := s.keeper.gate.gate.CheckDirectEntry(ctx, to, output.Coins); err != nil {
			return err
		}
	}
	return s.keeper.gate.gate.CheckOutputs(ctx, from, msg.Outputs)
}
