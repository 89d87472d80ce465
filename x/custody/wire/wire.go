// Package wire holds what institutions tell each other about bonds, apart from how a message spells it: settlement
// instructions, their status and confirmation, statements, corporate actions and cash notices. Its sub-packages read and
// write ISO 20022 XML and SWIFT FIN. All of it is pure: no chain, no network.
package wire

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

// ErrInvalid is returned, wrapped, for everything that a message may not say.
var ErrInvalid = errors.New("invalid message")

// Refuse returns ErrInvalid with a reason.
func Refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// MaxBytes is the most that one message may measure.
const MaxBytes = 1 << 20

// Date is a civil date.
type Date = date.Date

// ParseDate reads an ISO date.
func ParseDate(iso string) (Date, error) {
	day, err := date.Parse(iso)
	if err != nil {
		return 0, Refuse("%s", err)
	}
	return day, nil
}

// Party is somebody in a message. At least the account is there.
type Party struct {
	// Account is an address on this chain.
	Account string
	// BIC is the institution's Business Identifier Code, if it has one.
	BIC string
	// LEI is its Legal Entity Identifier, if it has one.
	LEI string
}

// Money is an amount of a currency in millionths, as the chain counts it.
type Money struct {
	// Currency is of ISO 4217.
	Currency string
	// Micro is positive.
	Micro math.Int
}

// Instruction is what one side of a trade tells its depository.
type Instruction struct {
	// Reference is the sender's own for this instruction.
	Reference string
	// Common is the parties' name for the trade.
	Common string
	// Deliver is set on the side that gives bonds.
	Deliver bool
	// TradeDate and SettlementDate are civil dates in the market's zone.
	TradeDate, SettlementDate Date
	// ISIN is the series, and Face how much of it.
	ISIN string
	Face math.Int
	// Cash is what is paid; absent for a delivery free of payment.
	Cash *Money
	// Own is the side that tells, Counterparty the other.
	Own, Counterparty Party
	// Partial consents to settlement in parts.
	Partial bool
	// Hold keeps the instruction, matched or not, from settling. What answers it says so by a reason and does not repeat it.
	Hold bool
}

// Status is where an instruction stands.
type Status struct {
	// Reference names this message, and Instruction is what it speaks of.
	Reference   string
	Instruction Instruction
	// State says where it stands.
	State State
	// Reason is the ISO code of why it is not further, four capital letters; empty where nothing is missing.
	Reason string
}

// State is where an instruction stands.
type State int

// The states.
const (
	Unmatched State = iota + 1
	Matched
	Pending
	Failing
)

// Confirmation says that an instruction, or a part of it, has settled.
type Confirmation struct {
	// Reference names this message, and Instruction is what settled.
	Reference   string
	Instruction Instruction
	// Settled is the day.
	Settled Date
	// Part says whether it is all of the instruction.
	Part Part
}

// Part is which part of an instruction has settled.
type Part int

// The parts: all at once, one with more to follow, the last one.
const (
	Whole Part = iota
	First
	Last
)

// Holding is a line of a statement, in face.
type Holding struct {
	ISIN               string
	Balance, Available math.Int
	Pledged, Reserved  math.Int
}

// Holdings is a statement of what an account holds on a date.
type Holdings struct {
	Reference, Account string
	AsOf               Date
	Lines              []Holding
}

// Transactions is a statement of what settled in an account in a period.
type Transactions struct {
	Reference, Account string
	From, To           Date
	Lines              []Confirmation
}

// EventKind is what is paid.
type EventKind int

// Interest, the last principal at maturity, all of it before because the issuer called it, and principal repaid before the
// last while the units stay as they are.
const (
	Interest EventKind = iota
	Redemption
	Call
	Repayment
)

// Event is a payment of a series: interest or principal.
type Event struct {
	// Reference names this message, and ID the payment.
	Reference, ID string
	Kind          EventKind
	ISIN          string
	// Record is the day at whose end the holders are fixed; Payment is when it is paid.
	Record, Payment Date
	// RatePct is what is paid per 100 of the units' face: a decimal.
	RatePct string
	// Account and Balance are set in a notice to one holder.
	Account string
	Balance math.Int
}

// Movement says that a payment of a series was made to an account.
type Movement struct {
	// Reference names this message, and ID the payment as in its notice.
	Reference, ID string
	Kind          EventKind
	ISIN          string
	Account       string
	// Balance is the face it was paid for.
	Balance math.Int
	Cash    Money
	// Posted is the day.
	Posted Date
}

// Entry is one credit or debit of a cash account.
type Entry struct {
	Reference string
	Credit    bool
	Cash      Money
	Booked    Date
}

// CashNotice tells the credits and debits of a cash account.
type CashNotice struct {
	Reference, Account string
	Created            time.Time
	Entries            []Entry
}

var (
	bic       = regexp.MustCompile(`^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
	currency  = regexp.MustCompile(`^[A-Z]{3}$`)
	reason    = regexp.MustCompile(`^[A-Z]{4}$`)
	reference = regexp.MustCompile(`^[0-9A-Za-z._:-]([0-9A-Za-z/._:-]{0,33}[0-9A-Za-z._:-])?$`)
	account   = regexp.MustCompile(`^[a-z]{1,20}1[02-9ac-hj-np-z]{6,110}$`)
	decimal   = regexp.MustCompile(`^(0|[1-9][0-9]{0,17})(\.[0-9]{1,10})?$`)
)

// ValidateReference refuses references that are empty, longer than 35, or not plain. A slash is neither first, last nor
// twice in a row, because SWIFT would read it as the end of the field.
func ValidateReference(text string) error {
	if !reference.MatchString(text) || strings.Contains(text, "//") {
		return Refuse("reference %q: 1 to 35 letters, digits and - . / _ :", text)
	}
	return nil
}

// ValidateAccount refuses what is not of the form of an address.
func ValidateAccount(text string) error {
	if !account.MatchString(text) {
		return Refuse("account %q is not an address", text)
	}
	return nil
}

// ValidateISIN refuses codes with a wrong check digit.
func ValidateISIN(text string) error {
	if err := identifier.ValidateISIN(text); err != nil {
		return Refuse("%s", err)
	}
	return nil
}

// ValidateBIC refuses what is not of the form of a Business Identifier Code.
func ValidateBIC(text string) error {
	if !bic.MatchString(text) {
		return Refuse("BIC %q", text)
	}
	return nil
}

// ValidateReason refuses what is not a code.
func ValidateReason(text string) error {
	if !reason.MatchString(text) {
		return Refuse("reason %q is not four capital letters", text)
	}
	return nil
}

// Validate refuses identifiers with wrong forms and check digits.
func (p Party) Validate() error {
	if err := ValidateAccount(p.Account); err != nil {
		return err
	}
	if p.BIC != "" {
		if err := ValidateBIC(p.BIC); err != nil {
			return err
		}
	}
	if p.LEI == "" {
		return nil
	}
	if err := identifier.ValidateLEI(p.LEI); err != nil {
		return Refuse("%s", err)
	}
	return nil
}

// Validate refuses amounts that are not positive or too long for a message.
func (m Money) Validate() error {
	if !currency.MatchString(m.Currency) {
		return Refuse("currency %q", m.Currency)
	}
	return validatePositive("amount", m.Micro)
}

// maxDigits is what an amount in a message may have.
const maxDigits = 18

func validatePositive(field string, amount math.Int) error {
	if amount.IsNil() || !amount.IsPositive() || len(amount.String()) > maxDigits {
		return Refuse("%s must be positive, of at most %d digits", field, maxDigits)
	}
	return nil
}

func validateQuantity(field string, amount math.Int) error {
	if !amount.IsNil() && amount.IsZero() {
		return nil
	}
	return validatePositive(field, amount)
}

// Validate refuses an instruction that contradicts itself.
func (i Instruction) Validate() error {
	for _, text := range []string{i.Reference, i.Common} {
		if err := ValidateReference(text); err != nil {
			return err
		}
	}
	if err := ValidateISIN(i.ISIN); err != nil {
		return err
	}
	if err := validatePositive("face", i.Face); err != nil {
		return err
	}
	if i.TradeDate > i.SettlementDate {
		return Refuse("traded on %s to settle on %s", i.TradeDate, i.SettlementDate)
	}
	if i.Own.Account == i.Counterparty.Account {
		return Refuse("both sides are %s", i.Own.Account)
	}
	for _, party := range []Party{i.Own, i.Counterparty} {
		if err := party.Validate(); err != nil {
			return err
		}
	}
	if i.Cash == nil {
		return nil
	}
	return i.Cash.Validate()
}

// Validate refuses a status whose reason does not fit it.
func (s Status) Validate() error {
	if err := ValidateReference(s.Reference); err != nil {
		return err
	}
	if s.State < Unmatched || s.State > Failing {
		return Refuse("state %d", s.State)
	}
	if s.Reason == "" && s.State != Matched || s.Reason != "" && s.State == Matched {
		return Refuse("reason %q in this state", s.Reason)
	}
	if s.Reason != "" {
		if err := ValidateReason(s.Reason); err != nil {
			return err
		}
	}
	return s.Instruction.validateRepeated()
}

// validateRepeated refuses what an answer does not repeat.
func (i Instruction) validateRepeated() error {
	if i.Hold {
		return Refuse("an answer does not repeat a hold")
	}
	return i.Validate()
}

// Validate refuses a confirmation that contradicts itself.
func (c Confirmation) Validate() error {
	if err := ValidateReference(c.Reference); err != nil {
		return err
	}
	if c.Settled < c.Instruction.TradeDate {
		return Refuse("settled on %s, traded on %s", c.Settled, c.Instruction.TradeDate)
	}
	if c.Part < Whole || c.Part > Last {
		return Refuse("part %d", c.Part)
	}
	return c.Instruction.validateRepeated()
}

// Validate refuses statements with a series twice, or with more available than there is.
func (h Holdings) Validate() error {
	if err := validateStatement(h.Reference, h.Account); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, line := range h.Lines {
		if err := ValidateISIN(line.ISIN); err != nil {
			return err
		}
		if seen[line.ISIN] {
			return Refuse("%s is there twice", line.ISIN)
		}
		seen[line.ISIN] = true
		for _, quantity := range []math.Int{line.Balance, line.Available, line.Pledged, line.Reserved} {
			if err := validateQuantity("balance", quantity); err != nil {
				return err
			}
		}
		if line.Available.GT(line.Balance) {
			return Refuse("%s is available of %s of %s", line.Available, line.Balance, line.ISIN)
		}
	}
	return nil
}

func validateStatement(reference, account string) error {
	if err := ValidateReference(reference); err != nil {
		return err
	}
	return ValidateAccount(account)
}

// Validate refuses statements whose lines are of other accounts or days.
func (t Transactions) Validate() error {
	if err := validateStatement(t.Reference, t.Account); err != nil {
		return err
	}
	for _, line := range t.Lines {
		if err := line.Validate(); err != nil {
			return err
		}
		if line.Settled < t.From || line.Settled > t.To || line.Instruction.Own.Account != t.Account {
			return Refuse("%s is not of this account and period", line.Reference)
		}
	}
	return nil
}

// Validate refuses a notice that names no payment.
func (e Event) Validate() error {
	for _, text := range []string{e.Reference, e.ID} {
		if err := ValidateReference(text); err != nil {
			return err
		}
	}
	if err := ValidateISIN(e.ISIN); err != nil {
		return err
	}
	if err := e.Kind.validate(); err != nil {
		return err
	}
	if !decimal.MatchString(e.RatePct) {
		return Refuse("rate %q", e.RatePct)
	}
	if e.Payment < e.Record {
		return Refuse("recorded on %s, paid on %s", e.Record, e.Payment)
	}
	if e.Account == "" {
		return nil
	}
	if err := ValidateAccount(e.Account); err != nil {
		return err
	}
	return validateQuantity("balance", e.Balance)
}

// Validate refuses a confirmation that names no payment.
func (m Movement) Validate() error {
	for _, text := range []string{m.Reference, m.ID} {
		if err := ValidateReference(text); err != nil {
			return err
		}
	}
	if err := ValidateISIN(m.ISIN); err != nil {
		return err
	}
	if err := m.Kind.validate(); err != nil {
		return err
	}
	if err := ValidateAccount(m.Account); err != nil {
		return err
	}
	if err := validateQuantity("balance", m.Balance); err != nil {
		return err
	}
	return m.Cash.Validate()
}

func (k EventKind) validate() error {
	if k < Interest || k > Repayment {
		return Refuse("a payment of kind %d", k)
	}
	return nil
}

// Code is the kind as both standards write it: the last is a partial redemption that leaves the face of the units.
func (k EventKind) Code() string { return eventCodes[k] }

var eventCodes = map[EventKind]string{Interest: "INTR", Redemption: "REDM", Call: "MCAL", Repayment: "PRED"}

// ParseEventKind reads a code.
func ParseEventKind(code string) (EventKind, error) {
	for kind, of := range eventCodes {
		if of == code {
			return kind, nil
		}
	}
	return 0, Refuse("a payment of kind %q", code)
}

// The codes of a partial settlement, in both standards.
var partCodes = map[Part]string{First: "PAIN", Last: "PARC"}

// Code is the part as both standards write it, empty for all of an instruction.
func (p Part) Code() string { return partCodes[p] }

// ParsePart reads a code; there is none for all of an instruction.
func ParsePart(code string) (Part, error) {
	for part, of := range partCodes {
		if of == code {
			return part, nil
		}
	}
	return 0, Refuse("a part %q", code)
}

// Validate refuses a notice without a proper account, and entries without an amount.
func (n CashNotice) Validate() error {
	if err := validateStatement(n.Reference, n.Account); err != nil {
		return err
	}
	for _, entry := range n.Entries {
		if err := ValidateReference(entry.Reference); err != nil {
			return err
		}
		if err := entry.Cash.Validate(); err != nil {
			return err
		}
	}
	return nil
}
