package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// EndBlock looks at the dates that have come, tries what waits for what has arrived, and every few blocks looks for what
// settles together. Each of them is bounded by params, and none can fail the block.
func (k *Keeper) EndBlock(ctx sdk.Context) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		ctx.Logger().Error("the params of x/custody/settlement could not be read", "error", err)
		return nil //nolint:nilerr // a block does not fail
	}
	for _, work := range []struct {
		name string
		run  func(sdk.Context, types.Params) error
		now  bool
	}{
		{"agenda", k.keepAgenda, true},
		{"arrivals", k.meetArrivals, true},
		{"cycle", k.cycle, ctx.BlockHeight()%int64(params.CycleBlocks) == 0},
	} {
		if !work.now {
			continue
		}
		err := safely.Run(ctx, func(ctx sdk.Context) error { return work.run(ctx, params) })
		if err := k.quarantine(ctx, work.name, err); err != nil {
			ctx.Logger().Error("a failure of settlements could not be reported", "in", work.name, "error", err)
		}
	}
	return nil
}
