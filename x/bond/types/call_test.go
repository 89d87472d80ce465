package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// onceCallable is the ten-year, callable in full with its coupons of 2028 after thirty days' notice.
func onceCallable() types.Series {
	terms := jgb381()
	terms.Call = &types.CallTerms{NoticeDays: 30, InFullOnly: true, Options: []types.CallOption{
		{Date: "2028-06-20", PricePct: math.LegacyNewDec(101)}, {Date: "2028-12-20", PricePct: math.LegacyNewDec(100)},
	}}
	return types.NewSeries(terms)
}

func openCalls(t *testing.T, s types.Series, on string) []string {
	t.Helper()
	calls, err := s.OpenCalls(date.MustParse(on))
	require.NoError(t, err)
	var open []string
	for _, call := range calls {
		open = append(open, call.PaymentDate.String()+" "+call.Amount.String()[:5])
	}
	return open
}

// A call is open up to the last day of its notice, and none is once one is announced.
func TestOpenCalls(t *testing.T) {
	s := onceCallable()
	require.NoError(t, s.Terms.Validate())
	require.Equal(t, []string{"2028-06-20 1.010", "2028-12-20 1.000"}, openCalls(t, s, "2026-01-07"))
	require.Equal(t, []string{"2028-06-20 1.010", "2028-12-20 1.000"}, openCalls(t, s, "2028-05-21"))
	require.Equal(t, []string{"2028-12-20 1.000"}, openCalls(t, s, "2028-05-22"))
	require.Empty(t, openCalls(t, s, "2028-11-21"))
	require.Empty(t, openCalls(t, types.NewSeries(jgb381()), "2026-01-07"))

	call, err := s.NewCall("2028-06-20", math.LegacyZeroDec(), date.MustParse("2028-05-21"))
	require.NoError(t, err)
	called, err := s.WithCall(call)
	require.NoError(t, err)
	require.True(t, called.IsCalledInFull())
	require.Empty(t, openCalls(t, called, "2028-05-21"))
}

// What instalments have repaid by then is not called.
func TestOpenCallsOfWhatIsLeft(t *testing.T) {
	s := onceCallable()
	s.Terms.Instalments = []types.Instalment{
		{Date: "2027-12-20", SharePct: math.LegacyNewDec(40)}, {Date: "2028-06-20", SharePct: math.LegacyNewDec(10)},
	}
	require.Equal(t, []string{"2028-06-20 0.606", "2028-12-20 0.500"}, openCalls(t, s, "2026-01-07"))
}

func TestCallsInFullOnly(t *testing.T) {
	s, today := onceCallable(), date.MustParse("2026-01-07")
	_, err := s.NewCall("2028-06-20", math.LegacyNewDec(25), today)
	require.ErrorIs(t, err, types.ErrNotCallable)
	s.Terms.Call.InFullOnly = false
	call, err := s.NewCall("2028-06-20", math.LegacyNewDec(25), today)
	require.NoError(t, err)
	s.Calls = []types.Call{call}
	require.NoError(t, s.Validate())
	s.Terms.Call.InFullOnly = true
	require.ErrorIs(t, s.Validate(), types.ErrInvalidGenesis)
	require.Equal(t, []string{"2028-12-20 0.750"}, openCalls(t, types.Series{Terms: onceCallable().Terms, Calls: s.Calls}, "2026-01-07"))
}

func TestAccruedShare(t *testing.T) {
	s := schedule(t, jgb381())
	for on, want := range map[string]string{
		"2025-12-01": "0.000000000000000000 2026-06-22", "2025-12-20": "0.000000000000000000 2026-06-22",
		"2026-01-07": "0.098901098901098901 2026-06-22", "2026-06-20": "0.000000000000000000 2026-12-21",
		"2036-01-01": "1.000000000000000000 2035-12-20",
	} {
		share, paid := s.AccruedShare(date.MustParse(on))
		require.Equal(t, want, share.String()+" "+paid.String(), on)
	}
}
