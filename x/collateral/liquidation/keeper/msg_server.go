package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
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
	return &types.MsgUpdateParamsResponse{}, s.Keeper.UpdateParams(ctx, msg.Params)
}

// Bid handles MsgBid.
func (s msgServer) Bid(ctx context.Context, msg *types.MsgBid) (*types.MsgBidResponse, error) {
	bidder, err := s.signed(msg.Bidder, msg)
	if err != nil {
		return nil, err
	}
	owner, err := s.accounts.AddressCodec().StringToBytes(msg.Owner)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("owner: %s", err)
	}
	id := types.ID{Owner: owner, Denom: msg.Denom, Number: msg.Number}
	highest, err := msg.HighestPct()
	if err != nil {
		return nil, err
	}
	lot, payment, err := s.Keeper.Bid(ctx, bidder, id, msg.Lot, msg.MaxPayment.Amount, highest)
	if err != nil {
		return nil, err
	}
	return &types.MsgBidResponse{Lot: lot, Payment: payment}, nil
}

// FundInsurance handles MsgFundInsurance.
func (s msgServer) FundInsurance(ctx context.Context, msg *types.MsgFundInsurance) (*types.MsgFundInsuranceResponse, error) {
	funder, err := s.signed(msg.Funder, msg)
	if err != nil {
		return nil, err
	}
	return &types.MsgFundInsuranceResponse{}, s.Keeper.FundInsurance(ctx, funder, msg.Amount)
}

// DepositBackstop handles MsgDepositBackstop.
func (s msgServer) DepositBackstop(ctx context.Context, msg *types.MsgDepositBackstop) (*types.MsgDepositBackstopResponse, error) {
	depositor, err := s.signed(msg.Depositor, msg)
	if err != nil {
		return nil, err
	}
	return &types.MsgDepositBackstopResponse{}, s.Keeper.DepositBackstop(ctx, depositor, msg.Amount)
}

// WithdrawBackstop handles MsgWithdrawBackstop.
func (s msgServer) WithdrawBackstop(ctx context.Context, msg *types.MsgWithdrawBackstop) (*types.MsgWithdrawBackstopResponse, error) {
	depositor, err := s.signed(msg.Depositor, msg)
	if err != nil {
		return nil, err
	}
	return &types.MsgWithdrawBackstopResponse{}, s.Keeper.WithdrawBackstop(ctx, depositor, msg.Amount)
}

// signed checks a user's message and returns its signer.
func (s msgServer) signed(signer string, msg sdk.HasValidateBasic) (sdk.AccAddress, error) {
	address, err := s.accounts.AddressCodec().StringToBytes(signer)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("signer: %s", err)
	}
	return address, msg.ValidateBasic()
}
