package mt

import (
	"strings"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const (
	newMessage, statusOf   = "NEWM", "INST"
	preadvice              = "PREA" // to be matched and held
	deliver, receive       = "DELI", "RECE"
	against, free          = "APMT", "FREE"
	partial, notParted     = "PART", "NPAR"
	buyer, seller          = "BUYR", "SELL"
	owner, trade           = "ACOW", "TRAD"
	notProvided            = "NOT PROVIDED"
	unmatched, matched     = "NMAT", "MACH"
	pendingCode, failsCode = "PEND", "PENF"
)

// party writes a side in a sequence: its BIC under a qualifier, its LEI, its address.
func (w *writer) party(qualifier string, p wire.Party) {
	if p.BIC != "" {
		w.field("95P", qualifier, p.BIC)
	} else {
		w.field("95Q", qualifier, notProvided)
	}
	if p.LEI != "" {
		w.field("95L", "ALTE", p.LEI)
	}
	w.field("97D", "BCAW", p.Account)
}

func (s *sequence) party(qualifier string) (p wire.Party, err error) {
	if s.has("95P", qualifier) {
		p.BIC, err = s.take("95P", qualifier)
	} else {
		err = s.expect("95Q", qualifier, notProvided)
	}
	if err != nil {
		return p, err
	}
	if s.has("95L", "ALTE") {
		if p.LEI, err = s.take("95L", "ALTE"); err != nil {
			return p, err
		}
	}
	p.Account, err = s.take("97D", "BCAW")
	return p, err
}

// terms is what an instruction and its confirmation have in common, with the qualifier of quantity and amount.
func (w *writer) terms(i wire.Instruction, settled *date.Date) {
	amounts := "SETT"
	w.sequence("TRADDET", func() {
		w.date("SETT", i.SettlementDate)
		if settled != nil {
			amounts = "ESTT"
			w.date("ESET", *settled)
		}
		w.date("TRAD", i.TradeDate)
		w.field("35B", "", isinPrefix+i.ISIN)
	})
	w.sequence("FIAC", func() {
		w.face("36B", amounts, i.Face)
		w.party(owner, i.Own)
	})
	w.sequence("SETDET", func() {
		w.field("22F", "SETR", trade)
		w.field("22F", "STCO", pick(i.Partial, partial, notParted))
		w.sequence("SETPRTY", func() { w.party(pick(i.Deliver, buyer, seller), i.Counterparty) })
		if i.Cash != nil {
			w.sequence("AMT", func() { w.money("19A", amounts, *i.Cash) })
		}
	})
}

func (s *sequence) terms(i *wire.Instruction, of leg, settled *date.Date) error {
	i.Deliver = of.deliver
	amounts := "SETT"
	if settled != nil {
		amounts = "ESTT"
	}
	if err := s.enter("TRADDET", func(s *sequence) error { return s.trade(i, settled) }); err != nil {
		return err
	}
	err := s.enter("FIAC", func(s *sequence) (err error) {
		if i.Face, err = s.face("36B", amounts); err != nil {
			return err
		}
		i.Own, err = s.party(owner)
		return err
	})
	if err != nil {
		return err
	}
	return s.enter("SETDET", func(s *sequence) error { return s.settlement(i, of, amounts) })
}

// trade reads what was traded, and when; settled is read where a message says it.
func (s *sequence) trade(i *wire.Instruction, settled *date.Date) (err error) {
	if i.SettlementDate, err = s.date("SETT"); err != nil {
		return err
	}
	if settled != nil {
		if *settled, err = s.date("ESET"); err != nil {
			return err
		}
	}
	if i.TradeDate, err = s.date("TRAD"); err != nil {
		return err
	}
	i.ISIN, err = s.isin()
	return err
}

// settlement reads with whom it settles, and against what.
func (s *sequence) settlement(i *wire.Instruction, of leg, amounts string) (err error) {
	if err := s.expect("22F", "SETR", trade); err != nil {
		return err
	}
	if i.Partial, err = s.word("22F", "STCO", partial, notParted); err != nil {
		return err
	}
	err = s.enter("SETPRTY", func(s *sequence) (err error) {
		i.Counterparty, err = s.party(pick(of.deliver, buyer, seller))
		return err
	})
	if err != nil || !of.against {
		return err
	}
	return s.enter("AMT", func(s *sequence) error {
		cash, err := s.money("19A", amounts)
		i.Cash = &cash
		return err
	})
}

// heading begins the first sequence: the message's own reference, its function, and the references it is linked to.
func (w *writer) heading(own, function string, links ...[2]string) {
	w.reference("SEME", own)
	w.field("23G", "", function)
	w.links(links...)
}

func (w *writer) links(links ...[2]string) {
	for _, link := range links {
		w.sequence("LINK", func() { w.reference(link[0], link[1]) })
	}
}

func (s *sequence) heading(own *string, function string, links ...link) (err error) {
	if *own, err = s.take("20C", "SEME"); err != nil {
		return err
	}
	if err := s.expect("23G", "", function); err != nil {
		return err
	}
	return s.links(links...)
}

func (s *sequence) links(links ...link) error {
	for _, l := range links {
		err := s.enter("LINK", func(s *sequence) (err error) {
			*l.into, err = s.take("20C", l.qualifier)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// link is where a linked reference goes.
type link struct {
	qualifier string
	into      *string
}

func (w *writer) instruction(i wire.Instruction) {
	w.sequence("GENL", func() { w.heading(i.Reference, pick(i.Hold, preadvice, newMessage), [2]string{"COMM", i.Common}) })
	w.terms(i, nil)
}

func readInstruction(s *sequence, of leg) (i wire.Instruction, err error) {
	err = s.enter("GENL", func(s *sequence) (err error) {
		if i.Reference, err = s.take("20C", "SEME"); err != nil {
			return err
		}
		if i.Hold, err = s.word("23G", "", preadvice, newMessage); err != nil {
			return err
		}
		return s.links(link{"COMM", &i.Common})
	})
	if err != nil {
		return i, err
	}
	return i, s.terms(&i, of, nil)
}

func (w *writer) confirmation(c wire.Confirmation) {
	w.sequence("GENL", func() {
		w.heading(c.Reference, newMessage)
		if c.Part != wire.Whole {
			w.field("22F", "PARS", c.Part.Code())
		}
		w.links([2]string{"RELA", c.Instruction.Reference}, [2]string{"COMM", c.Instruction.Common})
	})
	w.terms(c.Instruction, &c.Settled)
}

func readConfirmation(s *sequence, of leg) (c wire.Confirmation, err error) {
	i := &c.Instruction
	err = s.enter("GENL", func(s *sequence) error {
		if err := s.heading(&c.Reference, newMessage); err != nil {
			return err
		}
		if s.has("22F", "PARS") {
			code, err := s.take("22F", "PARS")
			if err != nil {
				return err
			}
			if c.Part, err = wire.ParsePart(code); err != nil {
				return err
			}
		}
		return s.links(link{"RELA", &i.Reference}, link{"COMM", &i.Common})
	})
	if err != nil {
		return c, err
	}
	return c, s.terms(i, of, &c.Settled)
}

// stages are how a state is written: the kind of status, its code, and the qualifier of the reason.
var stages = map[wire.State][3]string{
	wire.Unmatched: {"MTCH", unmatched, unmatched},
	wire.Matched:   {"MTCH", matched, ""},
	wire.Pending:   {"SETT", pendingCode, pendingCode},
	wire.Failing:   {"SETT", failsCode, failsCode},
}

func (w *writer) status(s wire.Status) {
	i, stage := s.Instruction, stages[s.State]
	w.sequence("GENL", func() {
		w.heading(s.Reference, statusOf, [2]string{"RELA", i.Reference}, [2]string{"COMM", i.Common})
		w.sequence("STAT", func() {
			w.field("25D", stage[0], stage[1])
			if stage[2] != "" {
				w.sequence("REAS", func() { w.field("24B", stage[2], s.Reason) })
			}
		})
	})
	w.sequence("SETTRAN", func() {
		w.field("22H", "REDE", pick(i.Deliver, deliver, receive))
		w.field("22H", "PAYM", pick(i.Cash != nil, against, free))
		w.terms(i, nil)
	})
}

func readStatus(s *sequence) (status wire.Status, err error) {
	i := &status.Instruction
	err = s.enter("GENL", func(s *sequence) error {
		if err := s.heading(&status.Reference, statusOf, link{"RELA", &i.Reference}, link{"COMM", &i.Common}); err != nil {
			return err
		}
		return s.enter("STAT", func(s *sequence) error { return s.stage(&status) })
	})
	if err != nil {
		return status, err
	}
	return status, s.enter("SETTRAN", func(s *sequence) (err error) {
		var of leg
		if of.deliver, err = s.word("22H", "REDE", deliver, receive); err != nil {
			return err
		}
		if of.against, err = s.word("22H", "PAYM", against, free); err != nil {
			return err
		}
		return s.terms(i, of, nil)
	})
}

func (s *sequence) stage(status *wire.Status) error {
	for _, state := range []wire.State{wire.Unmatched, wire.Matched, wire.Pending, wire.Failing} {
		stage := stages[state]
		if !s.has("25D", stage[0]) || !strings.HasSuffix(s.items[0].value, "//"+stage[1]) {
			continue
		}
		status.State = state
		if err := s.expect("25D", stage[0], stage[1]); err != nil || stage[2] == "" {
			return err
		}
		return s.enter("REAS", func(s *sequence) (err error) {
			status.Reason, err = s.take("24B", stage[2])
			return err
		})
	}
	return wire.Refuse("a status that is not known")
}
