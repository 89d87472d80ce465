package keeper

import (
	"cmp"
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/page"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer serves the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

var errEmptyRequest = status.Error(codes.InvalidArgument, "empty request")

// Params implements types.QueryServer.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.GetParams(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// Settlement implements types.QueryServer.
func (s queryServer) Settlement(ctx context.Context, req *types.QuerySettlementRequest) (*types.QuerySettlementResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	id, err := types.ParseID(req.Id)
	if err != nil {
		return nil, err
	}
	open, err := s.GetSettlement(ctx, id)
	if err != nil {
		return nil, err
	}
	named, err := s.named(ctx, id, open, "")
	return &types.QuerySettlementResponse{Settlement: named, Digest: open.Digest()}, err
}

// named is a settlement as an account sees it, or as nobody in particular does.
func (s queryServer) named(ctx context.Context, id types.ID, open types.Settlement, account string) (types.Named, error) {
	if account != "" {
		open.Pending = open.Pending.SeenBy(account)
	}
	today, err := s.today(ctx, open.Calendar)
	if err != nil {
		return types.Named{}, err
	}
	named := types.Named{Id: id.String(), Settlement: open}
	intended, err := date.Parse(open.SettlementDate)
	if days := intended.DaysUntil(today); err == nil && days > 0 && open.Status == types.StatusPending {
		named.FailDays = uint32(days)
	}
	return named, err
}

// Trade implements types.QueryServer.
func (s queryServer) Trade(ctx context.Context, req *types.QueryTradeRequest) (*types.QueryTradeResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	party, err := s.decode("party", req.Party)
	if err != nil {
		return nil, err
	}
	counterparty, err := s.decode("counterparty", req.Counterparty)
	if err != nil {
		return nil, err
	}
	id := types.TradeID(party, counterparty, req.Reference)
	if party.Equals(counterparty) {
		id = types.SetID(party, req.Reference)
	}
	open, found, err := row.Find(ctx, s.settlements, []byte(id))
	if err != nil {
		return nil, err
	}
	if found {
		return &types.QueryTradeResponse{Id: id.String(), Status: open.Status, Settlement: &open}, nil
	}
	height, used, err := s.custody.FindReference(ctx, party, counterparty, req.Reference)
	if err != nil || !used {
		return nil, cmp.Or(err, types.ErrNotFound.Wrap(req.Reference))
	}
	return &types.QueryTradeResponse{Id: id.String(), Status: types.StatusSettled, Settled: height}, nil
}

// Settlements implements types.QueryServer.
func (s queryServer) Settlements(ctx context.Context, req *types.QuerySettlementsRequest) (*types.QuerySettlementsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	settlements, next, err := s.of(ctx, req.Account, req.Pagination, func(types.Named) bool { return true })
	return &types.QuerySettlementsResponse{Settlements: settlements, Pagination: next}, err
}

// Allegements implements types.QueryServer.
func (s queryServer) Allegements(ctx context.Context, req *types.QueryAllegementsRequest) (*types.QueryAllegementsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	settlements, next, err := s.of(ctx, req.Account, req.Pagination, func(n types.Named) bool {
		return !n.Settlement.Parties[n.Settlement.Place(req.Account)].Agreed
	})
	return &types.QueryAllegementsResponse{Settlements: settlements, Pagination: next}, err
}

// Fails implements types.QueryServer.
func (s queryServer) Fails(ctx context.Context, req *types.QueryFailsRequest) (*types.QueryFailsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	settlements, next, err := s.of(ctx, req.Account, req.Pagination, func(n types.Named) bool { return n.FailDays > 0 })
	return &types.QueryFailsResponse{Settlements: settlements, Pagination: next}, err
}

// of pages the settlements of an account and keeps those that fit: as many rows are read as the page is long.
func (s queryServer) of(ctx context.Context, text string, pagination *query.PageRequest, fits func(types.Named) bool) ([]types.Named, *query.PageResponse, error) {
	account, err := s.decode("account", text)
	if err != nil {
		return nil, nil, err
	}
	rows, next, err := page.Of(ctx, s.parties, pagination,
		func(key collections.Pair[sdk.AccAddress, []byte], _ collections.NoValue) (types.Named, error) {
			open, err := s.GetSettlement(ctx, key.K2())
			if err != nil {
				return types.Named{}, err
			}
			return s.named(ctx, key.K2(), open, text)
		},
		collections.PairPrefix[sdk.AccAddress, []byte](account),
	)
	if err != nil {
		return nil, nil, err
	}
	var kept []types.Named
	for _, row := range rows {
		if fits(row) {
			kept = append(kept, row)
		}
	}
	return kept, next, nil
}

// Queue implements types.QueryServer.
func (s queryServer) Queue(ctx context.Context, req *types.QueryQueueRequest) (*types.QueryQueueResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	settlements, next, err := page.Of(ctx, s.queue, req.Pagination, func(rank []byte, _ collections.NoValue) (types.Named, error) {
		id := types.IDOfRank(rank)
		open, err := s.GetSettlement(ctx, id)
		if err != nil {
			return types.Named{}, err
		}
		return s.named(ctx, id, open, "")
	})
	return &types.QueryQueueResponse{Settlements: settlements, Pagination: next}, err
}
