// Package wire holds what institutions tell each other about bonds, apart from how a message spells it: settlement
// instructions, their status and confirmation, statements, corporate actions and cash notices. Its sub-packages read and
// write ISO 20022 XML and SWIFT FIN. All of it is pure: no chain, no network.
package wire

import (
	"errors"
	"fmt"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// ErrInvalid is returned, wrapped, for everything that a message may not say.
var ErrInvalid = errors.New("invalid message")

// Refuse returns ErrInvalid with a reason.
func Refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// MaxBytes is the most that one message may measure.
const MaxBytes = 1 << 20

// Date is a civil date.
type Date = date.Date

// ParseDate reads an ISO date.
func ParseDate(iso string) (Date, error) {
	day, err := date.Parse(iso)
	if err != nil {
		return 0, Refuse("%s", err)
	}
	return day, nil
}
