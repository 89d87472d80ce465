package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// errOnlyTried undoes what was done to see whether it can be done.
var errOnlyTried = errors.New("only tried")

// UpdateParams replaces the params.
func (k *Keeper) UpdateParams(ctx context.Context, params types.Params) error {
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

// SetBasket defines a basket. Repos that run keep the bonds they have; what is allocated next follows the new definition.
func (k *Keeper) SetBasket(ctx context.Context, basket types.Basket) error {
	if _, err := k.prices.CurrencyOf(ctx, basket.CashDenom); err != nil {
		return err
	}
	if err := k.baskets.Set(ctx, basket.Id, basket); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventBasketSet{Basket: basket})
}

func (k *Keeper) getBasket(ctx context.Context, id string) (types.Basket, error) {
	basket, err := k.baskets.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Basket{}, types.ErrBasketNotFound.Wrap(id)
	}
	return basket, err
}

// SetInventory says what may be allocated of a giver's bonds; nothing, when the list is empty.
func (k *Keeper) SetInventory(ctx context.Context, giver sdk.AccAddress, isins []string) error {
	inventory := types.Inventory{Giver: giver.String(), Isins: isins}
	var err error
	if len(isins) == 0 {
		err = k.inventories.Remove(ctx, giver)
	} else {
		err = k.inventories.Set(ctx, giver, inventory)
	}
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventInventorySet{Inventory: inventory})
}

// allocation chooses bonds of the giver's inventory, in its order, until they cover the debt: of each series what is free, of the
// last one as many units as it takes.
func (k *Keeper) allocation(ctx context.Context, m market, repo types.Repo) (sdk.Coins, error) {
	giver, err := k.account(repo.Terms.Giver)
	if err != nil {
		return nil, err
	}
	inventory, err := k.inventories.Get(ctx, giver)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrInventoryNotFound.Wrap(repo.Terms.Giver)
	}
	if err != nil {
		return nil, err
	}
	chosen, missing := sdk.NewCoins(), repo.DebtUp(m.today)
	for _, isin := range inventory.Isins {
		series, err := k.bonds.GetSeries(ctx, isin)
		if err != nil {
			return nil, err
		}
		free := k.custody.FreeOf(ctx, giver, bondtypes.Denom(isin))
		if !free.IsPositive() || k.requireSeries(ctx, m, repo, series) != nil {
			continue // not in the basket today
		}
		coin, counts, err := k.upTo(ctx, repo, sdk.NewCoin(bondtypes.Denom(isin), free), missing)
		if errors.Is(err, collateraltypes.ErrNoCurve) || errors.Is(err, collateraltypes.ErrStaleCurve) {
			return nil, types.ErrUnpriced.Wrap(err.Error()) // nothing of this currency has a price now
		}
		if err != nil {
			continue // no price today
		}
		chosen, missing = chosen.Add(coin), missing.Sub(counts)
		if !missing.IsPositive() {
			return chosen, nil
		}
	}
	return nil, types.ErrNothingAllocated.Wrapf("%s %s are missing", missing, repo.Terms.Cash.Denom)
}

// upTo reduces bonds to the units whose value after the haircut covers an amount, and returns what they count for.
func (k *Keeper) upTo(ctx context.Context, repo types.Repo, bonds sdk.Coin, amount math.Int) (sdk.Coin, math.Int, error) {
	counts, err := k.counts(ctx, repo, bonds)
	if err != nil || counts.LTE(amount) {
		return bonds, counts, err
	}
	fewer := sdk.NewCoin(bonds.Denom, rounding.MulDivUp(bonds.Amount, amount, counts))
	if counts, err = k.counts(ctx, repo, fewer); err == nil && counts.LT(amount) && fewer.Amount.LT(bonds.Amount) {
		fewer.Amount = fewer.Amount.AddRaw(1) // values are rounded down: one unit more makes up for it
		counts, err = k.counts(ctx, repo, fewer)
	}
	return fewer, counts, err
}

func (k *Keeper) counts(ctx context.Context, repo types.Repo, bonds sdk.Coin) (math.Int, error) {
	value, err := k.prices.MarketValueDown(ctx, repo.Terms.Cash.Denom, sdk.NewCoins(bonds))
	if err != nil {
		return math.Int{}, err
	}
	return repo.CutValueDown(value), nil
}

// tryReallocate returns the bonds of a basket and allocates anew, as the giver's inventory stands now, so that the giver may use
// others tomorrow. Where that does not cover the debt everything stays as it is.
func (k *Keeper) tryReallocate(ctx sdk.Context, m market, repo *types.Repo) {
	again := *repo
	if safely.Run(ctx, func(ctx sdk.Context) error { return k.reallocate(ctx, m, &again) }) == nil {
		*repo = again
	}
}

func (k *Keeper) reallocate(ctx sdk.Context, m market, repo *types.Repo) error {
	s, err := k.sides(*repo)
	if err != nil {
		return err
	}
	before := repo.Bonds()
	if err := k.takeBack(ctx, repo, s, before); err != nil {
		return err
	}
	after, err := k.allocation(ctx, m, *repo)
	if err != nil {
		return err
	}
	if after.Equal(before) {
		return errOnlyTried
	}
	if err := k.give(ctx, repo, s, after); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventBondsChanged{Offerer: repo.Offerer, Number: repo.Number, Given: after, Returned: before})
}

func (k *Keeper) maturityOf(ctx context.Context, denom string) (date.Date, error) {
	isin, _ := bondtypes.ISINOf(denom)
	series, err := k.bonds.GetSeries(ctx, isin)
	if err != nil {
		return 0, err
	}
	return types.ParseDate("maturity", series.Terms.MaturityDate)
}
