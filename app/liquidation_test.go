package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	liquidationkeeper "github.com/kokusai-chain/kokusai/x/collateral/liquidation/keeper"
	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// creditDesk is a market whose validators publish its curve, level. The client owes 400 million yen on bonds that count for some
// 436. The dealer bids first, the house may hold the bonds too, and the backstop has deposited 20 million.
type creditDesk struct {
	*testutil.Market
	house, backstop *testutil.Actor
}

// Yields in 1/10000 of a percentage point, and where they bring the client.
const (
	atStart  = 21_000
	calling  = 28_000 // below maintenance
	crashing = 70_000 // worth far less than the debt
)

func newCreditDesk(t *testing.T) creditDesk {
	t.Helper()
	d := creditDesk{Market: newVotingMarket(t)}
	d.house, d.backstop = d.Actor("house"), d.Actor("backstop")
	for _, who := range []*testutil.Actor{d.house, d.backstop} {
		d.Must(d.Registration(who, custodytypes.ClassInstitutional), d.Custodian)
		d.Mint(who, testutil.Yen(1_000_000_000))
	}
	params := liquidationtypes.DefaultParams()
	params.Dealers, params.Backstop = []string{d.Dealer.String(), d.Stranger.String()}, d.backstop.String()
	d.Govern(&liquidationtypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	d.Must(&liquidationtypes.MsgDepositBackstop{Depositor: d.backstop.String(), Amount: testutil.Yen(20_000_000)}, d.backstop)
	d.Must(&collateraltypes.MsgSupply{Supplier: d.Lender.String(), Amount: testutil.Yen(100_000_000)}, d.Lender)
	d.move(atStart)
	d.Pledge(d.Client, testutil.Bonds(445_000_000))
	d.Borrow(d.Client, testutil.Yen(400_000_000))
	d.is(collateraltypes.STAGE_SOUND)
	return d
}

// move has all validators see the curve at a level.
func (d creditDesk) move(yieldE4 int32) {
	d.TB.Helper()
	view := seen(d.Market, yieldE4)
	d.VotedBlock(d.Votes(view, view, view, view))
}

// pass lets time go by without an outage: a block every twenty minutes.
func (d creditDesk) pass(span time.Duration) {
	const beat = 20 * time.Minute
	for ; span > beat; span -= beat {
		d.Wait(beat)
	}
	d.Wait(span)
}

// auctioned brings the client through a margin call into an auction.
func (d creditDesk) auctioned() creditDesk {
	d.TB.Helper()
	d.move(calling)
	d.is(collateraltypes.STAGE_CALLED)
	d.pass(4 * time.Hour)
	d.is(collateraltypes.STAGE_DUE)
	return d
}

// is checks the stage of the client's position, and every law.
func (d creditDesk) is(stage collateraltypes.Stage) {
	d.TB.Helper()
	position, found, err := d.Kokusai.CollateralKeeper.FindPosition(d.Committed(), d.Client.Addr, yen, 1)
	require.NoError(d.TB, err)
	if stage == collateraltypes.STAGE_UNSPECIFIED {
		require.True(d.TB, !found || !position.HasDebt())
	} else {
		require.Equal(d.TB, stage.String(), position.Watch.Stage.String())
	}
	d.Audited()
}

// auction is the client's, with what can be bought now.
func (d creditDesk) auction() *liquidationtypes.QueryAuctionResponse {
	d.TB.Helper()
	response, err := liquidationkeeper.NewQueryServer(d.Kokusai.LiquidationKeeper).Auction(d.Committed(),
		&liquidationtypes.QueryAuctionRequest{Owner: d.Client.String(), Denom: yen, Number: 1})
	require.NoError(d.TB, err)
	return response
}

func (d creditDesk) fund() *liquidationtypes.QueryFundResponse {
	d.TB.Helper()
	response, err := liquidationkeeper.NewQueryServer(d.Kokusai.LiquidationKeeper).Fund(d.Committed(), &liquidationtypes.QueryFundRequest{Denom: yen})
	require.NoError(d.TB, err)
	return response
}

func (d creditDesk) pool() collateraltypes.MarketReport {
	d.TB.Helper()
	report, err := d.Kokusai.CollateralKeeper.Report(d.Committed(), yen)
	require.NoError(d.TB, err)
	return report
}

// bid asks for face of the client's bonds at any price.
func (d creditDesk) bid(who *testutil.Actor, face int64) *liquidationtypes.MsgBid {
	return &liquidationtypes.MsgBid{
		Bidder: who.String(), Owner: d.Client.String(), Denom: yen, Number: 1,
		Lot: testutil.Bonds(face), MaxPayment: testutil.Yen(1_000_000_000),
	}
}

// bought has somebody bid, and returns what came of it.
func (d creditDesk) bought(who *testutil.Actor, face int64) liquidationtypes.MsgBidResponse {
	d.TB.Helper()
	var response liquidationtypes.MsgBidResponse
	d.Answer(d.Must(d.bid(who, face), who), 0, &response)
	return response
}

const everything = 445_000_000

// Validators' votes move the curve: the client is called, has its grace, and is sold as far as needed, to dealers first and then to
// whoever may hold the bonds.
func TestLiquidationFromVotesToTheLastBid(t *testing.T) {
	d := newCreditDesk(t).auctioned()
	d.Refused(liquidationtypes.ErrDealersOnly, d.bid(d.house, everything), d.house)
	d.Refused(liquidationtypes.ErrOwnAuction, d.bid(d.Client, everything), d.Client)
	d.Refused(custodytypes.ErrNotRegistered, d.bid(d.Stranger, everything), d.Stranger)
	require.Equal(t, testutil.Dec("101"), d.auction().Lots[0].PricePct)
	first := d.bought(d.Dealer, 20_000_000)
	require.Equal(t, testutil.Bonds(20_000_000), first.Lot)
	d.is(collateraltypes.STAGE_DUE)

	d.Wait(5 * time.Minute)
	require.False(t, d.auction().DealersOnly)
	before, owed := d.Balance(d.house.Addr, bond), d.Debt(d.Client)
	second := d.bought(d.house, everything)
	d.is(collateraltypes.STAGE_SOUND)
	require.EqualValues(t, second.Lot.Amount.Int64(), d.Balance(d.house.Addr, bond)-before)
	require.InDelta(t, owed-second.Payment.Amount.Int64(), d.Debt(d.Client), 100*million) // a few seconds' interest
	left, err := d.Kokusai.CollateralKeeper.Assess(d.Committed(), d.Client.Addr, yen, 1)
	require.NoError(t, err)
	require.True(t, left.Value.GTE(collateraltypes.RequiredUp(left.Debt, testutil.Dec("104.9999"))), "up to the target")
	require.True(t, left.Value.LTE(collateraltypes.RequiredUp(left.Debt, testutil.Dec("105.0001"))), "and no further")
	require.EqualValues(t, 600_000_000, d.Balance(d.Client.Addr, bond)+first.Lot.Amount.Int64()+second.Lot.Amount.Int64())
	d.Reborn()
	d.is(collateraltypes.STAGE_SOUND)
}

// A call is met by repaying or by adding bonds, and by nothing less.
func TestMarginCallIsMet(t *testing.T) {
	d := newCreditDesk(t)
	d.move(calling)
	d.is(collateraltypes.STAGE_CALLED)
	d.Refused(collateraltypes.ErrUnhealthy, &collateraltypes.MsgBorrow{Owner: d.Client.String(), Number: 1, Amount: testutil.Yen(1)}, d.Client)
	d.Pledge(d.Client, testutil.Bonds(1_000_000))
	d.is(collateraltypes.STAGE_CALLED)
	d.Pledge(d.Client, testutil.Bonds(10_000_000))
	d.is(collateraltypes.STAGE_SOUND)
	d.pass(5 * time.Hour)
	d.Refused(liquidationtypes.ErrAuctionNotFound, d.bid(d.Dealer, everything), d.Dealer)
}

// Nobody comes: the backstop buys at the floor what its deposit pays for, and the rest is offered anew from the top.
func TestBackstopAndReset(t *testing.T) {
	d := newCreditDesk(t).auctioned()
	d.pass(59 * time.Minute)
	require.Equal(t, testutil.Dec("97.5"), d.auction().Lots[0].PricePct)
	d.Wait(time.Minute)
	d.is(collateraltypes.STAGE_DUE)
	require.Equal(t, uint32(2), d.auction().Auction.Round)
	require.Equal(t, testutil.Dec("101"), d.auction().Lots[0].PricePct)
	bought := d.Balance(d.backstop.Addr, bond)
	require.True(t, bought > 21_000_000 && bought < 22_500_000, "twenty million at 97.5 %% of some 94: %d", bought)
	d.bought(d.Dealer, everything)
	d.is(collateraltypes.STAGE_SOUND)
}

// What is more than the debt is the owner's: in hand, or in suspense while it may not receive. Neither a frozen owner nor a frozen
// bidder stops a sale; only the frozen bidder gets nothing.
func TestFrozenInTheMiddleOfALiquidation(t *testing.T) {
	d := newCreditDesk(t).auctioned()
	terms := d.MarketTerms()
	terms.MinBorrow = testutil.Yen(390_000_000).Amount // what restores health would leave dust: the whole debt is for sale
	d.Govern(&collateraltypes.MsgUpdateMarket{Authority: testutil.Governance, Denom: yen, Terms: terms})
	d.Freeze(d.Client)
	d.Freeze(d.Dealer)
	d.Refused(custodytypes.ErrSenderFrozen, d.bid(d.Dealer, everything), d.Dealer)
	d.Wait(5 * time.Minute)
	before, debt := d.Balance(d.Client.Addr, yen), d.Debt(d.Client)
	sold := d.bought(d.house, everything)
	surplus := sold.Payment.Amount.Int64() - debt
	require.InDelta(t, 0, surplus, 100*million) // some seconds' interest, and at most a unit's price
	d.is(collateraltypes.STAGE_UNSPECIFIED)
	require.Equal(t, before, d.Balance(d.Client.Addr, yen))
	require.Positive(t, d.Suspended(d.Client, yen))
	held := d.Suspended(d.Client, yen)
	d.Unfreeze(d.Client)
	d.Release(d.Client)
	require.Equal(t, before+held, d.Balance(d.Client.Addr, yen))
	// The bonds that were not sold were never anywhere else, and are the owner's to free.
	left := everything - sold.Lot.Amount.Int64()
	d.Must(&collateraltypes.MsgReleaseCollateral{
		Owner: d.Client.String(), Denom: yen, Number: 1, Collateral: []sdk.Coin{testutil.Bonds(left)},
	}, d.Client)
	d.Audited()
}

// The bonds bring less than the debt: the insurance pays, then the reserve, then the lenders, each in full before the next.
func TestBadDebt(t *testing.T) {
	d := newCreditDesk(t)
	d.Must(&liquidationtypes.MsgFundInsurance{Funder: d.house.String(), Amount: testutil.Yen(10_000_000)}, d.house)
	d.pass(24 * time.Hour)
	d.move(crashing)
	d.is(collateraltypes.STAGE_DUE) // no grace so far down
	before, debt := d.pool(), d.Debt(d.Client)
	require.True(t, before.Reserve.IsPositive())
	sold := d.bought(d.Dealer, everything)
	require.EqualValues(t, everything, sold.Lot.Amount.Int64())
	d.is(collateraltypes.STAGE_UNSPECIFIED)
	after, fund := d.pool(), d.fund()
	require.True(t, fund.Fund.Insurance.IsZero())
	require.InDelta(t, debt-sold.Payment.Amount.Int64(), fund.Fund.BadDebt.Int64(), 100*million)
	require.True(t, after.Reserve.LT(testutil.Yen(1).Amount), "nothing left: %s", after.Reserve)
	lost := before.TotalSupply.Sub(after.TotalSupply)
	want := fund.Fund.BadDebt.Sub(testutil.Yen(10_000_000).Amount).Sub(before.Reserve)
	require.InDelta(t, want.Int64(), lost.Int64(), 100*million)
	require.True(t, after.Pool.SupplyIndex.LT(before.Pool.SupplyIndex))
	// Everybody who leaves is paid what is left, to the last unit.
	d.Must(&collateraltypes.MsgWithdraw{
		Supplier: d.Lender.String(), Denom: yen, Amount: testutil.Yen(0).Amount, Claims: testutil.Yen(0).Amount, All: true,
	}, d.Lender)
	d.Audited()
	d.Reborn()
}

// Without a fresh curve nobody is sold and nobody borrows; who owes may repay. When it comes back there is grace first.
func TestStaleCurveInTheMiddleOfALiquidation(t *testing.T) {
	d := newCreditDesk(t).auctioned()
	d.Must(&liquidationtypes.MsgWithdrawBackstop{Depositor: d.backstop.String(), Amount: testutil.Yen(20_000_000)}, d.backstop)
	params := collateraltypes.DefaultParams()
	params.MaxCurveAgeDays = 1
	d.Govern(&collateraltypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	d.bought(d.Dealer, 1_000_000)
	d.pass(6 * 24 * time.Hour)
	d.is(collateraltypes.STAGE_DUE)
	d.Refused(liquidationtypes.ErrUnpriced, d.bid(d.Dealer, everything), d.Dealer)
	d.Refused(collateraltypes.ErrStaleCurve, &collateraltypes.MsgBorrow{Owner: d.Client.String(), Number: 1, Amount: testutil.Yen(1)}, d.Client)
	d.Must(&collateraltypes.MsgRepay{Payer: d.Client.String(), Owner: d.Client.String(), Number: 1, Amount: testutil.Yen(1_000)}, d.Client)

	d.move(calling)
	d.Refused(liquidationtypes.ErrGrace, d.bid(d.Dealer, everything), d.Dealer)
	d.pass(4*time.Hour + time.Minute)
	d.is(collateraltypes.STAGE_DUE)
	d.bought(d.Dealer, everything)
	d.is(collateraltypes.STAGE_SOUND)
}

// Coupons of pledged bonds are the owner's while its position is sound, and repay its debt while it is in danger.
func TestCouponsInDanger(t *testing.T) {
	d := newCreditDesk(t)
	terms := d.MarketTerms()
	terms.PolicyRatePct = testutil.Dec("0")
	d.Govern(&collateraltypes.MsgUpdateMarket{Authority: testutil.Governance, Denom: yen, Terms: terms})
	d.Mint(d.Treasury, testutil.Yen(50_000_000))
	d.Fund(testutil.Yen(21_000_000))
	before := d.Balance(d.Client.Addr, yen)
	d.WaitForDate("2026-06-22")
	d.Block()
	require.Equal(t, before+coupon(600_000_000), d.Balance(d.Client.Addr, yen))
	d.is(collateraltypes.STAGE_SOUND)

	risk := collateraltypes.DefaultRiskTerms(yen, terms)
	risk.Version, risk.CallSeconds = 0, 30*86_400
	d.Govern(&collateraltypes.MsgSetRiskTerms{Authority: testutil.Governance, Risk: risk})
	d.Must(&collateraltypes.MsgBorrow{Owner: d.Client.String(), Number: 1, Amount: testutil.Yen(1)}, d.Client) // binds
	d.WaitForDate("2026-12-18")
	d.move(29_500) // the bonds are shorter now, and the coupon is in their price
	d.is(collateraltypes.STAGE_CALLED)
	before, owed := d.Balance(d.Client.Addr, yen), d.Debt(d.Client)
	d.WaitForDate("2026-12-21")
	d.Block()
	require.Equal(t, before+coupon(600_000_000-everything), d.Balance(d.Client.Addr, yen), "the coupon of what is not pledged")
	require.InDelta(t, owed-coupon(everything), d.Debt(d.Client), 100_000*million) // three days' interest
	payments := bondPayments(t, d.Market)
	require.Equal(t, bondtypes.PAYMENT_STATUS_PAID, payments[1].Status)
	d.Audited()
}

// A carry trade whose collateral is sold is not stopped by it: the money comes home, what is still owed is repaid from it, and the
// owner has the rest and the bonds that were not sold.
func TestCarryTradeIsLiquidated(t *testing.T) {
	for name, c := range map[string]struct {
		yield string
		all   bool // the bonds do not cover the debt: they are sold to the last, and the rest of the debt is the lenders' loss
	}{"in part": {"2.75", false}, "in full": {"9", true}} {
		t.Run(name, func(t *testing.T) {
			l := opened(t)
			j := l.Japan
			j.Must(&collateraltypes.MsgReleaseCollateral{
				Owner: j.Client.String(), Denom: yen, Number: 1, Collateral: []sdk.Coin{testutil.Bonds(330_000_000)},
			}, j.Client)
			level := collateraltypes.Curve{Currency: "JPY", AsOf: l.Tokyo.Today(), Points: []collateraltypes.CurvePoint{
				{TenorMonths: 12, ParYieldPct: testutil.Dec(c.yield)}, {TenorMonths: 480, ParYieldPct: testutil.Dec(c.yield)},
			}}
			l.Tokyo.Govern(&collateraltypes.MsgSetCurve{Authority: testutil.Governance, Curve: level})
			l.Tokyo.Block()
			d := creditDesk{Market: j}
			d.is(collateraltypes.STAGE_DUE)
			sold := d.bought(j.Dealer, 170_000_000)
			require.Equal(t, c.all, sold.Lot.Amount.Equal(testutil.Bonds(170_000_000).Amount))
			l.At(active) // abroad nothing has happened
			owed, before := j.Debt(j.Client), j.Balance(j.Client.Addr, yen)
			require.Equal(t, c.all, owed == 0)

			l.Close()
			l.RelayAll()
			l.At(unwinding)
			l.ConvertBack("156", noCash)
			p := l.At(closed)
			require.Zero(t, j.Debt(j.Client))
			require.InDelta(t, owed, p.Exit.Repaid.Int64(), 100_000*million)
			require.InDelta(t, p.Exit.Received.Int64()-p.Exit.Repaid.Int64(), j.Balance(j.Client.Addr, yen)-before, 1)
			require.Empty(t, l.Tokyo.Kokusai.BankKeeper.GetAllBalances(l.Tokyo.Committed(), carrytypes.PositionAccount(j.Client.Addr, 1)))
			j.Must(send(j.Client, j.Dealer, testutil.Bonds(600*million-sold.Lot.Amount.Int64())), j.Client) // all that is left is free
			l.Audited()
		})
	}
}

// bondPayments are those of the series.
func bondPayments(t *testing.T, m *testutil.Market) []bondtypes.Payment {
	t.Helper()
	response, err := bondkeeper.NewQueryServer(m.Kokusai.BondKeeper).Payments(m.Committed(), &bondtypes.QueryPaymentsRequest{Isin: testutil.JGB})
	require.NoError(t, err)
	return response.Payments
}
