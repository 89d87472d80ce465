package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// startAuction puts a position's collateral up for sale, within the cap of its market.
func (k *Keeper) startAuction(ctx context.Context, id types.ID, assessment collateraltypes.Assessment) error {
	if err := k.shiftInAuction(ctx, id.Denom, assessment.Debt, assessment.Risk.AuctionCap); err != nil {
		return err
	}
	auction := types.Auction{
		Owner: assessment.Position.Owner, Denom: id.Denom, Number: id.Number, Debt: assessment.Debt,
	}
	return k.startRound(ctx, id, auction, assessment.Risk)
}

// startRound starts an auction, or starts it again from the top.
func (k *Keeper) startRound(ctx context.Context, id types.ID, auction types.Auction, risk collateraltypes.RiskTerms) error {
	auction.StartedAt = k.clock.Now(ctx)
	auction.EndsAt = auction.StartedAt.Add(risk.Round())
	auction.Round++
	if err := k.auctions.Set(ctx, keyOf(id), auction); err != nil {
		return err
	}
	if err := k.agenda.Set(ctx, collections.Join(auction.EndsAt, id.Bytes())); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventAuctionStarted{Auction: auction})
}

// endAuction takes an auction off the books, if there is one.
func (k *Keeper) endAuction(ctx context.Context, id types.ID, recovered bool) error {
	auction, found, err := row.Find(ctx, k.auctions, keyOf(id))
	if err != nil || !found {
		return err
	}
	if err := k.auctions.Remove(ctx, keyOf(id)); err != nil {
		return err
	}
	if err := k.agenda.Remove(ctx, collections.Join(auction.EndsAt, id.Bytes())); err != nil {
		return err
	}
	sum, err := orZero(ctx, k.inAuction, id.Denom)
	if err != nil {
		return err
	}
	if err := k.setInAuction(ctx, id.Denom, sum.Sub(auction.Debt)); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventAuctionEnded{
		Owner: auction.Owner, Denom: id.Denom, Number: id.Number, Recovered: recovered,
	})
}

// shiftInAuction counts more debt against the cap. One auction alone is always admitted: a position larger than the cap must not
// be out of reach.
func (k *Keeper) shiftInAuction(ctx context.Context, denom string, debt, limit math.Int) error {
	sum, err := orZero(ctx, k.inAuction, denom)
	if err != nil {
		return err
	}
	if next := sum.Add(debt); sum.IsPositive() && next.GT(limit) {
		return types.ErrAuctionCap.Wrapf("%s would be in auction, the cap is %s", next, limit)
	}
	return k.setInAuction(ctx, denom, sum.Add(debt))
}

func (k *Keeper) setInAuction(ctx context.Context, denom string, sum math.Int) error {
	if sum.IsZero() {
		return k.inAuction.Remove(ctx, denom)
	}
	return k.inAuction.Set(ctx, denom, sum)
}
