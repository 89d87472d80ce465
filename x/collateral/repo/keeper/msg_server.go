package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
)

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the handler of the module's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// UpdateParams handles MsgUpdateParams.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := s.governed(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, s.Keeper.UpdateParams(ctx, msg.Params)
}

// SetBasket handles MsgSetBasket.
func (s msgServer) SetBasket(ctx context.Context, msg *types.MsgSetBasket) (*types.MsgSetBasketResponse, error) {
	if err := s.governed(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	return &types.MsgSetBasketResponse{}, s.Keeper.SetBasket(ctx, msg.Basket)
}

// SetInventory handles MsgSetInventory.
func (s msgServer) SetInventory(ctx context.Context, msg *types.MsgSetInventory) (*types.MsgSetInventoryResponse, error) {
	giver, err := s.account(msg.Giver)
	if err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	return &types.MsgSetInventoryResponse{}, s.Keeper.SetInventory(ctx, giver, msg.Isins)
}

// Offer handles MsgOffer.
func (s msgServer) Offer(ctx context.Context, msg *types.MsgOffer) (*types.MsgOfferResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	return &types.MsgOfferResponse{}, s.Keeper.Offer(ctx, msg.Offerer, msg.Number, msg.Terms, msg.ValidUntil)
}

// WithdrawOffer handles MsgWithdrawOffer.
func (s msgServer) WithdrawOffer(ctx context.Context, msg *types.MsgWithdrawOffer) (*types.MsgWithdrawOfferResponse, error) {
	return &types.MsgWithdrawOfferResponse{}, s.Keeper.WithdrawOffer(ctx, msg.Offerer, msg.Number)
}

// Accept handles MsgAccept.
func (s msgServer) Accept(ctx context.Context, msg *types.MsgAccept) (*types.MsgAcceptResponse, error) {
	return &types.MsgAcceptResponse{}, s.Keeper.Accept(ctx, msg.Accepter, msg.Offerer, msg.Number)
}

// Substitute handles MsgSubstitute.
func (s msgServer) Substitute(ctx context.Context, msg *types.MsgSubstitute) (*types.MsgSubstituteResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	return &types.MsgSubstituteResponse{}, s.Keeper.Substitute(ctx, msg.Giver, msg.Offerer, msg.Number, msg.Give, msg.TakeBack)
}

// PayDown handles MsgPayDown.
func (s msgServer) PayDown(ctx context.Context, msg *types.MsgPayDown) (*types.MsgPayDownResponse, error) {
	payer, err := s.account(msg.Payer)
	if err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	paid, debt, err := s.Keeper.PayDown(ctx, payer, msg.Offerer, msg.Number, msg.Amount)
	return &types.MsgPayDownResponse{Paid: paid, Debt: debt}, err
}

// CallMargin handles MsgCallMargin.
func (s msgServer) CallMargin(ctx context.Context, msg *types.MsgCallMargin) (*types.MsgCallMarginResponse, error) {
	called, err := s.Keeper.CallMargin(ctx, msg.Offerer, msg.Number)
	return &types.MsgCallMarginResponse{Called: called}, err
}

// GiveNotice handles MsgGiveNotice.
func (s msgServer) GiveNotice(ctx context.Context, msg *types.MsgGiveNotice) (*types.MsgGiveNoticeResponse, error) {
	end, err := s.Keeper.GiveNotice(ctx, msg.Party, msg.Offerer, msg.Number)
	if err != nil {
		return nil, err
	}
	return &types.MsgGiveNoticeResponse{EndDate: end.String()}, nil
}

// Terminate handles MsgTerminate.
func (s msgServer) Terminate(ctx context.Context, msg *types.MsgTerminate) (*types.MsgTerminateResponse, error) {
	ended, err := s.Keeper.Terminate(ctx, msg.Party, msg.Offerer, msg.Number)
	return &types.MsgTerminateResponse{Ended: ended}, err
}

// SettleEnd handles MsgSettleEnd.
func (s msgServer) SettleEnd(ctx context.Context, msg *types.MsgSettleEnd) (*types.MsgSettleEndResponse, error) {
	return &types.MsgSettleEndResponse{}, s.Keeper.SettleEnd(ctx, msg.Giver, msg.Offerer, msg.Number)
}

// PassIncome handles MsgPassIncome.
func (s msgServer) PassIncome(ctx context.Context, msg *types.MsgPassIncome) (*types.MsgPassIncomeResponse, error) {
	passed, err := s.Keeper.PassIncome(ctx, msg.Offerer, msg.Number)
	return &types.MsgPassIncomeResponse{Passed: passed}, err
}

// CloseOut handles MsgCloseOut.
func (s msgServer) CloseOut(ctx context.Context, msg *types.MsgCloseOut) (*types.MsgCloseOutResponse, error) {
	return &types.MsgCloseOutResponse{}, s.Keeper.CloseOut(ctx, msg.Giver, msg.Offerer, msg.Number)
}

// Buy handles MsgBuy.
func (s msgServer) Buy(ctx context.Context, msg *types.MsgBuy) (*types.MsgBuyResponse, error) {
	buyer, err := s.account(msg.Buyer)
	if err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	paid, err := s.Keeper.Buy(ctx, buyer, msg.Offerer, msg.Number, msg.Bonds, msg.MaxCash)
	return &types.MsgBuyResponse{Paid: paid}, err
}

// governed checks a message that only governance may send.
func (s msgServer) governed(ctx context.Context, authority string, msg sdk.HasValidateBasic) error {
	if err := sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), s.authority, authority); err != nil {
		return err
	}
	return msg.ValidateBasic()
}
