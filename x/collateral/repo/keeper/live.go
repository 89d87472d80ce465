package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// getLive returns a repo of which cash and bonds are out.
func (k *Keeper) getLive(ctx context.Context, offerer string, number uint64) (types.Repo, error) {
	repo, err := k.getRepo(ctx, offerer, number)
	if err != nil {
		return types.Repo{}, err
	}
	if repo.Status != types.STATUS_LIVE && repo.Status != types.STATUS_RETURN_FAILED {
		return types.Repo{}, types.ErrStatus.Wrapf("%s", repo.Status)
	}
	return repo, nil
}

// Substitute adds bonds to a repo and returns others. What is only added needs no price; what is returned must leave the debt
// covered. A title transfer returns what the taker still holds.
func (k *Keeper) Substitute(ctx context.Context, giver, offerer string, number uint64, give, takeBack sdk.Coins) error {
	repo, err := k.getLive(ctx, offerer, number)
	if err != nil {
		return err
	}
	if repo.Terms.Giver != giver {
		return types.ErrNotParty.Wrap("the giver may")
	}
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return err
	}
	if err := k.requireEligible(ctx, m, repo, give); err != nil {
		return err
	}
	s, err := k.sides(repo)
	if err != nil {
		return err
	}
	if err := k.bookIncome(ctx, &repo); err != nil {
		return err
	}
	// Back first: a repo that holds as many series as it may can still change one for another.
	if err := k.takeBack(ctx, &repo, s, takeBack); err != nil {
		return err
	}
	if err := k.give(ctx, &repo, s, give); err != nil {
		return err
	}
	if len(takeBack) > 0 {
		if err := k.requireCovered(ctx, m, repo); err != nil {
			return err
		}
	}
	if err := event.Emit(ctx, &types.EventBondsChanged{Offerer: offerer, Number: number, Given: give, Returned: takeBack}); err != nil {
		return err
	}
	return k.settleCall(ctx, m, repo)
}

// PayDown takes cash against the debt, no more than it, and returns what was taken and what is left. Cash margin is paid so.
// Against a closed repo it pays the claim that was left.
func (k *Keeper) PayDown(ctx context.Context, payer sdk.AccAddress, offerer string, number uint64, amount sdk.Coin) (paid, left math.Int, err error) {
	repo, err := k.getRepo(ctx, offerer, number)
	if err != nil {
		return paid, left, err
	}
	if amount.Denom != repo.Terms.Cash.Denom {
		return paid, left, types.ErrInvalidAmount.Wrapf("the debt is in %s", repo.Terms.Cash.Denom)
	}
	s, err := k.sides(repo)
	if err != nil {
		return paid, left, err
	}
	switch repo.Status {
	case types.STATUS_LIVE, types.STATUS_RETURN_FAILED:
	case types.STATUS_CLOSED, types.STATUS_DEFAULTED:
		return k.payClaim(ctx, payer, s, repo, amount.Amount)
	default:
		return paid, left, types.ErrStatus.Wrapf("%s", repo.Status)
	}
	m, err := k.market(ctx, amount.Denom)
	if err != nil {
		return paid, left, err
	}
	if err := k.bookIncome(ctx, &repo); err != nil {
		return paid, left, err
	}
	repo.Accrue(m.today)
	debt := repo.DebtUp(m.today)
	if !debt.IsPositive() {
		return paid, left, types.ErrNoDebt
	}
	paid = math.MinInt(amount.Amount, debt)
	repo.Credit(paid)
	left = debt.Sub(paid)
	if err := event.Emit(ctx, &types.EventPaidDown{
		Offerer: offerer, Number: number, Payer: payer.String(), Amount: sdk.NewCoin(amount.Denom, paid), Debt: left,
	}); err != nil {
		return paid, left, err
	}
	if err := k.pay(ctx, payer, s.taker, sdk.NewCoin(amount.Denom, paid)); err != nil {
		return paid, left, err
	}
	return paid, left, k.settleCall(ctx, m, repo)
}

// GiveNotice sets the end of an open term.
func (k *Keeper) GiveNotice(ctx context.Context, party, offerer string, number uint64) (date.Date, error) {
	repo, err := k.getLive(ctx, offerer, number)
	if err != nil {
		return 0, err
	}
	if !repo.IsParty(party) {
		return 0, types.ErrNotParty
	}
	if repo.EndDate != "" {
		return 0, types.ErrTermFixed.Wrapf("on %s", repo.EndDate)
	}
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return 0, err
	}
	end := m.days.AddBusinessDays(m.today, int(repo.Terms.NoticeDays))
	if err := k.notice(ctx, &repo, party, end); err != nil {
		return 0, err
	}
	return end, k.save(ctx, repo, repo.Due)
}

func (k *Keeper) notice(ctx context.Context, repo *types.Repo, party string, end date.Date) error {
	repo.EndDate = end.String()
	return event.Emit(ctx, &types.EventNoticeGiven{Offerer: repo.Offerer, Number: repo.Number, Party: party, EndDate: repo.EndDate})
}

// Terminate ends a repo today once both sides have said so on the same day.
func (k *Keeper) Terminate(ctx context.Context, party, offerer string, number uint64) (ended bool, err error) {
	repo, err := k.getLive(ctx, offerer, number)
	if err != nil {
		return false, err
	}
	if !repo.IsParty(party) {
		return false, types.ErrNotParty
	}
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return false, err
	}
	if other, _ := repo.Terms.Other(party); repo.Terminating == other && repo.TerminatingDate == m.today.String() {
		return true, k.end(ctx, m, repo)
	}
	repo.Terminating, repo.TerminatingDate = party, m.today.String()
	if err := k.save(ctx, repo, repo.Due); err != nil {
		return false, err
	}
	return false, event.Emit(ctx, &types.EventTerminationAsked{Offerer: offerer, Number: number, Party: party})
}

// SettleEnd settles the end leg on its date or later, while it is not in default.
func (k *Keeper) SettleEnd(ctx context.Context, giver, offerer string, number uint64) error {
	repo, err := k.getLive(ctx, offerer, number)
	if err != nil {
		return err
	}
	if repo.Terms.Giver != giver {
		return types.ErrNotParty.Wrap("the giver may")
	}
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return err
	}
	if ended, err := m.hasEnded(repo); err != nil || !ended {
		return cmp.Or(err, types.ErrNotEnded.Wrapf("%q, today is %s", repo.EndDate, m.today))
	}
	return k.end(ctx, m, repo)
}

// hasEnded tells whether the end date has come.
func (m market) hasEnded(repo types.Repo) (bool, error) {
	if repo.EndDate == "" {
		return false, nil
	}
	end, err := types.ParseDate("end date", repo.EndDate)
	return m.today >= end, err
}
