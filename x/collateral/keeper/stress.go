package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// Stress revalues a page of positions under moves of curves and exchange rates.
func (s queryServer) Stress(ctx context.Context, req *types.QueryStressRequest) (*types.QueryStressResponse, error) {
	scenario, err := types.NewScenario(req)
	if err != nil {
		return nil, err
	}
	books, err := s.openBooks(ctx, req.Denom)
	if err != nil {
		return nil, err
	}
	pricer, err := s.newPricer(ctx)
	if err != nil {
		return nil, err
	}
	currency, err := pricer.params.CurrencyOf(req.Denom)
	if err != nil {
		return nil, err
	}
	scenario.Home, pricer.scenario = currency.Code, scenario
	bounded, err := page.Bound(req.Pagination)
	if err != nil {
		return nil, err
	}
	response := new(types.QueryStressResponse)
	_, response.Pagination, err = query.CollectionPaginate(ctx, s.positions, bounded,
		func(_ positionKey, position types.Position) (struct{}, error) {
			if position.Denom != req.Denom || !position.HasDebt() {
				return struct{}{}, nil
			}
			return struct{}{}, pricer.stress(ctx, books, position, response)
		})
	return response, err
}

// stress adds a position to what a page comes to.
func (p *pricer) stress(ctx context.Context, b *books, position types.Position, page *types.QueryStressResponse) error {
	v, err := p.value(ctx, position)
	if err != nil {
		return err
	}
	page.LookedAt++
	if v.err() != nil {
		page.Unpriced++
		return nil
	}
	debt := b.pool.DebtValueUp(position.ScaledDebt)
	required := b.terms.RequiredUp(debt)
	if v.total.GTE(required) {
		return nil
	}
	page.Calls = append(page.Calls, types.StressedPosition{
		Owner: position.Owner, Number: position.Number, Debt: debt, Value: v.total, Required: required,
		Shortfall: required.Sub(v.total),
	})
	return nil
}
