package types

import (
	"slices"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// maxPriority is the last of the priorities.
const maxPriority = 9

// Validate refuses what is wrong whatever the state. Addresses are read by the handlers, which have the codec.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }

// Validate refuses instructions that are wrong on any day.
func (m *MsgInstruct) Validate() error { return validateInstructions(m.Party, m.Instructions) }

func validateInstructions(party string, instructions []Instruction) error {
	for _, instruction := range instructions {
		if instruction.Counterparty == party {
			return ErrSelfSettlement.Wrap(instruction.Reference)
		}
		if err := instruction.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// Validate refuses an instruction that is wrong on any day.
func (in Instruction) Validate() error {
	if in.Direction != DirectionDeliver && in.Direction != DirectionReceive {
		return ErrInvalidDirection.Wrapf("%d", in.Direction)
	}
	if err := custodytypes.ValidateTradeReference(in.Reference); err != nil {
		return err
	}
	if err := custodytypes.ValidateISIN(in.Isin); err != nil {
		return err
	}
	if err := custodytypes.ValidateAmount(in.Face); err != nil {
		return err
	}
	if in.Cash != nil {
		if err := custodytypes.ValidateCash(*in.Cash); err != nil {
			return err
		}
	}
	traded, err := parseDate("trade_date", in.TradeDate)
	if err != nil {
		return err
	}
	settles, err := parseDate("settlement_date", in.SettlementDate)
	if err != nil {
		return err
	}
	if traded > settles {
		return ErrTradeDate.Wrapf("%s after %s", in.TradeDate, in.SettlementDate)
	}
	return validatePriority(in.Priority)
}

func validatePriority(priority uint32) error {
	if priority > maxPriority {
		return ErrInvalidPriority.Wrapf("%d, must be 0 to %d", priority, maxPriority)
	}
	return nil
}

func parseDate(field, iso string) (date.Date, error) {
	d, err := date.Parse(iso)
	if err != nil {
		return 0, ErrInvalidDate.Wrapf("%s: %s", field, err)
	}
	return d, nil
}

// Validate refuses instructions and names that are wrong on any day.
func (m *MsgSettleBatch) Validate() error {
	if err := validateInstructions(m.Party, m.Instructions); err != nil {
		return err
	}
	for _, id := range m.Ids {
		if _, err := ParseID(id); err != nil {
			return err
		}
	}
	return nil
}

// Validate refuses a set that is wrong on any day: parties without a part, and legs that do not close.
func (m *MsgPropose) Validate() error {
	if err := custodytypes.ValidateTradeReference(m.Reference); err != nil {
		return err
	}
	if _, err := parseDate("settlement_date", m.SettlementDate); err != nil {
		return err
	}
	if _, err := custodytypes.ZoneOfCalendar(m.Calendar); err != nil {
		return ErrInvalidCalendar.Wrap(err.Error())
	}
	if err := validatePriority(m.Priority); err != nil {
		return err
	}
	if len(m.Parties) < 2 || m.Parties[0] != m.Proposer {
		return ErrInvalidParties.Wrap("at least two, the proposer first")
	}
	for i, party := range m.Parties {
		if slices.Contains(m.Parties[:i], party) {
			return ErrInvalidParties.Wrapf("%s is named twice", party)
		}
	}
	return validateLegs(m.Legs, len(m.Parties), m.FreeOfPayment)
}

func validateLegs(legs []Leg, parties int, free bool) error {
	gives, receives, joined := make([]bool, parties), make([]bool, parties), newJoin(parties)
	for i, leg := range legs {
		from, to := int(leg.From), int(leg.To)
		switch {
		case from >= parties || to >= parties || from < 0 || to < 0:
			return ErrInvalidLeg.Wrapf("leg %d: no such party", i)
		case from == to:
			return ErrSelfSettlement.Wrapf("leg %d", i)
		}
		if err := custodytypes.ValidateRegulatedCoin(leg.Amount); err != nil {
			return err
		}
		gives[from], receives[to] = true, true
		joined.union(from, to)
	}
	for party := range parties {
		switch {
		case !gives[party] && !receives[party]:
			return ErrOpenLegs.Wrapf("party %d has no leg", party)
		case !free && !(gives[party] && receives[party]):
			return ErrOpenLegs.Wrapf("party %d only gives or only receives, and the set is not free of payment", party)
		case joined.root(party) != joined.root(0):
			return ErrOpenLegs.Wrapf("party %d has nothing to do with party 0", party)
		}
	}
	return nil
}

// join tells which parties are joined by legs.
type join []int

func newJoin(n int) join {
	j := make(join, n)
	for i := range j {
		j[i] = i
	}
	return j
}

func (j join) root(i int) int {
	for j[i] != i {
		i = j[i]
	}
	return i
}

func (j join) union(a, b int) { j[j.root(a)] = j.root(b) }

// Validate refuses what is not a name or not a digest.
func (m *MsgAffirm) Validate() error {
	if len(m.Digest) != 64 {
		return ErrDigest.Wrap("64 hexadecimal digits")
	}
	_, err := ParseID(m.Id)
	return err
}

// Validate refuses what is not a name.
func (m *MsgCancel) Validate() error { _, err := ParseID(m.Id); return err }

// Validate refuses what is not a name.
func (m *MsgHold) Validate() error { _, err := ParseID(m.Id); return err }

// Validate refuses what is not a name.
func (m *MsgRelease) Validate() error { _, err := ParseID(m.Id); return err }

// Validate refuses what is not a name and not cash, and a seller who is the receiver.
func (m *MsgBuyIn) Validate() error {
	if m.Receiver == m.Seller {
		return ErrSelfSettlement.Wrap("the seller is the receiver")
	}
	if err := custodytypes.ValidateCash(m.Cash); err != nil {
		return err
	}
	_, err := ParseID(m.Id)
	return err
}

// Validate refuses what is not a name.
func (m *MsgCloseFail) Validate() error { _, err := ParseID(m.Id); return err }
