// Package identifier checks the codes that name securities, entities and tokens: ISIN, LEI and DTI. All three are
// uppercase ASCII with a check at the end; none of the checks says that the code was ever assigned.
package identifier

import "errors"

// The two ways in which a code is wrong, returned wrapped: not of the shape of its standard, or of the shape but with a
// check that does not match the rest (a typing error).
var (
	ErrFormat = errors.New("malformed identifier")
	ErrCheck  = errors.New("check character does not match")
)

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' }

// alphanumeric tells whether all of s is digits and capital letters.
func alphanumeric(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) && !isLetter(s[i]) {
			return false
		}
	}
	return true
}

// value is the number a character stands for: digits themselves, A=10 to Z=35.
func value(c byte) int {
	if isDigit(c) {
		return int(c - '0')
	}
	return int(c-'A') + 10
}
