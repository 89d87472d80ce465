package iso20022

import "github.com/kokusai-chain/kokusai/x/custody/wire"

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
