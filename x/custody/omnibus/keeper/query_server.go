package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer serves the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

var errEmptyRequest = status.Error(codes.InvalidArgument, "empty request")

// Client implements types.QueryServer.
func (s queryServer) Client(ctx context.Context, req *types.QueryClientRequest) (*types.QueryClientResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	account, err := s.decode("account", req.Account)
	if err != nil {
		return nil, err
	}
	client, err := s.getClient(ctx, account, req.Reference)
	if err != nil {
		return nil, err
	}
	return &types.QueryClientResponse{Client: client}, nil
}

// Clients implements types.QueryServer.
func (s queryServer) Clients(ctx context.Context, req *types.QueryClientsRequest) (*types.QueryClientsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	account, err := s.decode("account", req.Account)
	if err != nil {
		return nil, err
	}
	clients, next, err := page.Of(ctx, s.clients, req.Pagination, func(_ clientKey, client types.Client) (types.Client, error) {
		return client, nil
	}, collections.PairPrefix[sdk.AccAddress, string](account))
	return &types.QueryClientsResponse{Clients: clients, Pagination: next}, err
}

// Positions implements types.QueryServer. What is due is settled up to each holding's last touch.
func (s queryServer) Positions(ctx context.Context, req *types.QueryPositionsRequest) (*types.QueryPositionsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	account, err := s.decode("account", req.Account)
	if err != nil {
		return nil, err
	}
	if err := sdk.ValidateDenom(req.Denom); err != nil {
		return nil, types.ErrInvalidClient.Wrap(err.Error())
	}
	positions, next, err := page.Of(ctx, s.holdings, req.Pagination, func(key positionKey, holding types.Holding) (types.Position, error) {
		due, err := amountOf(ctx, s.dues, key)
		return types.Position{Reference: key.K3(), Denom: key.K2(), Holding: holding, Due: due}, err
	}, collections.TripleSuperPrefix[sdk.AccAddress, string, string](account, req.Denom))
	return &types.QueryPositionsResponse{Positions: positions, Pagination: next}, err
}

// Book implements types.QueryServer.
func (s queryServer) Book(ctx context.Context, req *types.QueryBookRequest) (*types.QueryBookResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	account, err := s.decode("account", req.Account)
	if err != nil {
		return nil, err
	}
	if err := sdk.ValidateDenom(req.Denom); err != nil {
		return nil, types.ErrInvalidClient.Wrap(err.Error())
	}
	balance := s.bank.GetBalance(ctx, account, req.Denom).Amount
	booked, err := s.booked(ctx, account, req.Denom)
	if err != nil {
		return nil, err
	}
	if booked.GT(balance) { // redeemed, and not all settled
		booked = balance
	}
	return &types.QueryBookResponse{Balance: balance, Booked: booked, Unbooked: balance.Sub(booked)}, nil
}
