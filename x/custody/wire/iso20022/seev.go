package iso20022

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// eventDocument is CorporateActionNotification.
type eventDocument struct {
	Body event `iso:"CorpActnNtfctn"`
}

type event struct {
	Notice  noticeGeneral `iso:"NtfctnGnlInf"`
	General eventGeneral  `iso:"CorpActnGnlInf"`
	Account eventAccount  `iso:"AcctDtls"`
	Details eventDetails  `iso:"CorpActnDtls"`
	Option  eventOption   `iso:"CorpActnOptnDtls"`
}

type noticeGeneral struct {
	Type   string       `iso:"NtfctnTp"`
	ID     string       `iso:"NtfctnId"`
	Status noticeStatus `iso:"PrcgSts"`
}

type noticeStatus struct {
	Code completeness `iso:"Cd"`
}

type completeness struct {
	Event   string `iso:"EvtCmpltnsSts"`
	Confirm string `iso:"EvtConfSts"`
}

type eventGeneral struct {
	ID         string         `iso:"CorpActnEvtId"`
	Type       code           `iso:"EvtTp"`
	Mandatory  code           `iso:"MndtryVlntryEvtTp"`
	Underlying underlyingPart `iso:"UndrlygScty"`
}

type underlyingPart struct {
	Instrument identification `iso:"FinInstrmId"`
}

// eventAccount is everybody's, or one holder's with its balance.
type eventAccount struct {
	All    *allAccounts `iso:"ForAllAccts"`
	Holder *holderPart  `iso:"AcctsListAndBalDtls"`
}

type allAccounts struct {
	Code string `iso:"IdCd"`
}

type holderPart struct {
	Wallet  wallet   `iso:"BlckChainAdrOrWllt"`
	Balance quantity `iso:"Bal"`
}

type eventDetails struct {
	Dates eventDates `iso:"DtDtls"`
}

type eventDates struct {
	Record dateOf `iso:"RcrdDt"`
}

type eventOption struct {
	Number  string       `iso:"OptnNb"`
	Type    code         `iso:"OptnTp"`
	Default string       `iso:"DfltOptnInd"`
	Cash    cashMovement `iso:"CshMvmntDtls"`
}

type cashMovement struct {
	Sign  string       `iso:"CdtDbtInd"`
	Dates paymentDates `iso:"DtDtls"`
	Rate  rates        `iso:"RateAndAmtDtls"`
}

type paymentDates struct {
	Payment dateOf `iso:"PmtDt"`
}

type rates struct {
	Interest *rate `iso:"IntrstRateUsdForPmt"`
	Price    *rate `iso:"RdmptnRate"`
}

type rate struct {
	Rate string `iso:"Rate"`
}

const (
	newNotice, confirmed    = "NEWM", "CONF"
	mandatory, everybody    = "MAND", "GENR"
	firstOption, cashOption = "001", "CASH"
)

func (*eventDocument) name() string { return EventNotice }

func ofEvent(e wire.Event) message {
	body := event{
		Notice:  noticeGeneral{newNotice, e.Reference, noticeStatus{completeness{complete, confirmed}}},
		General: eventGeneral{e.ID, code{e.Kind.Code()}, code{mandatory}, underlyingPart{identification{e.ISIN}}},
		Details: eventDetails{eventDates{onDate(e.Record)}},
		Option:  eventOption{firstOption, code{cashOption}, yes, cashMovement{Sign: credit, Dates: paymentDates{onDate(e.Payment)}}},
	}
	if e.Kind != wire.Interest {
		body.Option.Cash.Rate.Price = &rate{e.RatePct}
	} else {
		body.Option.Cash.Rate.Interest = &rate{e.RatePct}
	}
	if e.Account == "" {
		body.Account.All = &allAccounts{everybody}
	} else {
		body.Account.Holder = &holderPart{wallet{e.Account}, ofFace(e.Balance)}
	}
	return &eventDocument{body}
}

func (d *eventDocument) content() (any, error) { return checked(d.Body.read()) }

func (b event) read() (e wire.Event, err error) {
	e.Reference, e.ID, e.ISIN = b.Notice.ID, b.General.ID, b.General.Underlying.Instrument.ISIN
	if b.Notice.Type != newNotice || b.Notice.Status.Code != (completeness{complete, confirmed}) || b.General.Mandatory.Code != mandatory ||
		b.Option.Number != firstOption || b.Option.Type.Code != cashOption || b.Option.Default != yes || b.Option.Cash.Sign != credit {
		return e, wire.Refuse("a notice of another kind than a new, complete, mandatory cash payment")
	}
	if e.Kind, err = wire.ParseEventKind(b.General.Type.Code); err != nil {
		return e, err
	}
	used, other := b.Option.Cash.Rate.Interest, b.Option.Cash.Rate.Price
	if e.Kind != wire.Interest {
		used, other = other, used
	}
	if used == nil || other != nil {
		return e, wire.Refuse("the rate does not fit %s", b.General.Type.Code)
	}
	e.RatePct = used.Rate
	if e.Record, err = b.Details.Dates.Record.read(); err != nil {
		return e, err
	}
	if e.Payment, err = b.Option.Cash.Dates.Payment.read(); err != nil {
		return e, err
	}
	switch {
	case b.Account.All != nil && b.Account.Holder == nil && b.Account.All.Code == everybody:
		e.Balance = math.Int{}
	case b.Account.All == nil && b.Account.Holder != nil:
		e.Account = b.Account.Holder.Wallet.ID
		if e.Account == "" {
			return e, wire.Refuse("a holder without an account")
		}
		e.Balance, err = b.Account.Holder.Balance.read()
	default:
		return e, wire.Refuse("everybody or one holder")
	}
	return e, err
}

// movementDocument is CorporateActionMovementConfirmation.
type movementDocument struct {
	Body movement `iso:"CorpActnMvmntConf"`
}

type movement struct {
	ID      string         `iso:"MvmntConfId"`
	General eventGeneral   `iso:"CorpActnGnlInf"`
	Account holderPart     `iso:"AcctDtls"`
	Details movementOption `iso:"CorpActnConfDtls"`
}

type movementOption struct {
	Number string     `iso:"OptnNb"`
	Type   code       `iso:"OptnTp"`
	Cash   postedCash `iso:"CshMvmntDtls"`
}

type postedCash struct {
	Sign   string       `iso:"CdtDbtInd"`
	Dates  postedDates  `iso:"DtDtls"`
	Amount postedAmount `iso:"AmtDtls"`
}

type postedDates struct {
	Posted dateOf `iso:"PstngDt"`
}

type postedAmount struct {
	Amount amount `iso:"PstngAmt"`
}

func (*movementDocument) name() string { return EventConfirmation }

func ofMovement(m wire.Movement) (message, error) {
	cash, err := ofMoney(m.Cash)
	return &movementDocument{movement{
		ID:      m.Reference,
		General: eventGeneral{m.ID, code{m.Kind.Code()}, code{mandatory}, underlyingPart{identification{m.ISIN}}},
		Account: holderPart{wallet{m.Account}, ofFace(m.Balance)},
		Details: movementOption{firstOption, code{cashOption}, postedCash{credit, postedDates{onDate(m.Posted)}, postedAmount{cash}}},
	}}, err
}

func (d *movementDocument) content() (any, error) { return checked(d.Body.read()) }

func (b movement) read() (m wire.Movement, err error) {
	m.Reference, m.ID, m.ISIN, m.Account = b.ID, b.General.ID, b.General.Underlying.Instrument.ISIN, b.Account.Wallet.ID
	if b.General.Mandatory.Code != mandatory || b.Details.Number != firstOption || b.Details.Type.Code != cashOption || b.Details.Cash.Sign != credit {
		return m, wire.Refuse("a confirmation of another kind than a mandatory cash payment")
	}
	if m.Kind, err = wire.ParseEventKind(b.General.Type.Code); err != nil {
		return m, err
	}
	if m.Balance, err = b.Account.Balance.read(); err != nil {
		return m, err
	}
	if m.Posted, err = b.Details.Cash.Dates.Posted.read(); err != nil {
		return m, err
	}
	m.Cash, err = b.Details.Cash.Amount.Amount.read()
	return m, err
}
