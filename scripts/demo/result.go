package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// checkResult prints the result as the ministry publishes it and compares it with the calculator's.
func (d *demo) checkResult() error {
	published, err := d.published()
	if err != nil {
		return err
	}
	expected, err := d.allot()
	if err != nil {
		return err
	}
	for column, figure := range map[string]string{
		"lowest_price": "lowest_accepted_price", "lowest_price_yield": "highest_accepted_yield", "allotment_pct": "allotment_pct",
		"average_price": "average_price", "average_price_yield": "average_yield", "bids": "bids_total", "accepted": "accepted_total",
	} {
		if want := fmt.Sprint(expected[figure]); published[column] != want {
			return fmt.Errorf("the chain published %s %q, the calculator has %q", column, published[column], want)
		}
	}
	allocations, payments := expected["allocations"].(map[string]any), expected["payments"].(map[string]any)
	for _, t := range d.tenders {
		face, ok := math.NewIntFromString(fmt.Sprint(allocations[t.dealer]))
		if !ok {
			return fmt.Errorf("the calculator allots %s %v", t.dealer, allocations[t.dealer])
		}
		t.won = face.Int64()
		accrued, err := d.accruedAtIssue(t.won)
		if err != nil {
			return err
		}
		t.cost = sdk.NewCoin("ujpy", dec(fmt.Sprint(payments[t.dealer])).MulInt64(1_000_000).TruncateInt()).Add(accrued)
		d.say("%s bid for %s and is allotted %s", t.dealer, amount(jgbDenom, math.NewInt(t.face())), amount(jgbDenom, face))
	}
	return nil
}

// published prints the result file of the auction and returns it by its columns.
func (d *demo) published() (map[string]string, error) {
	out, err := d.tokyoCommand("query", "auction", "result-file", auctionID, "--format", "csv")
	if err != nil {
		return nil, err
	}
	lines, err := csv.NewReader(strings.NewReader(string(out))).ReadAll()
	if err != nil || len(lines) != 2 {
		return nil, errors.Join(fmt.Errorf("result file of %d lines", len(lines)), err)
	}
	columns := map[string]string{}
	for i, column := range lines[0] {
		columns[column] = lines[1][i]
		if lines[1][i] != "" {
			d.say("%-20s %s", column, lines[1][i])
		}
	}
	return columns, nil
}

// allot runs the auction offline, on what the dealers know they bid.
func (d *demo) allot() (map[string]any, error) {
	type line struct {
		Bidder string `json:"bidder"`
		Price  string `json:"price"`
		Amount int64  `json:"amount"`
	}
	var bids []line
	for _, t := range d.tenders {
		for _, b := range t.bids {
			bids = append(bids, line{t.dealer, b.price, b.face})
		}
	}
	file, err := json.Marshal(map[string]any{
		"method": "multi-price", "unit": bidUnit, "offering": issued, "tick": "0.01", "coupon": "2.1", "settle": issueDate, "maturity": "2035-12-20", "bids": bids,
	})
	if err != nil {
		return nil, err
	}
	path := filepath.Join(d.network, "bids.json")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return nil, err
	}
	return d.answer("allot", "--file", path)
}

// accruedAtIssue is the calculator's accrued interest on face at the issue.
func (d *demo) accruedAtIssue(face int64) (sdk.Coin, error) {
	if face == 0 {
		return yen(0), nil
	}
	text, err := d.calc("accrued_yen", "accrued", "--face", fmt.Sprint(face), "--coupon", "2.1", "--settle", issueDate,
		"--maturity", "2035-12-20", "--from", "2025-12-20", "--at-issue")
	if err != nil {
		return sdk.Coin{}, err
	}
	accrued, _ := math.NewIntFromString(text)
	return sdk.NewCoin("ujpy", accrued.MulRaw(1_000_000)), nil
}
