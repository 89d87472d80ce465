package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
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

// Auction returns an auction and its times.
func (q queryServer) Auction(ctx context.Context, req *types.QueryAuctionRequest) (*types.QueryAuctionResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	auction, err := q.GetAuction(ctx, req.AuctionId)
	if err != nil {
		return nil, err
	}
	times, err := auction.Timetable()
	if err != nil {
		return nil, err
	}
	times.Now = q.bond.Now(ctx)
	needed, err := q.fundNeeded(ctx, auction)
	if err != nil {
		return nil, err
	}
	return &types.QueryAuctionResponse{Auction: auction, Times: times, FundNeeded: needed}, nil
}

// Auctions returns a page of auctions.
func (q queryServer) Auctions(ctx context.Context, req *types.QueryAuctionsRequest) (*types.QueryAuctionsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	var auctions []types.Auction
	var next *query.PageResponse
	var err error
	if req.Status == types.AUCTION_STATUS_UNSPECIFIED {
		auctions, next, err = page.Values(ctx, q.auctions, req.Pagination)
	} else {
		auctions, next, err = page.Of(ctx, q.byStatus, req.Pagination,
			func(key collections.Pair[int32, string], _ collections.NoValue) (types.Auction, error) {
				return q.GetAuction(ctx, key.K2())
			}, collections.PairPrefix[int32, string](int32(req.Status)))
	}
	if err != nil {
		return nil, err
	}
	return &types.QueryAuctionsResponse{Auctions: auctions, Pagination: next}, nil
}

// Result returns the result of an auction.
func (q queryServer) Result(ctx context.Context, req *types.QueryResultRequest) (*types.QueryResultResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	auction, err := q.GetAuction(ctx, req.AuctionId)
	if err != nil {
		return nil, err
	}
	published, err := auction.Publish()
	if err != nil {
		return nil, err
	}
	return &types.QueryResultResponse{Auction: auction, Published: published}, nil
}

// Tender returns a bidder's row, and what the bidder may bid for without a price.
func (q queryServer) Tender(ctx context.Context, req *types.QueryTenderRequest) (*types.QueryTenderResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	bidder, err := q.address("bidder", req.Bidder)
	if err != nil {
		return nil, err
	}
	auction, err := q.GetAuction(ctx, req.AuctionId)
	if err != nil {
		return nil, err
	}
	tender, err := q.GetTender(ctx, req.AuctionId, bidder)
	if err != nil {
		return nil, err
	}
	first, err := q.quota(ctx, req.AuctionId, bidder)
	if err != nil {
		return nil, err
	}
	return &types.QueryTenderResponse{Tender: tender, FirstRoundLimit: first, SecondRoundLimit: auction.SecondRoundLimit(tender)}, nil
}

// NonPriceLimit returns what an account may bid for without a price.
func (q queryServer) NonPriceLimit(ctx context.Context, req *types.QueryNonPriceLimitRequest) (*types.QueryNonPriceLimitResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	bidder, err := q.address("bidder", req.Bidder)
	if err != nil {
		return nil, err
	}
	auction, err := q.GetAuction(ctx, req.AuctionId)
	if err != nil {
		return nil, err
	}
	round, limit, err := q.nonPriceLimit(ctx, auction, bidder)
	if err != nil {
		return nil, err
	}
	return &types.QueryNonPriceLimitResponse{Round: round, Limit: limit}, nil
}

// Tenders returns a page of an auction's rows.
func (q queryServer) Tenders(ctx context.Context, req *types.QueryTendersRequest) (*types.QueryTendersResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	tenders, next, err := page.Values(ctx, q.tenders, req.Pagination,
		collections.PairPrefix[string, sdk.AccAddress](req.AuctionId))
	if err != nil {
		return nil, err
	}
	return &types.QueryTendersResponse{Tenders: tenders, Pagination: next}, nil
}

// Bidder returns a page of an account's rows.
func (q queryServer) Bidder(ctx context.Context, req *types.QueryBidderRequest) (*types.QueryBidderResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	bidder, err := q.address("bidder", req.Bidder)
	if err != nil {
		return nil, err
	}
	tenders, next, err := page.Of(ctx, q.byBidder, req.Pagination,
		func(key collections.Pair[sdk.AccAddress, string], _ collections.NoValue) (types.Tender, error) {
			return q.GetTender(ctx, key.K2(), bidder)
		}, collections.PairPrefix[sdk.AccAddress, string](bidder))
	if err != nil {
		return nil, err
	}
	return &types.QueryBidderResponse{Tenders: tenders, Pagination: next}, nil
}
