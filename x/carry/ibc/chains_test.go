package ibc_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/carry/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

const (
	jgb   = "JP1103811S13"
	venue = "newyork-dollars"
)

var gov = authtypes.NewModuleAddress(govtypes.ModuleName).String()

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func yen(n int64) sdk.Coin { return sdk.NewCoin("ujpy", math.NewInt(n).MulRaw(1_000_000)) }

func dollars(n int64) sdk.Coin { return sdk.NewCoin("uusd", math.NewInt(n).MulRaw(1_000_000)) }

// chains are two real chains: one with bonds, a yen market and a venue, the other with a dollar market.
type chains struct {
	*testutil.Link
	t       *testing.T
	trader  *testutil.Actor
	dealer  *testutil.Actor
	voucher string // dollars in Tokyo
}

func newChains(t *testing.T) *chains {
	t.Helper()
	c := &chains{Link: testutil.NewLink(t, time.Date(2026, 1, 7, 3, 0, 0, 0, time.UTC), nil, nil), t: t}
	c.trader, c.dealer = c.Tokyo.Actor("trader"), c.Tokyo.Actor("dealer")
	c.voucher = transfertypes.NewDenom("uusd", transfertypes.NewHop(transfertypes.PortID, c.here())).IBCDenom()
	openMarket(c.Tokyo, "ujpy", "JPY", "0.5")
	openMarket(c.NewYork, "uusd", "USD", "4")
	c.issueBonds()
	c.fund()
	c.registerVenue()
	return c
}

func (c *chains) here() string  { return c.Transfer.EndpointA.ChannelID }
func (c *chains) there() string { return c.Transfer.EndpointB.ChannelID }

// openMarket licenses a bank and a custodian and opens a market for the bank's cash.
func openMarket(chain *testutil.Chain, denom, currency, policyRate string) {
	licence := func(holder string, kind custodytypes.LicenceKind, denom string, limit math.Int) sdk.Msg {
		return &custodytypes.MsgGrantLicence{Authority: gov, Licence: custodytypes.Licence{
			Holder: chain.Actor(holder).String(), Kind: kind, Name: holder, Lei: "5493004R83R1LVX2IL36", Jurisdiction: "JP",
			Denom: denom, Cap: limit, Status: custodytypes.LicenceStatusActive,
		}}
	}
	limit := math.NewInt(1_000_000_000_000).MulRaw(1_000_000)
	curve := collateraltypes.Curve{Currency: currency, AsOf: "2026-01-06", Points: []collateraltypes.CurvePoint{
		{TenorMonths: 12, ParYieldPct: dec("2")}, {TenorMonths: 480, ParYieldPct: dec("2")},
	}}
	terms := collateraltypes.DefaultMarketTerms(currency, dec(policyRate), limit)
	for _, msg := range []sdk.Msg{
		licence("bank", custodytypes.LicenceKindCashIssuer, denom, limit),
		licence("custodian", custodytypes.LicenceKindCustodian, "", math.ZeroInt()),
		&collateraltypes.MsgSetCurve{Authority: gov, Curve: curve},
		&collateraltypes.MsgSetHaircuts{Authority: gov, Table: collateraltypes.HaircutTable{
			EffectiveDate: "2026-01-07", FxHaircutPct: dec("8"), Rows: []collateraltypes.HaircutRow{
				{Kind: bondtypes.SERIES_KIND_FIXED, MaxResidualMonths: 1200, ValuePct: dec("95")},
			},
		}},
		&collateraltypes.MsgCreateMarket{Authority: gov, Denom: denom, Terms: terms},
	} {
		chain.Govern(msg)
	}
}

// issueBonds places ten-year bonds with the trader.
func (c *chains) issueBonds() {
	ministry, treasury, custodian := c.Tokyo.Actor("ministry"), c.Tokyo.Actor("treasury"), c.Tokyo.Actor("custodian")
	c.mint(c.Tokyo, c.trader, yen(2_000_000_000))
	c.Tokyo.Govern(&bondtypes.MsgRegisterIssuer{Authority: gov, Issuer: bondtypes.Issuer{
		Id: "mof-japan", Name: "Government of Japan", Lei: "353800WZS8AXZXFUC241", Country: "JP",
		Authority: ministry.String(), Treasury: treasury.String(),
	}})
	c.Tokyo.Must(&bondtypes.MsgOpenSeries{Authority: ministry.String(), Terms: bondtypes.TermSheet{
		Isin: jgb, IssuerId: "mof-japan", Name: "JGB 10-year No. 381", Kind: bondtypes.SERIES_KIND_FIXED, Currency: "ujpy",
		CouponPct: dec("2.1"), DatedDate: "2025-12-20", IssueDate: "2026-01-07", FirstCouponDate: "2026-06-20", MaturityDate: "2035-12-20",
		Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo", RollRule: bondtypes.ROLL_RULE_FOLLOWING,
		Denomination: math.NewInt(50_000), Authorised: math.NewInt(2_600_000_000_000),
	}}, ministry)
	c.Tokyo.Must(&custodytypes.MsgSetTransferRules{Authority: ministry.String(), Rules: custodytypes.TransferRules{
		Isin: jgb, Classes: []custodytypes.InvestorClass{custodytypes.ClassProfessional},
		Jurisdictions: []custodytypes.JurisdictionRule{{Jurisdiction: "JP"}}, MaxHolding: math.ZeroInt(),
	}}, ministry)
	c.Tokyo.Must(&custodytypes.MsgRegisterInvestor{
		Custodian: custodian.String(), Account: c.trader.String(), Book: custodytypes.BookCustomer,
		InvestorClass: custodytypes.ClassProfessional, Jurisdiction: "JP",
		TaxClass: custodytypes.TaxClassResidentCorporation, Expiry: "2050-12-31",
	}, custodian)
	c.Tokyo.Must(&bondtypes.MsgPlaceDirect{
		Authority: ministry.String(), Buyer: c.trader.String(), Isin: jgb, Face: math.NewInt(1_000_000_000), CleanPrice: dec("100"),
	}, ministry, c.trader)
}

func (c *chains) mint(chain *testutil.Chain, to *testutil.Actor, coin sdk.Coin) {
	bank := chain.Actor("bank")
	chain.Must(&custodytypes.MsgMintCash{Issuer: bank.String(), Recipient: to.String(), Amount: coin}, bank)
}

// fund fills both markets and gives the dealer yen, and dollars that came over IBC.
func (c *chains) fund() {
	for chain, coin := range map[*testutil.Chain]sdk.Coin{c.Tokyo: yen(1_000_000_000), c.NewYork: dollars(10_000_000)} {
		lender := chain.Actor("lender")
		c.mint(chain, lender, coin)
		chain.Must(&collateraltypes.MsgSupply{Supplier: lender.String(), Amount: coin}, lender)
	}
	c.mint(c.Tokyo, c.dealer, yen(500_000_000))
	sender := c.NewYork.Actor("sender")
	c.mint(c.NewYork, sender, dollars(5_000_000))
	c.NewYork.Must(transfertypes.NewMsgTransfer(transfertypes.PortID, c.there(), dollars(5_000_000), sender.String(), c.dealer.String(),
		clienttypes.ZeroHeight(), uint64(c.Tokyo.Coordinator.CurrentTime.Add(time.Hour).UnixNano()), ""), sender)
	c.RelayAll()
}

func (c *chains) registerVenue() {
	msg := &types.MsgRegisterVenue{
		Authority: gov, Id: venue, ConnectionId: c.Transfer.EndpointA.ConnectionID, ChannelId: c.here(), CounterpartyChannelId: c.there(),
		CashDenom: "ujpy", Denom: c.voucher, DenomPath: "uusd",
		Terms: types.VenueTerms{
			SupplyMessage:   `{"@type":"/kokusai.collateral.v1.MsgSupply","supplier":"{account}","amount":{"denom":"uusd","amount":"{amount}"}}`,
			WithdrawMessage: `{"@type":"/kokusai.collateral.v1.MsgWithdraw","supplier":"{account}","denom":"uusd","amount":"0","claims":"{claims}","all":false}`,
			HomeMessage: strings.ReplaceAll(`{"@type":"/ibc.applications.transfer.v1.MsgTransfer","source_port":"transfer","source_channel":"THERE",
				"token":{"denom":"uusd","amount":"{amount}"},"sender":"{account}","receiver":"{receiver}",
				"timeout_height":{"revision_number":"0","revision_height":"0"},"timeout_timestamp":"{timeout}","memo":"","encoding":""}`, "THERE", c.there()),
			RefundGuard: strings.NewReplacer("THERE", c.there(), "HERE", c.here()).Replace(`{"@type":"/ibc.core.channel.v1.MsgAcknowledgement",
				"packet":{"sequence":"{sequence}","source_port":"transfer","source_channel":"THERE","destination_port":"transfer",
				"destination_channel":"HERE","data":"AA==","timeout_height":{"revision_number":"0","revision_height":"0"},"timeout_timestamp":"1"},
				"acknowledgement":"AA==","proof_acked":"AA==","proof_height":{"revision_number":"0","revision_height":"1"},"signer":"{account}"}`),
			SupplyResponse:   types.ResponseField{TypeUrl: "/kokusai.collateral.v1.MsgSupplyResponse", Path: []uint32{1}},
			WithdrawResponse: types.ResponseField{TypeUrl: "/kokusai.collateral.v1.MsgWithdrawResponse", Path: []uint32{1}},
			HomeResponse:     types.ResponseField{TypeUrl: "/ibc.applications.transfer.v1.MsgTransferResponse", Path: []uint32{1}},
			Report: &types.ReportQuery{
				Path:       "/kokusai.collateral.v1.Query/Supply",
				Fields:     []types.ReportField{{Number: 1, Value: "{account}"}, {Number: 2, Value: "uusd"}},
				ClaimsPath: []uint32{1},
			},
			TransferTimeoutSeconds: 600, AccountTimeoutSeconds: 600, ReturnTimeoutSeconds: 1200,
			PositionCap: dollars(1_000_000).Amount, TotalCap: dollars(5_000_000).Amount,
		},
	}
	c.Tokyo.Govern(msg)
	v := c.venue()
	c.CompleteAccount(v.PortID(), v.HandshakeChannelId)
	require.Equal(c.t, types.VenueStatus_VENUE_STATUS_ACTIVE, c.venue().Status)
}

func (c *chains) venue() types.Venue {
	c.t.Helper()
	v, err := c.Tokyo.Kokusai.CarryKeeper.GetVenue(c.Tokyo.Committed(), venue)
	require.NoError(c.t, err)
	return v
}

func (c *chains) position() types.Position {
	c.t.Helper()
	p, err := c.Tokyo.Kokusai.CarryKeeper.GetPosition(c.Tokyo.Committed(), c.trader.Addr, 1)
	require.NoError(c.t, err)
	return p
}

func (c *chains) at(stage types.Stage) {
	c.t.Helper()
	p := c.position()
	require.Equal(c.t, stage.Word(), p.Stage.Word(), p.Note)
	require.NoError(c.t, c.Tokyo.Kokusai.CarryKeeper.Audit(c.Tokyo.Committed()))
}

// quote posts an offer of the dealer.
func (c *chains) quote(id uint64, offer sdk.Coin, ask, price string) types.QuoteRef {
	c.Tokyo.Must(&types.MsgPostQuote{
		Dealer: c.dealer.String(), Offer: offer, AskDenom: ask, Price: dec(price), MinFill: math.OneInt(),
		ExpiresAt: c.Tokyo.Coordinator.CurrentTime.Add(48 * time.Hour),
	}, c.dealer)
	return types.QuoteRef{Dealer: c.dealer.String(), Id: id}
}

// open pledges 30 million of face, borrows 15 million yen, buys 100,000 dollars and sends them off.
func (c *chains) open() {
	c.Tokyo.Must(&types.MsgOpen{
		Owner: c.trader.String(), Number: 1, VenueId: venue, Borrow: yen(15_000_000), CollateralNumber: 1,
		Bonds: sdk.NewCoins(sdk.NewInt64Coin(bondtypes.Denom(jgb), 30_000_000)),
		Quote: c.quote(1, sdk.NewCoin(c.voucher, dollars(1_000_000).Amount), "ujpy", "150"), MinReceived: math.OneInt(),
	}, c.trader)
	c.at(types.Stage_STAGE_BRIDGING)
}

func (c *chains) close() {
	quote := c.quote(2, yen(100_000_000), c.voucher, "0.00625")
	c.Tokyo.Must(&types.MsgClose{Owner: c.trader.String(), Number: 1, Quote: &quote, MinReceived: math.OneInt()}, c.trader)
}

// one takes the only packet that was sent.
func (c *chains) one() testutil.Packet {
	c.t.Helper()
	pending := c.Pending()
	require.Len(c.t, pending, 1)
	return pending[0]
}

func (c *chains) relayOne() {
	c.t.Helper()
	p := c.one()
	c.Acknowledge(p, c.Receive(p))
}

// ended checks that the trade is over and left nothing anywhere.
func (c *chains) ended() {
	c.t.Helper()
	c.at(types.Stage_STAGE_CLOSED)
	p := c.position()
	require.True(c.t, p.Pnl.Total.Equal(p.Pnl.Carry.Add(p.Pnl.Fx).Add(p.Pnl.Cross)))
	require.True(c.t, p.Pnl.Fx.IsPositive(), "bought at 150, sold at 160")
	require.Empty(c.t, c.Tokyo.Kokusai.BankKeeper.GetAllBalances(c.Tokyo.Committed(), types.PositionAccount(c.trader.Addr, 1)))
	debt, err := c.Tokyo.Kokusai.CollateralKeeper.Debt(c.Tokyo.Committed(), c.trader.Addr, "ujpy", 1)
	require.NoError(c.t, err)
	require.True(c.t, debt.IsZero(), debt)
	pledged := c.Tokyo.Kokusai.CustodyKeeper.Pledged(c.Tokyo.Committed(), c.trader.Addr, bondtypes.Denom(jgb), collateraltypes.ModuleName, collateraltypes.PledgeRef("ujpy", 1))
	require.True(c.t, pledged.IsZero(), "the pledge is released")
	account, err := sdk.AccAddressFromBech32(c.venue().Account)
	require.NoError(c.t, err)
	require.Empty(c.t, c.NewYork.Kokusai.BankKeeper.GetAllBalances(c.NewYork.Committed(), account))
	claims, err := c.NewYork.Kokusai.CollateralKeeper.Claims(c.NewYork.Committed(), account, "uusd")
	require.NoError(c.t, err)
	require.True(c.t, claims.IsZero())
	require.NoError(c.t, c.Tokyo.Kokusai.CollateralKeeper.Audit(c.Tokyo.Committed()))
	require.NoError(c.t, c.Tokyo.Kokusai.CustodyKeeper.Audit(c.Tokyo.Committed()))
}

// TestTradeOnTwoChains plays a trade step by step between two real chains.
func TestTradeOnTwoChains(t *testing.T) {
	c := newChains(t)
	c.open()
	c.relayOne()
	c.at(types.Stage_STAGE_DEPLOYING)
	c.relayOne()
	c.at(types.Stage_STAGE_ACTIVE)

	c.Tokyo.Must(&types.MsgRefreshVenue{Sender: c.trader.String(), Id: venue}, c.trader)
	c.relayOne()
	ledger, err := c.Tokyo.Kokusai.CarryKeeper.GetLedger(c.Tokyo.Committed(), venue)
	require.NoError(t, err)
	require.NotNil(t, ledger.Report, "the venue answers module-safe queries")
	require.True(t, ledger.Report.Claims.Equal(ledger.Claims))

	c.Tokyo.Wait(30 * 24 * time.Hour / 30)
	c.close()
	c.at(types.Stage_STAGE_WITHDRAWING)
	c.relayOne()
	c.at(types.Stage_STAGE_RETURNING)
	order := c.one()
	ack := c.Receive(order)
	arrival := c.one()
	c.Acknowledge(order, ack)
	c.at(types.Stage_STAGE_RETURNING)
	c.Acknowledge(arrival, c.Receive(arrival))
	c.Tokyo.Block()
	c.ended()
}

// TestMoneyLateOnTwoChains loses the packet home: it is sent again only after the other chain has refunded it, which its
// own IBC module vouches for.
func TestMoneyLateOnTwoChains(t *testing.T) {
	c := newChains(t)
	c.open()
	c.relayOne()
	c.relayOne()
	c.close()
	c.relayOne()
	order := c.one()
	ack := c.Receive(order)
	lost := c.one()
	c.Acknowledge(order, ack)

	c.Tokyo.Wait(31 * time.Minute)
	c.at(types.Stage_STAGE_RETURNING)
	require.NotZero(t, c.position().Abroad.GuardSequence)
	c.relayOne()
	require.Contains(t, c.position().Note, "ABCI code", "the guard held the second try back")
	require.False(t, c.Cleared(lost))
	c.at(types.Stage_STAGE_RETURNING)

	c.Timeout(lost)
	require.True(t, c.Cleared(lost))
	c.Pending()
	c.Tokyo.Must(&types.MsgRetry{Sender: c.trader.String(), Owner: c.trader.String(), Number: 1}, c.trader)
	c.RelayAll()
	c.Tokyo.Block()
	c.ended()
}

// TestArrivalBeforeItsOrderOnTwoChains: packets of two channels know no order.
func TestArrivalBeforeItsOrderOnTwoChains(t *testing.T) {
	c := newChains(t)
	c.open()
	c.relayOne()
	c.relayOne()
	c.close()
	c.relayOne()
	order := c.one()
	ack := c.Receive(order)
	arrival := c.one()
	c.Acknowledge(arrival, c.Receive(arrival))
	c.Tokyo.Block()
	c.ended()
	c.Acknowledge(order, ack)
	c.ended()
}

// TestBridgeTimesOutOnTwoChains refunds the position's own account, from which it sets out again.
func TestBridgeTimesOutOnTwoChains(t *testing.T) {
	c := newChains(t)
	c.open()
	c.Timeout(c.one())
	c.at(types.Stage_STAGE_REFUNDED)
	require.EqualValues(t, dollars(100_000).Amount.Int64(), c.Tokyo.Balance(types.PositionAccount(c.trader.Addr, 1), c.voucher))
	c.Tokyo.Must(&types.MsgRetry{Sender: c.trader.String(), Owner: c.trader.String(), Number: 1}, c.trader)
	c.relayOne()
	supply := c.one()
	c.Timeout(supply)
	c.at(types.Stage_STAGE_DEPLOYING)
	c.close()
	c.RelayAll()
	c.Tokyo.Block()
	c.ended()
}

// TestNobodyElseOpensTheAccount: on a real chain, too, strangers cannot begin a channel in the venue's name, and cannot
// order its account.
func TestNobodyElseOpensTheAccount(t *testing.T) {
	c := newChains(t)
	stranger := c.Tokyo.Actor("stranger")
	c.Tokyo.Refused(types.ErrAccountChannel, channeltypes.NewMsgChannelOpenInit(c.venue().PortID(), "", channeltypes.ORDERED,
		[]string{c.Transfer.EndpointA.ConnectionID}, icatypes.HostPortID, stranger.String()), stranger)
}
