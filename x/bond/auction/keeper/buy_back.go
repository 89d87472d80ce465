package keeper

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// buyBack buys every winner's units by itself: they are reserved, and the cash is in the fund. Units that are gone all the
// same, by a forced transfer, or of which a coupon has been recorded since the settlement date, are not bought, and nobody else
// is held up.
func (k *Keeper) buyBack(ctx sdk.Context, s *settlement) (sdk.Coins, error) {
	var bought sdk.Coins
	for i := range s.tenders {
		units := s.pricing.Units(s.tenders[i])
		if units.Empty() {
			continue
		}
		cost, err := s.pricing.Cost(s.tenders[i])
		if err != nil {
			return nil, err
		}
		failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.buyFrom(ctx, *s, i, units, cost) })
		if failure != nil {
			err := event.Emit(ctx, &types.EventAwardFailed{
				AuctionId: s.auction.Terms.Id, Bidder: s.tenders[i].Bidder, Reason: failure.Error(),
			})
			if err != nil {
				return nil, err
			}
			continue
		}
		s.auction.Fund = s.auction.Fund.Sub(cost)
		s.auction.Result.Cash = s.auction.Result.Cash.Add(cost)
		bought = bought.Add(units...)
	}
	return bought, nil
}

// buyFrom burns the units that one holder sells and pays for them.
func (k *Keeper) buyFrom(ctx sdk.Context, s settlement, i int, units sdk.Coins, cost math.Int) error {
	if cost.GT(s.auction.Fund) {
		return types.ErrBrokenLaw.Wrapf("%s has %s left and owes %s", s.auction.Terms.Id, s.auction.Fund, cost)
	}
	tender, bidder := s.tenders[i], s.bidders[i]
	tender.Reserved, tender.Paid = tender.Reserved.Sub(units...), cost
	if err := k.setTender(ctx, bidder, tender); err != nil {
		return err
	}
	if err := k.unreserve(ctx, bidder, tender.AuctionId, units); err != nil {
		return err
	}
	settle, err := s.auction.Terms.Settle()
	if err != nil {
		return err
	}
	for _, coin := range units {
		isin, _ := bondtypes.ISINOf(coin.Denom)
		if err := k.bond.BuyBack(ctx, isin, settle, bidder, coin.Amount); err != nil {
			return err
		}
	}
	err = event.Emit(ctx, &types.EventAwardSettled{
		AuctionId: tender.AuctionId, Bidder: tender.Bidder, Units: units, Cash: s.auction.Cash(cost),
	})
	if err != nil {
		return err
	}
	return k.pay(ctx, bidder, s.auction.Cash(cost))
}
