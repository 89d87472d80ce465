package types

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"cosmossdk.io/core/address"

	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

const maxNameBytes = 128

var (
	shortName   = regexp.MustCompile(`^[a-z][a-z0-9-]{1,31}$`)
	countryCode = regexp.MustCompile(`^[A-Z]{2}$`)
)

// Validate checks the form of the record: id, name, LEI, country. Accounts need a codec: see ValidateAccounts.
func (i Issuer) Validate() error {
	if !shortName.MatchString(i.Id) {
		return ErrInvalidIssuer.Wrapf("id %q must be 2 to 32 lower-case letters, digits and hyphens, starting with a letter", i.Id)
	}
	if err := validateName(i.Name); err != nil {
		return ErrInvalidIssuer.Wrap(err.Error())
	}
	if err := identifier.ValidateLEI(i.Lei); err != nil {
		return ErrInvalidIssuer.Wrapf("LEI: %s", err)
	}
	if !countryCode.MatchString(i.Country) {
		return ErrInvalidIssuer.Wrapf("country %q must be two capital letters", i.Country)
	}
	return nil
}

// ValidateAccounts checks that authority and treasury are addresses, spelt as the chain spells them.
func (i Issuer) ValidateAccounts(codec address.Codec) error {
	if err := validateAddress(codec, i.Authority); err != nil {
		return ErrInvalidIssuer.Wrapf("authority %q: %s", i.Authority, err)
	}
	if err := validateAddress(codec, i.Treasury); err != nil {
		return ErrInvalidIssuer.Wrapf("treasury %q: %s", i.Treasury, err)
	}
	return nil
}

func validateAddress(codec address.Codec, text string) error {
	bytes, err := codec.StringToBytes(text)
	if err != nil {
		return err
	}
	spelt, err := codec.BytesToString(bytes)
	if err == nil && spelt != text {
		err = fmt.Errorf("write it as %s", spelt)
	}
	return err
}

func validateName(name string) error {
	if strings.TrimSpace(name) == "" || len(name) > maxNameBytes || !utf8.ValidString(name) {
		return fmt.Errorf("name must be 1 to %d bytes of UTF-8, not blank", maxNameBytes)
	}
	return nil
}
