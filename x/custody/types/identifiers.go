package types

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

const (
	maxNoteLength = 200
	maxNameLength = 100
	maxRefLength  = 128
)

var (
	jurisdictionCode = regexp.MustCompile(`^[A-Z]{2}$`)
	tradeReference   = regexp.MustCompile(`^[0-9A-Za-z./_:-]{1,35}$`)
	sha256Hex        = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// ValidateISIN refuses what is not an ISIN with a good check digit.
func ValidateISIN(isin string) error {
	if err := identifier.ValidateISIN(isin); err != nil {
		return ErrInvalidIdentifier.Wrap(err.Error())
	}
	return nil
}

// ValidateLEI refuses what is not a Legal Entity Identifier with good check digits.
func ValidateLEI(lei string) error {
	if err := identifier.ValidateLEI(lei); err != nil {
		return ErrInvalidIdentifier.Wrap(err.Error())
	}
	return nil
}

// ValidateJurisdiction refuses what is not of the form of ISO 3166-1 alpha-2.
func ValidateJurisdiction(code string) error {
	if !jurisdictionCode.MatchString(code) {
		return ErrInvalidIdentifier.Wrapf("jurisdiction %q is not two capital letters", code)
	}
	return nil
}

// ValidateDate refuses what is not an ISO date of the supported years.
func ValidateDate(iso string) error {
	_, err := ParseDate(iso)
	return err
}

// ParseDate reads an ISO date.
func ParseDate(iso string) (date.Date, error) {
	d, err := date.Parse(iso)
	if err != nil {
		return 0, ErrInvalidDate.Wrap(err.Error())
	}
	return d, nil
}

// ValidateChannelID refuses what is neither a channel of IBC classic nor a client of IBC v2.
func ValidateChannelID(id string) error {
	if len(id) > 64 || !channeltypes.IsValidChannelID(id) && !clienttypes.IsValidClientID(id) {
		return ErrInvalidChannel.Wrapf("%q is neither a channel nor a client", id)
	}
	return nil
}

// ValidateTradeReference refuses references that are empty, longer than 35 characters or not plain.
func ValidateTradeReference(ref string) error {
	if !tradeReference.MatchString(ref) {
		return ErrInvalidReference.Wrapf("trade reference %q: 1 to 35 letters, digits and - . / _ :", ref)
	}
	return nil
}

// ValidateRef refuses names of claims that are empty, too long or not printable.
func ValidateRef(ref string) error {
	if ref == "" || len(ref) > maxRefLength || !printable(ref) {
		return ErrInvalidReference.Wrapf("claim reference %q: 1 to %d printable characters", ref, maxRefLength)
	}
	return nil
}

// ValidateReason refuses a missing reason code and notes that are too long or not printable.
func ValidateReason(reason ReasonCode, note string) error {
	if _, known := ReasonCode_name[int32(reason)]; !known || reason == ReasonUnspecified {
		return ErrInvalidReason.Wrapf("reason code %d", reason)
	}
	if utf8.RuneCountInString(note) > maxNoteLength || !printable(note) {
		return ErrInvalidReason.Wrapf("note: at most %d printable characters", maxNoteLength)
	}
	return nil
}

func validateName(name string) error {
	if strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > maxNameLength || !printable(name) {
		return ErrInvalidLicence.Wrapf("name: 1 to %d printable characters", maxNameLength)
	}
	return nil
}

func printable(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}
