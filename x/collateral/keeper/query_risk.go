package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// fallsPct are the points of a position's liquidation curve.
var fallsPct = []int64{0, 1, 2, 5, 10, 20, 40}

// Risk returns how far a position is from a margin call, and what it becomes when its collateral loses value.
func (s queryServer) Risk(ctx context.Context, req *types.QueryRiskRequest) (*types.QueryRiskResponse, error) {
	owner, err := s.decode(req.Owner)
	if err != nil {
		return nil, err
	}
	position, err := s.GetPosition(ctx, owner, req.Denom, req.Number)
	if err != nil {
		return nil, err
	}
	if err := s.ensureMarks(ctx, position); err != nil {
		return nil, err
	}
	assessment, err := s.newAssessor(ctx).assess(ctx, position)
	if err != nil {
		return nil, err
	}
	response := types.QueryRiskResponse{
		Stage: position.Watch.Stage, Risk: assessment.Risk, Debt: assessment.Debt, Value: assessment.Value,
		Required: assessment.Required(), SlackPct: assessment.SlackPctDown(),
	}
	for _, fall := range fallsPct {
		response.Curve = append(response.Curve, assessment.After(fall))
	}
	return &response, nil
}

// RiskTerms returns the versions of a market's risk terms.
func (s queryServer) RiskTerms(ctx context.Context, req *types.QueryRiskTermsRequest) (*types.QueryRiskTermsResponse, error) {
	rows, next, err := page.Values(ctx, s.risks, req.Pagination, collections.PairPrefix[string, uint64](req.Denom))
	return &types.QueryRiskTermsResponse{RiskTerms: rows, Pagination: next}, err
}

// Marks returns what the collateral of a market was worth at the end of the last block.
func (s queryServer) Marks(ctx context.Context, req *types.QueryMarksRequest) (*types.QueryMarksResponse, error) {
	rows, next, err := page.Values(ctx, s.marks, req.Pagination, collections.PairPrefix[string, string](req.Denom))
	return &types.QueryMarksResponse{Marks: rows, Pagination: next}, err
}

// History returns a market day by day.
func (s queryServer) History(ctx context.Context, req *types.QueryHistoryRequest) (*types.QueryHistoryResponse, error) {
	rows, next, err := page.Values(ctx, s.history, req.Pagination, collections.PairPrefix[string, string](req.Denom))
	return &types.QueryHistoryResponse{Days: rows, Pagination: next}, err
}
