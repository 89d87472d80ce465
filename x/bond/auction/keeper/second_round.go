package keeper

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// BidSecondRound adds a dealer's bid in non-price-competitive II to its awards and takes what it costs, which is known.
func (k *Keeper) BidSecondRound(ctx sdk.Context, bidder sdk.AccAddress, id string, face math.Int) (sdk.Coin, error) {
	auction, err := k.GetAuction(ctx, id)
	if err != nil {
		return sdk.Coin{}, err
	}
	if err := k.checkSecondRound(ctx, auction); err != nil {
		return sdk.Coin{}, err
	}
	participant, err := k.admitted(ctx, auction, bidder)
	if err != nil {
		return sdk.Coin{}, err
	}
	if !participant.Dealer {
		return sdk.Coin{}, types.ErrNotDealer.Wrap("non-price-competitive II is for dealers")
	}
	tender, err := k.GetTender(ctx, id, bidder)
	if err != nil {
		return sdk.Coin{}, err
	}
	if tender.SecondRound.IsPositive() {
		return sdk.Coin{}, types.ErrAlreadyCommitted.Wrapf("non-price-competitive II of %s", id)
	}
	if err := auction.CheckSecondRound(tender, face); err != nil {
		return sdk.Coin{}, err
	}
	paid, err := k.addSecondRound(ctx, auction, &tender, face)
	if err != nil {
		return sdk.Coin{}, err
	}
	if err := k.setTender(ctx, bidder, tender); err != nil {
		return sdk.Coin{}, err
	}
	if err := event.Emit(ctx, &types.EventSecondRoundBid{AuctionId: id, Bidder: tender.Bidder, Amount: face, Paid: paid}); err != nil {
		return sdk.Coin{}, err
	}
	return paid, k.collect(ctx, bidder, paid)
}

func (k *Keeper) checkSecondRound(ctx sdk.Context, auction types.Auction) error {
	if !auction.Terms.HasSecondRound() {
		return types.ErrRoundNotOpen.Wrapf("%s has no non-price-competitive II", auction.Terms.Id)
	}
	if auction.Status != types.AUCTION_STATUS_ALLOTTED {
		return types.ErrWrongPhase.Wrapf("%s is %s", auction.Terms.Id, auction.Status)
	}
	times, err := auction.Timetable()
	if err != nil {
		return err
	}
	return times.CheckSecondRound(k.bond.Now(ctx))
}

// addSecondRound adds face to a dealer's awards and returns what the awards cost more with it. Interest accrues on the whole
// face, so this may be a unit of the currency more than it would be alone.
func (k *Keeper) addSecondRound(ctx sdk.Context, auction types.Auction, tender *types.Tender, face math.Int) (sdk.Coin, error) {
	pricing, err := k.pricing(ctx, auction)
	if err != nil {
		return sdk.Coin{}, err
	}
	before, err := pricing.Cost(*tender)
	if err != nil {
		return sdk.Coin{}, err
	}
	tender.SecondRound = face
	after, err := pricing.Cost(*tender)
	if err != nil {
		return sdk.Coin{}, err
	}
	tender.Escrow = tender.Escrow.Add(after).Sub(before)
	return auction.Cash(after.Sub(before)), nil
}
