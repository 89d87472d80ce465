package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	offeringtypes "github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	controltypes "github.com/kokusai-chain/kokusai/x/custody/control/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// lostKey registers a new account of the client's under the client's own reference.
func lostKey(m *testutil.Market, remote ...custodytypes.RemoteAccount) *testutil.Actor {
	fresh := m.Actor("new account")
	reference := strings.Repeat("ab", 32)
	registration := m.Registration(fresh, custodytypes.ClassProfessional)
	registration.ReferenceHash = reference
	m.Must(registration, m.Custodian)
	m.Must(&custodytypes.MsgUpdateInvestor{
		Custodian: m.Custodian.String(), Account: m.Client.String(), InvestorClass: custodytypes.ClassProfessional, Jurisdiction: "JP",
		TaxClass: custodytypes.TaxClassResidentCorporation, Expiry: "2050-12-31", ReferenceHash: reference, RemoteAccounts: remote,
	}, m.Custodian)
	return fresh
}

// recovery is the approval that moves what the client has to its new account, once the issuer has proposed it.
func recovery(m *testutil.Market, to *testutil.Actor) *controltypes.MsgApprove {
	var proposed controltypes.MsgProposeResponse
	m.Answer(m.Must(recoveryBy(m.Ministry.String(), m, to), m.Ministry), 0, &proposed)
	return &controltypes.MsgApprove{Approver: m.Custodian.String(), Proposer: m.Ministry.String(), Number: proposed.Number}
}

func recoveryBy(proposer string, m *testutil.Market, to *testutil.Actor) *controltypes.MsgPropose {
	return &controltypes.MsgPropose{
		Proposer: proposer, Side: controltypes.SideIssuer, Reason: custodytypes.ReasonLostKey,
		Intervention: controltypes.Intervention{
			Action: custodytypes.ActionRecoverAccount, Isin: testutil.JGB, Account: m.Client.String(), To: to.String(),
		},
	}
}

// The key of an account is lost that has everything: a carry trade with its money on the way abroad, the debt behind it, repos
// from either side, cash in the pool and with the backstop. All of it goes on under the same investor's new account.
func TestEverythingFollowsARecoveredAccount(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j, old := l.Japan, l.Japan.Client
	fresh := lostKey(j, custodytypes.RemoteAccount{ChannelId: l.Transfer.EndpointA.ChannelID, Address: l.ClientAbroad.String()})
	bridge := l.Open()
	j.Must(&collateraltypes.MsgSupply{Supplier: old.String(), Amount: testutil.Yen(7)}, old)
	j.Mint(fresh, testutil.Yen(1))
	j.Must(&collateraltypes.MsgSupply{Supplier: fresh.String(), Amount: testutil.Yen(1)}, fresh)
	desk := repoDesk{j}
	week := func(terms *repotypes.Terms) {
		terms.StartDate, terms.EndDate, terms.Cash = "2026-01-07", "2026-01-14", testutil.Yen(10_000_000)
		terms.Bonds = coins(testutil.Bonds(20_000_000))
	}
	desk.agree(1, desk.terms(week))
	j.Must(&repotypes.MsgOffer{Offerer: old.String(), Number: 1, Terms: desk.terms(week), ValidUntil: "2026-01-07"}, old)
	j.Must(&repotypes.MsgAccept{Accepter: j.Dealer.String(), Offerer: old.String(), Number: 1}, j.Dealer)
	j.Must(&liquidationtypes.MsgDepositBackstop{Depositor: old.String(), Amount: testutil.Yen(9)}, old)
	l.Audited()
	debt := func(owner *testutil.Actor) math.Int { // without its interest
		position, err := j.Kokusai.CollateralKeeper.GetPosition(j.Committed(), owner.Addr, yen, 1)
		require.NoError(t, err)
		return position.ScaledDebt
	}
	held, cash, owed := j.Balance(old.Addr, bond), j.Balance(old.Addr, yen), debt(old)

	j.Must(recovery(j, fresh), j.Custodian)
	l.Audited()
	require.Zero(t, j.Balance(old.Addr, bond)+j.Balance(old.Addr, yen)+j.Debt(old))
	require.Equal(t, held, j.Balance(fresh.Addr, bond))
	require.Equal(t, owed, debt(fresh))
	require.Equal(t, cash, j.Balance(fresh.Addr, yen))
	// What comes to the old account later follows by another order. It holds no series now, so governance is the other side.
	j.Mint(old, testutil.Yen(3))
	order := recoveryBy(testutil.Governance, j, fresh)
	j.Govern(order)
	j.Must(&controltypes.MsgApprove{Approver: j.Custodian.String(), Proposer: testutil.Governance, Number: 1}, j.Custodian)
	require.Zero(t, j.Balance(old.Addr, yen))
	j.Client = fresh
	require.Equal(t, carrytypes.Stage_STAGE_BRIDGING, l.Position().Stage)
	_, err := l.Tokyo.Start(l.Tokyo.Export())
	require.NoError(t, err, "what has moved is in the genesis too")

	l.Relay(bridge)
	l.RelayAll()
	l.At(active)
	l.Close()
	l.RelayAll()
	l.At(unwinding)
	l.ConvertBack("158", noCash)
	l.At(closed)
	require.Zero(t, j.Debt(fresh))
	j.Must(&liquidationtypes.MsgWithdrawBackstop{Depositor: fresh.String(), Amount: testutil.Yen(9)}, fresh)
	j.Must(&collateraltypes.MsgWithdraw{Supplier: fresh.String(), Denom: yen, Amount: math.ZeroInt(), Claims: math.ZeroInt(), All: true}, fresh)
	desk.afternoon("2026-01-14")
	desk.gone(1)
	require.Equal(t, held, j.Balance(fresh.Addr, bond))
	j.Must(send(fresh, j.Dealer, testutil.Bonds(held)), fresh) // all of it is free
	l.Audited()
}

// A position in danger follows too: its auction ends and begins anew under the new owner, whose bonds are for sale.
func TestAPositionInDangerFollows(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	fresh := lostKey(m)
	m.Pledge(m.Client, testutil.Bonds(200_000_000))
	m.Borrow(m.Client, testutil.Yen(180_000_000))
	repoDesk{m}.moveCurve("4.5")
	m.Block()
	lots := func(owner *testutil.Actor) []liquidationtypes.Auction {
		exported, err := m.Kokusai.LiquidationKeeper.ExportGenesis(m.Committed())
		require.NoError(t, err)
		var lots []liquidationtypes.Auction
		for _, auction := range exported.Auctions {
			if auction.Owner == owner.String() {
				lots = append(lots, auction)
			}
		}
		return lots
	}
	require.Len(t, lots(m.Client), 1)
	m.Must(recovery(m, fresh), m.Custodian)
	m.Block()
	require.Empty(t, lots(m.Client))
	require.Len(t, lots(fresh), 1)
	m.Audited()
}

// What others count on is not taken from under them: the recovery waits, says for what, and is made when it is over.
func TestARecoveryWaitsForWhatOthersCountOn(t *testing.T) {
	m := newAuctionRoom(t)
	fresh := lostKey(m.Market)
	order := recovery(m.Market, fresh)

	tomorrow := "2026-01-08"
	instruct := &settlementtypes.MsgInstruct{Party: m.Client.String(), Instructions: []settlementtypes.Instruction{{
		Counterparty: m.Dealer.String(), Reference: "TOMORROW", Direction: settlementtypes.DirectionDeliver, Isin: testutil.JGB,
		Face: math.NewInt(50_000), Cash: &sdk.Coin{Denom: yen, Amount: math.NewInt(50_000_000_000)}, TradeDate: "2026-01-07", SettlementDate: tomorrow,
	}}}
	m.Must(instruct, m.Client)
	m.Refused(custodytypes.ErrRecovery, order, m.Custodian)
	id := settlementtypes.TradeID(m.Client.Addr, m.Dealer.Addr, "TOMORROW").String()
	m.Must(&settlementtypes.MsgCancel{Party: m.Client.String(), Id: id}, m.Client)

	series := m.Series().Terms
	series.Isin, series.DatedDate, series.IssueDate, series.FirstCouponDate, series.MaturityDate = newSeries, "2026-03-20", "2026-04-06", "2026-09-20", "2036-03-20"
	rules := m.Rules()
	rules.Isin = newSeries
	m.MustAll([]sdk.Msg{
		&bondtypes.MsgOpenSeries{Authority: m.Ministry.String(), Terms: series},
		&custodytypes.MsgSetTransferRules{Authority: m.Ministry.String(), Rules: rules},
	}, m.Ministry)
	m.Must(&offeringtypes.MsgAgreeTrade{
		Seller: m.Client.String(), Buyer: m.Dealer.String(), Isin: newSeries, Face: math.NewInt(50_000_000), CleanPrice: "99.8", Reference: "WI-1",
	}, m.Client, m.Dealer)
	m.Refused(offeringtypes.ErrTradeOpen, order, m.Custodian)
	m.Must(&offeringtypes.MsgCancelTrade{Seller: m.Client.String(), Buyer: m.Dealer.String(), Isin: newSeries, Reference: "WI-1"}, m.Client, m.Dealer)

	m.announce(m.terms(auctiontypes.AUCTION_METHOD_MULTI_PRICE, "105"))
	m.WaitUntil(tokyoTime(8, 11, 0))
	m.commit(m.Client, auctionBids("100.10", 50))
	m.Refused(auctiontypes.ErrBidOpen, order, m.Custodian)
	m.Must(&auctiontypes.MsgWithdrawBid{Bidder: m.Client.String(), AuctionId: reopening}, m.Client)
	m.Must(order, m.Custodian)
	require.Zero(t, m.Balance(m.Client.Addr, bond))
	m.Audited()
}
