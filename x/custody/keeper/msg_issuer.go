package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// SetTransferRules implements types.MsgServer.
func (s msgServer) SetTransferRules(ctx context.Context, msg *types.MsgSetTransferRules) (*types.MsgSetTransferRulesResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	if err := s.SetFirstRules(ctx, msg.Authority, msg.Rules); err != nil {
		return nil, err
	}
	return &types.MsgSetTransferRulesResponse{}, nil
}

// ApproveChannel implements types.MsgServer.
func (s msgServer) ApproveChannel(ctx context.Context, msg *types.MsgApproveChannel) (*types.MsgApproveChannelResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	agent, err := s.address("paying_agent", msg.PayingAgent)
	if err != nil {
		return nil, err
	}
	approval := types.ChannelApproval{
		Isin: msg.Isin, ChannelId: msg.ChannelId, PayingAgent: msg.PayingAgent,
		RegisteredReceiversOnly: msg.RegisteredReceiversOnly,
	}
	if err := s.Keeper.ApproveChannel(ctx, msg.Authority, agent, approval); err != nil {
		return nil, err
	}
	return &types.MsgApproveChannelResponse{}, nil
}

// RevokeChannel implements types.MsgServer.
func (s msgServer) RevokeChannel(ctx context.Context, msg *types.MsgRevokeChannel) (*types.MsgRevokeChannelResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	if err := s.Keeper.RevokeChannel(ctx, msg.Authority, msg.Isin, msg.ChannelId); err != nil {
		return nil, err
	}
	return &types.MsgRevokeChannelResponse{}, nil
}

// FreezeSeries implements types.MsgServer.
func (s msgServer) FreezeSeries(ctx context.Context, msg *types.MsgFreezeSeries) (*types.MsgFreezeSeriesResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	if err := s.Keeper.FreezeSeries(ctx, msg.Authority, msg.Isin, Reason{Code: msg.Reason, Note: msg.Note}); err != nil {
		return nil, err
	}
	return &types.MsgFreezeSeriesResponse{}, nil
}

// UnfreezeSeries implements types.MsgServer.
func (s msgServer) UnfreezeSeries(ctx context.Context, msg *types.MsgUnfreezeSeries) (*types.MsgUnfreezeSeriesResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	if err := s.Keeper.UnfreezeSeries(ctx, msg.Authority, msg.Isin, Reason{Code: msg.Reason, Note: msg.Note}); err != nil {
		return nil, err
	}
	return &types.MsgUnfreezeSeriesResponse{}, nil
}
