package types

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Copy returns a settlement that shares nothing that changes.
func (s Settlement) Copy() Settlement {
	s.Parties, s.Legs = slices.Clone(s.Parties), slices.Clone(s.Legs)
	return s
}

// Place returns the place of a party, or -1.
func (s Settlement) Place(account string) int {
	return slices.IndexFunc(s.Parties, func(p Party) bool { return p.Account == account })
}

// IsAgreed tells whether all parties have agreed.
func (s Settlement) IsAgreed() bool { return s.all(func(p Party) bool { return p.Agreed }) }

// IsCancelled tells whether all parties have asked to cancel.
func (s Settlement) IsCancelled() bool { return s.all(func(p Party) bool { return p.Cancelling }) }

// IsHeld tells whether any party holds.
func (s Settlement) IsHeld() bool { return !s.all(func(p Party) bool { return !p.Held }) }

// IsDivisible tells whether it may settle in parts below a piece: both sides of a trade consent, or it is a claim.
func (s Settlement) IsDivisible() bool {
	return s.Kind != KindSet && s.all(func(p Party) bool { return p.Partial })
}

func (s Settlement) all(holds func(Party) bool) bool {
	return !slices.ContainsFunc(s.Parties, func(p Party) bool { return !holds(p) })
}

// Deliverer is the place of who gives the bonds of a trade.
func (s Settlement) Deliverer() int { return int(s.Legs[0].From) }

// Receiver is the place of who receives the bonds of a trade.
func (s Settlement) Receiver() int { return int(s.Legs[0].To) }

// Cash is the cash of a trade, and whether it has any.
func (s Settlement) Cash() (sdk.Coin, bool) {
	if s.Kind != KindTrade || len(s.Legs) < 2 {
		return sdk.Coin{}, false
	}
	return s.Legs[1].Amount, true
}

// Digest is what a party affirms: everything that makes a set what it is.
func (s Settlement) Digest() string {
	hash := sha256.New()
	write := func(text string) {
		hash.Write(binary.BigEndian.AppendUint32(nil, uint32(len(text))))
		hash.Write([]byte(text))
	}
	for _, text := range []string{s.Reference, s.TradeDate, s.SettlementDate, s.Calendar} {
		write(text)
	}
	hash.Write(binary.BigEndian.AppendUint32(nil, uint32(len(s.Parties))))
	for _, party := range s.Parties {
		write(party.Account)
	}
	for _, leg := range s.Legs {
		hash.Write(binary.BigEndian.AppendUint32(nil, leg.From))
		hash.Write(binary.BigEndian.AppendUint32(nil, leg.To))
		write(leg.Amount.String())
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Digest is what the others affirm of a proposal.
func (m *MsgPropose) Digest() string {
	s := Settlement{Reference: m.Reference, SettlementDate: m.SettlementDate, Calendar: m.Calendar, Legs: m.Legs}
	for _, party := range m.Parties {
		s.Parties = append(s.Parties, Party{Account: party})
	}
	return s.Digest()
}

// NextPart is what settles next: all that is left, or of a trade above the largest piece one piece of it.
func (s Settlement) NextPart() []Leg {
	if s.Kind != KindTrade || !s.MaxPiece.IsPositive() || s.Legs[0].Amount.Amount.LTE(s.MaxPiece) {
		return s.Legs
	}
	return s.PartOf(s.MaxPiece)
}

// PartOf is the part of a divisible settlement that delivers an amount, below what is left, of its first leg. The cash of
// a part is rounded down, and so the last part pays what the others did not.
func (s Settlement) PartOf(amount math.Int) []Leg {
	whole := s.Legs[0].Amount.Amount
	part := slices.Clone(s.Legs)
	part[0].Amount.Amount = amount
	for i := 1; i < len(part); i++ {
		part[i].Amount.Amount = rounding.MulDivDown(s.Legs[i].Amount.Amount, amount, whole)
	}
	return slices.DeleteFunc(part, func(leg Leg) bool { return leg.Amount.IsZero() })
}

// FundedPart is the largest part below the given one that is there when one party has an amount free of a denom. It is nil
// when there is none, or when parts are not agreed.
func (s Settlement) FundedPart(part []Leg, denom string, free math.Int) []Leg {
	if !s.IsDivisible() || !free.IsPositive() {
		return nil
	}
	amount := free
	if denom != s.Legs[0].Amount.Denom {
		cash, ok := s.Cash()
		if !ok || cash.Denom != denom {
			return nil
		}
		amount = rounding.MulDivDown(s.Legs[0].Amount.Amount, free, cash.Amount)
	}
	amount = math.MinInt(amount, part[0].Amount.Amount.SubRaw(1))
	amount = amount.Sub(amount.Mod(s.Denomination))
	if !amount.IsPositive() {
		return nil
	}
	return s.PartOf(amount)
}

// Take removes a part that has settled, and tells whether nothing is left.
func (s *Settlement) Take(part []Leg) (complete bool) {
	s.Parts++
	if s.Kind == KindSet || s.Legs[0].Amount.IsEqual(part[0].Amount) {
		return true
	}
	legs := slices.Clone(s.Legs)
	for _, taken := range part {
		i := slices.IndexFunc(legs, func(leg Leg) bool {
			return leg.From == taken.From && leg.To == taken.To && leg.Amount.Denom == taken.Amount.Denom
		})
		legs[i].Amount = legs[i].Amount.Sub(taken.Amount)
	}
	s.Legs = legs
	return false
}

// Withheld is the fails charge that the receiver keeps back from the proceeds of a part: all that is owed, up to the proceeds.
func (s Settlement) Withheld(part []Leg) math.Int {
	if s.Kind != KindTrade || len(part) < 2 || !s.Charge.IsPositive() {
		return math.ZeroInt()
	}
	return math.MinInt(s.Charge, part[1].Amount.Amount)
}

// AtFault tells whether a pending settlement waits for a party: for its bonds, its cash, or its release.
func (s Settlement) AtFault(place int) bool {
	switch s.Pending.Reason {
	case ReasonLACK, ReasonMONY:
		return s.Parties[place].Account == s.Pending.Account
	case ReasonPREA:
		return s.Parties[place].Held
	default:
		return false
	}
}

// SeenBy is the reason as a party has to read it: what lacks in another account is the counterparty's lack.
func (p Pending) SeenBy(account string) Pending {
	if p.Account != account {
		switch p.Reason {
		case ReasonLACK:
			p.Reason = ReasonCLAC
		case ReasonMONY:
			p.Reason = ReasonCMON
		}
	}
	return p
}

// LackOf is the reason for a shortage of a denom.
func LackOf(account, denom string) Pending {
	reason := ReasonMONY
	if _, isBond := bondtypes.ISINOf(denom); isBond {
		reason = ReasonLACK
	}
	return Pending{Reason: reason, Account: account, Denom: denom}
}
