package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// SetCurve puts the curve of a currency in force, at once. Only the oracle calls it, before the transactions of a block.
func (k *Keeper) SetCurve(ctx context.Context, curve types.Curve) error {
	if err := k.checkCurve(ctx, curve); err != nil {
		return err
	}
	if err := k.curves.Set(ctx, curve.Currency, curve); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCurvePublished{Curve: curve})
}

// checkCurve refuses a curve that is wrong, older than the one in force, or of a day to come.
func (k *Keeper) checkCurve(ctx context.Context, curve types.Curve) error {
	if err := curve.Validate(); err != nil {
		return err
	}
	old, _, err := k.FindCurve(ctx, curve.Currency)
	if err != nil {
		return err
	}
	return k.checkDay(ctx, curve.Currency, old.AsOf, curve.AsOf)
}

// FindCurve returns the curve in force of a currency.
func (k *Keeper) FindCurve(ctx context.Context, currency string) (types.Curve, bool, error) {
	return find(k.curves.Get(ctx, currency))
}

// SetFx puts an exchange rate in force under the same rule, by the day of the quote currency's market. A pair is kept in one
// direction only.
func (k *Keeper) SetFx(ctx context.Context, fx types.FxRate) error {
	if err := k.checkFx(ctx, fx); err != nil {
		return err
	}
	if err := k.fxRates.Set(ctx, collections.Join(fx.Base, fx.Quote), fx); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventFxPublished{Fx: fx})
}

// FindFx returns the exchange rate in force of a pair, as it is kept.
func (k *Keeper) FindFx(ctx context.Context, base, quote string) (types.FxRate, bool, error) {
	return find(k.fxRates.Get(ctx, collections.Join(base, quote)))
}

func (k *Keeper) checkFx(ctx context.Context, fx types.FxRate) error {
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
	old, _, err := k.FindFx(ctx, fx.Base, fx.Quote)
	if err != nil {
		return err
	}
	return k.checkDay(ctx, fx.Quote, old.AsOf, fx.AsOf)
}

// find turns the absence of a row into a bool.
func find[T any](row T, err error) (T, bool, error) {
	if errors.Is(err, collections.ErrNotFound) {
		return row, false, nil
	}
	return row, err == nil, err
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
