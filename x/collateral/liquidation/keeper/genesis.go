package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// InitGenesis writes the state, and refuses one that the module account or the positions of x/collateral do not bear out.
// x/bank and x/collateral must be initialised before.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for _, call := range gs.Calls {
		id, err := k.idOf(call.Owner, call.Denom, call.Number)
		if err != nil {
			return err
		}
		if err := k.setCall(ctx, id, call); err != nil {
			return err
		}
	}
	for _, auction := range gs.Auctions {
		if err := k.initAuction(ctx, auction); err != nil {
			return err
		}
	}
	for _, fund := range gs.Funds {
		if err := k.funds.Set(ctx, fund.Denom, fund); err != nil {
			return err
		}
	}
	for _, deposit := range gs.Deposits {
		id, err := k.idOf(deposit.Account, deposit.Denom, 0)
		if err != nil {
			return err
		}
		if err := k.deposits.Set(ctx, collections.Join(id.Owner, deposit.Denom), deposit.Amount); err != nil {
			return err
		}
	}
	return k.Audit(ctx)
}

func (k *Keeper) initAuction(ctx context.Context, auction types.Auction) error {
	id, err := k.idOf(auction.Owner, auction.Denom, auction.Number)
	if err != nil {
		return err
	}
	if err := k.auctions.Set(ctx, keyOf(id), auction); err != nil {
		return err
	}
	if err := k.agenda.Set(ctx, collections.Join(auction.EndsAt, id.Bytes())); err != nil {
		return err
	}
	sum, err := orZero(ctx, k.inAuction, auction.Denom)
	if err != nil {
		return err
	}
	return k.inAuction.Set(ctx, auction.Denom, sum.Add(auction.Debt))
}

// ExportGenesis returns the state, each list by key.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	gs := types.GenesisState{Params: params}
	return &gs, errors.Join(err,
		row.Collect(ctx, k.calls, func(_ positionKey, call types.Call) { gs.Calls = append(gs.Calls, call) }),
		row.Collect(ctx, k.auctions, func(_ positionKey, auction types.Auction) { gs.Auctions = append(gs.Auctions, auction) }),
		row.Collect(ctx, k.funds, func(_ string, fund types.Fund) { gs.Funds = append(gs.Funds, fund) }),
		row.Collect(ctx, k.deposits, func(key depositKey, amount math.Int) {
			gs.Deposits = append(gs.Deposits, types.Deposit{Account: key.K1().String(), Denom: key.K2(), Amount: amount})
		}),
	)
}

func (k *Keeper) idOf(owner, denom string, number uint64) (types.ID, error) {
	address, err := k.accounts.AddressCodec().StringToBytes(owner)
	return types.ID{Owner: sdk.AccAddress(address), Denom: denom, Number: number}, err
}
