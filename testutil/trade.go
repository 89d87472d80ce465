package testutil

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// Venue is the carry venue of the fixture: the dollar pool in New York.
const Venue = "newyork-dollars"

const packetLife = 10 * time.Minute

// Trade is two markets and what joins them: bonds may leave Tokyo over the transfer channel to the client's own account in
// New York, and yen may be carried into dollars there.
type Trade struct {
	*Link
	Japan, America *Market

	// FxDealer sells dollars for yen in Tokyo and back; it has both.
	FxDealer *Actor
	// PayingAgent receives the coupons of what is abroad.
	PayingAgent *Actor
	// ClientAbroad is the client's account in New York, registered in Tokyo.
	ClientAbroad *Actor
	// DollarsHere is the denom of New York's dollars in Tokyo, BondsThere that of Tokyo's bonds in New York.
	DollarsHere, BondsThere string
}

// NewTrade starts two chains at the given time, opens both markets and the ways between them.
func NewTrade(t *testing.T, start time.Time) *Trade {
	t.Helper()
	link := NewLink(t, start, nil, nil)
	here, there := link.Transfer.EndpointA.ChannelID, link.Transfer.EndpointB.ChannelID
	trade := &Trade{
		Link: link, Japan: openMarket(link.Tokyo, japan()), America: openMarket(link.NewYork, america()),
		FxDealer: link.Tokyo.Actor("fxdealer"), PayingAgent: link.Tokyo.Actor("payingagent"), ClientAbroad: link.NewYork.Actor("client"),
		DollarsHere: transfertypes.NewDenom("uusd", transfertypes.NewHop(transfertypes.PortID, here)).IBCDenom(),
		BondsThere:  transfertypes.NewDenom(bondtypes.Denom(JGB), transfertypes.NewHop(transfertypes.PortID, there)).IBCDenom(),
	}
	trade.approveChannel()
	trade.bringDollars()
	trade.registerVenue()
	trade.Audited()
	return trade
}

// Audited checks the laws of both chains.
func (t *Trade) Audited() {
	t.t.Helper()
	t.Tokyo.Audited()
	t.NewYork.Audited()
}

func (t *Trade) approveChannel() {
	j := t.Japan
	j.Must(&custodytypes.MsgApproveChannel{
		Authority: j.Ministry.String(), Isin: JGB, ChannelId: t.Transfer.EndpointA.ChannelID,
		PayingAgent: t.PayingAgent.String(), RegisteredReceiversOnly: true,
	}, j.Ministry)
	j.Must(&custodytypes.MsgUpdateInvestor{
		Custodian: j.Custodian.String(), Account: j.Client.String(), InvestorClass: custodytypes.ClassProfessional, Jurisdiction: "JP",
		TaxClass: custodytypes.TaxClassResidentCorporation, Expiry: "2050-12-31",
		RemoteAccounts: []custodytypes.RemoteAccount{{ChannelId: t.Transfer.EndpointA.ChannelID, Address: t.ClientAbroad.String()}},
	}, j.Custodian)
}

func (t *Trade) bringDollars() {
	there := t.NewYork.Actor("fxdealer")
	t.Japan.Mint(t.FxDealer, Yen(1_000_000_000))
	t.America.Mint(there, Dollars(10_000_000))
	t.America.Must(t.SendBack(there, Dollars(5_000_000), t.FxDealer.String()), there)
	t.RelayAll()
}

// Send is a transfer from Tokyo to New York.
func (t *Trade) Send(from *Actor, coin sdk.Coin, to string) *transfertypes.MsgTransfer {
	return t.TransferOver(t.Transfer.EndpointA.ChannelID, from, coin, to)
}

// SendBack is a transfer from New York to Tokyo.
func (t *Trade) SendBack(from *Actor, coin sdk.Coin, to string) *transfertypes.MsgTransfer {
	return t.TransferOver(t.Transfer.EndpointB.ChannelID, from, coin, to)
}

// TransferOver is a transfer over a channel of the sender's chain.
func (t *Trade) TransferOver(channel string, from *Actor, coin sdk.Coin, to string) *transfertypes.MsgTransfer {
	timeout := uint64(t.Tokyo.Coordinator.CurrentTime.Add(packetLife).UnixNano())
	return transfertypes.NewMsgTransfer(transfertypes.PortID, channel, coin, from.String(), to, clienttypes.ZeroHeight(), timeout, "")
}

// registerVenue publishes the exchange rate, registers the dollar pool as a venue and completes its account's handshake.
func (t *Trade) registerVenue() {
	t.Tokyo.Govern(
		&collateraltypes.MsgSetFx{Authority: Governance, Fx: collateraltypes.FxRate{Base: "USD", Quote: "JPY", Rate: Dec("156.5"), AsOf: t.Tokyo.Today()}},
		&carrytypes.MsgRegisterVenue{
			Authority: Governance, Id: Venue, ConnectionId: t.Transfer.EndpointA.ConnectionID,
			ChannelId: t.Transfer.EndpointA.ChannelID, CounterpartyChannelId: t.Transfer.EndpointB.ChannelID,
			CashDenom: "ujpy", Denom: t.DollarsHere, DenomPath: "uusd", Terms: t.VenueTerms(),
		})
	venue := t.Venue()
	t.CompleteAccount(venue.PortID(), venue.HandshakeChannelId)
	require.Equal(t.t, carrytypes.VenueStatus_VENUE_STATUS_ACTIVE, t.Venue().Status)
}

// VenueTerms describe lending in the dollar pool. To send home again what timed out must wait until its refund is there: to
// acknowledge a settled packet does nothing, and to acknowledge one that is not wants a proof.
func (t *Trade) VenueTerms() carrytypes.VenueTerms {
	here, there := t.Transfer.EndpointA.ChannelID, t.Transfer.EndpointB.ChannelID
	return carrytypes.VenueTerms{
		SupplyMessage:   `{"@type":"/kokusai.collateral.v1.MsgSupply","supplier":"{account}","amount":{"denom":"uusd","amount":"{amount}"}}`,
		WithdrawMessage: `{"@type":"/kokusai.collateral.v1.MsgWithdraw","supplier":"{account}","denom":"uusd","amount":"0","claims":"{claims}","all":false}`,
		HomeMessage: `{"@type":"/ibc.applications.transfer.v1.MsgTransfer","source_port":"transfer","source_channel":"` + there + `",
			"token":{"denom":"uusd","amount":"{amount}"},"sender":"{account}","receiver":"{receiver}",
			"timeout_height":{"revision_number":"0","revision_height":"0"},"timeout_timestamp":"{timeout}","memo":"","encoding":""}`,
		RefundGuard: `{"@type":"/ibc.core.channel.v1.MsgAcknowledgement","packet":{"sequence":"{sequence}","source_port":"transfer",
			"source_channel":"` + there + `","destination_port":"transfer","destination_channel":"` + here + `","data":"AA==",
			"timeout_height":{"revision_number":"0","revision_height":"0"},"timeout_timestamp":"1"},
			"acknowledgement":"AA==","proof_acked":"AA==","proof_height":{"revision_number":"0","revision_height":"1"},"signer":"{account}"}`,
		SupplyResponse:         carrytypes.ResponseField{TypeUrl: "/kokusai.collateral.v1.MsgSupplyResponse", Path: []uint32{1}},
		WithdrawResponse:       carrytypes.ResponseField{TypeUrl: "/kokusai.collateral.v1.MsgWithdrawResponse", Path: []uint32{1}},
		HomeResponse:           carrytypes.ResponseField{TypeUrl: "/ibc.applications.transfer.v1.MsgTransferResponse", Path: []uint32{1}},
		TransferTimeoutSeconds: 600, AccountTimeoutSeconds: 600, ReturnTimeoutSeconds: 600,
		PositionCap: Dollars(10_000_000).Amount, TotalCap: Dollars(100_000_000).Amount,
	}
}

// Venue is the venue as it stands.
func (t *Trade) Venue() carrytypes.Venue {
	venue, err := t.Tokyo.Kokusai.CarryKeeper.GetVenue(t.Tokyo.Committed(), Venue)
	require.NoError(t.t, err)
	return venue
}

// Ledger is what positions have at the venue.
func (t *Trade) Ledger() carrytypes.VenueLedger {
	ledger, err := t.Tokyo.Kokusai.CarryKeeper.GetLedger(t.Tokyo.Committed(), Venue)
	require.NoError(t.t, err)
	return ledger
}

// Quote has the currency dealer offer a coin at a price in the other denom, funded.
func (t *Trade) Quote(offer sdk.Coin, ask string, price math.LegacyDec) carrytypes.QuoteRef {
	t.t.Helper()
	result := t.Tokyo.Must(&carrytypes.MsgPostQuote{
		Dealer: t.FxDealer.String(), Offer: offer, AskDenom: ask, Price: price, MinFill: math.OneInt(),
		ExpiresAt: t.Tokyo.Kokusai.BondKeeper.Now(t.Tokyo.Committed()).AddDate(0, 6, 0).UTC(),
	}, t.FxDealer)
	var posted carrytypes.MsgPostQuoteResponse
	t.Tokyo.Answer(result, 0, &posted)
	return carrytypes.QuoteRef{Dealer: t.FxDealer.String(), Id: posted.Id}
}

// Opening is the message with which the client opens its first position: 500 million of face pledged, 156 million yen
// borrowed and sold for dollars at 156.
func (t *Trade) Opening() *carrytypes.MsgOpen {
	quote := t.Quote(sdk.NewCoin(t.DollarsHere, Dollars(2_000_000).Amount), "ujpy", Dec("156"))
	return &carrytypes.MsgOpen{
		Owner: t.Japan.Client.String(), Number: 1, VenueId: Venue, Borrow: Yen(156_000_000), CollateralNumber: 1,
		Bonds: sdk.NewCoins(Bonds(500_000_000)), Quote: quote, MinReceived: math.OneInt(),
	}
}

// Open opens the client's first position and returns the packet that takes its dollars abroad.
func (t *Trade) Open() Packet {
	t.t.Helper()
	t.Tokyo.Must(t.Opening(), t.Japan.Client)
	return t.Sent()
}

// Close has the client call its first position home, to be converted later.
func (t *Trade) Close() {
	t.t.Helper()
	t.Tokyo.Must(&carrytypes.MsgClose{Owner: t.Japan.Client.String(), Number: 1, MinReceived: math.ZeroInt(), TopUp: math.ZeroInt()}, t.Japan.Client)
}

// Retry has the client take its first position's next step.
func (t *Trade) Retry() {
	t.t.Helper()
	t.Tokyo.Must(&carrytypes.MsgRetry{Sender: t.Japan.Client.String(), Owner: t.Japan.Client.String(), Number: 1}, t.Japan.Client)
}

// ConvertBack has the client convert what is home of its first position at a rate of yen for a dollar, and add cash to repay.
func (t *Trade) ConvertBack(rate string, topUp sdk.Coin) {
	t.t.Helper()
	quote := t.Quote(Yen(400_000_000), t.DollarsHere, math.LegacyOneDec().Quo(Dec(rate)))
	t.Tokyo.Must(&carrytypes.MsgConvertBack{
		Owner: t.Japan.Client.String(), Number: 1, Quote: quote, MinReceived: math.OneInt(), TopUp: topUp.Amount,
	}, t.Japan.Client)
}

// Position is the client's first position.
func (t *Trade) Position() carrytypes.Position {
	t.t.Helper()
	position, err := t.Tokyo.Kokusai.CarryKeeper.GetPosition(t.Tokyo.Committed(), t.Japan.Client.Addr, 1)
	require.NoError(t.t, err)
	return position
}

// At checks the stage of the client's first position and the laws of both chains.
func (t *Trade) At(stage carrytypes.Stage) carrytypes.Position {
	t.t.Helper()
	position := t.Position()
	require.Equal(t.t, stage.String(), position.Stage.String(), position.Note)
	t.Audited()
	return position
}
