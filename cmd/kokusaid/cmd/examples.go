package cmd

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// accounts are the arguments that name somebody.
var accounts = strings.Fields("account address bidder buyer counterparty custodian dealer from giver holder institution lender offerer owner " +
	"party paying-agent proposer receiver recipient seller successor supplier to")

// samples are what examples show for arguments, by name. A name behind those of its module, or of its module and command, has a
// sample of its own there.
var samples = map[string]string{
	"amount":                          "1000000ujpy",
	"as-of":                           "2026-04-01",
	"ask-denom":                       "uusd",
	"auction-id":                      "mof.10y-381-january",
	"base":                            "USD",
	"basket":                          "basket.json",
	"bonds":                           "100000000bond/JP1103811S13",
	"book":                            "customer",
	"book-account":                    "21701-0001",
	"borrow":                          "99000000000000ujpy",
	"calendar":                        "tokyo",
	"cash":                            "99530000000000ujpy",
	"cash-denom":                      "uusd",
	"channel":                         "channel-0",
	"channel-id":                      "channel-0",
	"choice":                          "yes",
	"class":                           "institutional",
	"clean-price":                     "99.53",
	"collateral":                      "100000000bond/JP1103811S13",
	"collateral-number":               "1",
	"connection-id":                   "connection-0",
	"counterparty-channel-id":         "channel-0",
	"currency":                        "JPY",
	"date":                            "2026-06-20",
	"deliver-to":                      "21701-0002",
	"delivery":                        "D-2026-0017",
	"denom":                           "ujpy",
	"denom-path":                      "transfer/channel-0/uusd",
	"digest":                          "9f86…",
	"document-hash":                   "9f86…",
	"end-date":                        "2026-09-10",
	"expires-at":                      "2026-04-01T06:00:00Z",
	"expiry":                          "2027-03-31",
	"face":                            "100000000",
	"id":                              "1",
	"intervention":                    "intervention.json",
	"isin":                            "JP1103811S13",
	"issuer":                          "issuer.json",
	"issuer-id":                       "mof",
	"jurisdiction":                    "JP",
	"licence":                         "licence.json",
	"lot":                             "100000000bond/JP1103811S13",
	"maturity-date":                   "2036-12-20",
	"max-cash":                        "99000000000000ujpy",
	"max-payment":                     "99000000000000ujpy",
	"min-fill":                        "1000000",
	"min-received":                    "650000000000",
	"note":                            `"as ordered"`,
	"number":                          "1",
	"offer":                           "1000000000uusd",
	"params":                          "params.json",
	"participant":                     "participant.json",
	"pauses":                          `'{"borrow": true}'`,
	"pay":                             "150250000000ujpy",
	"pilot":                           "pilot.json",
	"price":                           "150.25",
	"quantity":                        "100000000",
	"quote":                           "JPY",
	"rate":                            "150.25",
	"reason":                          "court-order",
	"recipient-number":                "2",
	"record-date":                     "2026-09-01",
	"reference":                       "T-2026-0042",
	"reference-id":                    "tona",
	"reserve":                         "reserve.json",
	"rules":                           "rules.json",
	"seal":                            "9f86…",
	"series":                          "series.json",
	"settlement-date":                 "2026-04-03",
	"side":                            "issuer",
	"spread-pct":                      "0.05",
	"status":                          "suspended",
	"succeeded":                       "true",
	"syndicate-id":                    "mof.40y-18",
	"tax-class":                       "resident-corporation",
	"terms":                           "terms.json",
	"trade-reference":                 "T-2026-0042",
	"units":                           "100000000",
	"valid-until":                     "2026-04-01",
	"value":                           "0.727",
	"venue-id":                        "newyork",
	"auction bid-second-round amount": "500000000",
	"bond freeze reason":              `"forged certificates"`,
	"bond from":                       "2026-04-01",
	"bond id":                         "mof",
	"bond set-reference reference":    "reference.json",
	"bond to":                         "2027-03-31",
	"carry quote":                     `'{"dealer": "kokusai1…", "id": "1"}'`,
	"carry refresh-venue id":          "newyork",
	"carry register-venue denom":      "ujpy",
	"carry register-venue id":         "newyork",
	"carry reopen-venue id":           "newyork",
	"carry resolve value":             "1000000",
	"carry set-venue-status id":       "newyork",
	"carry set-venue-status status":   "paused",
	"carry sweep denom":               "uusd",
	"carry update-venue id":           "newyork",
	"carry venue id":                  "newyork",
	"custody can-transfer amount":     "100000000",
	"custody can-transfer denom":      "bond/JP1103811S13",
	"custody holding denom":           "bond/JP1103811S13",
	"offering id":                     "mof.40y-18",
	"omnibus amount":                  "100000000bond/JP1103811S13",
	"omnibus book-transfer to":        "C-0018",
	"omnibus denom":                   "bond/JP1103811S13",
	"omnibus reference":               "C-0017",
	"repo id":                         "gc-10y",
	"repo price amount":               "100000000",
	"repo price denom":                "bond/JP1103811S13",
	"reserve amount":                  "100000000bond/JP1103811S13",
	"reserve denom":                   "bond/JP1103811S13",
	"settlement id":                   "9f86…",
	"reserve reason":                  `"no such deposit"`,
}

// sampleFlags are what examples show of commands that say little without a flag.
var sampleFlags = map[string]string{
	"auction calendar":        "--from 2026-04-01 --to 2027-03-31",
	"auction duties":          "--short-only",
	"auction list":            "--status open",
	"bond quote":              "--clean-price 99.53",
	"carry close":             "--top-up 1000000",
	"collateral forecast":     "--borrow 1000000",
	"collateral stress":       "--parallel-bp 100 --fx-shift-bp=-1000",
	"collateral withdraw":     "--all",
	"offering agree-trade":    "--clean-price 99.5",
	"oracle grace":            "--currencies JPY,USD",
	"repo substitute":         "--give 100000000bond/JP1103811S13 --take-back 100000000bond/JP1051801R41",
	"settlement instruct":     "--instructions instruction.json",
	"settlement propose":      "--parties kokusai1… --legs leg.json",
	"settlement settle-batch": "--instructions instruction.json",
}

// addExamples gives an example to each command of a module that has none.
func addExamples(root *cobra.Command, isOurs func(module string) bool) {
	for _, group := range root.Commands() {
		if group.Name() != "tx" && group.Name() != "query" {
			continue
		}
		for _, module := range group.Commands() {
			if !isOurs(module.Name()) {
				continue
			}
			for _, command := range module.Commands() {
				command.Example = cmp.Or(command.Example, exampleOf(command))
			}
		}
	}
}

var argument = regexp.MustCompile(`\[([^\]]+)\]`)

// exampleOf calls a command with a sample for each argument of its use; there is no example when one has no sample.
func exampleOf(command *cobra.Command) string {
	module := command.Parent().Name()
	place := module + " " + command.Name()
	words := []string{command.CommandPath()}
	for _, match := range argument.FindAllStringSubmatch(command.Use, -1) {
		name := match[1]
		sample := cmp.Or(samples[place+" "+name], samples[module+" "+name], samples[name])
		if sample == "" && slices.Contains(accounts, name) {
			sample = "kokusai1…"
		}
		if sample == "" {
			return ""
		}
		words = append(words, sample)
	}
	if flags := sampleFlags[place]; flags != "" {
		words = append(words, flags)
	}
	if command.Flags().Lookup("title") != nil {
		words = append(words, `--title "…" --summary "…" --deposit 10000000ukoku`)
	}
	if command.Flags().Lookup("broadcast-mode") != nil {
		words = append(words, "--from key")
	}
	return strings.Join(words, " ")
}
