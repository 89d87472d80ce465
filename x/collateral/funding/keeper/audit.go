package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	"github.com/kokusai-chain/kokusai/x/internal/solvency"
)

// Audit states the laws of the module:
//
//   - the rows are valid and refer to what exists; what is held for a lender is the offer, or the awards still to be lent;
//   - the module account holds what is held for lenders and every deposit;
//   - every operation that is not over is due exactly once, and nothing else is.
//
// It reads everything and is not for blocks.
func (k *Keeper) Audit(ctx context.Context) error {
	gs, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := gs.Validate(); err != nil {
		return err
	}
	owed := sdk.NewCoins()
	denoms := map[string]string{}
	scheduled := 0
	for _, operation := range gs.Operations {
		owed = owed.Add(cash(operation, operation.Held))
		denoms[types.Name(operation.Lender, operation.Number)] = operation.Terms.Cash.Denom
		if operation.Due.IsZero() {
			continue
		}
		scheduled++
		lender, err := k.account(operation.Lender)
		if err != nil {
			return err
		}
		key := collections.Join(operation.Due.UnixNano(), collections.Join(lender, operation.Number))
		if due, err := k.due.Has(ctx, key); err != nil || !due {
			return cmp.Or(err, types.ErrBrokenLaw.Wrapf("operation %s is not in the queue", types.Name(operation.Lender, operation.Number)))
		}
	}
	for _, tender := range gs.Tenders {
		owed = owed.Add(sdk.NewCoin(denoms[types.Name(tender.Lender, tender.Number)], tender.Deposit))
	}
	if err := solvency.Check(ctx, k.bank, k.address(), owed, types.ErrBrokenLaw); err != nil {
		return err
	}
	queued := 0
	if err := k.due.Walk(ctx, nil, func(dueKey) (bool, error) {
		queued++
		return false, nil
	}); err != nil {
		return err
	}
	if queued != scheduled {
		return types.ErrBrokenLaw.Wrapf("%d operations are in the queue, %d are due", queued, scheduled)
	}
	return nil
}
