package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/testutil"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

const (
	reopening = "mof-japan.10y-381-reopened"
	bidUnit   = 1_000_000
)

// auctionRoom is a market in which the series is reopened by auction on 8 January, for the dealer and the client.
type auctionRoom struct{ *testutil.Market }

func newAuctionRoom(t *testing.T) auctionRoom {
	m := auctionRoom{testutil.NewMarket(t, issueDay)}
	for _, bidder := range []*testutil.Actor{m.Dealer, m.Client} {
		m.Must(&auctiontypes.MsgRegisterParticipant{Authority: m.Ministry.String(), Participant: auctiontypes.Participant{
			IssuerId: "mof-japan", Account: bidder.String(), Name: bidder.Name, Dealer: bidder == m.Dealer,
		}}, m.Ministry)
	}
	return m
}

func (m auctionRoom) terms(method auctiontypes.AuctionMethod, dearest string) auctiontypes.AuctionTerms {
	none := math.ZeroInt()
	return auctiontypes.AuctionTerms{
		Id: reopening, IssuerId: "mof-japan", Method: method, Series: []auctiontypes.AuctionSeries{{Isin: testutil.JGB}},
		Offering: math.NewInt(100 * bidUnit), BidUnit: math.NewInt(bidUnit), Tick: testutil.Dec("0.01"), DearestLevel: testutil.Dec(dearest),
		Deposit: testutil.Yen(1_000_000).Amount, NonCompetitivePct: testutil.Dec("0"), NonCompetitiveUnit: none, NonCompetitiveLimit: none,
		FirstRoundPct: testutil.Dec("0"), SecondRoundPct: testutil.Dec("0"),
		BidStart: "2026-01-08T10:30", CommitDeadline: "2026-01-08T11:50", RevealDeadline: "2026-01-08T12:30", SettleDate: "2026-01-09",
	}
}

func (m auctionRoom) announce(terms auctiontypes.AuctionTerms) {
	m.Must(&auctiontypes.MsgAnnounce{Authority: m.Ministry.String(), Terms: terms}, m.Ministry)
}

// tokyoTime is a time on a day of January 2026 in Tokyo.
func tokyoTime(day, hour, minute int) time.Time {
	return time.Date(2026, 1, day, hour, minute, 0, 0, time.FixedZone("JST", 9*60*60))
}

func auctionBids(level string, units int64) []auctiontypes.Bid {
	return []auctiontypes.Bid{{Level: testutil.Dec(level), Amount: math.NewInt(units * bidUnit)}}
}

func (m auctionRoom) commit(bidder *testutil.Actor, bids []auctiontypes.Bid) {
	seal := auctiontypes.Seal(reopening, bidder.String(), make([]byte, auctiontypes.SaltBytes), bids, math.ZeroInt())
	m.Must(&auctiontypes.MsgCommitBid{Bidder: bidder.String(), AuctionId: reopening, Seal: seal}, bidder)
}

func (m auctionRoom) reveal(bidder *testutil.Actor, bids []auctiontypes.Bid) {
	m.Must(&auctiontypes.MsgRevealBid{
		Bidder: bidder.String(), AuctionId: reopening, Bids: bids, NonPrice: math.ZeroInt(), Salt: make([]byte, auctiontypes.SaltBytes),
	}, bidder)
}

func (m auctionRoom) auction() auctiontypes.Auction {
	auction, err := m.Kokusai.AuctionKeeper.GetAuction(m.Committed(), reopening)
	require.NoError(m.TB, err)
	return auction
}

// A reopening by auction on the whole chain. The client is frozen between reveal and settlement: its units go to suspense, and the
// cash stays with the issuer. The chain is exported and started anew while the bids are revealed.
func TestAReopeningByAuction(t *testing.T) {
	m := newAuctionRoom(t)
	dealer, client := auctionBids("100.20", 50), auctionBids("100.10", 50)
	m.announce(m.terms(auctiontypes.AUCTION_METHOD_MULTI_PRICE, "105"))
	m.WaitUntil(tokyoTime(8, 11, 0))
	m.Refused(auctiontypes.ErrNotAdmitted, &auctiontypes.MsgCommitBid{Bidder: m.Retail.String(), AuctionId: reopening, Seal: make([]byte, 32)}, m.Retail)
	m.commit(m.Dealer, dealer)
	m.commit(m.Client, client)
	m.Audited()
	m.WaitUntil(tokyoTime(8, 12, 0))
	m.reveal(m.Dealer, dealer)
	m.reveal(m.Client, client)
	m.Audited()
	m.Reborn()
	m.Freeze(m.Client)
	m.WaitUntil(tokyoTime(8, 12, 30))
	m.Audited()
	require.Equal(t, testutil.Dec("100.10"), m.auction().Result.CutOff)

	dealt, held, treasury := m.Balance(m.Dealer.Addr, bond), m.Balance(m.Client.Addr, bond), m.Balance(m.Treasury.Addr, yen)
	m.WaitUntil(tokyoTime(9, 0, 0))
	m.Audited()
	require.Equal(t, auctiontypes.AUCTION_STATUS_SETTLED, m.auction().Status)
	require.EqualValues(t, dealt+50*bidUnit, m.Balance(m.Dealer.Addr, bond))
	require.EqualValues(t, held, m.Balance(m.Client.Addr, bond))
	require.EqualValues(t, 50*bidUnit, m.Suspended(m.Client, bond))
	// 20 days at 2.1 percent are 57,534 yen on 50 million.
	require.EqualValues(t, testutil.Yen(50_100_000+50_050_000+2*57_534).Amount.Int64(), m.Balance(m.Treasury.Addr, yen)-treasury)
	m.Unfreeze(m.Client)
	m.Release(m.Client)
	require.EqualValues(t, held+50*bidUnit, m.Balance(m.Client.Addr, bond))
	m.Audited()
}

// Units offered to a buy-back are reserved in x/custody: they cannot be sold twice, stay with their owner through a freeze, and
// are burnt on the settlement date.
func TestABuyBackOfReservedUnits(t *testing.T) {
	m := newAuctionRoom(t)
	m.announce(m.terms(auctiontypes.AUCTION_METHOD_BUY_BACK, "101"))
	m.Must(&auctiontypes.MsgFund{Funder: m.Treasury.String(), AuctionId: reopening, Amount: testutil.Yen(101_000_000 + 115_068)}, m.Treasury)
	m.WaitUntil(tokyoTime(8, 11, 0))
	offer := auctionBids("100.50", 100)
	m.commit(m.Client, offer)
	m.WaitUntil(tokyoTime(8, 12, 0))
	held := m.Balance(m.Client.Addr, bond)
	m.reveal(m.Client, offer)
	m.Audited()
	m.Refused(custodytypes.ErrInsufficientFree, send(m.Client, m.Dealer, testutil.Bonds(held)), m.Client)
	m.Freeze(m.Client)
	m.WaitUntil(tokyoTime(8, 12, 30))
	m.Reborn()
	supply := m.Series().Outstanding()
	m.WaitUntil(tokyoTime(9, 0, 0))
	m.Audited()
	require.Equal(t, auctiontypes.AUCTION_STATUS_SETTLED, m.auction().Status)
	require.EqualValues(t, held-100*bidUnit, m.Balance(m.Client.Addr, bond))
	require.EqualValues(t, testutil.Yen(100_500_000+115_068+1_000_000).Amount.Int64(), m.Suspended(m.Client, yen), "with the deposit")
	require.Equal(t, supply.SubRaw(100*bidUnit), m.Series().Outstanding())
	m.Audited()
}
