// Package iso20022 reads and writes the messages of ISO 20022 that institutions exchange with a depository. Each is one exact
// version, known by its namespace, in a profile: the elements listed in the structs of this package, in their order, and no
// others. Documents are small, shallow, and without document types or entities. There is no maintained library of Go for them:
// moov-io/wire20022 and moov-io/iso20022 (archived) are for payments; fgrid/iso20022, yudaprama/iso20022 and UNO-SOFT/iso20022 are
// generated structs of some versions, which check nothing.
package iso20022

import (
	"bytes"
	"reflect"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// A document has one of the messages as its only element.
const (
	urn = "urn:iso:std:iso:20022:tech:xsd:"

	Instruction          = "sese.023.001.11"
	StatusAdvice         = "sese.024.001.12"
	Confirmation         = "sese.025.001.11"
	HoldingsStatement    = "semt.002.001.11"
	TransactionStatement = "semt.017.001.12"
	EventNotice          = "seev.031.001.13"
	EventConfirmation    = "seev.036.001.14"
	CashNotice           = "camt.054.001.11"
)

// message is a document of one definition that holds one M of wire.
type message interface {
	// name is the identifier of the definition.
	name() string
	// content returns what it says, checked.
	content() (any, error)
}

// definitions make an empty document of each message.
var definitions = map[string]func() message{
	Instruction:          func() message { return &instructionDocument{} },
	StatusAdvice:         func() message { return &statusDocument{} },
	Confirmation:         func() message { return &confirmationDocument{} },
	HoldingsStatement:    func() message { return &holdingsDocument{} },
	TransactionStatement: func() message { return &transactionsDocument{} },
	EventNotice:          func() message { return &eventDocument{} },
	EventConfirmation:    func() message { return &movementDocument{} },
	CashNotice:           func() message { return &cashDocument{} },
}

// Parse returns what a document says: a wire.Instruction, Status, Confirmation, Holdings, Transactions, Event, Movement or
// CashNotice. Its namespace tells which.
func Parse(document []byte) (any, error) {
	root, namespace, err := read(document)
	if err != nil {
		return nil, err
	}
	known := len(namespace) > len(urn) && namespace[:len(urn)] == urn
	if !known || definitions[namespace[len(urn):]] == nil || root.name != "Document" {
		return nil, wire.Refuse("<%s> of namespace %q is not known", root.name, namespace)
	}
	into := definitions[namespace[len(urn):]]()
	if err := decode(root, reflect.ValueOf(into).Elem()); err != nil {
		return nil, err
	}
	return into.content()
}

// Emit writes what is to be said as a document. It refuses what is not valid, and what the message cannot say exactly.
func Emit(said any) ([]byte, error) {
	if checked, ok := said.(interface{ Validate() error }); ok {
		if err := checked.Validate(); err != nil {
			return nil, err
		}
	}
	document, err := documentOf(said)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	encode(&out, "Document", ` xmlns="`+urn+document.name()+`"`, reflect.ValueOf(document).Elem(), 0)
	return out.Bytes(), nil
}

func documentOf(said any) (message, error) {
	switch said := said.(type) {
	case wire.Instruction:
		return ofInstruction(said)
	case wire.Status:
		return ofStatus(said)
	case wire.Confirmation:
		return ofConfirmation(said)
	case wire.Holdings:
		return ofHoldings(said), nil
	case wire.Transactions:
		return ofTransactions(said)
	case wire.Event:
		return ofEvent(said), nil
	case wire.Movement:
		return ofMovement(said)
	case wire.CashNotice:
		return ofCashNotice(said)
	}
	return nil, wire.Refuse("there is no message for %T", said)
}

// checked returns a content when it is valid.
func checked[M interface{ Validate() error }](said M, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	if err := said.Validate(); err != nil {
		return nil, err
	}
	return said, nil
}
