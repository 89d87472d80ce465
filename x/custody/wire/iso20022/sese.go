package iso20022

import (
	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// instructionDocument is SecuritiesSettlementTransactionInstruction.
type instructionDocument struct {
	Body instruction `iso:"SctiesSttlmTxInstr"`
}

type instruction struct {
	ID         string               `iso:"TxId"`
	Type       settlementType       `iso:"SttlmTpAndAddtlParams"`
	Trade      tradeDetails         `iso:"TradDtls"`
	Instrument identification       `iso:"FinInstrmId"`
	Quantity   settlementQuantity   `iso:"QtyAndAcctDtls"`
	Parameters settlementParameters `iso:"SttlmParams"`
	Delivering settlementParties    `iso:"DlvrgSttlmPties"`
	Receiving  settlementParties    `iso:"RcvgSttlmPties"`
	Amount     *signedAmount        `iso:"SttlmAmt"`
}

type settlementType struct {
	Movement string `iso:"SctiesMvmntTp"`
	Payment  string `iso:"Pmt"`
	Common   string `iso:"CmonId"`
}

type tradeDetails struct {
	TradeDate      dateOf `iso:"TradDt"`
	SettlementDate dateOf `iso:"SttlmDt"`
}

type settlementQuantity struct {
	Quantity quantity `iso:"SttlmQty"`
	Wallet   wallet   `iso:"BlckChainAdrOrWllt"`
}

func (*instructionDocument) name() string { return Instruction }

func (d *instructionDocument) content() (any, error) { return checked(d.Body.read()) }

func ofInstruction(i wire.Instruction) (message, error) {
	body, err := newInstruction(i)
	return &instructionDocument{body}, err
}

func newInstruction(i wire.Instruction) (instruction, error) {
	deliverer, receiver := i.Counterparty, i.Own
	if i.Deliver {
		deliverer, receiver = i.Own, i.Counterparty
	}
	body := instruction{
		ID:         i.Reference,
		Type:       settlementType{pick(i.Deliver, deliver, receive), pick(i.Cash != nil, against, free), i.Common},
		Trade:      tradeDetails{onDate(i.TradeDate), onDate(i.SettlementDate)},
		Instrument: identification{i.ISIN},
		Quantity:   settlementQuantity{ofFace(i.Face), wallet{i.Own.Account}},
		Parameters: settlementParameters{Type: code{trade}},
		Delivering: ofParty(deliverer), Receiving: ofParty(receiver),
	}
	parted := pick(i.Partial, partial, notParted)
	body.Parameters.Partial = &parted
	if i.Hold {
		body.Parameters.Hold = &holdIndicator{yes}
	}
	if i.Cash == nil {
		return body, nil
	}
	cash, err := ofMoney(*i.Cash)
	body.Amount = &signedAmount{cash, pick(i.Deliver, credit, debit)}
	return body, err
}

func (b instruction) read() (i wire.Instruction, err error) {
	i.Reference, i.Common, i.ISIN = b.ID, b.Type.Common, b.Instrument.ISIN
	if i.Deliver, err = either("SctiesMvmntTp", b.Type.Movement, deliver, receive); err != nil {
		return i, err
	}
	if i.TradeDate, err = b.Trade.TradeDate.read(); err != nil {
		return i, err
	}
	if i.SettlementDate, err = b.Trade.SettlementDate.read(); err != nil {
		return i, err
	}
	if i.Face, err = b.Quantity.Quantity.read(); err != nil {
		return i, err
	}
	if b.Parameters.Type.Code != trade {
		return i, wire.Refuse("SctiesTxTp %q is not %s", b.Parameters.Type.Code, trade)
	}
	if b.Parameters.Partial != nil {
		if i.Partial, err = either("PrtlSttlmInd", *b.Parameters.Partial, partial, notParted); err != nil {
			return i, err
		}
	}
	if b.Parameters.Hold != nil {
		if i.Hold, err = either("HldInd", b.Parameters.Hold.Held, yes, no); err != nil {
			return i, err
		}
	}
	i.Own, i.Counterparty = b.Receiving.read(), b.Delivering.read()
	if i.Deliver {
		i.Own, i.Counterparty = i.Counterparty, i.Own
	}
	if b.Quantity.Wallet.ID != i.Own.Account {
		return i, wire.Refuse("the account %s is not the sender's side, %s", b.Quantity.Wallet.ID, i.Own.Account)
	}
	return i, b.readCash(&i)
}

func (b instruction) readCash(i *wire.Instruction) error {
	paid, err := either("Pmt", b.Type.Payment, against, free)
	if err != nil {
		return err
	}
	if paid != (b.Amount != nil) {
		return wire.Refuse("Pmt %s, and the amount does not fit it", b.Type.Payment)
	}
	if !paid {
		return nil
	}
	if want := pick(i.Deliver, credit, debit); b.Amount.Sign != want {
		return wire.Refuse("CdtDbtInd %q of this side is not %s", b.Amount.Sign, want)
	}
	cash, err := b.Amount.Amount.read()
	i.Cash = &cash
	return err
}

// statusDocument is SecuritiesSettlementTransactionStatusAdvice.
type statusDocument struct {
	Body status `iso:"SctiesSttlmTxStsAdvc"`
}

type status struct {
	ID         transactionID  `iso:"TxId"`
	Matching   *matching      `iso:"MtchgSts"`
	Settlement *unsettled     `iso:"SttlmSts"`
	Details    instructionSet `iso:"TxDtls"`
}

type transactionID struct {
	Owner    string `iso:"AcctOwnrTxId"`
	Servicer string `iso:"AcctSvcrTxId"`
}

type matching struct {
	Matched   *unspecified `iso:"Mtchd"`
	Unmatched *reasoned    `iso:"Umtchd"`
}

type unspecified struct {
	NoReason string `iso:"NoSpcfdRsn"`
}

type unsettled struct {
	Pending *reasoned `iso:"Pdg"`
	Failing *reasoned `iso:"Flng"`
}

type reasoned struct {
	Reason reasonCode `iso:"Rsn"`
}

type reasonCode struct {
	Code code `iso:"Cd"`
}

// instructionSet repeats what the instruction said, in the order of TransactionDetails.
type instructionSet struct {
	Common     string               `iso:"CmonId"`
	Wallet     wallet               `iso:"BlckChainAdrOrWllt"`
	Instrument identification       `iso:"FinInstrmId"`
	Quantity   quantity             `iso:"SttlmQty"`
	Amount     *signedAmount        `iso:"SttlmAmt"`
	Settlement dateOf               `iso:"SttlmDt"`
	TradeDate  dateOf               `iso:"TradDt"`
	Movement   string               `iso:"SctiesMvmntTp"`
	Payment    string               `iso:"Pmt"`
	Parameters settlementParameters `iso:"SttlmParams"`
	Receiving  settlementParties    `iso:"RcvgSttlmPties"`
	Delivering settlementParties    `iso:"DlvrgSttlmPties"`
}

func newSet(i wire.Instruction) (instructionSet, error) {
	body, err := newInstruction(i)
	return instructionSet{
		Common: i.Common, Wallet: body.Quantity.Wallet, Instrument: body.Instrument, Quantity: body.Quantity.Quantity, Amount: body.Amount,
		Settlement: body.Trade.SettlementDate, TradeDate: body.Trade.TradeDate, Movement: body.Type.Movement, Payment: body.Type.Payment,
		Parameters: body.Parameters, Receiving: body.Receiving, Delivering: body.Delivering,
	}, err
}

func (s instructionSet) read(reference string) (wire.Instruction, error) {
	return instruction{
		ID: reference, Type: settlementType{s.Movement, s.Payment, s.Common}, Trade: tradeDetails{s.TradeDate, s.Settlement},
		Instrument: s.Instrument, Quantity: settlementQuantity{s.Quantity, s.Wallet}, Parameters: s.Parameters,
		Delivering: s.Delivering, Receiving: s.Receiving, Amount: s.Amount,
	}.read()
}

func (*statusDocument) name() string { return StatusAdvice }

const noReason = "NORE"

func ofStatus(s wire.Status) (message, error) {
	set, err := newSet(s.Instruction)
	body := status{ID: transactionID{s.Instruction.Reference, s.Reference}, Details: set}
	why := &reasoned{reasonCode{code{s.Reason}}}
	switch s.State {
	case wire.Matched:
		body.Matching = &matching{Matched: &unspecified{noReason}}
	case wire.Unmatched:
		body.Matching = &matching{Unmatched: why}
	case wire.Pending:
		body.Settlement = &unsettled{Pending: why}
	case wire.Failing:
		body.Settlement = &unsettled{Failing: why}
	}
	return &statusDocument{body}, err
}

func (d *statusDocument) content() (any, error) { return checked(d.Body.read()) }

func (b status) read() (s wire.Status, err error) {
	s.Reference = b.ID.Servicer
	var why *reasoned
	switch {
	case b.Matching != nil && b.Settlement != nil:
		return s, wire.Refuse("one status, not two")
	case b.Matching != nil && b.Matching.Matched != nil && b.Matching.Unmatched == nil && b.Matching.Matched.NoReason == noReason:
		s.State = wire.Matched
	case b.Matching != nil && b.Matching.Matched == nil && b.Matching.Unmatched != nil:
		s.State, why = wire.Unmatched, b.Matching.Unmatched
	case b.Settlement != nil && b.Settlement.Pending != nil && b.Settlement.Failing == nil:
		s.State, why = wire.Pending, b.Settlement.Pending
	case b.Settlement != nil && b.Settlement.Pending == nil && b.Settlement.Failing != nil:
		s.State, why = wire.Failing, b.Settlement.Failing
	default:
		return s, wire.Refuse("no status, or more than one")
	}
	if why != nil {
		s.Reason = why.Reason.Code.Code
	}
	s.Instruction, err = b.Details.read(b.ID.Owner)
	return s, err
}

// confirmationDocument is SecuritiesSettlementTransactionConfirmation.
type confirmationDocument struct {
	Body confirmation `iso:"SctiesSttlmTxConf"`
}

type confirmation struct {
	ID         confirmationID       `iso:"TxIdDtls"`
	Part       *partOf              `iso:"AddtlParams"`
	Trade      settledDetails       `iso:"TradDtls"`
	Instrument identification       `iso:"FinInstrmId"`
	Quantity   settledQuantity      `iso:"QtyAndAcctDtls"`
	Parameters settlementParameters `iso:"SttlmParams"`
	Delivering settlementParties    `iso:"DlvrgSttlmPties"`
	Receiving  settlementParties    `iso:"RcvgSttlmPties"`
	Amount     *signedAmount        `iso:"SttldAmt"`
}

type confirmationID struct {
	Owner    string `iso:"AcctOwnrTxId"`
	Servicer string `iso:"AcctSvcrTxId"`
	Movement string `iso:"SctiesMvmntTp"`
	Payment  string `iso:"Pmt"`
	Common   string `iso:"CmonId"`
}

type settledDetails struct {
	TradeDate      dateOf `iso:"TradDt"`
	SettlementDate dateOf `iso:"SttlmDt"`
	Effective      dateOf `iso:"FctvSttlmDt"`
}

type settledQuantity struct {
	Quantity quantity `iso:"SttldQty"`
	Wallet   wallet   `iso:"BlckChainAdrOrWllt"`
}

func (*confirmationDocument) name() string { return Confirmation }

func (d *confirmationDocument) content() (any, error) { return checked(d.Body.read()) }

func ofConfirmation(c wire.Confirmation) (message, error) {
	body, err := newConfirmation(c)
	return &confirmationDocument{body}, err
}

func newConfirmation(c wire.Confirmation) (confirmation, error) {
	body, err := newInstruction(c.Instruction)
	return confirmation{
		ID:         confirmationID{c.Instruction.Reference, c.Reference, body.Type.Movement, body.Type.Payment, c.Instruction.Common},
		Part:       ofPart(c.Part),
		Trade:      settledDetails{body.Trade.TradeDate, body.Trade.SettlementDate, onDate(c.Settled)},
		Instrument: body.Instrument, Quantity: settledQuantity{body.Quantity.Quantity, body.Quantity.Wallet}, Parameters: body.Parameters,
		Delivering: body.Delivering, Receiving: body.Receiving, Amount: body.Amount,
	}, err
}

func (b confirmation) read() (c wire.Confirmation, err error) {
	c.Reference = b.ID.Servicer
	if c.Part, err = b.Part.read(); err != nil {
		return c, err
	}
	if c.Settled, err = b.Trade.Effective.read(); err != nil {
		return c, err
	}
	c.Instruction, err = instruction{
		ID: b.ID.Owner, Type: settlementType{b.ID.Movement, b.ID.Payment, b.ID.Common},
		Trade: tradeDetails{b.Trade.TradeDate, b.Trade.SettlementDate}, Instrument: b.Instrument,
		Quantity: settlementQuantity{b.Quantity.Quantity, b.Quantity.Wallet}, Parameters: b.Parameters,
		Delivering: b.Delivering, Receiving: b.Receiving, Amount: b.Amount,
	}.read()
	return c, err
}
