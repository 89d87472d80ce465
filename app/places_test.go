package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	liquidationkeeper "github.com/kokusai-chain/kokusai/x/collateral/liquidation/keeper"
	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// place is where units of a series may be when something befalls it.
type place string

const (
	inPosition    place = "market position"
	inAuction     place = "liquidation auction"
	inPledgedRepo place = "pledged repo"
	inTitleRepo   place = "title transfer"
	abroadThere   place = "escrow abroad"
	separated     place = "strips"
	inSettlement  place = "pending settlement"
	inCarry       place = "carry position"
)

// portion is how many units are in each place; half of it waits for settlement.
const portion = 100_000_000

const repoByPledge, repoByTitle = 1, 2 // numbers of the dealer's offers

// places is two markets and a series of which some is in every place that there is.
type places struct {
	*testutil.Market
	link  *testutil.Trade
	house *testutil.Actor // whose position is in auction
	t     *testing.T
}

// setting is what differs between the lives of the series.
type setting struct {
	terms    func(*bondtypes.TermSheet)
	repoEnd  string // empty: no repos
	settles  string
	held     bool // the dealer holds its sale back
	secures  bool // a curve prices it: it is borrowed and traded upon
	shaken   bool // yields rise, and the house is in auction
	separate bool // some is separated into strips
}

// placed is a series of two per cent, due 20 January and 20 July until July 2027, with units everywhere.
func placed(t *testing.T, s setting) places {
	t.Helper()
	l := testutil.NewTrade(t, issueDay)
	p := places{Market: l.Japan, link: l, house: l.Tokyo.Actor("house"), t: t}
	p.Must(p.Registration(p.house, custodytypes.ClassInstitutional), p.Custodian)
	terms := p.Series().Terms
	terms.Isin, terms.Name, terms.CouponPct = twoYear, "JGB 2-year No. 484", testutil.Dec("2")
	terms.DatedDate, terms.IssueDate, terms.FirstCouponDate, terms.MaturityDate = "2025-07-20", "2026-01-07", "2026-01-20", "2027-07-20"
	if s.terms != nil {
		s.terms(&terms)
	}
	rules := p.Rules()
	rules.Isin = twoYear
	p.MustAll([]sdk.Msg{
		&bondtypes.MsgOpenSeries{Authority: p.Ministry.String(), Terms: terms},
		&custodytypes.MsgSetTransferRules{Authority: p.Ministry.String(), Rules: rules},
		&custodytypes.MsgApproveChannel{
			Authority: p.Ministry.String(), Isin: twoYear, ChannelId: l.Transfer.EndpointA.ChannelID,
			PayingAgent: l.PayingAgent.String(), RegisteredReceiversOnly: true,
		},
	}, p.Ministry)
	for buyer, face := range map[*testutil.Actor]int64{p.Client: 5 * portion, p.house: portion, p.Dealer: 3 * portion / 2} {
		p.Mint(buyer, testutil.Yen(2*face))
		p.Must(&bondtypes.MsgPlaceDirect{
			Authority: p.Ministry.String(), Buyer: buyer.String(), Isin: twoYear, Face: math.NewInt(face), CleanPrice: testutil.Dec("100"),
		}, p.Ministry, buyer)
	}
	p.spread(s)
	p.Audited()
	return p
}

// spread brings the units to their places.
func (p places) spread(s setting) {
	p.link.Tokyo.Must(p.link.Send(p.Client, twoYears(portion), p.link.ClientAbroad.String()), p.Client)
	p.link.RelayAll()
	if s.secures {
		p.Pledge(p.Client, twoYears(portion))
		p.Borrow(p.Client, testutil.Yen(50_000_000))
		p.trade()
		p.Pledge(p.house, twoYears(portion))
		p.Borrow(p.house, testutil.Yen(90_000_000))
	}
	if s.shaken { // what the house owes is not covered any more; everybody else's debt is
		repoDesk{p.Market}.moveCurve("12")
		require.True(p.t, p.auctioned(p.house, 1))
	}
	desk := repoDesk{p.Market}
	for number, form := range map[uint64]repotypes.Form{repoByPledge: repotypes.FORM_PLEDGE, repoByTitle: repotypes.FORM_TITLE} {
		if s.repoEnd == "" {
			continue
		}
		desk.agree(number, desk.terms(func(terms *repotypes.Terms) {
			terms.Form, terms.Cash, terms.Bonds = form, testutil.Yen(50_000_000), sdk.NewCoins(twoYears(portion))
			terms.StartDate, terms.EndDate = "2026-01-07", s.repoEnd
		}))
	}
	if s.separate {
		p.openStrips()
		p.Must(p.separation(portion), p.Dealer)
	}
	sale := p.desk().sale("T-1", portion/2, 50_000_000)
	sale.Isin, sale.SettlementDate, sale.Hold = twoYear, s.settles, s.held
	require.Equal(p.t, settlementtypes.StatusMatched, p.desk().trade(sale).Status)
}

func (p places) desk() desk { return desk{p.Market, p.t} }

// trade opens a carry position on a second collateral position, and brings its dollars to work.
func (p places) trade() {
	opening := p.link.Opening()
	opening.Bonds, opening.CollateralNumber, opening.Borrow = sdk.NewCoins(twoYears(portion)), 2, testutil.Yen(50_000_000)
	p.Must(opening, p.Client)
	p.link.Relay(p.link.Sent())
	p.link.Relay(p.link.Sent())
	p.link.At(active)
}

func (p places) openStrips() {
	parent := p.bond()
	schedule, err := parent.Schedule()
	require.NoError(p.t, err)
	for k := uint32(1); k <= schedule.Principal(); k++ {
		terms := parent.Terms
		terms.Isin, terms.Name, terms.Kind = stripISIN(int(k)), "Strip", bondtypes.SERIES_KIND_STRIP
		terms.CouponPct, terms.Frequency, terms.FirstCouponDate, terms.ExtensionPct = math.LegacyZeroDec(), 0, "", 0
		terms.MaturityDate, terms.Denomination = schedule.DueDate(k).String(), math.OneInt()
		terms.Strip = &bondtypes.StripTerms{}
		if k == schedule.Principal() {
			terms.Strip.ParentIsin = twoYear
		}
		rules := p.Rules()
		rules.Isin = terms.Isin
		p.MustAll([]sdk.Msg{
			&bondtypes.MsgOpenSeries{Authority: p.Ministry.String(), Terms: terms},
			&custodytypes.MsgSetTransferRules{Authority: p.Ministry.String(), Rules: rules},
		}, p.Ministry)
	}
}

// until lets business days pass, with the chains' clients kept fresh, until the afternoon of a date in Tokyo.
func (p places) until(date string) {
	p.t.Helper()
	goal := testutil.Day(date).Add(30 * time.Minute)
	for left := goal.Sub(p.Coordinator.CurrentTime); left > 0; left = goal.Sub(p.Coordinator.CurrentTime) {
		p.WaitUntil(p.Coordinator.CurrentTime.Add(min(left, 5*24*time.Hour)))
		require.NoError(p.t, p.link.Transfer.EndpointA.UpdateClient())
		require.NoError(p.t, p.link.Transfer.EndpointB.UpdateClient())
	}
	p.Block()
}

// pass lets time go by without an outage, so that what borrowers are granted after one is over in the end.
func (p places) pass(span time.Duration) { creditDesk{Market: p.Market}.pass(span) }

func (p places) bond() bondtypes.Series { return life{auctionRoom{Market: p.Market}}.bond() }

func (p places) fund(isin string, yen int64) {
	p.Must(&bondtypes.MsgFundPayments{Funder: p.Treasury.String(), Isin: isin, Amount: testutil.Yen(yen)}, p.Treasury)
}

// position is a collateral position of somebody, and whether there is one.
func (p places) position(owner *testutil.Actor, number uint64) (collateraltypes.Position, bool) {
	position, found, err := p.Kokusai.CollateralKeeper.FindPosition(p.Committed(), owner.Addr, yen, number)
	require.NoError(p.t, err)
	return position, found
}

func (p places) stage(owner *testutil.Actor, number uint64) collateraltypes.Stage {
	position, _ := p.position(owner, number)
	return position.Watch.Stage
}

func (p places) debt(owner *testutil.Actor, number uint64) int64 {
	debt, err := p.Kokusai.CollateralKeeper.Debt(p.Committed(), owner.Addr, yen, number)
	require.NoError(p.t, err)
	return debt.Int64()
}

func (p places) auctioned(owner *testutil.Actor, number uint64) bool {
	_, err := liquidationkeeper.NewQueryServer(p.Kokusai.LiquidationKeeper).Auction(p.Committed(),
		&liquidationtypes.QueryAuctionRequest{Owner: owner.String(), Denom: yen, Number: number})
	return err == nil
}

// bid asks for units of somebody's at any price.
func (p places) bid(owner *testutil.Actor, number uint64, units int64) *liquidationtypes.MsgBid {
	return &liquidationtypes.MsgBid{
		Bidder: p.Dealer.String(), Owner: owner.String(), Denom: yen, Number: number,
		Lot: twoYears(units), MaxPayment: testutil.Yen(1_000_000_000),
	}
}

func (p places) borrowing() *collateraltypes.MsgBorrow {
	return &collateraltypes.MsgBorrow{Owner: p.Client.String(), Number: 1, Amount: testutil.Yen(1)}
}

func (p places) separation(units int64) *bondtypes.MsgSeparate {
	return &bondtypes.MsgSeparate{Holder: p.Dealer.String(), Isin: twoYear, Units: math.NewInt(units)}
}

func (p places) recombination(units int64) *bondtypes.MsgRecombine {
	return &bondtypes.MsgRecombine{Holder: p.Dealer.String(), Isin: twoYear, Units: math.NewInt(units)}
}

func (p places) repo(number uint64) repotypes.Repo { return repoDesk{p.Market}.repo(number) }

func (p places) gone(number uint64) { repoDesk{p.Market}.gone(number) }

func (p places) units(who *testutil.Actor) int64 { return p.Balance(who.Addr, twoYears(0).Denom) }

func (p places) cash(who *testutil.Actor) int64 { return p.Balance(who.Addr, yen) / million }

// escrowed is what the escrow in Tokyo holds.
func (p places) escrowed() int64 {
	return p.Balance(transfertypes.GetEscrowAddress(transfertypes.PortID, p.link.Transfer.EndpointA.ChannelID), twoYears(0).Denom)
}

// frees takes back what is pledged for a debt that is repaid.
func (p places) frees(owner *testutil.Actor, number uint64) {
	p.t.Helper()
	require.Zero(p.t, p.debt(owner, number))
	position, found := p.position(owner, number)
	require.True(p.t, found)
	p.Must(&collateraltypes.MsgReleaseCollateral{Owner: owner.String(), Denom: yen, Number: number, Collateral: position.Bonds}, owner)
}

// redeemed has what somebody holds redeemed.
func (p places) redeemed(who *testutil.Actor) {
	p.t.Helper()
	p.Must(&bondtypes.MsgRedeem{Sender: who.String(), Isin: twoYear}, who)
	require.Zero(p.t, p.units(who))
}

// comesHome brings what is abroad back to the client.
func (p places) comesHome() {
	p.t.Helper()
	before := p.units(p.Client)
	there := transfertypes.NewDenom(twoYears(0).Denom, transfertypes.NewHop(transfertypes.PortID, p.link.Transfer.EndpointB.ChannelID)).IBCDenom()
	back := p.link.SendBack(p.link.ClientAbroad, sdk.NewInt64Coin(there, portion), p.Client.String())
	p.link.NewYork.Must(back, p.link.ClientAbroad)
	p.link.RelayAll()
	require.EqualValues(p.t, portion, p.units(p.Client)-before)
	require.Zero(p.t, p.escrowed())
}

// windsUp brings the carry trade home and closes it: nothing is owed and nothing stays pledged for it.
func (p places) windsUp() {
	p.t.Helper()
	p.link.Close()
	p.link.RelayAll()
	p.link.At(unwinding)
	p.link.ConvertBack("156", testutil.Yen(5_000_000))
	p.link.At(closed)
	require.Zero(p.t, p.debt(p.Client, 2))
	_, found := p.position(p.Client, 2)
	require.False(p.t, found, "no bond stays pledged")
}
