package mt

import (
	"regexp"
	"strings"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

const (
	mandatory, complete     = "MAND", "COMP"
	firstOption, cashOption = "001", "CASH"
	credit, everybody       = "CRED", "GENR"
)

var swiftRate = regexp.MustCompile(`^[0-9]{1,9},[0-9]{0,10}$`)

// rate is written with a comma, which stands even where no decimals follow.
func rate(text string) string {
	text = strings.Replace(text, ".", ",", 1)
	if !strings.Contains(text, ",") {
		text += ","
	}
	return text
}

func readRate(text string) (string, error) {
	if !swiftRate.MatchString(text) {
		return "", wire.Refuse("rate %q", text)
	}
	return strings.TrimSuffix(strings.Replace(text, ",", ".", 1), "."), nil
}

func (w *writer) eventHeading(id, reference string, kind wire.EventKind, whole bool) {
	w.sequence("GENL", func() {
		w.reference("CORP", id)
		w.reference("SEME", reference)
		w.field("23G", "", newMessage)
		w.field("22F", "CAEV", kind.Code())
		if whole {
			w.field("22F", "CAMV", mandatory)
			w.field("25D", "PROC", complete)
		}
	})
}

func (s *sequence) eventHeading(id, reference *string, kind *wire.EventKind, whole bool) error {
	return s.enter("GENL", func(s *sequence) (err error) {
		if *id, err = s.take("20C", "CORP"); err != nil {
			return err
		}
		if *reference, err = s.take("20C", "SEME"); err != nil {
			return err
		}
		if err := s.expect("23G", "", newMessage); err != nil {
			return err
		}
		code, err := s.take("22F", "CAEV")
		if err != nil {
			return err
		}
		if *kind, err = wire.ParseEventKind(code); err != nil || !whole {
			return err
		}
		if err := s.expect("22F", "CAMV", mandatory); err != nil {
			return err
		}
		return s.expect("25D", "PROC", complete)
	})
}

// event writes a notice, MT564.
func (w *writer) event(e wire.Event) {
	w.eventHeading(e.ID, e.Reference, e.Kind, true)
	w.sequence("USECU", func() {
		w.field("35B", "", isinPrefix+e.ISIN)
		w.sequence("ACCTINFO", func() {
			if e.Account == "" {
				w.field("97C", "SAFE", everybody)
				return
			}
			w.field("97D", "BCAW", e.Account)
			w.face("93B", "ELIG", e.Balance)
		})
	})
	w.sequence("CADETL", func() { w.date("RDTE", e.Record) })
	w.sequence("CAOPTN", func() {
		w.field("13A", "CAON", firstOption)
		w.field("22F", "CAOP", cashOption)
		w.field("17B", "DFLT", "Y")
		w.sequence("CASHMOVE", func() {
			w.field("22H", "CRDB", credit)
			w.date("PAYD", e.Payment)
			if e.Kind != wire.Interest {
				w.field("90A", "REDM", "PRCT/"+rate(e.RatePct))
			} else {
				w.field("92A", "INTP", rate(e.RatePct))
			}
		})
	})
}

func readEvent(s *sequence) (e wire.Event, err error) {
	if err := s.eventHeading(&e.ID, &e.Reference, &e.Kind, true); err != nil {
		return e, err
	}
	err = s.enter("USECU", func(s *sequence) (err error) {
		if e.ISIN, err = s.isin(); err != nil {
			return err
		}
		return s.enter("ACCTINFO", func(s *sequence) (err error) {
			if s.has("97C", "SAFE") {
				e.Balance = math.Int{}
				return s.expect("97C", "SAFE", everybody)
			}
			if e.Account, err = s.take("97D", "BCAW"); err != nil {
				return err
			}
			e.Balance, err = s.face("93B", "ELIG")
			return err
		})
	})
	if err != nil {
		return e, err
	}
	err = s.enter("CADETL", func(s *sequence) (err error) {
		e.Record, err = s.date("RDTE")
		return err
	})
	if err != nil {
		return e, err
	}
	return e, s.enter("CAOPTN", func(s *sequence) error {
		if err := s.option(); err != nil {
			return err
		}
		if err := s.expect("17B", "DFLT", "Y"); err != nil {
			return err
		}
		return s.enter("CASHMOVE", func(s *sequence) error { return s.payment(&e) })
	})
}

func (s *sequence) option() error {
	if err := s.expect("13A", "CAON", firstOption); err != nil {
		return err
	}
	return s.expect("22F", "CAOP", cashOption)
}

func (s *sequence) payment(e *wire.Event) (err error) {
	if err := s.expect("22H", "CRDB", credit); err != nil {
		return err
	}
	if e.Payment, err = s.date("PAYD"); err != nil {
		return err
	}
	text := ""
	if e.Kind != wire.Interest {
		text, err = s.take("90A", "REDM")
		if percent, found := strings.CutPrefix(text, "PRCT/"); found {
			text = percent
		} else if err == nil {
			err = wire.Refuse("redemption %q is not in percent", text)
		}
	} else {
		text, err = s.take("92A", "INTP")
	}
	if err != nil {
		return err
	}
	e.RatePct, err = readRate(text)
	return err
}

// movement writes a confirmation, MT566.
func (w *writer) movement(m wire.Movement) {
	w.eventHeading(m.ID, m.Reference, m.Kind, false)
	w.sequence("USECU", func() {
		w.field("97D", "BCAW", m.Account)
		w.field("35B", "", isinPrefix+m.ISIN)
		w.face("93B", "CONB", m.Balance)
	})
	w.sequence("CACONF", func() {
		w.field("13A", "CAON", firstOption)
		w.field("22F", "CAOP", cashOption)
		w.sequence("CASHMOVE", func() {
			w.field("22H", "CRDB", credit)
			w.money("19B", "PSTA", m.Cash)
			w.date("POST", m.Posted)
		})
	})
}

func readMovement(s *sequence) (m wire.Movement, err error) {
	if err := s.eventHeading(&m.ID, &m.Reference, &m.Kind, false); err != nil {
		return m, err
	}
	err = s.enter("USECU", func(s *sequence) (err error) {
		if m.Account, err = s.take("97D", "BCAW"); err != nil {
			return err
		}
		if m.ISIN, err = s.isin(); err != nil {
			return err
		}
		m.Balance, err = s.face("93B", "CONB")
		return err
	})
	if err != nil {
		return m, err
	}
	return m, s.enter("CACONF", func(s *sequence) error {
		if err := s.option(); err != nil {
			return err
		}
		return s.enter("CASHMOVE", func(s *sequence) (err error) {
			if err := s.expect("22H", "CRDB", credit); err != nil {
				return err
			}
			if m.Cash, err = s.money("19B", "PSTA"); err != nil {
				return err
			}
			m.Posted, err = s.date("POST")
			return err
		})
	})
}
