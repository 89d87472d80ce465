package identifier

import (
	"fmt"
	"strings"
)

const (
	dtiLength   = 9
	dtiAlphabet = "0123456789BCDFGHJKLMNPQRSTVWXZ"
)

// ValidateDTI checks a Digital Token Identifier (ISO 24165): nine characters without vowels and Y, the first not zero,
// the last a check. Registered codes exist that fail the check: treat ErrCheck as a warning, never as a refusal.
func ValidateDTI(code string) error {
	check, err := DTICheck(code)
	if err != nil {
		return err
	}
	if check != code[dtiLength-1:] {
		return fmt.Errorf("%w: DTI %s should end in %s", ErrCheck, code, check)
	}
	return nil
}

// DTICheck returns the check character that belongs to the first eight characters of a nine-character DTI, whatever it
// ends in (ISO 7064 hybrid MOD 31,30 over the alphabet of ISO 24165).
func DTICheck(code string) (string, error) {
	if len(code) != dtiLength || code[0] == '0' || strings.Trim(code, dtiAlphabet) != "" {
		return "", fmt.Errorf("%w: DTI %q is not nine digits or capital consonants without a leading 0", ErrFormat, code)
	}
	const base = len(dtiAlphabet)
	product := base
	for i := range dtiLength - 1 {
		sum := (product + strings.IndexByte(dtiAlphabet, code[i])) % base
		if sum == 0 {
			sum = base
		}
		product = sum * 2 % (base + 1)
	}
	return dtiAlphabet[(base+1-product)%base:][:1], nil
}
