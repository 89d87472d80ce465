package keeper

import (
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

const timedOut = "timed out"

// Acknowledged books what the other chain said of a packet. A packet that is not expected, or no longer, changes nothing.
// It fails only with the store: what IBC itself does for the packet, above all a refund, must not be undone.
func (k *Keeper) Acknowledged(ctx sdk.Context, key types.PacketKey, acknowledgement []byte) error {
	packet, found, err := k.takePacket(ctx, key)
	if err != nil || !found {
		return err
	}
	verdict, err := types.ReadAcknowledgement(acknowledgement)
	if err != nil {
		return k.puzzle(ctx, packet, nil, noteOf(err))
	}
	return k.decide(ctx, packet, verdict)
}

// TimedOut books that a packet never reached the other chain.
func (k *Keeper) TimedOut(ctx sdk.Context, key types.PacketKey) error {
	packet, found, err := k.takePacket(ctx, key)
	if err != nil || !found {
		return err
	}
	return k.decide(ctx, packet, types.Verdict{Note: timedOut})
}

func (k *Keeper) decide(ctx sdk.Context, packet types.Packet, verdict types.Verdict) error {
	failure := attempt(ctx, func(ctx sdk.Context) error {
		if packet.Kind == types.PacketKind_PACKET_KIND_REPORT {
			return k.reported(ctx, packet, verdict)
		}
		return k.bookPacket(ctx, packet, verdict)
	})
	if failure == nil {
		return nil
	}
	return k.puzzle(ctx, packet, verdict.Result, noteOf(failure))
}

// bookPacket books the fate of the packet that a position waits for, and takes the position's next step.
func (k *Keeper) bookPacket(ctx sdk.Context, packet types.Packet, verdict types.Verdict) error {
	at, position, err := k.positionOfPacket(ctx, packet)
	if err != nil {
		return err
	}
	stale := !position.Awaits(packet.Key)
	if err := event.Emit(ctx, &types.EventPacketSettled{Packet: packet, Succeeded: verdict.Succeeded, Stale: stale}); err != nil || stale {
		return err
	}
	outcome, err := k.read(ctx, &position, packet.Kind, verdict)
	if err != nil {
		return err
	}
	return k.book(ctx, at, packet.Kind, outcome)
}

func (k *Keeper) positionOfPacket(ctx sdk.Context, packet types.Packet) (row, types.Position, error) {
	owner, err := k.addresses.StringToBytes(packet.Owner)
	if err != nil {
		return row{}, types.Position{}, err
	}
	position, err := k.GetPosition(ctx, owner, packet.Number)
	return collections.Join(sdk.AccAddress(owner), packet.Number), position, err
}

// read finds the value that an answer should have, by the venue's terms.
func (k *Keeper) read(ctx sdk.Context, position *types.Position, kind types.PacketKind, verdict types.Verdict) (types.Outcome, error) {
	outcome := types.Outcome{Succeeded: verdict.Succeeded, Note: verdict.Note, Value: math.ZeroInt()}
	if !verdict.Succeeded {
		return outcome, nil
	}
	venue, err := k.GetVenue(ctx, position.VenueId)
	if err != nil {
		return outcome, err
	}
	field, has := venue.Terms.Response(kind)
	if !has {
		return outcome, nil
	}
	messages := 1
	if kind == types.PacketKind_PACKET_KIND_RETURN && position.Abroad.GuardSequence != 0 {
		messages++
	}
	outcome.Value, err = types.ReadResult(verdict.Result, messages, field)
	return outcome, err
}

// book books the outcome of what a position waited for. A failure is tried again later, anything else leads on at once.
func (k *Keeper) book(ctx sdk.Context, at row, kind types.PacketKind, outcome types.Outcome) error {
	_, err := k.change(ctx, at, func(p *types.Position) error {
		if err := p.Book(kind, outcome); err != nil {
			return err
		}
		if !outcome.Succeeded && p.NextStep(ctx.BlockTime()) != types.StepNone {
			return k.schedule(ctx, p)
		}
		return nil
	})
	if err != nil || !outcome.Succeeded {
		return err
	}
	return k.advance(ctx, at)
}

// puzzle keeps an answer that could not be booked with its position, for governance or better terms.
func (k *Keeper) puzzle(ctx sdk.Context, packet types.Packet, result []byte, note string) error {
	if err := event.Emit(ctx, &types.EventPacketFailed{Packet: packet, Note: note}); err != nil {
		return err
	}
	if packet.Kind == types.PacketKind_PACKET_KIND_REPORT {
		return nil
	}
	at, position, err := k.positionOfPacket(ctx, packet)
	if errors.Is(err, types.ErrPositionNotFound) {
		return nil
	}
	if err != nil || !position.Awaits(packet.Key) {
		return err
	}
	_, err = k.change(ctx, at, func(p *types.Position) error {
		p.Puzzled(packet.Kind, result, note)
		return nil
	})
	return err
}

// Reread reads an answer again that could not be read before, with the venue's present terms.
func (k *Keeper) reread(ctx sdk.Context, at row, position types.Position) error {
	if len(position.Unread.Result) == 0 {
		return types.ErrUnreadable.Wrap("the answer was not kept; governance must resolve it")
	}
	verdict := types.Verdict{Succeeded: true, Result: position.Unread.Result}
	outcome, err := k.read(ctx, &position, position.Unread.Kind, verdict)
	if err != nil {
		return err
	}
	return k.book(ctx, at, position.Unread.Kind, outcome)
}

// Resolve books what governance says became of a packet whose answer could not be read, or can no longer come because
// its channel is gone.
func (k *Keeper) Resolve(ctx sdk.Context, owner sdk.AccAddress, number uint64, outcome types.Outcome) (types.Position, error) {
	position, err := k.GetPosition(ctx, owner, number)
	if err != nil {
		return position, err
	}
	kind, err := k.unresolved(ctx, position)
	if err != nil {
		return position, err
	}
	if !outcome.Succeeded {
		outcome.Note = "resolved as failed"
	}
	if err := k.book(ctx, collections.Join(owner, number), kind, outcome); err != nil {
		return position, err
	}
	return k.GetPosition(ctx, owner, number)
}

// unresolved tells what kind of packet a position waits for in vain. A packet that is given up is forgotten.
func (k *Keeper) unresolved(ctx sdk.Context, position types.Position) (types.PacketKind, error) {
	if position.Unread != nil {
		return position.Unread.Kind, nil
	}
	if position.Awaiting == nil {
		return 0, types.ErrNothingThere.Wrap("no answer is missing")
	}
	venue, err := k.GetVenue(ctx, position.VenueId)
	if err != nil {
		return 0, err
	}
	key := *position.Awaiting
	if key.PortId != venue.PortID() || key.ChannelId == venue.AccountChannelId {
		return 0, types.ErrPacketInFlight.Wrap(key.Text())
	}
	packet, found, err := k.takePacket(ctx, key)
	if err == nil && !found {
		err = types.ErrBrokenLaw.Wrapf("%s is not in flight", key.Text())
	}
	return packet.Kind, err
}
