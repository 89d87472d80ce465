package keeper_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadmeTemplates: the templates of the README are those that the tests run.
func TestReadmeTemplates(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	terms := venueTerms()
	templates := map[string]string{
		"supply_message": terms.SupplyMessage, "withdraw_message": terms.WithdrawMessage,
		"home_message": terms.HomeMessage, "refund_guard": terms.RefundGuard,
	}
	found := regexp.MustCompile("(?s)```json (\\w+)\n(.*?)```").FindAllSubmatch(readme, -1)
	require.Len(t, found, len(templates))
	for _, block := range found {
		var shown, run bytes.Buffer
		require.NoError(t, json.Compact(&shown, block[2]))
		require.NoError(t, json.Compact(&run, []byte(templates[string(block[1])])))
		require.Equal(t, run.String(), shown.String(), string(block[1]))
	}
}
