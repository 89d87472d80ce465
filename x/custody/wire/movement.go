package wire

import "cosmossdk.io/math"

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
