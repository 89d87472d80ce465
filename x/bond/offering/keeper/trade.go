package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Sale is what a seller and a buyer agree on before a series is issued.
type Sale struct {
	Seller, Buyer sdk.AccAddress
	ISIN          string
	Face          math.Int
	// CleanPrice and SimpleYield are as the message has them: one of them is empty.
	CleanPrice, SimpleYield string
	Reference               string
}

// GetTrade returns a when-issued trade.
func (k *Keeper) GetTrade(ctx context.Context, isin string, seller sdk.AccAddress, reference string) (types.Trade, error) {
	trade, err := k.trades.Get(ctx, collections.Join3(isin, seller, reference))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Trade{}, types.ErrTradeNotFound.Wrapf("%q of %s", reference, isin)
	}
	return trade, err
}

// AgreeTrade makes a when-issued trade and takes the margin of each side. The caller has checked that both agree.
func (k *Keeper) AgreeTrade(ctx sdk.Context, sale Sale) (types.Trade, error) {
	trade, err := k.newTrade(ctx, sale)
	if err != nil {
		return types.Trade{}, err
	}
	if err := k.storeTrade(ctx, trade); err != nil {
		return types.Trade{}, err
	}
	key := collections.Join3(sale.ISIN, sale.Seller, sale.Reference)
	for _, party := range []sdk.AccAddress{sale.Seller, sale.Buyer} {
		if err := k.tradesByParty.Set(ctx, collections.Join(party, key)); err != nil {
			return types.Trade{}, err
		}
	}
	if err := event.Emit(ctx, &types.EventTradeAgreed{Trade: trade}); err != nil {
		return types.Trade{}, err
	}
	if trade.Margin.IsZero() {
		return trade, nil
	}
	for _, party := range []sdk.AccAddress{sale.Seller, sale.Buyer} {
		if err := k.bank.SendCoinsFromAccountToModule(ctx, party, types.ModuleName, sdk.NewCoins(trade.Margin)); err != nil {
			return types.Trade{}, err
		}
	}
	return trade, nil
}

// newTrade checks what is agreed against the series and the parties as they are now.
func (k *Keeper) newTrade(ctx sdk.Context, sale Sale) (types.Trade, error) {
	series, err := k.bond.GetSeries(ctx, sale.ISIN)
	if err != nil {
		return types.Trade{}, err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return types.Trade{}, err
	}
	if series.Status != bondtypes.SERIES_STATUS_ANNOUNCED || schedule.Today(k.bond.Now(ctx)) >= schedule.Issue() {
		return types.Trade{}, types.ErrIssued.Wrapf("%s, issue date %s", sale.ISIN, schedule.Issue())
	}
	if !sale.Face.Mod(series.Terms.Denomination).IsZero() {
		return types.Trade{}, types.ErrInvalidTrade.Wrapf("face %s is not a multiple of the denomination %s", sale.Face, series.Terms.Denomination)
	}
	if sale.Face.GT(series.Terms.Authorised) {
		return types.Trade{}, types.ErrAboveAuthorised.Wrapf("face %s of %s authorised", sale.Face, series.Terms.Authorised)
	}
	price, err := k.agreedPrice(ctx, series.Terms, sale)
	if err != nil {
		return types.Trade{}, err
	}
	used, err := k.trades.Has(ctx, collections.Join3(sale.ISIN, sale.Seller, sale.Reference))
	if err != nil {
		return types.Trade{}, err
	}
	if used {
		return types.Trade{}, types.ErrTradeExists.Wrap(sale.Reference)
	}
	obstacle, err := k.custody.Obstacle(ctx, sale.Seller, sale.Buyer, sdk.NewCoin(series.Denom(), sale.Face))
	if err != nil {
		return types.Trade{}, err
	}
	if obstacle.Fault == types.FaultReceiver {
		return types.Trade{}, types.ErrBuyerNotEligible.Wrap(obstacle.Reason)
	}
	return k.tradeOf(ctx, sale, series, price, schedule)
}

func (k *Keeper) tradeOf(
	ctx context.Context, sale Sale, series bondtypes.Series, price math.LegacyDec, schedule bondtypes.Schedule,
) (types.Trade, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.Trade{}, err
	}
	seller, err := k.text(sale.Seller)
	if err != nil {
		return types.Trade{}, err
	}
	buyer, err := k.text(sale.Buyer)
	if err != nil {
		return types.Trade{}, err
	}
	nothing := series.Cash(math.ZeroInt())
	return types.Trade{
		Isin: sale.ISIN, Seller: seller, Buyer: buyer, Reference: sale.Reference, Face: sale.Face, CleanPrice: price,
		Margin: series.Cash(params.MarginUp(sale.Face)), SettleDate: schedule.Issue().String(), Status: types.TRADE_STATUS_AGREED,
		Principal: nothing, Accrued: nothing, Next: schedule.StartOf(schedule.Issue()),
	}, nil
}

// agreedPrice is the price that was agreed, or the one at the agreed yield on the issue date.
func (k *Keeper) agreedPrice(ctx context.Context, terms bondtypes.TermSheet, sale Sale) (math.LegacyDec, error) {
	if sale.CleanPrice != "" {
		return types.ParsePrice(sale.CleanPrice)
	}
	quote, err := k.bond.Quote(ctx, bondtypes.QueryQuoteRequest{
		Isin: terms.Isin, SettleDate: terms.IssueDate, SimpleYield: sale.SimpleYield,
	})
	if err != nil {
		return math.LegacyDec{}, err
	}
	exact, err := math.LegacyNewDecFromStr(quote.CleanPrice)
	if err != nil {
		return math.LegacyDec{}, types.ErrInvalidTrade.Wrap(err.Error())
	}
	price := rounding.DecHalfUp(exact, types.PricePlaces)
	return price, bondtypes.ValidateCleanPrice(price)
}

// CancelTrade calls a trade off and gives both margins back. The caller has checked that both agree.
func (k *Keeper) CancelTrade(ctx sdk.Context, isin string, seller, buyer sdk.AccAddress, reference string) error {
	trade, err := k.GetTrade(ctx, isin, seller, reference)
	if err != nil {
		return err
	}
	of, err := k.address("buyer", trade.Buyer)
	if err != nil {
		return err
	}
	if !of.Equals(buyer) {
		return types.ErrNotBuyer.Wrap(trade.Buyer)
	}
	if trade.IsOver() {
		return types.ErrOver.Wrapf("%s is %s", trade.Item(), trade.Status)
	}
	return k.closeTrade(ctx, trade, types.TRADE_STATUS_CANCELLED, "by both sides")
}

// storeTrade stores a trade and schedules its next step.
func (k *Keeper) storeTrade(ctx context.Context, trade types.Trade) error {
	key, err := k.keyOf(trade)
	if err != nil {
		return err
	}
	if err := k.trades.Set(ctx, key, trade); err != nil {
		return err
	}
	return k.dueTrades.Set(ctx, collections.Join(trade.Next.UnixNano(), key))
}

// reschedule stores a trade whose next step has changed.
func (k *Keeper) reschedule(ctx context.Context, trade types.Trade, next time.Time) (types.Trade, error) {
	key, err := k.keyOf(trade)
	if err != nil {
		return trade, err
	}
	if err := k.dueTrades.Remove(ctx, collections.Join(trade.Next.UnixNano(), key)); err != nil {
		return trade, err
	}
	trade.Next = next
	return trade, k.storeTrade(ctx, trade)
}

func (k *Keeper) keyOf(trade types.Trade) (tradeKey, error) {
	seller, err := k.address("seller", trade.Seller)
	return collections.Join3(trade.Isin, seller, trade.Reference), err
}
