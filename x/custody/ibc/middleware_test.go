package ibc_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec/address"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/ibc-go/v11/modules/apps/transfer"
	transferkeeper "github.com/cosmos/ibc-go/v11/modules/apps/transfer/keeper"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	transferv2 "github.com/cosmos/ibc-go/v11/modules/apps/transfer/v2"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	channeltypesv2 "github.com/cosmos/ibc-go/v11/modules/core/04-channel/v2/types"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"

	"github.com/kokusai-chain/kokusai/x/custody/ibc"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// channels plays IBC's core: it takes the packets that the application sends.
type channels struct{ sent [][]byte }

func (c *channels) SendPacket(_ sdk.Context, _, _ string, _ clienttypes.Height, _ uint64, data []byte) (uint64, error) {
	c.sent = append(c.sent, data)
	return uint64(len(c.sent)), nil
}

func (c *channels) WriteAcknowledgement(sdk.Context, ibcexported.PacketI, ibcexported.Acknowledgement) error {
	return nil
}
func (c *channels) GetAppVersion(sdk.Context, string, string) (string, bool) {
	return transfertypes.V1, true
}
func (c *channels) GetChannel(_ sdk.Context, _, channelID string) (channeltypes.Channel, bool) {
	return channeltypes.Channel{State: channeltypes.OPEN}, strings.HasPrefix(channelID, "channel-")
}
func (c *channels) GetNextSequenceSend(sdk.Context, string, string) (uint64, bool) { return 1, true }
func (c *channels) HasChannel(sdk.Context, string, string) bool                    { return true }
func (c *channels) GetAllChannelsWithPortPrefix(sdk.Context, string) []channeltypes.IdentifiedChannel {
	return nil
}

// chain is a market with the real transfer application behind the gate.
type chain struct {
	*testutil.Fixture
	t         *testing.T
	transfers *transferkeeper.Keeper
	gate      *ibc.Middleware
	gateV2    ibc.MiddlewareV2
	core      *channels
}

func newChain(t *testing.T) *chain {
	c := &chain{t: t, core: &channels{}, Fixture: testutil.Open(testutil.NewWith(t, []string{transfertypes.StoreKey}))}
	addresses := address.NewBech32Codec(testutil.Prefix)
	c.transfers = transferkeeper.NewKeeper(c.Codec, addresses, c.Services(transfertypes.StoreKey), c.core, baseapp.NewMsgServiceRouter(), c.Accounts, c.Bank, c.Governance.String())
	c.transfers.SetParams(c.Ctx, transfertypes.DefaultParams())
	c.transfers.SetPort(c.Ctx, transfertypes.PortID)
	c.gate = ibc.NewMiddleware(c.Keeper, addresses)
	app := transfer.NewIBCModule(c.transfers)
	c.gate.SetUnderlyingApplication(app)
	app.SetICS4Wrapper(c.gate)
	c.gate.SetICS4Wrapper(c.core)
	c.gateV2 = ibc.NewMiddlewareV2(c.Keeper, addresses, transferv2.NewIBCModule(c.transfers))
	return c
}

// leave sends abroad as a user does.
func (c *chain) leave(channel string, from sdk.AccAddress, coin sdk.Coin, to, memo string) error {
	return c.Atomically(func(ctx sdk.Context) error {
		_, err := c.transfers.Transfer(ctx, transfertypes.NewMsgTransfer(transfertypes.PortID, channel, coin, from.String(), to, clienttypes.Height{}, 1, memo))
		return err
	})
}

// packet is what the chain behind channel-9 sends over its end of a channel.
func (c *chain) packet(channel, denom, amount, receiver, memo string) channeltypes.Packet {
	data := transfertypes.NewFungibleTokenPacketData(denom, amount, "cosmos1stranger", receiver, memo)
	return channeltypes.Packet{
		Sequence: 1, SourcePort: transfertypes.PortID, SourceChannel: "channel-9",
		DestinationPort: transfertypes.PortID, DestinationChannel: channel, Data: data.GetBytes(),
	}
}

// arrive receives a packet as core does: an error acknowledgement leaves nothing.
func (c *chain) arrive(packet channeltypes.Packet) channeltypes.Acknowledgement {
	cached, write := c.Ctx.CacheContext()
	ack, ok := c.gate.OnRecvPacket(cached, transfertypes.V1, packet, nil).(channeltypes.Acknowledgement)
	require.True(c.t, ok)
	if ack.Success() {
		write()
	}
	return ack
}

func home(coin string) string { return "transfer/channel-9/" + coin }

func escrow(channel string) sdk.AccAddress {
	return transfertypes.GetEscrowAddress(transfertypes.PortID, channel)
}

func TestDepartureOverAnApprovedChannelOnly(t *testing.T) {
	c := newChain(t)
	require.NoError(t, c.gate.OnChanOpenAck(c.Ctx, transfertypes.PortID, testutil.OtherChannel, "channel-1", transfertypes.V1))
	err := c.leave(testutil.OtherChannel, c.Client, testutil.Bonds(1), "far", "")
	require.ErrorIs(t, err, types.ErrChannel)
	require.ErrorContains(t, err, "channel-7 is not approved for JP1103811S13")
	require.Empty(t, c.core.sent)
	require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(200), "far", "any memo"))
	require.NoError(t, c.leave(testutil.OtherChannel, c.Client, testutil.YenOf(5), "far", ""), "cash leaves over any channel")
	require.Len(t, c.core.sent, 2)
	require.Equal(t, int64(200), c.Balance(escrow(testutil.Channel), testutil.Denom))
	require.Equal(t, int64(5), c.Balance(escrow(testutil.OtherChannel), testutil.Yen))
	require.NoError(t, c.Keeper.Audit(c.Ctx))
}

func TestPledgedBondsDoNotLeave(t *testing.T) {
	c := newChain(t)
	c.Pledge(c.Client, testutil.Bonds(400), "loan")
	require.ErrorIs(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(101), "far", ""), types.ErrInsufficientFree)
	all := sdk.NewCoin(testutil.Denom, transfertypes.UnboundedSpendLimit())
	require.Error(t, c.leave(testutil.Channel, c.Client, all, "far", ""), "the application's \"all I have\" does not know pledges")
	require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(100), "far", ""))
}

func TestRegisteredReceiversOnly(t *testing.T) {
	c := newChain(t)
	c.Approve(testutil.ISIN, testutil.Channel, true)
	register := func(investor sdk.AccAddress, remote string, class types.InvestorClass) {
		_, err := c.Msgs.UpdateInvestor(c.Ctx, &types.MsgUpdateInvestor{
			Custodian: c.Custodian.String(), Account: investor.String(), InvestorClass: class, Jurisdiction: "JP",
			TaxClass: types.TaxClassDesignatedInstitution, Expiry: "2030-12-31",
			RemoteAccounts: []types.RemoteAccount{{ChannelId: testutil.Channel, Address: remote}},
		})
		require.NoError(t, err)
	}
	register(c.Client, "kokusai1client", types.ClassInstitutional)
	register(c.Retail, "kokusai1retail", types.ClassRetail)
	require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(1), "kokusai1client", ""))
	require.NoError(t, c.leave(testutil.Channel, c.Dealer, testutil.Bonds(1), "kokusai1client", ""), "to another investor who may hold")
	require.ErrorIs(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(1), "kokusai1nobody", ""), types.ErrRemoteReceiver)
	require.ErrorIs(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(1), "kokusai1retail", ""), types.ErrClass)
	require.ErrorIs(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(1), "kokusai1client", `{"forward":{"receiver":"x"}}`), types.ErrRemoteReceiver,
		"a memo could send it on from there")
	require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.YenOf(1), "kokusai1nobody", "memo"), "cash goes where it likes")
	rules := c.Rules()
	rules.MaxHolding = testutil.Units(400)
	c.SetRules(rules)
	require.NoError(t, c.leave(testutil.Channel, c.Dealer, testutil.Bonds(1), "kokusai1client", ""), "the holder limit does not count what is abroad")
	c.Freeze(c.Client)
	require.ErrorIs(t, c.leave(testutil.Channel, c.Dealer, testutil.Bonds(1), "kokusai1client", ""), types.ErrReceiverFrozen)
}

func TestReturnToWhoMayNotHold(t *testing.T) {
	c := newChain(t)
	require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(200), "far", ""))
	require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.YenOf(50), "far", ""))
	c.Freeze(c.Abroad)
	c.Issue(c.Stranger, 1)
	for name, x := range map[string]struct {
		denom, receiver, text string
	}{
		"class":        {testutil.Denom, c.Retail.String(), "custody: RULE_CLASS: INVESTOR_CLASS_RETAIL is not admitted to JP1103811S13"},
		"unregistered": {testutil.Denom, c.Stranger.String(), "custody: RULE_NOT_REGISTERED: the receiver is not a registered investor"},
		"frozen":       {testutil.Denom, c.Abroad.String(), "custody: RULE_RECEIVER_FROZEN: the receiver's account is frozen"},
		"frozen, cash": {testutil.Yen, c.Abroad.String(), "custody: RULE_RECEIVER_FROZEN: the receiver's account is frozen"},
		"escrow":       {testutil.Denom, escrow(testutil.Channel).String(), "custody: RULE_MODULE_ACCOUNT: the receiver belongs to a module"},
		"suspense":     {testutil.Yen, types.SuspenseAddress(c.Stranger).String(), "custody: RULE_MODULE_ACCOUNT: the receiver belongs to a module"},
	} {
		t.Run(name, func(t *testing.T) {
			// The memo and the sender are the other chain's words.
			ack := c.arrive(c.packet(testutil.Channel, home(x.denom), "10", x.receiver, `{"custody":"please"}`))
			require.False(t, ack.Success())
			require.Equal(t, x.text, ack.GetError())
			require.NoError(t, ack.ValidateBasic())
		})
	}
	require.Equal(t, int64(200), c.Balance(escrow(testutil.Channel), testutil.Denom))
	require.Equal(t, int64(50), c.Balance(escrow(testutil.Channel), testutil.Yen))
	require.True(t, c.arrive(c.packet(testutil.Channel, home(testutil.Denom), "150", c.Dealer.String(), "")).Success())
	require.True(t, c.arrive(c.packet(testutil.Channel, home(testutil.Yen), "50", c.Stranger.String(), "")).Success())
	require.Equal(t, int64(1_150), c.Balance(c.Dealer, testutil.Denom))
	_, err := c.Msgs.RevokeChannel(c.Ctx, &types.MsgRevokeChannel{Authority: c.Ministry.String(), Isin: testutil.ISIN, ChannelId: testutil.Channel})
	require.NoError(t, err)
	require.True(t, c.arrive(c.packet(testutil.Channel, home(testutil.Denom), "50", c.Dealer.String(), "")).Success(), "what is abroad may come home")
	require.NoError(t, c.Keeper.Audit(c.Ctx))
}

func TestReturnOfMoreThanLeft(t *testing.T) {
	c := newChain(t)
	require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(10), "far", ""))
	require.False(t, c.arrive(c.packet(testutil.Channel, home(testutil.Denom), "11", c.Dealer.String(), "")).Success())
	require.Equal(t, int64(10), c.Balance(escrow(testutil.Channel), testutil.Denom))
}

func TestGarbageIsRefusedTheSameWayEverywhere(t *testing.T) {
	c := newChain(t)
	require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(200), "far", ""))
	for name, change := range map[string]func(*channeltypes.Packet){
		"no data":      func(p *channeltypes.Packet) { p.Data = nil },
		"no json":      func(p *channeltypes.Packet) { p.Data = []byte("\x00\xff") },
		"null":         func(p *channeltypes.Packet) { p.Data = []byte("null") },
		"empty object": func(p *channeltypes.Packet) { p.Data = []byte("{}") },
		"negative": func(p *channeltypes.Packet) {
			*p = c.packet(testutil.Channel, home(testutil.Denom), "-1", c.Dealer.String(), "")
		},
		"zero": func(p *channeltypes.Packet) {
			*p = c.packet(testutil.Channel, home(testutil.Denom), "0", c.Dealer.String(), "")
		},
		"exponent": func(p *channeltypes.Packet) {
			*p = c.packet(testutil.Channel, home(testutil.Denom), "1e3", c.Dealer.String(), "")
		},
		"fraction": func(p *channeltypes.Packet) {
			*p = c.packet(testutil.Channel, home(testutil.Denom), "1.5", c.Dealer.String(), "")
		},
		"10^80": func(p *channeltypes.Packet) {
			*p = c.packet(testutil.Channel, home(testutil.Denom), "1"+strings.Repeat("0", 80), c.Dealer.String(), "")
		},
		"10^76": func(p *channeltypes.Packet) {
			*p = c.packet(testutil.Channel, home(testutil.Denom), "1"+strings.Repeat("0", 76), c.Dealer.String(), "")
		},
		"no receiver": func(p *channeltypes.Packet) { *p = c.packet(testutil.Channel, home(testutil.Denom), "1", " ", "") },
		"other prefix": func(p *channeltypes.Packet) {
			*p = c.packet(testutil.Channel, home(testutil.Denom), "1", "cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8a", "")
		},
		"no such denom": func(p *channeltypes.Packet) { *p = c.packet(testutil.Channel, home("1"), "1", c.Dealer.String(), "") },
		"huge receiver": func(p *channeltypes.Packet) {
			*p = c.packet(testutil.Channel, home(testutil.Denom), "1", strings.Repeat("k", 100_000), "")
		},
		"unknown version": nil,
	} {
		t.Run(name, func(t *testing.T) {
			packet := c.packet(testutil.Channel, home(testutil.Denom), "1", c.Dealer.String(), "")
			version := transfertypes.V1
			if change == nil {
				version = "ics20-9"
			} else {
				change(&packet)
			}
			receive := func() ibcexported.Acknowledgement {
				cached, _ := c.Ctx.CacheContext()
				return c.gate.OnRecvPacket(cached, version, packet, nil)
			}
			ack := receive()
			require.False(t, ack.Success())
			require.Equal(t, ack.Acknowledgement(), receive().Acknowledgement())
			require.NotContains(t, string(ack.Acknowledgement()), "0x")
		})
	}
}

func TestForeignTokensAreNotRegulated(t *testing.T) {
	c := newChain(t)
	c.Freeze(c.Stranger)
	for _, denom := range []string{"ujpy", "bond/" + testutil.ISIN, "transfer/channel-5/ujpy"} {
		require.True(t, c.arrive(c.packet(testutil.Channel, denom, "5", c.Stranger.String(), "")).Success(), denom)
		voucher := transfertypes.ExtractDenomFromPath(fmt.Sprintf("transfer/%s/%s", testutil.Channel, denom)).IBCDenom()
		require.Equal(t, int64(5), c.Balance(c.Stranger, voucher))
		require.NoError(t, c.leave(testutil.Channel, c.Stranger, sdk.NewInt64Coin(voucher, 2), "far", ""))
		// The burnt voucher is refunded by a mint.
		refund := c.packet("channel-9", "transfer/"+testutil.Channel+"/"+denom, "2", "far", "")
		refund.SourceChannel = testutil.Channel
		refund.Data = transfertypes.NewFungibleTokenPacketData("transfer/"+testutil.Channel+"/"+denom, "2", c.Stranger.String(), "far", "").GetBytes()
		require.NoError(t, c.gate.OnTimeoutPacket(c.Ctx, transfertypes.V1, refund, nil))
		require.Equal(t, int64(5), c.Balance(c.Stranger, voucher))
	}
}

// sent is a packet of this chain that comes back unreceived.
func (c *chain) sent(denom, amount string, sender sdk.AccAddress) channeltypes.Packet {
	data := transfertypes.NewFungibleTokenPacketData(denom, amount, sender.String(), "far", "")
	return channeltypes.Packet{
		Sequence: 1, SourcePort: transfertypes.PortID, SourceChannel: testutil.Channel,
		DestinationPort: transfertypes.PortID, DestinationChannel: "channel-9", Data: data.GetBytes(),
	}
}

func TestRefundsNeverStrand(t *testing.T) {
	refused := channeltypes.NewErrorAcknowledgement(types.ErrNotRegistered).Acknowledgement()
	for name, comeBack := range map[string]func(*chain, channeltypes.Packet) error{
		"timeout": func(c *chain, p channeltypes.Packet) error {
			return c.gate.OnTimeoutPacket(c.Ctx, transfertypes.V1, p, nil)
		},
		"refusal": func(c *chain, p channeltypes.Packet) error {
			return c.gate.OnAcknowledgementPacket(c.Ctx, transfertypes.V1, p, refused, nil)
		},
	} {
		for trouble, happen := range map[string]func(*chain){
			"account frozen":      func(c *chain) { c.Freeze(c.Client) },
			"custodian suspended": func(c *chain) { c.SetLicence(c.Custodian, "", types.LicenceStatusSuspended) },
			"registration over":   func(c *chain) { c.SetDate(2031, 1, 1) },
			"series frozen": func(c *chain) {
				_, err := c.Msgs.FreezeSeries(c.Ctx, &types.MsgFreezeSeries{Authority: c.Ministry.String(), Isin: testutil.ISIN, Reason: types.ReasonIssuerEvent})
				require.NoError(c.t, err)
			},
		} {
			t.Run(name+"/"+trouble, func(t *testing.T) {
				c := newChain(t)
				require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(200), "far", ""))
				happen(c)
				require.NoError(t, comeBack(c, c.sent(testutil.Denom, "200", c.Client)))
				require.Equal(t, int64(200), c.Suspended(c.Client, testutil.Denom))
				require.Equal(t, int64(300), c.Balance(c.Client, testutil.Denom))
				require.NoError(t, c.Keeper.Audit(c.Ctx))
			})
		}
		t.Run(name+"/no trouble", func(t *testing.T) {
			c := newChain(t)
			require.NoError(t, c.leave(testutil.Channel, c.Client, testutil.Bonds(200), "far", ""))
			require.NoError(t, comeBack(c, c.sent(testutil.Denom, "200", c.Client)))
			require.Equal(t, int64(500), c.Balance(c.Client, testutil.Denom))
		})
	}
}

func TestEscrowsAreKnownFromTheOpening(t *testing.T) {
	c := newChain(t)
	_, known, err := c.Keeper.IsEscrow(c.Ctx, escrow("channel-11"))
	require.NoError(t, err)
	require.False(t, known)
	require.NoError(t, c.gate.OnChanOpenConfirm(c.Ctx, transfertypes.PortID, "channel-11"))
	channel, known, err := c.Keeper.IsEscrow(c.Ctx, escrow("channel-11"))
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, "channel-11", channel)
	require.Error(t, c.gate.OnChanOpenAck(c.Ctx, transfertypes.PortID, "channel-12", "channel-1", "ics20-9"))
	_, known, err = c.Keeper.IsEscrow(c.Ctx, escrow("channel-12"))
	require.NoError(t, err)
	require.False(t, known, "a handshake that failed opens nothing")
}

func payload(denom, amount string, sender, receiver string) channeltypesv2.Payload {
	data := transfertypes.NewFungibleTokenPacketData(denom, amount, sender, receiver, "")
	return channeltypesv2.NewPayload(transfertypes.PortID, transfertypes.PortID, transfertypes.V1, transfertypes.EncodingJSON, data.GetBytes())
}

func TestIBCv2(t *testing.T) {
	c := newChain(t)
	const client, far = "07-tendermint-3", "07-tendermint-9"
	send := func(p channeltypesv2.Payload, signer sdk.AccAddress) error {
		return c.Atomically(func(ctx sdk.Context) error { return c.gateV2.OnSendPacket(ctx, client, far, 1, p, signer) })
	}
	receive := func(p channeltypesv2.Payload) channeltypesv2.PacketStatus {
		cached, write := c.Ctx.CacheContext()
		result := c.gateV2.OnRecvPacket(cached, far, client, 1, p, nil)
		if result.Status == channeltypesv2.PacketStatus_Success {
			write()
		}
		return result.Status
	}
	require.ErrorIs(t, send(payload(testutil.Denom, "1", c.Client.String(), "far"), c.Client), types.ErrChannel)
	c.Approve(testutil.ISIN, client, false)
	require.ErrorIs(t, send(payload(testutil.Denom, "1", c.Client.String(), "far"), c.Client), transfertypes.ErrInvalidDenomForTransfer,
		"the application takes no denom with a slash on this path")
	require.NoError(t, send(payload(testutil.Yen, "40", c.Client.String(), "far"), c.Client))
	require.Equal(t, int64(40), c.Balance(escrow(client), testutil.Yen))

	back := "transfer/" + far + "/" + testutil.Yen
	c.Freeze(c.Abroad)
	require.Equal(t, channeltypesv2.PacketStatus_Failure, receive(payload(back, "10", "x", c.Abroad.String())))
	require.Equal(t, channeltypesv2.PacketStatus_Failure, receive(payload(back, "-1", "x", c.Dealer.String())))
	require.Equal(t, channeltypesv2.PacketStatus_Failure, receive(channeltypesv2.Payload{Version: transfertypes.V1, Encoding: "?"}))
	require.Equal(t, channeltypesv2.PacketStatus_Success, receive(payload(back, "10", "x", c.Dealer.String())))

	c.Freeze(c.Client)
	require.NoError(t, c.gateV2.OnTimeoutPacket(c.Ctx, client, far, 1, payload(testutil.Yen, "10", c.Client.String(), "far"), nil))
	refused := channeltypesv2.ErrorAcknowledgement[:]
	require.NoError(t, c.gateV2.OnAcknowledgementPacket(c.Ctx, client, far, 2, refused, payload(testutil.Yen, "20", c.Client.String(), "far"), nil))
	require.Equal(t, int64(30), c.Suspended(c.Client, testutil.Yen))
	_, err := c.gateV2.UnmarshalPacketData(payload(testutil.Yen, "1", "a", "b"))
	require.NoError(t, err)
	require.NoError(t, c.Keeper.Audit(c.Ctx))
}
