package types

import (
	stdmath "math"
	"strconv"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Text names the packet as people write it: port/channel/sequence.
func (k PacketKey) Text() string {
	return k.PortId + "/" + k.ChannelId + "/" + strconv.FormatUint(k.Sequence, 10)
}

func rowName(owner string, number uint64) string {
	return owner + "/" + strconv.FormatUint(number, 10)
}

// ChangesClaims tells whether a packet of the kind may change what claims the interchain account has.
func (k PacketKind) ChangesClaims() bool {
	return k == PacketKind_PACKET_KIND_SUPPLY || k == PacketKind_PACKET_KIND_WITHDRAW
}

// An Outcome is what became of a packet.
type Outcome struct {
	// Succeeded tells whether the other chain did what was asked.
	Succeeded bool
	// Value is what it gave if it did: claims for a supply, money for a withdrawal, the sequence for a return.
	Value math.Int
	// Note is why it did not.
	Note string
}

// Book books what became of the packet that the position waited for.
func (p *Position) Book(kind PacketKind, outcome Outcome) error {
	if want := AwaitedKind(p.Stage); kind != want {
		return ErrWrongStage.Wrapf("%s while the position is %s", kind, p.Stage.Word())
	}
	if err := outcome.validate(kind); err != nil {
		return err
	}
	p.Awaiting, p.Unread = nil, nil
	switch kind {
	case PacketKind_PACKET_KIND_BRIDGE:
		if outcome.Succeeded {
			return p.Bridged()
		}
		return p.Refunded(outcome.Note)
	case PacketKind_PACKET_KIND_SUPPLY:
		if outcome.Succeeded {
			return p.Supplied(outcome.Value)
		}
	case PacketKind_PACKET_KIND_WITHDRAW:
		if outcome.Succeeded {
			return p.Withdrawn(outcome.Value)
		}
	case PacketKind_PACKET_KIND_RETURN:
		if outcome.Succeeded {
			return p.ReturnSent(outcome.Value.Uint64())
		}
		return p.ReturnRefused(outcome.Note)
	}
	p.Failed(outcome.Note)
	return nil
}

// validate refuses values that no venue in its right mind would report, zero among them.
func (o Outcome) validate(kind PacketKind) error {
	if !o.Succeeded || kind == PacketKind_PACKET_KIND_BRIDGE {
		return nil
	}
	bound := MaxClaims
	switch kind {
	case PacketKind_PACKET_KIND_WITHDRAW:
		bound = MaxAmount
	case PacketKind_PACKET_KIND_RETURN:
		bound = math.NewIntFromUint64(stdmath.MaxUint64)
	}
	if o.Value.IsNil() || !o.Value.IsPositive() || o.Value.GTE(bound) {
		return ErrUnreadable.Wrap("value out of range")
	}
	return nil
}

// An Arrival is money that ICS-20 has just put into an account.
type Arrival struct {
	// ChannelID is the channel on this chain that it came over.
	ChannelID string
	// Sequence is the packet's, on the other chain.
	Sequence uint64
	// Sender is who sent it, in the other chain's words.
	Sender string
	// Receiver is whose it is now.
	Receiver sdk.AccAddress
	// Coin is the money as this chain's bank names it.
	Coin sdk.Coin
}
