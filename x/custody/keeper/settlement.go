package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Trade is bonds against cash between two parties who agree on every field.
type Trade struct {
	// Deliverer gives Face of the series and receives Cash from Receiver.
	Deliverer, Receiver sdk.AccAddress
	ISIN                string
	Face                math.Int
	Cash                sdk.Coin
	// Reference is used once between the two.
	Reference string
	// Date is the agreed settlement date, empty when none was agreed.
	Date string
}

// SettleDirect settles a trade now: delivery against payment, both legs or neither. Each leg is judged as a transfer.
func (k *Keeper) SettleDirect(ctx context.Context, trade Trade) error {
	if trade.Deliverer.Equals(trade.Receiver) {
		return types.ErrSelfSettlement
	}
	series, err := k.bond.GetSeries(ctx, trade.ISIN)
	if err != nil {
		return err
	}
	zone, err := types.ZoneOfCalendar(series.Terms.Calendar)
	if err != nil {
		return err
	}
	today := k.today(ctx, types.SeriesRecord{TimeZone: zone.String()}).String()
	if trade.Date != "" && trade.Date != today {
		return types.ErrSettlementDate.Wrapf("%s, today is %s", trade.Date, today)
	}
	if asset, _, err := k.assetOf(ctx, trade.Cash.Denom); err != nil || asset != types.AssetCash {
		return cmp.Or(err, types.ErrNotCashDenom.Wrap(trade.Cash.Denom))
	}
	// Whoever calls, a trade that fails on its second leg must leave nothing of the first.
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	if err := k.exchange(cached, trade); err != nil {
		return err
	}
	write()
	return k.emitSettled(ctx, trade, today)
}

func (k *Keeper) exchange(ctx sdk.Context, trade Trade) error {
	if err := k.UseReference(ctx, trade.Deliverer, trade.Receiver, trade.Reference); err != nil {
		return err
	}
	bonds := sdk.NewCoin(bondtypes.Denom(trade.ISIN), trade.Face)
	if err := k.bank.SendCoins(ctx, trade.Deliverer, trade.Receiver, sdk.NewCoins(bonds)); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, trade.Receiver, trade.Deliverer, sdk.NewCoins(trade.Cash))
}

func (k *Keeper) emitSettled(ctx context.Context, trade Trade, today string) error {
	deliverer, err := k.text(trade.Deliverer)
	if err != nil {
		return err
	}
	receiver, err := k.text(trade.Receiver)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventTradeSettled{
		Deliverer: deliverer, Receiver: receiver, Isin: trade.ISIN, Face: trade.Face, Cash: trade.Cash,
		TradeReference: trade.Reference, SettlementDate: today,
	})
}
