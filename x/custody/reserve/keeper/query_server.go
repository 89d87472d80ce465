package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

var errEmptyRequest = status.Error(codes.InvalidArgument, "empty request")

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer serves the queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Params implements types.QueryServer.
func (s queryServer) Params(ctx context.Context, req *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	params, err := s.params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// Report implements types.QueryServer.
func (s queryServer) Report(ctx context.Context, req *types.QueryReportRequest) (*types.QueryReportResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	institution, err := s.decode("institution", req.Institution)
	if err != nil {
		return nil, err
	}
	reserve, book, err := s.get(ctx, req.Denom, institution)
	if err != nil {
		return nil, err
	}
	facts, err := s.facts(ctx, reserve, institution, book)
	if err != nil {
		return nil, err
	}
	assessment, err := types.Assess(facts)
	if err != nil {
		return nil, err
	}
	return &types.QueryReportResponse{
		Reserve: reserve, Book: book, Today: facts.Today.String(), Supply: s.bank.GetSupply(ctx, req.Denom).Amount,
		Outstanding: facts.Outstanding, Lines: assessment.Lines, Released: facts.Released, Fresh: assessment.Fresh,
		Attested: assessment.Attested, AsOf: assessment.AsOf, Standing: assessment.Standing, Room: assessment.Room,
	}, nil
}

// Reserves implements types.QueryServer.
func (s queryServer) Reserves(ctx context.Context, req *types.QueryReservesRequest) (*types.QueryReservesResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	var within []reserveKey
	if req.Denom != "" {
		within = append(within, collections.PairPrefix[string, sdk.AccAddress](req.Denom))
	}
	reserves, next, err := page.Values(ctx, s.reserves, req.Pagination, within...)
	return &types.QueryReservesResponse{Reserves: reserves, Pagination: next}, err
}

// Mints implements types.QueryServer.
func (s queryServer) Mints(ctx context.Context, req *types.QueryMintsRequest) (*types.QueryMintsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	institution, err := s.decode("institution", req.Institution)
	if err != nil {
		return nil, err
	}
	mints, next, err := page.Values(ctx, s.mints, req.Pagination,
		collections.TripleSuperPrefix[string, sdk.AccAddress, uint64](req.Denom, institution))
	return &types.QueryMintsResponse{Mints: mints, Pagination: next}, err
}

// Redemptions implements types.QueryServer.
func (s queryServer) Redemptions(ctx context.Context, req *types.QueryRedemptionsRequest) (*types.QueryRedemptionsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	institution, err := s.decode("institution", req.Institution)
	if err != nil {
		return nil, err
	}
	redemptions, next, err := page.Of(ctx, s.byReserve, req.Pagination,
		func(key collections.Pair[reserveKey, redemptionKey], _ collections.NoValue) (types.Redemption, error) {
			return s.redemptions.Get(ctx, key.K2())
		},
		collections.PairPrefix[reserveKey, redemptionKey](collections.Join(req.Denom, institution)))
	return &types.QueryRedemptionsResponse{Redemptions: redemptions, Pagination: next}, err
}

// RedemptionsOf implements types.QueryServer.
func (s queryServer) RedemptionsOf(ctx context.Context, req *types.QueryRedemptionsOfRequest) (*types.QueryRedemptionsOfResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	holder, err := s.decode("holder", req.Holder)
	if err != nil {
		return nil, err
	}
	redemptions, next, err := page.Values(ctx, s.redemptions, req.Pagination,
		collections.TriplePrefix[sdk.AccAddress, string, string](holder))
	return &types.QueryRedemptionsOfResponse{Redemptions: redemptions, Pagination: next}, err
}
