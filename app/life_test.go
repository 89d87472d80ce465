package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/kokusai-chain/kokusai/testutil"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	collateralkeeper "github.com/kokusai-chain/kokusai/x/collateral/keeper"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

const twoYear = "JP1024841S15"

func twoYears(face int64) sdk.Coin { return sdk.NewInt64Coin(bondtypes.Denom(twoYear), face) }

// life is a market in which a two-year bond is announced, which may be extended and has five days of grace.
type life struct{ auctionRoom }

func newLife(t *testing.T) life {
	m := life{newAuctionRoom(t)}
	terms := m.Series().Terms
	terms.Isin, terms.Name, terms.CouponPct = twoYear, "JGB 2-year No. 484", testutil.Dec("2")
	terms.DatedDate, terms.IssueDate, terms.FirstCouponDate, terms.MaturityDate = "2026-01-20", "2026-01-21", "2026-07-20", "2028-01-20"
	terms.GraceDays, terms.ExtensionPct = 5, 75
	rules := m.Rules()
	rules.Isin = twoYear
	m.MustAll([]sdk.Msg{
		&bondtypes.MsgOpenSeries{Authority: m.Ministry.String(), Terms: terms},
		&custodytypes.MsgSetTransferRules{Authority: m.Ministry.String(), Rules: rules},
	}, m.Ministry)
	return m
}

// auctioned sells units of a million on a day, half to the dealer at one price and half to the client at another, and settles on
// the next. meanwhile happens after the result.
func (m life) auctioned(id, day, settle, dealer, client string, units int64, meanwhile func()) {
	terms := m.terms(auctiontypes.AUCTION_METHOD_MULTI_PRICE, "105")
	terms.Id, terms.Series, terms.Offering = "mof-japan."+id, []auctiontypes.AuctionSeries{{Isin: twoYear}}, math.NewInt(units*bidUnit)
	terms.BidStart, terms.CommitDeadline, terms.RevealDeadline, terms.SettleDate = day+"T10:30", day+"T11:50", day+"T12:30", settle
	m.announce(terms)
	tender := func(bidder *testutil.Actor, level string) (*auctiontypes.MsgCommitBid, *auctiontypes.MsgRevealBid) {
		opened := &auctiontypes.MsgRevealBid{
			Bidder: bidder.String(), AuctionId: terms.Id, Bids: auctionBids(level, units/2), NonPrice: math.ZeroInt(), Salt: make([]byte, auctiontypes.SaltBytes),
		}
		seal := auctiontypes.Seal(terms.Id, opened.Bidder, opened.Salt, opened.Bids, opened.NonPrice)
		return &auctiontypes.MsgCommitBid{Bidder: opened.Bidder, AuctionId: terms.Id, Seal: seal}, opened
	}
	dealerSeals, dealerReveals := tender(m.Dealer, dealer)
	clientSeals, clientReveals := tender(m.Client, client)
	at := func(clock string) {
		moment, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, time.FixedZone("JST", 9*60*60))
		require.NoError(m.TB, err)
		m.WaitForBusinessTime(moment)
	}
	at("11:00")
	m.Must(dealerSeals, m.Dealer)
	m.Must(clientSeals, m.Client)
	at("12:00")
	m.Must(dealerReveals, m.Dealer)
	m.Must(clientReveals, m.Client)
	at("12:30")
	meanwhile()
	m.WaitForDate(settle)
	m.Audited()
}

func (m life) bond() bondtypes.Series {
	series, err := m.Kokusai.BondKeeper.GetSeries(m.Committed(), twoYear)
	require.NoError(m.TB, err)
	return series
}

func (m life) fund(amount sdk.Coin) {
	m.Must(&bondtypes.MsgFundPayments{Funder: m.Treasury.String(), Isin: twoYear, Amount: amount}, m.Treasury)
}

// A bond from its auction to its redemption: a reopening, a pledge with a debt, a coupon to the pledger, a freeze, a default that
// is heard where it is pledged, its cure, an extension by vote, and a maturity at which the principal repays the debt and what
// is left goes to the owner, also of units that lay in suspense. In the end nothing of it is left.
func TestTheLifeOfABond(t *testing.T) {
	m := newLife(t)
	treasury := m.Balance(m.Treasury.Addr, yen)
	m.auctioned("first", "2026-01-20", "2026-01-21", "100.20", "100.10", 100, func() {})
	// One day of interest on 50 million at 2 percent is 2,739 yen; 42 days on 10 million are 23,013.
	require.EqualValues(t, testutil.Yen(50_100_000+50_050_000+2*2_739).Amount.Int64(), m.Balance(m.Treasury.Addr, yen)-treasury)
	treasury = m.Balance(m.Treasury.Addr, yen)
	m.auctioned("reopened", "2026-03-02", "2026-03-03", "99.90", "99.80", 20, func() { m.Freeze(m.Client) })
	require.EqualValues(t, testutil.Yen(9_990_000+9_980_000+2*23_013).Amount.Int64(), m.Balance(m.Treasury.Addr, yen)-treasury)
	m.Unfreeze(m.Client)
	require.EqualValues(t, 50_000_000, m.Balance(m.Client.Addr, twoYears(0).Denom))
	require.EqualValues(t, 10_000_000, m.Suspended(m.Client, twoYears(0).Denom), "won while frozen")
	require.Equal(t, math.NewInt(120_000_000), m.bond().Issued)

	m.Pledge(m.Client, twoYears(50_000_000))
	m.Borrow(m.Client, testutil.Yen(20_000_000))
	m.Refused(custodytypes.ErrInsufficientFree, send(m.Client, m.Dealer, twoYears(1_000_000)), m.Client)

	// 20 July is a holiday. The coupon is one percent.
	client := m.Balance(m.Client.Addr, yen)
	m.fund(testutil.Yen(1_200_000))
	m.WaitForDate("2026-07-21")
	m.Block()
	require.EqualValues(t, testutil.Yen(500_000).Amount.Int64(), m.Balance(m.Client.Addr, yen)-client, "the pledger's")
	require.EqualValues(t, testutil.Yen(100_000).Amount.Int64(), m.Suspended(m.Client, yen))

	m.Must(&bondtypes.MsgFreezeSeries{Authority: m.Ministry.String(), Isin: twoYear, Reason: "order of a court"}, m.Ministry)
	require.Equal(t, collateraltypes.PRICE_STATE_NOT_LIVE, m.mark().State, "heard in the same block")
	m.Refused(custodytypes.ErrSeriesFrozen, send(m.Dealer, m.Client, twoYears(1_000_000)), m.Dealer)
	m.Refused(collateraltypes.ErrNotLive, m.borrowing(1_000_000), m.Client)
	m.Must(&bondtypes.MsgUnfreezeSeries{Authority: m.Ministry.String(), Isin: twoYear}, m.Ministry)
	require.Equal(t, collateraltypes.PRICE_STATE_PRICED, m.mark().State)

	m.defaultsAndCures()
	m.extended()

	// Four more coupons, and the principal on Monday 22 January 2029.
	m.fund(testutil.Yen(4*1_200_000 + 120_000_000))
	m.WaitForDate("2029-01-21")
	client, pool := m.Balance(m.Client.Addr, yen), m.pool()
	suspended := m.Suspended(m.Client, yen)
	require.NotZero(t, m.Debt(m.Client))
	m.WaitForDate("2029-01-22")
	for range 3 {
		m.Block()
	}
	repaid := m.pool() - pool
	require.Greater(t, repaid, testutil.Yen(20_000_000).Amount.Int64(), "with interest")
	require.EqualValues(t, testutil.Yen(50_000_000+500_000).Amount.Int64()-repaid, m.Balance(m.Client.Addr, yen)-client, "the surplus")
	_, err := m.Kokusai.CollateralKeeper.GetPosition(m.Committed(), m.Client.Addr, "ujpy", 1)
	require.ErrorIs(t, err, collateraltypes.ErrPositionNotFound)
	require.EqualValues(t, testutil.Yen(10_000_000+100_000).Amount.Int64(), m.Suspended(m.Client, yen)-suspended)
	m.Release(m.Client)
	require.Zero(t, m.Suspended(m.Client, yen))

	require.Equal(t, bondtypes.SERIES_STATUS_REDEEMED, m.bond().Status)
	require.True(t, m.bond().Outstanding().IsZero())
	require.True(t, m.Kokusai.BankKeeper.GetSupply(m.Committed(), twoYears(0).Denom).IsZero())
	m.Audited()
	m.Reborn()
	m.Audited()
}

// defaultsAndCures misses the second coupon until its grace is over: nothing more is lent against the bond or issued of it, while
// the debt can be repaid; then it is paid, and all goes on.
func (m life) defaultsAndCures() {
	t := m.TB
	m.WaitForDate("2027-01-20")
	m.Refused(collateraltypes.ErrArrears, m.borrowing(1_000_000), m.Client) // missed, within its grace
	m.WaitForDate("2027-01-25")
	require.Equal(t, "2027-01-25", m.bond().DefaultedOn)
	require.Equal(t, collateraltypes.PRICE_STATE_DEFAULTED, m.mark().State)
	m.Refused(collateraltypes.ErrDefaulted, m.borrowing(1_000_000), m.Client)
	m.Refused(bondtypes.ErrInDefault, &bondtypes.MsgPlaceDirect{
		Authority: m.Ministry.String(), Buyer: m.Dealer.String(), Isin: twoYear, Face: math.NewInt(1_000_000), CleanPrice: testutil.Dec("99"),
	}, m.Ministry, m.Dealer)
	m.Must(&collateraltypes.MsgRepay{Payer: m.Client.String(), Owner: m.Client.String(), Number: 1, Amount: testutil.Yen(1_000_000)}, m.Client)
	m.Audited()
	m.Reborn()
	client, debt := m.Balance(m.Client.Addr, yen), m.Debt(m.Client)
	m.fund(testutil.Yen(1_200_000))
	require.Empty(t, m.bond().DefaultedOn)
	require.Equal(t, collateraltypes.PRICE_STATE_PRICED, m.mark().State)
	m.Block()
	require.Equal(t, client, m.Balance(m.Client.Addr, yen), "the position was due: its debt has the coupon")
	require.InDelta(t, testutil.Yen(500_000).Amount.Int64(), debt-m.Debt(m.Client), float64(testutil.Yen(100).Amount.Int64()), "but for interest")
	m.Must(m.borrowing(1_000_000), m.Client)
	m.Audited()
}

// extended has the holders vote for another year: what is pledged votes too, and what lies in suspense does not.
func (m life) extended() {
	t := m.TB
	m.WaitForDate("2027-02-01")
	m.Must(&bondtypes.MsgProposeExtension{
		Authority: m.Ministry.String(), Isin: twoYear, MaturityDate: "2029-01-20", RecordDate: "2027-02-10", EndDate: "2027-03-10",
	}, m.Ministry)
	m.WaitForDate("2027-02-10")
	for voter, weight := range map[*testutil.Actor]int64{m.Dealer: 60_000_000, m.Client: 50_000_000} {
		var voted bondtypes.MsgVoteResponse
		m.Answer(m.Must(&bondtypes.MsgVote{Voter: voter.String(), Isin: twoYear, Choice: bondtypes.VOTE_CHOICE_YES}, voter), 0, &voted)
		require.Equal(t, math.NewInt(weight), voted.Weight)
	}
	m.WaitForDate("2027-03-10")
	require.Equal(t, "2029-01-20", m.bond().Terms.MaturityDate, "110 of 120 million")
	require.Equal(t, "2029-01-20", m.mark().MaturityDate)
	m.Must(m.borrowing(1_000_000), m.Client) // priced by its new terms
	m.Audited()
}

func (m life) borrowing(amount int64) *collateraltypes.MsgBorrow {
	return &collateraltypes.MsgBorrow{Owner: m.Client.String(), Number: 1, Amount: testutil.Yen(amount)}
}

// mark is the bond as the market counts it.
func (m life) mark() collateraltypes.Mark {
	answer, err := collateralkeeper.NewQueryServer(m.Kokusai.CollateralKeeper).Marks(m.Committed(), &collateraltypes.QueryMarksRequest{Denom: yen})
	require.NoError(m.TB, err)
	require.Len(m.TB, answer.Marks, 1)
	return answer.Marks[0]
}

// pool is the cash that lies in the markets.
func (m life) pool() int64 {
	return m.Balance(authtypes.NewModuleAddress(collateraltypes.ModuleName), yen)
}
