package keeper

import (
	"context"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// CallMargin evaluates a repo now, and returns whether a call is open after it.
func (k *Keeper) CallMargin(ctx context.Context, offerer string, number uint64) (called bool, err error) {
	repo, err := k.getLive(ctx, offerer, number)
	if err != nil {
		return false, err
	}
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return false, err
	}
	if err := k.bookIncome(ctx, &repo); err != nil {
		return false, err
	}
	if repo.Call != nil && !repo.Call.Deadline.After(m.now) {
		return true, k.tendLive(sdk.UnwrapSDKContext(ctx), m, repo)
	}
	if err := k.evaluate(ctx, m, &repo); err != nil {
		return false, err
	}
	return repo.Call != nil, k.save(ctx, repo, m.nextDue(repo))
}

// evaluate opens a margin call when the bonds fall short by the minimum or more, and closes the one that is open when they
// suffice. Bonds without a price change nothing: nobody is called, and nobody's call ends, on a dead feed.
func (k *Keeper) evaluate(ctx context.Context, m market, repo *types.Repo) error {
	value, err := k.marketValue(ctx, *repo)
	if err != nil {
		return nil //nolint:nilerr // unpriceable is a state, not a failure
	}
	shortfall := repo.DebtUp(m.today).Sub(repo.CutValueDown(value))
	switch {
	case !shortfall.IsPositive() && repo.Call != nil:
		repo.Call = nil
		return event.Emit(ctx, &types.EventMarginMet{Offerer: repo.Offerer, Number: repo.Number})
	case shortfall.IsPositive() && repo.Call == nil && shortfall.GTE(m.params.MinimumTransfer.AmountOf(repo.Terms.Cash.Denom)):
		repo.Call = &types.MarginCall{Shortfall: shortfall, Deadline: m.now.Add(m.params.CallGrace)}
		return event.Emit(ctx, &types.EventMarginCalled{Offerer: repo.Offerer, Number: repo.Number, Call: *repo.Call})
	}
	return nil
}

// settleCall closes an open margin call when bonds or cash have met it, and saves the repo. It opens none.
func (k *Keeper) settleCall(ctx context.Context, m market, repo types.Repo) error {
	if repo.Call != nil {
		if err := k.evaluate(ctx, m, &repo); err != nil {
			return err
		}
	}
	return k.save(ctx, repo, m.nextDue(repo))
}

// nextDue is when a live repo is looked at again: at the next cut-off, or when its margin call ends.
func (m market) nextDue(repo types.Repo) time.Time {
	next := m.nextCutOff()
	if repo.Call != nil && repo.Call.Deadline.Before(next) {
		return repo.Call.Deadline
	}
	return next
}
