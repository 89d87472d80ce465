package keeper

import (
	"context"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// Promised returns the face of a series that open syndicates may take up, and nobody else.
func (k *Keeper) Promised(ctx context.Context, isin string) (math.Int, error) {
	face, found, err := row.Find(ctx, k.promised, isin)
	if !found {
		return math.ZeroInt(), err
	}
	return face, err
}

// promise changes what open syndicates may take up of a series.
func (k *Keeper) promise(ctx context.Context, isin string, by math.Int) error {
	face, err := k.Promised(ctx, isin)
	if err != nil {
		return err
	}
	switch face = face.Add(by); {
	case face.IsNegative():
		return types.ErrBrokenLaw.Wrapf("%s of %s would be promised", face, isin)
	case face.IsZero():
		return k.promised.Remove(ctx, isin)
	default:
		return k.promised.Set(ctx, isin, face)
	}
}
