package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/control/types"
)

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer serves the module's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// two reads the addresses of a signer and of a proposer.
func (s msgServer) two(field, signer, proposer string) (a, b sdk.AccAddress, err error) {
	if a, err = s.decode(field, signer); err != nil {
		return nil, nil, err
	}
	b, err = s.decode("proposer", proposer)
	return a, b, err
}

// UpdateParams implements types.MsgServer.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), s.authority, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.Params.Validate(); err != nil {
		return nil, err
	}
	if err := s.SetParams(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, nil
}

// Propose implements types.MsgServer.
func (s msgServer) Propose(ctx context.Context, msg *types.MsgPropose) (*types.MsgProposeResponse, error) {
	if err := msg.Validate(s.accounts.AddressCodec()); err != nil {
		return nil, err
	}
	proposer, err := s.decode("proposer", msg.Proposer)
	if err != nil {
		return nil, err
	}
	number, err := s.Keeper.Propose(ctx, proposer, types.Proposal{
		Side: msg.Side, Intervention: msg.Intervention, Reason: msg.Reason, Note: msg.ReasonNote,
		DocumentHash: msg.DocumentHash, DelayHours: msg.DelayHours,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgProposeResponse{Number: number}, nil
}

// Approve implements types.MsgServer.
func (s msgServer) Approve(ctx context.Context, msg *types.MsgApprove) (*types.MsgApproveResponse, error) {
	approver, proposer, err := s.two("approver", msg.Approver, msg.Proposer)
	if err != nil {
		return nil, err
	}
	executed, err := s.Keeper.Approve(ctx, approver, proposer, msg.Number)
	if err != nil {
		return nil, err
	}
	return &types.MsgApproveResponse{Executed: executed}, nil
}

// Withdraw implements types.MsgServer.
func (s msgServer) Withdraw(ctx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	signer, proposer, err := s.two("signer", msg.Signer, msg.Proposer)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.Withdraw(ctx, signer, proposer, msg.Number); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{}, nil
}

// Execute implements types.MsgServer.
func (s msgServer) Execute(ctx context.Context, msg *types.MsgExecute) (*types.MsgExecuteResponse, error) {
	_, proposer, err := s.two("signer", msg.Signer, msg.Proposer)
	if err != nil {
		return nil, err
	}
	executed, err := s.Keeper.Execute(ctx, proposer, msg.Number)
	if err != nil {
		return nil, err
	}
	return &types.MsgExecuteResponse{Executed: executed}, nil
}
