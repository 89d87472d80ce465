package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// InitGenesis writes the state, and refuses one that the module account's balances do not bear out.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for _, operation := range gs.Operations {
		lender, err := k.account(operation.Lender)
		if err != nil {
			return err
		}
		if err := k.save(ctx, collections.Join(lender, operation.Number), operation, operation.Due); err != nil {
			return err
		}
	}
	for _, tender := range gs.Tenders {
		_, key, err := k.getOperation(ctx, tender.Lender, tender.Number)
		if err != nil {
			return err
		}
		bidder, err := k.account(tender.Bidder)
		if err != nil {
			return err
		}
		if err := k.tenders.Set(ctx, collections.Join(key, bidder), tender); err != nil {
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
		row.Collect(ctx, k.operations, func(_ operationKey, operation types.Operation) {
			gs.Operations = append(gs.Operations, operation)
		}),
		row.Collect(ctx, k.tenders, func(_ tenderKey, tender types.Tender) { gs.Tenders = append(gs.Tenders, tender) }),
	)
}
