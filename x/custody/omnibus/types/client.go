package types

import (
	"regexp"

	"cosmossdk.io/math"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

var reference = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ValidateReference refuses what is not a salted hash.
func ValidateReference(text string) error {
	if !reference.MatchString(text) {
		return ErrInvalidClient.Wrapf("reference %q is not 64 lower-case hexadecimal digits", text)
	}
	return nil
}

// Registration is the client as x/custody judges investors.
func (c Client) Registration() custodytypes.Registration {
	return custodytypes.Registration{
		Book: custodytypes.BookCustomer, InvestorClass: c.InvestorClass, Jurisdiction: c.Jurisdiction, TaxClass: c.TaxClass,
		Expiry: c.Expiry, ReferenceHash: c.Reference,
	}
}

// Validate refuses a client that is wrong on any day.
func (c Client) Validate() error {
	if err := ValidateReference(c.Reference); err != nil {
		return err
	}
	return c.Registration().Validate()
}

// ValidateTerm refuses a client whose expiry is past or too far ahead.
func (c Client) ValidateTerm(today date.Date) error { return c.Registration().ValidateTerm(today) }

// NewHolding is nothing.
func NewHolding() Holding { return Holding{Amount: math.ZeroInt()} }
