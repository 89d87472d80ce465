package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

type msgServer struct {
	*Keeper
}

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the handlers of the module's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// UpdateParams sets the parameters; governance only.
func (m msgServer) UpdateParams(goCtx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := sdk.ValidateAuthority(ctx, m.authority, msg.Authority); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, m.Keeper.UpdateParams(ctx, msg.Params)
}

// RegisterParticipant admits an account; issuer authority only.
func (m msgServer) RegisterParticipant(
	ctx context.Context, msg *types.MsgRegisterParticipant,
) (*types.MsgRegisterParticipantResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := m.authorise(ctx, msg.Authority, msg.Participant.IssuerId); err != nil {
		return nil, err
	}
	return &types.MsgRegisterParticipantResponse{}, m.Keeper.RegisterParticipant(ctx, msg.Participant)
}

// RemoveParticipant ends it; issuer authority only.
func (m msgServer) RemoveParticipant(
	ctx context.Context, msg *types.MsgRemoveParticipant,
) (*types.MsgRemoveParticipantResponse, error) {
	account, err := m.address("account", msg.Account)
	if err != nil {
		return nil, err
	}
	if err := m.authorise(ctx, msg.Authority, msg.IssuerId); err != nil {
		return nil, err
	}
	return &types.MsgRemoveParticipantResponse{}, m.Keeper.RemoveParticipant(ctx, msg.IssuerId, account)
}

// Announce announces an auction; issuer authority only.
func (m msgServer) Announce(goCtx context.Context, msg *types.MsgAnnounce) (*types.MsgAnnounceResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := m.authorise(ctx, msg.Authority, msg.Terms.IssuerId); err != nil {
		return nil, err
	}
	auction, err := m.Keeper.Announce(ctx, msg.Terms)
	if err != nil {
		return nil, err
	}
	needed, err := m.fundNeeded(ctx, auction)
	if err != nil {
		return nil, err
	}
	return &types.MsgAnnounceResponse{BidderCap: auction.BidderCap, Fund: needed}, nil
}

// SetReferences publishes references; issuer authority only.
func (m msgServer) SetReferences(goCtx context.Context, msg *types.MsgSetReferences) (*types.MsgSetReferencesResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	auction, err := m.authorised(ctx, msg.Authority, msg.AuctionId)
	if err != nil {
		return nil, err
	}
	return &types.MsgSetReferencesResponse{}, m.Keeper.SetReferences(ctx, auction, msg.Series)
}

// authorised returns an auction when the account is the authority of its issuer.
func (m msgServer) authorised(ctx context.Context, account, id string) (types.Auction, error) {
	auction, err := m.GetAuction(ctx, id)
	if err != nil {
		return auction, err
	}
	return auction, m.authorise(ctx, account, auction.Terms.IssuerId)
}

// Fund puts in cash for a buy-back; anyone.
func (m msgServer) Fund(goCtx context.Context, msg *types.MsgFund) (*types.MsgFundResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	funder, err := m.address("funder", msg.Funder)
	if err != nil {
		return nil, err
	}
	has, needs, err := m.Keeper.Fund(sdk.UnwrapSDKContext(goCtx), funder, msg.AuctionId, msg.Amount)
	if err != nil {
		return nil, err
	}
	return &types.MsgFundResponse{Fund: has, Needed: needs}, nil
}

// Cancel calls an auction off; issuer authority only.
func (m msgServer) Cancel(goCtx context.Context, msg *types.MsgCancel) (*types.MsgCancelResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	auction, err := m.authorised(ctx, msg.Authority, msg.AuctionId)
	if err != nil {
		return nil, err
	}
	return &types.MsgCancelResponse{}, m.Keeper.Cancel(ctx, auction)
}

// Reject rejects all bids; issuer authority only.
func (m msgServer) Reject(goCtx context.Context, msg *types.MsgReject) (*types.MsgRejectResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	auction, err := m.authorised(ctx, msg.Authority, msg.AuctionId)
	if err != nil {
		return nil, err
	}
	return &types.MsgRejectResponse{}, m.Keeper.Reject(ctx, auction)
}

// CommitBid puts in sealed bids; participants only.
func (m msgServer) CommitBid(goCtx context.Context, msg *types.MsgCommitBid) (*types.MsgCommitBidResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	bidder, err := m.address("bidder", msg.Bidder)
	if err != nil {
		return nil, err
	}
	deposit, err := m.Keeper.CommitBid(sdk.UnwrapSDKContext(goCtx), bidder, msg.AuctionId, msg.Seal)
	if err != nil {
		return nil, err
	}
	return &types.MsgCommitBidResponse{Deposit: deposit}, nil
}

// WithdrawBid takes sealed bids back.
func (m msgServer) WithdrawBid(goCtx context.Context, msg *types.MsgWithdrawBid) (*types.MsgWithdrawBidResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	bidder, err := m.address("bidder", msg.Bidder)
	if err != nil {
		return nil, err
	}
	deposit, err := m.Keeper.WithdrawBid(sdk.UnwrapSDKContext(goCtx), bidder, msg.AuctionId)
	if err != nil {
		return nil, err
	}
	return &types.MsgWithdrawBidResponse{Deposit: deposit}, nil
}

// RevealBid opens sealed bids.
func (m msgServer) RevealBid(goCtx context.Context, msg *types.MsgRevealBid) (*types.MsgRevealBidResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	bidder, err := m.address("bidder", msg.Bidder)
	if err != nil {
		return nil, err
	}
	paid, escrow, err := m.Keeper.RevealBid(sdk.UnwrapSDKContext(goCtx), bidder, msg)
	if err != nil {
		return nil, err
	}
	return &types.MsgRevealBidResponse{Paid: paid, Escrow: escrow}, nil
}

// BidSecondRound bids in non-price-competitive II; dealers only.
func (m msgServer) BidSecondRound(goCtx context.Context, msg *types.MsgBidSecondRound) (*types.MsgBidSecondRoundResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	bidder, err := m.address("bidder", msg.Bidder)
	if err != nil {
		return nil, err
	}
	paid, err := m.Keeper.BidSecondRound(sdk.UnwrapSDKContext(goCtx), bidder, msg.AuctionId, msg.Amount)
	if err != nil {
		return nil, err
	}
	return &types.MsgBidSecondRoundResponse{Paid: paid}, nil
}
