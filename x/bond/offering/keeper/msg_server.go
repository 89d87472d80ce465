package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
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
	if err := m.Keeper.UpdateParams(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, nil
}

// AgreeTrade makes a when-issued trade; both sides sign.
func (m msgServer) AgreeTrade(goCtx context.Context, msg *types.MsgAgreeTrade) (*types.MsgAgreeTradeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	seller, buyer, err := m.parties(msg.Seller, msg.Buyer)
	if err != nil {
		return nil, err
	}
	trade, err := m.Keeper.AgreeTrade(sdk.UnwrapSDKContext(goCtx), Sale{
		Seller: seller, Buyer: buyer, ISIN: msg.Isin, Face: msg.Face,
		CleanPrice: msg.CleanPrice, SimpleYield: msg.SimpleYield, Reference: msg.Reference,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgAgreeTradeResponse{CleanPrice: trade.CleanPrice, Margin: trade.Margin, SettleDate: trade.SettleDate}, nil
}

// CancelTrade calls a when-issued trade off; both sides sign.
func (m msgServer) CancelTrade(goCtx context.Context, msg *types.MsgCancelTrade) (*types.MsgCancelTradeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	seller, buyer, err := m.parties(msg.Seller, msg.Buyer)
	if err != nil {
		return nil, err
	}
	if err := m.Keeper.CancelTrade(sdk.UnwrapSDKContext(goCtx), msg.Isin, seller, buyer, msg.Reference); err != nil {
		return nil, err
	}
	return &types.MsgCancelTradeResponse{}, nil
}

// FormSyndicate names a syndicate; issuer authority only.
func (m msgServer) FormSyndicate(goCtx context.Context, msg *types.MsgFormSyndicate) (*types.MsgFormSyndicateResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := m.requireAuthority(ctx, msg.Authority, msg.Terms.Id); err != nil {
		return nil, err
	}
	if err := m.Keeper.FormSyndicate(ctx, msg.Terms); err != nil {
		return nil, err
	}
	return &types.MsgFormSyndicateResponse{Face: msg.Terms.Face()}, nil
}

// PayShare accepts a share and pays it in; the member, or the lead in its place.
func (m msgServer) PayShare(goCtx context.Context, msg *types.MsgPayShare) (*types.MsgPayShareResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	payer, err := m.address("payer", msg.Payer)
	if err != nil {
		return nil, err
	}
	member := msg.Member
	if member == "" {
		member = msg.Payer
	}
	share, err := m.Keeper.PayShare(sdk.UnwrapSDKContext(goCtx), msg.SyndicateId, payer, member)
	if err != nil {
		return nil, err
	}
	return &types.MsgPayShareResponse{Principal: share.Principal, Accrued: share.Accrued}, nil
}

// DissolveSyndicate calls a placement off; issuer authority only.
func (m msgServer) DissolveSyndicate(
	goCtx context.Context, msg *types.MsgDissolveSyndicate,
) (*types.MsgDissolveSyndicateResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	syndicate, err := m.GetSyndicate(ctx, msg.SyndicateId)
	if err != nil {
		return nil, err
	}
	if err := m.requireAuthority(ctx, msg.Authority, syndicate.Id); err != nil {
		return nil, err
	}
	if err := m.Keeper.DissolveSyndicate(ctx, syndicate); err != nil {
		return nil, err
	}
	return &types.MsgDissolveSyndicateResponse{}, nil
}

func (m msgServer) parties(sellerText, buyerText string) (seller, buyer sdk.AccAddress, err error) {
	if seller, err = m.address("seller", sellerText); err != nil {
		return nil, nil, err
	}
	if buyer, err = m.address("buyer", buyerText); err != nil {
		return nil, nil, err
	}
	if seller.Equals(buyer) {
		return nil, nil, types.ErrInvalidTrade.Wrap("seller and buyer are one")
	}
	return seller, buyer, nil
}

// requireAuthority checks that an account is the authority of the issuer that the id of a syndicate names.
func (m msgServer) requireAuthority(ctx context.Context, account, syndicateID string) error {
	id, _ := types.IssuerID(syndicateID)
	issuer, err := m.bond.GetIssuer(ctx, id)
	if err != nil {
		return err
	}
	signer, err := m.address("authority", account)
	if err != nil {
		return err
	}
	authority, err := m.address("authority", issuer.Authority)
	if err != nil {
		return err
	}
	if !authority.Equals(signer) {
		return types.ErrNotIssuerAuthority.Wrapf("%s is not that of %s", account, id)
	}
	return nil
}
