package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// categoryOf returns the category of a bond in a market, empty when the market does not isolate.
func (k *Keeper) categoryOf(ctx context.Context, params types.Params, terms types.MarketTerms, bond string) (string, error) {
	if !terms.IsIsolating() {
		return "", nil
	}
	isin, _ := bondtypes.ISINOf(bond)
	series, err := k.bonds.GetSeries(ctx, isin)
	if err != nil {
		return "", err
	}
	currency, err := params.CurrencyOf(series.Terms.Currency)
	if err != nil {
		return "", err
	}
	category, found := terms.FindCategory(currency.Code, series.Terms.Kind)
	if !found {
		return "", types.ErrCategory.Wrapf("%s is in none", isin)
	}
	return category.Name, nil
}

// checkCategory refuses a position whose bonds are not all of one category, and returns which.
func (k *Keeper) checkCategory(ctx context.Context, terms types.MarketTerms, position types.Position) (string, error) {
	if !terms.IsIsolating() {
		return "", nil
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return "", err
	}
	common := ""
	for _, coin := range position.Bonds {
		category, err := k.categoryOf(ctx, params, terms, coin.Denom)
		if err != nil {
			return "", err
		}
		if common != "" && category != common {
			return "", types.ErrCategory.Wrapf("%s is %s, the position has %s", coin.Denom, category, common)
		}
		common = category
	}
	return common, nil
}

// checkCategoryCap refuses debt above the cap of the position's category.
func (k *Keeper) checkCategoryCap(ctx context.Context, b *books, before, after types.Position) error {
	for _, category := range b.terms.Categories {
		if category.Name != after.Category {
			continue
		}
		scaled, err := k.categoryDebt(ctx, after.Denom, after.Category)
		if err != nil {
			return err
		}
		if before.Category == after.Category {
			scaled = scaled.Sub(before.ScaledDebt)
		}
		if debt := b.pool.DebtValueUp(scaled.Add(after.ScaledDebt)); debt.GT(category.BorrowCap) {
			return types.ErrCategoryCap.Wrapf("%s against %s, the cap is %s", debt, category.Name, category.BorrowCap)
		}
	}
	return nil
}

// moveCategoryDebt books the change of a position's debt in the sums of the categories.
func (k *Keeper) moveCategoryDebt(ctx context.Context, before, after types.Position) error {
	if before.Category == after.Category && (after.Category == "" || before.ScaledDebt.Equal(after.ScaledDebt)) {
		return nil
	}
	if before.Category != "" {
		if err := k.addCategoryDebt(ctx, before.Denom, before.Category, before.ScaledDebt.Neg()); err != nil {
			return err
		}
	}
	if after.Category == "" {
		return nil
	}
	return k.addCategoryDebt(ctx, after.Denom, after.Category, after.ScaledDebt)
}

func (k *Keeper) addCategoryDebt(ctx context.Context, denom, category string, change math.Int) error {
	sum, err := k.categoryDebt(ctx, denom, category)
	if err != nil {
		return err
	}
	sum = sum.Add(change)
	key := collections.Join(denom, category)
	if sum.IsZero() {
		return k.categoryDebts.Remove(ctx, key)
	}
	return k.categoryDebts.Set(ctx, key, sum)
}

func (k *Keeper) categoryDebt(ctx context.Context, denom, category string) (math.Int, error) {
	sum, err := k.categoryDebts.Get(ctx, collections.Join(denom, category))
	if errors.Is(err, collections.ErrNotFound) {
		return math.ZeroInt(), nil
	}
	return sum, err
}
