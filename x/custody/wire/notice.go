package wire

import "time"

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
