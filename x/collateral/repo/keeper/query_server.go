package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the handler of the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Params returns the params.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// Basket returns a basket.
func (s queryServer) Basket(ctx context.Context, req *types.QueryBasketRequest) (*types.QueryBasketResponse, error) {
	basket, err := s.getBasket(ctx, req.Id)
	return &types.QueryBasketResponse{Basket: basket}, err
}

// Baskets lists the baskets.
func (s queryServer) Baskets(ctx context.Context, req *types.QueryBasketsRequest) (*types.QueryBasketsResponse, error) {
	baskets, next, err := page.Values(ctx, s.baskets, req.Pagination)
	return &types.QueryBasketsResponse{Baskets: baskets, Pagination: next}, err
}

// Inventory returns what a giver lets be allocated.
func (s queryServer) Inventory(ctx context.Context, req *types.QueryInventoryRequest) (*types.QueryInventoryResponse, error) {
	giver, err := s.account(req.Giver)
	if err != nil {
		return nil, err
	}
	inventory, err := s.inventories.Get(ctx, giver)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrInventoryNotFound.Wrap(req.Giver)
	}
	return &types.QueryInventoryResponse{Inventory: inventory}, err
}

// Repo returns a repo and what it stands at now.
func (s queryServer) Repo(ctx context.Context, req *types.QueryRepoRequest) (*types.QueryRepoResponse, error) {
	repo, err := s.getRepo(ctx, req.Offerer, req.Number)
	if err != nil {
		return nil, err
	}
	exposure, err := s.exposure(ctx, repo)
	return &types.QueryRepoResponse{Repo: repo, Exposure: exposure}, err
}

func (s queryServer) exposure(ctx context.Context, repo types.Repo) (types.Exposure, error) {
	exposure := types.Exposure{Debt: math.ZeroInt(), MarketValue: math.ZeroInt(), CutValue: math.ZeroInt()}
	if repo.Status != types.STATUS_LIVE && repo.Status != types.STATUS_RETURN_FAILED {
		exposure.Debt = repo.Claim()
		return exposure, nil
	}
	m, err := s.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return exposure, err
	}
	if err := s.bookIncome(ctx, &repo); err != nil {
		return exposure, err
	}
	exposure.Debt = repo.NetUp(m.today)
	value, err := s.marketValue(ctx, repo)
	if err != nil {
		exposure.Unpriceable = err.Error()
		return exposure, nil
	}
	exposure.MarketValue, exposure.CutValue = value, repo.CutValueDown(value)
	return exposure, nil
}

// Repos lists the repos that an account offered.
func (s queryServer) Repos(ctx context.Context, req *types.QueryReposRequest) (*types.QueryReposResponse, error) {
	offerer, err := s.account(req.Offerer)
	if err != nil {
		return nil, err
	}
	repos, next, err := page.Values(ctx, s.repos, req.Pagination,
		collections.PairPrefix[sdk.AccAddress, uint64](offerer))
	return &types.QueryReposResponse{Repos: repos, Pagination: next}, err
}

// PartyRepos lists the repos of which an account is the other side.
func (s queryServer) PartyRepos(ctx context.Context, req *types.QueryPartyReposRequest) (*types.QueryPartyReposResponse, error) {
	party, err := s.account(req.Party)
	if err != nil {
		return nil, err
	}
	repos, next, err := page.Of(ctx, s.parties, req.Pagination,
		func(key collections.Pair[sdk.AccAddress, repoKey], _ collections.NoValue) (types.Repo, error) {
			return s.repos.Get(ctx, key.K2())
		}, collections.PairPrefix[sdk.AccAddress, repoKey](party))
	return &types.QueryPartyReposResponse{Repos: repos, Pagination: next}, err
}

// Price returns what bonds of a defaulted giver cost now.
func (s queryServer) Price(ctx context.Context, req *types.QueryPriceRequest) (*types.QueryPriceResponse, error) {
	repo, err := s.getRepo(ctx, req.Offerer, req.Number)
	if err != nil {
		return nil, err
	}
	bonds := sdk.Coin{Denom: req.Denom, Amount: req.Amount}
	if err := types.ValidateBonds(sdk.Coins{bonds}); err != nil {
		return nil, err
	}
	price, err := s.PriceUp(ctx, repo, bonds)
	if err != nil {
		return nil, err
	}
	return &types.QueryPriceResponse{Cash: sdk.NewCoin(repo.Terms.Cash.Denom, price)}, nil
}
