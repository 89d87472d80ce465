package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/control/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer serves the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

var errEmptyRequest = status.Error(codes.InvalidArgument, "empty request")

// Params implements types.QueryServer.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// Proposal implements types.QueryServer.
func (s queryServer) Proposal(ctx context.Context, req *types.QueryProposalRequest) (*types.QueryProposalResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	proposer, err := s.decode("proposer", req.Proposer)
	if err != nil {
		return nil, err
	}
	proposal, err := s.get(ctx, proposer, req.Number)
	if err != nil {
		return nil, err
	}
	return &types.QueryProposalResponse{Proposal: proposal}, nil
}

// Proposals implements types.QueryServer.
func (s queryServer) Proposals(ctx context.Context, req *types.QueryProposalsRequest) (*types.QueryProposalsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	var prefix []proposalKey
	if req.Proposer != "" {
		proposer, err := s.decode("proposer", req.Proposer)
		if err != nil {
			return nil, err
		}
		prefix = append(prefix, collections.PairPrefix[sdk.AccAddress, uint64](proposer))
	}
	proposals, next, err := page.Of(ctx, s.proposals, req.Pagination, func(_ proposalKey, proposal types.Proposal) (types.Proposal, error) {
		return proposal, nil
	}, prefix...)
	return &types.QueryProposalsResponse{Proposals: proposals, Pagination: next}, err
}
