package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// Stress revalues a page of positions under moves of curves and exchange rates, as liquidation would after them.
func (s queryServer) Stress(ctx context.Context, req *types.QueryStressRequest) (*types.QueryStressResponse, error) {
	scenario, err := types.NewScenario(req)
	if err != nil {
		return nil, err
	}
	pricer, err := s.newPricer(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := s.GetMarket(ctx, req.Denom); err != nil {
		return nil, err
	}
	currency, err := pricer.params.CurrencyOf(req.Denom)
	if err != nil {
		return nil, err
	}
	scenario.Home = currency.Code
	pricer.scenario = scenario
	assessor := s.newAssessor(ctx)
	assessor.stressed = pricer
	response := new(types.QueryStressResponse)
	_, response.Pagination, err = page.Of(ctx, s.positions, req.Pagination,
		func(_ positionKey, position types.Position) (struct{}, error) {
			if position.Denom != req.Denom || !position.HasDebt() {
				return struct{}{}, nil
			}
			assessment, err := assessor.assess(ctx, position)
			if err != nil {
				return struct{}{}, err
			}
			response.Add(assessment)
			return struct{}{}, nil
		})
	return response, err
}
