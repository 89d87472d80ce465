package keeper

import (
	"context"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// SetSpread sets what a series yields above its curve, and tells x/collateral that its price has changed; zero removes it.
func (k *Keeper) SetSpread(ctx context.Context, isin string, pct math.LegacyDec) error {
	var err error
	if pct.IsZero() {
		err = k.spreads.Remove(ctx, isin)
	} else {
		err = k.spreads.Set(ctx, isin, pct)
	}
	if err != nil {
		return err
	}
	if err := k.board.AfterSeriesChanged(ctx, isin); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventSpreadSet{Isin: isin, SpreadPct: pct})
}
