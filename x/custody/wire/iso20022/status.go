package iso20022

import "github.com/kokusai-chain/kokusai/x/custody/wire"

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
