package keeper

import (
	"context"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// delivery is a trade on its issue date: who owes what to whom.
type delivery struct {
	trade         types.Trade
	seller, buyer sdk.AccAddress
	units, cost   sdk.Coin
	principal     sdk.Coin // part of the cost
}

// stepTrade takes the next step of a trade that has fallen due: to be settled or, once it is over, to be forgotten.
func (k *Keeper) stepTrade(ctx sdk.Context, trade types.Trade, now time.Time) error {
	if trade.IsOver() {
		return k.forgetTrade(ctx, trade)
	}
	series, err := k.bond.GetSeries(ctx, trade.Isin)
	if err != nil {
		return err
	}
	final, err := k.isLastTry(ctx, trade.SettleDate, trade.Reason, series, now)
	if err != nil {
		return err
	}
	if series.Status == bondtypes.SERIES_STATUS_ANNOUNCED {
		return k.conclude(ctx, trade, types.TRADE_STATUS_VOID, "the series is not issued", final, now)
	}
	d, err := k.deliveryOf(ctx, trade, series)
	if err != nil {
		return err
	}
	status, reason, err := k.standing(ctx, d)
	if err != nil {
		return err
	}
	if status == types.TRADE_STATUS_SETTLED {
		failure := safely.Run(ctx, func(ctx sdk.Context) error { return k.deliver(ctx, d) })
		if failure == nil {
			return nil
		}
		status, reason = types.TRADE_STATUS_BARRED, failure.Error()
	}
	return k.conclude(ctx, d.trade, status, reason, final, now)
}

// isLastTry tells whether the window for settling is over. A first try is never the last: what is to be delivered may be
// issued in the same block, however far apart blocks are in business time.
func (k *Keeper) isLastTry(ctx sdk.Context, settleDate, tried string, series bondtypes.Series, now time.Time) (bool, error) {
	params, err := k.params.Get(ctx)
	if err != nil || tried == "" {
		return false, err
	}
	begins, err := startOf(settleDate, series)
	return !now.Before(begins.Add(params.SettleWindow)), err
}

func startOf(settleDate string, series bondtypes.Series) (time.Time, error) {
	on, err := date.Parse(settleDate)
	if err != nil {
		return time.Time{}, err
	}
	schedule, err := series.Schedule()
	return schedule.StartOf(on), err
}

// conclude ends a trade at the last try, and notes before it what it waits for.
func (k *Keeper) conclude(
	ctx sdk.Context, trade types.Trade, status types.TradeStatus, reason string, final bool, now time.Time,
) error {
	if final {
		return k.closeTrade(ctx, trade, status, reason)
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	trade.Reason = reason
	_, err = k.reschedule(ctx, trade, now.Add(params.RetryInterval))
	return err
}

func (k *Keeper) deliveryOf(ctx sdk.Context, trade types.Trade, series bondtypes.Series) (d delivery, err error) {
	d = delivery{trade: trade, units: sdk.NewCoin(series.Denom(), trade.Face)}
	if d.seller, err = k.address("seller", trade.Seller); err != nil {
		return d, err
	}
	if d.buyer, err = k.address("buyer", trade.Buyer); err != nil {
		return d, err
	}
	principal, accrued, err := k.cost(ctx, trade.Isin, trade.SettleDate, trade.Face, trade.CleanPrice)
	if err != nil {
		return d, err
	}
	d.principal = series.Cash(principal)
	d.cost = d.principal.Add(series.Cash(accrued))
	return d, nil
}

// cost returns what a face costs on a settlement date: principal rounded up, interest to the date floored.
func (k *Keeper) cost(
	ctx context.Context, isin, settleDate string, face math.Int, cleanPrice math.LegacyDec,
) (principal, accrued math.Int, err error) {
	settle, err := date.Parse(settleDate)
	if err != nil {
		return principal, accrued, err
	}
	basis, err := k.bond.IssueBasis(ctx, isin, settle)
	if err != nil {
		return principal, accrued, err
	}
	return basis.Cost(face, cleanPrice)
}

// standing tells how the trade would end now and why: settled, if nothing is missing and nothing forbids it.
func (k *Keeper) standing(ctx sdk.Context, d delivery) (types.TradeStatus, string, error) {
	delivering, err := k.custody.Obstacle(ctx, d.seller, d.buyer, d.units)
	if err != nil {
		return 0, "", err
	}
	paying, err := k.custody.Obstacle(ctx, d.buyer, d.seller, d.cost)
	if err != nil {
		return 0, "", err
	}
	units, err := k.custody.Free(ctx, d.seller, d.units.Denom)
	if err != nil {
		return 0, "", err
	}
	cash, err := k.custody.Free(ctx, d.buyer, d.cost.Denom)
	if err != nil {
		return 0, "", err
	}
	short := units.LT(d.units.Amount)
	unpaid := cash.Add(d.trade.Margin.Amount).LT(d.cost.Amount) // the margin comes back first
	switch {
	case delivering.Fault == types.FaultLaw:
		return types.TRADE_STATUS_BARRED, delivering.Reason, nil
	case paying.Fault != types.FaultNone:
		return types.TRADE_STATUS_BARRED, paying.Reason, nil
	case short && (unpaid || delivering.Fault == types.FaultReceiver):
		return types.TRADE_STATUS_BOTH_FAILED, "neither the units nor what they need are there", nil
	case short:
		return types.TRADE_STATUS_SELLER_FAILED, "the seller has not the units free", nil
	case delivering.Fault == types.FaultReceiver:
		return types.TRADE_STATUS_BUYER_FAILED, delivering.Reason, nil
	case unpaid:
		return types.TRADE_STATUS_BUYER_FAILED, "the buyer has not the cash free", nil
	default:
		return types.TRADE_STATUS_SETTLED, "", nil
	}
}

// deliver gives the margins back, and moves units and cash, each judged as a transfer between the two.
func (k *Keeper) deliver(ctx sdk.Context, d delivery) error {
	d.trade.Principal, d.trade.Accrued = d.principal, d.cost.Sub(d.principal)
	if err := k.closeTrade(ctx, d.trade, types.TRADE_STATUS_SETTLED, ""); err != nil {
		return err
	}
	if err := k.bank.SendCoins(ctx, d.seller, d.buyer, sdk.NewCoins(d.units)); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, d.buyer, d.seller, sdk.NewCoins(d.cost))
}

// closeTrade ends a trade and pays the margins out: back to who gave them, or both to the side that was let down.
func (k *Keeper) closeTrade(ctx sdk.Context, trade types.Trade, status types.TradeStatus, reason string) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	trade.Status, trade.Reason = status, reason
	if trade, err = k.reschedule(ctx, trade, k.bond.Now(ctx).Add(params.Retention)); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventTradeClosed{Trade: trade}); err != nil {
		return err
	}
	switch status {
	case types.TRADE_STATUS_SELLER_FAILED:
		return k.pay(ctx, "buyer", trade.Buyer, trade.Margin.Add(trade.Margin))
	case types.TRADE_STATUS_BUYER_FAILED:
		return k.pay(ctx, "seller", trade.Seller, trade.Margin.Add(trade.Margin))
	}
	if err := k.pay(ctx, "seller", trade.Seller, trade.Margin); err != nil {
		return err
	}
	return k.pay(ctx, "buyer", trade.Buyer, trade.Margin)
}

// forgetTrade removes a trade that has long been over.
func (k *Keeper) forgetTrade(ctx sdk.Context, trade types.Trade) error {
	key, err := k.keyOf(trade)
	if err != nil {
		return err
	}
	buyer, err := k.address("buyer", trade.Buyer)
	if err != nil {
		return err
	}
	for _, party := range []sdk.AccAddress{key.K2(), buyer} {
		if err := k.tradesByParty.Remove(ctx, collections.Join(party, key)); err != nil {
			return err
		}
	}
	if err := k.dueTrades.Remove(ctx, collections.Join(trade.Next.UnixNano(), key)); err != nil {
		return err
	}
	return k.trades.Remove(ctx, key)
}
