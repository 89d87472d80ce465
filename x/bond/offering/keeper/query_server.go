package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

type queryServer struct {
	*Keeper
}

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the handlers of the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

var errEmptyRequest = status.Error(codes.InvalidArgument, "empty request")

// Params returns the parameters.
func (q queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := q.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}

// Trade returns a when-issued trade.
func (q queryServer) Trade(ctx context.Context, req *types.QueryTradeRequest) (*types.QueryTradeResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	seller, err := q.address("seller", req.Seller)
	if err != nil {
		return nil, err
	}
	trade, err := q.GetTrade(ctx, req.Isin, seller, req.Reference)
	if err != nil {
		return nil, err
	}
	return &types.QueryTradeResponse{Trade: trade}, nil
}

// Trades returns a page of an account's when-issued trades.
func (q queryServer) Trades(ctx context.Context, req *types.QueryTradesRequest) (*types.QueryTradesResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	account, err := q.address("account", req.Account)
	if err != nil {
		return nil, err
	}
	trades, next, err := page.Of(ctx, q.tradesByParty, req.Pagination,
		func(key collections.Pair[sdk.AccAddress, tradeKey], _ collections.NoValue) (types.Trade, error) {
			return q.trades.Get(ctx, key.K2())
		}, collections.PairPrefix[sdk.AccAddress, tradeKey](account))
	if err != nil {
		return nil, err
	}
	return &types.QueryTradesResponse{Trades: trades, Pagination: next}, nil
}

// Syndicate returns a syndicate.
func (q queryServer) Syndicate(ctx context.Context, req *types.QuerySyndicateRequest) (*types.QuerySyndicateResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	syndicate, err := q.GetSyndicate(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	return &types.QuerySyndicateResponse{Syndicate: syndicate}, nil
}

// Syndicates returns a page of syndicates.
func (q queryServer) Syndicates(ctx context.Context, req *types.QuerySyndicatesRequest) (*types.QuerySyndicatesResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	syndicates, next, err := page.Values(ctx, q.syndicates, req.Pagination)
	if err != nil {
		return nil, err
	}
	return &types.QuerySyndicatesResponse{Syndicates: syndicates, Pagination: next}, nil
}
