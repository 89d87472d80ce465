package source_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/source"
)

var at = time.Date(2024, 8, 5, 6, 0, 0, 0, time.UTC)

// feeder is a source whose feeder answers with something.
func feeder(t *testing.T, answer http.HandlerFunc) *source.Feeder {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return source.NewFeeder(codec.NewProtoCodec(codectypes.NewInterfaceRegistry()), source.Config{Feeder: server.URL + "/", Timeout: time.Second})
}

func says(t *testing.T, body string) *source.Feeder {
	return feeder(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
}

const curve = `{"currency":"JPY","as_of":"2024-08-05","points":[{"tenor_months":12,"par_yield_pct":"0.167"},{"tenor_months":120,"par_yield_pct":"-0.781"}]}`

func TestAReportBecomesAnObservation(t *testing.T) {
	var asked string
	f := feeder(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.String()
		_, _ = w.Write([]byte(`{"curves":[` + curve + `],"fx_rates":[{"base":"USD","quote":"JPY","rate":"143.95","as_of":"2024-08-05"}]}`))
	})
	observation, err := f.Observe(t.Context(), at)
	require.NoError(t, err)
	require.Equal(t, "/report?at=2024-08-05T06%3A00%3A00Z", asked)
	require.Equal(t, []uint32{12, 120}, observation.Curves[0].TenorMonths)
	require.Equal(t, []int32{1670, -7810}, observation.Curves[0].YieldsE4)
	require.Equal(t, uint64(14_395_000_000), observation.Fx[0].RateE8)
	require.NoError(t, observation.Validate())
}

// A bad figure of a report costs that figure; a report that can't be read is an error, which becomes an empty vote.
func TestBadReports(t *testing.T) {
	for name, bad := range map[string]string{
		"unsorted": strings.Replace(curve, `"tenor_months":120`, `"tenor_months":6`, 1),
		"absurd":   strings.Replace(curve, "0.167", "167", 1),
		"too fine": strings.Replace(curve, "0.167", "0.16789", 1),
		"no day":   strings.Replace(curve, "2024-08-05", "today", 1),
		"one more": curve,
	} {
		observation, err := says(t, `{"curves":[`+bad+`,`+curve+`]}`).Observe(t.Context(), at)
		require.NoError(t, err, name)
		require.Len(t, observation.Curves, 1, name)
	}
	for name, body := range map[string]string{
		"no JSON": "curve", "NaN": `{"curves":[` + strings.Replace(curve, "0.167", "NaN", 1) + `]}`,
		"infinite": `{"curves":[` + strings.Replace(curve, "0.167", "Inf", 1) + `]}`,
		"exponent": `{"curves":[` + strings.Replace(curve, "0.167", "1e3", 1) + `]}`,
		"list":     "[]", "oversized": strings.Repeat(" ", 300<<10) + "{}",
	} {
		_, err := says(t, body).Observe(t.Context(), at)
		require.Error(t, err, name)
	}
	_, err := feeder(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "{}", http.StatusTeapot) }).Observe(t.Context(), at)
	require.Error(t, err)
	empty, err := says(t, "{}").Observe(t.Context(), at)
	require.NoError(t, err)
	require.Empty(t, empty.Curves)
}

// A feeder that hangs costs the vote its timeout and no more.
func TestASlowFeeder(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	f := source.NewFeeder(codec.NewProtoCodec(codectypes.NewInterfaceRegistry()), source.Config{Feeder: server.URL, Timeout: 50 * time.Millisecond})
	_, err := f.Observe(t.Context(), at)
	require.Error(t, err)
}

type options map[string]any

func (o options) Get(key string) any { return o[key] }

func TestConfig(t *testing.T) {
	config, err := source.ReadConfig(options{})
	require.NoError(t, err)
	require.Equal(t, source.DefaultConfig(), config)
	require.Nil(t, source.NewFeeder(nil, config), "no feeder, no view")
	config, err = source.ReadConfig(options{"oracle.feeder": "http://127.0.0.1:26670", "oracle.timeout": "1s"})
	require.NoError(t, err)
	require.Equal(t, source.Config{Feeder: "http://127.0.0.1:26670", Timeout: time.Second}, config)
	for _, bad := range []options{
		{"oracle.feeder": "127.0.0.1:26670"}, {"oracle.feeder": "ftp://x"}, {"oracle.timeout": "soon"}, {"oracle.timeout": "0s"}, {"oracle.timeout": "6s"},
	} {
		_, err := source.ReadConfig(bad)
		require.Error(t, err, bad)
	}
}
