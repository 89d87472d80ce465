package ibc

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
	porttypes "github.com/cosmos/ibc-go/v11/modules/core/05-port/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// AccountsKeeper is what Accounts tells and asks the module.
type AccountsKeeper interface {
	VenueOfPort(ctx context.Context, portID string) (venue types.Venue, found bool, err error)
	AllowHandshake(ctx context.Context, portID string, ordering channeltypes.Order) error
	Connected(ctx context.Context, venue types.Venue, channelID, version string) error
	Disconnected(ctx sdk.Context, venue types.Venue, channelID string) error
	Acknowledged(ctx sdk.Context, key types.PacketKey, acknowledgement []byte) error
	TimedOut(ctx sdk.Context, key types.PacketKey) error
}

var (
	_ porttypes.Middleware              = (*Accounts)(nil)
	_ porttypes.PacketUnmarshalerModule = (*Accounts)(nil)
)

// Accounts sits above the interchain accounts controller. It guards the channels of the venues' accounts, which anyone
// could otherwise begin, and hears what becomes of orders.
type Accounts struct {
	passage
	keeper AccountsKeeper
}

// NewAccounts returns the middleware.
func NewAccounts(keeper AccountsKeeper) *Accounts { return &Accounts{keeper: keeper} }

// OnChanOpenInit refuses a channel on a venue's port that the module has not asked for.
func (m *Accounts) OnChanOpenInit(
	ctx sdk.Context, order channeltypes.Order, hops []string, portID, channelID string, counterparty channeltypes.Counterparty, version string,
) (string, error) {
	_, found, err := m.keeper.VenueOfPort(ctx, portID)
	if err != nil {
		return "", err
	}
	if found {
		if err := m.keeper.AllowHandshake(ctx, portID, order); err != nil {
			return "", err
		}
	}
	return m.app.OnChanOpenInit(ctx, order, hops, portID, channelID, counterparty, version)
}

// OnChanOpenAck tells that the channel of a venue's account is open.
func (m *Accounts) OnChanOpenAck(ctx sdk.Context, portID, channelID, counterpartyChannelID, counterpartyVersion string) error {
	if err := m.app.OnChanOpenAck(ctx, portID, channelID, counterpartyChannelID, counterpartyVersion); err != nil {
		return err
	}
	venue, found, err := m.keeper.VenueOfPort(ctx, portID)
	if err != nil || !found {
		return err
	}
	return m.keeper.Connected(ctx, venue, channelID, counterpartyVersion)
}

// OnChanCloseConfirm tells that the channel of a venue's account has closed.
func (m *Accounts) OnChanCloseConfirm(ctx sdk.Context, portID, channelID string) error {
	if err := m.app.OnChanCloseConfirm(ctx, portID, channelID); err != nil {
		return err
	}
	venue, found, err := m.keeper.VenueOfPort(ctx, portID)
	if err != nil || !found {
		return err
	}
	return m.keeper.Disconnected(ctx, venue, channelID)
}

// OnAcknowledgementPacket tells what the other chain made of an order.
func (m *Accounts) OnAcknowledgementPacket(ctx sdk.Context, version string, packet channeltypes.Packet, ack []byte, relayer sdk.AccAddress) error {
	if err := m.app.OnAcknowledgementPacket(ctx, version, packet, ack, relayer); err != nil {
		return err
	}
	return m.keeper.Acknowledged(ctx, keyOf(packet), ack)
}

// OnTimeoutPacket tells that an order never arrived.
func (m *Accounts) OnTimeoutPacket(ctx sdk.Context, version string, packet channeltypes.Packet, relayer sdk.AccAddress) error {
	if err := m.app.OnTimeoutPacket(ctx, version, packet, relayer); err != nil {
		return err
	}
	return m.keeper.TimedOut(ctx, keyOf(packet))
}
