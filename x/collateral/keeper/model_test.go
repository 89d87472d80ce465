package keeper_test

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// TestModel runs random operations on the module and on a naive twin that keeps everybody's money as a fraction, without
// scaled units or indices. Both must accept and refuse the same, and agree on every amount within the stated rounding. After
// each step no index has fallen, no coin is unaccounted for, and the events alone tell the same ledger; the laws hold.
//
// Run it longer with: go test ./x/collateral/keeper -run TestModel -rapid.checks=20000 -rapid.steps=100
func TestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newModel(t)
		t.Repeat(map[string]func(*rapid.T){
			"supply": m.supply, "withdraw": m.withdraw, "withdraw all": m.withdrawAll,
			"add": m.add, "release": m.release, "borrow": m.borrow, "repay": m.repay,
			"time": m.time, "curve": m.curve, "donate": m.donate, "redeem": m.redeem, "": m.check,
		})
		m.audit()
	})
}

// The people of the model, each of whom may do everything, and their positions.
var people = []sdk.AccAddress{account("ann"), account("bob"), account("cho")}

const positionsEach = 2

type model struct {
	*world
	terms    types.MarketTerms
	cash     math.Int // exact: what went in less what went out
	supplies map[string]*big.Rat
	debts    map[string]*big.Rat
	bonds    map[string]int64
	donated  math.Int
	minted   math.Int
	steps    int64
	indices  [2]math.LegacyDec
	ledger   *ledger
}

func newModel(t *rapid.T) *model {
	w := newWorld(t)
	m := &model{
		world: w, cash: math.ZeroInt(), donated: math.ZeroInt(), minted: math.ZeroInt(),
		supplies: map[string]*big.Rat{}, debts: map[string]*big.Rat{}, bonds: map[string]int64{},
		indices: [2]math.LegacyDec{dec("1"), dec("1")}, ledger: newLedger(),
	}
	w.setTerms(func(terms *types.MarketTerms) {
		terms.PolicyRatePct = math.LegacyNewDec(rapid.Int64Range(-1, 20).Draw(t, "policy"))
		terms.KinkSpreadPct, terms.FullSpreadPct = dec("1"), math.LegacyNewDec(rapid.Int64Range(1, 30).Draw(t, "full"))
		terms.ReserveFactorPct = math.LegacyNewDec(rapid.Int64Range(0, 100).Draw(t, "reserve"))
		terms.SupplyCap, terms.BorrowCap, terms.MinBorrow = yen(3_000_000), yen(1_500_000), yen(100)
		m.terms = *terms
	})
	for _, who := range people {
		w.give(who, cash(2_000_000), units(1_000_000)[0])
		m.minted = m.minted.Add(yen(2_000_000))
	}
	m.open(t)
	return m
}

// open starts most runs with money lent, so that they get somewhere.
func (m *model) open(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "empty") == 0 {
		return
	}
	ann, bob := people[0], people[1]
	require.NoError(t, m.try(func(ctx sdk.Context) error {
		_, err := m.keeper.Supply(ctx, ann, cash(1_000_000))
		return err
	}))
	require.NoError(t, m.try(func(ctx sdk.Context) error { return m.keeper.AddCollateral(ctx, bob, jpy, 1, units(800_000)) }))
	lent := rapid.Int64Range(100_000, 700_000).Draw(t, "lent")
	require.NoError(t, m.try(func(ctx sdk.Context) error { return m.keeper.Borrow(ctx, bob, jpy, 1, yen(lent), bob) }))
	m.cash = yen(1_000_000 - lent)
	m.supplies[ann.String()], m.debts[fmt.Sprintf("%s/1", bob)] = rat(yen(1_000_000)), rat(yen(lent))
	m.bonds[fmt.Sprintf("%s/1", bob)] = 800_000
}

func (m *model) person(t *rapid.T) sdk.AccAddress { return rapid.SampledFrom(people).Draw(t, "who") }

func (m *model) place(t *rapid.T) (who sdk.AccAddress, number uint64, key string) {
	who, number = m.person(t), rapid.Uint64Range(1, positionsEach).Draw(t, "number")
	return who, number, fmt.Sprintf("%s/%d", who, number)
}

// amount draws yen of every magnitude, whole mostly and odd micro-yen sometimes.
func (m *model) amount(t *rapid.T) math.Int {
	magnitude := rapid.SampledFrom([]int64{1, 100, 1_000, 10_000, 100_000, 100_000}).Draw(t, "magnitude")
	n := yen(magnitude * rapid.Int64Range(1, 10).Draw(t, "yen"))
	if rapid.Bool().Draw(t, "odd") {
		n = n.SubRaw(rapid.Int64Range(1, 999_999).Draw(t, "less"))
	}
	return n
}

// tolerance is what rounding may have moved by now: some units a step, and a billionth of the amount.
func (m *model) tolerance(amount *big.Rat) *big.Rat {
	part := new(big.Rat).Mul(new(big.Rat).Abs(amount), big.NewRat(1, 1_000_000_000))
	return part.Add(part, big.NewRat(20*(m.steps+1), 1))
}

// compare returns -1 or 1 when a is surely below or above b, and 0 when rounding may decide.
func (m *model) compare(a, b *big.Rat) int {
	difference := new(big.Rat).Sub(a, b)
	if new(big.Rat).Abs(difference).Cmp(m.tolerance(b)) <= 0 {
		return 0
	}
	return difference.Sign()
}

func (m *model) near(t *rapid.T, want *big.Rat, have math.Int, what string) {
	require.Zero(t, m.compare(rat(have), want), "%s: want %s, have %s", what, want.FloatString(2), have)
}

func rat(n math.Int) *big.Rat { return new(big.Rat).SetInt(n.BigInt()) }

func at(of map[string]*big.Rat, key string) *big.Rat {
	if of[key] == nil {
		of[key] = new(big.Rat)
	}
	return of[key]
}

func sum(of map[string]*big.Rat) *big.Rat {
	total := new(big.Rat)
	for _, part := range of {
		total.Add(total, part)
	}
	return total
}

// try runs an operation, keeps its effect only when it succeeds, and books its events.
func (m *model) try(action func(ctx sdk.Context) error) error {
	m.steps++
	cached, write := m.ctx.CacheContext()
	cached = cached.WithEventManager(sdk.NewEventManager())
	err := action(cached)
	if err == nil {
		write()
		m.ledger.book(m.T, cached.EventManager().ABCIEvents())
	}
	return err
}

func (m *model) supply(t *rapid.T) {
	who, amount := m.person(t), m.amount(t)
	after := new(big.Rat).Add(sum(m.supplies), rat(amount))
	verdict := m.compare(after, rat(m.terms.SupplyCap))
	poor := m.balance(who, jpy).LT(amount)
	err := m.try(func(ctx sdk.Context) error {
		_, err := m.keeper.Supply(ctx, who, sdk.NewCoin(jpy, amount))
		return err
	})
	switch {
	case verdict > 0:
		require.ErrorIs(t, err, types.ErrSupplyCap)
	case poor:
		require.Error(t, err)
	case verdict < 0:
		require.NoError(t, err)
	}
	if err == nil {
		m.cash = m.cash.Add(amount)
		at(m.supplies, who.String()).Add(at(m.supplies, who.String()), rat(amount))
	}
}

func (m *model) withdraw(t *rapid.T) {
	who, amount := m.person(t), m.amount(t)
	held := at(m.supplies, who.String())
	err := m.try(func(ctx sdk.Context) error {
		_, _, err := m.keeper.Withdraw(ctx, who, jpy, amountOf(amount))
		return err
	})
	switch verdict := m.compare(rat(amount), held); {
	case verdict > 0:
		require.ErrorIs(t, err, types.ErrInsufficientClaims)
	case verdict < 0 && amount.GT(m.cash):
		require.ErrorIs(t, err, types.ErrInsufficientLiquidity)
	case verdict < 0:
		require.NoError(t, err)
	}
	if err == nil {
		m.cash = m.cash.Sub(amount)
		held.Sub(held, rat(amount))
	}
}

func (m *model) withdrawAll(t *rapid.T) {
	who := m.person(t)
	held := at(m.supplies, who.String())
	var amount math.Int
	err := m.try(func(ctx sdk.Context) (err error) {
		amount, _, err = m.keeper.Withdraw(ctx, who, jpy, all())
		return err
	})
	if err != nil {
		if m.compare(held, new(big.Rat)) > 0 {
			require.ErrorIs(t, err, types.ErrInsufficientLiquidity)
			require.GreaterOrEqual(t, m.compare(held, rat(m.cash)), 0)
		}
		return
	}
	m.near(t, held, amount, "all of a supply")
	m.cash = m.cash.Sub(amount)
	held.SetInt64(0) // less than a unit stays with the reserve
}

func drawUnits(t *rapid.T) int64 {
	return rapid.SampledFrom([]int64{1, 100, 10_000, 50_000}).Draw(t, "lot") * rapid.Int64Range(1, 10).Draw(t, "lots")
}

func (m *model) add(t *rapid.T) {
	who, number, key := m.place(t)
	n := drawUnits(t)
	free := m.balance(who, tenYearD).Int64()
	for i := range positionsEach {
		free -= m.bonds[fmt.Sprintf("%s/%d", who, i+1)]
	}
	err := m.try(func(ctx sdk.Context) error { return m.keeper.AddCollateral(ctx, who, jpy, number, units(n)) })
	if n > free {
		require.ErrorIs(t, err, errNotFree)
		return
	}
	require.NoError(t, err)
	m.bonds[key] += n
}

// carried is the largest debt that units of the ten-year carry: at its price, 98 % of it, and the threshold.
func (m *model) carried(t *rapid.T, n int64) *big.Rat {
	price, err := m.keeper.PriceOf(m.ctx, tenYear)
	require.NoError(t, err)
	today, tenYears, fiveYears := price.Date.String(), "2025-12-20", "2030-12-20"
	share := int64(98) // from five to ten years before maturity
	switch {
	case today < tenYears:
		share = 97
	case today >= fiveYears:
		share = 99
	}
	value := new(big.Rat).Mul(rounding.Rat(price.Dirty), big.NewRat(n*share*million, 100*100))
	return value.Quo(value, big.NewRat(105, 100))
}

func (m *model) release(t *rapid.T) {
	who, number, key := m.place(t)
	n := drawUnits(t)
	debt := at(m.debts, key)
	err := m.try(func(ctx sdk.Context) error { return m.keeper.ReleaseCollateral(ctx, who, jpy, number, units(n)) })
	switch {
	case m.bonds[key] == 0 && debt.Sign() == 0:
		require.ErrorIs(t, err, types.ErrPositionNotFound)
	case n > m.bonds[key]:
		require.ErrorIs(t, err, types.ErrInsufficientCollateral)
	case debt.Sign() == 0 || m.compare(debt, m.carried(t, m.bonds[key]-n)) < 0:
		require.NoError(t, err)
	case m.compare(debt, m.carried(t, m.bonds[key]-n)) > 0:
		require.ErrorIs(t, err, types.ErrUnhealthy)
	}
	if err == nil {
		m.bonds[key] -= n
	}
}

func (m *model) borrow(t *rapid.T) {
	who, number, key := m.place(t)
	amount := m.amount(t)
	debt := new(big.Rat).Add(at(m.debts, key), rat(amount))
	total := new(big.Rat).Add(sum(m.debts), rat(amount))
	err := m.try(func(ctx sdk.Context) error { return m.keeper.Borrow(ctx, who, jpy, number, amount, who) })
	health, capped := m.compare(debt, m.carried(t, m.bonds[key])), m.compare(total, rat(m.terms.BorrowCap))
	switch {
	case m.bonds[key] == 0 && at(m.debts, key).Sign() == 0:
		require.ErrorIs(t, err, types.ErrPositionNotFound)
	case amount.GT(m.cash):
		require.ErrorIs(t, err, types.ErrInsufficientLiquidity)
	case capped > 0:
		require.ErrorIs(t, err, types.ErrBorrowCap)
	case capped < 0 && m.compare(debt, rat(m.terms.MinBorrow)) < 0:
		require.ErrorIs(t, err, types.ErrBelowMinimum)
	case capped < 0 && m.compare(debt, rat(m.terms.MinBorrow)) > 0 && health > 0:
		require.ErrorIs(t, err, types.ErrUnhealthy)
	case capped < 0 && m.compare(debt, rat(m.terms.MinBorrow)) > 0 && health < 0:
		require.NoError(t, err)
	}
	if err == nil {
		m.cash = m.cash.Sub(amount)
		m.debts[key] = debt
	}
}

func (m *model) repay(t *rapid.T) {
	owner, number, key := m.place(t)
	payer, amount := m.person(t), m.amount(t)
	debt := at(m.debts, key)
	var repaid math.Int
	poor := m.balance(payer, jpy)
	err := m.try(func(ctx sdk.Context) (err error) {
		repaid, err = m.keeper.Repay(ctx, payer, owner, jpy, number, amount)
		return err
	})
	if err != nil {
		if debt.Sign() > 0 && poor.GTE(amount) {
			require.ErrorIs(t, err, types.ErrTooSmall)
			require.True(t, amount.LTE(m.indices[1].Ceil().TruncateInt()))
		}
		return
	}
	require.Positive(t, debt.Sign())
	m.book(t, key, repaid, amount)
}

// book takes what was repaid off the twin's debt: the amount, or all of the debt if that was less.
func (m *model) book(t *rapid.T, key string, repaid, amount math.Int) {
	debt := m.debts[key]
	m.cash = m.cash.Add(repaid)
	require.True(t, repaid.LTE(amount))
	if repaid.LT(amount) {
		m.near(t, debt, repaid, "all of a debt")
	}
	owner, number := debtor(key)
	if left, err := m.keeper.Debt(m.ctx, owner, jpy, number); err == nil && left.IsZero() {
		m.near(t, debt, repaid, "all of a debt")
		debt.SetInt64(0)
		return
	}
	debt.Sub(debt, rat(repaid))
}

func debtor(key string) (sdk.AccAddress, uint64) {
	for _, who := range people {
		for number := range uint64(positionsEach) {
			if fmt.Sprintf("%s/%d", who, number+1) == key {
				return who, number + 1
			}
		}
	}
	panic(key)
}

func (m *model) time(t *rapid.T) {
	elapsed := time.Duration(rapid.Int64Range(1, int64(40*day)).Draw(t, "elapsed"))
	m.pass(elapsed)
	// The twin accrues whenever the module next does, which is at the next operation; do both now.
	require.NoError(t, m.try(func(ctx sdk.Context) error { return m.keeper.UpdateMarket(ctx, jpy, m.terms) }))
	debt, supply := sum(m.debts), sum(m.supplies)
	utilisation := big.NewRat(100, 1)
	if debt.Cmp(supply) < 0 {
		utilisation.Quo(debt, supply).Mul(utilisation, big.NewRat(100, 1))
	}
	if debt.Sign() == 0 {
		return
	}
	growth := rounding.Rat(m.terms.BorrowRatePct(rounding.RatDown(utilisation, rounding.DecPlaces)))
	growth.Mul(growth, big.NewRat(int64(elapsed), 100*int64(365*day)))
	earned := new(big.Rat).Mul(growth, rounding.Rat(dec("100").Sub(m.terms.ReserveFactorPct)))
	earned.Mul(earned, utilisation).Quo(earned, big.NewRat(10_000, 1))
	grow(m.debts, growth)
	grow(m.supplies, earned)
}

// grow adds a share to each amount, at a hundred decimals.
func grow(amounts map[string]*big.Rat, share *big.Rat) {
	digits := new(big.Int).Exp(big.NewInt(10), big.NewInt(100), nil)
	for key, amount := range amounts {
		grown := new(big.Rat).Mul(amount, new(big.Rat).Add(big.NewRat(1, 1), share))
		scaled := new(big.Int).Mul(grown.Num(), digits)
		amounts[key] = new(big.Rat).SetFrac(scaled.Quo(scaled, grown.Denom()), digits)
	}
}

func (m *model) curve(t *rapid.T) {
	next := flatCurve("JPY", math.LegacyNewDecWithPrec(rapid.Int64Range(-100, 500).Draw(t, "yield"), 2).String())
	require.NoError(t, m.try(func(ctx sdk.Context) error { return m.keeper.SetCurve(ctx, next) }))
}

func (m *model) donate(t *rapid.T) {
	who, amount := m.person(t), m.amount(t)
	if m.balance(who, jpy).GTE(amount) {
		require.NoError(t, m.bank.SendCoins(m.ctx, who, module, sdk.NewCoins(sdk.NewCoin(jpy, amount))))
		m.donated = m.donated.Add(amount)
	}
}

// redeem pays principal for some of a position's bonds, as if their series had matured in part.
func (m *model) redeem(t *rapid.T) {
	who, number, key := m.place(t)
	n := drawUnits(t)
	if n > m.bonds[key] {
		return
	}
	before := m.balance(who, jpy)
	owed := new(big.Rat).Set(at(m.debts, key))
	require.NoError(t, m.try(func(ctx sdk.Context) error {
		w := *m.world
		w.ctx = ctx
		return w.redeem(who, number, units(n)[0], jpy)
	}))
	m.minted = m.minted.Add(yen(n))
	m.bonds[key] -= n
	paid := m.balance(who, jpy).Sub(before)
	if repaid := yen(n).Sub(paid); repaid.IsPositive() {
		m.book(t, key, repaid, yen(n))
	} else {
		require.Zero(t, owed.Sign(), "debt comes first")
	}
}

// check holds after every operation. A broken law stays broken, so the audit, which reads everything, comes now and then and at the end.
func (m *model) check(t *rapid.T) {
	if m.steps%8 == 0 {
		m.audit()
	}
	report := m.market()
	require.Equal(t, m.cash.String(), report.Pool.Cash.String())
	require.Equal(t, m.cash.Add(m.donated).String(), m.balance(module, jpy).String(), "every unit in the module account is accounted for")
	require.Equal(t, m.minted.String(), m.bank.GetSupply(m.ctx, jpy).Amount.String())
	m.near(t, sum(m.supplies), report.TotalSupply, "total supply")
	m.near(t, sum(m.debts), report.TotalDebt, "total debt")
	require.True(t, report.Pool.SupplyIndex.GTE(m.indices[0]) && report.Pool.BorrowIndex.GTE(m.indices[1]), "an index fell")
	m.indices = [2]math.LegacyDec{report.Pool.SupplyIndex, report.Pool.BorrowIndex}
	for _, who := range people {
		supply, err := m.queries.Supply(m.ctx, &types.QuerySupplyRequest{Supplier: who.String(), Denom: jpy})
		require.NoError(t, err)
		m.near(t, at(m.supplies, who.String()), supply.Value, "a supply")
		for number := range uint64(positionsEach) {
			debt, err := m.keeper.Debt(m.ctx, who, jpy, number+1)
			require.NoError(t, err)
			m.near(t, at(m.debts, fmt.Sprintf("%s/%d", who, number+1)), debt, "a debt")
		}
	}
	m.ledger.check(t, m.dump())
}
