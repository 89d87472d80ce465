package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/page"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// References returns a page of the references of an issuer.
func (q queryServer) References(ctx context.Context, req *types.QueryReferencesRequest) (*types.QueryReferencesResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	references, next, err := page.Values(ctx, q.references, req.Pagination,
		collections.PairPrefix[string, string](req.IssuerId))
	if err != nil {
		return nil, err
	}
	return &types.QueryReferencesResponse{References: references, Pagination: next}, nil
}

// Fixings returns a page of the values published of a reference.
func (q queryServer) Fixings(ctx context.Context, req *types.QueryFixingsRequest) (*types.QueryFixingsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	fixings, next, err := page.Of(ctx, q.fixings, req.Pagination,
		func(key fixingKey, value math.LegacyDec) (types.Fixing, error) {
			return types.Fixing{
				IssuerId: key.K1(), ReferenceId: key.K2(), Date: date.Date(key.K3()).String(), Value: value,
			}, nil
		}, collections.TripleSuperPrefix[string, string, int32](req.IssuerId, req.ReferenceId))
	if err != nil {
		return nil, err
	}
	return &types.QueryFixingsResponse{Fixings: fixings, Pagination: next}, nil
}

// Coefficient returns the index of an inflation-linked series on a date.
func (q queryServer) Coefficient(ctx context.Context, req *types.QueryCoefficientRequest) (*types.QueryCoefficientResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	series, err := q.GetSeries(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return nil, err
	}
	on := schedule.Today(q.Now(ctx))
	if req.Date != "" {
		if on, err = date.Parse(req.Date); err != nil {
			return nil, types.ErrInvalidQuote.Wrap(err.Error())
		}
	}
	index, coefficient, err := schedule.IndexOn(on, q.fixingsOf(ctx, series))
	if err != nil {
		return nil, err
	}
	return &types.QueryCoefficientResponse{
		Date:           on.String(),
		ReferenceIndex: rounding.Text(index, bondmath.IndexPlaces),
		Coefficient:    rounding.Text(coefficient, bondmath.CoefficientPlaces),
	}, nil
}

// Ballot returns the last proposal to extend a series.
func (q queryServer) Ballot(ctx context.Context, req *types.QueryBallotRequest) (*types.QueryBallotResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	if _, err := q.GetSeries(ctx, req.Isin); err != nil {
		return nil, err
	}
	ballot, found, err := q.findBallot(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, types.ErrNoBallot.Wrap(req.Isin)
	}
	response := &types.QueryBallotResponse{Ballot: ballot}
	if req.Holder == "" || ballot.Status != types.BALLOT_STATUS_OPEN {
		return response, nil
	}
	holder, err := q.address("holder", req.Holder)
	if err != nil {
		return nil, err
	}
	row, _, err := q.ballotRow(ctx, req.Isin, ballot.Number, holder)
	response.Row = &row
	return response, err
}

// Strips returns what a series can be separated into.
func (q queryServer) Strips(ctx context.Context, req *types.QueryStripsRequest) (*types.QueryStripsResponse, error) {
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
	claims, err := series.StripClaims(recorded)
	if err != nil {
		return nil, err
	}
	response := &types.QueryStripsResponse{Multiple: series.StripMultiple()}
	for _, claim := range claims {
		isin, err := row.Or(ctx, q.strips, stripAt(claim.Key), "")
		if err != nil {
			return nil, err
		}
		response.Slots = append(response.Slots, types.StripSlot{Number: claim.Number, Date: claim.Key.Date.String(), Isin: isin})
	}
	return response, nil
}
