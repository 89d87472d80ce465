package types

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const maxReasonLength = 200

// IsFrozen tells whether the issuer has stopped the series.
func (s Series) IsFrozen() bool { return s.Freeze != nil }

// IsInDefault tells whether a payment stayed missed beyond its grace and still is.
func (s Series) IsInDefault() bool { return s.DefaultedOn != "" }

// CheckGoing returns why the series may not be issued or separated: it is a strip, frozen or in default. What is owed is
// paid all the same.
func (s Series) CheckGoing() error {
	switch {
	case s.Terms.Kind == SERIES_KIND_STRIP:
		return ErrNotIssuable.Wrapf("%s is a strip: it is separated from its parent", s.Terms.Isin)
	case s.IsFrozen():
		return ErrFrozen.Wrapf("%s: %s", s.Terms.Isin, s.Freeze.Reason)
	case s.IsInDefault():
		return ErrInDefault.Wrapf("%s since %s", s.Terms.Isin, s.DefaultedOn)
	}
	return nil
}

// ValidateReason checks the reason of a freeze.
func ValidateReason(reason string) error {
	unprintable := strings.ContainsFunc(reason, func(r rune) bool { return !unicode.IsPrint(r) })
	if strings.TrimSpace(reason) == "" || utf8.RuneCountInString(reason) > maxReasonLength || unprintable {
		return ErrInvalidReason.Wrapf("it must be 1 to %d printable characters, not blank", maxReasonLength)
	}
	return nil
}

// validateStanding checks freeze and default of a genesis.
func (s Series) validateStanding() error {
	if s.IsInDefault() {
		if _, err := date.Parse(s.DefaultedOn); err != nil {
			return ErrInvalidGenesis.Wrapf("series %s: defaulted_on: %s", s.Terms.Isin, err)
		}
	}
	if !s.IsFrozen() {
		return nil
	}
	if _, err := date.Parse(s.Freeze.Since); err != nil {
		return ErrInvalidGenesis.Wrapf("series %s: frozen since: %s", s.Terms.Isin, err)
	}
	return ValidateReason(s.Freeze.Reason)
}
