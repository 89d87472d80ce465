package feeder

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/library"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle/source"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
)

const august = "../../../x/internal/testdata/august2024/"

var cdc = codec.NewProtoCodec(codectypes.NewInterfaceRegistry())

// evening is when the figures of 5 August 2024 are out in Tokyo.
var evening = time.Date(2024, 8, 5, 11, 0, 0, 0, time.UTC)

func read(t *testing.T, curve, replay string) *library.Library {
	t.Helper()
	figures, err := library.New([]string{"JPY=" + curve}, []string{"USD/JPY=" + august + "usdjpy.csv"}, replay)
	require.NoError(t, err)
	require.NoError(t, figures.Reload(t.Context()))
	return figures
}

func served(t *testing.T, figures *library.Library) string {
	t.Helper()
	server := httptest.NewServer(handler(cdc, figures, func() time.Time { return evening }))
	t.Cleanup(server.Close)
	return server.URL
}

func get(t *testing.T, address string) (int, types.Report) {
	t.Helper()
	answer, err := http.Get(address)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	var report types.Report
	if answer.StatusCode == http.StatusOK {
		require.Equal(t, "application/json", answer.Header.Get("Content-Type"))
		require.NoError(t, cdc.UnmarshalJSON(body, &report))
	}
	return answer.StatusCode, report
}

// The English form, the Japanese one with its Shift-JIS and era dates, and a page of either on the web are served the same.
func TestFormsAreServedAlike(t *testing.T) {
	pages := httptest.NewServer(http.FileServer(http.Dir(august)))
	defer pages.Close()
	status, want := get(t, served(t, read(t, august+"jgbcme.csv", ""))+source.Path)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "2024-08-05", want.Curves[0].AsOf)
	require.Len(t, want.Curves[0].Points, 15)
	for _, form := range []string{august + "jgbcm.csv", pages.URL + "/jgbcme.csv", pages.URL + "/jgbcm.csv"} {
		_, report := get(t, served(t, read(t, form, ""))+source.Path)
		require.Equal(t, want, report, form)
	}
}

func TestTimesAreAskedFor(t *testing.T) {
	address := served(t, read(t, august+"jgbcm.csv", "")) + source.Path
	_, now := get(t, address)
	_, then := get(t, address+"?at=2024-07-01T11:00:00Z")
	require.Equal(t, "2024-07-01", then.Curves[0].AsOf)
	require.NotEqual(t, now, then)
	_, nothing := get(t, address+"?at=1999-01-01T00:00:00Z")
	require.Empty(t, nothing.Curves)
	for _, bad := range []string{"yesterday", "2024-08-05", "1e9"} {
		status, _ := get(t, address+"?at="+bad)
		require.Equal(t, http.StatusBadRequest, status, bad)
	}
	answer, err := http.Post(address, "text/plain", nil)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusMethodNotAllowed, answer.StatusCode)
	status, _ := get(t, served(t, read(t, august+"jgbcm.csv", ""))+"/")
	require.Equal(t, http.StatusNotFound, status)
}

// A node asks with its business time, and what it gets fits a vote: in a replay, the past as if it were of today.
func TestANodeAsksAReplay(t *testing.T) {
	node := source.NewFeeder(cdc, source.Config{Feeder: served(t, read(t, august+"jgbcm.csv", "2024-08-05=2026-01-05")), Timeout: time.Second})
	observation, err := node.Observe(t.Context(), time.Date(2026, 1, 5, 11, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	require.NoError(t, observation.Validate())
	encoded, err := observation.Marshal()
	require.NoError(t, err)
	require.LessOrEqual(t, len(encoded), types.MaxObservationBytes)
	report := read(t, august+"jgbcm.csv", "2024-08-05=2026-01-05").Report(time.Date(2026, 1, 5, 11, 0, 0, 0, time.UTC))
	require.Equal(t, "2026-01-05", report.Curves[0].AsOf)
	require.Equal(t, report.Observation(), observation)
}

// A feeder serves until it is told to stop, and sees what is added to its folder meanwhile; a file that can't be read changes nothing.
func TestServe(t *testing.T) {
	folder := t.TempDir()
	const header = "Interest Rate,,,(Unit : %)\nDate,1Y,2Y,10Y\n"
	write := func(text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "jgb.csv"), []byte(text), 0o600))
	}
	write(header + "2024/8/1,-0.1,0.2,1\n")
	figures := read(t, folder, "")
	reserved, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := reserved.Addr().String()
	require.NoError(t, reserved.Close())
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	stopped := make(chan error, 1)
	go func() { stopped <- serve(ctx, log.NewNopLogger(), cdc, figures, address, time.Second) }()
	asOf := func() string {
		answer, err := http.Get("http://" + address + source.Path + "?at=2024-08-05T11:00:00Z")
		if err != nil {
			return ""
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		var report types.Report
		require.NoError(t, cdc.UnmarshalJSON(body, &report))
		return report.Curves[0].AsOf
	}
	require.Eventually(t, func() bool { return asOf() == "2024-08-01" }, 5*time.Second, 10*time.Millisecond)
	write("garbage")
	time.Sleep(1200 * time.Millisecond)
	require.Equal(t, "2024-08-01", asOf())
	write(header + "2024/8/2,-0.1,0.2,1\n")
	require.Eventually(t, func() bool { return asOf() == "2024-08-02" }, 5*time.Second, 50*time.Millisecond)
	stop()
	require.NoError(t, <-stopped)

	require.Error(t, serve(t.Context(), log.NewNopLogger(), cdc, figures, address, time.Millisecond), "read too often")
	write("garbage")
	require.Error(t, serve(t.Context(), log.NewNopLogger(), cdc, figures, address, time.Second), "nothing to begin with")
}
