package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// CommitBid puts in sealed bids with the deposit, once for each bidder. An auction that could not be priced, or a buy-back
// that is not funded, takes none: who seals bids must be able to reveal them.
func (k *Keeper) CommitBid(ctx sdk.Context, bidder sdk.AccAddress, id string, seal []byte) (sdk.Coin, error) {
	auction, times, err := k.open(ctx, id)
	if err != nil {
		return sdk.Coin{}, err
	}
	if err := times.CheckBidding(k.bond.Now(ctx)); err != nil {
		return sdk.Coin{}, err
	}
	if _, err := k.admitted(ctx, auction, bidder); err != nil {
		return sdk.Coin{}, err
	}
	if err := k.checkPriced(ctx, auction); err != nil {
		return sdk.Coin{}, err
	}
	key := collections.Join(id, bidder)
	committed, err := k.tenders.Has(ctx, key)
	if err != nil {
		return sdk.Coin{}, err
	}
	if committed {
		return sdk.Coin{}, types.ErrAlreadyCommitted.Wrapf("withdraw the bids in %s first", id)
	}
	text, err := k.addressText(bidder)
	if err != nil {
		return sdk.Coin{}, err
	}
	if err := k.setTender(ctx, bidder, types.NewTender(id, text, seal, auction.Terms.Deposit)); err != nil {
		return sdk.Coin{}, err
	}
	if err := k.byBidder.Set(ctx, collections.Join(bidder, id)); err != nil {
		return sdk.Coin{}, err
	}
	deposit := auction.Cash(auction.Terms.Deposit)
	if err := event.Emit(ctx, &types.EventBidCommitted{AuctionId: id, Bidder: text, Seal: seal, Deposit: deposit}); err != nil {
		return sdk.Coin{}, err
	}
	return deposit, k.collect(ctx, bidder, deposit)
}

// open returns an auction that has not been decided, with its times.
func (k *Keeper) open(ctx context.Context, id string) (types.Auction, types.Timetable, error) {
	auction, err := k.GetAuction(ctx, id)
	if err != nil {
		return auction, types.Timetable{}, err
	}
	if auction.Status != types.AUCTION_STATUS_OPEN {
		return auction, types.Timetable{}, types.ErrWrongPhase.Wrapf("%s is %s", id, auction.Status)
	}
	times, err := auction.Timetable()
	return auction, times, err
}

func (k *Keeper) checkPriced(ctx context.Context, auction types.Auction) error {
	pricing, err := k.pricing(ctx, auction)
	if err != nil {
		return err
	}
	if err := pricing.Check(); err != nil {
		return err
	}
	return checkFunded(auction, pricing)
}

// WithdrawBid takes sealed bids back before the commit deadline, with the deposit.
func (k *Keeper) WithdrawBid(ctx sdk.Context, bidder sdk.AccAddress, id string) (sdk.Coin, error) {
	auction, times, err := k.open(ctx, id)
	if err != nil {
		return sdk.Coin{}, err
	}
	if err := times.CheckBidding(k.bond.Now(ctx)); err != nil {
		return sdk.Coin{}, err
	}
	tender, err := k.GetTender(ctx, id, bidder)
	if err != nil {
		return sdk.Coin{}, err
	}
	if err := k.dropTender(ctx, bidder, id); err != nil {
		return sdk.Coin{}, err
	}
	deposit := auction.Cash(tender.Escrow)
	if err := event.Emit(ctx, &types.EventBidWithdrawn{AuctionId: id, Bidder: tender.Bidder, Deposit: deposit}); err != nil {
		return sdk.Coin{}, err
	}
	return deposit, k.pay(ctx, bidder, deposit)
}

// GetTender returns the row of a bidder in an auction.
func (k *Keeper) GetTender(ctx context.Context, id string, bidder sdk.AccAddress) (types.Tender, error) {
	tender, found, err := row.Find(ctx, k.tenders, collections.Join(id, bidder))
	if err == nil && !found {
		err = types.ErrTenderNotFound.Wrapf("%s in %q", bidder, id)
	}
	return tender, err
}

func (k *Keeper) setTender(ctx context.Context, bidder sdk.AccAddress, tender types.Tender) error {
	return k.tenders.Set(ctx, collections.Join(tender.AuctionId, bidder), tender)
}

func (k *Keeper) dropTender(ctx context.Context, bidder sdk.AccAddress, id string) error {
	if err := k.tenders.Remove(ctx, collections.Join(id, bidder)); err != nil {
		return err
	}
	return k.byBidder.Remove(ctx, collections.Join(bidder, id))
}

// tendersOf lists the rows of an auction with their bidders; the register bounds how many there are.
func (k *Keeper) tendersOf(ctx context.Context, id string) (tenders []types.Tender, bidders []sdk.AccAddress, err error) {
	err = k.tenders.Walk(ctx, collections.NewPrefixedPairRange[string, sdk.AccAddress](id), func(key accountKey, tender types.Tender) (bool, error) {
		tenders, bidders = append(tenders, tender), append(bidders, key.K2())
		return false, nil
	})
	return tenders, bidders, err
}
