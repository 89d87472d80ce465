package keeper

import (
	"context"
	"errors"
	"math/big"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// Bid sells a bidder collateral of a position in auction at the price of the moment, if that is no more than a percentage of the
// market price: as much as is asked for, at most what makes the position healthy. It returns what was sold and for how much.
func (k *Keeper) Bid(
	ctx context.Context, bidder sdk.AccAddress, id types.ID, wanted sdk.Coin, most math.Int, highestPct math.LegacyDec,
) (lot sdk.Coin, payment sdk.Coin, err error) {
	if bidder.Equals(id.Owner) {
		return lot, payment, types.ErrOwnAuction
	}
	sale, err := k.openSale(ctx, id)
	if err != nil {
		return lot, payment, err
	}
	if !sale.params.AdmitsAt(bidder.String(), sale.age, sale.Risk.DealerWindow()) {
		return lot, payment, types.ErrDealersOnly.Wrapf("for %s", sale.Risk.DealerWindow()-sale.age)
	}
	offer, err := sale.offer(wanted.Denom)
	if err != nil {
		return lot, payment, err
	}
	if offer.pct.GT(highestPct) {
		return lot, payment, types.ErrPrice.Wrapf("%s %% of the market price, at most %s", offer.pct, highestPct)
	}
	lot = sdk.NewCoin(wanted.Denom, math.MinInt(wanted.Amount, offer.units))
	payment = sdk.NewCoin(id.Denom, offer.costUp(lot.Amount))
	if payment.Amount.GT(most) {
		return lot, payment, types.ErrPrice.Wrapf("%s for %s, at most %s", payment, lot, most)
	}
	if left := sale.Debt.Sub(payment.Amount); lot.Amount.LT(offer.units) && left.IsPositive() && left.LT(sale.minDebt) {
		return lot, payment, types.ErrDust.Wrapf("%s left: bid for %s", left, offer.units)
	}
	return lot, payment, k.sell(ctx, id, sale, offer, lot, payment, bidder)
}

// sell sells a lot, and writes off what is left when it was the last one.
func (k *Keeper) sell(
	ctx context.Context, id types.ID, sale *sale, offer offer, lot, payment sdk.Coin, buyer sdk.AccAddress,
) error {
	news := types.EventLotSold{
		Owner: sale.Position.Owner, Denom: id.Denom, Number: id.Number, Buyer: buyer.String(), Lot: lot, Payment: payment,
		PricePct: offer.pct,
	}
	if err := event.Emit(ctx, &news); err != nil {
		return err
	}
	if err := k.collateral.Sell(ctx, id.Owner, id.Denom, id.Number, lot, payment.Amount, buyer); err != nil {
		return err
	}
	return k.writeOffRest(ctx, id)
}

// writeOffRest spreads the debt of a position that has no collateral left.
func (k *Keeper) writeOffRest(ctx context.Context, id types.ID) error {
	assessment, err := k.collateral.Assess(ctx, id.Owner, id.Denom, id.Number)
	if errors.Is(err, collateraltypes.ErrPositionNotFound) {
		return nil
	}
	if err != nil || len(assessment.Items) > 0 || !assessment.Position.HasDebt() {
		return err
	}
	return k.writeOff(ctx, id, assessment.Debt)
}

// sale is an auction opened for one action.
type sale struct {
	collateraltypes.Assessment
	auction types.Auction
	params  types.Params
	age     time.Duration
	minDebt math.Int
}

// openSale reads an auction, and refuses when nothing may be sold in it now.
func (k *Keeper) openSale(ctx context.Context, id types.ID) (*sale, error) {
	auction, found, err := row.Find(ctx, k.auctions, keyOf(id))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, types.ErrAuctionNotFound.Wrapf("position %d of %s in %s", id.Number, id.Owner, id.Denom)
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	market, err := k.collateral.GetMarket(ctx, id.Denom)
	if err != nil {
		return nil, err
	}
	assessment, err := k.collateral.Assess(ctx, id.Owner, id.Denom, id.Number)
	if err != nil {
		return nil, err
	}
	s := &sale{
		Assessment: assessment, auction: auction, params: params, minDebt: market.Terms.MinBorrow,
		age: k.clock.Now(ctx).Sub(auction.StartedAt),
	}
	if assessment.IsSound() {
		return s, types.ErrSound.Wrapf("position %d of %s in %s", id.Number, id.Owner, id.Denom)
	}
	return s, k.checkOpen(ctx, market)
}

// offer is what one denom of a sale costs now, and how much of it is sold.
type offer struct {
	pct   math.LegacyDec // of the market price
	price *big.Rat       // of one unit, in the market's denom
	units math.Int       // the most that is sold
}

// costUp returns what some units cost, rounded up.
func (o offer) costUp(units math.Int) math.Int {
	return rounding.RatToIntUp(new(big.Rat).Mul(o.price, new(big.Rat).SetInt(units.BigInt())))
}

// offer returns what a denom costs at the age of the auction.
func (s *sale) offer(denom string) (offer, error) {
	return s.offerAt(denom, s.age)
}

func (s *sale) offerAt(denom string, age time.Duration) (offer, error) {
	item, found := s.Item(denom)
	if !found {
		return offer{}, types.ErrLotNotFound.Wrap(denom)
	}
	if !item.IsPriced() {
		return offer{}, types.ErrUnpriced.Wrapf("%s: %s", denom, item.Mark.State)
	}
	o := offer{pct: s.Risk.PricePct(age, item.InDefault())}
	o.price = new(big.Rat).Mul(rounding.Rat(item.Mark.UnitValue), rounding.Rat(o.pct))
	o.price.Mul(o.price, big.NewRat(1, 100))
	if o.price.Sign() <= 0 {
		return offer{}, types.ErrUnpriced.Wrapf("%s is worth nothing", denom)
	}
	o.units = s.Risk.SizeUp(s.Debt, s.Value, item.Coin.Amount, o.price, item.UnitCounts())
	if left := s.Debt.Sub(o.costUp(o.units)); left.IsPositive() && left.LT(s.minDebt) {
		whole := new(big.Rat).Quo(new(big.Rat).SetInt(s.Debt.BigInt()), o.price)
		o.units = math.MinInt(item.Coin.Amount, rounding.RatToIntUp(whole))
	}
	return o, nil
}

// unitsFor returns how many units an amount of cash buys, exactly.
func (o offer) unitsFor(cash math.Int) *big.Rat {
	return new(big.Rat).Quo(new(big.Rat).SetInt(cash.BigInt()), o.price)
}
