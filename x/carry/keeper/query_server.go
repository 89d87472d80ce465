package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

type queryServer struct{ *Keeper }

// NewQueryServer serves the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

var errEmptyRequest = status.Error(codes.InvalidArgument, "empty request")

// Params returns the settings.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// Quote returns a quote.
func (s queryServer) Quote(ctx context.Context, request *types.QueryQuoteRequest) (*types.QueryQuoteResponse, error) {
	if request == nil {
		return nil, errEmptyRequest
	}
	dealer, err := s.decode("dealer", request.Dealer)
	if err != nil {
		return nil, err
	}
	quote, err := s.GetQuote(ctx, dealer, request.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryQuoteResponse{Quote: quote}, nil
}

// Quotes returns the quotes of a dealer, of a pair, or all.
func (s queryServer) Quotes(ctx context.Context, request *types.QueryQuotesRequest) (*types.QueryQuotesResponse, error) {
	if request == nil {
		return nil, errEmptyRequest
	}
	var response types.QueryQuotesResponse
	var err error
	pair := request.OfferDenom != "" && request.AskDenom != ""
	switch {
	case pair && request.Dealer == "":
		response.Quotes, response.Pagination, err = s.quotesOfPair(ctx, request)
	case request.OfferDenom != "" || request.AskDenom != "":
		return nil, types.ErrInvalidRequest.Wrap("want dealer, or both denoms, or none of the three")
	default:
		response.Quotes, response.Pagination, err = s.quotesOfDealer(ctx, request)
	}
	if err != nil {
		return nil, err
	}
	return &response, nil
}

func (s queryServer) quotesOfPair(ctx context.Context, request *types.QueryQuotesRequest) ([]types.Quote, *query.PageResponse, error) {
	wanted := collections.Join(request.OfferDenom, request.AskDenom)
	return page.Of(ctx, s.quotes.Indexes.byPair, request.Pagination,
		func(key collections.Pair[pair, row], _ collections.NoValue) (types.Quote, error) {
			return s.quotes.Get(ctx, key.K2())
		}, collections.PairPrefix[pair, row](wanted))
}

func (s queryServer) quotesOfDealer(ctx context.Context, request *types.QueryQuotesRequest) ([]types.Quote, *query.PageResponse, error) {
	if request.Dealer == "" {
		return page.Values(ctx, s.quotes, request.Pagination)
	}
	dealer, err := s.decode("dealer", request.Dealer)
	if err != nil {
		return nil, nil, err
	}
	return page.Values(ctx, s.quotes, request.Pagination, collections.PairPrefix[sdk.AccAddress, uint64](dealer))
}

// Venue returns a venue and its ledger.
func (s queryServer) Venue(ctx context.Context, request *types.QueryVenueRequest) (*types.QueryVenueResponse, error) {
	if request == nil {
		return nil, errEmptyRequest
	}
	venue, err := s.GetVenue(ctx, request.Id)
	if err != nil {
		return nil, err
	}
	ledger, err := s.GetLedger(ctx, request.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryVenueResponse{Venue: venue, Ledger: ledger}, nil
}

// Venues returns all venues and their ledgers.
func (s queryServer) Venues(ctx context.Context, request *types.QueryVenuesRequest) (*types.QueryVenuesResponse, error) {
	if request == nil {
		return nil, errEmptyRequest
	}
	var response types.QueryVenuesResponse
	var err error
	response.Venues, response.Pagination, err = page.Of(ctx, s.venues, request.Pagination, func(id string, venue types.Venue) (types.Venue, error) {
		ledger, err := s.GetLedger(ctx, id)
		response.Ledgers = append(response.Ledgers, ledger)
		return venue, err
	})
	if err != nil {
		return nil, err
	}
	return &response, nil
}

// Position returns a position, its account and its debt now.
func (s queryServer) Position(ctx context.Context, request *types.QueryPositionRequest) (*types.QueryPositionResponse, error) {
	if request == nil {
		return nil, errEmptyRequest
	}
	position, err := s.find(ctx, request.Owner, request.Number)
	if err != nil {
		return nil, err
	}
	account, err := s.accountText(&position)
	if err != nil {
		return nil, err
	}
	debt := math.ZeroInt()
	if position.Open() {
		if debt, err = s.debt(sdk.UnwrapSDKContext(ctx), &position); err != nil {
			return nil, err
		}
	}
	return &types.QueryPositionResponse{Position: position, Account: account, Debt: sdk.NewCoin(position.Loan.Denom, debt)}, nil
}

// Positions returns the positions of an owner.
func (s queryServer) Positions(ctx context.Context, request *types.QueryPositionsRequest) (*types.QueryPositionsResponse, error) {
	if request == nil {
		return nil, errEmptyRequest
	}
	owner, err := s.decode("owner", request.Owner)
	if err != nil {
		return nil, err
	}
	positions, next, err := page.Values(ctx, s.positions, request.Pagination, collections.PairPrefix[sdk.AccAddress, uint64](owner))
	if err != nil {
		return nil, err
	}
	return &types.QueryPositionsResponse{Positions: positions, Pagination: next}, nil
}

// Pnl returns the result of a position, or its figures so far.
func (s queryServer) Pnl(ctx context.Context, request *types.QueryPnlRequest) (*types.QueryPnlResponse, error) {
	if request == nil {
		return nil, errEmptyRequest
	}
	position, err := s.find(ctx, request.Owner, request.Number)
	if err != nil {
		return nil, err
	}
	response := &types.QueryPnlResponse{Closed: !position.Open(), EntryRate: position.Entry.Rate(), ExitRate: math.LegacyZeroDec()}
	if response.Closed {
		response.Pnl = *position.Pnl
		response.ExitRate = position.Pnl.ExitRate()
		return response, nil
	}
	debt, err := s.debt(sdk.UnwrapSDKContext(ctx), &position)
	if err != nil {
		return nil, err
	}
	response.Pnl = position.ResultSoFar(debt)
	return response, nil
}

// Packets returns the packets in flight.
func (s queryServer) Packets(ctx context.Context, request *types.QueryPacketsRequest) (*types.QueryPacketsResponse, error) {
	if request == nil {
		return nil, errEmptyRequest
	}
	packets, next, err := page.Values(ctx, s.packets, request.Pagination)
	if err != nil {
		return nil, err
	}
	return &types.QueryPacketsResponse{Packets: packets, Pagination: next}, nil
}

func (s queryServer) find(ctx context.Context, owner string, number uint64) (types.Position, error) {
	account, err := s.decode("owner", owner)
	if err != nil {
		return types.Position{}, err
	}
	return s.GetPosition(ctx, account, number)
}
