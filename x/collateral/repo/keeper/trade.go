package keeper

import (
	"cmp"
	"context"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// CheckTrade refuses terms under which no repo could be made, whoever the sides will be.
func (k *Keeper) CheckTrade(ctx context.Context, terms types.Terms) error {
	if err := terms.ValidateTrade(); err != nil {
		return err
	}
	_, err := k.checkTrade(ctx, terms)
	return err
}

// StartTime is when the start leg of a repo on the given terms settles.
func (k *Keeper) StartTime(ctx context.Context, terms types.Terms) (time.Time, error) {
	m, err := k.market(ctx, terms.Cash.Denom)
	if err != nil {
		return time.Time{}, err
	}
	return m.startTime(terms)
}

// Trade makes a repo that both sides have agreed to elsewhere, as if the offerer had offered it and the other side accepted. Its
// start leg settles now, with cash from an account that holds it for the taker. When it errors the caller undoes what was done.
func (k *Keeper) Trade(ctx context.Context, offerer string, number uint64, terms types.Terms, source sdk.AccAddress) error {
	if err := terms.Validate(); err != nil {
		return err
	}
	repo := types.NewRepo(offerer, number, terms, terms.StartDate)
	key, err := k.keyOf(repo)
	if err != nil {
		return err
	}
	if used, err := k.repos.Has(ctx, key); err != nil || used {
		return cmp.Or(err, types.ErrNumberUsed.Wrapf("%d", number))
	}
	m, err := k.market(ctx, terms.Cash.Denom)
	if err != nil {
		return err
	}
	if over, err := m.hasEnded(repo); err != nil || over {
		return cmp.Or(err, types.ErrInvalidDate.Wrapf("end date %s has come: today is %s", terms.EndDate, m.today))
	}
	if err := event.Emit(ctx, &types.EventOffered{Repo: repo}); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventAgreed{Offerer: offerer, Number: number}); err != nil {
		return err
	}
	repo.Status = types.STATUS_AGREED
	if err := k.enter(ctx, repo, noTime); err != nil {
		return err
	}
	return k.start(ctx, m, repo, source)
}
