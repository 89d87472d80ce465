package iso20022

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// onePage says that a statement is complete on one page.
type onePage struct {
	Number string `iso:"PgNb"`
	Last   string `iso:"LastPgInd"`
}

var only = onePage{"1", "true"}

func (p onePage) check() error {
	if p != only {
		return wire.Refuse("a statement of more than one page")
	}
	return nil
}

// holdingsDocument is SecuritiesBalanceCustodyReport.
type holdingsDocument struct {
	Body holdings `iso:"SctiesBalCtdyRpt"`
}

type holdings struct {
	Page    onePage         `iso:"Pgntn"`
	General holdingsGeneral `iso:"StmtGnlDtls"`
	Wallet  wallet          `iso:"BlckChainAdrOrWllt"`
	Lines   []holdingsLine  `iso:"BalForAcct"`
}

type holdingsGeneral struct {
	ID        string `iso:"StmtId"`
	On        dateOf `iso:"StmtDtTm"`
	Frequency code   `iso:"Frqcy"`
	Update    code   `iso:"UpdTp"`
	Basis     code   `iso:"StmtBsis"`
	Activity  string `iso:"ActvtyInd"`
	Sub       string `iso:"SubAcctInd"`
}

type holdingsLine struct {
	Instrument identification  `iso:"FinInstrmId"`
	Aggregate  quantityBalance `iso:"AggtBal"`
	Available  quantityBalance `iso:"AvlblBal"`
	Breakdown  []subBalance    `iso:"BalBrkdwn"`
}

type quantityBalance struct {
	Quantity quantity `iso:"Qty"`
}

type subBalance struct {
	Type     code            `iso:"SubBalTp"`
	Quantity quantityBalance `iso:"Qty"`
}

// The parts of a balance that are not available: pledged, and blocked for a settlement, an auction or a redemption.
const (
	pledged, blocked = "PLED", "BLOK"

	adHoc, complete, settled = "ADHO", "COMP", "SETT"
	yes, no                  = "true", "false"
)

func (*holdingsDocument) name() string { return HoldingsStatement }

func ofHoldings(h wire.Holdings) message {
	body := holdings{
		Page: only, Wallet: wallet{h.Account},
		General: holdingsGeneral{h.Reference, onDate(h.AsOf), code{adHoc}, code{complete}, code{settled}, pick(len(h.Lines) > 0, yes, no), no},
	}
	for _, line := range h.Lines {
		body.Lines = append(body.Lines, holdingsLine{
			Instrument: identification{line.ISIN}, Aggregate: quantityBalance{ofFace(line.Balance)}, Available: quantityBalance{ofFace(line.Available)},
			Breakdown: []subBalance{
				{code{pledged}, quantityBalance{ofFace(line.Pledged)}}, {code{blocked}, quantityBalance{ofFace(line.Reserved)}},
			},
		})
	}
	return &holdingsDocument{body}
}

func (d *holdingsDocument) content() (any, error) { return checked(d.Body.read()) }

func (b holdings) read() (h wire.Holdings, err error) {
	want := holdingsGeneral{b.General.ID, b.General.On, code{adHoc}, code{complete}, code{settled}, pick(len(b.Lines) > 0, yes, no), no}
	if b.General != want {
		return h, wire.Refuse("a statement of another kind than %s, %s and %s", adHoc, complete, settled)
	}
	if err := b.Page.check(); err != nil {
		return h, err
	}
	h.Reference, h.Account = b.General.ID, b.Wallet.ID
	if h.AsOf, err = b.General.On.read(); err != nil {
		return h, err
	}
	for _, line := range b.Lines {
		holding, err := line.read()
		if err != nil {
			return h, err
		}
		h.Lines = append(h.Lines, holding)
	}
	return h, nil
}

func (l holdingsLine) read() (h wire.Holding, err error) {
	h.ISIN = l.Instrument.ISIN
	if h.Balance, err = l.Aggregate.Quantity.read(); err != nil {
		return h, err
	}
	if h.Available, err = l.Available.Quantity.read(); err != nil {
		return h, err
	}
	parts := map[string]*math.Int{pledged: &h.Pledged, blocked: &h.Reserved}
	for _, sub := range l.Breakdown {
		part := parts[sub.Type.Code]
		if part == nil || !part.IsNil() {
			return h, wire.Refuse("SubBalTp %q: unknown, or there twice", sub.Type.Code)
		}
		if *part, err = sub.Quantity.Quantity.read(); err != nil {
			return h, err
		}
	}
	if len(l.Breakdown) != len(parts) {
		return h, wire.Refuse("a breakdown into %d parts, not %d", len(l.Breakdown), len(parts))
	}
	return h, nil
}

// transactionsDocument is SecuritiesTransactionPostingReport.
type transactionsDocument struct {
	Body transactions `iso:"SctiesTxPstngRpt"`
}

type transactions struct {
	Page    onePage             `iso:"Pgntn"`
	General transactionsGeneral `iso:"StmtGnlDtls"`
	Wallet  wallet              `iso:"BlckChainAdrOrWllt"`
	Lines   []transactionsLine  `iso:"Tx"`
}

type transactionsGeneral struct {
	ID        string `iso:"StmtId"`
	Period    period `iso:"StmtPrd"`
	Frequency code   `iso:"Frqcy"`
	Update    code   `iso:"UpdTp"`
	Activity  string `iso:"ActvtyInd"`
	Sub       string `iso:"SubAcctInd"`
}

type period struct {
	From string `iso:"FrDt"`
	To   string `iso:"ToDt"`
}

type transactionsLine struct {
	ID      transactionID  `iso:"AcctOwnrTxId"`
	Part    *partOf        `iso:"AddtlParams"`
	Settled dateOf         `iso:"FctvSttlmDt"`
	Details instructionSet `iso:"TxDtls"`
}

func (*transactionsDocument) name() string { return TransactionStatement }

func ofTransactions(t wire.Transactions) (message, error) {
	body := transactions{
		Page: only, Wallet: wallet{t.Account},
		General: transactionsGeneral{t.Reference, period{t.From.String(), t.To.String()}, code{adHoc}, code{complete}, pick(len(t.Lines) > 0, yes, no), no},
	}
	for _, line := range t.Lines {
		set, err := newSet(line.Instruction)
		if err != nil {
			return nil, err
		}
		body.Lines = append(body.Lines, transactionsLine{transactionID{line.Instruction.Reference, line.Reference}, ofPart(line.Part), onDate(line.Settled), set})
	}
	return &transactionsDocument{body}, nil
}

func (d *transactionsDocument) content() (any, error) { return checked(d.Body.read()) }

func (b transactions) read() (t wire.Transactions, err error) {
	want := transactionsGeneral{b.General.ID, b.General.Period, code{adHoc}, code{complete}, pick(len(b.Lines) > 0, yes, no), no}
	if b.General != want {
		return t, wire.Refuse("a statement of another kind than %s and %s", adHoc, complete)
	}
	if err := b.Page.check(); err != nil {
		return t, err
	}
	t.Reference, t.Account = b.General.ID, b.Wallet.ID
	if t.From, err = readDate(b.General.Period.From); err != nil {
		return t, err
	}
	if t.To, err = readDate(b.General.Period.To); err != nil {
		return t, err
	}
	for _, line := range b.Lines {
		confirmed := wire.Confirmation{Reference: line.ID.Servicer}
		if confirmed.Part, err = line.Part.read(); err != nil {
			return t, err
		}
		if confirmed.Settled, err = line.Settled.read(); err != nil {
			return t, err
		}
		if confirmed.Instruction, err = line.Details.read(line.ID.Owner); err != nil {
			return t, err
		}
		t.Lines = append(t.Lines, confirmed)
	}
	return t, nil
}
