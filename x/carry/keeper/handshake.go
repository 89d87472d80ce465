package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"

	icacontrollertypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/types"
	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// beginHandshake asks for a channel to the venue's account, unordered and with JSON inside, and keeps the venue. The
// channel is only accepted because it was asked for here: see AllowHandshake.
func (k *Keeper) beginHandshake(ctx sdk.Context, venue types.Venue) (types.Venue, error) {
	connection, err := k.channels.GetConnection(ctx, venue.ConnectionId)
	if err != nil {
		return venue, err
	}
	if err := k.handshakes.Set(ctx, venue.PortID()); err != nil {
		return venue, err
	}
	metadata := icatypes.NewMetadata(icatypes.Version, venue.ConnectionId, connection.Counterparty.ConnectionId, "",
		icatypes.EncodingProto3JSON, icatypes.TxTypeSDKMultiMsg)
	response, err := k.controller.RegisterInterchainAccount(ctx, &icacontrollertypes.MsgRegisterInterchainAccount{
		Owner: venue.Controller, ConnectionId: venue.ConnectionId, Ordering: channeltypes.UNORDERED,
		Version: string(icatypes.ModuleCdc.MustMarshalJSON(&metadata)),
	})
	if err != nil {
		return venue, err
	}
	if asked, err := k.handshakes.Has(ctx, venue.PortID()); err != nil {
		return venue, err
	} else if asked {
		return venue, types.ErrAccountChannel.Wrap("the account controller is not behind this module's middleware")
	}
	venue.HandshakeChannelId, venue.HandshakeAt = response.ChannelId, ctx.BlockTime()
	return venue, k.venues.Set(ctx, venue.Id, venue)
}

// ReopenVenue asks for a new channel to a venue's account. Strangers may once it has been gone for the grace.
func (k *Keeper) ReopenVenue(ctx sdk.Context, id string, stranger bool) (string, error) {
	venue, err := k.GetVenue(ctx, id)
	if err != nil {
		return "", err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return "", err
	}
	from := venue.HandshakeAt.Add(params.Grace())
	switch {
	case venue.AccountChannelId != "":
		return "", types.ErrAccountChannel.Wrapf("%s is open", venue.AccountChannelId)
	case stranger && ctx.BlockTime().Before(from):
		return "", types.ErrNotYet.Wrapf("anyone may from %s", from.UTC().Format(time.RFC3339))
	}
	venue, err = k.beginHandshake(ctx, venue)
	return venue.HandshakeChannelId, err
}

// VenueOfPort tells whether a port is that of a venue's account.
func (k *Keeper) VenueOfPort(ctx context.Context, portID string) (types.Venue, bool, error) {
	id, err := k.ports.Get(ctx, portID)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Venue{}, false, nil
	}
	if err != nil {
		return types.Venue{}, false, err
	}
	venue, err := k.GetVenue(ctx, id)
	return venue, err == nil, err
}

// AllowHandshake admits the beginning of a channel on a venue's port only while this module asks for one: anyone may ask
// IBC for a channel on any port, and must not choose how the module talks to its account.
func (k *Keeper) AllowHandshake(ctx context.Context, portID string, ordering channeltypes.Order) error {
	if asked, err := k.handshakes.Has(ctx, portID); err != nil {
		return err
	} else if !asked {
		return types.ErrAccountChannel.Wrapf("nobody but the module opens channels on %s", portID)
	}
	if ordering != channeltypes.UNORDERED {
		return types.ErrAccountChannel.Wrapf("ordering must be %s", channeltypes.UNORDERED)
	}
	return k.handshakes.Remove(ctx, portID)
}

// Connected books that the channel of a venue's account is open. The account stays the same when it is reopened.
func (k *Keeper) Connected(ctx context.Context, venue types.Venue, channelID, version string) error {
	if channelID != venue.HandshakeChannelId {
		return types.ErrAccountChannel.Wrapf("%s, want %s", channelID, venue.HandshakeChannelId)
	}
	metadata, err := icatypes.MetadataFromVersion(version)
	if err != nil {
		return types.ErrAccountChannel.Wrap("version is not interchain account metadata")
	}
	if metadata.Encoding != icatypes.EncodingProto3JSON {
		return types.ErrAccountChannel.Wrapf("encoding must be %s", icatypes.EncodingProto3JSON)
	}
	if err := icatypes.ValidateAccountAddress(metadata.Address); err != nil {
		return types.ErrAccountChannel.Wrap("invalid account address")
	}
	if venue.Account != "" && venue.Account != metadata.Address {
		return types.ErrAccountChannel.Wrapf("account %s in place of %s", metadata.Address, venue.Account)
	}
	venue.Account, venue.AccountChannelId, venue.HandshakeChannelId = metadata.Address, channelID, ""
	status := venue.Status
	if status == types.VenueStatus_VENUE_STATUS_OPENING {
		status = types.VenueStatus_VENUE_STATUS_ACTIVE
	}
	if err := event.Emit(ctx, &types.EventVenueConnected{Id: venue.Id, ChannelId: channelID, Account: venue.Account}); err != nil {
		return err
	}
	return k.moveVenue(ctx, venue, status)
}

// Disconnected books that a channel of a venue's account has closed.
func (k *Keeper) Disconnected(ctx sdk.Context, venue types.Venue, channelID string) error {
	if channelID != venue.AccountChannelId {
		return nil
	}
	venue.AccountChannelId, venue.HandshakeAt = "", ctx.BlockTime()
	status := venue.Status
	if status == types.VenueStatus_VENUE_STATUS_ACTIVE {
		status = types.VenueStatus_VENUE_STATUS_OPENING
	}
	if err := event.Emit(ctx, &types.EventVenueDisconnected{Id: venue.Id, ChannelId: channelID}); err != nil {
		return err
	}
	return k.moveVenue(ctx, venue, status)
}
