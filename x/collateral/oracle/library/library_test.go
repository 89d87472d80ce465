package library_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/library"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const august = "../../../internal/testdata/august2024/"

func read(t *testing.T, curve, rate, replay string) *library.Library {
	t.Helper()
	books, err := library.New([]string{"JPY=" + curve}, []string{"USD/JPY=" + rate}, replay)
	require.NoError(t, err)
	require.NoError(t, books.Reload(t.Context()))
	return books
}

func on(day string) time.Time { return date.MustParse(day).Start(date.Tokyo).Add(20 * time.Hour) }

// Both of the ministry's forms say the same on every day of August 2024, and no day knows of a later one.
func TestAugust2024(t *testing.T) {
	english, japanese := read(t, august+"jgbcme.csv", august+"usdjpy.csv", ""), read(t, august+"jgbcm.csv", august+"usdjpy.csv", "")
	require.Equal(t, []string{"JPY", "USD/JPY"}, english.Names())
	for day := date.MustParse("2024-07-01"); day <= date.MustParse("2024-08-30"); day++ {
		at := on(day.String())
		report := english.Report(at)
		require.Equal(t, report, japanese.Report(at))
		require.LessOrEqual(t, report.Curves[0].AsOf, day.String())
		require.Len(t, report.Curves[0].Points, 15)
		require.NoError(t, report.Observation().Validate())
	}
	crash := english.Report(on("2024-08-05"))
	require.Equal(t, "2024-08-05", crash.Curves[0].AsOf)
	require.Equal(t, "0.781", crash.Curves[0].Points[9].ParYieldPct.String()[:5])
	require.Equal(t, "143.95", crash.FxRates[0].Rate.String()[:6])
	holiday := english.Report(on("2024-08-12"))
	require.Equal(t, "2024-08-09", holiday.Curves[0].AsOf, "the last business day in Tokyo")
	require.Equal(t, "2024-08-12", holiday.FxRates[0].AsOf, "New York was open, and it is evening in Tokyo")
	require.Empty(t, english.Report(on("2024-06-30")).Curves)

	// Every move of those weeks is within the default bands.
	rule, pair := types.DefaultParams().Curves[0], types.DefaultParams().Pairs[0]
	before := english.Report(on("2024-07-01"))
	for day := date.MustParse("2024-07-02"); day <= date.MustParse("2024-08-30"); day++ {
		report := english.Report(on(day.String()))
		require.True(t, rule.InBand(before.Curves[0], report.Curves[0]), day)
		require.True(t, pair.InBand(before.FxRates[0], report.FxRates[0]), day)
		before = report
	}
}

func TestReplayMovesDays(t *testing.T) {
	moved := read(t, august+"jgbcm.csv", august+"usdjpy.csv", "2024-07-29=2026-01-05")
	report := moved.Report(on("2026-01-12")) // as of 2024-08-05
	require.Equal(t, "2026-01-12", report.Curves[0].AsOf)
	require.Equal(t, "0.781", report.Curves[0].Points[9].ParYieldPct.String()[:5])
}

func write(t *testing.T, folder, name, text string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

const header = "Interest Rate,,,(Unit : %)\nDate,1Y,2Y,10Y\n"

// A folder is all of its files, of which the later by name count; an address is read like a file.
func TestSources(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "1.csv", header+"2024/8/1,-0.1,0.2,1\n2024/8/2,0.1,-,-\n")
	write(t, folder, "2.csv", header+"2024/8/1,-0.2,-,1.1\nA note of the ministry.,,,\n")
	rates := write(t, folder, "rates.txt", "Date,Rate\n2024-08-01,150.06\n2024/8/2,.\n2024/8/5,\n2024/8/6,-\n")
	books := read(t, folder, rates, "")
	report := books.Report(on("2024-08-06"))
	require.Equal(t, "2024-08-01", report.Curves[0].AsOf, "one yield is no curve")
	require.Len(t, report.Curves[0].Points, 2)
	require.True(t, report.Curves[0].Points[0].ParYieldPct.IsNegative())
	require.Equal(t, "2024-08-01", report.FxRates[0].AsOf)

	server := httptest.NewServer(http.FileServer(http.Dir(folder)))
	defer server.Close()
	require.Equal(t, report.FxRates, read(t, server.URL+"/1.csv", server.URL+"/rates.txt", "").Report(on("2024-08-06")).FxRates)

	// What can't be read any more leaves what is known, and holds up no other figure.
	write(t, folder, "2.csv", "garbage")
	write(t, folder, "rates.txt", "Date,Rate\n2024-08-06,144.36\n")
	require.ErrorContains(t, books.Reload(t.Context()), "JPY: ")
	require.Equal(t, report.Curves, books.Report(on("2024-08-06")).Curves)
	require.Equal(t, "2024-08-06", books.Report(on("2024-08-06")).FxRates[0].AsOf)
	write(t, folder, "2.csv", header+"2024/8/6,-0.2,-,1.1\n")
	write(t, folder, "rates.txt", "Date,Rate\n2024-08-07,1")
	require.ErrorContains(t, books.Reload(t.Context()), "USD/JPY: ")
	require.Equal(t, "2024-08-06", books.Report(on("2024-08-07")).Curves[0].AsOf)
	require.Equal(t, "2024-08-06", books.Report(on("2024-08-07")).FxRates[0].AsOf)
}

func TestBadSources(t *testing.T) {
	folder := t.TempDir()
	good := write(t, folder, "good.csv", header+"2024/8/1,-0.2,-,1.1\n")
	rates := write(t, folder, "rates.txt", "Date,Rate\n2024-08-01,150.06\n")
	for name, source := range map[string]string{
		"absent":   filepath.Join(folder, "none.csv"),
		"empty":    write(t, folder, "empty.txt", ""),
		"NaN":      write(t, folder, "nan.txt", header+"2024/8/1,NaN,1,1\n"),
		"exponent": write(t, folder, "exponent.txt", header+"2024/8/1,1e3,1,1\n"),
		"absurd":   write(t, folder, "absurd.txt", header+"2024/8/1,90,1,1\n"),
		"cut off":  write(t, folder, "cut.txt", header+"2024/8/1,1,1,1\n2024/8/2,1,1,1"),
		"huge":     write(t, folder, "huge.txt", header+strings.Repeat("2024/8/1,1,1,1\n", 600_000)),
		"no rows":  write(t, folder, "none.txt", header),
		"short":    write(t, folder, "short.txt", header+"2024/8/1,1\n"),
		"day":      write(t, folder, "day.txt", header+"2024/13/1,1,1,1\n"),
		"nowhere":  "http://127.0.0.1:1/none",
	} {
		books, err := library.New([]string{"JPY=" + source}, nil, "")
		require.NoError(t, err)
		require.Error(t, books.Reload(t.Context()), name)
	}
	for name, text := range map[string]string{
		"no header": "2024-08-01,150\n", "NaN": "Date,Rate\n2024-08-01,NaN\n", "zero": "Date,Rate\n2024-08-01,0\n",
		"one column": "Date,Rate\n2024-08-01\n", "day": "Date,Rate\n2024-02-30,150\n", "cut off": "Date,Rate\n2024-08-01,15", "no rows": "Date,Rate\n2024-08-01,-\n", "fine": "Date,Rate\n2024-08-01,1.000000001\n",
	} {
		books, err := library.New(nil, []string{"USD/JPY=" + write(t, folder, "bad.txt", text)}, "")
		require.NoError(t, err)
		require.Error(t, books.Reload(t.Context()), name)
	}
	for name, specs := range map[string][3]string{
		"no source of a curve": {"JPY=", "USD/JPY=" + rates, ""},
		"no name of a curve":   {good, "USD/JPY=" + rates, ""},
		"no pair":              {"JPY=" + good, "USDJPY=" + rates, ""},
		"replay of what":       {"JPY=" + good, "USD/JPY=" + rates, "2024-07-29"},
		"replay from when":     {"JPY=" + good, "USD/JPY=" + rates, "yesterday=2026-01-05"},
	} {
		_, err := library.New([]string{specs[0]}, []string{specs[1]}, specs[2])
		require.Error(t, err, name)
	}
	_, err := library.New(nil, nil, "")
	require.Error(t, err)
}
