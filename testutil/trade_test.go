package testutil_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/testutil"
)

// The fixtures open for business, and everybody has what the tests count on.
func TestMarketsOpen(t *testing.T) {
	trade := testutil.NewTrade(t, testutil.Day("2026-01-07"))
	require.Equal(t, testutil.Bonds(0).Denom, "bond/"+testutil.JGB)
	require.EqualValues(t, 600_000_000, trade.Japan.Balance(trade.Japan.Client.Addr, testutil.Bonds(0).Denom))
	require.EqualValues(t, 8_000_000, trade.America.Balance(trade.America.Client.Addr, testutil.Notes(0).Denom))
	require.EqualValues(t, testutil.Dollars(5_000_000).Amount.Int64(), trade.Japan.Balance(trade.FxDealer.Addr, trade.DollarsHere))
	require.Empty(t, trade.Pending())
}
