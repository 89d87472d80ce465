package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

const million = 1_000_000

// escrowed is what the channel's escrow in Tokyo holds of the JGB.
func escrowed(l *testutil.Trade) int64 {
	return l.Tokyo.Balance(transfertypes.GetEscrowAddress(transfertypes.PortID, l.Transfer.EndpointA.ChannelID), bond)
}

// abroad is the supply of the JGB in New York.
func abroad(l *testutil.Trade) int64 {
	return l.NewYork.Kokusai.BankKeeper.GetSupply(l.NewYork.Committed(), l.BondsThere).Amount.Int64()
}

// vouchers is face of the JGB in New York.
func vouchers(l *testutil.Trade, face int64) sdk.Coin { return sdk.NewInt64Coin(l.BondsThere, face) }

// sendAbroad brings bonds of the client to its account in New York.
func sendAbroad(l *testutil.Trade, face int64) {
	l.Tokyo.Must(l.Send(l.Japan.Client, testutil.Bonds(face), l.ClientAbroad.String()), l.Japan.Client)
	l.RelayAll()
}

// failure is the error that an acknowledgement carries.
func failure(t *testing.T, acknowledgement []byte, of ...any) string {
	t.Helper()
	var ack channeltypes.Acknowledgement
	require.NoError(t, channeltypes.SubModuleCdc.UnmarshalJSON(acknowledgement, &ack))
	require.False(t, ack.Success(), of...)
	return ack.GetError()
}

// Bonds leave over the channel that the issuer approved, to the client's registered account, and as far as they are free.
func TestBondsLeaveAsTheIssuerAllows(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j, client := l.Japan, l.Japan.Client
	other := l.OpenTransfer().EndpointA.ChannelID
	j.Pledge(client, testutil.Bonds(500*million))
	escrow := &testutil.Actor{Addr: transfertypes.GetEscrowAddress(transfertypes.PortID, l.Transfer.EndpointA.ChannelID)}

	j.Refused(custodytypes.ErrChannel, l.TransferOver(other, client, testutil.Bonds(50_000), l.ClientAbroad.String()), client)
	j.Refused(custodytypes.ErrRemoteReceiver, l.Send(client, testutil.Bonds(50_000), l.America.Dealer.String()), client)
	j.Refused(custodytypes.ErrInsufficientFree, l.Send(client, testutil.Bonds(100*million+1), l.ClientAbroad.String()), client)
	further := l.Send(client, testutil.Bonds(50_000), l.ClientAbroad.String())
	further.Memo = `{"forward":{"receiver":"x","port":"transfer","channel":"channel-9"}}`
	j.Refused(custodytypes.ErrRemoteReceiver, further, client)
	j.Refused(custodytypes.ErrDirectEscrowEntry, send(client, escrow, testutil.Bonds(50_000)), client)
	require.Empty(t, l.Pending())

	sendAbroad(l, 100*million)
	require.EqualValues(t, 100*million, l.NewYork.Balance(l.ClientAbroad.Addr, l.BondsThere))
	require.EqualValues(t, 100*million, escrowed(l))
	// There it moves on freely: what is abroad is the paying agent's affair until the terms travel too.
	l.America.Must(send(l.ClientAbroad, l.America.Stranger, vouchers(l, 20*million)), l.ClientAbroad)

	j.Must(&custodytypes.MsgRevokeChannel{Authority: j.Ministry.String(), Isin: testutil.JGB, ChannelId: l.Transfer.EndpointA.ChannelID}, j.Ministry)
	j.Refused(custodytypes.ErrChannel, l.Send(j.Dealer, testutil.Bonds(50_000), l.ClientAbroad.String()), j.Dealer)
	l.America.Must(l.SendBack(l.America.Stranger, vouchers(l, 20*million), j.Dealer.String()), l.America.Stranger)
	l.RelayAll()
	require.EqualValues(t, 420*million, j.Balance(j.Dealer.Addr, bond))
	require.EqualValues(t, 80*million, escrowed(l))
	require.EqualValues(t, 80*million, abroad(l))
	l.Audited()
}

// A return to somebody who may not hold the bonds is refused before it is acknowledged, and refunded abroad.
func TestReturnToAnIneligibleReceiver(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j := l.Japan
	sendAbroad(l, 50*million)
	frozen := j.Actor("frozen")
	j.Must(j.Registration(frozen, custodytypes.ClassInstitutional), j.Custodian)
	j.Freeze(frozen)

	for receiver, rule := range map[string]string{
		j.Retail.String():   "RULE_CLASS",
		j.Stranger.String(): "RULE_NOT_REGISTERED",
		frozen.String():     "RULE_RECEIVER_FROZEN",
		authtypes.NewModuleAddress("collateral").String():                                             "RULE_MODULE_ACCOUNT",
		authtypes.NewModuleAddress("bond").String():                                                   "RULE_MODULE_ACCOUNT",
		transfertypes.GetEscrowAddress(transfertypes.PortID, l.Transfer.EndpointA.ChannelID).String(): "RULE_MODULE_ACCOUNT",
		custodytypes.SuspenseAddress(j.Client.Addr).String():                                          "RULE_NOT_REGISTERED",
		carrytypes.PositionAccount(j.Client.Addr, 1).String():                                         "RULE_NOT_REGISTERED",
		"not an address": "ABCI code: 2: error handling packet",
	} {
		l.America.Must(l.SendBack(l.ClientAbroad, vouchers(l, 10*million), receiver), l.ClientAbroad)
		packet := l.Sent()
		require.EqualValues(t, 40*million, l.NewYork.Balance(l.ClientAbroad.Addr, l.BondsThere))
		ack := l.Receive(packet)
		require.Contains(t, failure(t, ack), rule, receiver)
		l.Acknowledge(packet, ack)
		require.True(t, l.Cleared(packet))
		require.EqualValues(t, 50*million, l.NewYork.Balance(l.ClientAbroad.Addr, l.BondsThere), "refunded abroad")
		require.EqualValues(t, 50*million, escrowed(l))
	}
	l.Audited()
	// To the right receiver of a frozen series they do not come either, and are not lost.
	j.Must(&custodytypes.MsgFreezeSeries{Authority: j.Ministry.String(), Isin: testutil.JGB, Reason: custodytypes.ReasonCourtOrder}, j.Ministry)
	l.America.Must(l.SendBack(l.ClientAbroad, vouchers(l, 10*million), j.Client.String()), l.ClientAbroad)
	packet := l.Sent()
	ack := l.Receive(packet)
	require.Contains(t, failure(t, ack), "RULE_SERIES_FROZEN")
	l.Acknowledge(packet, ack)
	require.EqualValues(t, 50*million, l.NewYork.Balance(l.ClientAbroad.Addr, l.BondsThere), "refunded abroad")
	j.Must(&custodytypes.MsgUnfreezeSeries{Authority: j.Ministry.String(), Isin: testutil.JGB, Reason: custodytypes.ReasonResolved}, j.Ministry)
	l.Audited()
	l.America.Must(l.SendBack(l.ClientAbroad, vouchers(l, 50*million), j.Client.String()), l.ClientAbroad)
	l.RelayAll()
	require.EqualValues(t, 600*million, j.Balance(j.Client.Addr, bond))
	require.Zero(t, escrowed(l)+abroad(l))
	l.Audited()
}

// Whoever may no longer hold bonds when a packet fails gets them back into suspense: the packet is cleared, nothing is
// stranded, and all is paid out once it may be.
func TestRightsLostInFlight(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j := l.Japan
	depart := func() testutil.Packet {
		j.Must(l.Send(j.Client, testutil.Bonds(50*million), l.ClientAbroad.String()), j.Client)
		return l.Sent()
	}
	licence := func(status custodytypes.LicenceStatus) {
		j.Govern(&custodytypes.MsgSetLicenceStatus{Authority: testutil.Governance, Holder: j.Custodian.String(), Status: status})
	}

	timedOut := depart()
	j.Freeze(j.Client)
	l.Timeout(timedOut)
	require.True(t, l.Cleared(timedOut))
	require.EqualValues(t, 50*million, j.Suspended(j.Client, bond))
	require.EqualValues(t, 550*million, j.Balance(j.Client.Addr, bond))
	require.Zero(t, escrowed(l))
	l.Audited()
	j.Refused(custodytypes.ErrReceiverFrozen, &custodytypes.MsgReleaseSuspense{Signer: j.Stranger.String(), Owner: j.Client.String()}, j.Stranger)
	j.Unfreeze(j.Client)
	j.Release(j.Client)
	require.EqualValues(t, 600*million, j.Balance(j.Client.Addr, bond))

	refused := depart()
	licence(custodytypes.LicenceStatusSuspended)
	l.NewYork.Govern(&transfertypes.MsgUpdateParams{Signer: testutil.Governance, Params: transfertypes.NewParams(true, false)})
	ack := l.Receive(refused)
	failure(t, ack)
	l.Acknowledge(refused, ack)
	require.True(t, l.Cleared(refused))
	require.EqualValues(t, 50*million, j.Suspended(j.Client, bond))
	l.Audited()
	licence(custodytypes.LicenceStatusActive)
	j.Release(j.Client)

	// A frozen series does not strand the packet either.
	stopped := depart()
	freeze := custodytypes.MsgFreezeSeries{Authority: j.Ministry.String(), Isin: testutil.JGB, Reason: custodytypes.ReasonCourtOrder}
	j.Must(&freeze, j.Ministry)
	l.Timeout(stopped)
	require.True(t, l.Cleared(stopped))
	require.EqualValues(t, 50*million, j.Suspended(j.Client, bond))
	j.Must(&custodytypes.MsgUnfreezeSeries{Authority: j.Ministry.String(), Isin: testutil.JGB, Reason: custodytypes.ReasonResolved}, j.Ministry)
	j.Release(j.Client)
	require.EqualValues(t, 600*million, j.Balance(j.Client.Addr, bond))
	l.Audited()
}

// Packets may come in any order and more than once; each counts once.
func TestDuplicateAndReorderedPackets(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j := l.Japan
	for _, face := range []int64{million, 2 * million, 4 * million, 8 * million} {
		j.Must(l.Send(j.Client, testutil.Bonds(face), l.ClientAbroad.String()), j.Client)
	}
	packets := l.Pending()
	require.Len(t, packets, 4)
	acks := map[int][]byte{}
	for _, i := range []int{2, 0, 1} {
		acks[i] = l.Receive(packets[i])
		l.Redeliver(packets[2])
	}
	require.EqualValues(t, 7*million, l.NewYork.Balance(l.ClientAbroad.Addr, l.BondsThere))
	for _, i := range []int{1, 2, 0, 1, 0} {
		l.Acknowledge(packets[i], acks[i])
	}
	l.Timeout(packets[3])
	l.Timeout(packets[3])
	for _, packet := range packets {
		require.True(t, l.Cleared(packet))
	}
	require.EqualValues(t, 593*million, j.Balance(j.Client.Addr, bond))
	require.EqualValues(t, 7*million, escrowed(l))
	require.EqualValues(t, 7*million, abroad(l))
	l.Audited()
}

// A sequence is unique on its channel only. What becomes of a packet on one says nothing about its namesake on the other.
func TestSameSequenceOnTwoChannels(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j := l.Japan
	second := l.OpenTransfer().EndpointA.ChannelID
	j.Must(&custodytypes.MsgApproveChannel{
		Authority: j.Ministry.String(), Isin: testutil.JGB, ChannelId: second, PayingAgent: l.PayingAgent.String(),
	}, j.Ministry)
	j.Must(l.Send(j.Client, testutil.Bonds(3*million), l.ClientAbroad.String()), j.Client)
	first := l.Sent()
	j.Must(l.TransferOver(second, j.Client, testutil.Bonds(5*million), l.ClientAbroad.String()), j.Client)
	namesake := l.Sent()
	require.Equal(t, first.Sequence, namesake.Sequence)

	l.Acknowledge(namesake, l.Receive(namesake))
	require.True(t, l.Cleared(namesake))
	require.False(t, l.Cleared(first))
	l.Timeout(first)
	require.True(t, l.Cleared(first))
	require.EqualValues(t, 595*million, j.Balance(j.Client.Addr, bond))
	require.Zero(t, escrowed(l))
	require.EqualValues(t, 5*million, j.Balance(transfertypes.GetEscrowAddress(transfertypes.PortID, second), bond))
	l.Audited()
}

// The coupon of what is abroad goes to the agent that the issuer named for the channel, also when the channel is revoked,
// and to the agent's suspense if the agent may not receive it.
func TestCouponOfWhatIsAbroad(t *testing.T) {
	l := testutil.NewTrade(t, testutil.Day("2026-06-18"))
	j := l.Japan
	sendAbroad(l, 100*million)
	j.Must(l.Send(j.Client, testutil.Bonds(10*million), l.ClientAbroad.String()), j.Client) // in flight at the record moment
	inFlight := l.Sent()
	j.Must(&custodytypes.MsgRevokeChannel{Authority: j.Ministry.String(), Isin: testutil.JGB, ChannelId: l.Transfer.EndpointA.ChannelID}, j.Ministry)
	j.Fund(testutil.Yen(10_500_000))
	j.Govern(&custodytypes.MsgFreezeAccount{Signer: testutil.Governance, Account: l.PayingAgent.String(), Reason: custodytypes.ReasonSanctions})
	client, dealer, agent := j.Balance(j.Client.Addr, yen), j.Balance(j.Dealer.Addr, yen), j.Balance(l.PayingAgent.Addr, yen)
	j.WaitForDate("2026-06-22")
	j.Block()

	require.EqualValues(t, coupon(490*million), j.Balance(j.Client.Addr, yen)-client)
	require.EqualValues(t, coupon(400*million), j.Balance(j.Dealer.Addr, yen)-dealer)
	require.Equal(t, agent, j.Balance(l.PayingAgent.Addr, yen))
	require.EqualValues(t, coupon(110*million), j.Suspended(l.PayingAgent, yen))
	l.Audited()
	j.Govern(&custodytypes.MsgUnfreezeAccount{Signer: testutil.Governance, Account: l.PayingAgent.String(), Reason: custodytypes.ReasonResolved})
	j.Release(l.PayingAgent)
	require.EqualValues(t, coupon(110*million), j.Balance(l.PayingAgent.Addr, yen)-agent)

	// What comes back brings no coupon with it.
	l.Timeout(inFlight)
	j.Refused(bondtypes.ErrNothingToClaim, &bondtypes.MsgClaim{Sender: j.Client.String(), Isin: testutil.JGB}, j.Client)
	require.EqualValues(t, 100*million, escrowed(l))
	l.Audited()
}

// Packets that no honest chain sends are refused with an acknowledgement, whatever they say, and change nothing.
func TestForgedPackets(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j := l.Japan
	sendAbroad(l, 50*million)
	home := fmt.Sprintf("%s/%s/%s", transfertypes.PortID, l.Transfer.EndpointB.ChannelID, bond)
	receiver, before := j.Dealer.String(), ours(t, l.Tokyo)
	data := func(denom, amount, receiver, memo string) string {
		return fmt.Sprintf(`{"denom":%q,"amount":%q,"sender":%q,"receiver":%q,"memo":%q}`, denom, amount, l.ClientAbroad, receiver, memo)
	}
	for name, packet := range map[string]string{
		"more than ever left":        data(home, "50000001", receiver, ""),
		"negative":                   data(home, "-1", receiver, ""),
		"nothing":                    data(home, "0", receiver, ""),
		"exponent":                   data(home, "1e3", receiver, ""),
		"fraction":                   data(home, "1.5", receiver, ""),
		"10^80":                      data(home, "1"+strings.Repeat("0", 80), receiver, ""),
		"2^100":                      data(home, "1267650600228229401496703205376", receiver, ""),
		"no amount":                  data(home, "", receiver, ""),
		"no denom":                   data("", "1", receiver, ""),
		"a denom that cannot be":     data(strings.TrimSuffix(home, bond)+"*", "1", receiver, ""),
		"a short denom":              data(strings.TrimSuffix(home, bond)+"x", "1", receiver, ""),
		"a series that never left":   data(strings.TrimSuffix(home, bond)+"bond/JP1103801RA7", "50000", receiver, ""),
		"yen that never left":        data(strings.TrimSuffix(home, bond)+yen, "1", receiver, ""),
		"no receiver":                data(home, "1", "", ""),
		"a long receiver":            data(home, "1", strings.Repeat("k", 4096), ""),
		"a callback":                 data(home, "1", receiver, `{"dest_callback":{"address":"`+receiver+`"}}`),
		"unknown field":              strings.TrimSuffix(data(home, "1", receiver, ""), "}") + `,"authority":"gov"}`,
		"not JSON":                   "\x00\xff",
		"nothing at all in an array": "[]",
		"null":                       "null",
	} {
		forged := l.Forge(l.Transfer.Reversed(), []byte(packet))
		failure(t, l.Receive(forged), name)
		require.EqualValues(t, 50*million, escrowed(l), name)
		require.EqualValues(t, 400*million, j.Balance(j.Dealer.Addr, bond), name)
		require.Equal(t, before, ours(t, l.Tokyo), name)
	}
	l.Audited()
}

// A gift to an escrow, a pool or a module changes nobody's rights: it is refused, or lies there.
func TestDonations(t *testing.T) {
	l := testutil.NewTrade(t, issueDay)
	j := l.Japan
	sendAbroad(l, 50*million)
	escrow := &testutil.Actor{Addr: transfertypes.GetEscrowAddress(transfertypes.PortID, l.Transfer.EndpointA.ChannelID)}
	pool := &testutil.Actor{Addr: authtypes.NewModuleAddress("collateral")}
	before := ours(t, l.Tokyo)

	j.Refused(custodytypes.ErrDirectEscrowEntry, send(j.Dealer, escrow, testutil.Bonds(50_000)), j.Dealer)
	j.Refused(custodytypes.ErrDirectEscrowEntry, send(j.Dealer, escrow, testutil.Yen(1)), j.Dealer)
	require.NotZero(t, j.Send(send(j.Dealer, pool, testutil.Yen(1)), j.Dealer).Code)
	require.Equal(t, before, ours(t, l.Tokyo))
	// Dollars that come in for the pool's account are refused on arrival, those for the escrow's lie there.
	rich := l.NewYork.Actor("fxdealer")
	for _, to := range []*testutil.Actor{pool, escrow} {
		l.America.Must(l.SendBack(rich, testutil.Dollars(1), to.String()), rich)
		l.RelayAll()
	}
	require.Zero(t, j.Balance(pool.Addr, l.DollarsHere))
	require.Equal(t, before, ours(t, l.Tokyo))
	l.Audited()
}
