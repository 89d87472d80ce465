package calc_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/calc"
)

// allot runs calc allot on a file with this text.
func allot(t *testing.T, text string) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bids.json")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return run(t, "allot --file "+path)
}

func TestAllotAnswers(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"multi-price in face": {
			`{"method":"multi-price","unit":100,"offering":1000,"tick":"0.01","bids":[
			  {"bidder":"A","price":"100.60","amount":300},{"bidder":"B","price":"100.55","amount":400},
			  {"bidder":"C","price":"100.50","amount":500},{"bidder":"D","price":"100.50","amount":100},
			  {"bidder":"A","price":"100.49","amount":200}]}`,
			// 300 left for 600: C gets 250 floored to 200, D 50 floored to nothing
			`{"lowest_accepted_price":"100.50","allotment_pct":"50.0000","average_price":"100.56","bids_total":1500,"accepted_total":900,` +
				`"allocations":{"A":300,"B":400,"C":200,"D":0},"payments":{"A":"301.8","B":"402.2","C":"201","D":"0"}}`,
		},
		"multi-price in bid units, with yields": {
			`{"method":"multi-price","unit":100000000,"offering":1000,"tick":"0.01","coupon":"2.1","settle":"2026-02-04","maturity":"2035-12-20",
			  "bids":[{"bidder":"A","price":"98.84","amount":499},{"bidder":"B","price":"98.74","amount":500},{"bidder":"C","price":"98.74","amount":2}]}`,
			`{"lowest_accepted_price":"98.74","highest_accepted_yield":"2.256","allotment_pct":"99.8007","average_price":"98.79","average_yield":"2.249","bids_total":1001,"accepted_total":999,` +
				`"allocations":{"A":499,"B":499,"C":1},"payments":{"A":"49321160000","B":"49271260000","C":"98740000"}}`,
		},
		"bill": {
			`{"method":"multi-price","unit":10000000,"offering":200000000,"tick":"0.0005","settle":"2026-01-26","maturity":"2026-04-27",
			  "bids":[{"bidder":"A","price":"99.8160","amount":100000000},{"bidder":"B","price":99.8220,"amount":"100000000"}]}`,
			`{"lowest_accepted_price":"99.8160","highest_accepted_yield":"0.7393","allotment_pct":"100.0000","average_price":"99.8190","average_yield":"0.7273","bids_total":200000000,"accepted_total":200000000,` +
				`"allocations":{"A":100000000,"B":100000000},"payments":{"A":"99816000","B":"99822000"}}`,
		},
		"single-price": {
			`{"method":"single-price","unit":1,"offering":10,"tick":"0.05","bids":[
			  {"bidder":"A","price":"105.25","amount":5},{"bidder":"B","price":"105.2","amount":5},{"bidder":"C","price":"105.15","amount":5}]}`,
			`{"lowest_accepted_price":"105.20","allotment_pct":"100.0000","average_price":"105.20","bids_total":15,"accepted_total":10,` +
				`"allocations":{"A":5,"B":5,"C":0},"payments":{"A":"5.26","B":"5.26","C":"0"}}`,
		},
		"single-yield": {
			`{"method":"single-yield","unit":100000000,"offering":4000,"tick":"0.005","coupon":"3.1","settle":"2025-09-26","maturity":"2065-03-20","bids":[
			  {"bidder":"A","yield":"3.280","amount":2000},{"bidder":"B","yield":"3.300","amount":1500},
			  {"bidder":"C","yield":"3.300","amount":2000},{"bidder":"D","yield":"3.305","amount":2000}]}`,
			`{"lowest_accepted_price":"95.60","highest_accepted_yield":"3.300","issue_price":"95.60","allotment_pct":"57.1428","average_price":"95.60","bids_total":7500,"accepted_total":3999,` +
				`"allocations":{"A":2000,"B":857,"C":1142,"D":0},"payments":{"A":"191200000000","B":"81929200000","C":"109175200000","D":"0"}}`,
		},
		"spread": {
			`{"method":"spread","unit":1,"offering":10,"tick":"0.001","bids":[
			  {"bidder":"A","spread":"-0.002","amount":5},{"bidder":"B","spread":"0.010","amount":5}]}`,
			`{"highest_accepted_spread":"0.010","issue_price":"100.00","allotment_pct":"100.0000","bids_total":10,"accepted_total":10,` +
				`"allocations":{"A":5,"B":5},"payments":{"A":"5","B":"5"}}`,
		},
		"single-rate": {
			`{"method":"single-rate","unit":1,"offering":10,"tick":"0.001","bids":[
			  {"bidder":"A","rate":"-0.002","amount":5},{"bidder":"B","rate":"0.010","amount":5},{"bidder":"C","rate":"-0.002","amount":5}]}`,
			`{"lowest_accepted_rate":"-0.002","allotment_pct":"50.0000","bids_total":15,"accepted_total":9,` +
				`"allocations":{"A":2,"B":5,"C":2},"payments":{"A":"2","B":"5","C":"2"}}`,
		},
		"yield-spread": {
			`{"method":"yield-spread","unit":100,"offering":1000000,"tick":"0.001","settle":"2026-02-13","series":[
			  {"isin":"JP1051811RA8","coupon":"1.3","maturity":"2030-09-20","reference_yield":"1.6"},
			  {"isin":"JP1103811S13","coupon":"2.1","maturity":"2035-12-20","reference_yield":"2.2"}],"bids":[
			  {"bidder":"A","isin":"JP1103811S13","spread":"-0.009","amount":500000},
			  {"bidder":"B","isin":"JP1051811RA8","spread":"-0.007","amount":500000}]}`,
			`{"highest_accepted_spread":"-0.007","allotment_pct":"100.0000","average_spread":"-0.008","bids_total":1000000,"accepted_total":1000000,` +
				`"allocations":{"A":500000,"B":500000},"payments":{"A":"496314","B":"493721"}}`,
		},
		"buy-back, whoever offers how much": {
			`{"method":"buy-back","unit":1,"offering":10,"tick":"0.01","bids":[
			  {"bidder":"A","price":"98.75","amount":50},{"bidder":"B","price":"98.60","amount":4}]}`,
			`{"highest_accepted_price":"98.75","allotment_pct":"12.0000","average_price":"98.69","bids_total":54,"accepted_total":10,` +
				`"allocations":{"A":6,"B":4},"payments":{"A":"5.925","B":"3.944"}}`,
		},
		"nothing floors to a unit": {
			`{"method":"multi-price","unit":1,"offering":2,"tick":"0.01","bids":[
			  {"bidder":"A","price":"99","amount":1},{"bidder":"B","price":"99","amount":1},{"bidder":"C","price":"99","amount":1}]}`,
			`{"allotment_pct":"0.0000","bids_total":3,"accepted_total":0,"allocations":{"A":0,"B":0,"C":0},"payments":{"A":"0","B":"0","C":"0"}}`,
		},
		"nobody bids": {
			`{"method":"multi-price","unit":1,"offering":2,"tick":"0.01","bids":[]}`,
			`{"allotment_pct":"0.0000","bids_total":0,"accepted_total":0,"allocations":{},"payments":{}}`,
		},
		"a cap of its own": {
			`{"method":"multi-price","unit":1,"offering":10,"tick":"0.01","bidder_cap":10,"bids":[{"bidder":"A","price":"100","amount":10}]}`,
			`{"lowest_accepted_price":"100.00","allotment_pct":"100.0000","average_price":"100.00","bids_total":10,"accepted_total":10,"allocations":{"A":10},"payments":{"A":"10"}}`,
		},
	} {
		out, err := allot(t, c.file)
		require.NoError(t, err, name)
		require.Equal(t, c.want+"\n", out, name)
	}
}

func TestAllotReadsStandardInput(t *testing.T) {
	root, out := calc.NewCmd(), bytes.Buffer{}
	root.SetArgs([]string{"allot", "--file", "-"})
	root.SetIn(strings.NewReader(`{"method":"single-price","unit":1,"offering":10,"tick":"0.01","bids":[{"bidder":"A","price":"99.99","amount":5}]}`))
	root.SetOut(&out)
	require.NoError(t, root.Execute())
	require.Contains(t, out.String(), `"payments":{"A":"4.9995"}`)
}

func TestAllotRefusals(t *testing.T) {
	const good = `{"method":"multi-price","unit":100,"offering":1000,"tick":"0.01","bids":[{"bidder":"A","price":"99.99","amount":300},{"bidder":"B","price":"99.98","amount":200}]}`
	_, err := allot(t, good)
	require.NoError(t, err)
	const yield = `"method":"single-yield","coupon":"3.1","settle":"2025-09-26","maturity":"2065-03-20"`
	for change, reason := range map[string]string{
		// fields
		`"tick":=>"tack":`:                        `unknown field "tack"`,
		`"bidder":"A"=>"bider":"A"`:               `unknown field "bider"`,
		`"bidder":"A"=>"Bidder":"A"`:              `"Bidder" is repeated or in capitals`,
		`"bidder":"A"=>"bidder":"A","bidder":"C"`: `"bidder" is repeated`,
		`"method":"multi-price",=>`:               `unknown auction method: ""`,
		`multi-price=>dutch`:                      `unknown auction method: "dutch"`,
		`"unit":100,=>`:                           `"unit" is missing`,
		`"offering":1000,=>`:                      `"offering" is missing`,
		`"tick":"0.01",=>`:                        `"tick" is missing`,
		`"bids":[{"bidder":"A","price":"99.99","amount":300},{"bidder":"B","price":"99.98","amount":200}]=>"bids":null`: `"bids" is missing`,
		`"bidder":"A",=>`:                              `"" is no name of a bidder`,
		`"bidder":"A"=>"bidder":" A"`:                  `" A" is no name of a bidder`,
		`"bidder":"A"=>"bidder":"A\u0000"`:             `is no name of a bidder`,
		`"bidder":"A"=>"bidder":"A\u200b"`:             `is no name of a bidder`, // cannot be seen
		`"bidder":"A"=>"bidder":"A\ud800"`:             `is no name of a bidder`, // half a character
		"\"bidder\":\"A\"=>\"bidder\":\"A\xff\"":       `is no name of a bidder`, // no text
		`"price":"99.99",=>`:                           `bid 1 of "A": multi-price takes a price`,
		`"price":"99.99"=>"yield":"1"`:                 "multi-price takes a price",
		`"price":"99.99"=>"price":"99.99","yield":"1"`: "multi-price takes a price",
		`,"amount":300=>`:                              "amount must be positive and below 2^100: missing",
		`"tick":=>"settle":"2026-01-05","tick":`:       "takes settle and maturity together",
		`"tick":=>"coupon":"1","tick":`:                "takes settle and maturity together",
		`"price":"99.99"=>"isin":"X","price":"99.99"`:  "series is not on offer",
		`}]}=>}]} {}`:                                  "more than one object",
		`}]}=>}]`:                                      "not an auction",
		// numbers
		`"amount":300=>"amount":0`:     "above zero",
		`"amount":300=>"amount":-300`:  "above zero",
		`"amount":300=>"amount":300.0`: "not a whole number",
		`"amount":300=>"amount":3e2`:   "not a whole number",
		`"amount":300=>"amount":"3e2"`: "not a whole number",
		`"amount":300=>"amount":null`:  "not a whole number",
		`"amount":300=>"amount":[300]`: "not a whole number",
		`"amount":300=>"amount":50`:    "below the bid unit",
		`"amount":300=>"amount":350`:   "not a multiple of the bid unit",
		`"amount":300=>"amount":600`:   "A bids for 600, the most is 500",
		`"bidder":"B"=>"bidder":"A","price":"99.97","amount":400},{"bidder":"A"`: "A bids for 700, the most is 500",
		`"offering":1000=>"offering":5`:                                          "(face; the file counts in bid units of 100)",
		`"unit":100,=>"unit":0,`:                                                 "above zero",
		`"unit":100,=>"unit":-1,`:                                                "above zero",
		`"offering":1000=>"offering":0`:                                          "above zero",
		`"tick":"0.01"=>"tick":"0"`:                                              "tick must be positive",
		`"tick":"0.01"=>"tick":"-0.01"`:                                          "tick must be positive",
		`"tick":"0.01"=>"tick":"0.00001"`:                                        "at most 4 decimals",
		`"tick":"0.01"=>"tick":"1e-2"`:                                           "not a decimal number",
		`99.99=>99.995`:                                                          "99.995 is not a multiple of 0.01",
		`"99.99"=>99.99e0`:                                                       "not a decimal number",
		`99.99=>NaN`:                                                             "not a decimal number",
		`99.99=>-99.99`:                                                          "out of range",
		`99.99=>0`:                                                               "out of range",
		`99.99=>99999`:                                                           "out of range",
		// what methods need
		`"method":"multi-price"=>"method":"single-yield"`:                                               "needs coupon, settle and maturity",
		`"method":"multi-price"=>` + yield:                                                              "single-yield takes a yield",
		`"method":"multi-price"=>"method":"spread","coupon":"1"`:                                        "takes no coupon",
		`"method":"multi-price"=>"method":"yield-spread"`:                                               "needs settle and series",
		`"method":"multi-price"=>"method":"yield-spread","settle":"2026-01-05","series":[{"isin":"X"}]`: `series "X" is repeated or lacks`,
		`"method":"multi-price"=>"method":"multi-price","series":[{"isin":"X"}]`:                        "and no series",
		`"method":"multi-price"=>"method":"multi-price","settle":"2026-02-30","maturity":"2027-01-01"`:  "invalid date",
		`"method":"multi-price"=>"method":"multi-price","settle":"2027-01-02","maturity":"2027-01-01"`:  "dates in the wrong order",
	} {
		from, to, found := strings.Cut(change, "=>")
		require.True(t, found && strings.Contains(good, from), change)
		out, err := allot(t, strings.Replace(good, from, to, 1))
		require.ErrorContains(t, err, reason, change)
		require.Empty(t, out, "%s: nothing may be printed beside an error", change)
	}
	for file, reason := range map[string]string{"": "not an auction", "[]": "not an auction", "null": `unknown auction method`, "{": "not an auction"} {
		_, err := allot(t, file)
		require.ErrorContains(t, err, reason, file)
	}
	_, err = run(t, "allot --file /nowhere/bids.json")
	require.ErrorContains(t, err, "no such file")
	_, err = run(t, "allot")
	require.ErrorContains(t, err, `required flag(s) "file" not set`)
}
