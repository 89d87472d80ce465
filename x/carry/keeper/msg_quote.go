package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// PostQuote offers a coin for sale.
func (s msgServer) PostQuote(ctx context.Context, msg *types.MsgPostQuote) (*types.MsgPostQuoteResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	dealer, err := s.decode("dealer", msg.Dealer)
	if err != nil {
		return nil, err
	}
	id, err := s.Keeper.PostQuote(ctx, dealer, types.Quote{
		Dealer: msg.Dealer, Offer: msg.Offer, AskDenom: msg.AskDenom, Price: msg.Price, MinFill: msg.MinFill, ExpiresAt: msg.ExpiresAt,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgPostQuoteResponse{Id: id}, nil
}

// CancelQuote takes an offer back.
func (s msgServer) CancelQuote(ctx context.Context, msg *types.MsgCancelQuote) (*types.MsgCancelQuoteResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	dealer, err := s.decode("dealer", msg.Dealer)
	if err != nil {
		return nil, err
	}
	returned, err := s.WithdrawQuote(ctx, dealer, msg.Id, false)
	if err != nil {
		return nil, err
	}
	return &types.MsgCancelQuoteResponse{Returned: returned}, nil
}

// FillQuote buys from an offer.
func (s msgServer) FillQuote(ctx context.Context, msg *types.MsgFillQuote) (*types.MsgFillQuoteResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	taker, err := s.decode("taker", msg.Taker)
	if err != nil {
		return nil, err
	}
	fill, err := s.Keeper.FillQuote(ctx, taker, msg.Quote, msg.Pay, msg.MinReceived)
	if err != nil {
		return nil, err
	}
	return &types.MsgFillQuoteResponse{Paid: fill.Paid, Received: fill.Received}, nil
}
