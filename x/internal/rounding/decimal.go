package rounding

import (
	"errors"
	"fmt"
	"strings"

	"cosmossdk.io/math"
)

// ErrNotDecimal is returned, wrapped, for text that is not a plain decimal number.
var ErrNotDecimal = errors.New("not a decimal number")

// maxDecimalText bounds the digits that ParseDec looks at: far above any price, far below what would overflow.
const maxDecimalText = 48

// ParseDec reads a plain decimal such as "98.79", "-0.1" or "100": an optional minus, digits, and optionally a point
// with at least one digit and at most the given number of decimals after it. Exponents, signs of plus, separators,
// spaces, NaN and infinity are refused.
func ParseDec(text string, places int) (math.LegacyDec, error) {
	whole, fraction, pointed := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if !isDigits(whole) || pointed && !isDigits(fraction) || len(text) > maxDecimalText {
		return math.LegacyDec{}, fmt.Errorf("%w: %q", ErrNotDecimal, text)
	}
	if len(fraction) > places {
		return math.LegacyDec{}, fmt.Errorf("%w: %q has more than %d decimals", ErrNotDecimal, text, places)
	}
	d, err := math.LegacyNewDecFromStr(text)
	if err != nil {
		return math.LegacyDec{}, fmt.Errorf("%w: %q: %w", ErrNotDecimal, text, err)
	}
	return d, nil
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// HasPlaces tells whether d needs no more than the given decimals, the rule for coupons (3), prices and yields (4).
func HasPlaces(d math.LegacyDec, places int) bool { return DecTrunc(d, places).Equal(d) }

// Text writes d with exactly the given decimals; what is beyond them is truncated, so round by the right rule first.
func Text(d math.LegacyDec, places int) string {
	text := DecTrunc(d, places).String()
	cut := len(text) - (DecPlaces - places)
	if places == 0 {
		cut-- // the point
	}
	return text[:cut]
}

// Plain writes d exactly, without zeros at the end.
func Plain(d math.LegacyDec) string {
	return strings.TrimSuffix(strings.TrimRight(d.String(), "0"), ".")
}
