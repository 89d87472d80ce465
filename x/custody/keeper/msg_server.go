package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer serves the module's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

func (s msgServer) address(field, text string) (sdk.AccAddress, error) {
	return types.DecodeAddress(s.accounts.AddressCodec(), field, text)
}

func (s msgServer) authorise(ctx context.Context, signer string) error {
	return sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), s.authority, signer)
}

// UpdateParams implements types.MsgServer.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := s.authorise(ctx, msg.Authority); err != nil {
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

// GrantLicence implements types.MsgServer.
func (s msgServer) GrantLicence(ctx context.Context, msg *types.MsgGrantLicence) (*types.MsgGrantLicenceResponse, error) {
	if err := s.authorise(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	holder, err := s.address("holder", msg.Licence.Holder)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.GrantLicence(ctx, holder, msg.Licence); err != nil {
		return nil, err
	}
	return &types.MsgGrantLicenceResponse{}, nil
}

// SetLicenceStatus implements types.MsgServer.
func (s msgServer) SetLicenceStatus(ctx context.Context, msg *types.MsgSetLicenceStatus) (*types.MsgSetLicenceStatusResponse, error) {
	if err := s.authorise(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	holder, err := s.address("holder", msg.Holder)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.SetLicenceStatus(ctx, holder, msg.Denom, msg.Status); err != nil {
		return nil, err
	}
	return &types.MsgSetLicenceStatusResponse{}, nil
}

// MintCash implements types.MsgServer.
func (s msgServer) MintCash(ctx context.Context, msg *types.MsgMintCash) (*types.MsgMintCashResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	issuer, err := s.address("issuer", msg.Issuer)
	if err != nil {
		return nil, err
	}
	recipient, err := s.address("recipient", msg.Recipient)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.MintCash(ctx, issuer, recipient, msg.Amount); err != nil {
		return nil, err
	}
	return &types.MsgMintCashResponse{}, nil
}

// BurnCash implements types.MsgServer.
func (s msgServer) BurnCash(ctx context.Context, msg *types.MsgBurnCash) (*types.MsgBurnCashResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	issuer, err := s.address("issuer", msg.Issuer)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.BurnCash(ctx, issuer, msg.Amount); err != nil {
		return nil, err
	}
	return &types.MsgBurnCashResponse{}, nil
}

// SettleDirect implements types.MsgServer.
func (s msgServer) SettleDirect(ctx context.Context, msg *types.MsgSettleDirect) (*types.MsgSettleDirectResponse, error) {
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	deliverer, err := s.address("deliverer", msg.Deliverer)
	if err != nil {
		return nil, err
	}
	receiver, err := s.address("receiver", msg.Receiver)
	if err != nil {
		return nil, err
	}
	trade := Trade{
		Deliverer: deliverer, Receiver: receiver, ISIN: msg.Isin, Face: msg.Face, Cash: msg.Cash,
		Reference: msg.TradeReference, Date: msg.SettlementDate,
	}
	if err := s.Keeper.SettleDirect(ctx, trade); err != nil {
		return nil, err
	}
	return &types.MsgSettleDirectResponse{}, nil
}

// ReleaseSuspense implements types.MsgServer.
func (s msgServer) ReleaseSuspense(ctx context.Context, msg *types.MsgReleaseSuspense) (*types.MsgReleaseSuspenseResponse, error) {
	if _, err := s.address("signer", msg.Signer); err != nil {
		return nil, err
	}
	owner, err := s.address("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	released, err := s.Keeper.ReleaseSuspense(ctx, owner)
	if err != nil {
		return nil, err
	}
	return &types.MsgReleaseSuspenseResponse{Released: released}, nil
}
