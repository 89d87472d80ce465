package ibc

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	clientv2types "github.com/cosmos/ibc-go/v11/modules/core/02-client/v2/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// ChannelKeeper is what is asked of the channels of IBC classic.
type ChannelKeeper interface {
	GetChannel(ctx sdk.Context, portID, channelID string) (channeltypes.Channel, bool)
}

// ClientKeeper is what is asked of the clients of IBC v2.
type ClientKeeper interface {
	GetClientCounterparty(ctx sdk.Context, clientID string) (clientv2types.CounterpartyInfo, bool)
}

// Channels tells x/custody which channels can carry a bond.
type Channels struct {
	channels ChannelKeeper
	clients  ClientKeeper
}

var _ types.Channels = Channels{}

// NewChannels returns a view of IBC's channels and clients.
func NewChannels(channels ChannelKeeper, clients ClientKeeper) Channels {
	return Channels{channels: channels, clients: clients}
}

// IsOpen tells whether a transfer channel is open or, for IBC v2, whether the client has a counterparty.
func (c Channels) IsOpen(ctx context.Context, channelID string) bool {
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	if channel, found := c.channels.GetChannel(sdkCtx, transfertypes.PortID, channelID); found {
		return channel.State == channeltypes.OPEN
	}
	_, found := c.clients.GetClientCounterparty(sdkCtx, channelID)
	return found
}
