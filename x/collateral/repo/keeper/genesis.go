package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// InitGenesis writes the state, and refuses one that the pledges in x/custody do not bear out.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for _, basket := range gs.Baskets {
		if err := k.baskets.Set(ctx, basket.Id, basket); err != nil {
			return err
		}
	}
	for _, inventory := range gs.Inventories {
		giver, err := k.account(inventory.Giver)
		if err != nil {
			return err
		}
		if err := k.inventories.Set(ctx, giver, inventory); err != nil {
			return err
		}
	}
	for _, repo := range gs.Repos {
		if err := k.enter(ctx, repo, repo.Due); err != nil {
			return err
		}
	}
	return k.Audit(ctx)
}

// ExportGenesis returns the state, each list by key.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	gs := types.GenesisState{Params: params}
	return &gs, errors.Join(err,
		row.Collect(ctx, k.baskets, func(_ string, basket types.Basket) { gs.Baskets = append(gs.Baskets, basket) }),
		row.Collect(ctx, k.inventories, func(_ sdk.AccAddress, inventory types.Inventory) {
			gs.Inventories = append(gs.Inventories, inventory)
		}),
		row.Collect(ctx, k.repos, func(_ repoKey, repo types.Repo) { gs.Repos = append(gs.Repos, repo) }),
	)
}
