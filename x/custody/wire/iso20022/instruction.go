package iso20022

import "github.com/kokusai-chain/kokusai/x/custody/wire"

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
