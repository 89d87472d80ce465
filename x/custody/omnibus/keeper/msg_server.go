package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
)

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer serves the module's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// parties reads the addresses of a custodian and of its account.
func (s msgServer) parties(custodian, account string) (a, b sdk.AccAddress, err error) {
	if a, err = s.decode("custodian", custodian); err != nil {
		return nil, nil, err
	}
	b, err = s.decode("account", account)
	return a, b, err
}

// OpenClient implements types.MsgServer.
func (s msgServer) OpenClient(ctx context.Context, msg *types.MsgOpenClient) (*types.MsgOpenClientResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, account, err := s.parties(msg.Custodian, msg.Account)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.OpenClient(ctx, custodian, account, msg.Client()); err != nil {
		return nil, err
	}
	return &types.MsgOpenClientResponse{}, nil
}

// UpdateClient implements types.MsgServer.
func (s msgServer) UpdateClient(ctx context.Context, msg *types.MsgUpdateClient) (*types.MsgUpdateClientResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, account, err := s.parties(msg.Custodian, msg.Account)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.UpdateClient(ctx, custodian, account, msg.Client()); err != nil {
		return nil, err
	}
	return &types.MsgUpdateClientResponse{}, nil
}

// CloseClient implements types.MsgServer.
func (s msgServer) CloseClient(ctx context.Context, msg *types.MsgCloseClient) (*types.MsgCloseClientResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, account, err := s.parties(msg.Custodian, msg.Account)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.CloseClient(ctx, custodian, account, msg.Reference); err != nil {
		return nil, err
	}
	return &types.MsgCloseClientResponse{}, nil
}

// Credit implements types.MsgServer.
func (s msgServer) Credit(ctx context.Context, msg *types.MsgCredit) (*types.MsgCreditResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, account, err := s.parties(msg.Custodian, msg.Account)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.Credit(ctx, custodian, account, msg.Reference, msg.Amount); err != nil {
		return nil, err
	}
	return &types.MsgCreditResponse{}, nil
}

// Debit implements types.MsgServer.
func (s msgServer) Debit(ctx context.Context, msg *types.MsgDebit) (*types.MsgDebitResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, account, err := s.parties(msg.Custodian, msg.Account)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.Debit(ctx, custodian, account, msg.Reference, msg.Amount); err != nil {
		return nil, err
	}
	return &types.MsgDebitResponse{}, nil
}

// BookTransfer implements types.MsgServer.
func (s msgServer) BookTransfer(ctx context.Context, msg *types.MsgBookTransfer) (*types.MsgBookTransferResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, account, err := s.parties(msg.Custodian, msg.Account)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.BookTransfer(ctx, custodian, account, msg.Reference, msg.To, msg.Amount); err != nil {
		return nil, err
	}
	return &types.MsgBookTransferResponse{}, nil
}

// PassDown implements types.MsgServer.
func (s msgServer) PassDown(ctx context.Context, msg *types.MsgPassDown) (*types.MsgPassDownResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	_, account, err := s.parties(msg.Signer, msg.Account)
	if err != nil {
		return nil, err
	}
	next, err := s.Keeper.PassDown(ctx, account, msg.Isin, msg.After, msg.Limit)
	if err != nil {
		return nil, err
	}
	return &types.MsgPassDownResponse{Next: next}, nil
}

// MoveClients implements types.MsgServer.
func (s msgServer) MoveClients(ctx context.Context, msg *types.MsgMoveClients) (*types.MsgMoveClientsResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	custodian, account, err := s.parties(msg.Custodian, msg.Account)
	if err != nil {
		return nil, err
	}
	to, err := s.decode("to", msg.To)
	if err != nil {
		return nil, err
	}
	moved, more, err := s.Keeper.MoveClients(ctx, custodian, account, to, msg.Denom, msg.Limit)
	if err != nil {
		return nil, err
	}
	return &types.MsgMoveClientsResponse{Moved: moved, More: more}, nil
}
