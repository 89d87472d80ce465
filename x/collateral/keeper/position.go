package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// AddCollateral pledges bonds of the owner to a position, which it opens if need be. It cannot be paused and needs no price.
func (k *Keeper) AddCollateral(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, bonds sdk.Coins) error {
	if err := types.ValidateBonds(bonds); err != nil {
		return err
	}
	market, err := k.GetMarket(ctx, denom)
	if err != nil {
		return err
	}
	position, found, err := k.FindPosition(ctx, owner, denom, number)
	if err != nil {
		return err
	}
	if !found {
		position = types.NewPosition(owner, denom, number)
	}
	if err := k.putCollateral(ctx, market.Terms, owner, &position, bonds); err != nil {
		return err
	}
	if err := k.setPosition(ctx, owner, position); err != nil {
		return err
	}
	news := types.EventCollateralAdded{Owner: position.Owner, Denom: denom, Number: number, Bonds: bonds}
	if err := event.Emit(ctx, &news); err != nil {
		return err
	}
	for _, coin := range bonds {
		if err := k.custody.Pledge(ctx, owner, coin, types.ModuleName, position.PledgeRef()); err != nil {
			return err
		}
	}
	return nil
}

// putCollateral puts bonds into a position in memory, and judges them and the position as it is then.
func (k *Keeper) putCollateral(ctx context.Context, terms types.MarketTerms, owner sdk.AccAddress, position *types.Position, bonds sdk.Coins) error {
	before := *position
	position.Bonds = position.Bonds.Add(bonds...)
	for _, coin := range bonds {
		if err := k.checkEligible(ctx, terms, owner, before, coin.Denom); err != nil {
			return err
		}
	}
	if len(position.Bonds) > types.MaxSeries {
		return types.ErrTooManySeries.Wrapf("%d, at most %d", len(position.Bonds), types.MaxSeries)
	}
	_, err := k.checkCategory(ctx, terms, *position)
	return err
}

// ReleaseCollateral frees pledged bonds and pays out cash of a position. Without debt that always works; with debt the
// position must be healthy afterwards.
func (k *Keeper) ReleaseCollateral(
	ctx context.Context, owner sdk.AccAddress, denom string, number uint64, collateral sdk.Coins,
) error {
	if err := types.ValidateCoins(collateral); err != nil {
		return err
	}
	position, err := k.GetPosition(ctx, owner, denom, number)
	if err != nil {
		return err
	}
	if err := takeCollateral(&position, collateral); err != nil {
		return err
	}
	if position.HasDebt() {
		b, err := k.openBooks(ctx, denom)
		if err != nil {
			return err
		}
		if err := k.checkRelease(ctx, b, position); err != nil {
			return err
		}
		rebind(&position)
	}
	if err := k.setPosition(ctx, owner, position); err != nil {
		return err
	}
	news := types.EventCollateralReleased{Owner: position.Owner, Denom: denom, Number: number, Collateral: collateral}
	if err := event.Emit(ctx, &news); err != nil {
		return err
	}
	bonds, cash := splitCollateral(collateral)
	for _, coin := range bonds {
		if err := k.custody.Release(ctx, owner, coin, types.ModuleName, position.PledgeRef()); err != nil {
			return err
		}
	}
	if cash.Empty() {
		return nil
	}
	return k.bank.SendCoins(ctx, k.address(), owner, cash)
}

// takeCollateral takes bonds and cash out of a position in memory; where it has less, the position stays as it is.
func takeCollateral(position *types.Position, collateral sdk.Coins) error {
	bonds, cash := splitCollateral(collateral)
	leftBonds, shortBonds := position.Bonds.SafeSub(bonds...)
	leftCash, shortCash := position.Cash.SafeSub(cash...)
	if shortBonds || shortCash {
		return types.ErrInsufficientCollateral.Wrapf("%s asked of position %s", collateral, position.PledgeRef())
	}
	position.Bonds, position.Cash = leftBonds, leftCash
	return nil
}

// checkRelease refuses a release that is paused or leaves the position, as it would be, unhealthy.
func (k *Keeper) checkRelease(ctx context.Context, b *books, position types.Position) error {
	if b.terms.Pauses.Release {
		return types.ErrPaused.Wrapf("release of collateral with debt in %s", position.Denom)
	}
	return k.requireHealthy(ctx, b, position)
}

// checkEligible refuses a bond whose currency the market does not take, a series of the owner's own, and one that cannot be priced
// whatever the curve: it would count for nothing and, unsold, outlast everything else in an auction. More of what a position has
// already is taken all the same.
func (k *Keeper) checkEligible(
	ctx context.Context, terms types.MarketTerms, owner sdk.AccAddress, position types.Position, bond string,
) error {
	isin, _ := bondtypes.ISINOf(bond)
	series, err := k.bonds.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	if position.Bonds.AmountOf(bond).IsZero() {
		if err := types.StateOf(series).Err(isin); err != nil {
			return err
		}
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	currency, err := params.CurrencyOf(series.Terms.Currency)
	if err != nil {
		return err
	}
	if !terms.Accepts(currency.Code) {
		return types.ErrCurrencyNotAccepted.Wrapf("%s pays %s", isin, currency.Code)
	}
	return k.checkNotIssuer(ctx, owner, isin)
}

func (k *Keeper) checkNotIssuer(ctx context.Context, owner sdk.AccAddress, isin string) error {
	issuer, err := k.bonds.IssuerOf(ctx, isin)
	if err != nil {
		return err
	}
	if account := owner.String(); account == issuer.Authority || account == issuer.Treasury {
		return types.ErrOwnSeries.Wrap(isin)
	}
	return nil
}

// GetPosition returns a position.
func (k *Keeper) GetPosition(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) (types.Position, error) {
	position, found, err := k.FindPosition(ctx, owner, denom, number)
	if err != nil || found {
		return position, err
	}
	return position, notFound(owner, denom, number)
}

func notFound(owner sdk.AccAddress, denom string, number uint64) error {
	return types.ErrPositionNotFound.Wrapf("%s of %s", types.PledgeRef(denom, number), owner)
}

// FindPosition returns a position, and whether there is one.
func (k *Keeper) FindPosition(
	ctx context.Context, owner sdk.AccAddress, denom string, number uint64,
) (types.Position, bool, error) {
	position, err := k.positions.Get(ctx, collections.Join3(owner, denom, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Position{}, false, nil
	}
	return position, err == nil, err
}

// setPosition writes a position, or removes it when nothing is left in it, and with it its place in the index of the
// positions to look at and its part in the debt of its category.
func (k *Keeper) setPosition(ctx context.Context, owner sdk.AccAddress, position types.Position) error {
	return k.settlePosition(ctx, k.newAssessor(ctx), owner, position)
}

func (k *Keeper) settlePosition(ctx context.Context, a *assessor, owner sdk.AccAddress, position types.Position) error {
	old, found, err := k.FindPosition(ctx, owner, position.Denom, position.Number)
	if err != nil {
		return err
	}
	if !found {
		old = types.NewPosition(owner, position.Denom, position.Number)
	}
	if old.HasDebt() || position.HasDebt() {
		if err := k.rewatch(ctx, a, owner, old, &position); err != nil {
			return err
		}
		if err := k.moveCategoryDebt(ctx, old, position); err != nil {
			return err
		}
	}
	key := collections.Join3(owner, position.Denom, position.Number)
	if position.IsEmpty() {
		return k.positions.Remove(ctx, key)
	}
	return k.positions.Set(ctx, key, position)
}

func splitCollateral(coins sdk.Coins) (bonds, cash sdk.Coins) {
	for _, coin := range coins {
		if _, isBond := bondtypes.ISINOf(coin.Denom); isBond {
			bonds = append(bonds, coin)
		} else {
			cash = append(cash, coin)
		}
	}
	return bonds, cash
}
