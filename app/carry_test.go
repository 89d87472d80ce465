package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/testutil"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

const (
	bridging    = carrytypes.Stage_STAGE_BRIDGING
	refunded    = carrytypes.Stage_STAGE_REFUNDED
	deploying   = carrytypes.Stage_STAGE_DEPLOYING
	active      = carrytypes.Stage_STAGE_ACTIVE
	withdrawing = carrytypes.Stage_STAGE_WITHDRAWING
	returning   = carrytypes.Stage_STAGE_RETURNING
	unwinding   = carrytypes.Stage_STAGE_UNWINDING
	closed      = carrytypes.Stage_STAGE_CLOSED
)

var (
	sent   = testutil.Dollars(1_000_000).Amount // what the opening buys and sends
	noCash = testutil.Yen(0)
)

// opened is a trade whose first position is active.
func opened(t *testing.T) *testutil.Trade {
	t.Helper()
	l := testutil.NewTrade(t, issueDay)
	l.Relay(l.Open())
	l.At(deploying)
	l.Relay(l.Sent())
	l.At(active)
	return l
}

// finish converts what is home at a rate of yen for a dollar and checks that nothing of the trade is left but its result.
func finish(t *testing.T, l *testutil.Trade, rate string, topUp sdk.Coin) carrytypes.Position {
	t.Helper()
	l.ConvertBack(rate, topUp)
	p := l.At(closed)
	require.Equal(t, p.Pnl.Total, p.Pnl.Carry.Add(p.Pnl.Fx).Add(p.Pnl.Cross), "the parts are the whole")
	require.Equal(t, p.Pnl.Total, p.Exit.Received.Sub(p.Entry.Spent).Sub(p.Pnl.Financing))
	ledger := l.Ledger()
	require.Zero(t, ledger.OpenPositions+ledger.Orders)
	require.Equal(t, "0 0 0", ledger.Exposure.String()+" "+ledger.Idle.String()+" "+ledger.Claims.String())
	require.Zero(t, l.Japan.Debt(l.Japan.Client))
	require.Empty(t, l.Tokyo.Kokusai.BankKeeper.GetAllBalances(l.Tokyo.Committed(), carrytypes.PositionAccount(l.Japan.Client.Addr, 1)))
	require.Empty(t, l.Pending())
	l.Japan.Must(send(l.Japan.Client, l.Japan.Dealer, testutil.Bonds(600*million)), l.Japan.Client) // all bonds are free
	return p
}

// about compares an amount to the millionth of a yen or so that rounding a price costs.
func about(t *testing.T, want sdk.Coin, got math.Int) {
	t.Helper()
	require.True(t, want.Amount.Sub(got).Abs().LTE(math.NewInt(5)), "%s, not %s", want, got)
}

// A trade that goes well earns the difference of interest, and what the currency did.
func TestCarryTrade(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j, a := l.Japan, l.America
	a.Pledge(a.Client, testutil.Notes(8_000_000))
	a.Borrow(a.Client, testutil.Dollars(3_000_000))
	before := j.Balance(j.Client.Addr, yen)

	bridge := l.Open()
	p := l.At(bridging)
	require.Equal(t, sent, p.Abroad.Outbound)
	require.Equal(t, testutil.Yen(156_000_000).Amount, p.Entry.Spent)
	l.Relay(bridge)
	l.Relay(l.Sent())
	require.True(t, l.At(active).Abroad.Claims.IsPositive())

	l.Tokyo.Wait(6 * 24 * time.Hour)
	l.Close()
	l.At(withdrawing)
	l.Relay(l.Sent())
	l.At(returning)
	order := l.Sent()
	ack := l.Receive(order)
	home := l.Sent()
	l.Acknowledge(order, ack)
	l.At(returning)
	l.Relay(home)
	require.True(t, l.At(unwinding).Home.GT(sent), "interest came home too")

	p = finish(t, l, "158", noCash)
	require.EqualValues(t, p.Pnl.Total.Int64(), j.Balance(j.Client.Addr, yen)-before, "the owner has the result in hand")
	about(t, testutil.Yen(2_000_000), p.Pnl.Fx) // two yen on each of a million dollars
	require.True(t, p.Pnl.Carry.IsPositive() && p.Pnl.Cross.IsPositive())
}

// A trade that goes badly is paid for by its owner, who tops up to repay.
func TestCarryTradeAtALoss(t *testing.T) {
	l := opened(t)
	before := l.Japan.Balance(l.Japan.Client.Addr, yen)
	l.Close()
	l.RelayAll()
	l.At(unwinding)
	p := finish(t, l, "142", testutil.Yen(20_000_000))
	about(t, testutil.Yen(14_000_000), p.Pnl.Fx.Neg())
	require.EqualValues(t, p.Pnl.Total.Int64(), l.Japan.Balance(l.Japan.Client.Addr, yen)-before)
}

// Money that does not reach the venue in time comes back into the position's account, and sets out again or is unwound.
func TestBridgeTimesOut(t *testing.T) {
	for name, goOn := range map[string]func(*testing.T, *testutil.Trade){
		"retried": func(t *testing.T, l *testutil.Trade) {
			l.Retry()
			l.At(bridging)
			l.RelayAll()
			l.At(active)
			l.Close()
			l.RelayAll()
			l.At(unwinding)
		},
		"unwound": func(t *testing.T, l *testutil.Trade) {
			l.Close()
			l.At(unwinding)
		},
		"converted back at once": func(*testing.T, *testutil.Trade) {},
	} {
		t.Run(name, func(t *testing.T) {
			l := testutil.NewTrade(t, issueDay)
			bridge := l.Open()
			l.Timeout(bridge)
			require.True(t, l.Cleared(bridge))
			require.Equal(t, sent, l.At(refunded).Home)
			goOn(t, l)
			finish(t, l, "156", testutil.Yen(1_000_000))
		})
	}
}

// An order that does not arrive is given again by the module itself, after a while.
func TestSupplyOrderTimesOut(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	l.Relay(l.Open())
	order := l.Sent()
	l.Timeout(order)
	require.Equal(t, sent, l.At(deploying).Abroad.Idle)
	require.Empty(t, l.Pending())
	l.Tokyo.Wait(6 * time.Minute)
	again := l.Sent()
	require.NotEqual(t, order.Sequence, again.Sequence)
	l.Relay(again)
	l.At(active)
	l.Close()
	l.RelayAll()
	finish(t, l, "156", testutil.Yen(1_000_000))
}

// An order that the venue refuses is tried again once the venue takes it; or the money comes home without having worked.
func TestSupplyOrderIsRefused(t *testing.T) {
	for name, goOn := range map[string]func(*testutil.Trade, func(bool)){
		"retried": func(l *testutil.Trade, pause func(bool)) {
			pause(false)
			l.Retry()
			l.RelayAll()
			l.At(active)
			l.Close()
		},
		"called home": func(l *testutil.Trade, _ func(bool)) {
			l.Close()
			l.At(returning)
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := testutil.NewTrade(t, issueDay)
			pause := func(paused bool) {
				terms := l.America.MarketTerms()
				terms.Pauses.Supply = paused
				l.NewYork.Govern(&collateraltypes.MsgUpdateMarket{Authority: testutil.Governance, Denom: "uusd", Terms: terms})
			}
			pause(true)
			l.Relay(l.Open())
			l.Relay(l.Sent())
			p := l.At(deploying)
			require.Equal(t, sent, p.Abroad.Idle)
			require.NotEmpty(t, p.Note)
			goOn(l, pause)
			l.RelayAll()
			l.At(unwinding)
			finish(t, l, "156", testutil.Yen(1_000_000))
		})
	}
}

// A pool that is lent out cannot pay. The claims stay, and are redeemed when cash is back.
func TestPoolIsDrained(t *testing.T) {
	l := opened(t)
	a := l.America
	a.Pledge(a.Client, testutil.Notes(8_000_000))
	a.Borrow(a.Client, testutil.Dollars(5_000_000))
	l.Close()
	l.Relay(l.Sent())
	p := l.At(withdrawing)
	require.True(t, p.Abroad.Claims.IsPositive())
	require.NotEmpty(t, p.Note)

	l.Tokyo.Wait(6 * time.Minute) // the module tries by itself, in vain
	l.Relay(l.Sent())
	require.EqualValues(t, 2, l.At(withdrawing).Attempts)

	a.Must(&collateraltypes.MsgRepay{Payer: a.Client.String(), Owner: a.Client.String(), Number: 1, Amount: testutil.Dollars(2_000_000)}, a.Client)
	l.Retry()
	l.RelayAll()
	require.True(t, l.At(unwinding).Home.GTE(sent))
	finish(t, l, "156", testutil.Yen(1_000_000))
}

// leaveWithoutArriving has the money of a closing position leave the venue, and returns its packet, which is not delivered.
func leaveWithoutArriving(l *testutil.Trade) testutil.Packet {
	l.Close()
	l.Relay(l.Sent())
	order := l.Sent()
	ack := l.Receive(order)
	home := l.Sent()
	l.Acknowledge(order, ack)
	return home
}

// Money on its way home that times out is back in the account abroad. The next order to send it says first what must be
// true for that, so that no position sends another's money.
func TestReturnTimesOut(t *testing.T) {
	l := opened(t)
	home := leaveWithoutArriving(l)
	p := l.At(returning)
	require.True(t, p.Abroad.Returning.IsPositive())
	require.Equal(t, home.Sequence, p.Abroad.ReturningSequence)

	// Here time is up, but abroad the refund has not been asked for: the guard stops the order.
	l.Tokyo.Coordinator.SetTime(time.Unix(0, int64(home.TimeoutTimestamp)).Add(time.Second))
	l.Tokyo.Block()
	p = l.At(returning)
	require.Equal(t, home.Sequence, p.Abroad.GuardSequence)
	guarded := l.Sent()
	ack := l.Receive(guarded)
	failure(t, ack)
	l.Acknowledge(guarded, ack)
	require.True(t, l.At(returning).Abroad.Idle.IsPositive())

	l.Timeout(home)
	require.True(t, l.Cleared(home))
	require.Empty(t, l.Pending())
	l.Retry()
	l.RelayAll()
	p = l.At(unwinding)
	require.True(t, p.Home.GTE(sent))
	require.Zero(t, p.Abroad.GuardSequence)
	finish(t, l, "156", testutil.Yen(1_000_000))
}

// A frozen owner's trade comes home, repays and frees what it can. What it is owed waits in the position's account.
func TestOwnerIsFrozenInFlight(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j := l.Japan
	bridge := l.Open()
	j.Freeze(j.Client)
	l.Relay(bridge)
	l.RelayAll()
	l.At(active)
	l.Close()
	l.RelayAll()
	l.At(unwinding)
	before := j.Balance(j.Client.Addr, yen)
	l.ConvertBack("158", noCash)
	p := l.At(closed)

	account := &testutil.Actor{Addr: carrytypes.PositionAccount(j.Client.Addr, 1)}
	require.Equal(t, before, j.Balance(j.Client.Addr, yen))
	require.Equal(t, p.Pnl.Total.Int64(), j.Balance(account.Addr, yen), "the gain waits")
	require.Zero(t, j.Debt(j.Client))
	sweep := &carrytypes.MsgSweep{Sender: j.Stranger.String(), Owner: j.Client.String(), Number: 1, Denom: yen}
	j.Refused(custodytypes.ErrReceiverFrozen, sweep, j.Stranger)
	j.Unfreeze(j.Client)
	j.Must(sweep, j.Stranger)
	require.Equal(t, p.Pnl.Total.Int64(), j.Balance(j.Client.Addr, yen)-before)
	l.Audited()
}

// A frozen account opens no trade: its position's account would receive in its place.
func TestFrozenOwnerOpensNothing(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	l.Japan.Pledge(l.Japan.Client, testutil.Bonds(500*million))
	opening := l.Opening()
	opening.Bonds = nil
	l.Japan.Freeze(l.Japan.Client)
	before := ours(t, l.Tokyo)
	l.Japan.Refused(custodytypes.ErrReceiverFrozen, opening, l.Japan.Client)
	require.Empty(t, l.Pending())
	require.Equal(t, before, ours(t, l.Tokyo))
}

// Orders and acknowledgements that come twice, and packets of the same sequence on another channel, count once and for
// what they are.
func TestPacketsOfATradeCountOnce(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j := l.Japan
	second := l.OpenTransfer().EndpointA.ChannelID
	bridge := l.Open()
	j.Must(l.TransferOver(second, j.Stranger, sdk.NewInt64Coin(app.StakeDenom, 7), l.America.Stranger.String()), j.Stranger)
	namesake := l.Sent()
	require.Equal(t, bridge.Sequence, namesake.Sequence)
	l.Relay(namesake)
	l.At(bridging)

	bridgeAck := l.Receive(bridge)
	l.Redeliver(bridge)
	l.Acknowledge(bridge, bridgeAck)
	l.Acknowledge(bridge, bridgeAck)
	l.At(deploying)
	order := l.Sent()
	orderAck := l.Receive(order)
	l.Redeliver(order)
	l.Acknowledge(order, orderAck)
	l.Acknowledge(order, orderAck)
	claims := l.At(active).Abroad.Claims
	held, err := l.NewYork.Kokusai.CollateralKeeper.Claims(l.NewYork.Committed(), sdk.MustAccAddressFromBech32(l.Venue().Account), "uusd")
	require.NoError(t, err)
	require.Equal(t, claims, held, "supplied once")

	home := leaveWithoutArriving(l)
	ack := l.Receive(home)
	l.Redeliver(home)
	l.Acknowledge(home, ack)
	require.Equal(t, sent, l.At(unwinding).Home)
	finish(t, l, "156", testutil.Yen(1_000_000))
}

// A stranger's gift to a position's account is no money come home: it changes no stage and no result, and is the owner's in
// the end.
func TestGiftIsNoReturn(t *testing.T) {
	l := opened(t)
	j, rich := l.Japan, l.NewYork.Actor("fxdealer")
	account := carrytypes.PositionAccount(j.Client.Addr, 1)
	home := leaveWithoutArriving(l)
	l.America.Must(l.SendBack(rich, sdk.NewCoin("uusd", sent), account.String()), rich)
	l.RelayAll()
	require.True(t, l.At(returning).Home.IsZero())
	l.Relay(home)
	require.Equal(t, sent, l.At(unwinding).Home)

	l.ConvertBack("156", testutil.Yen(1_000_000))
	p := l.At(closed)
	require.Equal(t, sent, p.Pnl.Returned)
	require.EqualValues(t, sent.Int64(), j.Balance(j.Client.Addr, l.DollarsHere), "the gift")
	about(t, noCash, p.Pnl.Fx)
}
