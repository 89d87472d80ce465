package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

var _ custodytypes.RecoveryHooks = (*Keeper)(nil)

// BeforeAccountRecovered refuses to move positions to an account that has one of the same number, and more than one step
// can move.
func (k *Keeper) BeforeAccountRecovered(ctx context.Context, from, to sdk.AccAddress) error {
	positions, err := k.positionsOf(ctx, from, types.MaxRecovered+1)
	if err != nil {
		return err
	}
	if len(positions) > types.MaxRecovered {
		return custodytypes.ErrRecovery.Wrapf("more than %d positions: have debts repaid first, which anyone may", types.MaxRecovered)
	}
	for _, position := range positions {
		_, taken, err := k.FindPosition(ctx, to, position.Denom, position.Number)
		if err != nil {
			return err
		}
		if taken {
			return types.ErrPositionExists.Wrapf("%s of the new account", position.PledgeRef())
		}
	}
	return nil
}

// AfterClaimsMoved makes the positions and the supplies of an account the new account's. A position stays bound to the terms
// that bind it; one that was in danger is looked at anew at the end of the block.
func (k *Keeper) AfterClaimsMoved(ctx context.Context, from, to sdk.AccAddress) error {
	positions, err := k.positionsOf(ctx, from, types.MaxRecovered)
	if err != nil {
		return err
	}
	for _, position := range positions {
		if err := k.reown(ctx, from, to, position); err != nil {
			return err
		}
	}
	supplies, err := k.suppliesOf(ctx, from)
	if err != nil {
		return err
	}
	for _, supply := range supplies {
		held, err := k.Claims(ctx, to, supply.Denom)
		if err != nil {
			return err
		}
		if err := k.setClaims(ctx, from, supply.Denom, math.ZeroInt()); err != nil {
			return err
		}
		if err := k.setClaims(ctx, to, supply.Denom, held.Add(supply.Amount)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) reown(ctx context.Context, from, to sdk.AccAddress, position types.Position) error {
	moved := position
	moved.Owner, moved.Watch = to.String(), types.Watch{}
	if err := k.setPosition(ctx, from, types.NewPosition(from, position.Denom, position.Number)); err != nil {
		return err
	}
	if err := k.setPosition(ctx, to, moved); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventPositionTransferred{
		Owner: position.Owner, Number: position.Number, Recipient: moved.Owner, RecipientNumber: moved.Number, Position: position,
	})
}

// positionsOf lists positions of an owner, at most a number of them.
func (k *Keeper) positionsOf(ctx context.Context, owner sdk.AccAddress, limit int) (positions []types.Position, err error) {
	err = k.positions.Walk(ctx, collections.NewPrefixedTripleRange[sdk.AccAddress, string, uint64](owner),
		func(_ positionKey, position types.Position) (bool, error) {
			positions = append(positions, position)
			return len(positions) == limit, nil
		})
	return positions, err
}

// suppliesOf lists the claims of an account, at most one on each market.
func (k *Keeper) suppliesOf(ctx context.Context, owner sdk.AccAddress) (claims sdk.Coins, err error) {
	rows, err := k.supplies.Iterate(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, string](owner))
	if err != nil {
		return nil, err
	}
	supplies, err := rows.KeyValues()
	for _, supply := range supplies {
		claims = append(claims, sdk.NewCoin(supply.Key.K2(), supply.Value))
	}
	return claims, err
}
