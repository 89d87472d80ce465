package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
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

// SetCurve handles MsgSetCurve: a curve by hand, in force from the next block on.
func (s msgServer) SetCurve(ctx context.Context, msg *types.MsgSetCurve) (*types.MsgSetCurveResponse, error) {
	if err := s.published(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	if err := s.checkCurve(ctx, msg.Curve); err != nil {
		return nil, err
	}
	return &types.MsgSetCurveResponse{}, s.oracle.OverrideCurve(ctx, msg.Authority, msg.Curve)
}

// SetFx handles MsgSetFx: an exchange rate by hand, in force from the next block on.
func (s msgServer) SetFx(ctx context.Context, msg *types.MsgSetFx) (*types.MsgSetFxResponse, error) {
	if err := s.published(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	if err := s.checkFx(ctx, msg.Fx); err != nil {
		return nil, err
	}
	return &types.MsgSetFxResponse{}, s.oracle.OverrideFx(ctx, msg.Authority, msg.Fx)
}

// SetHaircuts handles MsgSetHaircuts.
func (s msgServer) SetHaircuts(ctx context.Context, msg *types.MsgSetHaircuts) (*types.MsgSetHaircutsResponse, error) {
	if err := s.governed(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	return &types.MsgSetHaircutsResponse{}, s.Keeper.SetHaircuts(ctx, msg.Table)
}

// CreateMarket handles MsgCreateMarket.
func (s msgServer) CreateMarket(ctx context.Context, msg *types.MsgCreateMarket) (*types.MsgCreateMarketResponse, error) {
	if err := s.governed(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	return &types.MsgCreateMarketResponse{}, s.Keeper.CreateMarket(ctx, msg.Denom, msg.Terms)
}

// UpdateMarket handles MsgUpdateMarket.
func (s msgServer) UpdateMarket(ctx context.Context, msg *types.MsgUpdateMarket) (*types.MsgUpdateMarketResponse, error) {
	if err := s.governed(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	return &types.MsgUpdateMarketResponse{}, s.Keeper.UpdateMarket(ctx, msg.Denom, msg.Terms)
}

// Supply handles MsgSupply.
func (s msgServer) Supply(ctx context.Context, msg *types.MsgSupply) (*types.MsgSupplyResponse, error) {
	supplier, err := s.signed(msg.Supplier, msg)
	if err != nil {
		return nil, err
	}
	claims, err := s.Keeper.Supply(ctx, supplier, msg.Amount)
	return &types.MsgSupplyResponse{Claims: claims}, err
}

// Withdraw handles MsgWithdraw.
func (s msgServer) Withdraw(ctx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	supplier, err := s.signed(msg.Supplier, msg)
	if err != nil {
		return nil, err
	}
	amount, burnt, err := s.Keeper.Withdraw(ctx, supplier, msg.Denom, msg.Withdrawal())
	return &types.MsgWithdrawResponse{Amount: amount, ClaimsBurnt: burnt}, err
}

// AddCollateral handles MsgAddCollateral.
func (s msgServer) AddCollateral(ctx context.Context, msg *types.MsgAddCollateral) (*types.MsgAddCollateralResponse, error) {
	owner, err := s.signed(msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	return &types.MsgAddCollateralResponse{}, s.Keeper.AddCollateral(ctx, owner, msg.Denom, msg.Number, msg.Bonds)
}

// ReleaseCollateral handles MsgReleaseCollateral.
func (s msgServer) ReleaseCollateral(
	ctx context.Context, msg *types.MsgReleaseCollateral,
) (*types.MsgReleaseCollateralResponse, error) {
	owner, err := s.signed(msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	err = s.Keeper.ReleaseCollateral(ctx, owner, msg.Denom, msg.Number, msg.Collateral)
	return &types.MsgReleaseCollateralResponse{}, err
}

// Borrow handles MsgBorrow.
func (s msgServer) Borrow(ctx context.Context, msg *types.MsgBorrow) (*types.MsgBorrowResponse, error) {
	owner, err := s.signed(msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	if err := s.Keeper.Borrow(ctx, owner, msg.Amount.Denom, msg.Number, msg.Amount.Amount, owner); err != nil {
		return nil, err
	}
	debt, err := s.Debt(ctx, owner, msg.Amount.Denom, msg.Number)
	return &types.MsgBorrowResponse{Debt: debt}, err
}

// Repay handles MsgRepay.
func (s msgServer) Repay(ctx context.Context, msg *types.MsgRepay) (*types.MsgRepayResponse, error) {
	payer, err := s.signed(msg.Payer, msg)
	if err != nil {
		return nil, err
	}
	owner, err := s.accounts.AddressCodec().StringToBytes(msg.Owner)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("owner: %s", err)
	}
	repaid, err := s.Keeper.RepayByHand(ctx, payer, owner, msg.Amount.Denom, msg.Number, msg.Amount.Amount)
	if err != nil {
		return nil, err
	}
	left, err := s.Debt(ctx, owner, msg.Amount.Denom, msg.Number)
	return &types.MsgRepayResponse{Repaid: repaid, DebtLeft: left}, err
}

// SetRiskTerms handles MsgSetRiskTerms.
func (s msgServer) SetRiskTerms(ctx context.Context, msg *types.MsgSetRiskTerms) (*types.MsgSetRiskTermsResponse, error) {
	if err := s.governed(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	version, err := s.Keeper.SetRiskTerms(ctx, msg.Risk)
	return &types.MsgSetRiskTermsResponse{Version: version}, err
}

// PayReserve handles MsgPayReserve.
func (s msgServer) PayReserve(ctx context.Context, msg *types.MsgPayReserve) (*types.MsgPayReserveResponse, error) {
	if err := s.governed(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	recipient, err := s.accounts.AddressCodec().StringToBytes(msg.Recipient)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("recipient: %s", err)
	}
	return &types.MsgPayReserveResponse{}, s.Keeper.PayReserve(ctx, recipient, msg.Amount)
}

// Pause handles MsgPause.
func (s msgServer) Pause(ctx context.Context, msg *types.MsgPause) (*types.MsgPauseResponse, error) {
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if msg.Guardian != s.authority && (params.Guardian == "" || msg.Guardian != params.Guardian) {
		return nil, types.ErrNotGuardian.Wrap(msg.Guardian)
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	return &types.MsgPauseResponse{}, s.Keeper.Pause(ctx, msg.Guardian, msg.Denom, msg.Pauses)
}

// TransferPosition handles MsgTransferPosition.
func (s msgServer) TransferPosition(
	ctx context.Context, msg *types.MsgTransferPosition,
) (*types.MsgTransferPositionResponse, error) {
	owner, err := s.signed(msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	recipient, err := s.accounts.AddressCodec().StringToBytes(msg.Recipient)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("recipient: %s", err)
	}
	err = s.Keeper.TransferPosition(ctx, owner, msg.Denom, msg.Number, recipient, msg.RecipientNumber)
	return &types.MsgTransferPositionResponse{}, err
}

// signed checks a user's message and returns its signer.
func (s msgServer) signed(signer string, msg sdk.HasValidateBasic) (sdk.AccAddress, error) {
	address, err := s.accounts.AddressCodec().StringToBytes(signer)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("signer: %s", err)
	}
	return address, msg.ValidateBasic()
}

// governed checks a message that only governance may send.
func (s msgServer) governed(ctx context.Context, authority string, msg sdk.HasValidateBasic) error {
	if err := sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), s.authority, authority); err != nil {
		return err
	}
	return msg.ValidateBasic()
}

// published checks a message that the curve authority may send beside governance.
func (s msgServer) published(ctx context.Context, authority string, msg sdk.HasValidateBasic) error {
	params, err := s.params.Get(ctx)
	if err != nil {
		return err
	}
	if params.CurveAuthority != "" && params.CurveAuthority == authority {
		return msg.ValidateBasic()
	}
	return s.governed(ctx, authority, msg)
}
