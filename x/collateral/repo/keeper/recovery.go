package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

var _ custodytypes.RecoveryHooks = (*Keeper)(nil)

// BeforeAccountRecovered refuses to move repos to an account that is a side of one of them or has used a number of them, and
// more than one step can move.
func (k *Keeper) BeforeAccountRecovered(ctx context.Context, from, to sdk.AccAddress) error {
	repos, err := k.reposOf(ctx, from, types.MaxRecovered+1)
	if err != nil {
		return err
	}
	if len(repos) > types.MaxRecovered {
		return custodytypes.ErrRecovery.Wrapf("more than %d repos: let some end first", types.MaxRecovered)
	}
	fresh := to.String()
	for _, repo := range repos {
		if repo.IsParty(fresh) {
			return custodytypes.ErrRecovery.Wrapf("the accounts are the two sides of %s", types.PledgeRef(repo.Offerer, repo.Number))
		}
		if repo.Offerer != from.String() {
			continue
		}
		taken, err := k.repos.Has(ctx, collections.Join(to, repo.Number))
		if err != nil {
			return err
		}
		if taken {
			return types.ErrNumberUsed.Wrapf("%d of the new account", repo.Number)
		}
	}
	return nil
}

// AfterClaimsMoved makes the new account a side of the repos of the old, and its inventory the old one's if it has none. A
// repo that the old account offered bears the new one's name, and so do the pledges for it.
func (k *Keeper) AfterClaimsMoved(ctx context.Context, from, to sdk.AccAddress) error {
	repos, err := k.reposOf(ctx, from, types.MaxRecovered)
	if err != nil {
		return err
	}
	for _, repo := range repos {
		if err := k.rename(ctx, repo, from.String(), to.String()); err != nil {
			return err
		}
	}
	inventory, found, err := row.Find(ctx, k.inventories, from)
	if err != nil || !found {
		return err
	}
	if err := k.inventories.Remove(ctx, from); err != nil {
		return err
	}
	kept, err := k.inventories.Has(ctx, to)
	if err != nil || kept {
		return err
	}
	inventory.Giver = to.String()
	return k.inventories.Set(ctx, to, inventory)
}

func (k *Keeper) rename(ctx context.Context, repo types.Repo, from, to string) error {
	renamed := repo
	for _, name := range []*string{&renamed.Offerer, &renamed.Terms.Giver, &renamed.Terms.Taker, &renamed.Terminating} {
		if *name == from {
			*name = to
		}
	}
	if err := k.forget(ctx, repo); err != nil {
		return err
	}
	if err := k.enter(ctx, renamed, renamed.Due); err != nil {
		return err
	}
	if renamed.Offerer == repo.Offerer || repo.Terms.Form == types.FORM_TITLE {
		return nil
	}
	s, err := k.sides(renamed)
	if err != nil {
		return err
	}
	for _, coin := range repo.Bonds() {
		if err := k.custody.Release(ctx, s.giver, coin, types.ModuleName, types.PledgeRef(repo.Offerer, repo.Number)); err != nil {
			return err
		}
		if err := k.custody.Pledge(ctx, s.giver, coin, types.ModuleName, types.PledgeRef(renamed.Offerer, repo.Number)); err != nil {
			return err
		}
	}
	return nil
}

// reposOf lists repos that an account has offered or is the other side of, at most a number of them.
func (k *Keeper) reposOf(ctx context.Context, account sdk.AccAddress, limit int) (repos []types.Repo, err error) {
	err = k.repos.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, uint64](account), func(_ repoKey, repo types.Repo) (bool, error) {
		repos = append(repos, repo)
		return len(repos) == limit, nil
	})
	if err != nil || len(repos) == limit {
		return repos, err
	}
	err = k.parties.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, repoKey](account),
		func(key collections.Pair[sdk.AccAddress, repoKey]) (bool, error) {
			repo, err := k.repos.Get(ctx, key.K2())
			repos = append(repos, repo)
			return len(repos) == limit, err
		})
	return repos, err
}
