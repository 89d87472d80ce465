package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// called has a position of a hundred million face with a debt of ninety million yen, called by a rise of yields to 2.85 %.
func called(t T) (*world, types.ID) {
	t.Helper()
	w := newWorld(t)
	id := w.open(owner, 1, units(100_000_000), 90_000_000)
	w.block(time.Minute)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	w.clearEvents()
	w.yield("2.85")
	w.block(time.Minute)
	require.Equal(t, collateraltypes.STAGE_CALLED, w.stage(id))
	return w, id
}

// auctioned lets the grace of the call pass.
func auctioned(t T) (*world, types.ID) {
	t.Helper()
	w, id := called(t)
	w.block(4 * time.Hour)
	require.Equal(t, collateraltypes.STAGE_DUE, w.stage(id))
	w.give(bidder, cash(200_000_000))
	w.give(dealer, cash(200_000_000))
	return w, id
}

func TestMarginCallIsMet(t *testing.T) {
	w, id := called(t)
	call, found := w.call(id)
	require.True(t, found)
	require.Equal(t, 4*time.Hour, call.DueAt.Sub(call.CalledAt))
	require.True(t, w.emitted(&types.EventMarginCalled{}))
	require.True(t, w.emitted(&collateraltypes.EventPositionEndangered{}))
	w.audit()

	_, err := w.collateral.Repay(w.ctx, owner, owner, jpy, 1, yen(5_000_000))
	require.NoError(t, err)
	_, found = w.call(id)
	require.False(t, found)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	require.True(t, w.emitted(&types.EventCallEnded{}))
	require.True(t, w.emitted(&collateraltypes.EventPositionSound{}))
	w.block(5 * time.Hour)
	_, err = w.bid(bidder, id, tenYearD)
	require.ErrorIs(t, err, types.ErrAuctionNotFound)
	w.audit()
}

func TestPricesThatComeBackMeetACallWhenItFallsDue(t *testing.T) {
	w, id := called(t)
	w.yield("2")
	w.block(time.Hour)
	_, found := w.call(id)
	require.True(t, found)
	w.block(3 * time.Hour)
	_, found = w.call(id)
	require.False(t, found)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	w.audit()
}

func TestAuctionRestoresTheTargetHealth(t *testing.T) {
	w, id := auctioned(t)
	auction := w.auction(id)
	require.True(t, auction.Open)
	require.Equal(t, dec("101"), auction.Lots[0].PricePct)
	w.block(8*time.Minute + 30*time.Second)
	auction = w.auction(id)
	require.Equal(t, dec("99"), auction.Lots[0].PricePct)

	w.clearEvents()
	before := w.assess(id)
	response, err := w.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	require.Equal(t, auction.Lots[0].Lot, response.Lot)
	require.Equal(t, auction.Lots[0].Payment, response.Payment)
	require.True(t, response.Lot.Amount.LT(units(100_000_000)[0].Amount))
	require.True(t, w.emitted(&types.EventLotSold{}))
	require.True(t, w.emitted(&types.EventAuctionEnded{}))
	require.True(t, w.emitted(&collateraltypes.EventCollateralSold{}))

	after := w.assess(id)
	target := collateraltypes.RequiredUp(after.Debt, after.Risk.TargetPct)
	require.True(t, after.Value.GTE(target), "%s of %s", after.Value, target)
	require.True(t, after.Value.SubRaw(10*million).LT(target), "no more is sold than needed")
	repaid := before.Debt.Sub(after.Debt)
	require.True(t, repaid.Equal(response.Payment.Amount) || repaid.AddRaw(1).Equal(response.Payment.Amount), "%s for %s", repaid, response.Payment)
	require.Equal(t, response.Lot.Amount, w.balance(bidder, tenYearD))
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	require.Equal(t, after.Position.Bonds[0].Amount, w.balance(owner, tenYearD))
	w.audit()
}

func TestPriceStopsAtTheFloor(t *testing.T) {
	w, id := auctioned(t)
	for _, step := range []struct {
		wait time.Duration
		pct  string
	}{{59 * time.Second, "101"}, {time.Second, "100.75"}, {13 * time.Minute, "97.5"}, {40 * time.Minute, "97.5"}} {
		w.block(step.wait)
		require.Equal(t, dec(step.pct), w.auction(id).Lots[0].PricePct)
	}
	w.block(10 * time.Minute)
	require.Equal(t, uint32(2), w.auction(id).Auction.Round)
	require.Equal(t, dec("101"), w.auction(id).Lots[0].PricePct)
	w.audit()
}

func TestUrgentPositionsHaveNoGrace(t *testing.T) {
	w := newWorld(t)
	id := w.open(owner, 1, units(100_000_000), 90_000_000)
	w.yield("3")
	w.block(time.Minute)
	require.Equal(t, collateraltypes.STAGE_DUE, w.stage(id))
	require.Equal(t, uint32(1), w.auction(id).Auction.Round)

	w, id = called(t)
	w.yield("3")
	w.block(time.Minute)
	require.Equal(t, uint32(1), w.auction(id).Auction.Round)
	_, found := w.call(id)
	require.False(t, found)
	w.audit()
}

func TestDealersFirst(t *testing.T) {
	w, id := auctioned(t)
	w.params(func(p *types.Params) { p.Dealers = []string{dealer.String()} })
	require.True(t, w.auction(id).DealersOnly)
	_, err := w.bid(bidder, id, tenYearD)
	require.ErrorIs(t, err, types.ErrDealersOnly)
	w.block(299 * time.Second)
	_, err = w.bid(bidder, id, tenYearD)
	require.ErrorIs(t, err, types.ErrDealersOnly)
	w.block(time.Second)
	require.False(t, w.auction(id).DealersOnly)
	_, err = w.bid(bidder, id, tenYearD)
	require.NoError(t, err)

	w, id = auctioned(t)
	w.params(func(p *types.Params) { p.Dealers = []string{dealer.String()} })
	_, err = w.bid(dealer, id, tenYearD)
	require.NoError(t, err)
	w.audit()
}

// price is what the lots of an auction cost now, in percent of the market price.
func (w *world) price(id types.ID) string {
	w.Helper()
	return rounding.Plain(w.auction(id).Lots[0].PricePct)
}

func TestBidRefusals(t *testing.T) {
	w, id := auctioned(t)
	bid := func(edit func(*types.MsgBid)) error {
		msg := types.MsgBid{
			Bidder: bidder.String(), Owner: owner.String(), Denom: jpy, Number: 1,
			Lot: sdk.NewInt64Coin(tenYearD, 1_000_000), MaxPayment: cash(2_000_000),
		}
		edit(&msg)
		cached, _ := w.ctx.CacheContext()
		_, err := w.msgs.Bid(cached, &msg)
		return err
	}
	require.NoError(t, bid(func(*types.MsgBid) {}))
	require.ErrorIs(t, bid(func(m *types.MsgBid) { m.Bidder = "nobody" }), types.ErrInvalidAddress)
	require.ErrorIs(t, bid(func(m *types.MsgBid) { m.Owner = "nobody" }), types.ErrInvalidAddress)
	require.ErrorIs(t, bid(func(m *types.MsgBid) { m.Bidder = owner.String() }), types.ErrOwnAuction)
	require.ErrorIs(t, bid(func(m *types.MsgBid) { m.Number = 2 }), types.ErrAuctionNotFound)
	require.ErrorIs(t, bid(func(m *types.MsgBid) { m.Lot.Denom = twoYearD }), types.ErrLotNotFound)
	require.ErrorIs(t, bid(func(m *types.MsgBid) { m.MaxPayment.Denom = usd }), types.ErrInvalidAmount)
	require.ErrorIs(t, bid(func(m *types.MsgBid) { m.MaxPayment = cash(900_000) }), types.ErrPrice)
	for _, bad := range []string{"0", "-1", "NaN", "1e2", "99.00001", "1001", "99,5"} {
		require.ErrorIs(t, bid(func(m *types.MsgBid) { m.MaxPricePct = bad }), types.ErrInvalidAmount, bad)
	}
	require.ErrorIs(t, bid(func(m *types.MsgBid) { m.MaxPricePct = "90" }), types.ErrPrice)
	w.block(time.Minute) // a step down
	cheaper := w.price(id)
	require.NoError(t, bid(func(m *types.MsgBid) { m.MaxPricePct = cheaper }))
	w.block(time.Hour) // the auction has started again from the top: dearer, and less is for sale
	require.ErrorIs(t, bid(func(m *types.MsgBid) { m.MaxPricePct = cheaper }), types.ErrPrice)
	for _, amount := range []sdk.Coin{{Denom: tenYearD}, sdk.NewInt64Coin(tenYearD, 0)} {
		require.ErrorIs(t, bid(func(m *types.MsgBid) { m.Lot = amount }), collateraltypes.ErrInvalidAmount)
	}
	w.custody.barred[bidder.String()] = true
	require.ErrorIs(t, bid(func(*types.MsgBid) {}), errBarred)
	delete(w.custody.barred, bidder.String())

	w.yield("2")
	w.block(time.Second)
	require.ErrorIs(t, bid(func(*types.MsgBid) {}), types.ErrSound)
}

func TestBidMayNotLeaveDust(t *testing.T) {
	w := newWorld(t)
	id := w.open(owner, 1, units(10_000_000), 9_000_000)
	w.yield("8")
	w.block(time.Minute)
	lot := w.auction(id).Lots[0].Lot
	require.Equal(t, sdk.NewInt64Coin(tenYearD, 10_000_000), lot, "it is worth less than its debt: all is for sale")

	w, id = auctioned(t)
	market, err := w.collateral.GetMarket(w.ctx, jpy)
	require.NoError(t, err)
	market.Terms.MinBorrow = yen(80_000_000)
	require.NoError(t, w.collateral.UpdateMarket(w.ctx, jpy, market.Terms))
	_, err = w.msgs.Bid(w.ctx, &types.MsgBid{
		Bidder: bidder.String(), Owner: owner.String(), Denom: jpy, Number: 1,
		Lot: sdk.NewInt64Coin(tenYearD, 20_000_000), MaxPayment: cash(90_000_000),
	})
	require.ErrorIs(t, err, types.ErrDust)
	// What restores health would leave dust: the whole debt is for sale.
	response, err := w.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	require.True(t, response.Payment.Amount.GTE(yen(90_000_000)))
	require.Equal(t, collateraltypes.STAGE_UNSPECIFIED, w.stage(id))
	w.audit()
}

func TestOwnersStandingDoesNotMatter(t *testing.T) {
	w, id := auctioned(t)
	w.custody.barred[owner.String()] = true
	_, err := w.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	w.audit()
}

func TestSurplusIsTheOwners(t *testing.T) {
	w, id := auctioned(t)
	w.risk(func(r *collateraltypes.RiskTerms) {})
	market, err := w.collateral.GetMarket(w.ctx, jpy)
	require.NoError(t, err)
	market.Terms.MinBorrow = yen(95_000_000)
	require.NoError(t, w.collateral.UpdateMarket(w.ctx, jpy, market.Terms))
	before := w.balance(owner, jpy)
	debt := w.assess(id).Debt
	response, err := w.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	surplus := response.Payment.Amount.Sub(debt)
	require.True(t, surplus.IsPositive() && surplus.LT(yen(1)), "at most the price of one unit: %s", surplus)
	require.Equal(t, before.Add(surplus), w.balance(owner, jpy))
	require.True(t, w.balance(owner, tenYearD).IsPositive())
	w.audit()
}

func TestBackstopBuysAtTheFloor(t *testing.T) {
	w, id := auctioned(t)
	w.params(func(p *types.Params) { p.Backstop = backstop.String() })
	w.give(backstop, cash(100_000_000))
	_, err := w.msgs.DepositBackstop(w.ctx, &types.MsgDepositBackstop{Depositor: backstop.String(), Amount: cash(60_000_000)})
	require.NoError(t, err)
	w.custody.barred[backstop.String()] = true
	w.block(time.Hour)
	require.Equal(t, uint32(2), w.auction(id).Auction.Round, "a backstop that may not hold the bonds buys none")
	require.True(t, w.balance(backstop, tenYearD).IsZero())
	w.audit()

	delete(w.custody.barred, backstop.String())
	w.block(time.Hour)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	bought := w.balance(backstop, tenYearD)
	require.True(t, bought.IsPositive())
	deposit, err := w.queries.Deposit(w.ctx, &types.QueryDepositRequest{Account: backstop.String(), Denom: jpy})
	require.NoError(t, err)
	require.True(t, deposit.Amount.LT(yen(60_000_000)))
	w.audit()

	_, err = w.msgs.WithdrawBackstop(w.ctx, &types.MsgWithdrawBackstop{Depositor: backstop.String(), Amount: cash(60_000_000)})
	require.ErrorIs(t, err, types.ErrInsufficientDeposit)
	_, err = w.msgs.WithdrawBackstop(w.ctx, &types.MsgWithdrawBackstop{
		Depositor: backstop.String(), Amount: sdk.NewCoin(jpy, deposit.Amount),
	})
	require.NoError(t, err)
	require.True(t, w.balance(module, jpy).IsZero())
	w.audit()
}

// The whole book defaults: insurance, then the reserve, then the suppliers.
func TestBadDebtFallsOnInsuranceReserveSuppliers(t *testing.T) {
	w := newWorld(t)
	id := w.open(owner, 1, units(1_000_000_000), 900_000_000)
	w.block(300 * 24 * time.Hour) // the reserve earns something
	w.give(bidder, cash(2_000_000_000))
	_, err := w.msgs.FundInsurance(w.ctx, &types.MsgFundInsurance{Funder: bidder.String(), Amount: cash(10_000_000)})
	require.NoError(t, err)
	w.yield("9")
	w.block(time.Minute)
	w.clearEvents()
	before, err := w.pool()
	require.NoError(t, err)
	require.True(t, before.Reserve.IsPositive())
	debt := w.assess(id).Debt
	response, err := w.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	require.Equal(t, units(1_000_000_000)[0].Amount, response.Lot.Amount)
	require.Equal(t, collateraltypes.STAGE_UNSPECIFIED, w.stage(id))
	require.True(t, w.emitted(&collateraltypes.EventBadDebt{}))

	bad := debt.Sub(response.Payment.Amount)
	fund, err := w.queries.Fund(w.ctx, &types.QueryFundRequest{Denom: jpy})
	require.NoError(t, err)
	require.Equal(t, bad, fund.Fund.BadDebt)
	require.True(t, fund.Fund.Insurance.IsZero())
	require.True(t, fund.InAuction.IsZero())
	after, err := w.pool()
	require.NoError(t, err)
	require.True(t, after.Reserve.LTE(yen(1)))
	lost := before.TotalSupply.Sub(after.TotalSupply)
	diff := bad.Sub(yen(10_000_000)).Sub(before.Reserve).Sub(lost).Abs()
	require.True(t, diff.LTE(yen(2)), "off by %s", diff)
	w.audit()

	// Those who stay are paid what is left.
	amount, _, err := w.collateral.Withdraw(w.ctx, lender, jpy, collateraltypes.Withdrawal{All: true})
	require.NoError(t, err)
	require.Equal(t, after.TotalSupply, amount)
	w.audit()
}

func (w *world) pool() (collateraltypes.MarketReport, error) {
	return w.collateral.Report(w.ctx, jpy)
}

func TestCapOnDebtInAuction(t *testing.T) {
	w := newWorld(t)
	w.risk(func(r *collateraltypes.RiskTerms) { r.AuctionCap = yen(20_000_000) })
	var ids []types.ID
	for i := range uint64(5) {
		ids = append(ids, w.open(account(string(rune('a'+i))), i, units(10_000_000), 9_000_000))
	}
	w.yield("3")
	w.block(time.Minute)
	started := func() (n int) {
		auctions, err := w.queries.Auctions(w.ctx, &types.QueryAuctionsRequest{Denom: jpy})
		require.NoError(t, err)
		return len(auctions.Auctions)
	}
	require.Equal(t, 2, started())
	require.True(t, w.emitted(&types.EventLiquidationDeferred{}))
	w.give(bidder, cash(100_000_000))
	auctions, err := w.queries.Auctions(w.ctx, &types.QueryAuctionsRequest{Denom: jpy})
	require.NoError(t, err)
	first := auctions.Auctions[0]
	_, err = w.bid(bidder, types.ID{Owner: sdk.MustAccAddressFromBech32(first.Owner), Denom: jpy, Number: first.Number}, tenYearD)
	require.NoError(t, err)
	require.Equal(t, 1, started())
	w.audit()
	w.block(5 * time.Minute)
	require.Equal(t, 2, started(), "the next in line")
	w.audit()
	require.Len(t, ids, 5)
}

func TestGraceStopsSales(t *testing.T) {
	w, id := auctioned(t)
	w.feed.until = w.bonds.now.Add(2 * time.Hour)
	_, err := w.bid(bidder, id, tenYearD)
	require.ErrorIs(t, err, types.ErrGrace)
	require.False(t, w.auction(id).Open)
	params, err := w.queries.Params(w.ctx, &types.QueryParamsRequest{Denom: jpy})
	require.NoError(t, err)
	require.Equal(t, w.feed.until, params.GraceUntil)
	w.block(time.Hour)
	require.Equal(t, uint32(1), w.auction(id).Auction.Round, "nothing falls due")
	// Owners can help themselves, but this one does too little.
	_, err = w.collateral.Repay(w.ctx, owner, owner, jpy, 1, yen(1_000))
	require.NoError(t, err)
	w.block(70 * time.Minute)
	require.Equal(t, uint32(2), w.auction(id).Auction.Round)
	_, err = w.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	w.audit()
}

// A yen market that takes dollar bonds alone is priced from the rate between the two: grace for the rate is grace in it.
func TestGraceOfTheRateReachesAMarketOfForeignBonds(t *testing.T) {
	w, id := auctioned(t)
	w.feed.until, w.feed.pair = w.bonds.now.Add(2*time.Hour), [2]string{"JPY", "USD"}
	for _, test := range []struct {
		accepted []string
		grace    bool
	}{{[]string{"USD"}, true}, {[]string{"JPY", "USD"}, true}, {[]string{"JPY"}, false}} {
		market, err := w.collateral.GetMarket(w.ctx, jpy)
		require.NoError(t, err)
		market.Terms.AcceptedCurrencies = test.accepted
		require.NoError(t, w.collateral.UpdateMarket(w.ctx, jpy, market.Terms))
		require.Equal(t, !test.grace, w.auction(id).Open, test.accepted)
	}
	w.audit()
}

func TestPauseStopsLiquidationAndNothingElse(t *testing.T) {
	w, id := auctioned(t)
	require.NoError(t, w.collateral.Pause(w.ctx, gov.String(), jpy, collateraltypes.Pauses{Liquidation: true}))
	_, err := w.bid(bidder, id, tenYearD)
	require.ErrorIs(t, err, types.ErrPaused)
	w.block(2 * time.Hour)
	require.Equal(t, uint32(1), w.auction(id).Auction.Round)
	_, err = w.collateral.Repay(w.ctx, owner, owner, jpy, 1, yen(10_000_000))
	require.NoError(t, err)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	w.audit()
}

func TestNothingIsSoldWithoutAPrice(t *testing.T) {
	w, id := called(t)
	params, err := w.collateral.GetParams(w.ctx)
	require.NoError(t, err)
	params.MaxCurveAgeDays = 1
	require.NoError(t, w.collateral.UpdateParams(w.ctx, params))
	w.block(5 * 24 * time.Hour)
	require.Equal(t, collateraltypes.STAGE_CALLED, w.stage(id))
	require.True(t, w.emitted(&types.EventLiquidationDeferred{}))
	w.audit()
	curve := flatCurve("JPY", "2.85")
	curve.AsOf = "2026-01-12"
	require.NoError(t, w.collateral.SetCurve(w.ctx, curve))
	w.block(10 * time.Minute)
	require.True(t, w.auction(id).Open)

	w.block(5 * 24 * time.Hour)
	w.give(bidder, cash(1_000_000_000))
	_, err = w.bid(bidder, id, tenYearD)
	require.ErrorIs(t, err, types.ErrUnpriced)
	w.audit()
}

// What has no price holds up nothing: the rest is sold, so that nobody hides behind a bond that can't be valued.
func TestAnItemWithoutAPriceHoldsUpNothing(t *testing.T) {
	w := newWorld(t)
	id := w.open(owner, 1, units(100_000_000).Add(sdk.NewInt64Coin(dollarD, 1)), 90_000_000)
	w.block(time.Minute)
	w.bonds.set(dollar, bondtypes.SERIES_STATUS_MATURED)
	require.NoError(t, w.collateral.AfterSeriesChanged(w.ctx, dollar))
	w.yield("2.85")
	w.block(time.Minute)
	require.Equal(t, collateraltypes.STAGE_CALLED, w.stage(id))
	w.block(4 * time.Hour)
	require.True(t, w.auction(id).Open)
	w.give(bidder, cash(200_000_000))
	_, err := w.bid(bidder, id, dollarD)
	require.ErrorIs(t, err, types.ErrUnpriced)
	w.block(10 * time.Minute)
	_, err = w.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	w.audit()
}

// A series in default counts for nothing and has no price; the auction finds one.
func TestDefaultedSeriesFindsItsPrice(t *testing.T) {
	w := newWorld(t)
	id := w.open(owner, 1, units(100_000_000), 60_000_000)
	other := w.open(account("other"), 1, sdk.NewCoins(sdk.NewInt64Coin(twoYearD, 100_000_000)), 60_000_000)
	w.block(time.Minute)
	w.bonds.set(tenYear, bondtypes.SERIES_STATUS_DEFAULTED)
	require.NoError(t, w.collateral.AfterSeriesChanged(w.ctx, tenYear))
	w.block(time.Minute)
	require.Equal(t, collateraltypes.STAGE_DUE, w.stage(id))
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(other))
	w.give(bidder, cash(200_000_000))
	require.Equal(t, dec("101"), w.auction(id).Lots[0].PricePct)
	w.block(30 * time.Minute)
	require.Equal(t, dec("60.5"), w.auction(id).Lots[0].PricePct)
	w.block(15 * time.Minute)
	require.Equal(t, dec("40.25"), w.auction(id).Lots[0].PricePct)
	_, err := w.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	require.Equal(t, collateraltypes.STAGE_UNSPECIFIED, w.stage(id), "the rest was written off")
	fund, err := w.queries.Fund(w.ctx, &types.QueryFundRequest{Denom: jpy})
	require.NoError(t, err)
	require.True(t, fund.Fund.BadDebt.IsPositive())
	w.audit()
}

func TestPositionWithoutCollateralIsWrittenOff(t *testing.T) {
	w := newWorld(t)
	id := w.open(owner, 1, units(1_000_000), 900_000)
	w.yield("15")
	// The bonds are redeemed for less than the debt: here, by hand.
	ref := collateraltypes.PledgeRef(jpy, 1)
	require.NoError(t, w.custody.Release(w.ctx, owner, units(1_000_000)[0], collateraltypes.ModuleName, ref))
	w.give(pools, cash(100_000))
	require.NoError(t, w.collateral.AfterPledgeRedeemed(w.ctx, owner, collateraltypes.ModuleName, ref, units(1_000_000)[0], cash(100_000)))
	w.block(time.Minute)
	require.Equal(t, collateraltypes.STAGE_UNSPECIFIED, w.stage(id))
	fund, err := w.queries.Fund(w.ctx, &types.QueryFundRequest{Denom: jpy})
	require.NoError(t, err)
	require.True(t, fund.Fund.BadDebt.GTE(yen(800_000)) && fund.Fund.BadDebt.LT(yen(800_001)), "with a minute's interest")
	w.audit()
}

func TestExportImportExport(t *testing.T) {
	w, id := auctioned(t)
	w.open(account("second"), 7, units(100_000_000), 85_000_000)
	w.yield("3.42")
	w.block(time.Minute)
	w.params(func(p *types.Params) { p.Backstop, p.Dealers = backstop.String(), []string{dealer.String()} })
	w.give(backstop, cash(100))
	require.NoError(t, w.keeper.DepositBackstop(w.ctx, backstop, cash(60)))
	require.NoError(t, w.keeper.FundInsurance(w.ctx, backstop, cash(40)))
	calls, err := w.queries.Calls(w.ctx, &types.QueryCallsRequest{Denom: jpy})
	require.NoError(t, err)
	require.NotEmpty(t, calls.Calls)
	ours, err := w.keeper.ExportGenesis(w.ctx)
	require.NoError(t, err)
	theirs, err := w.collateral.ExportGenesis(w.ctx)
	require.NoError(t, err)

	next := emptyWorld(t)
	*next.bonds = *w.bonds
	next.restore(w)
	require.NoError(t, next.collateral.InitGenesis(next.ctx, *theirs))
	require.NoError(t, next.keeper.InitGenesis(next.ctx, *ours))
	again, err := next.keeper.ExportGenesis(next.ctx)
	require.NoError(t, err)
	require.Equal(t, ours, again)
	below, err := next.collateral.ExportGenesis(next.ctx)
	require.NoError(t, err)
	require.Equal(t, theirs, below)
	next.audit()
	next.give(bidder, cash(200_000_000))
	next.block(6 * time.Minute)
	_, err = next.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	next.audit()
}
