package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Cancel calls an auction off before it has been decided. The caller has checked that the issuer's authority asks for it.
func (k *Keeper) Cancel(ctx sdk.Context, auction types.Auction) error {
	if auction.Status != types.AUCTION_STATUS_OPEN {
		return types.ErrWrongPhase.Wrapf("%s is %s; only an open auction is cancelled", auction.Terms.Id, auction.Status)
	}
	if err := event.Emit(ctx, &types.EventAuctionCancelled{AuctionId: auction.Terms.Id}); err != nil {
		return err
	}
	return k.callOff(ctx, auction, types.AUCTION_STATUS_CANCELLED)
}

// Reject rejects all bids of an auction that has been decided and not settled. The caller has checked that the issuer's
// authority asks for it.
func (k *Keeper) Reject(ctx sdk.Context, auction types.Auction) error {
	if auction.Status != types.AUCTION_STATUS_ALLOTTED {
		return types.ErrWrongPhase.Wrapf("%s is %s; only an allotted auction is rejected", auction.Terms.Id, auction.Status)
	}
	if err := event.Emit(ctx, &types.EventAuctionRejected{AuctionId: auction.Terms.Id}); err != nil {
		return err
	}
	return k.callOff(ctx, auction, types.AUCTION_STATUS_REJECTED)
}

// void ends an auction that could not be settled in time.
func (k *Keeper) void(ctx sdk.Context, id string) error {
	auction, err := k.GetAuction(ctx, id)
	if err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventAuctionVoided{AuctionId: id}); err != nil {
		return err
	}
	return k.callOff(ctx, auction, types.AUCTION_STATUS_VOID)
}
