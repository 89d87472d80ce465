package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

const million = 1_000_000

// A trade of 100 million at 99.5: 2 million of margin each, 99.5 million for the units, 103,561 yen of interest for the 18
// days since 20 December.
func TestTradeSettlesOnIssue(t *testing.T) {
	f := newFixture(t)
	agreed := must(f, f.msgs.AgreeTrade, f.agreement(100*million))
	require.Equal(t, yen(2*million), agreed.Margin)
	require.Equal(t, "2026-01-07", agreed.SettleDate)
	require.Equal(t, 1, f.emitted("EventTradeAgreed"))
	require.Equal(t, sdk.NewCoins(yen(4*million)), f.held())
	f.block("2026-01-06 23:59")
	require.Equal(t, types.TRADE_STATUS_AGREED, f.trade().Status)
	require.Empty(t, f.trade().Reason, "tried before its date")

	f.block("2026-01-07")
	require.Equal(t, "the series is not issued", f.trade().Reason)
	f.issue(f.seller, 150*million)
	f.block("2026-01-07 00:09")
	require.Equal(t, types.TRADE_STATUS_AGREED, f.trade().Status, "tried before the retry interval")
	f.block("2026-01-07 00:10")
	require.Equal(t, types.TRADE_STATUS_SETTLED, f.trade().Status)
	require.Equal(t, 1, f.emitted("EventTradeClosed"))
	require.Equal(t, yen(99_500_000), f.trade().Principal)
	require.Equal(t, yen(103_561), f.trade().Accrued)
	require.EqualValues(t, 1_000*million+99_500_000+103_561, f.cash(f.seller))
	require.EqualValues(t, 1_000*million-99_500_000-103_561, f.cash(f.buyer))
	require.EqualValues(t, 50*million, f.units(f.seller))
	require.EqualValues(t, 100*million, f.units(f.buyer))
	require.Empty(t, f.held())

	f.block("2026-04-07")
	_, err := f.queries.Trade(f.ctx, &types.QueryTradeRequest{Isin: isin, Seller: f.seller.String(), Reference: "WI-1"})
	require.NoError(t, err)
	f.block("2026-04-08")
	_, err = f.queries.Trade(f.ctx, &types.QueryTradeRequest{Isin: isin, Seller: f.seller.String(), Reference: "WI-1"})
	require.ErrorIs(t, err, types.ErrTradeNotFound, "long over")
	trades, err := f.queries.Trades(f.ctx, &types.QueryTradesRequest{Account: f.buyer.String()})
	require.NoError(t, err)
	require.Empty(t, trades.Trades)
}

// Every way in which a trade ends, and where its two margins of 2 million are then.
func TestTradeEnds(t *testing.T) {
	const start = 1_000 * million
	for name, c := range map[string]struct {
		before        func(f *fixture) // on the issue date, before the trade is tried
		status        types.TradeStatus
		seller, buyer int64 // cash at the end
		atSuspense    int64 // cash in suspense for the buyer
	}{
		"void without an issue": {func(*fixture) {}, types.TRADE_STATUS_VOID, start, start, 0},
		"the seller has nothing": {func(f *fixture) { f.issue(account("other"), 100*million) },
			types.TRADE_STATUS_SELLER_FAILED, start - 2*million, start + 2*million, 0},
		"the seller has pledged some": {func(f *fixture) {
			f.issue(f.seller, 100*million)
			f.custody.pledged[f.seller.String()] = 1
		}, types.TRADE_STATUS_SELLER_FAILED, start - 2*million, start + 2*million, 0},
		"the buyer has spent the cash": {func(f *fixture) {
			f.issue(f.seller, 100*million)
			require.NoError(f, f.bank.SendCoins(f.ctx, f.buyer, account("shop"), sdk.NewCoins(yen(901*million))))
		}, types.TRADE_STATUS_BUYER_FAILED, start + 2*million, start - 903*million, 0},
		"the buyer may not hold the series": {func(f *fixture) {
			f.issue(f.seller, 100*million)
			f.custody.ineligible[f.buyer.String()] = true
		}, types.TRADE_STATUS_BUYER_FAILED, start + 2*million, start - 2*million, 0},
		"neither side has what it owes": {func(f *fixture) {
			f.issue(account("other"), 100*million)
			require.NoError(f, f.bank.SendCoins(f.ctx, f.buyer, account("shop"), sdk.NewCoins(yen(901*million))))
		}, types.TRADE_STATUS_BOTH_FAILED, start, start - 901*million, 0},
		"the buyer is frozen": {func(f *fixture) {
			f.issue(f.seller, 100*million)
			f.custody.frozen[f.buyer.String()] = true
		}, types.TRADE_STATUS_BARRED, start, start - 2*million, 2 * million},
		"an unforeseen refusal": {func(f *fixture) {
			f.issue(f.seller, 100*million)
			f.custody.refuses = true
		}, types.TRADE_STATUS_BARRED, start, start, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			must(f, f.msgs.AgreeTrade, f.agreement(100*million))
			f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-07"))
			c.before(f)
			f.block("2026-01-07")
			require.Equal(t, types.TRADE_STATUS_AGREED, f.trade().Status, "the first try was the last")
			require.NotEmpty(t, f.trade().Reason)
			f.block("2026-01-07 17:59")
			require.Equal(t, types.TRADE_STATUS_AGREED, f.trade().Status)
			f.block("2026-01-07 18:09")
			require.Equal(t, c.status, f.trade().Status)
			require.NotEmpty(t, f.trade().Reason)
			require.Equal(t, 1, f.emitted("EventTradeClosed"))
			require.Equal(t, c.seller, f.cash(f.seller))
			require.Equal(t, c.buyer, f.cash(f.buyer))
			require.Equal(t, c.atSuspense, f.cash(suspense(f.buyer)))
			require.Empty(t, f.held())
		})
	}
}

// The margin comes back before the price is paid, so a buyer needs no more than the price.
func TestMarginCountsTowardsThePrice(t *testing.T) {
	f := newFixture(t)
	must(f, f.msgs.AgreeTrade, f.agreement(100*million))
	f.issue(f.seller, 100*million)
	rest := f.cash(f.buyer) - (99_500_000 + 103_561 - 2*million)
	require.NoError(t, f.bank.SendCoins(f.ctx, f.buyer, account("shop"), sdk.NewCoins(yen(rest))))
	f.block("2026-01-07")
	require.Equal(t, types.TRADE_STATUS_SETTLED, f.trade().Status)
	require.Zero(t, f.cash(f.buyer))
}

// However fast business time runs, a trade is tried again after the block of its first try.
func TestFastClock(t *testing.T) {
	f := newFixture(t)
	must(f, f.msgs.AgreeTrade, f.agreement(100*million))
	f.block("2026-01-20")
	require.Equal(t, types.TRADE_STATUS_AGREED, f.trade().Status)
	f.issue(f.seller, 100*million)
	f.block("2026-01-21")
	require.Equal(t, types.TRADE_STATUS_SETTLED, f.trade().Status)
	require.Equal(t, yen(103_561), f.trade().Accrued, "interest to the issue date, not to the day of settlement")
}

func TestTradeAtAYield(t *testing.T) {
	f := newFixture(t)
	msg := f.agreement(100 * million)
	msg.CleanPrice, msg.SimpleYield = "", "2.1"
	require.Equal(t, "100.000000000000000000", must(f, f.msgs.AgreeTrade, msg).CleanPrice.String())
	msg.Reference, msg.SimpleYield = "WI-2", "2.2"
	require.Equal(t, "99.183600000000000000", must(f, f.msgs.AgreeTrade, msg).CleanPrice.String())
}

func TestCancelTrade(t *testing.T) {
	f := newFixture(t)
	must(f, f.msgs.AgreeTrade, f.agreement(100*million))
	cancel := &types.MsgCancelTrade{Seller: f.seller.String(), Buyer: f.treasury.String(), Isin: isin, Reference: "WI-1"}
	_, err := tx(f, f.msgs.CancelTrade, cancel)
	require.ErrorIs(t, err, types.ErrNotBuyer)
	cancel.Buyer = f.buyer.String()
	must(f, f.msgs.CancelTrade, cancel)
	require.Equal(t, types.TRADE_STATUS_CANCELLED, f.trade().Status)
	require.EqualValues(t, 1_000*million, f.cash(f.seller))
	require.EqualValues(t, 1_000*million, f.cash(f.buyer))
	_, err = tx(f, f.msgs.CancelTrade, cancel)
	require.ErrorIs(t, err, types.ErrOver)
	cancel.Reference = "WI-9"
	_, err = tx(f, f.msgs.CancelTrade, cancel)
	require.ErrorIs(t, err, types.ErrTradeNotFound)
	require.NoError(t, f.keeper.Audit(f.ctx))
}

func TestAgreeTradeRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(f *fixture, msg *types.MsgAgreeTrade)
		want   error
	}{
		"with oneself":           {func(f *fixture, m *types.MsgAgreeTrade) { m.Buyer = m.Seller }, types.ErrInvalidTrade},
		"a seller of no address": {func(f *fixture, m *types.MsgAgreeTrade) { m.Seller = "x" }, types.ErrInvalidAddress},
		"a buyer of no address":  {func(f *fixture, m *types.MsgAgreeTrade) { m.Buyer = "x" }, types.ErrInvalidAddress},
		"a bad ISIN":             {func(f *fixture, m *types.MsgAgreeTrade) { m.Isin = "JP1103811S14" }, bondtypes.ErrInvalidISIN},
		"an unknown series":      {func(f *fixture, m *types.MsgAgreeTrade) { m.Isin = "JP1103821S45" }, bondtypes.ErrSeriesNotFound},
		"no face":                {func(f *fixture, m *types.MsgAgreeTrade) { m.Face = math.ZeroInt() }, bondtypes.ErrInvalidAmount},
		"a face below a piece":   {func(f *fixture, m *types.MsgAgreeTrade) { m.Face = math.NewInt(50_001) }, types.ErrInvalidTrade},
		"more than authorised":   {func(f *fixture, m *types.MsgAgreeTrade) { m.Face = math.NewInt(1_000_050_000) }, types.ErrAboveAuthorised},
		"no price and no yield":  {func(f *fixture, m *types.MsgAgreeTrade) { m.CleanPrice = "" }, types.ErrInvalidTrade},
		"price and yield":        {func(f *fixture, m *types.MsgAgreeTrade) { m.SimpleYield = "2.1" }, types.ErrInvalidTrade},
		"a price of 5 decimals":  {func(f *fixture, m *types.MsgAgreeTrade) { m.CleanPrice = "99.12345" }, types.ErrInvalidTrade},
		"a price of nothing":     {func(f *fixture, m *types.MsgAgreeTrade) { m.CleanPrice = "0" }, bondtypes.ErrInvalidPrice},
		"an absurd yield": {func(f *fixture, m *types.MsgAgreeTrade) {
			m.CleanPrice, m.SimpleYield = "", "1e9"
		}, bondtypes.ErrInvalidQuote},
		"a reference with a blank": {func(f *fixture, m *types.MsgAgreeTrade) { m.Reference = "a b" }, types.ErrInvalidTrade},
		"a used reference": {func(f *fixture, m *types.MsgAgreeTrade) {
			must(f, f.msgs.AgreeTrade, f.agreement(50_000))
		}, types.ErrTradeExists},
		"a buyer who may not hold it": {func(f *fixture, m *types.MsgAgreeTrade) {
			f.custody.ineligible[m.Buyer] = true
		}, types.ErrBuyerNotEligible},
		"on the issue date": {func(f *fixture, m *types.MsgAgreeTrade) {
			f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-07"))
		}, types.ErrIssued},
		"without the margin": {func(f *fixture, m *types.MsgAgreeTrade) { m.Buyer = account("poor").String() }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			msg := f.agreement(100 * million)
			c.change(f, msg)
			before := f.held()
			_, err := tx(f, f.msgs.AgreeTrade, msg)
			if require.Error(t, err); c.want != nil {
				require.ErrorIs(t, err, c.want)
			}
			require.Equal(t, before, f.held())
		})
	}
}

// A block does no more than its limit, and goes on in the next; what fails is reported and tried again.
func TestWorkLimitAndQuarantine(t *testing.T) {
	f := newFixture(t)
	params := types.DefaultParams()
	params.WorkLimit = 2
	must(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
	require.Equal(t, 1, f.emitted("EventParamsUpdated"))
	for _, reference := range []string{"A", "B", "C", "D", "E"} {
		msg := f.agreement(50_000)
		msg.Reference = reference
		must(f, f.msgs.AgreeTrade, msg)
	}
	f.issue(f.seller, 100*million)
	f.custody.fails = true
	f.block("2026-01-07")
	require.Equal(t, 2, f.emitted("EventItemQuarantined"))
	f.custody.fails = false
	for i, want := range []int{2, 1, 0} {
		f.block("2026-01-07 00:0" + string(rune('1'+i)))
		require.Equal(t, want, f.emitted("EventTradeClosed"))
	}
	f.block("2026-01-07 00:11")
	require.Equal(t, 2, f.emitted("EventTradeClosed"))
	require.EqualValues(t, 250_000, f.units(f.buyer))
}

// Whatever is agreed among a few people who have more or less than they need, no unit and no yen is lost or made, every
// trade ends, and the module is left with nothing.
func TestTradesConserve(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFixture(rt)
		people := []sdk.AccAddress{f.seller, f.buyer, account("carol"), account("dave")}
		f.give(people[2], yen(rapid.Int64Range(1, 200*million).Draw(rt, "carol's cash")))
		agreed := 0
		for i := range rapid.IntRange(1, 6).Draw(rt, "trades") {
			msg := f.agreement(50_000 * rapid.Int64Range(1, 4_000).Draw(rt, "pieces"))
			msg.Seller = rapid.SampledFrom(people).Draw(rt, "seller").String()
			msg.Buyer = rapid.SampledFrom(people).Draw(rt, "buyer").String()
			msg.Reference = string(rune('A' + i))
			if _, err := tx(f, f.msgs.AgreeTrade, msg); err == nil {
				agreed++
			}
		}
		f.issue(people[0], 50_000*rapid.Int64Range(1, 8_000).Draw(rt, "issued"))
		if rapid.Bool().Draw(rt, "freeze") {
			f.custody.frozen[rapid.SampledFrom(people).Draw(rt, "frozen").String()] = true
		}
		supply := f.bank.GetSupply(f.ctx, "ujpy")
		for at := tokyo("2026-01-07"); at.Before(tokyo("2026-01-08")); at = at.Add(5 * time.Hour) {
			f.ctx = f.ctx.WithBlockTime(at)
			f.keeper.EndBlock(f.ctx)
			require.NoError(rt, f.keeper.Audit(f.ctx))
		}
		require.Empty(rt, f.held())
		require.Equal(rt, supply, f.bank.GetSupply(f.ctx, "ujpy"))
		state, err := f.keeper.ExportGenesis(f.ctx)
		require.NoError(rt, err)
		require.Len(rt, state.Trades, agreed)
		cash, units := math.ZeroInt(), math.ZeroInt()
		for _, person := range people {
			for _, at := range []sdk.AccAddress{person, suspense(person)} {
				cash = cash.Add(f.bank.GetBalance(f.ctx, at, "ujpy").Amount)
				units = units.Add(f.bank.GetBalance(f.ctx, at, bondtypes.Denom(isin)).Amount)
			}
		}
		require.Equal(rt, supply.Amount, cash)
		require.Equal(rt, f.bank.GetSupply(f.ctx, bondtypes.Denom(isin)).Amount, units)
		for _, trade := range state.Trades {
			require.True(rt, trade.IsOver(), trade.Reason)
		}
	})
}
