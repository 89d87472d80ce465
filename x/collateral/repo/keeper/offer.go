package keeper

import (
	"cmp"
	"context"
	"time"

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
		return cmp.Or(err, types.ErrNumberUsed.Wrapf("%d", number))
	}
	m, err := k.checkTrade(ctx, terms)
	if err != nil {
		return err
	}
	lapses, err := m.lapses(validUntil)
	if err != nil {
		return err
	}
	if err := k.requireEligible(ctx, m, repo, terms.Bonds); err != nil {
		return err
	}
	if err := k.enter(ctx, repo, lapses); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventOffered{Repo: repo})
}

// checkTrade refuses dates that are past or no business days, and a basket that is unknown or of other cash.
func (k *Keeper) checkTrade(ctx context.Context, terms types.Terms) (market, error) {
	m, err := k.market(ctx, terms.Cash.Denom)
	if err != nil {
		return m, err
	}
	start, err := m.requireBusinessDay("start date", terms.StartDate)
	if err != nil {
		return m, err
	}
	if start < m.today {
		return m, types.ErrInvalidDate.Wrapf("start date %s is past: today is %s", start, m.today)
	}
	if !terms.IsOpen() {
		if _, err := m.requireBusinessDay("end date", terms.EndDate); err != nil {
			return m, err
		}
	}
	if terms.BasketId == "" {
		return m, nil
	}
	basket, err := k.getBasket(ctx, terms.BasketId)
	if err == nil && basket.CashDenom != terms.Cash.Denom {
		err = types.ErrInvalidTerms.Wrapf("basket %s is for %s", basket.Id, basket.CashDenom)
	}
	return m, err
}

// lapses is when an offer that is valid until a day does.
func (m market) lapses(validUntil string) (time.Time, error) {
	until, err := types.ParseDate("valid until", validUntil)
	if err == nil && until < m.today {
		err = types.ErrInvalidDate.Wrapf("valid until %s is past: today is %s", until, m.today)
	}
	return until.AddDays(1).Start(m.zone), err
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
		return cmp.Or(err, types.ErrOfferLapsed.Wrapf("on %s", repo.ValidUntil))
	}
	if err := event.Emit(ctx, &types.EventAgreed{Offerer: offerer, Number: number}); err != nil {
		return err
	}
	starts, err := m.startTime(repo.Terms)
	if err != nil {
		return err
	}
	repo.Status = types.STATUS_AGREED
	if starts.After(m.now) {
		return k.save(ctx, repo, starts)
	}
	s, err := k.sides(repo)
	if err != nil {
		return err
	}
	return k.start(ctx, m, repo, s.taker)
}

// startTime is when the start leg settles.
func (m market) startTime(terms types.Terms) (time.Time, error) {
	start, err := types.ParseDate("start date", terms.StartDate)
	if err != nil {
		return time.Time{}, err
	}
	if terms.BasketId != "" {
		return m.cutOff(start), nil
	}
	return start.Start(m.zone), nil
}
