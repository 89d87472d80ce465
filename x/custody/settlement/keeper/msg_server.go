package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
)

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer serves the module's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// UpdateParams implements types.MsgServer.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), s.authority, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	if err := s.SetParams(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, nil
}

// bound refuses a message with nothing or too much in it.
func (s msgServer) bound(ctx context.Context, count int) error {
	params, err := s.GetParams(ctx)
	if err != nil {
		return err
	}
	if count == 0 || count > int(params.MaxInstructions) {
		return types.ErrTooMany.Wrapf("%d, must be 1 to %d", count, params.MaxInstructions)
	}
	return nil
}

// Instruct implements types.MsgServer.
func (s msgServer) Instruct(ctx context.Context, msg *types.MsgInstruct) (*types.MsgInstructResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	if err := s.bound(ctx, len(msg.Instructions)); err != nil {
		return nil, err
	}
	party, err := s.decode("party", msg.Party)
	if err != nil {
		return nil, err
	}
	outcomes := make([]types.Outcome, len(msg.Instructions))
	for i, in := range msg.Instructions {
		if outcomes[i], err = s.Keeper.Instruct(sdk.UnwrapSDKContext(ctx), party, in); err != nil {
			return nil, err
		}
	}
	return &types.MsgInstructResponse{Outcomes: outcomes}, nil
}

// SettleBatch implements types.MsgServer.
func (s msgServer) SettleBatch(ctx context.Context, msg *types.MsgSettleBatch) (*types.MsgSettleBatchResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	if err := s.bound(ctx, len(msg.Instructions)+len(msg.Ids)); err != nil {
		return nil, err
	}
	party, err := s.decode("party", msg.Party)
	if err != nil {
		return nil, err
	}
	ids := make([]types.ID, len(msg.Ids))
	for i, text := range msg.Ids {
		if ids[i], err = types.ParseID(text); err != nil {
			return nil, err
		}
	}
	names, err := s.Keeper.SettleBatch(sdk.UnwrapSDKContext(ctx), msg.Party, party, msg.Instructions, ids)
	if err != nil {
		return nil, err
	}
	return &types.MsgSettleBatchResponse{Ids: names}, nil
}

// Propose implements types.MsgServer.
func (s msgServer) Propose(ctx context.Context, msg *types.MsgPropose) (*types.MsgProposeResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	proposer, err := s.decode("proposer", msg.Proposer)
	if err != nil {
		return nil, err
	}
	id, digest, err := s.Keeper.Propose(sdk.UnwrapSDKContext(ctx), proposer, msg)
	if err != nil {
		return nil, err
	}
	return &types.MsgProposeResponse{Id: id.String(), Digest: digest}, nil
}

// Affirm implements types.MsgServer.
func (s msgServer) Affirm(ctx context.Context, msg *types.MsgAffirm) (*types.MsgAffirmResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	id, err := s.named(msg.Party, msg.Id)
	if err != nil {
		return nil, err
	}
	outcome, err := s.Keeper.Affirm(sdk.UnwrapSDKContext(ctx), msg.Party, id, msg.Digest)
	if err != nil {
		return nil, err
	}
	return &types.MsgAffirmResponse{Outcome: outcome}, nil
}

// named reads the name of a settlement and checks that the signer is an address.
func (s msgServer) named(party, text string) (types.ID, error) {
	if _, err := s.decode("party", party); err != nil {
		return nil, err
	}
	return types.ParseID(text)
}

// Cancel implements types.MsgServer.
func (s msgServer) Cancel(ctx context.Context, msg *types.MsgCancel) (*types.MsgCancelResponse, error) {
	id, err := s.named(msg.Party, msg.Id)
	if err != nil {
		return nil, err
	}
	cancelled, err := s.Keeper.Cancel(sdk.UnwrapSDKContext(ctx), msg.Party, id, msg.Withdraw)
	if err != nil {
		return nil, err
	}
	return &types.MsgCancelResponse{Cancelled: cancelled}, nil
}

// Hold implements types.MsgServer.
func (s msgServer) Hold(ctx context.Context, msg *types.MsgHold) (*types.MsgHoldResponse, error) {
	id, err := s.named(msg.Party, msg.Id)
	if err != nil {
		return nil, err
	}
	if _, err := s.SetHeld(sdk.UnwrapSDKContext(ctx), msg.Party, id, true); err != nil {
		return nil, err
	}
	return &types.MsgHoldResponse{}, nil
}

// Release implements types.MsgServer.
func (s msgServer) Release(ctx context.Context, msg *types.MsgRelease) (*types.MsgReleaseResponse, error) {
	id, err := s.named(msg.Party, msg.Id)
	if err != nil {
		return nil, err
	}
	outcome, err := s.SetHeld(sdk.UnwrapSDKContext(ctx), msg.Party, id, false)
	if err != nil {
		return nil, err
	}
	return &types.MsgReleaseResponse{Outcome: outcome}, nil
}

// BuyIn implements types.MsgServer.
func (s msgServer) BuyIn(ctx context.Context, msg *types.MsgBuyIn) (*types.MsgBuyInResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	id, err := s.named(msg.Receiver, msg.Id)
	if err != nil {
		return nil, err
	}
	seller, err := s.decode("seller", msg.Seller)
	if err != nil {
		return nil, err
	}
	claim, err := s.Keeper.BuyIn(sdk.UnwrapSDKContext(ctx), msg.Receiver, seller, id, msg.Cash)
	if err != nil {
		return nil, err
	}
	return &types.MsgBuyInResponse{Claim: claim}, nil
}

// CloseFail implements types.MsgServer.
func (s msgServer) CloseFail(ctx context.Context, msg *types.MsgCloseFail) (*types.MsgCloseFailResponse, error) {
	id, err := s.named(msg.Party, msg.Id)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.CloseFail(sdk.UnwrapSDKContext(ctx), msg.Party, id); err != nil {
		return nil, err
	}
	return &types.MsgCloseFailResponse{}, nil
}
