package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// SetCurve publishes the curve of a currency. It must not be older than the present one, nor of a day to come.
func (k *Keeper) SetCurve(ctx context.Context, curve types.Curve) error {
	if err := curve.Validate(); err != nil {
		return err
	}
	old, err := k.curves.Get(ctx, curve.Currency)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if err := k.checkDay(ctx, curve.Currency, old.AsOf, curve.AsOf); err != nil {
		return err
	}
	if err := k.curves.Set(ctx, curve.Currency, curve); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCurvePublished{Curve: curve})
}

// SetFx publishes an exchange rate under the same rule, by the day of the quote currency's market. A pair is kept in one
// direction only.
func (k *Keeper) SetFx(ctx context.Context, fx types.FxRate) error {
	if err := fx.Validate(); err != nil {
		return err
	}
	inverted, err := k.fxRates.Has(ctx, collections.Join(fx.Quote, fx.Base))
	if err != nil {
		return err
	}
	if inverted {
		return types.ErrInvalidFx.Wrapf("the pair is kept as %s/%s", fx.Quote, fx.Base)
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := params.HasCurrencies(fx.Base); err != nil {
		return err
	}
	key := collections.Join(fx.Base, fx.Quote)
	old, err := k.fxRates.Get(ctx, key)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if err := k.checkDay(ctx, fx.Quote, old.AsOf, fx.AsOf); err != nil {
		return err
	}
	if err := k.fxRates.Set(ctx, key, fx); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventFxPublished{Fx: fx})
}

// checkDay refuses a publication dated before the last one (none if empty) or after today in the currency's market.
func (k *Keeper) checkDay(ctx context.Context, code, last, next string) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	currency, err := params.Currency(code)
	if err != nil {
		return err
	}
	day, err := date.Parse(next)
	if err != nil {
		return types.ErrInvalidDate.Wrap(err.Error())
	}
	if today := k.today(ctx, currency); day > today {
		return types.ErrInvalidDate.Wrapf("%s is after today, %s", day, today)
	}
	if next < last { // ISO dates compare as text
		return types.ErrOutdated.Wrapf("%s is before %s", next, last)
	}
	return nil
}
