package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
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

// RegisterIssuer admits an issuer; governance only.
func (m msgServer) RegisterIssuer(goCtx context.Context, msg *types.MsgRegisterIssuer) (*types.MsgRegisterIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := sdk.ValidateAuthority(ctx, m.authority, msg.Authority); err != nil {
		return nil, err
	}
	if err := m.Keeper.RegisterIssuer(ctx, msg.Issuer); err != nil {
		return nil, err
	}
	return &types.MsgRegisterIssuerResponse{}, nil
}

// UpdateIssuer replaces the record of an issuer; governance only.
func (m msgServer) UpdateIssuer(goCtx context.Context, msg *types.MsgUpdateIssuer) (*types.MsgUpdateIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := sdk.ValidateAuthority(ctx, m.authority, msg.Authority); err != nil {
		return nil, err
	}
	if err := m.Keeper.UpdateIssuer(ctx, msg.Issuer); err != nil {
		return nil, err
	}
	return &types.MsgUpdateIssuerResponse{}, nil
}

// OpenSeries announces a series; issuer authority only.
func (m msgServer) OpenSeries(goCtx context.Context, msg *types.MsgOpenSeries) (*types.MsgOpenSeriesResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	issuer, err := m.GetIssuer(ctx, msg.Terms.IssuerId)
	if err != nil {
		return nil, err
	}
	if err := m.requireAuthority(msg.Authority, issuer); err != nil {
		return nil, err
	}
	if err := m.Keeper.OpenSeries(ctx, msg.Terms); err != nil {
		return nil, err
	}
	return &types.MsgOpenSeriesResponse{Denom: types.Denom(msg.Terms.Isin)}, nil
}

// SetReference registers or changes a reference; issuer authority only.
func (m msgServer) SetReference(goCtx context.Context, msg *types.MsgSetReference) (*types.MsgSetReferenceResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, err := m.GetIssuer(goCtx, msg.Reference.IssuerId)
	if err != nil {
		return nil, err
	}
	if err := m.requireAuthority(msg.Authority, issuer); err != nil {
		return nil, err
	}
	if err := m.Keeper.SetReference(goCtx, msg.Reference); err != nil {
		return nil, err
	}
	return &types.MsgSetReferenceResponse{}, nil
}

// PublishFixing publishes a value of a reference; its source only.
func (m msgServer) PublishFixing(goCtx context.Context, msg *types.MsgPublishFixing) (*types.MsgPublishFixingResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	source, err := m.address("source", msg.Source)
	if err != nil {
		return nil, err
	}
	if err := m.Keeper.PublishFixing(goCtx, source, msg.Fixing()); err != nil {
		return nil, err
	}
	return &types.MsgPublishFixingResponse{}, nil
}

// PlaceDirect issues units to a buyer against cash; issuer authority and buyer together.
func (m msgServer) PlaceDirect(goCtx context.Context, msg *types.MsgPlaceDirect) (*types.MsgPlaceDirectResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	buyer, err := m.address("buyer", msg.Buyer)
	if err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	series, issuer, err := m.authorise(ctx, msg.Authority, msg.Isin)
	if err != nil {
		return nil, err
	}
	cost, err := m.Keeper.PlaceDirect(ctx, Placement{
		Series: series, Issuer: issuer, Buyer: buyer, Face: msg.Face, CleanPrice: msg.CleanPrice,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgPlaceDirectResponse{Principal: cost.Principal, Accrued: cost.Accrued}, nil
}

// FundPayments adds cash to a paying fund; anyone.
func (m msgServer) FundPayments(goCtx context.Context, msg *types.MsgFundPayments) (*types.MsgFundPaymentsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	funder, err := m.address("funder", msg.Funder)
	if err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := m.Keeper.FundPayments(ctx, funder, msg.Isin, msg.Amount); err != nil {
		return nil, err
	}
	return &types.MsgFundPaymentsResponse{}, nil
}

// WithdrawUnusedFunds returns unused cash to the treasury; issuer authority only.
func (m msgServer) WithdrawUnusedFunds(
	goCtx context.Context, msg *types.MsgWithdrawUnusedFunds,
) (*types.MsgWithdrawUnusedFundsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	series, issuer, err := m.authorise(ctx, msg.Authority, msg.Isin)
	if err != nil {
		return nil, err
	}
	if err := m.Keeper.WithdrawUnusedFunds(ctx, series, issuer, msg.Amount); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawUnusedFundsResponse{}, nil
}

// Claim pays a holder's coupons; anyone.
func (m msgServer) Claim(goCtx context.Context, msg *types.MsgClaim) (*types.MsgClaimResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	holder, err := m.holder(msg.Sender, msg.Holder)
	if err != nil {
		return nil, err
	}
	paid, err := m.Keeper.Claim(goCtx, msg.Isin, holder)
	if err != nil {
		return nil, err
	}
	return &types.MsgClaimResponse{Paid: paid}, nil
}

// Redeem redeems a holder's units; anyone.
func (m msgServer) Redeem(goCtx context.Context, msg *types.MsgRedeem) (*types.MsgRedeemResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	holder, err := m.holder(msg.Sender, msg.Holder)
	if err != nil {
		return nil, err
	}
	units, paid, err := m.Keeper.Redeem(sdk.UnwrapSDKContext(goCtx), msg.Isin, holder)
	if err != nil {
		return nil, err
	}
	return &types.MsgRedeemResponse{Units: units, Paid: paid}, nil
}

// holder returns the account a claim is for: the one named, else the sender.
func (m msgServer) holder(sender, holder string) (sdk.AccAddress, error) {
	if holder == "" {
		return m.address("sender", sender)
	}
	return m.address("holder", holder)
}
