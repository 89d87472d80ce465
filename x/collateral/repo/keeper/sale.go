package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// PriceUp is what bonds of a defaulted giver cost now: their market value or, when they are in default themselves, their principal,
// times the falling percentage, rounded up.
func (k *Keeper) PriceUp(ctx context.Context, repo types.Repo, bonds sdk.Coin) (math.Int, error) {
	if repo.Status != types.STATUS_DEFAULTED {
		return math.Int{}, types.ErrStatus.Wrapf("%s", repo.Status)
	}
	m, err := k.market(ctx, repo.Terms.Cash.Denom)
	if err != nil {
		return math.Int{}, err
	}
	value, inDefault, err := k.basis(ctx, m, repo.Terms.Cash.Denom, bonds)
	if err != nil {
		return math.Int{}, err
	}
	pct := m.params.CloseOut.PctAt(m.now.Sub(repo.CloseOut.Began), inDefault)
	return rounding.MulDecUp(value, pct.QuoInt64(100)), nil
}

// Buy sells bonds of a defaulted giver to whoever may hold them, no more than the claim needs. The cash goes to the taker up to
// the claim, the rest to the giver. It asks nothing of either.
func (k *Keeper) Buy(ctx context.Context, buyer sdk.AccAddress, offerer string, number uint64, bonds, most sdk.Coin) (cash sdk.Coin, err error) {
	repo, err := k.getRepo(ctx, offerer, number)
	if err != nil {
		return cash, err
	}
	s, err := k.sides(repo)
	if err != nil {
		return cash, err
	}
	if buyer.Equals(s.giver) {
		return cash, types.ErrNotParty.Wrap("the giver pays the claim instead")
	}
	if held := repo.Held(bonds.Denom); held.LT(bonds.Amount) {
		return cash, types.ErrInsufficientBonds.Wrapf("%s of %s", held, bonds.Denom)
	}
	if bonds, cash.Amount, err = k.fit(ctx, repo, bonds); err != nil {
		return cash, err
	}
	cash.Denom = repo.Terms.Cash.Denom
	if most.Denom != cash.Denom || cash.Amount.GT(most.Amount) {
		return cash, types.ErrPriceExceeded.Wrapf("%s cost %s", bonds, cash)
	}
	if err := k.bank.SendCoins(ctx, buyer, k.address(), sdk.NewCoins(cash)); err != nil {
		return cash, err
	}
	return cash, k.sell(ctx, repo, s, buyer, bonds, cash.Amount)
}

// fit reduces an amount of bonds to what covers the claim, and returns its price.
func (k *Keeper) fit(ctx context.Context, repo types.Repo, bonds sdk.Coin) (sdk.Coin, math.Int, error) {
	price, err := k.PriceUp(ctx, repo, bonds)
	if err != nil {
		return bonds, price, err
	}
	if claim := repo.Claim(); price.GT(claim) {
		bonds.Amount = math.MinInt(bonds.Amount, rounding.MulDivUp(bonds.Amount, claim, price))
		price, err = k.PriceUp(ctx, repo, bonds)
	}
	if err == nil && !price.IsPositive() {
		err = types.ErrInvalidAmount.Wrapf("%s cost nothing", bonds)
	}
	return bonds, price, err
}

// sell hands bonds to a receiver and their price, which the module account holds, to taker and giver.
func (k *Keeper) sell(ctx context.Context, repo types.Repo, s sides, receiver sdk.AccAddress, bonds sdk.Coin, price math.Int) error {
	toTaker := math.MinInt(price, repo.Claim())
	repo.CloseOut.Claim = repo.Claim().Sub(toTaker)
	if err := repo.Change(bonds.Denom, bonds.Amount.Neg(), math.LegacyZeroDec()); err != nil {
		return err
	}
	if err := k.custody.Seize(ctx, s.giver, bonds, types.ModuleName, types.PledgeRef(repo.Offerer, repo.Number), receiver); err != nil {
		return err
	}
	denom, toGiver := repo.Terms.Cash.Denom, price.Sub(toTaker)
	if err := k.payOut(ctx, s.taker, sdk.NewCoin(denom, toTaker)); err != nil {
		return err
	}
	if err := k.payOut(ctx, s.giver, sdk.NewCoin(denom, toGiver)); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventSold{
		Offerer: repo.Offerer, Number: repo.Number, Buyer: receiver.String(), Bonds: bonds, Cash: sdk.NewCoin(denom, price),
		ToGiver: toGiver, Claim: repo.Claim(),
	}); err != nil {
		return err
	}
	if repo.Claim().IsZero() || len(repo.Holdings) == 0 {
		return k.finish(ctx, repo)
	}
	return k.save(ctx, repo, repo.Due)
}

// takeOver gives the taker what nobody bought, at the lowest price and no more than the claim needs.
func (k *Keeper) takeOver(ctx context.Context, repo types.Repo) error {
	s, err := k.sides(repo)
	if err != nil {
		return err
	}
	for _, bonds := range repo.Bonds() {
		fitted, price, err := k.fit(ctx, repo, bonds)
		if err != nil {
			return err
		}
		claim := math.MaxInt(math.ZeroInt(), repo.Claim().Sub(price))
		if err := repo.Change(fitted.Denom, fitted.Amount.Neg(), math.LegacyZeroDec()); err != nil {
			return err
		}
		repo.CloseOut.Claim = claim
		if err := k.custody.Seize(ctx, s.giver, fitted, types.ModuleName, types.PledgeRef(repo.Offerer, repo.Number), s.taker); err != nil {
			return err
		}
		if err := event.Emit(ctx, &types.EventSold{
			Offerer: repo.Offerer, Number: repo.Number, Buyer: repo.Terms.Taker, Bonds: fitted, Cash: sdk.NewCoin(repo.Terms.Cash.Denom, price),
			ToGiver: math.ZeroInt(), Claim: claim,
		}); err != nil {
			return err
		}
		if claim.IsZero() {
			break
		}
	}
	return k.finish(ctx, repo)
}
