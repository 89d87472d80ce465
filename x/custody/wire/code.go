package wire

import (
	"regexp"
	"strings"

	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

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
