package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// sides are the two accounts of a repo.
type sides struct{ giver, taker sdk.AccAddress }

func (k *Keeper) sides(repo types.Repo) (s sides, err error) {
	if s.giver, err = k.account(repo.Terms.Giver); err != nil {
		return s, err
	}
	s.taker, err = k.account(repo.Terms.Taker)
	return s, err
}

// start settles the start leg: bonds against cash, covered at today's prices, or nothing. The cash comes from the taker, or from an
// account that holds it for the taker.
func (k *Keeper) start(ctx context.Context, m market, repo types.Repo, source sdk.AccAddress) error {
	repo.Status, repo.Principal, repo.AccruedDate = types.STATUS_LIVE, repo.Terms.Cash.Amount, m.today.String()
	bonds := repo.Terms.Bonds
	if repo.Terms.BasketId != "" {
		var err error
		if bonds, err = k.allocation(ctx, m, repo); err != nil {
			return err
		}
	}
	if err := k.requireEligible(ctx, m, repo, bonds); err != nil {
		return err
	}
	s, err := k.sides(repo)
	if err != nil {
		return err
	}
	if err := k.give(ctx, &repo, s, bonds); err != nil {
		return err
	}
	if err := k.requireCovered(ctx, m, repo); err != nil {
		return err
	}
	if err := k.bank.SendCoins(ctx, source, s.giver, sdk.NewCoins(repo.Terms.Cash)); err != nil {
		return err
	}
	if err := k.save(ctx, repo, m.nextCutOff()); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventStarted{
		Offerer: repo.Offerer, Number: repo.Number, Cash: repo.Terms.Cash, Bonds: bonds, Date: m.today.String(),
	})
}

// end settles the end leg: the debt against the bonds, or nothing.
func (k *Keeper) end(ctx context.Context, m market, repo types.Repo) error {
	if err := k.bookIncome(ctx, &repo); err != nil {
		return err
	}
	s, err := k.sides(repo)
	if err != nil {
		return err
	}
	net, bonds := repo.NetUp(m.today), repo.Bonds()
	from, to := s.giver, s.taker
	if net.IsNegative() {
		from, to = s.taker, s.giver
	}
	cash := sdk.NewCoin(repo.Terms.Cash.Denom, net.Abs())
	if err := k.pay(ctx, from, to, cash); err != nil {
		return err
	}
	if err := k.takeBack(ctx, &repo, s, bonds); err != nil {
		return err
	}
	if err := k.forget(ctx, repo); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventEnded{Offerer: repo.Offerer, Number: repo.Number, Cash: cash, Bonds: bonds})
}

// pay moves cash from one side to the other through the module account.
func (k *Keeper) pay(ctx context.Context, from, to sdk.AccAddress, cash sdk.Coin) error {
	if cash.IsZero() {
		return nil
	}
	if err := k.bank.SendCoins(ctx, from, k.address(), sdk.NewCoins(cash)); err != nil {
		return err
	}
	return k.payOut(ctx, to, cash)
}

func (k *Keeper) payOut(ctx context.Context, to sdk.AccAddress, cash sdk.Coin) error {
	if cash.IsZero() {
		return nil
	}
	return k.bank.SendCoins(ctx, k.address(), to, sdk.NewCoins(cash))
}

// give puts bonds of the giver into the repo: pledged, or transferred to the taker.
func (k *Keeper) give(ctx context.Context, repo *types.Repo, s sides, bonds sdk.Coins) error {
	for _, coin := range bonds {
		mark, err := k.incomeMark(ctx, *repo, coin.Denom)
		if err != nil {
			return err
		}
		if err := repo.Change(coin.Denom, coin.Amount, mark); err != nil {
			return err
		}
		if repo.Terms.Form == types.FORM_TITLE {
			err = k.bank.SendCoins(ctx, s.giver, s.taker, sdk.NewCoins(coin))
		} else {
			err = k.custody.Pledge(ctx, s.giver, coin, types.ModuleName, types.PledgeRef(repo.Offerer, repo.Number))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// takeBack returns bonds of the repo to the giver.
func (k *Keeper) takeBack(ctx context.Context, repo *types.Repo, s sides, bonds sdk.Coins) error {
	for _, coin := range bonds {
		err := repo.Change(coin.Denom, coin.Amount.Neg(), math.LegacyZeroDec())
		if err != nil {
			return err
		}
		if repo.Terms.Form == types.FORM_TITLE {
			err = k.bank.SendCoins(ctx, s.taker, s.giver, sdk.NewCoins(coin))
		} else {
			err = k.custody.Release(ctx, s.giver, coin, types.ModuleName, types.PledgeRef(repo.Offerer, repo.Number))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// requireEligible refuses bonds that pay in other cash, are such that no curve prices them, have missed a payment, end or may end before
// the repo does, are of the giver's own issue, or do not belong to its basket.
func (k *Keeper) requireEligible(ctx context.Context, m market, repo types.Repo, bonds sdk.Coins) error {
	for _, coin := range bonds {
		isin, _ := bondtypes.ISINOf(coin.Denom)
		series, err := k.bonds.GetSeries(ctx, isin)
		if err != nil {
			return err
		}
		if err := k.requireSeries(ctx, m, repo, series); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) requireSeries(ctx context.Context, m market, repo types.Repo, series bondtypes.Series) error {
	terms := series.Terms
	maturity, err := types.ParseDate("maturity", terms.MaturityDate)
	if err != nil {
		return err
	}
	end := m.days.AddBusinessDays(m.today, int(repo.Terms.NoticeDays))
	if repo.EndDate != "" {
		if end, err = types.ParseDate("end date", repo.EndDate); err != nil {
			return err
		}
	}
	inArrears, err := k.bonds.IsInArrears(ctx, terms.Isin)
	if err != nil {
		return err
	}
	state := collateraltypes.StateOf(series)
	switch {
	case terms.Currency != repo.Terms.Cash.Denom:
		return types.ErrNotEligible.Wrapf("%s pays in %s", terms.Isin, terms.Currency)
	case series.IsFrozen():
		return custodytypes.ErrSeriesFrozen.Wrapf("%s by its issuer", terms.Isin)
	case state != collateraltypes.PRICE_STATE_PRICED:
		return types.ErrNotEligible.Wrapf("%s has no price: %s", terms.Isin, state)
	case inArrears:
		return types.ErrNotEligible.Wrapf("a payment of %s is missed", terms.Isin)
	case terms.Call != nil:
		return types.ErrNotEligible.Wrapf("%s may be called before the repo ends", terms.Isin)
	case maturity <= end:
		return types.ErrNotEligible.Wrapf("%s matures on %s, not after the end of the repo on %s", terms.Isin, maturity, end)
	}
	issuer, err := k.bonds.IssuerOf(ctx, terms.Isin)
	if err != nil {
		return err
	}
	if repo.Terms.Giver == issuer.Authority || repo.Terms.Giver == issuer.Treasury {
		return types.ErrNotEligible.Wrapf("%s is the giver's own issue", terms.Isin)
	}
	if repo.Terms.BasketId == "" {
		return nil
	}
	basket, err := k.getBasket(ctx, repo.Terms.BasketId)
	if err != nil {
		return err
	}
	if !basket.Holds(terms, m.today, maturity) {
		return types.ErrNotEligible.Wrapf("%s is not in basket %s", terms.Isin, basket.Id)
	}
	return nil
}

// requireCovered refuses a repo whose bonds have no price or do not cover its debt after the haircut.
func (k *Keeper) requireCovered(ctx context.Context, m market, repo types.Repo) error {
	value, err := k.prudentValue(ctx, repo)
	if err != nil {
		return err
	}
	if cut, debt := repo.CutValueDown(value), repo.DebtUp(m.today); cut.LT(debt) {
		return types.ErrUncovered.Wrapf("they count for %s, the debt is %s %s", cut, debt, repo.Terms.Cash.Denom)
	}
	return nil
}
