package keeper

import (
	"errors"

	abci "github.com/cometbft/cometbft/abci/types"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// BeforeTransactions does the oracle's work at the start of a block: it notices that the chain stood still, publishes what was
// set by hand, and takes the vote on what the validators observed; votes is nil when the block brings none. Nothing that goes
// wrong in it stops the block.
func (k *Keeper) BeforeTransactions(ctx sdk.Context, votes *abci.ExtendedCommitInfo) {
	params, err := k.params.Get(ctx)
	if err != nil {
		ctx.Logger().Error("the params of x/collateral/oracle could not be read", "error", err)
		return
	}
	if err := safely.Run(ctx, func(ctx sdk.Context) error { return k.noticeDowntime(ctx, params) }); err != nil {
		ctx.Logger().Error("whether the chain stood still could not be noted", "error", err)
	}
	if err := safely.Run(ctx, func(ctx sdk.Context) error { return k.applyOverrides(ctx, params) }); err != nil {
		ctx.Logger().Error("figures set by hand could not be published", "error", err)
	}
	if votes == nil {
		return
	}
	ballot := types.NewBallot(*votes)
	for _, rule := range params.Curves {
		k.attempt(ctx, rule.Currency, func(ctx sdk.Context) error { return k.decideCurve(ctx, params, rule, ballot) })
	}
	for _, rule := range params.Pairs {
		k.attempt(ctx, types.Pair(rule.Base, rule.Quote), func(ctx sdk.Context) error {
			return k.decideFx(ctx, params, rule, ballot)
		})
	}
}

// noticeDowntime grants grace to all borrowers when the last block is long ago by the chain's own clock, and notes the time of this
// one.
func (k *Keeper) noticeDowntime(ctx sdk.Context, params types.Params) error {
	last, err := k.lastBlock.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if err == nil && ctx.BlockTime().Sub(last) > params.Downtime() {
		until := k.clock.Now(ctx).Add(params.Grace())
		if err := k.graceUntil.Set(ctx, until); err != nil {
			return err
		}
		if err := event.Emit(ctx, &types.EventGraceGranted{Until: until}); err != nil {
			return err
		}
	}
	return k.lastBlock.Set(ctx, ctx.BlockTime())
}
