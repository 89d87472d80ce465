package iso20022

import (
	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// cashDocument is BankToCustomerDebitCreditNotification.
type cashDocument struct {
	Body cashBody `iso:"BkToCstmrDbtCdtNtfctn"`
}

type cashBody struct {
	Header groupHeader  `iso:"GrpHdr"`
	Notice notification `iso:"Ntfctn"`
}

type groupHeader struct {
	ID      string `iso:"MsgId"`
	Created string `iso:"CreDtTm"`
}

type notification struct {
	ID      string      `iso:"Id"`
	Account cashAccount `iso:"Acct"`
	Entries []entry     `iso:"Ntry"`
}

// cashAccount is named by its proxy, because an address is longer than an account number.
type cashAccount struct {
	Proxy proxy `iso:"Prxy"`
}

type proxy struct {
	Type proprietary `iso:"Tp"`
	ID   string      `iso:"Id"`
}

type proprietary struct {
	Name string `iso:"Prtry"`
}

type entry struct {
	Reference string   `iso:"NtryRef"`
	Amount    amount   `iso:"Amt"`
	Sign      string   `iso:"CdtDbtInd"`
	Status    code     `iso:"Sts"`
	Booked    bookDate `iso:"BookgDt"`
	Type      bankCode `iso:"BkTxCd"`
}

type bookDate struct {
	Date string `iso:"Dt"`
}

type bankCode struct {
	Proprietary code `iso:"Prtry"`
}

const addressProxy, booked, transferCode = "DLTA", "BOOK", "TRANSFER"

func (*cashDocument) name() string { return CashNotice }

func ofCashNotice(n wire.CashNotice) (message, error) {
	body := cashBody{
		Header: groupHeader{n.Reference, n.Created.UTC().Format(instant)},
		Notice: notification{ID: n.Reference, Account: cashAccount{proxy{proprietary{addressProxy}, n.Account}}},
	}
	for _, e := range n.Entries {
		cash, err := ofMoney(e.Cash)
		if err != nil {
			return nil, err
		}
		body.Notice.Entries = append(body.Notice.Entries, entry{
			e.Reference, cash, pick(e.Credit, credit, debit), code{booked}, bookDate{e.Booked.String()}, bankCode{code{transferCode}},
		})
	}
	return &cashDocument{body}, nil
}

func (d *cashDocument) content() (any, error) { return checked(d.Body.read()) }

func (b cashBody) read() (n wire.CashNotice, err error) {
	n.Reference, n.Account = b.Header.ID, b.Notice.Account.Proxy.ID
	if b.Notice.ID != n.Reference || b.Notice.Account.Proxy.Type.Name != addressProxy {
		return n, wire.Refuse("one notice of one address on a chain")
	}
	if n.Created, err = readInstant(b.Header.Created); err != nil {
		return n, err
	}
	for _, line := range b.Notice.Entries {
		e := wire.Entry{Reference: line.Reference}
		if line.Status.Code != booked || line.Type.Proprietary.Code != transferCode {
			return n, wire.Refuse("an entry that is not a booked transfer")
		}
		if e.Credit, err = either("CdtDbtInd", line.Sign, credit, debit); err != nil {
			return n, err
		}
		if e.Cash, err = line.Amount.read(); err != nil {
			return n, err
		}
		if e.Booked, err = readDate(line.Booked.Date); err != nil {
			return n, err
		}
		n.Entries = append(n.Entries, e)
	}
	return n, nil
}
