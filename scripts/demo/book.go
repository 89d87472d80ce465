package main

import (
	"context"
	"fmt"
	"io"
	"math/big"
	"sort"
	"strings"

	"google.golang.org/grpc/metadata"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"

	"github.com/kokusai-chain/kokusai/app"
)

// book is what every account on one chain ought to hold. Steps write into it what they mean to do, and it is compared
// with the chain, account by account and supply by supply. Coupons that fall due by themselves are worked out here from
// the terms and from who held what, not read from the chain.
type book struct {
	chain    *chain
	accounts []account
	holdings map[string]map[string]math.Int // account name → denom → amount
	series   []*series
	height   int64 // of the newest transaction in the book
}

// account is somebody whose balance is watched; payee is who receives the coupons on what the account holds.
type account struct {
	name, address string
	payee         string
	pays          bool // signs transactions and so pays fees
}

// series is a bond whose payments the book follows.
type series struct {
	terms    bondtypes.TermSheet
	recorded uint32 // payments booked so far
}

func newBook(c *chain) *book {
	return &book{chain: c, holdings: map[string]map[string]math.Int{}}
}

// watch adds an account. A party's fees are booked as it pays them.
func (b *book) watch(name, address string) {
	b.accounts = append(b.accounts, account{name: name, address: address, payee: name})
	b.holdings[name] = map[string]math.Int{}
}

func (b *book) watchParty(p party, initial int64) {
	b.watch(p.name, p.String())
	b.accounts[len(b.accounts)-1].pays = true
	b.add(p.name, sdk.NewInt64Coin(app.StakeDenom, initial))
}

// payCouponsTo names who receives the coupons on what an account holds.
func (b *book) payCouponsTo(name, payee string) {
	for i := range b.accounts {
		if b.accounts[i].name == name {
			b.accounts[i].payee = payee
		}
	}
}

func (b *book) add(name string, coins ...sdk.Coin) {
	for _, coin := range coins {
		b.holdings[name][coin.Denom] = b.get(name, coin.Denom).Add(coin.Amount)
	}
}

func (b *book) get(name, denom string) math.Int {
	if amount, ok := b.holdings[name][denom]; ok {
		return amount
	}
	return math.ZeroInt()
}

// move books a transfer. Money from nowhere or to nowhere ("") is minted or burnt.
func (b *book) move(from, to string, coins ...sdk.Coin) {
	for _, coin := range coins {
		if from != "" {
			b.holdings[from][coin.Denom] = b.get(from, coin.Denom).Sub(coin.Amount)
		}
		if to != "" {
			b.add(to, coin)
		}
	}
}

// at returns a context whose queries see the state after the given block.
func at(ctx context.Context, height int64) context.Context {
	return metadata.AppendToOutgoingContext(ctx, grpctypes.GRPCBlockHeightHeader, fmt.Sprint(height))
}

// follow books the payments of every series that were recorded up to the given block. It must be called before a transfer
// of that block is booked: a block records payments before its transactions run.
func (b *book) follow(ctx context.Context, height int64) error {
	for _, s := range b.series {
		found, err := bondtypes.NewQueryClient(b.chain.conn).Payments(at(ctx, height), &bondtypes.QueryPaymentsRequest{Isin: s.terms.Isin})
		if err != nil {
			return err
		}
		for _, payment := range found.Payments {
			if payment.Number <= s.recorded || payment.Status == bondtypes.PAYMENT_STATUS_SCHEDULED {
				continue
			}
			s.recorded = payment.Number
			b.pay(s.terms, payment)
		}
	}
	return nil
}

// pay books one payment out of the bond module's fund: the coupon of the terms on what each account holds, or its face.
func (b *book) pay(terms bondtypes.TermSheet, payment bondtypes.Payment) {
	denom := bondtypes.Denom(terms.Isin)
	perUnit := new(big.Rat).SetFrac(terms.CouponPct.BigInt(), new(big.Int).Exp(big.NewInt(10), big.NewInt(20), nil))
	perUnit.Quo(perUnit, big.NewRat(int64(terms.Frequency), 1)).Mul(perUnit, big.NewRat(1_000_000, 1))
	for _, holder := range b.accounts {
		held := b.get(holder.name, denom)
		if !held.IsPositive() {
			continue
		}
		var cash math.Int
		if payment.Kind == bondtypes.PAYMENT_KIND_PRINCIPAL {
			cash = held.MulRaw(1_000_000)
			b.move(holder.name, "", sdk.NewCoin(denom, held))
		} else {
			due := new(big.Rat).Mul(perUnit, new(big.Rat).SetInt(held.BigInt()))
			cash = math.NewIntFromBigInt(new(big.Int).Quo(due.Num(), due.Denom()))
		}
		b.move("paying fund", holder.payee, sdk.NewCoin(terms.Currency, cash))
	}
}

// difference compares the book with the chain at the given block and returns what does not agree, nil when all does.
func (b *book) difference(ctx context.Context, height int64) ([]string, error) {
	var wrong []string
	sums := sdk.NewCoins()
	for _, a := range b.accounts {
		actual, err := b.chain.balances(at(ctx, height), a.address)
		if err != nil {
			return nil, err
		}
		sums = sums.Add(actual...)
		expected := sdk.NewCoins()
		for denom, amount := range b.holdings[a.name] {
			if denom == app.StakeDenom && a.pays {
				amount = amount.SubRaw(b.chain.fees[a.name])
			}
			if amount.IsNegative() {
				wrong = append(wrong, fmt.Sprintf("%s is booked %s%s", a.name, amount, denom))
				continue
			}
			expected = expected.Add(sdk.NewCoin(denom, amount))
		}
		if !actual.Equal(expected) {
			wrong = append(wrong, fmt.Sprintf("%s has %s, booked %s", a.name, actual, expected))
		}
	}
	supply, err := banktypes.NewQueryClient(b.chain.conn).TotalSupply(at(ctx, height), &banktypes.QueryTotalSupplyRequest{})
	if err != nil {
		return nil, err
	}
	for _, coin := range supply.Supply {
		if coin.Denom != app.StakeDenom && !sums.AmountOf(coin.Denom).Equal(coin.Amount) {
			wrong = append(wrong, fmt.Sprintf("supply of %s is %s, the accounts hold %s", coin.Denom, coin.Amount, sums.AmountOf(coin.Denom)))
		}
	}
	return wrong, nil
}

// snapshot copies the holdings, to show later what has changed.
func (b *book) snapshot() map[string]map[string]math.Int {
	copied := map[string]map[string]math.Int{}
	for name, amounts := range b.holdings {
		copied[name] = map[string]math.Int{}
		for denom, amount := range amounts {
			copied[name][denom] = amount
		}
	}
	return copied
}

// print writes the accounts whose holdings differ from before, with the change and the new balance.
func (b *book) print(out io.Writer, before map[string]map[string]math.Int) {
	for _, a := range b.accounts {
		denoms := make([]string, 0, len(b.holdings[a.name]))
		for denom := range b.holdings[a.name] {
			denoms = append(denoms, denom)
		}
		sort.Strings(denoms)
		for _, denom := range denoms {
			if denom == app.StakeDenom {
				continue
			}
			was, ok := before[a.name][denom]
			if !ok {
				was = math.ZeroInt()
			}
			now := b.get(a.name, denom)
			if change := now.Sub(was); !change.IsZero() {
				fmt.Fprintf(out, "      %-8s %-16s %-14s %26s  → %26s\n", b.chain.name, a.name, denomName(denom), signed(denom, change), amount(denom, now))
			}
		}
	}
}

// denomName is what a reader calls a denom.
func denomName(denom string) string {
	switch {
	case denom == "ujpy":
		return "yen"
	case denom == "uusd":
		return "dollars"
	case strings.HasPrefix(denom, "bond/"):
		return strings.TrimPrefix(denom, "bond/")
	case strings.HasPrefix(denom, "ibc/"):
		return "voucher " + denom[4:9]
	}
	return denom
}

// amount writes units of face plainly and micro-units of money with their six decimals.
func amount(denom string, value math.Int) string {
	text := value.Abs().String()
	fraction := ""
	if !strings.HasPrefix(denom, "bond/") && !wholeUnits[denom] {
		for len(text) <= 6 {
			text = "0" + text
		}
		text, fraction = text[:len(text)-6], "."+text[len(text)-6:]
	}
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	if value.IsNegative() {
		text = "-" + text
	}
	return text + fraction
}

func signed(denom string, value math.Int) string {
	if value.IsPositive() {
		return "+" + amount(denom, value)
	}
	return amount(denom, value)
}

// wholeUnits are the vouchers of bonds, which count face and have no decimals.
var wholeUnits = map[string]bool{}
