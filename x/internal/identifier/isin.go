package identifier

import (
	"fmt"
	"strings"
	"time"
)

const isinLength = 12

// ValidateISIN checks an International Securities Identification Number (ISO 6166): two letters, nine letters or digits
// and the check digit.
func ValidateISIN(code string) error {
	check, err := ISINCheck(code)
	if err != nil {
		return err
	}
	if check != code[isinLength-1:] {
		return fmt.Errorf("%w: ISIN %s should end in %s", ErrCheck, code, check)
	}
	return nil
}

// ISINCheck returns the check digit that belongs to the first eleven characters of a twelve-character ISIN, whatever
// digit it ends in: letters become two digits (A=10 … Z=35), then Luhn.
func ISINCheck(code string) (string, error) {
	if len(code) != isinLength || !isLetter(code[0]) || !isLetter(code[1]) || !alphanumeric(code) || !isDigit(code[isinLength-1]) {
		return "", fmt.Errorf("%w: ISIN %q is not two capital letters, nine capital letters or digits and a digit", ErrFormat, code)
	}
	return isinCheckDigit(code[:isinLength-1]), nil
}

func isinCheckDigit(body string) string {
	sum, double := 0, true
	add := func(digit int) {
		if double {
			digit *= 2
		}
		sum += digit/10 + digit%10
		double = !double
	}
	for i := len(body) - 1; i >= 0; i-- {
		v := value(body[i])
		add(v % 10)
		if v >= 10 {
			add(v / 10)
		}
	}
	return string(rune('0' + (10-sum%10)%10))
}

// jgbYears are the letters of the issue years from 2010 on: I and O are skipped, as they look like digits.
const (
	jgbYears     = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	jgbMonths    = "123456789ABC"
	jgbFirstYear = 2010
)

// JGBISIN composes the ISIN of a Japanese government bond: JP1, two digits of tenor code, three of the issue number, 1,
// a letter for the year and a character for the month of the first issue, and the check digit.
func JGBISIN(tenorCode, issue, year int, month time.Month) (string, error) {
	if tenorCode < 1 || tenorCode > 99 || issue < 1 || issue > 999 || month < time.January || month > time.December {
		return "", fmt.Errorf("%w: no government bond has tenor code %d, issue %d, month %d", ErrFormat, tenorCode, issue, month)
	}
	letter := year - jgbFirstYear
	if letter < 0 || letter >= len(jgbYears) {
		return "", fmt.Errorf("%w: the numbering has no letter for the year %d", ErrFormat, year)
	}
	var code strings.Builder
	fmt.Fprintf(&code, "JP1%02d%03d1%c%c", tenorCode, issue, jgbYears[letter], jgbMonths[month-1])
	return code.String() + isinCheckDigit(code.String()), nil
}
