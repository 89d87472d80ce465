package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// Open opens a position.
func (s msgServer) Open(ctx context.Context, msg *types.MsgOpen) (*types.MsgOpenResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	owner, err := s.decode("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	position, err := s.Keeper.Open(sdk.UnwrapSDKContext(ctx), Opening{
		Owner: owner, Number: msg.Number, VenueID: msg.VenueId, Borrow: msg.Borrow,
		CollateralNumber: msg.CollateralNumber, Bonds: msg.Bonds, Quote: msg.Quote, MinReceived: msg.MinReceived,
	})
	if err != nil {
		return nil, err
	}
	account, err := s.accountText(&position)
	if err != nil {
		return nil, err
	}
	return &types.MsgOpenResponse{Account: account, Spent: position.Entry.Spent, Sent: position.Abroad.Outbound}, nil
}

// Close calls the money home.
func (s msgServer) Close(ctx context.Context, msg *types.MsgClose) (*types.MsgCloseResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	owner, err := s.decode("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	position, err := s.CallHome(sdk.UnwrapSDKContext(ctx), owner, msg.Number, msg.Quote, types.OrZero(msg.MinReceived), types.OrZero(msg.TopUp))
	if err != nil {
		return nil, err
	}
	return &types.MsgCloseResponse{Stage: position.Stage}, nil
}

// ConvertBack converts money at home.
func (s msgServer) ConvertBack(ctx context.Context, msg *types.MsgConvertBack) (*types.MsgConvertBackResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	owner, err := s.decode("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	fill, position, err := s.Keeper.ConvertBack(sdk.UnwrapSDKContext(ctx), owner, msg.Number, msg.Quote, msg.MinReceived, types.OrZero(msg.TopUp))
	if err != nil {
		return nil, err
	}
	return &types.MsgConvertBackResponse{Sold: fill.Paid.Amount, Received: fill.Received.Amount, Stage: position.Stage}, nil
}

// Settle repays and closes with what is home.
func (s msgServer) Settle(ctx context.Context, msg *types.MsgSettle) (*types.MsgSettleResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	owner, err := s.decode("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	position, err := s.Keeper.Settle(sdk.UnwrapSDKContext(ctx), owner, msg.Number, types.OrZero(msg.TopUp))
	if err != nil {
		return nil, err
	}
	return &types.MsgSettleResponse{Pnl: *position.Pnl}, nil
}

// Retry takes a resting position's next step.
func (s msgServer) Retry(ctx context.Context, msg *types.MsgRetry) (*types.MsgRetryResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	sender, err := s.decode("sender", msg.Sender)
	if err != nil {
		return nil, err
	}
	owner, err := s.decode("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	position, err := s.Keeper.Retry(sdk.UnwrapSDKContext(ctx), sender, owner, msg.Number)
	if err != nil {
		return nil, err
	}
	return &types.MsgRetryResponse{Stage: position.Stage}, nil
}

// WriteOff gives up what a position has abroad.
func (s msgServer) WriteOff(ctx context.Context, msg *types.MsgWriteOff) (*types.MsgWriteOffResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	owner, err := s.decode("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	money, claims, err := s.Keeper.WriteOff(sdk.UnwrapSDKContext(ctx), owner, msg.Number)
	if err != nil {
		return nil, err
	}
	return &types.MsgWriteOffResponse{Money: money, Claims: claims}, nil
}

// Sweep empties a closed position's account.
func (s msgServer) Sweep(ctx context.Context, msg *types.MsgSweep) (*types.MsgSweepResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	owner, err := s.decode("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	paid, err := s.Keeper.Sweep(sdk.UnwrapSDKContext(ctx), owner, msg.Number, msg.Denom)
	if err != nil {
		return nil, err
	}
	return &types.MsgSweepResponse{Paid: paid}, nil
}

// Resolve says what an unread acknowledgement meant.
func (s msgServer) Resolve(ctx context.Context, msg *types.MsgResolve) (*types.MsgResolveResponse, error) {
	if err := s.govern(ctx, msg, msg.Authority); err != nil {
		return nil, err
	}
	owner, err := s.decode("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	outcome := types.Outcome{Succeeded: msg.Succeeded, Value: types.OrZero(msg.Value)}
	position, err := s.Keeper.Resolve(sdk.UnwrapSDKContext(ctx), owner, msg.Number, outcome)
	if err != nil {
		return nil, err
	}
	return &types.MsgResolveResponse{Stage: position.Stage}, nil
}
