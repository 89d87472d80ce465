package identifier

import "fmt"

const leiLength = 20

// ValidateLEI checks a Legal Entity Identifier (ISO 17442): eighteen letters or digits and two check digits.
func ValidateLEI(code string) error {
	check, err := LEICheck(code)
	if err != nil {
		return err
	}
	if check != code[leiLength-2:] {
		return fmt.Errorf("%w: LEI %s should end in %s", ErrCheck, code, check)
	}
	return nil
}

// LEICheck returns the two check digits that belong to the first eighteen characters of a twenty-character LEI, whatever
// digits it ends in (ISO 7064 MOD 97-10).
func LEICheck(code string) (string, error) {
	if len(code) != leiLength || !alphanumeric(code) || !isDigit(code[leiLength-2]) || !isDigit(code[leiLength-1]) {
		return "", fmt.Errorf("%w: LEI %q is not eighteen capital letters or digits and two digits", ErrFormat, code)
	}
	remainder := 0
	for i := range leiLength - 2 {
		v := value(code[i])
		if v >= 10 {
			remainder *= 10
		}
		remainder = (remainder*10 + v) % 97
	}
	return fmt.Sprintf("%02d", 98-remainder*100%97), nil
}
