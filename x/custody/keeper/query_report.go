package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// OverrideCounts implements types.QueryServer. There are as many counts as actions at most.
func (s queryServer) OverrideCounts(ctx context.Context, req *types.QueryOverrideCountsRequest) (*types.QueryOverrideCountsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	response := &types.QueryOverrideCountsResponse{}
	err := s.overrideCounts.Walk(ctx, nil, func(action int32, count uint64) (bool, error) {
		response.Counts = append(response.Counts, types.OverrideCount{Action: types.OverrideAction(action), Count: count})
		return false, nil
	})
	return response, err
}

// Reservations implements types.QueryServer.
func (s queryServer) Reservations(ctx context.Context, req *types.QueryReservationsRequest) (*types.QueryReservationsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	owner, err := s.address("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	reservations, next, err := page.Of(ctx, s.reservations, req.Pagination,
		func(key claimKey, amount math.Int) (types.Reservation, error) {
			return types.Reservation{Owner: req.Owner, Denom: key.K2(), Module: key.K3(), Ref: key.K4(), Amount: amount}, nil
		},
		collections.QuadPrefix[sdk.AccAddress, string, string, string](owner),
	)
	return &types.QueryReservationsResponse{Reservations: reservations, Pagination: next}, err
}

// Concentration implements types.QueryServer.
func (s queryServer) Concentration(ctx context.Context, req *types.QueryConcentrationRequest) (*types.QueryConcentrationResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	census, err := s.requireCounted(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	supply := s.bank.GetSupply(ctx, bondtypes.Denom(req.Isin)).Amount
	shares, next, err := pageGroups(ctx, s, req.Pagination, req.Isin, groupCustodian, func(group string, total types.CensusTotal) (types.CustodianShare, error) {
		custodian, err := s.text(sdk.AccAddress(group))
		if err != nil {
			return types.CustodianShare{}, err
		}
		licence, err := s.getLicence(ctx, sdk.AccAddress(group), "")
		return types.CustodianShare{
			Custodian: custodian, Parent: licence.Parent, Total: total, ShareBps: types.ShareBpsDown(total.Units, supply),
		}, err
	})
	if err != nil {
		return nil, err
	}
	total, err := s.censusTotal(ctx, collections.Join3(req.Isin, groupAll, ""))
	return &types.QueryConcentrationResponse{Custodians: shares, Pagination: next, Census: census, Total: total, Outstanding: supply}, err
}

// Census implements types.QueryServer.
func (s queryServer) Census(ctx context.Context, req *types.QueryCensusRequest) (*types.QueryCensusResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	census, err := s.requireCounted(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	totals, next, err := pageGroups(ctx, s, req.Pagination, req.Isin, groupJurisdiction, func(group string, total types.CensusTotal) (types.JurisdictionTotal, error) {
		return types.JurisdictionTotal{Jurisdiction: group, Total: total}, nil
	})
	return &types.QueryCensusResponse{Jurisdictions: totals, Pagination: next, Census: census}, err
}

func (s queryServer) requireCounted(ctx context.Context, isin string) (types.CensusStatus, error) {
	if err := types.ValidateISIN(isin); err != nil {
		return 0, err
	}
	record, err := s.seriesRecord(ctx, isin)
	if err == nil && record.Census == types.CensusNone {
		err = types.ErrNotCounted.Wrap(isin)
	}
	return record.Census, err
}

// pageGroups pages the totals of one sort of group of a series.
func pageGroups[T any](
	ctx context.Context, s queryServer, request *query.PageRequest, isin string, sort int32, show func(string, types.CensusTotal) (T, error),
) ([]T, *query.PageResponse, error) {
	return page.Of(ctx, s.censusTotals, request,
		func(key censusKey, total types.CensusTotal) (T, error) { return show(key.K3(), total) },
		collections.TripleSuperPrefix[string, int32, string](isin, sort),
	)
}

// SubCustodians implements types.QueryServer.
func (s queryServer) SubCustodians(ctx context.Context, req *types.QuerySubCustodiansRequest) (*types.QuerySubCustodiansResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	parent := sdk.AccAddress{}
	if req.Parent != "" {
		var err error
		if parent, err = s.address("parent", req.Parent); err != nil {
			return nil, err
		}
	}
	licences, next, err := page.Of(ctx, s.subCustodians, req.Pagination,
		func(key collections.Pair[sdk.AccAddress, sdk.AccAddress], _ collections.NoValue) (types.Licence, error) {
			return s.getLicence(ctx, key.K2(), "")
		},
		collections.PairPrefix[sdk.AccAddress, sdk.AccAddress](parent),
	)
	return &types.QuerySubCustodiansResponse{Licences: licences, Pagination: next}, err
}
