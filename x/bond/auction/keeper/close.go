package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// close decides an auction: who wins how much at what price, and what is published. What losers and winners have put in and
// is not needed is given back in the blocks that follow.
func (k *Keeper) close(ctx sdk.Context, auction types.Auction, times types.Timetable, used *int) error {
	tenders, bidders, err := k.tendersOf(ctx, auction.Terms.Id)
	if err != nil {
		return err
	}
	*used += len(tenders)
	pricing, err := k.pricing(ctx, auction)
	if err != nil {
		return err
	}
	result, err := pricing.Allot(tenders)
	if err != nil {
		return err
	}
	for i, tender := range tenders {
		if !tender.Revealed {
			continue
		}
		if err := k.setTender(ctx, bidders[i], tender); err != nil {
			return err
		}
		if !tender.Total().IsPositive() {
			continue
		}
		err := event.Emit(ctx, &types.EventBidAllotted{
			AuctionId: auction.Terms.Id, Bidder: tender.Bidder, Awards: tender.Awards, NonPriceAward: tender.NonPriceAward,
		})
		if err != nil {
			return err
		}
	}
	auction.Status, auction.Result, auction.ClosedAt = types.AUCTION_STATUS_ALLOTTED, &result, k.bond.Now(ctx).UTC()
	if err := k.setAuction(ctx, auction, types.AUCTION_STATUS_OPEN); err != nil {
		return err
	}
	if err := k.scheduleAt(ctx, auction.Terms.Id, times.Settlement); err != nil {
		return err
	}
	if err := k.setRelease(ctx, types.Release{AuctionId: auction.Terms.Id, Ready: auction.ClosedAt.UnixNano()}); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventAuctionClosed{AuctionId: auction.Terms.Id, Result: result})
}
