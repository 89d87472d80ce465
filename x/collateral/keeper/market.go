package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// CreateMarket opens a market with empty books and the default risk terms for a denom that stands for a known currency.
func (k *Keeper) CreateMarket(ctx context.Context, denom string, terms types.MarketTerms) error {
	market := types.Market{Denom: denom, Terms: terms}
	if err := k.checkMarket(ctx, market); err != nil {
		return err
	}
	exists, err := k.markets.Has(ctx, denom)
	if err != nil {
		return err
	}
	if exists {
		return types.ErrMarketExists.Wrap(denom)
	}
	if err := k.markets.Set(ctx, denom, market); err != nil {
		return err
	}
	if err := k.pools.Set(ctx, denom, types.NewPool(denom, k.bonds.Now(ctx))); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventMarketCreated{Market: market}); err != nil {
		return err
	}
	return k.addRiskTerms(ctx, terms, types.DefaultRiskTerms(denom, terms))
}

// UpdateMarket replaces the terms. Interest up to now accrues at the old ones.
func (k *Keeper) UpdateMarket(ctx context.Context, denom string, terms types.MarketTerms) error {
	market := types.Market{Denom: denom, Terms: terms}
	if err := k.checkMarket(ctx, market); err != nil {
		return err
	}
	books, err := k.openBooks(ctx, denom)
	if err != nil {
		return err
	}
	risk, err := k.latestRisk(ctx, denom)
	if err != nil {
		return err
	}
	if err := checkThresholds(terms, risk); err != nil {
		return err
	}
	if err := k.saveBooks(ctx, books); err != nil {
		return err
	}
	if err := k.markets.Set(ctx, denom, market); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventMarketUpdated{Market: market})
}

func (k *Keeper) checkMarket(ctx context.Context, market types.Market) error {
	if err := market.Validate(); err != nil {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if _, err := params.CurrencyOf(market.Denom); err != nil {
		return err
	}
	return params.HasCurrencies(market.Terms.AcceptedCurrencies...)
}

// books are a market opened for one action: its terms, and its pool with interest up to now.
type books struct {
	terms   types.MarketTerms
	pool    types.Pool
	accrued bool // the indices moved
}

// openBooks reads a market and accrues its interest; saveBooks writes it.
func (k *Keeper) openBooks(ctx context.Context, denom string) (*books, error) {
	market, err := k.GetMarket(ctx, denom)
	if err != nil {
		return nil, err
	}
	pool, err := k.pools.Get(ctx, denom)
	if err != nil {
		return nil, err
	}
	accrued := pool.Accrue(market.Terms, k.bonds.Now(ctx))
	return &books{terms: market.Terms, pool: pool, accrued: accrued}, nil
}

func (k *Keeper) saveBooks(ctx context.Context, b *books) error {
	if err := k.pools.Set(ctx, b.pool.Denom, b.pool); err != nil {
		return err
	}
	if !b.accrued {
		return nil
	}
	return event.Emit(ctx, &types.EventInterestAccrued{
		Denom: b.pool.Denom, SupplyIndex: b.pool.SupplyIndex, BorrowIndex: b.pool.BorrowIndex, AccruedAt: b.pool.AccruedAt,
	})
}

// GetMarket returns a market.
func (k *Keeper) GetMarket(ctx context.Context, denom string) (types.Market, error) {
	market, err := k.markets.Get(ctx, denom)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Market{}, types.ErrMarketNotFound.Wrapf("%q", denom)
	}
	return market, err
}
