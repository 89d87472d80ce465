package keeper

import (
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

func (k *Keeper) setRelease(ctx sdk.Context, release types.Release) error {
	return k.releases.Set(ctx, collections.Join(release.Ready, release.AuctionId), release)
}

// queueRelease has everything of an auction that has ended given back, now, and its rows dropped after the retention.
func (k *Keeper) queueRelease(ctx sdk.Context, auction types.Auction) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	now := k.bond.Now(ctx)
	if err := k.setRelease(ctx, types.Release{AuctionId: auction.Terms.Id, Ready: now.UnixNano()}); err != nil {
		return err
	}
	return k.setRelease(ctx, types.Release{AuctionId: auction.Terms.Id, Ready: now.Add(params.Retention).UnixNano(), Drop: true})
}

// release goes on with the walks that are ready, oldest first; used counts the rows worked over.
func (k *Keeper) release(ctx sdk.Context, params types.Params, used *int) error {
	now := k.bond.Now(ctx)
	for *used < int(params.WorkLimit) {
		first, found, err := k.firstRelease(ctx, now)
		if err != nil || !found {
			return err
		}
		if err := k.releases.Remove(ctx, collections.Join(first.Ready, first.AuctionId)); err != nil {
			return err
		}
		*used++
		budget := int(params.WorkLimit) - *used + 1
		retry := now.Add(params.RetryInterval)
		failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.walk(ctx, first, budget, retry, used) })
		if failure == nil {
			continue
		}
		ctx.Logger().Error("walk over the bidders of an auction failed", "auction", first.AuctionId, "error", failure)
		if err := k.setRelease(ctx, types.Release{AuctionId: first.AuctionId, Ready: retry.UnixNano(), Drop: first.Drop}); err != nil {
			return err
		}
		if err := event.Emit(ctx, &types.EventItemQuarantined{Item: "release", AuctionId: first.AuctionId, Reason: failure.Error()}); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) firstRelease(ctx sdk.Context, now time.Time) (first types.Release, found bool, err error) {
	err = k.releases.Walk(ctx, nil, func(key scheduleKey, release types.Release) (bool, error) {
		first, found = release, key.K1() <= now.UnixNano()
		return true, nil
	})
	return first, found, err
}

// walk gives back what is due to the next bidders of an auction, and stores where it goes on. A bidder who could not be
// given back what is theirs is come back for.
func (k *Keeper) walk(ctx sdk.Context, release types.Release, budget int, retry time.Time, used *int) error {
	auction, err := k.GetAuction(ctx, release.AuctionId)
	if err != nil {
		return err
	}
	keep, err := k.keeper(ctx, auction)
	if err != nil {
		return err
	}
	tenders, bidders, err := k.tendersAfter(ctx, release, budget)
	if err != nil {
		return err
	}
	*used += len(tenders)
	for i, tender := range tenders {
		failure := safely.Run(ctx, func(ctx sdk.Context) error {
			return k.giveBack(ctx, auction, tender, bidders[i], keep, release.Drop)
		})
		if failure == nil {
			continue
		}
		release.Failed = true
		if err := event.Emit(ctx, &types.EventItemQuarantined{Item: "release", AuctionId: release.AuctionId, Reason: failure.Error()}); err != nil {
			return err
		}
	}
	switch {
	case len(tenders) == budget:
		release.Cursor = bidders[len(bidders)-1]
		return k.setRelease(ctx, release)
	case release.Failed:
		return k.setRelease(ctx, types.Release{AuctionId: release.AuctionId, Ready: retry.UnixNano(), Drop: release.Drop})
	case release.Drop:
		return k.finish(ctx, auction)
	}
	return nil
}

// tendersAfter returns the next rows of a walk, at most limit.
func (k *Keeper) tendersAfter(ctx sdk.Context, release types.Release, limit int) (tenders []types.Tender, bidders []sdk.AccAddress, err error) {
	next := collections.NewPrefixedPairRange[string, sdk.AccAddress](release.AuctionId)
	if len(release.Cursor) > 0 {
		next = next.StartExclusive(release.Cursor)
	}
	err = k.tenders.Walk(ctx, next, func(key accountKey, tender types.Tender) (bool, error) {
		tenders, bidders = append(tenders, tender), append(bidders, key.K2())
		return len(tenders) >= limit, nil
	})
	return tenders, bidders, err
}

// finish drops what is left of an auction when all its rows are gone: the limits of its dealers.
func (k *Keeper) finish(ctx sdk.Context, auction types.Auction) error {
	if err := k.quotas.Clear(ctx, collections.NewPrefixedPairRange[string, sdk.AccAddress](auction.Terms.Id)); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventBidsDropped{AuctionId: auction.Terms.Id})
}

// A keeping says what of a bidder's escrow and reserved units an auction still needs.
type keeping func(types.Tender) (cash math.Int, units sdk.Coins, err error)

func (k *Keeper) keeper(ctx sdk.Context, auction types.Auction) (keeping, error) {
	if auction.Status != types.AUCTION_STATUS_ALLOTTED {
		return func(types.Tender) (math.Int, sdk.Coins, error) { return math.ZeroInt(), nil, nil }, nil
	}
	pricing, err := k.pricing(ctx, auction)
	if err != nil {
		return nil, err
	}
	if auction.Terms.IsBuyBack() {
		return func(t types.Tender) (math.Int, sdk.Coins, error) { return math.ZeroInt(), pricing.Units(t), nil }, nil
	}
	return func(t types.Tender) (math.Int, sdk.Coins, error) {
		cost, err := pricing.Cost(t)
		return cost, nil, err
	}, nil
}

// giveBack gives a bidder what the auction does not need. Who sealed bids and did not reveal them loses the deposit to the
// treasury, unless the auction was called off, or came to nothing, before it was decided, or a freeze stands in the bidder's way.
func (k *Keeper) giveBack(
	ctx sdk.Context, auction types.Auction, tender types.Tender, bidder sdk.AccAddress, keep keeping, drop bool,
) error {
	cash, units, err := keep(tender)
	if err != nil {
		return err
	}
	back, freed := tender.Escrow.Sub(cash), tender.Reserved.Sub(units...)
	if back.IsNegative() {
		return types.ErrBrokenLaw.Wrapf("%s has %s in escrow and %s is needed", tender.Bidder, tender.Escrow, cash)
	}
	forfeited, err := k.isForfeited(ctx, auction, tender, bidder)
	if err != nil {
		return err
	}
	tender.Escrow, tender.Reserved = cash, units
	switch {
	case drop:
		err = k.dropTender(ctx, bidder, tender.AuctionId)
	case back.IsPositive() || !freed.Empty():
		err = k.setTender(ctx, bidder, tender)
	}
	if err != nil || !back.IsPositive() && freed.Empty() {
		return err
	}
	if forfeited {
		return k.forfeit(ctx, auction, tender, back)
	}
	coin := auction.Cash(back)
	err = event.Emit(ctx, &types.EventEscrowReleased{
		AuctionId: tender.AuctionId, Bidder: tender.Bidder, Cash: sdk.NewCoins(coin), Units: freed,
	})
	if err != nil {
		return err
	}
	if err := k.unreserve(ctx, bidder, tender.AuctionId, freed); err != nil {
		return err
	}
	return k.pay(ctx, bidder, coin)
}

// isForfeited tells whether a bidder loses the deposit: it could have revealed its bids and did not. An auction has been decided when
// this is asked; whoever is frozen then could not pay at the reveal, nor reserve units of a series that is frozen.
func (k *Keeper) isForfeited(ctx sdk.Context, auction types.Auction, tender types.Tender, bidder sdk.AccAddress) (bool, error) {
	if tender.Revealed || auction.Result == nil {
		return false, nil
	}
	var offered []string
	if auction.Terms.IsBuyBack() {
		for _, series := range auction.Terms.Series {
			offered = append(offered, bondtypes.Denom(series.Isin))
		}
	}
	frozen, err := k.reservations.IsFrozen(ctx, bidder, offered...)
	return !frozen, err
}

func (k *Keeper) forfeit(ctx sdk.Context, auction types.Auction, tender types.Tender, deposit math.Int) error {
	treasury, err := k.treasury(ctx, auction.Terms.IssuerId)
	if err != nil {
		return err
	}
	coin := auction.Cash(deposit)
	if err := event.Emit(ctx, &types.EventDepositForfeited{AuctionId: tender.AuctionId, Bidder: tender.Bidder, Deposit: coin}); err != nil {
		return err
	}
	return k.pay(ctx, treasury, coin)
}
