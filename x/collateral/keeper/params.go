package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// GetParams returns the params.
func (k *Keeper) GetParams(ctx context.Context) (types.Params, error) { return k.params.Get(ctx) }

// UpdateParams replaces the params. Currencies and denoms are only ever added.
func (k *Keeper) UpdateParams(ctx context.Context, params types.Params) error {
	if err := params.Validate(); err != nil {
		return err
	}
	old, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := old.ValidateChange(params); err != nil {
		return err
	}
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

// today returns the civil date in a currency's market.
func (k *Keeper) today(ctx context.Context, currency types.Currency) date.Date {
	return date.Of(k.bonds.Now(ctx), types.ZoneOf(currency.Calendar))
}
