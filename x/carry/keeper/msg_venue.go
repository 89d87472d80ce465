package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// RegisterVenue describes a venue and opens its account.
func (s msgServer) RegisterVenue(ctx context.Context, msg *types.MsgRegisterVenue) (*types.MsgRegisterVenueResponse, error) {
	if err := s.govern(ctx, msg, msg.Authority); err != nil {
		return nil, err
	}
	venue, err := s.Keeper.RegisterVenue(sdk.UnwrapSDKContext(ctx), msg.Venue())
	if err != nil {
		return nil, err
	}
	return &types.MsgRegisterVenueResponse{PortId: venue.PortID(), ChannelId: venue.HandshakeChannelId}, nil
}

// UpdateVenue replaces a venue's terms.
func (s msgServer) UpdateVenue(ctx context.Context, msg *types.MsgUpdateVenue) (*types.MsgUpdateVenueResponse, error) {
	if err := s.govern(ctx, msg, msg.Authority); err != nil {
		return nil, err
	}
	return &types.MsgUpdateVenueResponse{}, s.Keeper.UpdateVenue(ctx, msg.Id, msg.Terms)
}

// SetVenueStatus resumes, pauses or closes a venue.
func (s msgServer) SetVenueStatus(ctx context.Context, msg *types.MsgSetVenueStatus) (*types.MsgSetVenueStatusResponse, error) {
	if err := s.govern(ctx, msg, msg.Authority); err != nil {
		return nil, err
	}
	return &types.MsgSetVenueStatusResponse{}, s.Keeper.SetVenueStatus(ctx, msg.Id, msg.Status)
}

// ReopenVenue asks for a new channel to a venue's account.
func (s msgServer) ReopenVenue(ctx context.Context, msg *types.MsgReopenVenue) (*types.MsgReopenVenueResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	stranger := sdk.ValidateAuthority(sdkCtx, s.authority, msg.Sender) != nil
	channelID, err := s.Keeper.ReopenVenue(sdkCtx, msg.Id, stranger)
	if err != nil {
		return nil, err
	}
	return &types.MsgReopenVenueResponse{ChannelId: channelID}, nil
}

// RefreshVenue asks a venue for its claims.
func (s msgServer) RefreshVenue(ctx context.Context, msg *types.MsgRefreshVenue) (*types.MsgRefreshVenueResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	sequence, err := s.Keeper.RefreshVenue(sdk.UnwrapSDKContext(ctx), msg.Id)
	if err != nil {
		return nil, err
	}
	return &types.MsgRefreshVenueResponse{Sequence: sequence}, nil
}
