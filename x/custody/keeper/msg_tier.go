package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// optional reads an address that may be left out.
func (s msgServer) optional(field, text string) (sdk.AccAddress, error) {
	if text == "" {
		return nil, nil
	}
	return s.address(field, text)
}

// SetParent implements types.MsgServer.
func (s msgServer) SetParent(ctx context.Context, msg *types.MsgSetParent) (*types.MsgSetParentResponse, error) {
	if err := s.authorise(ctx, msg.Authority); err != nil {
		return nil, err
	}
	custodian, err := s.address("custodian", msg.Custodian)
	if err != nil {
		return nil, err
	}
	parent, err := s.optional("parent", msg.Parent)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.SetParent(ctx, custodian, parent); err != nil {
		return nil, err
	}
	return &types.MsgSetParentResponse{}, nil
}

// AppointSuccessor implements types.MsgServer.
func (s msgServer) AppointSuccessor(ctx context.Context, msg *types.MsgAppointSuccessor) (*types.MsgAppointSuccessorResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, err := s.address("custodian", msg.Custodian)
	if err != nil {
		return nil, err
	}
	successor, err := s.optional("successor", msg.Successor)
	if err != nil {
		return nil, err
	}
	reason := Reason{Code: types.ReasonWindDown, Note: msg.Note}
	if err := s.Keeper.AppointSuccessor(ctx, msg.Signer, custodian, successor, reason); err != nil {
		return nil, err
	}
	return &types.MsgAppointSuccessorResponse{}, nil
}

// AcceptClients implements types.MsgServer.
func (s msgServer) AcceptClients(ctx context.Context, msg *types.MsgAcceptClients) (*types.MsgAcceptClientsResponse, error) {
	successor, err := s.address("successor", msg.Successor)
	if err != nil {
		return nil, err
	}
	custodian, err := s.address("custodian", msg.Custodian)
	if err != nil {
		return nil, err
	}
	after, err := s.optional("after", msg.After)
	if err != nil {
		return nil, err
	}
	moved, next, err := s.Keeper.AcceptClients(ctx, successor, custodian, after, msg.Limit)
	if err != nil {
		return nil, err
	}
	response := &types.MsgAcceptClientsResponse{Moved: moved}
	if !next.Empty() {
		if response.Next, err = s.text(next); err != nil {
			return nil, err
		}
	}
	return response, nil
}

// SetPilot implements types.MsgServer.
func (s msgServer) SetPilot(ctx context.Context, msg *types.MsgSetPilot) (*types.MsgSetPilotResponse, error) {
	if err := s.authorise(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	if err := s.Keeper.SetPilot(ctx, msg.Isin, msg.Pilot); err != nil {
		return nil, err
	}
	return &types.MsgSetPilotResponse{}, nil
}
