package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// PricesOf prices series as the end of a block does: with one look at the clock, the params and the curves.
func (k *Keeper) PricesOf(ctx context.Context, isins []string) ([]types.SeriesPrice, error) {
	p, err := k.newPricer(ctx)
	if err != nil {
		return nil, err
	}
	prices := make([]types.SeriesPrice, len(isins))
	for i, isin := range isins {
		if prices[i], err = p.price(ctx, isin); err != nil {
			return nil, err
		}
	}
	return prices, nil
}
