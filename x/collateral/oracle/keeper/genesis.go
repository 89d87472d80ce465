package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// InitGenesis writes the state. x/bond and x/collateral must be initialised before.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.checkCurrencies(ctx, gs.Params); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for _, feed := range gs.CurveFeeds {
		if err := k.curveFeeds.Set(ctx, feed.Currency, feed); err != nil {
			return err
		}
	}
	for _, feed := range gs.FxFeeds {
		if err := k.fxFeeds.Set(ctx, collections.Join(feed.Base, feed.Quote), feed); err != nil {
			return err
		}
	}
	for _, override := range gs.CurveOverrides {
		if err := k.curveOverrides.Set(ctx, override.Curve.Currency, override); err != nil {
			return err
		}
	}
	for _, override := range gs.FxOverrides {
		if err := k.fxOverrides.Set(ctx, collections.Join(override.Fx.Base, override.Fx.Quote), override); err != nil {
			return err
		}
	}
	if err := k.initHistory(ctx, gs); err != nil {
		return err
	}
	for _, spread := range gs.Spreads {
		if err := k.spreads.Set(ctx, spread.Isin, spread.SpreadPct); err != nil {
			return err
		}
	}
	return errors.Join(setIf(ctx, k.lastBlock, gs.LastBlock), setIf(ctx, k.graceUntil, gs.GraceUntil), k.Audit(ctx))
}

func (k *Keeper) initHistory(ctx context.Context, gs types.GenesisState) error {
	for _, curve := range gs.CurveHistory {
		if err := k.curveHistory.Set(ctx, collections.Join(curve.Currency, curve.AsOf), curve); err != nil {
			return err
		}
	}
	for _, fx := range gs.FxHistory {
		if err := k.fxHistory.Set(ctx, collections.Join3(fx.Base, fx.Quote, fx.AsOf), fx); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the state, each list by key.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	gs := types.GenesisState{Params: params}
	var errs [9]error
	gs.CurveFeeds, errs[0] = row.Values(ctx, k.curveFeeds, nil)
	gs.FxFeeds, errs[1] = row.Values(ctx, k.fxFeeds, nil)
	gs.CurveOverrides, errs[2] = row.Values(ctx, k.curveOverrides, nil)
	gs.FxOverrides, errs[3] = row.Values(ctx, k.fxOverrides, nil)
	gs.CurveHistory, errs[4] = row.Values(ctx, k.curveHistory, nil)
	gs.FxHistory, errs[5] = row.Values(ctx, k.fxHistory, nil)
	errs[6] = k.spreads.Walk(ctx, nil, func(isin string, pct math.LegacyDec) (bool, error) {
		gs.Spreads = append(gs.Spreads, types.Spread{Isin: isin, SpreadPct: pct})
		return false, nil
	})
	gs.LastBlock, errs[7] = findItem(ctx, k.lastBlock)
	gs.GraceUntil, errs[8] = findItem(ctx, k.graceUntil)
	return &gs, errors.Join(errs[:]...)
}

// Audit states the laws of the module: rows are valid and those of feeds are of currencies that x/collateral knows. It reads
// everything and is not for blocks.
func (k *Keeper) Audit(ctx context.Context) error {
	gs, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := gs.Validate(); err != nil {
		return err
	}
	known, err := k.board.GetParams(ctx)
	if err != nil {
		return err
	}
	for _, feed := range gs.CurveFeeds {
		if err := known.HasCurrencies(feed.Currency); err != nil {
			return err
		}
	}
	for _, feed := range gs.FxFeeds {
		if err := known.HasCurrencies(feed.Base, feed.Quote); err != nil {
			return err
		}
	}
	return nil
}

func findItem(ctx context.Context, item collections.Item[time.Time]) (*time.Time, error) {
	value, err := item.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, nil
	}
	return &value, err
}

func setIf(ctx context.Context, item collections.Item[time.Time], value *time.Time) error {
	if value == nil {
		return nil
	}
	return item.Set(ctx, *value)
}
