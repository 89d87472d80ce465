package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// EndBlock marks the collateral of each market, looks at the positions for which values have fallen far enough, and writes the
// day down. What fails in one market touches no other, and no block.
func (k *Keeper) EndBlock(ctx sdk.Context) error {
	var denoms []string
	if err := k.markets.Walk(ctx, nil, func(denom string, _ types.Market) (bool, error) {
		denoms = append(denoms, denom)
		return false, nil
	}); err != nil || len(denoms) == 0 {
		return err
	}
	p, err := k.newPricer(ctx)
	if err != nil {
		return err
	}
	seen, err := k.seen(ctx, p)
	if err != nil {
		return err
	}
	for _, denom := range denoms {
		for _, work := range []func(sdk.Context) error{
			func(ctx sdk.Context) error { return k.remark(ctx, p, denom, seen) },
			func(ctx sdk.Context) error {
				_, err := k.sweepWatches(ctx, k.newAssessor(ctx), denom, p.params.MaxAssessments)
				return err
			},
			func(ctx sdk.Context) error { return k.keepDay(ctx, denom) },
		} {
			if err := k.attempt(ctx, denom, work); err != nil {
				return err
			}
		}
	}
	return nil
}

// attempt does a piece of a market's work by itself, and says so when it fails.
func (k *Keeper) attempt(ctx sdk.Context, denom string, work func(sdk.Context) error) error {
	failure := safely.Run(ctx, work)
	if failure == nil {
		return nil
	}
	return event.Emit(context.Context(ctx), &types.EventMarkingFailed{Denom: denom, Error: failure.Error()})
}
