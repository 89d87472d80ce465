package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// Call announces an early repayment; issuer authority only.
func (m msgServer) Call(goCtx context.Context, msg *types.MsgCall) (*types.MsgCallResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	series, _, err := m.authorise(ctx, msg.Authority, msg.Isin)
	if err != nil {
		return nil, err
	}
	if err := m.Keeper.Call(ctx, series, msg.Date, msg.SharePct); err != nil {
		return nil, err
	}
	return &types.MsgCallResponse{}, nil
}

// FreezeSeries stops a series; issuer authority only.
func (m msgServer) FreezeSeries(goCtx context.Context, msg *types.MsgFreezeSeries) (*types.MsgFreezeSeriesResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	series, _, err := m.authorise(ctx, msg.Authority, msg.Isin)
	if err != nil {
		return nil, err
	}
	if err := m.Keeper.FreezeSeries(ctx, series, msg.Reason); err != nil {
		return nil, err
	}
	return &types.MsgFreezeSeriesResponse{}, nil
}

// UnfreezeSeries lets a series go on; issuer authority only.
func (m msgServer) UnfreezeSeries(goCtx context.Context, msg *types.MsgUnfreezeSeries) (*types.MsgUnfreezeSeriesResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	series, _, err := m.authorise(ctx, msg.Authority, msg.Isin)
	if err != nil {
		return nil, err
	}
	if err := m.Keeper.UnfreezeSeries(ctx, series); err != nil {
		return nil, err
	}
	return &types.MsgUnfreezeSeriesResponse{}, nil
}

// ProposeExtension puts a later maturity to the holders; issuer authority only.
func (m msgServer) ProposeExtension(goCtx context.Context, msg *types.MsgProposeExtension) (*types.MsgProposeExtensionResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	series, _, err := m.authorise(ctx, msg.Authority, msg.Isin)
	if err != nil {
		return nil, err
	}
	number, err := m.Keeper.ProposeExtension(ctx, series, msg.Ballot())
	if err != nil {
		return nil, err
	}
	return &types.MsgProposeExtensionResponse{Number: number}, nil
}

// Vote votes on an extension; whoever held units at the record moment.
func (m msgServer) Vote(goCtx context.Context, msg *types.MsgVote) (*types.MsgVoteResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	voter, err := m.address("voter", msg.Voter)
	if err != nil {
		return nil, err
	}
	weight, err := m.Keeper.Vote(sdk.UnwrapSDKContext(goCtx), msg.Isin, voter, msg.Choice)
	if err != nil {
		return nil, err
	}
	return &types.MsgVoteResponse{Weight: weight}, nil
}

// Separate turns units into strips; the holder.
func (m msgServer) Separate(goCtx context.Context, msg *types.MsgSeparate) (*types.MsgSeparateResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	holder, err := m.address("holder", msg.Holder)
	if err != nil {
		return nil, err
	}
	strips, err := m.Keeper.Separate(sdk.UnwrapSDKContext(goCtx), holder, msg.Isin, msg.Units)
	if err != nil {
		return nil, err
	}
	return &types.MsgSeparateResponse{Strips: strips}, nil
}

// Recombine turns strips back into units; the holder.
func (m msgServer) Recombine(goCtx context.Context, msg *types.MsgRecombine) (*types.MsgRecombineResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	holder, err := m.address("holder", msg.Holder)
	if err != nil {
		return nil, err
	}
	strips, err := m.Keeper.Recombine(sdk.UnwrapSDKContext(goCtx), holder, msg.Isin, msg.Units)
	if err != nil {
		return nil, err
	}
	return &types.MsgRecombineResponse{Strips: strips}, nil
}
