package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// RegisterInvestor implements types.MsgServer.
func (s msgServer) RegisterInvestor(ctx context.Context, msg *types.MsgRegisterInvestor) (*types.MsgRegisterInvestorResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, err := s.address("custodian", msg.Custodian)
	if err != nil {
		return nil, err
	}
	account, err := s.address("account", msg.Account)
	if err != nil {
		return nil, err
	}
	registration := msg.Registration()
	registration.Custodian = custodian
	if err := s.Keeper.RegisterInvestor(ctx, account, registration); err != nil {
		return nil, err
	}
	return &types.MsgRegisterInvestorResponse{}, nil
}

// UpdateInvestor implements types.MsgServer.
func (s msgServer) UpdateInvestor(ctx context.Context, msg *types.MsgUpdateInvestor) (*types.MsgUpdateInvestorResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, err := s.address("custodian", msg.Custodian)
	if err != nil {
		return nil, err
	}
	account, err := s.address("account", msg.Account)
	if err != nil {
		return nil, err
	}
	update := msg.Registration(types.BookUnspecified)
	update.Custodian = custodian
	if err := s.Keeper.UpdateInvestor(ctx, account, update); err != nil {
		return nil, err
	}
	return &types.MsgUpdateInvestorResponse{}, nil
}

// RemoveInvestor implements types.MsgServer.
func (s msgServer) RemoveInvestor(ctx context.Context, msg *types.MsgRemoveInvestor) (*types.MsgRemoveInvestorResponse, error) {
	custodian, err := s.address("custodian", msg.Custodian)
	if err != nil {
		return nil, err
	}
	account, err := s.address("account", msg.Account)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.RemoveInvestor(ctx, account, custodian); err != nil {
		return nil, err
	}
	return &types.MsgRemoveInvestorResponse{}, nil
}

// FreezeAccount implements types.MsgServer.
func (s msgServer) FreezeAccount(ctx context.Context, msg *types.MsgFreezeAccount) (*types.MsgFreezeAccountResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	account, err := s.address("account", msg.Account)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.FreezeAccount(ctx, msg.Signer, account, Reason{Code: msg.Reason, Note: msg.Note}); err != nil {
		return nil, err
	}
	return &types.MsgFreezeAccountResponse{}, nil
}

// UnfreezeAccount implements types.MsgServer.
func (s msgServer) UnfreezeAccount(ctx context.Context, msg *types.MsgUnfreezeAccount) (*types.MsgUnfreezeAccountResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	account, err := s.address("account", msg.Account)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.UnfreezeAccount(ctx, msg.Signer, account, Reason{Code: msg.Reason, Note: msg.Note}); err != nil {
		return nil, err
	}
	return &types.MsgUnfreezeAccountResponse{}, nil
}
