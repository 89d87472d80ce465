package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

func TestRegisterVenue(t *testing.T) {
	w := newWorld(t)
	response := must(w, w.msgs.RegisterVenue, venueMsg())
	v := w.venue()
	require.Equal(t, types.VenueStatus_VENUE_STATUS_OPENING, v.Status)
	require.Equal(t, "icacontroller-"+types.VenueController(venue, 1).String(), response.PortId)
	require.Equal(t, response.ChannelId, v.HandshakeChannelId)
	channel, found := w.wire.GetChannel(w.ctx, response.PortId, response.ChannelId)
	require.True(t, found)
	require.Equal(t, channeltypes.UNORDERED, channel.Ordering)
	metadata, err := icatypes.MetadataFromVersion(channel.Version)
	require.NoError(t, err)
	require.Equal(t, icatypes.EncodingProto3JSON, metadata.Encoding)
	refuses(w, types.ErrVenueExists, w.msgs.RegisterVenue, venueMsg())
	refuses(w, types.ErrNoAccountChannel, w.msgs.RefreshVenue, &types.MsgRefreshVenue{Sender: stranger.String(), Id: venue})
	refuses(w, types.ErrNoAccountChannel, w.msgs.SetVenueStatus, &types.MsgSetVenueStatus{
		Authority: gov.String(), Id: venue, Status: types.VenueStatus_VENUE_STATUS_ACTIVE,
	})
	refuses(w, types.ErrVenueNotActive, w.msgs.Open, w.openMsg(w.sellDollars("150")))
	w.audit()

	w.shake()
	v = w.venue()
	require.Equal(t, types.VenueStatus_VENUE_STATUS_ACTIVE, v.Status)
	require.Equal(t, w.far.address, v.Account)
	require.Equal(t, response.ChannelId, v.AccountChannelId)
	require.Empty(t, v.HandshakeChannelId)
	refuses(w, types.ErrAccountChannel, w.msgs.ReopenVenue, &types.MsgReopenVenue{Sender: gov.String(), Id: venue})
	w.audit()
}

func TestRegisterVenueRefusals(t *testing.T) {
	for _, test := range []struct {
		name string
		harm func(*world, *types.MsgRegisterVenue)
		want error
	}{
		{"unknown connection", func(_ *world, m *types.MsgRegisterVenue) { m.ConnectionId = "connection-9" }, types.ErrInvalidVenue},
		{"connection not open", func(_ *world, m *types.MsgRegisterVenue) { m.ConnectionId = "connection-2" }, types.ErrInvalidVenue},
		{"channel over another connection", func(_ *world, m *types.MsgRegisterVenue) { m.ConnectionId = "connection-1" }, types.ErrInvalidVenue},
		{"unknown channel", func(_ *world, m *types.MsgRegisterVenue) {
			m.ChannelId, m.Denom = "channel-4", types.ArrivingDenom("channel-7", "channel-4", usd).IBCDenom()
		}, types.ErrInvalidVenue},
		{"another end", func(_ *world, m *types.MsgRegisterVenue) { m.CounterpartyChannelId = "channel-8" }, types.ErrInvalidVenue},
		{"closed channel", func(w *world, _ *types.MsgRegisterVenue) {
			channel, _ := w.wire.GetChannel(w.ctx, "transfer", "channel-0")
			channel.State = channeltypes.CLOSED
			w.wire.set(w.ctx, "transfer", "channel-0", channel)
		}, types.ErrInvalidVenue},
		{"denom that is not that path", func(_ *world, m *types.MsgRegisterVenue) { m.DenomPath = "ueur" }, types.ErrWrongDenom},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			msg := venueMsg()
			test.harm(w, msg)
			refuses(w, test.want, w.msgs.RegisterVenue, msg)
		})
	}
}

// TestOnlyTheModuleOpensItsChannels: IBC lets anyone begin a channel on any port.
func TestOnlyTheModuleOpensItsChannels(t *testing.T) {
	w := newWorld(t)
	must(w, w.msgs.RegisterVenue, venueMsg())
	port := w.venue().PortID()
	begin := func(port string, order channeltypes.Order) (string, error) {
		return w.wire.beginChannel(w.ctx, channeltypes.NewMsgChannelOpenInit(port, "", order, []string{"connection-0"}, icatypes.HostPortID, stranger.String()))
	}
	_, err := begin(port, channeltypes.UNORDERED)
	require.ErrorIs(t, err, types.ErrAccountChannel)
	w.shake()
	v := w.venue()
	require.NoError(t, w.wire.closeChannel(w.ctx, port, v.AccountChannelId))
	_, err = begin(port, channeltypes.ORDERED)
	require.ErrorIs(t, err, types.ErrAccountChannel)
	_, err = begin("icacontroller-"+stranger.String(), channeltypes.ORDERED)
	require.NoError(t, err, "other ports are none of the module's business")
}

// TestAnAbandonedHandshakeCannotWin: only the channel asked for last becomes the account's.
func TestAnAbandonedHandshakeCannotWin(t *testing.T) {
	w := newWorld(t)
	must(w, w.msgs.RegisterVenue, venueMsg())
	first := w.venue().HandshakeChannelId
	reopen := &types.MsgReopenVenue{Sender: stranger.String(), Id: venue}
	refuses(w, types.ErrNotYet, w.msgs.ReopenVenue, reopen)
	w.pass(hour)
	second := must(w, w.msgs.ReopenVenue, reopen).ChannelId
	require.NotEqual(t, first, second)
	refuses(w, types.ErrNotYet, w.msgs.ReopenVenue, reopen)
	require.ErrorIs(t, w.wire.acknowledgeHandshake(w.ctx, w.venue().PortID(), first), types.ErrAccountChannel)
	w.shake()
	require.Equal(t, second, w.venue().AccountChannelId)
}

// TestTheAccountStaysTheSame when its channel is reopened: claims belong to it.
func TestTheAccountStaysTheSame(t *testing.T) {
	w := registered(t)
	v := w.venue()
	require.NoError(t, w.wire.closeChannel(w.ctx, v.PortID(), v.AccountChannelId))
	must(w, w.msgs.ReopenVenue, &types.MsgReopenVenue{Sender: gov.String(), Id: venue})
	w.far.address = "newyork1another"
	require.ErrorIs(t, w.wire.acknowledgeHandshake(w.ctx, v.PortID(), w.venue().HandshakeChannelId), types.ErrAccountChannel)
	w.far.address = v.Account
	w.shake()
	require.Equal(t, types.VenueStatus_VENUE_STATUS_ACTIVE, w.venue().Status)
}

func TestVenueStatus(t *testing.T) {
	w := registered(t)
	set := func(status types.VenueStatus) *types.MsgSetVenueStatus {
		return &types.MsgSetVenueStatus{Authority: gov.String(), Id: venue, Status: status}
	}
	must(w, w.msgs.SetVenueStatus, set(types.VenueStatus_VENUE_STATUS_PAUSED))
	v := w.venue()
	require.NoError(t, w.wire.closeChannel(w.ctx, v.PortID(), v.AccountChannelId))
	require.Equal(t, types.VenueStatus_VENUE_STATUS_PAUSED, w.venue().Status)
	must(w, w.msgs.ReopenVenue, &types.MsgReopenVenue{Sender: gov.String(), Id: venue})
	w.shake()
	require.Equal(t, types.VenueStatus_VENUE_STATUS_PAUSED, w.venue().Status, "a pause outlives the channel")
	must(w, w.msgs.SetVenueStatus, set(types.VenueStatus_VENUE_STATUS_ACTIVE))
	must(w, w.msgs.SetVenueStatus, set(types.VenueStatus_VENUE_STATUS_CLOSED))
	refuses(w, types.ErrVenueClosed, w.msgs.SetVenueStatus, set(types.VenueStatus_VENUE_STATUS_ACTIVE))
	refuses(w, types.ErrVenueNotActive, w.msgs.Open, w.openMsg(w.sellDollars("150")))
	w.audit()
}

func TestReports(t *testing.T) {
	refresh := &types.MsgRefreshVenue{Sender: stranger.String(), Id: venue}
	w := active(t)
	must(w, w.msgs.RefreshVenue, refresh)
	w.relay()
	report := w.ledger().Report
	require.NotNil(t, report)
	require.Equal(t, dollars(100_000).Amount, report.Claims)
	require.EqualValues(t, 77, report.Height)
	require.Equal(t, types.VenueStatus_VENUE_STATUS_ACTIVE, w.venue().Status)
	w.audit()

	// A withdrawal that the venue has done and this chain not yet heard of is no shortfall.
	must(w, w.msgs.Close, w.closeMsg())
	withdrawal := w.last()
	must(w, w.msgs.RefreshVenue, refresh)
	answer := w.last()
	w.deliver(withdrawal)
	w.deliver(answer)
	w.acknowledge(answer)
	require.True(t, w.ledger().Report.Claims.IsZero())
	require.Equal(t, types.VenueStatus_VENUE_STATUS_ACTIVE, w.venue().Status)
	w.audit()

	// Nor is one that the venue has done and answered in words nobody understands.
	w = active(t)
	must(w, w.msgs.Close, w.closeMsg())
	w.far.garble = true
	w.deliver(w.last())
	w.acknowledge(w.last())
	w.far.garble = false
	require.EqualValues(t, 1, w.ledger().Orders)
	must(w, w.msgs.RefreshVenue, refresh)
	w.relay()
	require.True(t, w.ledger().Report.Claims.IsZero())
	require.Equal(t, types.VenueStatus_VENUE_STATUS_ACTIVE, w.venue().Status)
	w.audit()

	// A venue that lost claims takes no more money, and the audit says so.
	w = active(t)
	w.far.understate = true
	must(w, w.msgs.RefreshVenue, refresh)
	w.relay()
	require.Equal(t, types.VenueStatus_VENUE_STATUS_PAUSED, w.venue().Status)
	require.ErrorIs(t, w.keeper.Audit(w.ctx), types.ErrBrokenLaw)

	// What cannot be read or never came changes nothing.
	w = active(t)
	w.far.garble = true
	must(w, w.msgs.RefreshVenue, refresh)
	w.relay()
	must(w, w.msgs.RefreshVenue, refresh)
	w.pass(11 * time.Minute)
	w.expire(w.last())
	require.Nil(t, w.ledger().Report)
	require.Empty(t, w.export().Packets)
	terms := venueTerms()
	terms.Report = nil
	must(w, w.msgs.UpdateVenue, &types.MsgUpdateVenue{Authority: gov.String(), Id: venue, Terms: terms})
	refuses(w, types.ErrInvalidVenue, w.msgs.RefreshVenue, refresh)
	w.audit()
}

func TestVenueQueries(t *testing.T) {
	w := active(t)
	one, err := w.queries.Venue(w.ctx, &types.QueryVenueRequest{Id: venue})
	require.NoError(t, err)
	require.Equal(t, w.venue(), one.Venue)
	all, err := w.queries.Venues(w.ctx, &types.QueryVenuesRequest{})
	require.NoError(t, err)
	require.Equal(t, []types.Venue{one.Venue}, all.Venues)
	require.Equal(t, []types.VenueLedger{one.Ledger}, all.Ledgers)
	_, err = w.queries.Venue(w.ctx, &types.QueryVenueRequest{Id: "tokyo"})
	require.ErrorIs(t, err, types.ErrVenueNotFound)
}

func TestPositionQueries(t *testing.T) {
	w := bridging(t)
	packets, err := w.queries.Packets(w.ctx, &types.QueryPacketsRequest{})
	require.NoError(t, err)
	require.Len(t, packets.Packets, 1)
	require.Equal(t, types.PacketKind_PACKET_KIND_BRIDGE, packets.Packets[0].Kind)
	w.collateral.accrue(w.ctx, "1.01")
	at := &types.QueryPositionRequest{Owner: trader.String(), Number: 1}
	one, err := w.queries.Position(w.ctx, at)
	require.NoError(t, err)
	require.Equal(t, yen(15_150_000), one.Debt)
	require.Equal(t, home(1).String(), one.Account)
	owner, number, found, err := w.keeper.PositionOf(w.ctx, home(1))
	require.NoError(t, err)
	require.True(t, found && owner.Equals(trader) && number == 1)
	all, err := w.queries.Positions(w.ctx, &types.QueryPositionsRequest{Owner: trader.String()})
	require.NoError(t, err)
	require.Equal(t, []types.Position{one.Position}, all.Positions)
	all, err = w.queries.Positions(w.ctx, &types.QueryPositionsRequest{Owner: rival.String()})
	require.NoError(t, err)
	require.Empty(t, all.Positions)

	pnl, err := w.queries.Pnl(w.ctx, &types.QueryPnlRequest{Owner: trader.String(), Number: 1})
	require.NoError(t, err)
	require.False(t, pnl.Closed)
	require.Equal(t, yen(150_000).Amount.Neg(), pnl.Pnl.Total)
	require.Equal(t, dec("150"), pnl.EntryRate)
	w.relay()
	must(w, w.msgs.Close, w.ending("160"))
	w.relay()
	pnl, err = w.queries.Pnl(w.ctx, &types.QueryPnlRequest{Owner: trader.String(), Number: 1})
	require.NoError(t, err)
	require.True(t, pnl.Closed)
	require.Equal(t, *w.position(trader, 1).Pnl, pnl.Pnl)
	require.True(t, pnl.ExitRate.Sub(dec("160")).Abs().LT(dec("0.000001")), pnl.ExitRate)
	one, err = w.queries.Position(w.ctx, at)
	require.NoError(t, err)
	require.True(t, one.Debt.IsZero())
	_, err = w.queries.Position(w.ctx, &types.QueryPositionRequest{Owner: trader.String(), Number: 2})
	require.ErrorIs(t, err, types.ErrPositionNotFound)
}
