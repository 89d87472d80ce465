package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
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

// SetSpread handles MsgSetSpread.
func (s msgServer) SetSpread(ctx context.Context, msg *types.MsgSetSpread) (*types.MsgSetSpreadResponse, error) {
	if err := s.governed(ctx, msg.Authority, msg); err != nil {
		return nil, err
	}
	return &types.MsgSetSpreadResponse{}, s.Keeper.SetSpread(ctx, msg.Isin, msg.SpreadPct)
}

// governed checks a message that only governance may send.
func (s msgServer) governed(ctx context.Context, authority string, msg sdk.HasValidateBasic) error {
	if err := sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), s.authority, authority); err != nil {
		return err
	}
	return msg.ValidateBasic()
}
