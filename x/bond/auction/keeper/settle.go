package keeper

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// A settlement is an auction being settled, with all its bidders.
type settlement struct {
	auction types.Auction
	pricing types.Pricing
	tenders []types.Tender
	bidders []sdk.AccAddress
}

// settle settles an auction on its settlement date: a sale with all winners or with none, in one step, and a buy-back with
// every holder by itself.
func (k *Keeper) settle(ctx sdk.Context, auction types.Auction, used *int) error {
	pricing, err := k.pricing(ctx, auction)
	if err != nil {
		return err
	}
	s := settlement{auction: auction, pricing: pricing}
	if s.tenders, s.bidders, err = k.tendersOf(ctx, auction.Terms.Id); err != nil {
		return err
	}
	*used += len(s.tenders)
	if err := k.withdraw(ctx, auction.Terms); err != nil {
		return err
	}
	var units sdk.Coins
	if auction.Terms.IsBuyBack() {
		units, err = k.buyBack(ctx, &s)
	} else {
		units, err = k.sell(ctx, &s)
	}
	if err != nil {
		return err
	}
	if err := k.countDuties(ctx, s); err != nil {
		return err
	}
	err = event.Emit(ctx, &types.EventAuctionSettled{
		AuctionId: auction.Terms.Id, Units: units, Cash: s.auction.Cash(s.auction.Result.Cash),
	})
	if err != nil {
		return err
	}
	return k.end(ctx, s.auction, types.AUCTION_STATUS_SETTLED)
}

// sell books what every winner pays, has the units minted to them, and gives the treasury the cash. The cash is in escrow,
// so nobody can fail to pay; a winner who may no longer receive the units has them in suspense.
func (k *Keeper) sell(ctx sdk.Context, s *settlement) (sdk.Coins, error) {
	allotments := make(map[string][]bondtypes.Allotment, len(s.auction.Terms.Series))
	var units sdk.Coins
	for i, tender := range s.tenders {
		s.auction.Result.SecondRound = s.auction.Result.SecondRound.Add(tender.SecondRound)
		if !tender.Total().IsPositive() {
			continue
		}
		cost, err := s.pricing.Cost(tender)
		if err != nil {
			return nil, err
		}
		won := s.pricing.Units(tender)
		if err := k.bookPaid(ctx, s, i, cost, won); err != nil {
			return nil, err
		}
		for _, coin := range won {
			allotments[coin.Denom] = append(allotments[coin.Denom], bondtypes.Allotment{Holder: s.bidders[i], Face: coin.Amount})
		}
		units = units.Add(won...)
	}
	if units.Empty() {
		return nil, nil
	}
	return units, k.deliver(ctx, s, allotments)
}

// bookPaid takes what a winner pays out of its escrow.
func (k *Keeper) bookPaid(ctx sdk.Context, s *settlement, i int, cost math.Int, won sdk.Coins) error {
	tender := s.tenders[i]
	if cost.GT(tender.Escrow) {
		return types.ErrBrokenLaw.Wrapf("%s has %s in escrow and owes %s", tender.Bidder, tender.Escrow, cost)
	}
	tender.Escrow, tender.Paid = tender.Escrow.Sub(cost), cost
	s.auction.Result.Cash = s.auction.Result.Cash.Add(cost)
	if err := k.setTender(ctx, s.bidders[i], tender); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventAwardSettled{
		AuctionId: tender.AuctionId, Bidder: tender.Bidder, Units: won, Cash: s.auction.Cash(cost),
	})
}

func (k *Keeper) deliver(ctx sdk.Context, s *settlement, allotments map[string][]bondtypes.Allotment) error {
	settle, err := s.auction.Terms.Settle()
	if err != nil {
		return err
	}
	if s.auction.Terms.Method == types.AUCTION_METHOD_SPREAD {
		if err := k.bond.FixSpread(ctx, s.auction.Terms.Series[0].Isin, s.auction.Result.CutOff.Neg()); err != nil {
			return err
		}
	}
	for _, series := range s.auction.Terms.Series {
		winners := allotments[bondtypes.Denom(series.Isin)]
		if len(winners) == 0 {
			continue
		}
		if err := k.bond.Issue(ctx, series.Isin, settle, winners); err != nil {
			return err
		}
	}
	treasury, err := k.treasury(ctx, s.auction.Terms.IssuerId)
	if err != nil {
		return err
	}
	return k.pay(ctx, treasury, s.auction.Cash(s.auction.Result.Cash))
}
