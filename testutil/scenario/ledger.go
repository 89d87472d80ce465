package scenario

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	ibctesting "github.com/cosmos/ibc-go/v11/testing"

	"github.com/kokusai-chain/kokusai/app"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// account is one line of the ledger.
type account struct {
	name    string
	address sdk.AccAddress
}

// ledger prints what every account holds, fees aside: those named, or the actors, what is in suspense for them, and the
// modules. The last line is the supply, which all lines above it sum to. in= names the columns.
func ledger(r *Runner, words []string) []string {
	ctx, bank := r.Chain.Committed(), r.Chain.Kokusai.BankKeeper
	var only []string
	if len(words) > 0 {
		if list, ok := strings.CutPrefix(words[0], "in="); ok {
			for _, name := range strings.Split(list, ",") {
				only = append(only, title(r.denom(name)))
			}
			words = words[1:]
		}
	}
	accounts := r.accounts(words)
	balances := make([]sdk.Coins, len(accounts))
	var held sdk.Coins
	for i, one := range accounts {
		balances[i] = bank.GetAllBalances(ctx, one.address)
		held = held.Add(balances[i]...)
	}
	denoms := make([]string, 0, len(held))
	for _, coin := range held {
		if coin.Denom != app.StakeDenom && coin.Denom != ibctesting.SecondaryDenom && (only == nil || slices.Contains(only, title(coin.Denom))) {
			denoms = append(denoms, coin.Denom)
		}
	}
	if len(words) == 0 {
		var others, supply sdk.Coins
		for _, denom := range denoms {
			total := bank.GetSupply(ctx, denom)
			others, supply = others.Add(total.SubAmount(held.AmountOf(denom))), supply.Add(total)
		}
		accounts = append(accounts, account{name: "others"}, account{name: "supply"})
		balances = append(balances, others, supply)
	}
	rows := [][]string{append([]string{r.Chain.Today()}, slices.Collect(titles(denoms))...)}
	for i, one := range accounts {
		row := []string{one.name}
		for _, denom := range denoms {
			row = append(row, amountOf(balances[i], denom))
		}
		if strings.Join(row[1:], "") != "" || len(words) > 0 {
			rows = append(rows, row)
		}
	}
	return table(rows)
}

func titles(denoms []string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, denom := range denoms {
			if !yield(title(denom)) {
				return
			}
		}
	}
}

func title(denom string) string {
	if isin, isBond := bondtypes.ISINOf(denom); isBond {
		return isin
	}
	switch denom {
	case "ujpy":
		return "yen"
	case "uusd":
		return "dollars"
	}
	return denom
}

func amountOf(balance sdk.Coins, denom string) string {
	if amount := balance.AmountOf(denom); amount.IsPositive() {
		return Amount(amount.String(), denom)
	}
	return ""
}

func (r *Runner) accounts(names []string) (accounts []account) {
	if len(names) > 0 {
		for _, name := range names {
			text, ok := r.address(name)
			r.Require(ok, "no account "+name)
			accounts = append(accounts, account{name, sdk.MustAccAddressFromBech32(text)})
		}
		return accounts
	}
	for _, name := range r.names {
		accounts = append(accounts, account{name, r.Chain.Actor(name).Addr})
	}
	for _, name := range r.names {
		accounts = append(accounts, account{"suspense:" + name, custodytypes.SuspenseAddress(r.Chain.Actor(name).Addr)})
	}
	var modules []string
	for module := range r.Chain.Kokusai.AccountKeeper.GetModulePermissions() {
		modules = append(modules, module)
	}
	sort.Strings(modules)
	for _, module := range modules {
		accounts = append(accounts, account{"module:" + module, authtypes.NewModuleAddress(module)})
	}
	return accounts
}

// holders prints who holds a series, one line for each: the accounts that ledger knows, others together, and the sum, which is
// what is outstanding.
func holders(r *Runner, words []string) (lines []string) {
	ctx, bank := r.Chain.Committed(), r.Chain.Kokusai.BankKeeper
	for _, word := range words {
		denom := r.denom(word)
		isin, ok := bondtypes.ISINOf(denom)
		r.Require(ok, word+" is no series")
		series, err := r.Chain.Kokusai.BondKeeper.GetSeries(ctx, isin)
		r.NoError(err)
		line, others := series.Terms.Name+":", series.Outstanding()
		if others.IsZero() {
			line += " nobody"
		}
		for _, one := range r.accounts(nil) {
			held := bank.GetBalance(ctx, one.address, denom).Amount
			if held.IsPositive() {
				line += " " + one.name + " " + Grouped(held.String()) + ","
				others = others.Sub(held)
			}
		}
		r.Require(!others.IsNegative(), "more of "+isin+" is held than is outstanding")
		if others.IsPositive() {
			line += " others " + Grouped(others.String()) + ","
		}
		lines = append(lines, strings.TrimSuffix(line, ",")+" = "+Grouped(series.Outstanding().String()))
	}
	return lines
}

// table aligns the first column to the left and the others to the right.
func table(rows [][]string) []string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell))
		}
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		var line strings.Builder
		fmt.Fprintf(&line, "%-*s", widths[0], row[0])
		for j, cell := range row[1:] {
			fmt.Fprintf(&line, "  %*s", widths[j+1], cell)
		}
		lines[i] = line.String()
	}
	return lines
}

// microPlaces is the decimals of the cash tokens.
const microPlaces = 6

// Amount prints an amount of a denom, cash in currency units.
func Amount(amount, denom string) string {
	if denom != "ujpy" && denom != "uusd" {
		return Grouped(amount)
	}
	amount, negative := strings.CutPrefix(amount, "-")
	if len(amount) <= microPlaces {
		amount = strings.Repeat("0", microPlaces+1-len(amount)) + amount
	}
	whole, fraction := amount[:len(amount)-microPlaces], strings.TrimRight(amount[len(amount)-microPlaces:], "0")
	text := Grouped(whole)
	if fraction != "" {
		text += "." + fraction
	}
	if negative {
		text = "-" + text
	}
	return text
}

// Money prints an amount with the name of what it is of.
func Money(amount, denom string) string { return Amount(amount, denom) + " " + title(denom) }

// Grouped prints a whole number with commas.
func Grouped(digits string) string {
	digits, negative := strings.CutPrefix(digits, "-")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if negative {
		return "-" + digits
	}
	return digits
}
