package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// RevealBid opens sealed bids, takes what they may cost beyond the deposit or, in a buy-back, reserves the units, and
// returns what was taken and what is held. A bidder that has been removed since it sealed its bids may still reveal them.
func (k *Keeper) RevealBid(ctx sdk.Context, bidder sdk.AccAddress, msg *types.MsgRevealBid) (paid, escrow sdk.Coin, err error) {
	auction, times, err := k.open(ctx, msg.AuctionId)
	if err != nil {
		return paid, escrow, err
	}
	if err := times.CheckRevealing(k.bond.Now(ctx)); err != nil {
		return paid, escrow, err
	}
	tender, err := k.GetTender(ctx, msg.AuctionId, bidder)
	if err != nil {
		return paid, escrow, err
	}
	if tender.Revealed {
		return paid, escrow, types.ErrAlreadyRevealed.Wrap(msg.AuctionId)
	}
	if err := msg.CheckSeal(tender.Seal); err != nil {
		return paid, escrow, err
	}
	tender.Revealed, tender.Bids, tender.NonPrice = true, msg.Bids, msg.NonPrice
	pricing, err := k.pricing(ctx, auction)
	if err != nil {
		return paid, escrow, err
	}
	if err := k.checkBids(ctx, auction, pricing, bidder, &tender); err != nil {
		return paid, escrow, err
	}
	due, err := pricing.Due(tender)
	if err != nil {
		return paid, escrow, err
	}
	paid = auction.Cash(math.MaxInt(due.Sub(tender.Escrow), math.ZeroInt()))
	tender.Escrow = tender.Escrow.Add(paid.Amount)
	if auction.Terms.IsBuyBack() {
		tender.Reserved = pricing.Offered(tender)
	}
	if err := k.setTender(ctx, bidder, tender); err != nil {
		return paid, escrow, err
	}
	if err := event.Emit(ctx, &types.EventBidRevealed{Tender: tender, Paid: paid}); err != nil {
		return paid, escrow, err
	}
	if err := k.reserve(ctx, bidder, tender); err != nil {
		return paid, escrow, err
	}
	return paid, auction.Cash(tender.Escrow), k.collect(ctx, bidder, paid)
}

// checkBids errors unless revealed bids can take part, and says in which round a bid without a price does.
func (k *Keeper) checkBids(ctx sdk.Context, auction types.Auction, pricing types.Pricing, bidder sdk.AccAddress, tender *types.Tender) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if len(tender.Bids) > int(params.MaxBids) {
		return types.ErrInvalidBid.Wrapf("%d bids, at most %d", len(tender.Bids), params.MaxBids)
	}
	if err := pricing.CheckBids(tender.Bids); err != nil {
		return err
	}
	if tender.NonPrice.IsZero() {
		return nil
	}
	round, limit, err := k.nonPriceLimit(ctx, auction, bidder)
	if err != nil {
		return err
	}
	tender.NonPriceRound = round
	return auction.CheckNonPrice(*tender, limit)
}

// nonPriceLimit returns in which round a bid of an account without a price takes part, and the most face it may be for.
func (k *Keeper) nonPriceLimit(ctx context.Context, auction types.Auction, bidder sdk.AccAddress) (types.NonPriceRound, math.Int, error) {
	dealer, err := k.dealers.Has(ctx, collections.Join(auction.Terms.IssuerId, bidder))
	if err != nil {
		return 0, math.Int{}, err
	}
	limit, err := k.quota(ctx, auction.Terms.Id, bidder)
	if err != nil {
		return 0, math.Int{}, err
	}
	if dealer || limit.IsPositive() { // who was a dealer at the announcement has its limit though it is none any more
		return types.NON_PRICE_ROUND_FIRST, limit, nil
	}
	return types.NON_PRICE_ROUND_NON_COMPETITIVE, auction.Terms.NonCompetitiveLimit, nil
}

// reserve sets aside the units that a bidder of a buy-back offers. They stay in its account and earn their coupons.
func (k *Keeper) reserve(ctx sdk.Context, bidder sdk.AccAddress, tender types.Tender) error {
	for _, coin := range tender.Reserved {
		if err := k.reservations.Reserve(ctx, bidder, coin, types.ModuleName, tender.AuctionId); err != nil {
			return err
		}
	}
	return nil
}

// unreserve gives units back to what is free. What has been lifted already, by redemption or by force, stays lifted.
func (k *Keeper) unreserve(ctx sdk.Context, bidder sdk.AccAddress, id string, units sdk.Coins) error {
	for _, coin := range units {
		coin.Amount = math.MinInt(coin.Amount, k.reservations.Reserved(ctx, bidder, coin.Denom, types.ModuleName, id))
		if !coin.IsPositive() {
			continue
		}
		if err := k.reservations.Unreserve(ctx, bidder, coin, types.ModuleName, id); err != nil {
			return err
		}
	}
	return nil
}
