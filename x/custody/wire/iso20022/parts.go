package iso20022

import (
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Parts that several messages have. Elements that the definitions allow and this profile does not use are refused like any
// unknown ones: what would be ignored could contradict what is done.

type dateChoice struct {
	Date string `iso:"Dt"`
}

type dateOf struct {
	Date dateChoice `iso:"Dt"`
}

type identification struct {
	ISIN string `iso:"ISIN"`
}

type quantity struct {
	Quantity face `iso:"Qty"`
}

type face struct {
	FaceAmount string `iso:"FaceAmt"`
}

// wallet is an account on a chain: BlckChainAdrOrWllt.
type wallet struct {
	ID string `iso:"Id"`
}

type amount struct {
	Currency string `iso:"Ccy,attr"`
	Value    string `iso:",text"`
}

type signedAmount struct {
	Amount amount `iso:"Amt"`
	Sign   string `iso:"CdtDbtInd"`
}

type code struct {
	Code string `iso:"Cd"`
}

type anyBIC struct {
	BIC string `iso:"AnyBIC"`
}

type settlementParty struct {
	ID     *anyBIC `iso:"Id"`
	LEI    *string `iso:"LEI"`
	Wallet wallet  `iso:"BlckChainAdrOrWllt"`
}

type settlementParties struct {
	Party1 settlementParty `iso:"Pty1"`
}

type settlementParameters struct {
	Hold    *holdIndicator `iso:"HldInd"`
	Type    code           `iso:"SctiesTxTp"`
	Partial *string        `iso:"PrtlSttlmInd"`
}

type holdIndicator struct {
	Held string `iso:"Ind"`
}

// partOf says which part of an instruction has settled. It is absent for all of it.
type partOf struct {
	Code string `iso:"PrtlSttlm"`
}

func ofPart(p wire.Part) *partOf {
	if p == wire.Whole {
		return nil
	}
	return &partOf{p.Code()}
}

func (p *partOf) read() (wire.Part, error) {
	if p == nil {
		return wire.Whole, nil
	}
	return wire.ParsePart(p.Code)
}

const (
	deliver, receive   = "DELI", "RECE"
	against, free      = "APMT", "FREE"
	credit, debit      = "CRDT", "DBIT"
	partial, notParted = "PART", "NPAR"
	trade              = "TRAD"
)

func onDate(d date.Date) dateOf { return dateOf{dateChoice{d.String()}} }

func (d dateOf) read() (date.Date, error) { return readDate(d.Date.Date) }

func readDate(text string) (date.Date, error) { return wire.ParseDate(text) }

const instant = "2006-01-02T15:04:05Z"

func readInstant(text string) (time.Time, error) {
	at, err := time.Parse(instant, text)
	if err != nil {
		return at, wire.Refuse("time %q: of the form %s", text, instant)
	}
	return at, nil
}

func ofFace(n math.Int) quantity { return quantity{face{n.String()}} }

func (q quantity) read() (math.Int, error) { return wire.ParseFace(q.Quantity.FaceAmount, ".") }

func ofMoney(m wire.Money) (amount, error) {
	value, err := wire.FormatMoney(m.Micro, ".")
	return amount{Currency: m.Currency, Value: value}, err
}

func (a amount) read() (wire.Money, error) {
	micro, err := wire.ParseMoney(a.Value, ".")
	return wire.Money{Currency: a.Currency, Micro: micro}, err
}

func ofParty(p wire.Party) settlementParties {
	party := settlementParty{Wallet: wallet{p.Account}}
	if p.BIC != "" {
		party.ID = &anyBIC{p.BIC}
	}
	if p.LEI != "" {
		party.LEI = &p.LEI
	}
	return settlementParties{party}
}

func (p settlementParties) read() wire.Party {
	party := wire.Party{Account: p.Party1.Wallet.ID}
	if p.Party1.ID != nil {
		party.BIC = p.Party1.ID.BIC
	}
	if p.Party1.LEI != nil {
		party.LEI = *p.Party1.LEI
	}
	return party
}

// pick returns the first of two words when said is so, and either tells which one a word is.
func pick(first bool, yes, no string) string {
	if first {
		return yes
	}
	return no
}

func either(field, text, yes, no string) (bool, error) {
	if text != yes && text != no {
		return false, wire.Refuse("%s %q is neither %s nor %s", field, text, yes, no)
	}
	return text == yes, nil
}
