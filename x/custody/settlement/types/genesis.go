package types

import (
	"strings"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// DefaultGenesis is a chain on which nothing is open.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate refuses rows that contradict themselves, are listed twice, or have a name that is not theirs.
func (g GenesisState) Validate(codec address.Codec) error {
	if err := g.Params.Validate(); err != nil {
		return ErrInvalidGenesis.Wrap(err.Error())
	}
	last := ""
	for _, open := range g.Settlements {
		if open.Id <= last {
			return ErrInvalidGenesis.Wrapf("settlement %s: sorted by id, each once", open.Id)
		}
		last = open.Id
		if err := open.validate(codec); err != nil {
			return ErrInvalidGenesis.Wrapf("settlement %s: %s", open.Id, err)
		}
	}
	last = ""
	for _, arrival := range g.Arrivals {
		if _, err := DecodeAddress(codec, "account", arrival.Account); err != nil {
			return ErrInvalidGenesis.Wrapf("arrival: %s", err)
		}
		if arrival.Denom == "" || arrival.Account+" "+arrival.Denom == last {
			return ErrInvalidGenesis.Wrapf("arrival of %s: no denom, or twice", arrival.Account)
		}
		last = arrival.Account + " " + arrival.Denom
		if len(arrival.After) != 0 && len(arrival.After) != rankLength {
			return ErrInvalidGenesis.Wrapf("arrival of %s: no place in the queue", arrival.Account)
		}
	}
	if len(g.Cursor) != 0 && len(g.Cursor) != rankLength {
		return ErrInvalidGenesis.Wrap("cursor: no place in the queue")
	}
	return nil
}

func (o OpenSettlement) validate(codec address.Codec) error {
	id, err := ParseID(o.Id)
	if err != nil {
		return err
	}
	if err := o.Settlement.Validate(codec); err != nil {
		return err
	}
	first, err := DecodeAddress(codec, "party", o.Settlement.Parties[0].Account)
	if err != nil {
		return err
	}
	second, err := DecodeAddress(codec, "party", o.Settlement.Parties[1].Account)
	if err != nil {
		return err
	}
	switch {
	case o.Settlement.Kind == KindTrade && TradeID(first, second, o.Settlement.Reference).String() != id.String(),
		o.Settlement.Kind == KindSet && SetID(first, o.Settlement.Reference).String() != id.String():
		return ErrInvalidID.Wrap("is not that of the parties and the reference")
	}
	return nil
}

// Validate refuses a row that no sequence of messages leads to.
func (s Settlement) Validate(codec address.Codec) error {
	names := make([]string, len(s.Parties))
	for i, party := range s.Parties {
		if _, err := DecodeAddress(codec, "party", party.Account); err != nil {
			return err
		}
		names[i] = party.Account
	}
	if len(names) < 2 || len(s.Legs) == 0 {
		return ErrInvalidParties.Wrap("at least two parties and a leg")
	}
	for i, name := range names {
		if strings.Count(strings.Join(names, " "), name) != 1 {
			return ErrInvalidParties.Wrapf("party %d is named twice", i)
		}
	}
	if err := validateLegs(s.Legs, len(s.Parties), true); err != nil {
		return err
	}
	if err := s.validateTerms(); err != nil {
		return err
	}
	return s.validateState(codec)
}

func (s Settlement) validateTerms() error {
	if err := custodytypes.ValidateTradeReference(s.Reference); err != nil {
		return err
	}
	if _, err := custodytypes.ZoneOfCalendar(s.Calendar); err != nil {
		return ErrInvalidCalendar.Wrap(err.Error())
	}
	for _, field := range []struct{ name, iso string }{
		{"trade_date", s.TradeDate}, {"settlement_date", s.SettlementDate}, {"charged_until", s.ChargedUntil},
	} {
		if field.iso == "" && field.name != "settlement_date" {
			continue
		}
		if _, err := parseDate(field.name, field.iso); err != nil {
			return err
		}
	}
	for _, bound := range []struct {
		name   string
		amount math.Int
	}{{"charge", s.Charge}, {"max_piece", s.MaxPiece}, {"denomination", s.Denomination}} {
		if bound.amount.IsNil() || bound.amount.IsNegative() || bound.amount.BigInt().BitLen() > 128 {
			return ErrInvalidLeg.Wrapf("%s: absent or out of bounds", bound.name)
		}
	}
	bilateral := s.Kind == KindTrade && len(s.Parties) == 2 && len(s.Legs) <= 2 && s.Denomination.IsPositive() ||
		s.Kind == KindClaim && len(s.Parties) == 2 && len(s.Legs) == 1 && s.Denomination.IsPositive()
	if !bilateral && s.Kind != KindSet {
		return ErrInvalidLeg.Wrapf("legs and parties do not fit %s", s.Kind)
	}
	if len(s.Legs) == 2 && s.Kind == KindTrade && (s.Legs[0].From != s.Legs[1].To || s.Legs[0].To != s.Legs[1].From) {
		return ErrInvalidLeg.Wrap("the legs of a trade go both ways")
	}
	return validatePriority(s.Priority)
}

func (s Settlement) validateState(codec address.Codec) error {
	agreed := s.Status == StatusMatched || s.Status == StatusPending
	switch {
	case !agreed && s.Status != StatusAlleged:
		return ErrInvalidGenesis.Wrapf("status %s", s.Status)
	case s.IsAgreed() != agreed || !s.Parties[0].Agreed:
		return ErrInvalidGenesis.Wrapf("%s contradicts who has agreed", s.Status)
	case agreed != (s.Matched > 0) || s.Opened < 0 || s.Matched < s.Opened && agreed:
		return ErrInvalidGenesis.Wrap("heights contradict the status")
	case s.Attention <= 0:
		return ErrInvalidGenesis.Wrap("no date is looked at")
	case (s.Pending.Denom != "") != (s.Pending.Reason == ReasonLACK || s.Pending.Reason == ReasonMONY):
		return ErrInvalidGenesis.Wrap("the reason contradicts what is waited for")
	case s.Status == StatusAlleged && s.Pending.Reason != ReasonNMAT, s.Status == StatusMatched && s.Pending.Reason != ReasonFUTU,
		s.Status == StatusPending && (s.Pending.Reason < ReasonPREA || s.Pending.Reason == ReasonCLAC || s.Pending.Reason == ReasonCMON):
		return ErrInvalidGenesis.Wrapf("%s contradicts %s", s.Pending.Reason, s.Status)
	}
	if s.Pending.Denom == "" {
		return nil
	}
	if s.Place(s.Pending.Account) < 0 {
		return ErrInvalidGenesis.Wrap("waits for somebody who is no party")
	}
	_, err := DecodeAddress(codec, "account", s.Pending.Account)
	return err
}
