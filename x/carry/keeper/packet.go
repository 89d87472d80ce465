package keeper

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"cosmossdk.io/collections"

	icacontrollertypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/types"
	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

func keyOf(key types.PacketKey) packetKey {
	return collections.Join3(key.PortId, key.ChannelId, key.Sequence)
}

// keepPacket keeps a packet that was just sent.
func (k *Keeper) keepPacket(ctx context.Context, packet types.Packet) error {
	if err := k.packets.Set(ctx, keyOf(packet.Key), packet); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventPacketSent{Packet: packet})
}

// takePacket forgets a packet and returns it: its fate is used once.
func (k *Keeper) takePacket(ctx context.Context, key types.PacketKey) (types.Packet, bool, error) {
	packet, err := k.packets.Get(ctx, keyOf(key))
	if errors.Is(err, collections.ErrNotFound) {
		return packet, false, nil
	}
	if err != nil {
		return packet, false, err
	}
	return packet, true, k.packets.Remove(ctx, keyOf(key))
}

// sendMoney sends a coin of the position's account to the venue's account over ICS-20.
func (k *Keeper) sendMoney(ctx sdk.Context, venue types.Venue, position *types.Position, coin sdk.Coin) (types.PacketKey, error) {
	account, err := k.accountText(position)
	if err != nil {
		return types.PacketKey{}, err
	}
	timeout := ctx.BlockTime().Add(venue.Terms.TransferTimeout())
	response, err := k.transfers.Transfer(ctx, &transfertypes.MsgTransfer{
		SourcePort: transfertypes.PortID, SourceChannel: venue.ChannelId, Token: coin,
		Sender: account, Receiver: venue.Account, TimeoutTimestamp: uint64(timeout.UnixNano()),
	})
	if err != nil {
		return types.PacketKey{}, err
	}
	key := types.PacketKey{PortId: transfertypes.PortID, ChannelId: venue.ChannelId, Sequence: response.Sequence}
	return key, k.keepPacket(ctx, types.Packet{
		Key: key, Kind: types.PacketKind_PACKET_KIND_BRIDGE, VenueId: venue.Id,
		Owner: position.Owner, Number: position.Number, Timeout: timeout,
	})
}

// order sends messages for the venue's account to execute, all or none. The packet needs only what the account does not
// know: kind, owner and number.
func (k *Keeper) order(ctx sdk.Context, venue types.Venue, packet types.Packet, messages ...json.RawMessage) (types.PacketKey, error) {
	if venue.AccountChannelId == "" {
		return types.PacketKey{}, types.ErrNoAccountChannel.Wrap(venue.Id)
	}
	tx, err := json.Marshal(struct {
		Messages []json.RawMessage `json:"messages"`
	}{messages})
	if err != nil {
		return types.PacketKey{}, err
	}
	timeout := venue.Terms.AccountTimeout()
	response, err := k.controller.SendTx(ctx, &icacontrollertypes.MsgSendTx{
		Owner: venue.Controller, ConnectionId: venue.ConnectionId, RelativeTimeout: uint64(timeout / time.Nanosecond),
		PacketData: icatypes.InterchainAccountPacketData{Type: icatypes.EXECUTE_TX, Data: tx},
	})
	if err != nil {
		return types.PacketKey{}, err
	}
	packet.Key = types.PacketKey{PortId: venue.PortID(), ChannelId: venue.AccountChannelId, Sequence: response.Sequence}
	packet.VenueId, packet.Timeout = venue.Id, ctx.BlockTime().Add(timeout)
	return packet.Key, k.keepPacket(ctx, packet)
}
