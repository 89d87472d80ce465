package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the handler of the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Params returns the params.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// Operation returns an operation.
func (s queryServer) Operation(ctx context.Context, req *types.QueryOperationRequest) (*types.QueryOperationResponse, error) {
	operation, _, err := s.getOperation(ctx, req.Lender, req.Number)
	return &types.QueryOperationResponse{Operation: operation}, err
}

// Operations lists the operations of a lender.
func (s queryServer) Operations(ctx context.Context, req *types.QueryOperationsRequest) (*types.QueryOperationsResponse, error) {
	lender, err := s.account(req.Lender)
	if err != nil {
		return nil, err
	}
	operations, next, err := page.Values(ctx, s.operations, req.Pagination, collections.PairPrefix[sdk.AccAddress, uint64](lender))
	return &types.QueryOperationsResponse{Operations: operations, Pagination: next}, err
}

// Pending lists the operations that are not over.
func (s queryServer) Pending(ctx context.Context, req *types.QueryPendingRequest) (*types.QueryPendingResponse, error) {
	operations, next, err := page.Of(ctx, s.due, req.Pagination,
		func(key dueKey, _ collections.NoValue) (types.Operation, error) {
			return s.operations.Get(ctx, key.K2())
		})
	return &types.QueryPendingResponse{Operations: operations, Pagination: next}, err
}

// Tender returns what an account has in an operation.
func (s queryServer) Tender(ctx context.Context, req *types.QueryTenderRequest) (*types.QueryTenderResponse, error) {
	_, key, err := s.getOperation(ctx, req.Lender, req.Number)
	if err != nil {
		return nil, err
	}
	tender, _, err := s.getTender(ctx, key, req.Bidder)
	return &types.QueryTenderResponse{Tender: tender}, err
}

// Tenders lists what accounts have in an operation.
func (s queryServer) Tenders(ctx context.Context, req *types.QueryTendersRequest) (*types.QueryTendersResponse, error) {
	_, key, err := s.getOperation(ctx, req.Lender, req.Number)
	if err != nil {
		return nil, err
	}
	tenders, next, err := page.Values(ctx, s.tenders, req.Pagination,
		collections.PairPrefix[operationKey, sdk.AccAddress](key))
	return &types.QueryTendersResponse{Tenders: tenders, Pagination: next}, err
}
