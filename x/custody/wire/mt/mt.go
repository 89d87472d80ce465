// Package mt reads and writes the SWIFT FIN messages of ISO 15022 that institutions exchange with a depository: settlement
// instructions (MT540 to 543), their status (548) and confirmation (544 to 547), notices (564) and confirmations (566) of
// corporate actions. Each in a profile: the fields written here, in their order, and no others.
package mt

import (
	"strings"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Envelope says between which institutions a message goes: BICs of 8 or 11 characters.
type Envelope struct{ Sender, Receiver string }

// Parse returns what a message says: a wire.Instruction, Status, Confirmation, Event or Movement.
func Parse(message []byte) (any, Envelope, error) {
	kind, envelope, text, err := readText(message)
	if err != nil {
		return nil, envelope, err
	}
	said, err := readKind(kind, text)
	if err != nil {
		return nil, envelope, err
	}
	if err := text.end(); err != nil {
		return nil, envelope, err
	}
	return said, envelope, said.Validate()
}

func readKind(kind string, text *sequence) (interface{ Validate() error }, error) {
	switch kind {
	case "540", "541", "542", "543":
		i, err := readInstruction(text, side(kind))
		return i, err
	case "544", "545", "546", "547":
		c, err := readConfirmation(text, side(kind))
		return c, err
	case "548":
		s, err := readStatus(text)
		return s, err
	case "564":
		e, err := readEvent(text)
		return e, err
	case "566":
		m, err := readMovement(text)
		return m, err
	}
	return nil, wire.Refuse("MT%s is not known", kind)
}

// leg is what the type of a message says of an instruction.
type leg struct{ deliver, against bool }

// side reads the type: receive free, receive against payment, deliver free, deliver against payment.
func side(kind string) leg {
	place := (kind[2] - '0') % 4
	return leg{deliver: place >= 2, against: place%2 == 1}
}

func kindOf(first byte, i wire.Instruction) string {
	if i.Deliver {
		first += 2
	}
	if i.Cash != nil {
		first++
	}
	return "54" + string(first)
}

// Emit writes what is to be said as a message. It refuses what is not valid, and what the message cannot say exactly.
func Emit(said any, envelope Envelope) ([]byte, error) {
	if valid, ok := said.(interface{ Validate() error }); ok {
		if err := valid.Validate(); err != nil {
			return nil, err
		}
	}
	w := &writer{}
	kind := w.write(said)
	if kind == "" {
		return nil, wire.Refuse("there is no message for %T", said)
	}
	sender, err := terminal(envelope.Sender)
	if err != nil {
		return nil, err
	}
	receiver, err := terminal(envelope.Receiver)
	if err != nil {
		return nil, err
	}
	if w.err != nil {
		return nil, w.err
	}
	lines := append([]string{"{1:F01" + sender + "0000000000}{2:I" + kind + receiver + "N}{4:"}, w.lines...)
	return []byte(strings.Join(append(lines, "-}"), "\r\n") + "\r\n"), nil
}

func (w *writer) write(said any) string {
	switch said := said.(type) {
	case wire.Instruction:
		w.instruction(said)
		return kindOf('0', said)
	case wire.Confirmation:
		w.confirmation(said)
		return kindOf('4', said.Instruction)
	case wire.Status:
		w.status(said)
		return "548"
	case wire.Event:
		w.event(said)
		return "564"
	case wire.Movement:
		w.movement(said)
		return "566"
	}
	return ""
}

// terminal is the address of a logical terminal: the institution, terminal A, the branch.
func terminal(bic string) (string, error) {
	if err := wire.ValidateBIC(bic); err != nil {
		return "", err
	}
	return bic[:8] + "A" + (bic[8:] + "XXX")[:3], nil
}

// bicOf reads it. The main office's branch, XXX, is left out.
func bicOf(terminal string) (string, error) {
	bic := terminal[:8] + strings.TrimSuffix(terminal[9:], "XXX")
	return bic, wire.ValidateBIC(bic)
}

const longestReference = 16

func (w *writer) reference(qualifier, text string) {
	if len(text) > longestReference || strings.Contains(text, "_") {
		w.fail(wire.Refuse("reference %q: SWIFT takes %d letters, digits and - . / :", text, longestReference))
	}
	w.field("20C", qualifier, text)
}

func (w *writer) date(qualifier string, day date.Date) {
	w.field("98A", qualifier, strings.ReplaceAll(day.String(), "-", ""))
}

func (s *sequence) date(qualifier string) (date.Date, error) {
	text, err := s.take("98A", qualifier)
	if err != nil {
		return 0, err
	}
	if len(text) != 8 {
		return 0, wire.Refuse("date %q: of the form 20351220", text)
	}
	return wire.ParseDate(text[:4] + "-" + text[4:6] + "-" + text[6:])
}

const (
	isinPrefix = "ISIN "
	faceUnit   = "FAMT/"
	longest    = 15 // digits and comma of an amount
)

func (s *sequence) isin() (string, error) {
	text, err := s.take("35B", "")
	isin, found := strings.CutPrefix(text, isinPrefix)
	if err == nil && !found {
		err = wire.Refuse(":35B:%s is not an ISIN", text)
	}
	return isin, err
}

func (w *writer) face(tag, qualifier string, face math.Int) {
	w.field(tag, qualifier, faceUnit+face.String()+",")
}

func (s *sequence) face(tag, qualifier string) (math.Int, error) {
	text, err := s.take(tag, qualifier)
	if err != nil {
		return math.Int{}, err
	}
	number, found := strings.CutPrefix(text, faceUnit)
	if !found || len(number) > longest {
		return math.Int{}, wire.Refuse("quantity %q is not face of at most %d characters", text, longest)
	}
	return wire.ParseFace(number, ",")
}

func (w *writer) money(tag, qualifier string, money wire.Money) {
	text, err := wire.FormatMoney(money.Micro, ",")
	if err == nil && len(text) > longest {
		err = wire.Refuse("amount %s is longer than %d", text, longest)
	}
	if err != nil {
		w.fail(err)
	}
	w.field(tag, qualifier, money.Currency+text)
}

func (s *sequence) money(tag, qualifier string) (wire.Money, error) {
	text, err := s.take(tag, qualifier)
	if err != nil {
		return wire.Money{}, err
	}
	if len(text) < 4 || len(text) > 3+longest {
		return wire.Money{}, wire.Refuse("amount %q", text)
	}
	micro, err := wire.ParseMoney(text[3:], ",")
	return wire.Money{Currency: text[:3], Micro: micro}, err
}

// word takes a field that is one of two.
func (s *sequence) word(tag, qualifier, yes, no string) (bool, error) {
	text, err := s.take(tag, qualifier)
	if err == nil && text != yes && text != no {
		err = wire.Refuse(":%s:%s%s is neither %s nor %s", tag, prefix(qualifier), text, yes, no)
	}
	return text == yes, err
}

func pick(first bool, yes, no string) string {
	if first {
		return yes
	}
	return no
}
