package keeper

import (
	"context"
	"time"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Offer keeps an offer until the other side accepts it, it is withdrawn, or its last day is over.
func (k *Keeper) Offer(ctx context.Context, offerer string, number uint64, terms types.Terms, validUntil string) error {
	repo := types.NewRepo(offerer, number, terms, validUntil)
	key, err := k.keyOf(repo)
	if err != nil {
		return err
	}
	if used, err := k.repos.Has(ctx, key); err != nil || used {
		return orElse(err, types.ErrNumberUsed.Wrapf("%d", number))
	}
	m, err := k.market(ctx, terms.Cash.Denom)
	if err != nil {
		return err
	}
	lapses, err := k.checkDates(m, repo)
	if err != nil {
		return err
	}
	if terms.BasketId != "" {
		basket, err := k.getBasket(ctx, terms.BasketId)
		if err != nil {
			return err
		}
		if basket.CashDenom != terms.Cash.Denom {
			return types.ErrInvalidTerms.Wrapf("basket %s is for %s", basket.Id, basket.CashDenom)
		}
	} else if err := k.requireEligible(ctx, m, repo, terms.Bonds); err != nil {
		return err
	}
	party, err := k.partyOf(repo)
	if err != nil {
		return err
	}
	if err := k.parties.Set(ctx, collections.Join(party, key)); err != nil {
		return err
	}
	if err := k.save(ctx, repo, lapses); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventOffered{Repo: repo})
}

// checkDates refuses dates that are past or no business days, and returns when the offer lapses.
func (k *Keeper) checkDates(m market, repo types.Repo) (lapses time.Time, err error) {
	start, err := m.requireBusinessDay("start date", repo.Terms.StartDate)
	if err != nil {
		return lapses, err
	}
	until, err := types.ParseDate("valid until", repo.ValidUntil)
	if err != nil {
		return lapses, err
	}
	if start < m.today || until < m.today {
		return lapses, types.ErrInvalidDate.Wrapf("start date or valid until is past: today is %s", m.today)
	}
	if !repo.Terms.IsOpen() {
		if _, err := m.requireBusinessDay("end date", repo.Terms.EndDate); err != nil {
			return lapses, err
		}
	}
	return until.AddDays(1).Start(m.zone), nil
}

// WithdrawOffer removes an offer that is not yet accepted.
func (k *Keeper) WithdrawOffer(ctx context.Context, offerer string, number uint64) error {
	repo, err := k.getRepo(ctx, offerer, number)
	if err != nil {
		return err
	}
	if repo.Status != types.STATUS_OFFERED {
		return types.ErrStatus.Wrapf("%s", repo.Status)
	}
	return k.lapse(ctx, repo)
}

func (k *Keeper) lapse(ctx context.Context, repo types.Repo) error {
	if err := k.forget(ctx, repo); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventOfferLapsed{Offerer: repo.Offerer, Number: repo.Number})
}

// Accept makes an offer binding. Its start leg settles when it is due: at the start of the start date, or at the cut-off when
// bonds of a basket are still to be named. If that has passed, it settles now or the offer is not accepted.
func (k *Keeper) Accept(ctx context.Context, accepter, offerer string, number uint64) error {
	repo, err := k.getRepo(ctx, offerer, number)
	if err != nil {
		return err
	}
	if repo.Status != types.STATUS_OFFERED {
		return types.ErrStatus.Wrapf("%s", repo.Status)
	}
	if other, _ := repo.Terms.Other(offerer); other != accepter {
		return types.ErrNotParty.Wrap("the offer is to somebody else")
	}
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return err
	}
	if until, err := types.ParseDate("valid until", repo.ValidUntil); err != nil || m.today > until {
		return orElse(err, types.ErrOfferLapsed.Wrapf("on %s", repo.ValidUntil))
	}
	if err := event.Emit(ctx, &types.EventAgreed{Offerer: offerer, Number: number}); err != nil {
		return err
	}
	starts, err := m.startTime(repo)
	if err != nil {
		return err
	}
	repo.Status = types.STATUS_AGREED
	if starts.After(m.now) {
		return k.save(ctx, repo, starts)
	}
	return k.start(ctx, m, repo)
}

// startTime is when the start leg settles.
func (m market) startTime(repo types.Repo) (time.Time, error) {
	start, err := types.ParseDate("start date", repo.Terms.StartDate)
	if err != nil {
		return time.Time{}, err
	}
	if repo.Terms.BasketId != "" {
		return m.cutOff(start), nil
	}
	return start.Start(m.zone), nil
}

// orElse returns the first error that is one.
func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
