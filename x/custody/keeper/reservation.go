package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Reserve sets a coin aside, which must be free in the owner's account and stays there, for a settlement or an auction of
// a module. Fails for frozen owners and series.
func (k *Keeper) Reserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error {
	if err := k.claim(ctx, k.reservationBook(), owner, coin, module, ref); err != nil {
		return err
	}
	text, err := k.text(owner)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventReserved{
		Owner: text, Amount: coin, Module: module, Ref: ref,
	})
}

// Unreserve gives what was set aside back to what is free. To settle, unreserve and send in one step.
func (k *Keeper) Unreserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error {
	if err := k.unclaim(ctx, k.reservationBook(), owner, coin, module, ref); err != nil {
		return err
	}
	return k.emitUnreserved(ctx, owner, coin, module, ref)
}

func (k *Keeper) emitUnreserved(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error {
	text, err := k.text(owner)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventUnreserved{
		Owner: text, Amount: coin, Module: module, Ref: ref,
	})
}

// Reserved returns the amount of one reservation, zero when there is none.
func (k *Keeper) Reserved(ctx context.Context, owner sdk.AccAddress, denom, module, ref string) math.Int {
	amount, err := k.claimed(ctx, k.reservationBook(), owner, denom, module, ref)
	if err != nil {
		return math.ZeroInt()
	}
	return amount
}
