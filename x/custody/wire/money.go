package wire

import (
	"math/big"
	"strings"

	"cosmossdk.io/math"
)

const (
	// decimals is how many a message's amount may have; the chain counts one more.
	decimals      = 5
	microDecimals = 6
	// maxDigits is what an amount in a message may have.
	maxDigits = 18
)

// Money is an amount of a currency in millionths, as the chain counts it.
type Money struct {
	// Currency is of ISO 4217.
	Currency string
	// Micro is positive.
	Micro math.Int
}

// Validate refuses amounts that are not positive or too long for a message.
func (m Money) Validate() error {
	if !currency.MatchString(m.Currency) {
		return Refuse("currency %q", m.Currency)
	}
	return validatePositive("amount", m.Micro)
}

// FormatMoney writes an amount in currency units with the given decimal mark, exactly: what a message cannot say is refused,
// never rounded.
func FormatMoney(micro math.Int, mark string) (string, error) {
	digits := micro.String()
	if len(digits) <= microDecimals {
		digits = strings.Repeat("0", microDecimals+1-len(digits)) + digits
	}
	whole, fraction := digits[:len(digits)-microDecimals], strings.TrimRight(digits[len(digits)-microDecimals:], "0")
	if len(fraction) > decimals {
		return "", Refuse("%s millionths have more than %d decimals", micro, decimals)
	}
	if fraction == "" && mark == "." {
		return whole, nil
	}
	return whole + mark + fraction, nil
}

// ParseMoney reads an amount in currency units. There are no signs, exponents, spaces or words.
func ParseMoney(text, mark string) (math.Int, error) {
	whole, fraction, found := strings.Cut(text, mark)
	if !isDigits(whole, maxDigits) || len(whole) > 1 && whole[0] == '0' || found && mark == "." && fraction == "" ||
		fraction != "" && !isDigits(fraction, decimals) || !found && mark != "." {
		return math.Int{}, Refuse("amount %q: digits and at most %d decimals", text, decimals)
	}
	return number(whole + fraction + strings.Repeat("0", microDecimals-len(fraction))), nil
}

// ParseFace reads a whole number of face.
func ParseFace(text, mark string) (math.Int, error) {
	whole, fraction, found := strings.Cut(text, mark)
	if !isDigits(whole, maxDigits) || len(whole) > 1 && whole[0] == '0' || strings.Trim(fraction, "0") != "" || len(fraction) > decimals ||
		found && mark == "." && fraction == "" || !found && mark != "." {
		return math.Int{}, Refuse("face %q is not a whole number", text)
	}
	return number(whole), nil
}

// number reads digits as decimal ones, also after zeros, which other readers take for octal.
func number(digits string) math.Int {
	n, _ := new(big.Int).SetString(digits, 10)
	return math.NewIntFromBigInt(n)
}

func isDigits(text string, longest int) bool {
	if text == "" || len(text) > longest {
		return false
	}
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

func validatePositive(field string, amount math.Int) error {
	if amount.IsNil() || !amount.IsPositive() || len(amount.String()) > maxDigits {
		return Refuse("%s must be positive, of at most %d digits", field, maxDigits)
	}
	return nil
}

func validateQuantity(field string, amount math.Int) error {
	if !amount.IsNil() && amount.IsZero() {
		return nil
	}
	return validatePositive(field, amount)
}
