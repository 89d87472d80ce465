package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// OverrideCurve has a curve by hand published before the transactions of the next block: prices do not change within a
// block. The caller has checked the curve and that the authority may. It is not held to bands or limits, and the next vote is judged
// against it.
func (k *Keeper) OverrideCurve(ctx context.Context, authority string, curve collateraltypes.Curve) error {
	override := types.CurveOverride{Authority: authority, Curve: curve}
	if err := k.curveOverrides.Set(ctx, curve.Currency, override); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCurveOverridden{Authority: authority, Curve: curve})
}

// OverrideFx is OverrideCurve for an exchange rate.
func (k *Keeper) OverrideFx(ctx context.Context, authority string, fx collateraltypes.FxRate) error {
	override := types.FxOverride{Authority: authority, Fx: fx}
	if err := k.fxOverrides.Set(ctx, collections.Join(fx.Base, fx.Quote), override); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventFxOverridden{Authority: authority, Fx: fx})
}

// applyOverrides publishes what was set by hand since the last block. There is at most one a figure, and figures are few: one a
// currency of x/collateral's params, and one a pair of them.
func (k *Keeper) applyOverrides(ctx sdk.Context, params types.Params) error {
	curves, err := row.Values(ctx, k.curveOverrides, nil)
	if err != nil {
		return err
	}
	for _, override := range curves {
		code := override.Curve.Currency
		if err := k.curveOverrides.Remove(ctx, code); err != nil {
			return err
		}
		k.attempt(ctx, code, func(ctx sdk.Context) error { return k.applyCurve(ctx, params, override.Curve) })
	}
	rates, err := row.Values(ctx, k.fxOverrides, nil)
	if err != nil {
		return err
	}
	for _, override := range rates {
		base, quote := override.Fx.Base, override.Fx.Quote
		if err := k.fxOverrides.Remove(ctx, collections.Join(base, quote)); err != nil {
			return err
		}
		k.attempt(ctx, types.Pair(base, quote), func(ctx sdk.Context) error { return k.applyFx(ctx, params, override.Fx) })
	}
	return nil
}

func (k *Keeper) applyCurve(ctx context.Context, params types.Params, curve collateraltypes.Curve) error {
	feed, err := k.curveFeed(ctx, curve.Currency)
	if err != nil {
		return err
	}
	last, _, err := k.board.FindCurve(ctx, curve.Currency)
	if err != nil {
		return err
	}
	now := k.clock.Now(ctx)
	feed.Candidate, feed.State.DecidedAt, feed.State.HeldWindows, feed.State.DoubtWindows = nil, &now, 0, 0
	return k.publishCurve(ctx, params, &feed, curve, last)
}

func (k *Keeper) applyFx(ctx context.Context, params types.Params, fx collateraltypes.FxRate) error {
	feed, err := k.fxFeed(ctx, fx.Base, fx.Quote)
	if err != nil {
		return err
	}
	last, _, err := k.board.FindFx(ctx, fx.Base, fx.Quote)
	if err != nil {
		return err
	}
	now := k.clock.Now(ctx)
	feed.Candidate, feed.State.DecidedAt, feed.State.HeldWindows, feed.State.DoubtWindows = nil, &now, 0, 0
	return k.publishFx(ctx, params, &feed, fx, last)
}

// attempt does one figure's work so that its failure stays its own, and says so.
func (k *Keeper) attempt(ctx sdk.Context, figure string, work func(sdk.Context) error) {
	if err := safely.Run(ctx, work); err != nil {
		failed := &types.EventFigureFailed{Figure: figure, Reason: err.Error()}
		if err := event.Emit(ctx, failed); err != nil {
			ctx.Logger().Error("the failure of a figure could not be reported", "figure", figure, "error", err)
		}
	}
}
