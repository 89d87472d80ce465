package app

import (
	"context"
	"fmt"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/bank"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// outputsJudge judges several transfers out of one account on their sums.
type outputsJudge interface {
	CheckOutputs(ctx context.Context, from sdk.AccAddress, outputs []banktypes.Output) error
}

// bankModule is x/bank with its messages judged where its own order of checks is not enough.
type bankModule struct {
	bank.AppModule
	keeper bankkeeper.BaseKeeper
	judge  outputsJudge
}

// RegisterServices registers x/bank's queries and its messages with MultiSend judged first. The chain starts at x/bank's
// present version, so it has no migrations to register.
func (m bankModule) RegisterServices(cfg module.Configurator) {
	banktypes.RegisterMsgServer(cfg.MsgServer(), bankMsgServer{bankkeeper.NewMsgServerImpl(m.keeper), m.judge})
	banktypes.RegisterQueryServer(cfg.QueryServer(), m.keeper)
}

// bankMsgServer judges MultiSend on the sums of its outputs: x/bank asks the send restrictions once per output and before
// it deducts anything, so that outputs which each are free could together break a pledge.
type bankMsgServer struct {
	banktypes.MsgServer
	judge outputsJudge
}

// MultiSend fails with x/custody's refusal when the outputs together may not be sent.
func (s bankMsgServer) MultiSend(ctx context.Context, msg *banktypes.MsgMultiSend) (*banktypes.MsgMultiSendResponse, error) {
	if len(msg.Inputs) != 1 {
		return s.MsgServer.MultiSend(ctx, msg)
	}
	if err := banktypes.ValidateInputOutputs(msg.Inputs[0], msg.Outputs); err != nil {
		return nil, err
	}
	from, err := sdk.AccAddressFromBech32(msg.Inputs[0].Address)
	if err != nil {
		return nil, errorsmod.Wrap(sdkerrors.ErrInvalidAddress, fmt.Sprintf("sender: %s", err))
	}
	if err := s.judge.CheckOutputs(ctx, from, msg.Outputs); err != nil {
		return nil, err
	}
	return s.MsgServer.MultiSend(ctx, msg)
}
