package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	connectiontypes "github.com/cosmos/ibc-go/v11/modules/core/03-connection/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// GetVenue returns a venue.
func (k *Keeper) GetVenue(ctx context.Context, id string) (types.Venue, error) {
	venue, err := k.venues.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return venue, types.ErrVenueNotFound.Wrap(id)
	}
	return venue, err
}

// GetLedger returns what positions have at a venue.
func (k *Keeper) GetLedger(ctx context.Context, id string) (types.VenueLedger, error) {
	ledger, err := k.ledgers.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return ledger, types.ErrVenueNotFound.Wrap(id)
	}
	return ledger, err
}

// RegisterVenue keeps a new venue and begins the handshake of its account's channel.
func (k *Keeper) RegisterVenue(ctx sdk.Context, venue types.Venue) (types.Venue, error) {
	if known, err := k.venues.Has(ctx, venue.Id); err != nil {
		return venue, err
	} else if known {
		return venue, types.ErrVenueExists.Wrap(venue.Id)
	}
	if err := k.checkRoute(ctx, venue); err != nil {
		return venue, err
	}
	controller, err := k.addresses.BytesToString(types.VenueController(venue.Id, ctx.BlockHeight()))
	if err != nil {
		return venue, err
	}
	venue.Controller, venue.HandshakeAt = controller, ctx.BlockTime()
	if err := k.venues.Set(ctx, venue.Id, venue); err != nil {
		return venue, err
	}
	if err := k.ports.Set(ctx, venue.PortID(), venue.Id); err != nil {
		return venue, err
	}
	if err := k.ledgers.Set(ctx, venue.Id, types.EmptyLedger(venue.Id)); err != nil {
		return venue, err
	}
	venue, err = k.beginHandshake(ctx, venue)
	if err != nil {
		return venue, err
	}
	return venue, event.Emit(ctx, &types.EventVenueRegistered{Venue: venue})
}

// checkRoute checks that money can travel to the venue and back: an open transfer channel over the open connection.
func (k *Keeper) checkRoute(ctx sdk.Context, venue types.Venue) error {
	connection, err := k.channels.GetConnection(ctx, venue.ConnectionId)
	if err != nil || connection.State != connectiontypes.OPEN {
		return types.ErrInvalidVenue.Wrapf("%s is not an open connection", venue.ConnectionId)
	}
	channel, found := k.channels.GetChannel(ctx, transfertypes.PortID, venue.ChannelId)
	switch {
	case !found || channel.State != channeltypes.OPEN:
		return types.ErrInvalidVenue.Wrapf("%s is not an open transfer channel", venue.ChannelId)
	case len(channel.ConnectionHops) != 1 || channel.ConnectionHops[0] != venue.ConnectionId:
		return types.ErrInvalidVenue.Wrapf("%s is not a channel over %s", venue.ChannelId, venue.ConnectionId)
	case channel.Counterparty.PortId != transfertypes.PortID || channel.Counterparty.ChannelId != venue.CounterpartyChannelId:
		return types.ErrInvalidVenue.Wrapf("the other end of %s is %s/%s, not %s",
			venue.ChannelId, channel.Counterparty.PortId, channel.Counterparty.ChannelId, venue.CounterpartyChannelId)
	}
	return nil
}

// UpdateVenue replaces a venue's terms. Answers that could not be read are read with the new ones when retried.
func (k *Keeper) UpdateVenue(ctx context.Context, id string, terms types.VenueTerms) error {
	venue, err := k.GetVenue(ctx, id)
	if err != nil {
		return err
	}
	venue.Terms = terms
	if err := k.venues.Set(ctx, id, venue); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventVenueUpdated{Id: id, Terms: terms})
}

// SetVenueStatus resumes, pauses or closes a venue.
func (k *Keeper) SetVenueStatus(ctx context.Context, id string, status types.VenueStatus) error {
	venue, err := k.GetVenue(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case venue.Status == types.VenueStatus_VENUE_STATUS_CLOSED:
		return types.ErrVenueClosed.Wrap(id)
	case status == types.VenueStatus_VENUE_STATUS_ACTIVE && venue.AccountChannelId == "":
		return types.ErrNoAccountChannel.Wrap(id)
	}
	return k.moveVenue(ctx, venue, status)
}

func (k *Keeper) moveVenue(ctx context.Context, venue types.Venue, status types.VenueStatus) error {
	changed := venue.Status != status
	venue.Status = status
	if err := k.venues.Set(ctx, venue.Id, venue); err != nil || !changed {
		return err
	}
	return event.Emit(ctx, &types.EventVenueStatusSet{Id: venue.Id, Status: status})
}

// changeLedger changes a venue's ledger.
func (k *Keeper) changeLedger(ctx context.Context, id string, change func(*types.VenueLedger)) error {
	ledger, err := k.GetLedger(ctx, id)
	if err != nil {
		return err
	}
	change(&ledger)
	return k.ledgers.Set(ctx, id, ledger)
}
