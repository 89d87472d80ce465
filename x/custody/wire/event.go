package wire

import "cosmossdk.io/math"

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

func (k EventKind) validate() error {
	if k < Interest || k > Repayment {
		return Refuse("a payment of kind %d", k)
	}
	return nil
}

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
