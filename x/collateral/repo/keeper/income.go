package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// incomeMark is the sum of coupons per unit that a new holding of a title transfer starts from. A pledge needs none: its
// coupons flow to the giver by themselves.
func (k *Keeper) incomeMark(ctx context.Context, repo types.Repo, denom string) (math.LegacyDec, error) {
	if repo.Terms.Form != types.FORM_TITLE {
		return math.LegacyZeroDec(), nil
	}
	isin, _ := bondtypes.ISINOf(denom)
	return k.bonds.PaidPerUnit(ctx, isin)
}

// bookIncome books what has become payable on bonds that the taker owns meanwhile. Coupons are the giver's. The principal of bonds that
// are redeemed repays the debt, as it does under a pledge, and the bonds are owed no more.
func (k *Keeper) bookIncome(ctx context.Context, repo *types.Repo) error {
	if repo.Terms.Form != types.FORM_TITLE {
		return nil
	}
	if err := k.bookCoupons(ctx, repo); err != nil {
		return err
	}
	for _, bonds := range repo.Bonds() {
		isin, _ := bondtypes.ISINOf(bonds.Denom)
		principal, payable, err := k.bonds.RedemptionPerUnit(ctx, isin)
		if err != nil {
			return err
		}
		if !payable {
			continue
		}
		if err := k.bookRedeemed(ctx, repo, bonds, rounding.MulDecDown(bonds.Amount, principal)); err != nil {
			return err
		}
	}
	return nil
}

// bookRedeemed sets cash that the taker has for redeemed bonds against the debt; the taker owes the giver what is more.
func (k *Keeper) bookRedeemed(ctx context.Context, repo *types.Repo, bonds sdk.Coin, cash math.Int) error {
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return err
	}
	repo.Accrue(m.today)
	if left := repo.NetUp(m.today).Sub(cash); left.IsNegative() {
		repo.Principal, repo.Interest, repo.IncomeOwed = math.ZeroInt(), math.ZeroInt(), left.Neg()
	} else {
		repo.Credit(cash)
	}
	return repo.Change(bonds.Denom, bonds.Amount.Neg(), math.LegacyZeroDec())
}

// bookCoupons books coupons on what the taker owns, each holding for its units, rounded down, as a coupon is.
func (k *Keeper) bookCoupons(ctx context.Context, repo *types.Repo) error {
	repo.Holdings = slices.Clone(repo.Holdings)
	for i, holding := range repo.Holdings {
		mark, err := k.incomeMark(ctx, *repo, holding.Bonds.Denom)
		if err != nil {
			return err
		}
		earned := mark.Sub(holding.IncomeMark)
		if !earned.IsPositive() {
			continue
		}
		repo.Holdings[i].IncomeMark = mark
		repo.IncomeOwed = repo.IncomeOwed.Add(rounding.MulDecDown(holding.Bonds.Amount, earned))
	}
	return nil
}

// PassIncome lets the taker pay the giver what coupons have brought. What the taker can't pay is set against the debt at the end.
func (k *Keeper) PassIncome(ctx context.Context, offerer string, number uint64) (math.Int, error) {
	repo, err := k.getLive(ctx, offerer, number)
	if err != nil {
		return math.Int{}, err
	}
	if err := k.bookIncome(ctx, &repo); err != nil {
		return math.Int{}, err
	}
	passed, err := k.passIncome(ctx, &repo)
	if err != nil {
		return math.Int{}, err
	}
	return passed, k.save(ctx, repo, repo.Due)
}

func (k *Keeper) passIncome(ctx context.Context, repo *types.Repo) (math.Int, error) {
	if !repo.IncomeOwed.IsPositive() {
		return math.ZeroInt(), nil
	}
	s, err := k.sides(*repo)
	if err != nil {
		return math.Int{}, err
	}
	cash := sdk.NewCoin(repo.Terms.Cash.Denom, repo.IncomeOwed)
	if err := k.pay(ctx, s.taker, s.giver, cash); err != nil {
		return math.Int{}, err
	}
	repo.IncomeOwed = math.ZeroInt()
	return cash.Amount, event.Emit(ctx, &types.EventIncomePassed{Offerer: repo.Offerer, Number: repo.Number, Amount: cash})
}

// tryPassIncome is passIncome where a taker who can't pay stops nothing else.
func (k *Keeper) tryPassIncome(ctx sdk.Context, repo *types.Repo) {
	passed := *repo
	if safely.Run(ctx, func(ctx sdk.Context) error {
		_, err := k.passIncome(ctx, &passed)
		return err
	}) == nil {
		*repo = passed
	}
}
