package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// Quote prices a series, with what its references have published so far.
func (k *Keeper) Quote(ctx context.Context, req types.QueryQuoteRequest) (*types.QueryQuoteResponse, error) {
	series, err := k.GetSeries(ctx, req.Isin)
	if err != nil {
		return nil, err
	}
	return series.Quote(req, k.Now(ctx), k.fixingsOf(ctx, series))
}
