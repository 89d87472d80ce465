package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
)

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the handler of the module's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// UpdateParams handles MsgUpdateParams.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), s.authority, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, s.Keeper.UpdateParams(ctx, msg.Params)
}

// Announce handles MsgAnnounce.
func (s msgServer) Announce(ctx context.Context, msg *types.MsgAnnounce) (*types.MsgAnnounceResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	return &types.MsgAnnounceResponse{}, s.Keeper.Announce(ctx, msg.Lender, msg.Number, msg.Terms)
}

// Cancel handles MsgCancel.
func (s msgServer) Cancel(ctx context.Context, msg *types.MsgCancel) (*types.MsgCancelResponse, error) {
	return &types.MsgCancelResponse{}, s.Keeper.Cancel(ctx, msg.Lender, msg.Number)
}

// CommitBid handles MsgCommitBid.
func (s msgServer) CommitBid(ctx context.Context, msg *types.MsgCommitBid) (*types.MsgCommitBidResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	deposit, err := s.Keeper.CommitBid(ctx, msg.Bidder, msg.Lender, msg.Number, msg.Seal)
	return &types.MsgCommitBidResponse{Deposit: deposit}, err
}

// WithdrawBid handles MsgWithdrawBid.
func (s msgServer) WithdrawBid(ctx context.Context, msg *types.MsgWithdrawBid) (*types.MsgWithdrawBidResponse, error) {
	deposit, err := s.Keeper.WithdrawBid(ctx, msg.Bidder, msg.Lender, msg.Number)
	return &types.MsgWithdrawBidResponse{Deposit: deposit}, err
}

// RevealBid handles MsgRevealBid.
func (s msgServer) RevealBid(ctx context.Context, msg *types.MsgRevealBid) (*types.MsgRevealBidResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	return &types.MsgRevealBidResponse{}, s.Keeper.RevealBid(ctx, msg)
}
