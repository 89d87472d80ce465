package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

var _ custodytypes.RecoveryHooks = (*Keeper)(nil)

// BeforeAccountRecovered refuses to move positions to an account that has used the number of one, and more than one step can
// move.
func (k *Keeper) BeforeAccountRecovered(ctx context.Context, from, to sdk.AccAddress) error {
	open, err := k.openPositionsOf(ctx, from)
	if err != nil {
		return err
	}
	if len(open) > types.MaxRecovered {
		return custodytypes.ErrRecovery.Wrapf("more than %d positions are open", types.MaxRecovered)
	}
	for _, position := range open {
		taken, err := k.positions.Has(ctx, collections.Join(to, position.Number))
		if err != nil {
			return err
		}
		if taken {
			return types.ErrPositionExists.Wrapf("%d of the new account", position.Number)
		}
	}
	return nil
}

// AfterClaimsMoved makes the open positions of an account the new account's, wherever their money is: each keeps its own account,
// to which packets in flight return. Closed ones stay, and what is left of them is swept to the old account, as is what its
// quotes offer when they expire; from there it is recovered.
func (k *Keeper) AfterClaimsMoved(ctx context.Context, from, to sdk.AccAddress) error {
	open, err := k.openPositionsOf(ctx, from)
	if err != nil {
		return err
	}
	for _, position := range open {
		if err := k.reown(ctx, collections.Join(from, position.Number), collections.Join(to, position.Number), position); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) reown(ctx context.Context, from, to row, position types.Position) error {
	account, err := k.accountOf(&position)
	if err != nil {
		return err
	}
	if position.Account, err = k.addresses.BytesToString(account); err != nil {
		return err
	}
	if position.Owner, err = k.addresses.BytesToString(to.K1()); err != nil {
		return err
	}
	if position.Awaiting != nil {
		packet, err := k.packets.Get(ctx, keyOf(*position.Awaiting))
		if err != nil {
			return err
		}
		packet.Owner = position.Owner
		if err := k.packets.Set(ctx, keyOf(packet.Key), packet); err != nil {
			return err
		}
	}
	if err := k.reschedule(ctx, from, &position, &types.Position{}); err != nil {
		return err
	}
	if err := k.positions.Remove(ctx, from); err != nil {
		return err
	}
	if err := k.accounts.Remove(ctx, account); err != nil {
		return err
	}
	return k.initPosition(ctx, to, position)
}

// openPositionsOf lists the open positions of an owner. It reads all that the owner ever opened.
func (k *Keeper) openPositionsOf(ctx context.Context, owner sdk.AccAddress) (open []types.Position, err error) {
	err = k.positions.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, uint64](owner), func(_ row, position types.Position) (bool, error) {
		if position.Open() {
			open = append(open, position)
		}
		return false, nil
	})
	return open, err
}
