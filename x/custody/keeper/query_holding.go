package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// Holding implements types.QueryServer.
func (s queryServer) Holding(ctx context.Context, req *types.QueryHoldingRequest) (*types.QueryHoldingResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	owner, err := s.address("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	if err := sdk.ValidateDenom(req.Denom); err != nil {
		return nil, types.ErrInvalidDenom.Wrap(err.Error())
	}
	holding, err := s.holding(ctx, owner, req.Denom)
	if err != nil {
		return nil, err
	}
	return &types.QueryHoldingResponse{
		Balance: holding.Balance, Free: holding.Free, Pledged: holding.Pledged, Reserved: holding.Reserved,
	}, nil
}

// Pledges implements types.QueryServer.
func (s queryServer) Pledges(ctx context.Context, req *types.QueryPledgesRequest) (*types.QueryPledgesResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	owner, err := s.address("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	pledges, next, err := page.Of(ctx, s.pledges, req.Pagination,
		func(key claimKey, amount math.Int) (types.Pledge, error) {
			return types.Pledge{Owner: req.Owner, Denom: key.K2(), Pledgee: key.K3(), Ref: key.K4(), Amount: amount}, nil
		},
		collections.QuadPrefix[sdk.AccAddress, string, string, string](owner),
	)
	return &types.QueryPledgesResponse{Pledges: pledges, Pagination: next}, err
}

// Suspense implements types.QueryServer.
func (s queryServer) Suspense(ctx context.Context, req *types.QuerySuspenseRequest) (*types.QuerySuspenseResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	owner, err := s.address("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	held, next, err := s.heldInSuspense(ctx, req.Pagination, collections.PairPrefix[sdk.AccAddress, string](owner))
	return &types.QuerySuspenseResponse{Held: held, Pagination: next}, err
}

// SuspenseAll implements types.QueryServer.
func (s queryServer) SuspenseAll(ctx context.Context, req *types.QuerySuspenseAllRequest) (*types.QuerySuspenseAllResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	held, next, err := s.heldInSuspense(ctx, req.Pagination)
	return &types.QuerySuspenseAllResponse{Held: held, Pagination: next}, err
}

type suspenseKey = collections.Pair[sdk.AccAddress, string]

func (s queryServer) heldInSuspense(
	ctx context.Context, request *query.PageRequest, prefix ...suspenseKey,
) ([]types.HeldInSuspense, *query.PageResponse, error) {
	return page.Of(ctx, s.suspense, request, func(key suspenseKey, _ collections.NoValue) (types.HeldInSuspense, error) {
		account := types.SuspenseAddress(key.K1())
		ownerText, err := s.text(key.K1())
		if err != nil {
			return types.HeldInSuspense{}, err
		}
		accountText, err := s.text(account)
		return types.HeldInSuspense{
			Owner: ownerText, SuspenseAccount: accountText, Amount: s.bank.GetBalance(ctx, account, key.K2()),
		}, err
	}, prefix...)
}

// OverrideRegister implements types.QueryServer.
func (s queryServer) OverrideRegister(ctx context.Context, req *types.QueryOverrideRegisterRequest) (*types.QueryOverrideRegisterResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	type key = collections.Pair[string, uint64]
	var prefix []key
	if req.Subject != "" {
		prefix = append(prefix, collections.PairPrefix[string, uint64](req.Subject))
	}
	overrides, next, err := page.Of(ctx, s.overrides, req.Pagination, func(_ key, override types.Override) (types.Override, error) {
		return override, nil
	}, prefix...)
	return &types.QueryOverrideRegisterResponse{Overrides: overrides, Pagination: next}, err
}

// CashIssuance implements types.QueryServer.
func (s queryServer) CashIssuance(ctx context.Context, req *types.QueryCashIssuanceRequest) (*types.QueryCashIssuanceResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	licensed, err := s.cashDenoms.Has(ctx, req.Denom)
	if err != nil {
		return nil, err
	}
	if !licensed {
		return nil, types.ErrNotCashDenom.Wrap(req.Denom)
	}
	banks, next, err := page.Of(ctx, s.cashIssued, req.Pagination,
		func(key collections.Pair[string, sdk.AccAddress], outstanding math.Int) (types.BankIssuance, error) {
			licence, err := s.getLicence(ctx, key.K2(), key.K1())
			return types.BankIssuance{Licence: licence, Outstanding: outstanding}, err
		},
		collections.PairPrefix[string, sdk.AccAddress](req.Denom),
	)
	return &types.QueryCashIssuanceResponse{Supply: s.bank.GetSupply(ctx, req.Denom), Banks: banks, Pagination: next}, err
}
