package app_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/testutil"
	bondmodule "github.com/kokusai-chain/kokusai/x/bond"
	"github.com/kokusai-chain/kokusai/x/bond/auction"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondreport "github.com/kokusai-chain/kokusai/x/bond/report"
	"github.com/kokusai-chain/kokusai/x/custody"
)

// lines reads a CSV file as one map a line.
func lines(t *testing.T, text string) (all []map[string]string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	for _, row := range rows[1:] {
		line := map[string]string{}
		for i, title := range rows[0] {
			line[title] = row[i]
		}
		all = append(all, line)
	}
	return all
}

// The register of a business date is that of its last block, however much is traded since, and whoever asks by date or by
// height gets the same.
func TestRegisterOfABusinessDate(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	register := func() *cobra.Command { return custody.AppModule{}.GetQueryCmd() }
	units := func(text string) map[string]string {
		held := map[string]string{}
		for _, line := range lines(t, text) {
			require.Equal(t, testutil.JGB, line["isin"])
			held[line["account"]] = line["units"] + " " + line["kind"]
		}
		return held
	}
	first := m.Today()
	m.Must(send(m.Dealer, m.Client, testutil.Bonds(1)), m.Dealer)
	m.WaitForDate("2026-02-02")
	for range 3 {
		m.Must(send(m.Dealer, m.Client, testutil.Bonds(10)), m.Dealer)
		m.Block()
	}
	m.WaitForDate("2026-02-04")
	m.Must(send(m.Dealer, m.Client, testutil.Bonds(100)), m.Dealer)
	m.Block()

	for on, sold := range map[string]string{
		first: "600000001", "2026-02-01": "600000001", "2026-02-02": "600000031", "2026-02-03": "600000031", "2026-02-04": "600000131",
	} {
		byDate := m.MustRun(register(), "register-file", testutil.JGB, "--date", on)
		require.Equal(t, sold+" customer", units(byDate)[m.Client.String()], on)
		height := strings.TrimSpace(m.MustRun(bondmodule.AppModule{}.GetQueryCmd(), "height", on))
		require.Equal(t, byDate, m.MustRun(register(), "register-file", testutil.JGB, "--height", height), on)
	}
	_, err := m.Run(register(), "register-file", testutil.JGB, "--date", "2026-02-05")
	require.ErrorContains(t, err, "2026-02-05 lies ahead")
	_, err = m.Run(register(), "register-file", testutil.JGB, "--date", "2025-01-01")
	require.ErrorContains(t, err, "keeps no block of 2025-01-01 or before")
	_, err = m.Run(register(), "register-file", testutil.JGB, "--date", "yesterday")
	require.Error(t, err)
	_, err = m.Run(register(), "register-file", "JP0000000000")
	require.ErrorContains(t, err, "series not found")
}

// What a debt office reads of its series, by the commands that it types.
func TestFilesOfADebtOffice(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	issuer := "mof-japan"
	run := func(args ...string) string { return m.MustRun(bondmodule.AppModule{}.GetQueryCmd(), args...) }

	flows := lines(t, run("cash-flow-file", issuer, "2026-01-01", "2026-12-31"))
	require.Len(t, flows, 2)
	require.Equal(t, map[string]string{
		"payment_date": "2026-06-22", "due_date": "2026-06-20", "isin": testutil.JGB, "number": "1", "kind": "coupon", "currency": "JPY",
		"amount": "10500000", "awaits": "", "units": "1000000000", "status": "scheduled",
	}, flows[0], "1.05 percent of a billion")
	all := lines(t, run("cash-flow-file", issuer, "2026-01-01", "2099-12-31"))
	require.Len(t, all, 21)
	require.Equal(t, "redemption", all[20]["kind"])
	require.Equal(t, "1000000000", all[20]["amount"])

	require.Equal(t, []map[string]string{{
		"maturity_year": "2035", "maturity_date": "2035-12-20", "isin": testutil.JGB, "name": "JGB 10-year No. 381", "kind": "fixed",
		"status": "live", "series": "1", "currency": "JPY", "principal": "1000000000", "coupon_strips": "0",
	}}, lines(t, run("outstanding-file", issuer)))
	byYear := lines(t, run("outstanding-file", issuer, "--by", "year"))
	require.Len(t, byYear, 1)
	require.Equal(t, "2035 1 1000000000", byYear[0]["maturity_year"]+" "+byYear[0]["series"]+" "+byYear[0]["principal"])
	var asJSON []bondreport.Outstanding
	require.NoError(t, json.Unmarshal([]byte(run("outstanding-file", issuer, "--by", "year", "--format", "json")), &asJSON))
	require.Equal(t, "1000000000", asJSON[0].Principal)

	room := auctionRoom{m}
	for _, entry := range lines(t, m.MustRun(auction.AppModule{}.GetQueryCmd(), "calendar-file", "2026-01-01", "2026-12-31")) {
		t.Errorf("nothing is announced: %s", entry)
	}
	room.announce(room.terms(auctiontypes.AUCTION_METHOD_MULTI_PRICE, "105"))
	calendar := lines(t, m.MustRun(auction.AppModule{}.GetQueryCmd(), "calendar-file", "2026-01-01", "2026-12-31"))
	require.Len(t, calendar, 1)
	require.Equal(t, "2026-01-09 "+reopening, calendar[0]["settle_date"]+" "+calendar[0]["auction_id"])

	var document bondreport.Document
	require.NoError(t, json.Unmarshal([]byte(run("taxonomy", testutil.JGB)), &document))
	require.Equal(t, "1000000000", document.Taxonomy.Product.AggregateNominalAmount)
	require.Equal(t, m.ChainID, document.Extension.ChainID)
	require.Equal(t, m.App.LastBlockHeight(), document.Extension.Height)

	for reason, args := range map[string][]string{
		"issuer not found":        {"cash-flow-file", "nobody", "2026-01-01", "2026-12-31"},
		"to 2025-12-31 is before": {"cash-flow-file", issuer, "2026-01-01", "2025-12-31"},
		"--by is series or year":  {"outstanding-file", issuer, "--by", "decade"},
		"format is csv or json":   {"outstanding-file", issuer, "--format", "xlsx"},
		"series not found":        {"taxonomy", "JP0000000000"},
		"calendar \"mars\"":       {"height", "2026-01-07", "--calendar", "mars"},
		"accepts 3 arg(s)":        {"cash-flow-file", issuer},
	} {
		out, err := m.Run(bondmodule.AppModule{}.GetQueryCmd(), args...)
		require.ErrorContains(t, err, reason)
		if args[0] != "cash-flow-file" || len(args) == 4 {
			require.Empty(t, out, "nothing may stand in the file beside an error")
		}
	}
}
