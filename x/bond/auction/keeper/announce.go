package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// Announce announces an auction. The caller has checked that the issuer's authority asks for it.
func (k *Keeper) Announce(ctx sdk.Context, terms types.AuctionTerms) (types.Auction, error) {
	auction, err := k.newAuction(ctx, terms)
	if err != nil {
		return types.Auction{}, err
	}
	times, err := k.checkAnnouncement(ctx, auction)
	if err != nil {
		return types.Auction{}, err
	}
	if err := k.setAuction(ctx, auction, types.AUCTION_STATUS_UNSPECIFIED); err != nil {
		return types.Auction{}, err
	}
	if err := k.calendar.Set(ctx, collections.Join(terms.SettleDate, terms.Id)); err != nil {
		return types.Auction{}, err
	}
	if err := k.promise(ctx, terms); err != nil {
		return types.Auction{}, err
	}
	if err := k.scheduleAt(ctx, terms.Id, times.RevealDeadline); err != nil {
		return types.Auction{}, err
	}
	quotas, err := k.setQuotas(ctx, terms)
	if err != nil {
		return types.Auction{}, err
	}
	return auction, event.Emit(ctx, &types.EventAuctionAnnounced{Auction: auction, Quotas: quotas})
}

// newAuction checks the terms by themselves and against the parameters, and returns the auction that they make.
func (k *Keeper) newAuction(ctx context.Context, terms types.AuctionTerms) (types.Auction, error) {
	if err := terms.Validate(); err != nil {
		return types.Auction{}, err
	}
	known, err := k.auctions.Has(ctx, terms.Id)
	if err != nil {
		return types.Auction{}, err
	}
	if known {
		return types.Auction{}, types.ErrAuctionExists.Wrap(terms.Id)
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.Auction{}, err
	}
	if err := terms.CheckParams(params); err != nil {
		return types.Auction{}, err
	}
	first, err := k.bond.GetSeries(ctx, terms.Series[0].Isin)
	return types.NewAuction(terms, first.Terms.Currency, first.Terms.Calendar, params), err
}

// checkAnnouncement checks a new auction against the clock, its series and what else is on offer, and returns its times.
func (k *Keeper) checkAnnouncement(ctx context.Context, auction types.Auction) (types.Timetable, error) {
	times, err := auction.Timetable()
	if err != nil {
		return times, err
	}
	if times.BidStart.Before(k.bond.Now(ctx)) {
		return times, types.ErrInvalidTimes.Wrapf("bid_start %s has passed", auction.Terms.BidStart)
	}
	for _, offered := range auction.Terms.Series {
		if err := k.checkSeries(ctx, auction, offered.Isin); err != nil {
			return times, err
		}
	}
	return times, k.checkPrices(ctx, auction)
}

// checkSeries errors unless a series can be auctioned with the others and there is room for it below its authorised amount,
// with everything else that is on offer.
func (k *Keeper) checkSeries(ctx context.Context, auction types.Auction, isin string) error {
	series, err := k.bond.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	if err := auction.Terms.CheckSeries(series); err != nil {
		return err
	}
	if series.Terms.Currency != auction.Currency || series.Terms.Calendar != auction.Calendar {
		return types.ErrNotOnOffer.Wrapf("%s has another currency or calendar than the first series", isin)
	}
	if auction.Terms.IsBuyBack() {
		return nil
	}
	room, err := k.bond.Room(ctx, isin)
	if err != nil {
		return err
	}
	if most := auction.Terms.MostIssued(); most.GT(room) {
		return types.ErrAboveAuthorised.Wrapf("%s of %s, there is room for %s beside what is issued and promised", most, isin, room)
	}
	return nil
}

// checkPrices errors when a series cannot be issued on the settlement date, or the dearest level has no price. What depends
// on figures that are not published yet is checked again when bids are sealed.
func (k *Keeper) checkPrices(ctx context.Context, auction types.Auction) error {
	bases, err := k.bases(ctx, auction.Terms)
	if err != nil {
		return err
	}
	if !auction.Terms.HasReferences() || hangsOnFigures(bases) {
		return nil
	}
	pricing, err := types.NewPricing(auction, bases)
	if err != nil {
		return err
	}
	return pricing.Check()
}

// hangsOnFigures tells whether the price of any series depends on an index or a rate.
func hangsOnFigures(bases []bondtypes.IssueBasis) bool {
	for _, basis := range bases {
		if basis.Terms.Kind == bondtypes.SERIES_KIND_INFLATION_LINKED || basis.Terms.Kind == bondtypes.SERIES_KIND_FLOATING {
			return true
		}
	}
	return false
}

// setQuotas fixes what each dealer may bid for in non-price-competitive I: its share of what dealers won with prices in the
// running quarter and the two before.
func (k *Keeper) setQuotas(ctx context.Context, terms types.AuctionTerms) ([]types.Quota, error) {
	if !terms.FirstRoundPct.IsPositive() {
		return nil, nil
	}
	dealers, err := k.dealersOf(ctx, terms.IssuerId)
	if err != nil {
		return nil, err
	}
	quarter := types.QuarterOf(date.Of(k.bond.Now(ctx), date.UTC))
	weights := make([]math.Int, len(dealers))
	for i, dealer := range dealers {
		weights[i] = math.ZeroInt()
		for back := range types.QuartersKept - 1 {
			duty, _, err := k.duty(ctx, terms.IssuerId, dealer, types.QuarterBefore(quarter, back))
			if err != nil {
				return nil, err
			}
			weights[i] = weights[i].Add(duty.Won())
		}
	}
	var quotas []types.Quota
	for i, limit := range allotment.SharesDown(terms.Portion(terms.FirstRoundPct), weights, terms.BidUnit) {
		if limit.IsZero() {
			continue
		}
		if err := k.quotas.Set(ctx, collections.Join(terms.Id, dealers[i]), limit); err != nil {
			return nil, err
		}
		text, err := k.addressText(dealers[i])
		if err != nil {
			return nil, err
		}
		quotas = append(quotas, types.Quota{AuctionId: terms.Id, Account: text, Limit: limit})
	}
	return quotas, nil
}

// quota returns what a dealer may bid for in non-price-competitive I of an auction.
func (k *Keeper) quota(ctx context.Context, id string, dealer sdk.AccAddress) (math.Int, error) {
	limit, found, err := row.Find(ctx, k.quotas, collections.Join(id, dealer))
	if !found {
		return math.ZeroInt(), err
	}
	return limit, err
}

// SetReferences publishes the references of an auction of several series, all at once, before bidding starts. The caller has
// checked that the issuer's authority asks for it.
func (k *Keeper) SetReferences(ctx sdk.Context, auction types.Auction, series []types.AuctionSeries) error {
	if auction.Status != types.AUCTION_STATUS_OPEN {
		return types.ErrWrongPhase.Wrapf("%s is %s", auction.Terms.Id, auction.Status)
	}
	times, err := auction.Timetable()
	if err != nil {
		return err
	}
	if !k.bond.Now(ctx).Before(times.BidStart) {
		return types.ErrDeadlinePassed.Wrapf("references are published before bid_start %s", auction.Terms.BidStart)
	}
	if len(series) != len(auction.Terms.Series) {
		return types.ErrInvalidTerms.Wrapf("%d of %d series", len(series), len(auction.Terms.Series))
	}
	for i := range series {
		if series[i].Isin != auction.Terms.Series[i].Isin {
			return types.ErrInvalidTerms.Wrapf("series %d is %s, not %s", i+1, auction.Terms.Series[i].Isin, series[i].Isin)
		}
	}
	auction.Terms.Series = series
	if err := auction.Terms.Validate(); err != nil {
		return err
	}
	if !auction.Terms.HasSeveral() || !auction.Terms.HasReferences() {
		return types.ErrInvalidTerms.Wrap("every series has a reference")
	}
	if err := k.checkPrices(ctx, auction); err != nil {
		return err
	}
	if err := k.setAuction(ctx, auction, auction.Status); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventReferencesSet{AuctionId: auction.Terms.Id, Series: series})
}
