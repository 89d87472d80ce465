package calc_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/calc"
)

// run executes a command line under a root whose set-up must not run, as the binary's root has one.
func run(t *testing.T, line string) (string, error) {
	t.Helper()
	root := &cobra.Command{Use: "kokusaid", SilenceErrors: true}
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		t.Errorf("the calculator ran the node's set-up")
		return nil
	}
	root.AddCommand(calc.NewCmd())
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetErr(io.Discard)
	root.SetArgs(strings.Fields("calc " + line))
	err := root.Execute()
	return out.String(), err
}

func TestAnswers(t *testing.T) {
	for line, want := range map[string]string{
		"simple-yield --coupon 0.2 --settle 2022-05-11 --maturity 2032-03-20 --price 99.53":                        `{"simple_yield_pct":"0.248","unrounded":"0.24884885","remaining_years":"9.8575342465"}`,
		"simple-yield --coupon 0.005 --settle 2020-07-02 --maturity 2022-07-01 --price 100.3":                      `{"simple_yield_pct":"-0.144","unrounded":"-0.14477144","remaining_years":"1.9972602739"}`,
		"price --coupon 2.1 --settle 2026-01-07 --maturity 2035-12-20 --simple-yield 2.1":                          `{"clean_price":"100.00000000","remaining_years":"9.9506849315"}`,
		"price --coupon 0 --settle 2025-01-01 --maturity 2027-01-01 --simple-yield -0.1":                           `{"clean_price":"100.20040080","remaining_years":"2.0000000000"}`,
		"tbill-yield --settle 2021-11-22 --maturity 2022-11-21 --price 100.124":                                    `{"yield_pct":"-0.1241","days":364}`,
		"compound-yield --coupon 2.1 --settle 2026-02-04 --maturity 2035-12-20 --price 98.79":                      `{"compound_yield_pct":"2.2371376027"}`,
		"compound-yield --coupon 2.1 --settle 2025-12-20 --maturity 2035-12-20 --price 100":                        `{"compound_yield_pct":"2.1000000000"}`,
		"compound-price --coupon 2.1 --settle 2026-03-16 --maturity 2035-12-20 --yield 2.195":                      `{"clean_price":"99.16775575","issue_price":"99.17"}`,
		"compound-price --coupon 3.1 --settle 2025-09-26 --maturity 2065-03-20 --yield 3.300":                      `{"clean_price":"95.60342947","issue_price":"95.60"}`,
		"accrued --face 100000000 --coupon 1.35 --settle 2008-03-10 --maturity 2018-01-25":                         `{"elapsed_days":45,"per100":"0.1664383","accrued_yen":"166438"}`,
		"accrued --face 100000000 --coupon 0.2 --settle 2022-05-11 --from 2022-03-20 --at-issue":                   `{"elapsed_days":52,"per100":"0.0284931","accrued_yen":"28493"}`,
		"accrued --face 50000 --coupon 2.1 --settle 2026-09-18 --maturity 2035-03-20":                              `{"elapsed_days":182,"per100":"1.0471232","accrued_yen":"523"}`,
		"accrued --face 50000 --coupon 2.1 --settle 2026-09-19 --maturity 2035-03-20":                              `{"elapsed_days":183,"per100":"1.0500000","accrued_yen":"525"}`,
		"accrued --face 1000000 --coupon 0.1 --settle 2026-01-01 --from 1970-01-01 --at-issue":                     "",
		"accrued --face 1000000 --coupon 1 --settle 2026-05-01 --maturity 2035-03-10 --index-coefficient 1.12345":  `{"elapsed_days":52,"per100":"0.1424657","accrued_yen":"1600"}`,
		"index-coefficient --date 2026-03-11 --earlier 110.4 --later 110.9 --base 100.371":                         `{"earlier_month":"2025-12-01","later_month":"2026-01-01","elapsed_days":1,"days":31,"reference_index":"110.416","index_coefficient":"1.10008"}`,
		"index-coefficient --date 2026-03-11 --earlier 110.4 --later 110.9 --base 0":                               "",
		"floating-coupon --face 50000 --reference 1.85 --spread 0.6":                                               `{"rate_pct":"1.2500000000","coupon":"312.500000"}`,
		"floating-coupon --face 50000 --reference 0.5 --spread 0.6":                                                `{"rate_pct":"0.0000000000","coupon":"0.000000"}`,
		"floating-coupon --face 50000 --reference 1.85 --frequency 3":                                              "",
		"business-day --calendar tokyo --date 2025-12-20":                                                          `{"payment_date":"2025-12-22","business_day":false}`,
		"business-day --calendar newyork --date 2026-07-03":                                                        `{"payment_date":"2026-07-06","business_day":false}`,
		"business-day --date 2035-12-20":                                                                           `{"payment_date":"2035-12-20","business_day":true}`,
		"isin JP1103811S13":                                                                                        `{"valid":true,"check":"3"}`,
		"isin JP1103521JB8":                                                                                        `{"valid":false,"check":"6"}`,
		"lei 5493006W3QUS5LMH6R84":                                                                                 `{"valid":true,"check":"84"}`,
		"lei 724500VKKSH9QOLTFR82":                                                                                 `{"valid":false,"check":"81"}`,
		"dti D5RG2FHH0":                                                                                            `{"valid":true,"check":"0"}`,
		"collateral-value --market-value 10000000000 --residual-years 15":                                          `{"collateral_value_yen":"9700000000","revision":"2024-10-11"}`,
		"collateral-value --market-value 99 --residual-years 31 --kind strip":                                      `{"collateral_value_yen":"91","revision":"2024-10-11"}`,
		"collateral-value --market-value 100 --residual-years 25 --kind fixed --as-of 2024-10-10":                  `{"collateral_value_yen":"96","revision":"2023-10-10"}`,
		"fails-charge --proceeds 10000000000 --reference-rate 0.10 --days 3":                                       `{"charge_yen":"2383561"}`,
		"fails-charge --proceeds 10000000000 --reference-rate 3.5 --days 3":                                        `{"charge_yen":"0"}`,
		"fails-charge --proceeds 10000000000 --reference-rate -0.1 --days 1":                                       `{"charge_yen":"849315"}`,
		"fails-charge --proceeds 10000000 --reference-rate 0.25 --days 1 --currency usd":                           `{"charge_usd":"763.89"}`,
		"tona --rates 0.10,0.11 --days 1,1":                                                                        `{"compounded_rate_pct":"0.1050001506","growth_factor":"1.000005753432914242","days":2}`,
		"tona --rates -0.1 --days 3":                                                                               `{"compounded_rate_pct":"-0.1000000000","growth_factor":"0.999991780821917808","days":3}`,
		"forward --spot 150 --funding-rate 0.5 --investment-rate 5.3 --days 90":                                    `{"forward":"148.22100321"}`,
		"forward --spot 150 --funding-rate -0.1 --investment-rate -0.1 --days 0":                                   `{"forward":"150.00000000"}`,
		"carry --notional 365000000 --spot-in 100 --spot-out 90 --funding-rate 1 --investment-rate 3.6 --days 100": `{"pnl":"-34215000.000000","carry":"2650000.000000","fx":"-36500000.000000","cross":"-365000.000000","breakeven":"99.28116099"}`,
	} {
		out, err := run(t, line)
		if want == "" {
			require.Error(t, err, line)
			require.Empty(t, out)
			continue
		}
		require.NoError(t, err, line)
		require.Equal(t, want+"\n", out, line)
		require.True(t, json.Valid([]byte(out)))
	}
}

func TestRefusals(t *testing.T) {
	const bond = " --coupon 2.1 --settle 2026-02-04 --maturity 2035-12-20"
	for line, reason := range map[string]string{
		"nothing":             "unknown command",
		"simple-yield" + bond: `required flag(s) "price" not set`,
		"simple-yield" + bond + " --price 99 100":                                                             "unknown command",
		"simple-yield" + bond + " --price 1e3":                                                                `not a decimal number: "1e3"`,
		"simple-yield" + bond + " --price NaN":                                                                `not a decimal number: "NaN"`,
		"simple-yield" + bond + " --price Inf":                                                                "not a decimal number",
		"simple-yield" + bond + " --price +99":                                                                "not a decimal number",
		"simple-yield" + bond + " --price 9_9":                                                                "not a decimal number",
		"simple-yield" + bond + " --price 99,5":                                                               "not a decimal number",
		"simple-yield" + bond + " --price 0x63":                                                               "not a decimal number",
		"simple-yield" + bond + " --price .5":                                                                 "not a decimal number",
		"simple-yield" + bond + " --price 5.":                                                                 "not a decimal number",
		"simple-yield" + bond + " --price ９９":                                                                 "not a decimal number",
		"simple-yield" + bond + " --price 0.1234567890123456789":                                              "more than 18 decimals",
		"simple-yield" + bond + " --price " + strings.Repeat("9", 80):                                         "not a decimal number",
		"simple-yield" + bond + " --price 0":                                                                  "price out of range",
		"simple-yield" + bond + " --price -1":                                                                 "price out of range",
		"simple-yield" + bond + " --price 10001":                                                              "price out of range",
		"simple-yield --coupon -1 --settle 2026-02-04 --maturity 2035-12-20 --price 99":                       "coupon out of range",
		"simple-yield --coupon 101 --settle 2026-02-04 --maturity 2035-12-20 --price 99":                      "coupon out of range",
		"simple-yield --coupon 1 --settle 2026-02-30 --maturity 2035-12-20 --price 99":                        "invalid date",
		"simple-yield --coupon 1 --settle 2025-02-29 --maturity 2035-12-20 --price 99":                        "invalid date",
		"simple-yield --coupon 1 --settle 0001-01-01 --maturity 2035-12-20 --price 99":                        "outside the years",
		"simple-yield --coupon 1 --settle 2026-02-04 --maturity 9999-12-20 --price 99":                        "outside the years",
		"simple-yield --coupon 1 --settle 2026/02/04 --maturity 2035-12-20 --price 99":                        "invalid date",
		"simple-yield --coupon 1 --settle 2035-12-20 --maturity 2035-12-20 --price 99":                        "dates in the wrong order",
		"simple-yield --coupon 1 --settle 2035-12-21 --maturity 2035-12-20 --price 99":                        "dates in the wrong order",
		"price" + bond + " --simple-yield -20":                                                                "no price exists",
		"price" + bond + " --simple-yield -51":                                                                "yield out of range",
		"tbill-yield --settle 2026-02-04 --maturity 2026-02-04 --price 99":                                    "dates in the wrong order",
		"tbill-yield --settle 2026-02-04 --maturity 2026-05-04 --price 0":                                     "price out of range",
		"compound-yield" + bond + " --price 0":                                                                "price out of range",
		"compound-yield --coupon 1 --settle 2035-12-01 --maturity 2035-12-20 --price 200":                     "yield out of range",
		"compound-yield --coupon 1 --settle 2036-01-01 --maturity 2035-12-20 --price 99":                      "dates in the wrong order",
		"compound-price" + bond + " --yield 1001":                                                             "yield out of range",
		"compound-price" + bond + " --yield -100":                                                             "yield out of range",
		"accrued --face 0 --coupon 1 --settle 2026-01-01 --maturity 2035-12-20":                               "above zero",
		"accrued --face -1 --coupon 1 --settle 2026-01-01 --maturity 2035-12-20":                              "above zero",
		"accrued --face 1.5 --coupon 1 --settle 2026-01-01 --maturity 2035-12-20":                             "not a whole number",
		"accrued --face 1e9 --coupon 1 --settle 2026-01-01 --maturity 2035-12-20":                             "not a whole number",
		"accrued --face " + strings.Repeat("9", 31) + " --coupon 1 --settle 2026-01-01 --maturity 2035-12-20": "not a whole number",
		"accrued --face 100 --coupon 1 --settle 2026-01-01":                                                   "needs --maturity",
		"accrued --face 100 --coupon 1 --settle 2026-01-01 --at-issue":                                        "with --from",
		"accrued --face 100 --coupon 1 --settle 2026-01-01 --maturity 2035-12-20 --from 2025-12-20":           "with --from",
		"accrued --face 100 --coupon 1 --settle 2026-01-01 --from 2026-01-02 --at-issue":                      "dates in the wrong order",
		"accrued --face 100 --coupon 1 --settle 2026-01-01 --from 2024-01-02 --at-issue":                      "dates in the wrong order",
		"accrued --face 100 --coupon 1 --settle 2035-12-20 --maturity 2035-12-20":                             "dates in the wrong order",
		"accrued --face 100 --coupon 1 --settle 2026-01-01 --maturity 2035-12-20 --index-coefficient 0":       "index coefficient",
		"business-day --calendar london --date 2026-01-01":                                                    "unknown calendar",
		"business-day --calendar tokyo":                                                                       "required flag",
		"isin":                                                                                                "accepts 1 arg",
		"isin JP1103811S1":                                                                                    "malformed identifier",
		"isin jp1103811S13":                                                                                   "malformed identifier",
		"isin JP1103811S1A":                                                                                   "malformed identifier",
		"lei 5493006W3QUS5LMH6R8":                                                                             "malformed identifier",
		"dti 05RG2FHH0":                                                                                       "malformed identifier",
		"dti A5RG2FHH0":                                                                                       "malformed identifier",
		"collateral-value --market-value 100 --residual-years -1":                                             "below zero",
		"collateral-value --market-value 100 --residual-years 1 --kind stock":                                 "unknown kind",
		"collateral-value --market-value 100 --residual-years 11 --kind linker":                               "not eligible",
		"collateral-value --market-value 100 --residual-years 1 --as-of 2001-01-01":                           "no table in force",
		"fails-charge --proceeds 100 --reference-rate 1 --days -1":                                            "not a number of days",
		"fails-charge --proceeds 100 --reference-rate 1 --days 0x10":                                          "not a number of days",
		"fails-charge --proceeds 100 --reference-rate 1 --days 999999":                                        "days out of range",
		"fails-charge --proceeds 100 --reference-rate 1 --days 1 --currency eur":                              "known for jpy and usd",
		"tona --rates 0.1,0.2 --days 1":                                                                       "2 rates for 1 periods",
		"tona --rates 0.1 --days 0":                                                                           "holds for no day",
		"tona --rates 0.1 --days -1":                                                                          "days out of range",
		"tona --rates x --days 1":                                                                             "not a decimal number",
		"tona --rates 0.1 --days x":                                                                           "invalid",
		"forward --spot 0 --funding-rate 1 --investment-rate 1 --days 1":                                      "spot 0 is not above 0",
		"forward --spot -1 --funding-rate 1 --investment-rate 1 --days 1":                                     "spot -1 is not above 0",
		"forward --spot 1 --funding-rate 1 --investment-rate -50 --days 720":                                  "no price exists",
		"carry --notional 0 --spot-in 1 --spot-out 1 --funding-rate 1 --investment-rate 1 --days 1":           "above zero",
		"carry --notional 1 --spot-in 1 --spot-out 0 --funding-rate 1 --investment-rate 1 --days 1":           "spot out 0",
	} {
		out, err := run(t, line)
		require.ErrorContains(t, err, reason, line)
		require.Empty(t, out, "%s: nothing may be printed beside an error", line)
	}
}

// Every subcommand says what it does and is covered by an answer above.
func TestEveryCommandIsDescribed(t *testing.T) {
	for _, cmd := range calc.NewCmd().Commands() {
		require.NotEmpty(t, cmd.Short)
		require.True(t, cmd.SilenceUsage, "%s prints its usage over the error", cmd.Name())
		out, err := run(t, cmd.Name()+" --help")
		require.NoError(t, err)
		require.Contains(t, out, "kokusaid calc "+cmd.Name())
	}
	out, err := run(t, "")
	require.NoError(t, err)
	require.Contains(t, out, "compound-yield")
}
