package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
)

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer serves the messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

func (s msgServer) authorise(ctx context.Context, signer string) error {
	return sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), s.authority, signer)
}

// UpdateParams implements types.MsgServer.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := s.authorise(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := s.SetParams(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, nil
}

// SetReserve implements types.MsgServer.
func (s msgServer) SetReserve(ctx context.Context, msg *types.MsgSetReserve) (*types.MsgSetReserveResponse, error) {
	if err := s.authorise(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := s.Keeper.SetReserve(ctx, msg.Reserve); err != nil {
		return nil, err
	}
	return &types.MsgSetReserveResponse{}, nil
}

// RemoveReserve implements types.MsgServer.
func (s msgServer) RemoveReserve(ctx context.Context, msg *types.MsgRemoveReserve) (*types.MsgRemoveReserveResponse, error) {
	if err := s.authorise(ctx, msg.Authority); err != nil {
		return nil, err
	}
	institution, err := s.decode("institution", msg.Institution)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.RemoveReserve(ctx, msg.Denom, institution); err != nil {
		return nil, err
	}
	return &types.MsgRemoveReserveResponse{}, nil
}

// Attest implements types.MsgServer.
func (s msgServer) Attest(ctx context.Context, msg *types.MsgAttest) (*types.MsgAttestResponse, error) {
	if err := msg.Validate(s.accounts.AddressCodec()); err != nil {
		return nil, err
	}
	institution, err := s.decode("institution", msg.Institution)
	if err != nil {
		return nil, err
	}
	standing, err := s.Keeper.Attest(ctx, msg.Denom, institution, msg.BookAccount, msg.Attestation())
	if err != nil {
		return nil, err
	}
	return &types.MsgAttestResponse{Standing: standing}, nil
}

// Mint implements types.MsgServer.
func (s msgServer) Mint(ctx context.Context, msg *types.MsgMint) (*types.MsgMintResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	institution, err := s.decode("institution", msg.Institution)
	if err != nil {
		return nil, err
	}
	recipient, err := s.decode("recipient", msg.Recipient)
	if err != nil {
		return nil, err
	}
	number, err := s.Keeper.Mint(sdk.UnwrapSDKContext(ctx), institution, recipient, msg.Amount)
	if err != nil {
		return nil, err
	}
	return &types.MsgMintResponse{Number: number}, nil
}

// ChallengeMint implements types.MsgServer.
func (s msgServer) ChallengeMint(ctx context.Context, msg *types.MsgChallengeMint) (*types.MsgChallengeMintResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	if _, err := s.decode("challenger", msg.Challenger); err != nil {
		return nil, err
	}
	institution, err := s.decode("institution", msg.Institution)
	if err != nil {
		return nil, err
	}
	err = s.Keeper.ChallengeMint(sdk.UnwrapSDKContext(ctx), msg.Challenger, msg.Denom, institution, msg.Number, msg.Reason)
	if err != nil {
		return nil, err
	}
	return &types.MsgChallengeMintResponse{}, nil
}

// Burn implements types.MsgServer.
func (s msgServer) Burn(ctx context.Context, msg *types.MsgBurn) (*types.MsgBurnResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	institution, err := s.decode("institution", msg.Institution)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.Burn(sdk.UnwrapSDKContext(ctx), institution, msg.Amount); err != nil {
		return nil, err
	}
	return &types.MsgBurnResponse{}, nil
}

// RequestRedemption implements types.MsgServer.
func (s msgServer) RequestRedemption(ctx context.Context, msg *types.MsgRequestRedemption) (*types.MsgRequestRedemptionResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	holder, err := s.decode("holder", msg.Holder)
	if err != nil {
		return nil, err
	}
	institution, err := s.decode("institution", msg.Institution)
	if err != nil {
		return nil, err
	}
	err = s.Keeper.RequestRedemption(sdk.UnwrapSDKContext(ctx), holder, institution, msg.Amount, msg.Reference, msg.DeliverTo)
	if err != nil {
		return nil, err
	}
	return &types.MsgRequestRedemptionResponse{}, nil
}

// ConfirmRedemption implements types.MsgServer.
func (s msgServer) ConfirmRedemption(ctx context.Context, msg *types.MsgConfirmRedemption) (*types.MsgConfirmRedemptionResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	institution, key, err := s.request(msg.Institution, msg.Holder, msg.Denom, msg.Reference)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.ConfirmRedemption(sdk.UnwrapSDKContext(ctx), institution, key, msg.Delivery); err != nil {
		return nil, err
	}
	return &types.MsgConfirmRedemptionResponse{}, nil
}

// DeclineRedemption implements types.MsgServer.
func (s msgServer) DeclineRedemption(ctx context.Context, msg *types.MsgDeclineRedemption) (*types.MsgDeclineRedemptionResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	institution, key, err := s.request(msg.Institution, msg.Holder, msg.Denom, msg.Reference)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.DeclineRedemption(sdk.UnwrapSDKContext(ctx), institution, key, msg.Reason); err != nil {
		return nil, err
	}
	return &types.MsgDeclineRedemptionResponse{}, nil
}

func (s msgServer) request(institutionText, holderText, denom, reference string) (sdk.AccAddress, redemptionKey, error) {
	institution, err := s.decode("institution", institutionText)
	if err != nil {
		return nil, redemptionKey{}, err
	}
	holder, err := s.decode("holder", holderText)
	return institution, collections.Join3(holder, denom, reference), err
}
