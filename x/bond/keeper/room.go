package keeper

import (
	"context"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// Room returns how much of a series may still be issued or promised: what is authorised, less what is issued and what the
// sub-modules have promised. A floating series of which nothing is issued may get its spread from what is promised, so
// nobody else can have any of it before.
func (k *Keeper) Room(ctx context.Context, isin string) (math.Int, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return math.Int{}, err
	}
	promised, err := k.offers.Promised(ctx, isin)
	if err != nil {
		return math.Int{}, err
	}
	room := series.Terms.Authorised.Sub(series.Issued).Sub(promised)
	if series.Terms.Floating != nil && series.Status == types.SERIES_STATUS_ANNOUNCED && promised.IsPositive() {
		room = math.MinInt(room, math.ZeroInt())
	}
	return room, nil
}

// checkRoom errors when a face is more than may still be issued. What was promised to auctions and syndicates is out of
// reach of everybody else; they withdraw their promise in the step that issues.
func (k *Keeper) checkRoom(ctx context.Context, isin string, face math.Int) error {
	room, err := k.Room(ctx, isin)
	if err != nil {
		return err
	}
	if face.GT(room) {
		return types.ErrAboveAuthorised.Wrapf("%s of %s, there is room for %s beside what is issued and promised", face, isin, room)
	}
	return nil
}
