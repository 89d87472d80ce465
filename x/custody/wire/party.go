package wire

import "github.com/kokusai-chain/kokusai/x/internal/identifier"

// Party is somebody in a message. At least the account is there.
type Party struct {
	// Account is an address on this chain.
	Account string
	// BIC is the institution's Business Identifier Code, if it has one.
	BIC string
	// LEI is its Legal Entity Identifier, if it has one.
	LEI string
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
