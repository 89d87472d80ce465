package wire

import "cosmossdk.io/math"

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

func validateStatement(reference, account string) error {
	if err := ValidateReference(reference); err != nil {
		return err
	}
	return ValidateAccount(account)
}
