package types

import (
	"unicode"
	"unicode/utf8"
)

const maxNameBytes = 128

// Validate checks the form of the record; its accounts need a codec.
func (p Participant) Validate() error {
	if p.IssuerId == "" {
		return ErrInvalidParticipant.Wrap("issuer_id is missing")
	}
	if p.Name == "" || len(p.Name) > maxNameBytes || !utf8.ValidString(p.Name) {
		return ErrInvalidParticipant.Wrapf("name must be 1 to %d bytes of text", maxNameBytes)
	}
	for _, r := range p.Name {
		if !unicode.IsPrint(r) {
			return ErrInvalidParticipant.Wrap("name has characters that do not print")
		}
	}
	return nil
}
