package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// Statement implements types.QueryServer. It pages the balances of the account; other denoms are left out.
func (s queryServer) Statement(ctx context.Context, req *types.QueryStatementRequest) (*types.QueryStatementResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	account, err := s.address("account", req.Account)
	if err != nil {
		return nil, err
	}
	bounded, err := page.Bound(req.Pagination)
	if err != nil {
		return nil, err
	}
	balances, err := s.bank.AllBalances(ctx, &banktypes.QueryAllBalancesRequest{Address: req.Account, Pagination: bounded})
	if err != nil {
		return nil, err
	}
	response := &types.QueryStatementResponse{
		Pagination: balances.Pagination, Height: sdk.UnwrapSDKContext(ctx).BlockHeight(), Time: s.bond.Now(ctx),
	}
	for _, balance := range balances.Balances {
		if err := s.addLine(ctx, response, account, balance.Denom); err != nil {
			return nil, err
		}
	}
	if len(bounded.Key) > 0 {
		return response, nil
	}
	return response, s.addSuspense(ctx, response, account)
}

func (s queryServer) addLine(ctx context.Context, response *types.QueryStatementResponse, account sdk.AccAddress, denom string) error {
	regulated, err := s.IsRegulated(ctx, denom)
	if err != nil || !regulated {
		return err
	}
	holding, err := s.holding(ctx, account, denom)
	if err != nil {
		return err
	}
	response.Lines = append(response.Lines, types.StatementLine{
		Denom: denom, Balance: holding.Balance, Free: holding.Free, Pledged: holding.Pledged, Reserved: holding.Reserved,
		Suspense: s.bank.GetBalance(ctx, types.SuspenseAddress(account), denom).Amount,
	})
	return nil
}

// addSuspense adds what waits in suspense of denoms that the account does not hold.
func (s queryServer) addSuspense(ctx context.Context, response *types.QueryStatementResponse, account sdk.AccAddress) error {
	denoms, err := s.suspended(ctx, account)
	if err != nil {
		return err
	}
	for _, denom := range denoms {
		waiting := s.bank.GetBalance(ctx, types.SuspenseAddress(account), denom)
		if waiting.IsPositive() && !s.bank.GetBalance(ctx, account, denom).IsPositive() {
			response.InSuspense = append(response.InSuspense, waiting)
		}
	}
	return nil
}
