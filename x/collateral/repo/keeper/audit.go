package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
)

// Audit states the laws of the module:
//
//   - the rows are valid and refer to what exists;
//   - every bond of a pledged repo is pledged to it in x/custody, and no other;
//   - every repo that something will happen to by itself is due exactly once, and nothing else is.
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
	scheduled := 0
	for _, repo := range gs.Repos {
		if err := k.auditPledges(ctx, repo); err != nil {
			return err
		}
		if (repo.Status == types.STATUS_CLOSED) != repo.Due.IsZero() {
			return types.ErrBrokenLaw.Wrapf("repo %s is %s and due at %s", types.PledgeRef(repo.Offerer, repo.Number), repo.Status, repo.Due)
		}
		if repo.Due.IsZero() {
			continue
		}
		scheduled++
		key, err := k.keyOf(repo)
		if err != nil {
			return err
		}
		if due, err := k.due.Has(ctx, collections.Join(repo.Due.UnixNano(), key)); err != nil || !due {
			return cmp.Or(err, types.ErrBrokenLaw.Wrapf("repo %s is not in the queue", types.PledgeRef(repo.Offerer, repo.Number)))
		}
	}
	queued := 0
	if err := k.due.Walk(ctx, nil, func(collections.Pair[int64, repoKey]) (bool, error) {
		queued++
		return false, nil
	}); err != nil {
		return err
	}
	if queued != scheduled {
		return types.ErrBrokenLaw.Wrapf("%d repos are in the queue, %d are due", queued, scheduled)
	}
	return nil
}

func (k *Keeper) auditPledges(ctx context.Context, repo types.Repo) error {
	if repo.Terms.Form == types.FORM_TITLE {
		return nil
	}
	giver, err := k.account(repo.Terms.Giver)
	if err != nil {
		return err
	}
	ref := types.PledgeRef(repo.Offerer, repo.Number)
	for _, coin := range repo.Bonds() {
		if pledged := k.custody.Pledged(ctx, giver, coin.Denom, types.ModuleName, ref); !pledged.Equal(coin.Amount) {
			return types.ErrBrokenLaw.Wrapf("repo %s has %s, pledged are %s", ref, coin, pledged)
		}
	}
	return nil
}
