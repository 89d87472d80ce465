package scenario

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "script.txt")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestScriptIsReadAndWrittenBack(t *testing.T) {
	const text = `# Prose.
begin 2026-01-07

dealer+client: custody.SettleDirect isin=issue
  cash="5,000 yen"
  > refused: no
  >
  > second
# The end.
`
	s, err := readScript(written(t, text))
	require.NoError(t, err)
	require.Len(t, s.commands, 2)
	require.Equal(t, []string{"dealer+client:", "custody.SettleDirect", "isin=issue", "cash=5,000 yen"}, s.commands[1].words)
	require.Equal(t, 4, s.commands[1].line)
	require.Equal(t, text, s.write([][]string{nil, {"refused: no", "", "second"}}))
	require.NotEqual(t, said(s.commands[1].answer), said([]string{"refused: yes"}))
}

func TestScriptRefusals(t *testing.T) {
	for text, want := range map[string]string{
		"  > nothing\n":           "belongs to no command",
		"block\n\n  > late\n":     "belongs to no command",
		"block\n  > so\n  more\n": "stands after an answer",
		"let a = \"b\n":           "a quote is not closed",
	} {
		_, err := readScript(written(t, text))
		require.ErrorContains(t, err, want, text)
	}
}

func TestAmounts(t *testing.T) {
	for amount, want := range map[string]string{"0": "0", "1": "0.000001", "1500000": "1.5", "1234567000000": "1,234,567", "-2500000": "-2.5"} {
		require.Equal(t, want, Amount(amount, "ujpy"), amount)
	}
	require.Equal(t, "50,000", Amount("50000", "bond/JP1103811S13"))
	require.Equal(t, []string{"a       1", "bb  1,000"}, table([][]string{{"a", "1"}, {"bb", "1,000"}}))
}
