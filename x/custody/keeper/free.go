package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// FreeOf returns how much of a denom an account may pledge or send: its spendable balance without what is pledged and reserved;
// zero when that can't be read.
func (k *Keeper) FreeOf(ctx context.Context, owner sdk.AccAddress, denom string) math.Int {
	holding, err := k.holding(ctx, owner, denom)
	if err != nil {
		return math.ZeroInt()
	}
	return holding.Free
}
