package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
)

// AfterPledgeRedeemed applies the principal of redeemed pledged bonds, which has arrived in the module account: to the taker as
// far as anything is owed, the rest to the giver. It happens to bonds that end early; others outlive their repo.
func (k *Keeper) AfterPledgeRedeemed(ctx context.Context, _ sdk.AccAddress, pledgee, ref string, units, cash sdk.Coin) error {
	if pledgee != types.ModuleName {
		return nil
	}
	offerer, number, err := types.ParsePledgeRef(ref)
	if err != nil {
		return err
	}
	repo, err := k.getRepo(ctx, offerer, number)
	if err != nil {
		return err
	}
	if cash.Denom != repo.Terms.Cash.Denom {
		return types.ErrBrokenLaw.Wrapf("%s of repo %s paid %s", units.Denom, ref, cash.Denom)
	}
	s, err := k.sides(repo)
	if err != nil {
		return err
	}
	if err := repo.Change(units.Denom, units.Amount.Neg(), math.LegacyZeroDec()); err != nil {
		return err
	}
	if repo.Status == types.STATUS_DEFAULTED {
		return k.applyToClaim(ctx, repo, s, cash)
	}
	m, err := k.market(ctx, cash.Denom)
	if err != nil {
		return err
	}
	repo.Accrue(m.today)
	toTaker := math.MinInt(cash.Amount, repo.DebtUp(m.today))
	repo.Credit(toTaker)
	if err := k.save(ctx, repo, repo.Due); err != nil {
		return err
	}
	return k.share(ctx, s, cash, toTaker)
}

// TakePledgeCoupon takes nothing: the coupons of a pledge are the giver's.
func (k *Keeper) TakePledgeCoupon(context.Context, sdk.AccAddress, string, string, sdk.Coin) (math.Int, error) {
	return math.ZeroInt(), nil
}

func (k *Keeper) applyToClaim(ctx context.Context, repo types.Repo, s sides, cash sdk.Coin) error {
	toTaker := math.MinInt(cash.Amount, repo.Claim())
	repo.CloseOut.Claim = repo.Claim().Sub(toTaker)
	if err := k.share(ctx, s, cash, toTaker); err != nil {
		return err
	}
	if repo.Claim().IsZero() || len(repo.Holdings) == 0 {
		return k.finish(ctx, repo)
	}
	return k.save(ctx, repo, repo.Due)
}

// share pays cash of the module account to the taker, and the rest to the giver.
func (k *Keeper) share(ctx context.Context, s sides, cash sdk.Coin, toTaker math.Int) error {
	if err := k.payOut(ctx, s.taker, sdk.NewCoin(cash.Denom, toTaker)); err != nil {
		return err
	}
	return k.payOut(ctx, s.giver, sdk.NewCoin(cash.Denom, cash.Amount.Sub(toTaker)))
}
