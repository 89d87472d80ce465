package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/types"
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

// Clock returns the last block's height and time, and business time.
func (q queryServer) Clock(ctx context.Context, _ *types.QueryClockRequest) (*types.QueryClockResponse, error) {
	clock, err := q.getClock(ctx)
	if err != nil {
		return nil, err
	}
	block := sdk.UnwrapSDKContext(ctx)
	return &types.QueryClockResponse{
		BlockTime:    block.BlockTime(),
		BusinessTime: clock.BusinessTime(block.BlockTime()),
		Speed:        clock.SpeedAt(block.BlockTime()),
		Height:       block.BlockHeight(),
	}, nil
}

// Issuer returns an issuer.
func (q queryServer) Issuer(ctx context.Context, req *types.QueryIssuerRequest) (*types.QueryIssuerResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	issuer, err := q.GetIssuer(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryIssuerResponse{Issuer: issuer}, nil
}

// Issuers returns a page of issuers.
func (q queryServer) Issuers(ctx context.Context, req *types.QueryIssuersRequest) (*types.QueryIssuersResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	issuers, next, err := page.Values(ctx, q.issuers, req.Pagination)
	if err != nil {
		return nil, err
	}
	return &types.QueryIssuersResponse{Issuers: issuers, Pagination: next}, nil
}

// Series returns a series.
func (q queryServer) Series(ctx context.Context, req *types.QuerySeriesRequest) (*types.QuerySeriesResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	series, err := q.GetSeries(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	recorded, err := q.couponsRecorded(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	return &types.QuerySeriesResponse{
		Series: series, Denom: series.Denom(), Outstanding: series.Outstanding(), CouponsRecorded: recorded,
	}, nil
}

// SeriesList returns a page of series.
func (q queryServer) SeriesList(ctx context.Context, req *types.QuerySeriesListRequest) (*types.QuerySeriesListResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	var series []types.Series
	var next *query.PageResponse
	var err error
	if req.IssuerId == "" {
		series, next, err = page.Values(ctx, q.series, req.Pagination)
	} else {
		series, next, err = page.Of(ctx, q.seriesByIssuer, req.Pagination,
			func(key collections.Pair[string, string], _ collections.NoValue) (types.Series, error) {
				return q.GetSeries(ctx, key.K2())
			}, collections.PairPrefix[string, string](req.IssuerId))
	}
	if err != nil {
		return nil, err
	}
	return &types.QuerySeriesListResponse{Series: series, Pagination: next}, nil
}

// Quote prices a series.
func (q queryServer) Quote(ctx context.Context, req *types.QueryQuoteRequest) (*types.QueryQuoteResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	return q.Keeper.Quote(ctx, *req)
}
