package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// defaulted puts a giver who did not pay, or did not meet a call, into default. Pledged bonds are sold; a taker who owns the bonds
// keeps them, and their value is set against the debt.
func (k *Keeper) defaulted(ctx context.Context, m market, repo types.Repo, reason string) error {
	if err := k.bookIncome(ctx, &repo); err != nil {
		return err
	}
	repo.Accrue(m.today)
	claim := repo.NetUp(m.today)
	if err := event.Emit(ctx, &types.EventDefaulted{Offerer: repo.Offerer, Number: repo.Number, Claim: claim, Reason: reason}); err != nil {
		return err
	}
	if repo.Terms.Form == types.FORM_TITLE {
		return k.closeOut(ctx, m, repo, m.params.CloseOut.DefaultFloorPct)
	}
	repo.Status, repo.Call = types.STATUS_DEFAULTED, nil
	repo.CloseOut = &types.CloseOut{Began: m.now, Claim: claim}
	if !claim.IsPositive() { // a giver who owes nothing gets the bonds back
		return k.finish(ctx, repo)
	}
	return k.save(ctx, repo, m.now.Add(m.params.CloseOut.Duration))
}

// CloseOut lets the giver of a title transfer close it out when the taker does not return the bonds after the grace.
func (k *Keeper) CloseOut(ctx context.Context, giver, offerer string, number uint64) error {
	repo, err := k.getLive(ctx, offerer, number)
	if err != nil {
		return err
	}
	if repo.Terms.Giver != giver {
		return types.ErrNotParty.Wrap("the giver may")
	}
	if repo.Status != types.STATUS_RETURN_FAILED {
		return types.ErrStatus.Wrapf("%s: the taker has not failed", repo.Status)
	}
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return err
	}
	end, err := types.ParseDate("end date", repo.EndDate)
	if err != nil {
		return err
	}
	if last := m.lastMoment(end); m.now.Before(last) {
		return types.ErrGrace.Wrapf("until %s", last)
	}
	if err := k.bookIncome(ctx, &repo); err != nil {
		return err
	}
	return k.closeOut(ctx, m, repo, m.params.CloseOut.StartPct)
}

// closeOut sets what the giver owes against the value of the bonds that the taker keeps: one payment remains. Whoever can't make
// it owes it from then on, as the claim of a closed repo. Bonds without a price are waited for. Of bonds in default the value is a
// percentage of their principal, set against whoever has failed: the lowest of a sale when it is the giver, the first when it is the taker.
func (k *Keeper) closeOut(ctx context.Context, m market, repo types.Repo, defaultPct math.LegacyDec) error {
	value := math.ZeroInt()
	for _, bonds := range repo.Bonds() {
		worth, inDefault, err := k.basis(ctx, m, repo.Terms.Cash.Denom, bonds)
		if err != nil {
			return err
		}
		if inDefault {
			worth = rounding.MulDecDown(worth, defaultPct.QuoInt64(100))
		}
		value = value.Add(worth)
	}
	repo.CloseOut = &types.CloseOut{Began: m.now, Claim: repo.NetUp(m.today).Sub(value)}
	repo.Holdings, repo.Call, repo.Status = nil, nil, types.STATUS_DEFAULTED
	return k.finish(ctx, repo)
}

// finish ends a close-out: bonds that are left go back to the giver, and a repo with a claim is kept until it is paid.
func (k *Keeper) finish(ctx context.Context, repo types.Repo) error {
	s, err := k.sides(repo)
	if err != nil {
		return err
	}
	if err := k.takeBack(ctx, &repo, s, repo.Bonds()); err != nil {
		return err
	}
	claim := repo.Claim()
	if claim.IsZero() {
		err = k.forget(ctx, repo)
	} else {
		repo.Status = types.STATUS_CLOSED
		repo.Principal, repo.Interest, repo.IncomeOwed = math.ZeroInt(), math.ZeroInt(), math.ZeroInt()
		err = k.save(ctx, repo, noTime)
	}
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventClosed{Offerer: repo.Offerer, Number: repo.Number, Claim: claim})
}

// payClaim takes cash against what a close-out still leaves unpaid: by the giver's side to the taker, or the other way round when
// the claim is the giver's.
func (k *Keeper) payClaim(ctx context.Context, payer sdk.AccAddress, s sides, repo types.Repo, amount math.Int) (paid, left math.Int, err error) {
	claim := repo.Claim()
	creditor := s.taker
	if claim.IsNegative() {
		creditor = s.giver
	}
	paid = math.MinInt(amount, claim.Abs())
	left = claim.Abs().Sub(paid)
	if claim.IsNegative() {
		repo.CloseOut.Claim = left.Neg()
	} else {
		repo.CloseOut.Claim = left
	}
	cash := sdk.NewCoin(repo.Terms.Cash.Denom, paid)
	if err := event.Emit(ctx, &types.EventPaidDown{
		Offerer: repo.Offerer, Number: repo.Number, Payer: payer.String(), Amount: cash, Debt: left,
	}); err != nil {
		return paid, left, err
	}
	if err := k.pay(ctx, payer, creditor, cash); err != nil {
		return paid, left, err
	}
	if left.IsZero() {
		return paid, left, k.finish(ctx, repo)
	}
	return paid, left, k.save(ctx, repo, repo.Due)
}
