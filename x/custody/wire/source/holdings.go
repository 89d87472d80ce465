package source

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// Holdings is the statement of an account's bonds at the node's height.
func (n Node) Holdings(ctx context.Context, reference, account, calendar string) (wire.Holdings, error) {
	statement := wire.Holdings{Reference: reference, Account: account}
	var err error
	if statement.AsOf, err = n.Today(ctx, calendar); err != nil {
		return statement, err
	}
	for page := (&query.PageRequest{Limit: pageSize}); page != nil; {
		balances, err := n.Bank.AllBalances(ctx, &banktypes.QueryAllBalancesRequest{Address: account, Pagination: page})
		if err != nil {
			return statement, err
		}
		for _, coin := range balances.Balances {
			isin, isBond := bondtypes.ISINOf(coin.Denom)
			if !isBond {
				continue
			}
			held, err := n.Custody.Holding(ctx, &custodytypes.QueryHoldingRequest{Owner: account, Denom: coin.Denom})
			if err != nil {
				return statement, err
			}
			statement.Lines = append(statement.Lines, wire.Holding{
				ISIN: isin, Balance: held.Balance, Available: held.Free, Pledged: held.Pledged, Reserved: held.Reserved,
			})
		}
		page = next(balances.Pagination)
	}
	return statement, nil
}
