package keeper

import (
	"context"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// GetAuction returns an auction by its id.
func (k *Keeper) GetAuction(ctx context.Context, id string) (types.Auction, error) {
	auction, found, err := row.Find(ctx, k.auctions, id)
	if err == nil && !found {
		err = types.ErrAuctionNotFound.Wrapf("%q", id)
	}
	return auction, err
}

// setAuction stores an auction and files it under its status in place of the one that it had, unspecified for none.
func (k *Keeper) setAuction(ctx context.Context, auction types.Auction, before types.AuctionStatus) error {
	id := auction.Terms.Id
	if err := k.auctions.Set(ctx, id, auction); err != nil {
		return err
	}
	if before == auction.Status {
		return nil
	}
	if err := k.byStatus.Remove(ctx, collections.Join(int32(before), id)); err != nil {
		return err
	}
	return k.byStatus.Set(ctx, collections.Join(int32(auction.Status), id))
}

// pricing returns an auction with what its series are on the settlement date.
func (k *Keeper) pricing(ctx context.Context, auction types.Auction) (types.Pricing, error) {
	bases, err := k.bases(ctx, auction.Terms)
	if err != nil {
		return types.Pricing{}, err
	}
	return types.NewPricing(auction, bases)
}

func (k *Keeper) bases(ctx context.Context, terms types.AuctionTerms) ([]bondtypes.IssueBasis, error) {
	settle, err := terms.Settle()
	if err != nil {
		return nil, err
	}
	bases := make([]bondtypes.IssueBasis, len(terms.Series))
	for i, series := range terms.Series {
		if bases[i], err = k.bond.IssueBasis(ctx, series.Isin, settle); err != nil {
			return nil, err
		}
	}
	return bases, nil
}

// callOff ends an auction that has issued or bought nothing.
func (k *Keeper) callOff(ctx sdk.Context, auction types.Auction, status types.AuctionStatus) error {
	if err := k.withdraw(ctx, auction.Terms); err != nil {
		return err
	}
	return k.end(ctx, auction, status)
}

// end closes the book of an auction of which nothing is on offer any more: the cash of a buy-back that is left goes to the
// treasury, and what bidders have put in is given back, now, and dropped after the retention.
func (k *Keeper) end(ctx sdk.Context, auction types.Auction, status types.AuctionStatus) error {
	before := auction.Status
	auction.Status = status
	if auction.ClosedAt.IsZero() {
		auction.ClosedAt = k.bond.Now(ctx).UTC()
	}
	left := auction.Fund
	auction.Fund = math.ZeroInt()
	if err := k.setAuction(ctx, auction, before); err != nil {
		return err
	}
	if err := k.unschedule(ctx, auction, before); err != nil {
		return err
	}
	if err := k.queueRelease(ctx, auction); err != nil {
		return err
	}
	return k.returnFund(ctx, auction, left)
}

// promise keeps what an auction may issue of its series out of reach of everybody else.
func (k *Keeper) promise(ctx context.Context, terms types.AuctionTerms) error {
	return k.offer(ctx, terms, terms.MostIssued())
}

// withdraw ends the promise, when the units are issued or never will be.
func (k *Keeper) withdraw(ctx context.Context, terms types.AuctionTerms) error {
	return k.offer(ctx, terms, terms.MostIssued().Neg())
}

// offer changes what auctions may yet issue of the series of the terms.
func (k *Keeper) offer(ctx context.Context, terms types.AuctionTerms, by math.Int) error {
	if terms.IsBuyBack() {
		return nil
	}
	for _, series := range terms.Series {
		face, err := k.Promised(ctx, series.Isin)
		if err != nil {
			return err
		}
		switch face = face.Add(by); {
		case face.IsNegative():
			return types.ErrBrokenLaw.Wrapf("%s of %s would be on offer", face, series.Isin)
		case face.IsZero():
			err = k.onOffer.Remove(ctx, series.Isin)
		default:
			err = k.onOffer.Set(ctx, series.Isin, face)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Promised returns the face of a series that auctions may yet issue, and nobody else.
func (k *Keeper) Promised(ctx context.Context, isin string) (math.Int, error) {
	face, found, err := row.Find(ctx, k.onOffer, isin)
	if !found {
		return math.ZeroInt(), err
	}
	return face, err
}

// unschedule takes a pending auction out of the schedule, wherever it waits.
func (k *Keeper) unschedule(ctx context.Context, auction types.Auction, status types.AuctionStatus) error {
	times, err := auction.Timetable()
	if err != nil {
		return err
	}
	at := times.RevealDeadline
	if status == types.AUCTION_STATUS_ALLOTTED {
		at = times.Settlement
	}
	return k.schedule.Remove(ctx, collections.Join(at.UnixNano(), auction.Terms.Id))
}

func (k *Keeper) scheduleAt(ctx context.Context, id string, at time.Time) error {
	return k.schedule.Set(ctx, collections.Join(at.UnixNano(), id))
}
