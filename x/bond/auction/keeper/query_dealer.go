package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// Participant returns a participant of an issuer.
func (q queryServer) Participant(ctx context.Context, req *types.QueryParticipantRequest) (*types.QueryParticipantResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	account, err := q.address("account", req.Account)
	if err != nil {
		return nil, err
	}
	participant, err := q.GetParticipant(ctx, req.IssuerId, account)
	if err != nil {
		return nil, err
	}
	return &types.QueryParticipantResponse{Participant: participant}, nil
}

// Participants returns a page of an issuer's participants.
func (q queryServer) Participants(ctx context.Context, req *types.QueryParticipantsRequest) (*types.QueryParticipantsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	participants, next, err := page.Values(ctx, q.participants, req.Pagination,
		collections.PairPrefix[string, sdk.AccAddress](req.IssuerId))
	if err != nil {
		return nil, err
	}
	return &types.QueryParticipantsResponse{Participants: participants, Pagination: next}, nil
}

// Duties tells what dealers did of their duties in two quarters.
func (q queryServer) Duties(ctx context.Context, req *types.QueryDutiesRequest) (*types.QueryDutiesResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	request, err := page.Bound(req.Pagination)
	if err != nil {
		return nil, err
	}
	quarter := req.Quarter
	if quarter == "" {
		quarter = types.QuarterOf(date.Of(q.bond.Now(ctx), date.UTC))
	}
	if err := types.ValidateQuarter(quarter); err != nil {
		return nil, err
	}
	params, err := q.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	judge := func(key accountKey) (types.DealerDuties, error) { return q.judge(ctx, params, key, quarter) }
	dealers, next, err := query.CollectionFilteredPaginate(ctx, q.dealers, request,
		func(key accountKey, _ collections.NoValue) (bool, error) {
			judged, err := judge(key)
			return !req.ShortOnly || judged.ShortOfBidding || judged.ShortOfWinning, err
		},
		func(key accountKey, _ collections.NoValue) (types.DealerDuties, error) { return judge(key) },
		query.WithCollectionPaginationPairPrefix[string, sdk.AccAddress](req.IssuerId))
	if err != nil {
		return nil, err
	}
	return &types.QueryDutiesResponse{Dealers: dealers, Pagination: next}, nil
}

func (q queryServer) judge(ctx context.Context, params types.Params, key accountKey, quarter string) (types.DealerDuties, error) {
	dealer, err := q.GetParticipant(ctx, key.K1(), key.K2())
	if err != nil {
		return types.DealerDuties{}, err
	}
	before, _, err := q.duty(ctx, key.K1(), key.K2(), types.QuarterBefore(quarter, 1))
	if err != nil {
		return types.DealerDuties{}, err
	}
	now, _, err := q.duty(ctx, key.K1(), key.K2(), quarter)
	if err != nil {
		return types.DealerDuties{}, err
	}
	return params.Judge(dealer, before, now), nil
}
