package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// UseReference uses up a trade reference between two parties, whichever side each is on, for good. A set of legs between
// several parties uses a reference of its proposer alone, who then stands on both sides.
func (k *Keeper) UseReference(ctx context.Context, a, b sdk.AccAddress, reference string) error {
	_, used, err := k.FindReference(ctx, a, b, reference)
	if err != nil {
		return err
	}
	if used {
		return types.ErrReferenceUsed.Wrap(reference)
	}
	return k.tradeReferences.Set(ctx, referenceKey(a, b, reference), sdk.UnwrapSDKContext(ctx).BlockHeight())
}

// FindReference returns the height at which the two parties settled under a reference, if they did.
func (k *Keeper) FindReference(ctx context.Context, a, b sdk.AccAddress, reference string) (height int64, used bool, err error) {
	return row.Find(ctx, k.tradeReferences, referenceKey(a, b, reference))
}

func referenceKey(a, b sdk.AccAddress, reference string) collections.Triple[sdk.AccAddress, sdk.AccAddress, string] {
	if bytes.Compare(a, b) > 0 {
		a, b = b, a
	}
	return collections.Join3(a, b, reference)
}
