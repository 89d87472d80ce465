package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/solvency"
)

// Audit states the laws of the module:
//
//   - the rows are valid, refer to what exists, and each pool's scaled supply and debt are the sums of its rows;
//   - every pool owes its suppliers no more than its cash and its debt cover;
//   - the module account holds at least the cash of all pools and positions;
//   - every bond of a position is pledged to it in x/custody;
//   - the index has exactly the positions with debt that are not for sale, and none below its stage that it would not find.
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
	if err := solvency.Check(ctx, k.bank, k.address(), gs.OwnCash(), types.ErrBrokenLaw); err != nil {
		return err
	}
	for _, position := range gs.Positions {
		if err := k.auditPledges(ctx, position); err != nil {
			return err
		}
	}
	return k.auditWatches(ctx, gs.Positions)
}

// auditWatches holds the index against a look at every position.
func (k *Keeper) auditWatches(ctx context.Context, positions []types.Position) error {
	a, indexed := k.newAssessor(ctx), 0
	for _, position := range positions {
		if !position.Watch.IsIndexed() {
			continue
		}
		indexed++
		owner, err := k.accounts.AddressCodec().StringToBytes(position.Owner)
		if err != nil {
			return err
		}
		found, err := k.watches.Has(ctx, watchKeyOf(owner, position.Denom, position.Number, position.Watch))
		if err != nil {
			return err
		}
		assessment, err := a.assess(ctx, position)
		if err != nil {
			return err
		}
		reached, err := a.reached(ctx, position.Denom, position.Watch.Class)
		if err != nil {
			return err
		}
		worse := !assessment.IsSound()
		if position.Watch.Stage == types.STAGE_CALLED {
			worse = assessment.IsUrgent()
		}
		if !found || worse && position.Watch.Stress >= reached {
			return types.ErrBrokenLaw.Wrapf("position %s of %s is not where the index would find it", position.PledgeRef(), position.Owner)
		}
	}
	rows := 0
	if err := k.watches.Walk(ctx, nil, func(watchKey) (bool, error) { rows++; return false, nil }); err != nil {
		return err
	}
	if rows != indexed {
		return types.ErrBrokenLaw.Wrapf("the index has %d positions, %d are to be in it", rows, indexed)
	}
	return nil
}

func (k *Keeper) auditPledges(ctx context.Context, position types.Position) error {
	owner, err := k.accounts.AddressCodec().StringToBytes(position.Owner)
	if err != nil {
		return err
	}
	for _, coin := range position.Bonds {
		pledged := k.custody.Pledged(ctx, owner, coin.Denom, types.ModuleName, position.PledgeRef())
		if !pledged.Equal(coin.Amount) {
			return types.ErrBrokenLaw.Wrapf("position %s of %s has %s, pledged are %s",
				position.PledgeRef(), position.Owner, coin, pledged)
		}
	}
	return nil
}
