package table_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/internal/table"
)

// Inner is embedded.
type Inner struct {
	Amount string `json:"amount,omitempty"`
}

type row struct {
	Name  string   `json:"name"`
	ISINs []string `json:"isins" csv:"isin"`
	Inner
}

func write(t *testing.T, format string, rows ...row) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, table.Write(&out, format, rows))
	return out.String()
}

func TestWrite(t *testing.T) {
	rows := []row{{Name: `a "b", c`, ISINs: []string{"X", "Y"}, Inner: Inner{Amount: "1"}}, {}}
	require.Equal(t, "name,isin,amount\n\"a \"\"b\"\", c\",X Y,1\n,,\n", write(t, table.CSV, rows...))
	require.Equal(t, "name,isin,amount\n", write(t, table.CSV), "titles are there without rows")
	require.JSONEq(t, `[{"name":"a \"b\", c","isins":["X","Y"],"amount":"1"},{"name":"","isins":null}]`, write(t, table.JSON, rows...))
	require.Equal(t, "[]\n", write(t, table.JSON))
	require.EqualError(t, table.Write(&bytes.Buffer{}, "xml", rows), `format is csv or json, not "xml"`)
}
