package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// Holding is an owner's balance of a denom, and how much of it is free.
type Holding struct {
	// Balance is what the owner has; its coupons are the owner's whatever is pledged.
	Balance math.Int
	// Free is what the owner may send: the balance without what is pledged, reserved, or locked by vesting.
	Free math.Int
	// Pledged and Reserved are the sums of the claims.
	Pledged, Reserved math.Int
}

func (k *Keeper) holding(ctx context.Context, owner sdk.AccAddress, denom string) (Holding, error) {
	encumbrance, err := k.encumbrance(ctx, owner, denom)
	if err != nil {
		return Holding{}, err
	}
	return Holding{
		Balance:  k.bank.GetBalance(ctx, owner, denom).Amount,
		Free:     encumbrance.FreeOf(k.bank.SpendableCoin(ctx, owner, denom).Amount),
		Pledged:  encumbrance.Pledged,
		Reserved: encumbrance.Reserved,
	}, nil
}

func (k *Keeper) encumbrance(ctx context.Context, owner sdk.AccAddress, denom string) (types.Encumbrance, error) {
	encumbrance, found, err := row.Find(ctx, k.encumbrances, collections.Join(owner, denom))
	if !found {
		return types.NewEncumbrance(), err
	}
	return encumbrance, err
}

func (k *Keeper) setEncumbrance(ctx context.Context, owner sdk.AccAddress, denom string, encumbrance types.Encumbrance) error {
	if encumbrance.IsZero() {
		return k.encumbrances.Remove(ctx, collections.Join(owner, denom))
	}
	return k.encumbrances.Set(ctx, collections.Join(owner, denom), encumbrance)
}
