package identifier_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

// Codes in public use.
var (
	isins = []string{
		"US0378331005", // Apple
		"US5949181045", // Microsoft
		"US912828U816", // Treasury note 2 % December 2021
		"US912810RZ30", // Treasury bond 2.75 % November 2047
		"GB0002634946", // BAE Systems
		"DE0001102440", // Bund
		"JP3633400001", // Toyota Motor
		"JP1103811S13", // JGB ten-year 381
		"AU0000XVGZA3", // Treasury Corporation of Victoria, with letters in its body
	}
	leis = []string{
		"5493006W3QUS5LMH6R84", // Toyota Motor
		"HWUPKR0MPOU8FGXBT394", // Apple
		"INR2EJN1ERAN0W5ZP974", // Microsoft
		"7LTWFZYICNSX8D621K86", // Deutsche Bank
		"353800WZS8AXZXFUC241",
	}
)

func TestCodesInUse(t *testing.T) {
	for _, code := range isins {
		require.NoError(t, identifier.ValidateISIN(code))
	}
	for _, code := range leis {
		require.NoError(t, identifier.ValidateLEI(code))
	}
	for _, code := range []string{"D5RG2FHH0", "X9J9K872S", "HWRGLMT9T"} { // the second is Ether
		require.NoError(t, identifier.ValidateDTI(code))
	}

	// Bitcoin's registered code does not have the check character of its own standard: a warning, not a malformed code.
	require.ErrorIs(t, identifier.ValidateDTI("4H95J0R2X"), identifier.ErrCheck)
}

func TestRefusals(t *testing.T) {
	for _, code := range []string{
		"", "JP1103811S1", "JP1103811S133", "jp1103811S13", "1P1103811S13", "J11103811S13", "JP1103811S1X", "JP1103 11S13", "JP1103811Ｓ3", "JP110381-S13",
	} {
		require.ErrorIs(t, identifier.ValidateISIN(code), identifier.ErrFormat, code)
	}
	for _, code := range []string{"", "5493006W3QUS5LMH6R8", "5493006w3QUS5LMH6R84", "5493006W3QUS5LMH6R8A", "5493006W3QUS5LMH6RA4", "5493006W3QUS5LMH6R844", "5493006W3QUS5LMH 684"} {
		require.ErrorIs(t, identifier.ValidateLEI(code), identifier.ErrFormat, code)
	}
	for _, code := range []string{"", "D5RG2FHH", "D5RG2FHH00", "05RG2FHH0", "d5RG2FHH0", "D5RG2FHA0", "D5RGYFHH0", "D5RG-FHH0"} {
		require.ErrorIs(t, identifier.ValidateDTI(code), identifier.ErrFormat, code)
	}
}

// The numbering rule composes the ISIN of every listed series from its tenor, issue number and first month.
func TestJGBNumbering(t *testing.T) {
	raw, err := os.ReadFile("../testdata/series.json")
	require.NoError(t, err)
	var file struct {
		Series []struct {
			Tenor      string
			IssueNo    string `json:"issue_no"`
			ISIN       string
			FirstIssue string `json:"first_issue"`
		}
	}
	require.NoError(t, json.Unmarshal(raw, &file))
	require.NotEmpty(t, file.Series)
	for _, s := range file.Series {
		require.NoError(t, identifier.ValidateISIN(s.ISIN))
		first := date.MustParse(s.FirstIssue)
		code, err := identifier.JGBISIN(atoi(t, strings.TrimSuffix(s.Tenor, "y")), atoi(t, s.IssueNo), first.Year(), first.Month())
		require.NoError(t, err)
		require.Equal(t, s.ISIN, code)
	}
	for _, c := range []struct {
		tenor, issue, year int
		month              time.Month
		want               string
	}{
		{10, 345, 2016, time.December, "JP1103451GC0"},
		{40, 4, 2011, time.May, "JP1400041B55"},
		{2, 456, 2024, time.January, "JP1024561Q15"},  // O is skipped
		{10, 352, 2018, time.October, "JP1103521JA8"}, // I is skipped
		{30, 51, 2016, time.June, "JP1300511G61"},
		{10, 382, 2026, time.April, "JP1103821S45"},
	} {
		code, err := identifier.JGBISIN(c.tenor, c.issue, c.year, c.month)
		require.NoError(t, err)
		require.Equal(t, c.want, code)
	}
	for _, c := range [][4]int{{0, 1, 2020, 1}, {100, 1, 2020, 1}, {10, 0, 2020, 1}, {10, 1000, 2020, 1}, {10, 1, 2009, 1}, {10, 1, 2034, 1}, {10, 1, 2020, 0}, {10, 1, 2020, 13}} {
		_, err := identifier.JGBISIN(c[0], c[1], c[2], time.Month(c[3]))
		require.ErrorIs(t, err, identifier.ErrFormat, "%v", c)
	}
}

func atoi(t *testing.T, text string) int {
	t.Helper()
	var n int
	require.NoError(t, json.Unmarshal([]byte(text), &n))
	return n
}

// Each check notices every substitution of one character by another of its class, digit or letter; the DTI's of any.
func TestSingleErrorsAreNoticed(t *testing.T) {
	const digits, letters, consonants = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789BCDFGHJKLMNPQRSTVWXZ"
	rapid.Check(t, func(t *rapid.T) {
		substitute := func(code, alphabet string, from, to int) string {
			i := rapid.IntRange(from, to).Draw(t, "position")
			c := alphabet[rapid.IntRange(0, len(alphabet)-1).Draw(t, "character")]
			return code[:i] + string(c) + code[i+1:]
		}
		isin := rapid.SampledFrom(isins).Draw(t, "isin")
		i := rapid.IntRange(2, 10).Draw(t, "digit")
		if isin[i] >= '0' && isin[i] <= '9' {
			wrong := substitute(isin, digits, i, i)
			require.Equal(t, wrong == isin, identifier.ValidateISIN(wrong) == nil, wrong)
		}
		lei := rapid.SampledFrom(leis).Draw(t, "lei")
		alphabet, at := digits, rapid.IntRange(0, 17).Draw(t, "at")
		if lei[at] > '9' {
			alphabet = letters
		}
		if wrong := substitute(lei, alphabet, at, at); wrong != lei {
			require.ErrorIs(t, identifier.ValidateLEI(wrong), identifier.ErrCheck, wrong)
		}
		const dti = "D5RG2FHH0"
		if wrong := substitute(dti, consonants, 1, 8); wrong != dti {
			require.ErrorIs(t, identifier.ValidateDTI(wrong), identifier.ErrCheck, wrong)
		}

		// What the check functions return always makes the code valid.
		body := rapid.StringMatching(`[A-Z]{2}[0-9A-Z]{9}`).Draw(t, "body")
		check, err := identifier.ISINCheck(body + "0")
		require.NoError(t, err)
		require.NoError(t, identifier.ValidateISIN(body+check))
		body = rapid.StringMatching(`[0-9A-Z]{18}`).Draw(t, "entity")
		check, err = identifier.LEICheck(body + "00")
		require.NoError(t, err)
		require.NoError(t, identifier.ValidateLEI(body+check))
		body = rapid.StringMatching(`[1-9BCDFGHJKLMNPQRSTVWXZ][0-9BCDFGHJKLMNPQRSTVWXZ]{7}`).Draw(t, "token")
		check, err = identifier.DTICheck(body + "0")
		require.NoError(t, err)
		require.NoError(t, identifier.ValidateDTI(body+check))
	})
}
