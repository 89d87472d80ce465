package types_test

import (
	"bytes"
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func lent(principal int64, rate string, basis uint32) types.Repo {
	repo := types.NewRepo("offerer", 1, types.Terms{RatePct: dec(rate), DayBasis: basis, HaircutPct: dec("2")}, "")
	repo.Principal, repo.AccruedDate = math.NewInt(principal), "2026-04-01"
	return repo
}

func TestRepoInterest(t *testing.T) {
	for _, c := range []struct {
		principal int64
		rate      string
		basis     uint32
		until     string
		want      int64
	}{
		{36_500_000_000, "1", 365, "2026-04-02", 1_000_000},
		{36_000_000_000, "1", 360, "2026-04-02", 1_000_000},
		{36_500_000_000, "1", 365, "2026-04-01", 0},
		{36_500_000_000, "1", 365, "2026-03-01", 0},
		{1, "0.0001", 365, "2026-04-02", 1},                   // up
		{1, "-0.0001", 365, "2026-04-02", 0},                  // up, toward zero
		{36_500_000_001, "-1", 365, "2026-04-02", -1_000_000}, // a negative rate pays the giver no more than it says
	} {
		require.EqualValues(t, c.want, lent(c.principal, c.rate, c.basis).AccruedUp(date.MustParse(c.until)).Int64(), "%+v", c)
	}
}

// Counting interest in on the way costs the giver less than one unit a time, and never saves anything.
func TestRepoAccrueOnTheWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		principal := rapid.Int64Range(1, 1<<60).Draw(t, "principal")
		rate := math.LegacyNewDecWithPrec(rapid.Int64Range(-100_000, 1_000_000).Draw(t, "rate"), 4).String()
		at, often := lent(principal, rate, 365), lent(principal, rate, 365)
		day, stops := date.MustParse("2026-04-01"), int64(0)
		for _, days := range rapid.SliceOfN(rapid.IntRange(0, 400), 0, 10).Draw(t, "stops") {
			day = day.AddDays(days)
			often.Accrue(day)
			stops++
		}
		once := at.DebtUp(day)
		require.True(t, often.DebtUp(day).GTE(once))
		require.True(t, often.DebtUp(day).LTE(once.AddRaw(stops)))
	})
}

// Whatever is paid, and in whatever parts, the debt falls by exactly that.
func TestRepoCredit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		repo := lent(rapid.Int64Range(1, 1<<60).Draw(t, "principal"), "5", 365)
		repo.Interest = math.NewInt(rapid.Int64Range(-1000, 1_000_000).Draw(t, "interest"))
		repo.IncomeOwed = math.NewInt(rapid.Int64Range(0, 1_000_000).Draw(t, "income"))
		today := date.MustParse("2026-04-01")
		debt := repo.DebtUp(today)
		paid := math.NewInt(rapid.Int64Range(0, debt.Int64()).Draw(t, "paid"))
		if debt.IsZero() {
			return
		}
		repo.Credit(paid)
		require.Equal(t, debt.Sub(paid).String(), repo.NetUp(today).String())
		require.False(t, repo.Principal.IsNegative())
	})
}

func TestRepoChangeLeavesTheOriginal(t *testing.T) {
	repo := types.Repo{}
	require.NoError(t, repo.Change("bond/B", math.NewInt(5), math.LegacyZeroDec()))
	require.NoError(t, repo.Change("bond/A", math.NewInt(7), math.LegacyZeroDec()))
	require.Equal(t, "7bond/A,5bond/B", repo.Bonds().String())
	attempt := repo
	require.NoError(t, attempt.Change("bond/A", math.NewInt(-7), math.LegacyZeroDec()))
	require.NoError(t, attempt.Change("bond/B", math.NewInt(-1), math.LegacyZeroDec()))
	require.ErrorIs(t, attempt.Change("bond/B", math.NewInt(-5), math.LegacyZeroDec()), types.ErrInsufficientBonds)
	require.Equal(t, "4bond/B", attempt.Bonds().String())
	require.Equal(t, "7bond/A,5bond/B", repo.Bonds().String())
}

func TestRepoCutValue(t *testing.T) {
	require.EqualValues(t, 97, types.Repo{Terms: types.Terms{HaircutPct: dec("2")}}.CutValueDown(math.NewInt(99)).Int64())
}

// The price falls in a straight line, never rises, and stays at the floor.
func TestCloseOutPrice(t *testing.T) {
	terms := types.DefaultParams().CloseOut
	for inDefault, c := range map[bool]struct{ half, floor math.LegacyDec }{
		false: {dec("96"), terms.FloorPct},
		true:  {dec("61"), terms.DefaultFloorPct},
	} {
		require.Equal(t, terms.StartPct, terms.PctAt(-time.Hour, inDefault))
		require.Equal(t, terms.StartPct, terms.PctAt(0, inDefault))
		require.Equal(t, c.half, terms.PctAt(30*time.Minute, inDefault))
		require.Equal(t, c.floor, terms.PctAt(time.Hour, inDefault))
		require.Equal(t, c.floor, terms.PctAt(24*time.Hour, inDefault))
	}
	rapid.Check(t, func(t *rapid.T) {
		a := time.Duration(rapid.Int64Range(0, int64(2*time.Hour)).Draw(t, "a"))
		b := time.Duration(rapid.Int64Range(int64(a), int64(2*time.Hour)).Draw(t, "b"))
		inDefault := rapid.Bool().Draw(t, "default")
		require.True(t, terms.PctAt(b, inDefault).LTE(terms.PctAt(a, inDefault)))
	})
}

// AccruedUp against fractions.
func TestRepoInterestLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		principal, rate := rapid.Int64Range(1, 1<<60).Draw(t, "principal"), rapid.Int64Range(-100_000, 1_000_000).Draw(t, "rate")
		days := rapid.IntRange(1, 3650).Draw(t, "days")
		repo := lent(principal, math.LegacyNewDecWithPrec(rate, 4).String(), 360)
		exact := big.NewRat(rate, 10_000*100*360)
		exact.Mul(exact, new(big.Rat).SetInt64(principal)).Mul(exact, new(big.Rat).SetInt64(int64(days)))
		got := new(big.Rat).SetInt(repo.AccruedUp(date.MustParse("2026-04-01").AddDays(days)).BigInt())
		require.True(t, got.Cmp(exact) >= 0)
		require.True(t, new(big.Rat).Sub(got, exact).Cmp(big.NewRat(1, 1)) < 0)
	})
}

// A genesis that contradicts itself is refused, with the repo's name.
func TestGenesisRefused(t *testing.T) {
	const day = "2026-04-08"
	account := func(n byte) string { return sdk.AccAddress(bytes.Repeat([]byte{n}, 20)).String() }
	giver, taker := account(1), account(2)
	bonds := func(units int64) sdk.Coin { return sdk.NewInt64Coin("bond/JP1103811S13", units) }
	state := func() types.GenesisState {
		terms := types.Terms{
			Giver: giver, Taker: taker, Form: types.FORM_PLEDGE, Cash: sdk.NewInt64Coin("ujpy", 100), RatePct: dec("1"), HaircutPct: dec("2"),
			BasketId: "gc", StartDate: "2026-04-01", EndDate: day, DayBasis: 365,
		}
		live := types.NewRepo(giver, 1, terms, "2026-04-01")
		live.Status, live.Principal, live.AccruedDate, live.Due = types.STATUS_LIVE, terms.Cash.Amount, "2026-04-01", time.Unix(1, 0).UTC()
		live.Holdings = []types.Holding{{Bonds: bonds(100), IncomeMark: math.LegacyZeroDec()}}
		return types.GenesisState{
			Params: types.DefaultParams(),
			Baskets: []types.Basket{{
				Id: "gc", CashDenom: "ujpy", IssuerIds: []string{"mof"}, Kinds: []bondtypes.SeriesKind{bondtypes.SERIES_KIND_FIXED}, MaxResidualMonths: 120,
			}},
			Inventories: []types.Inventory{{Giver: giver, Isins: []string{"JP1103811S13"}}},
			Repos:       []types.Repo{live},
		}
	}
	closed := func(gs *types.GenesisState) {
		gs.Repos[0].Status, gs.Repos[0].Holdings, gs.Repos[0].Due = types.STATUS_CLOSED, nil, time.Time{}
		gs.Repos[0].CloseOut = &types.CloseOut{Claim: math.NewInt(-5)}
	}
	offered := func(gs *types.GenesisState) {
		gs.Repos[0].Status, gs.Repos[0].Holdings, gs.Repos[0].Principal = types.STATUS_OFFERED, nil, math.ZeroInt()
	}
	require.NoError(t, types.DefaultGenesis().Validate())
	for name, change := range map[string]func(*types.GenesisState){"live": func(*types.GenesisState) {}, "closed": closed, "offered": offered} {
		gs := state()
		change(&gs)
		require.NoError(t, gs.Validate(), name)
	}
	for name, change := range map[string]func(*types.GenesisState){
		"repo twice":        func(gs *types.GenesisState) { gs.Repos = append(gs.Repos, gs.Repos[0]) },
		"basket twice":      func(gs *types.GenesisState) { gs.Baskets = append(gs.Baskets, gs.Baskets[0]) },
		"no basket":         func(gs *types.GenesisState) { gs.Baskets = nil },
		"inventory twice":   func(gs *types.GenesisState) { gs.Inventories = append(gs.Inventories, gs.Inventories[0]) },
		"an empty one":      func(gs *types.GenesisState) { gs.Inventories[0].Isins = nil },
		"nobody's":          func(gs *types.GenesisState) { gs.Inventories[0].Giver = "nobody" },
		"terms":             func(gs *types.GenesisState) { gs.Repos[0].Terms.DayBasis = 364 },
		"offered by others": func(gs *types.GenesisState) { gs.Repos[0].Offerer = account(3) },
		"no status":         func(gs *types.GenesisState) { gs.Repos[0].Status = types.STATUS_UNSPECIFIED },
		"no principal":      func(gs *types.GenesisState) { gs.Repos[0].Principal = math.Int{} },
		"income below zero": func(gs *types.GenesisState) { gs.Repos[0].IncomeOwed = math.NewInt(-1) },
		"no accrued date":   func(gs *types.GenesisState) { gs.Repos[0].AccruedDate = "" },
		"no end date":       func(gs *types.GenesisState) { gs.Repos[0].EndDate = "soon" },
		"live with a sale":  func(gs *types.GenesisState) { gs.Repos[0].CloseOut = &types.CloseOut{Claim: math.OneInt()} },
		"a call of nothing": func(gs *types.GenesisState) { gs.Repos[0].Call = &types.MarginCall{Shortfall: math.ZeroInt()} },
		"no units":          func(gs *types.GenesisState) { gs.Repos[0].Holdings[0].Bonds.Amount = math.ZeroInt() },
		"no income mark":    func(gs *types.GenesisState) { gs.Repos[0].Holdings[0].IncomeMark = math.LegacyDec{} },
		"a holding twice": func(gs *types.GenesisState) {
			gs.Repos[0].Holdings = append(gs.Repos[0].Holdings, gs.Repos[0].Holdings[0])
		},
		"21 series": func(gs *types.GenesisState) {
			for i := range types.MaxSeries {
				coin := bonds(1)
				coin.Denom = fmt.Sprintf("bond/JP1%08d1", i)
				gs.Repos[0].Holdings = append(gs.Repos[0].Holdings, types.Holding{Bonds: coin, IncomeMark: math.LegacyZeroDec()})
			}
		},
		"offered with bonds": func(gs *types.GenesisState) {
			gs.Repos[0].Status, gs.Repos[0].Principal = types.STATUS_OFFERED, math.ZeroInt()
		},
		"agreed with cash": func(gs *types.GenesisState) { gs.Repos[0].Status, gs.Repos[0].Holdings = types.STATUS_AGREED, nil },
		"closed with bonds": func(gs *types.GenesisState) {
			holdings := gs.Repos[0].Holdings
			closed(gs)
			gs.Repos[0].Holdings = holdings
		},
		"closed without claim":  func(gs *types.GenesisState) { closed(gs); gs.Repos[0].CloseOut = nil },
		"closed for nothing":    func(gs *types.GenesisState) { closed(gs); gs.Repos[0].CloseOut.Claim = math.ZeroInt() },
		"defaulted for nothing": func(gs *types.GenesisState) { gs.Repos[0].Status = types.STATUS_DEFAULTED },
	} {
		gs := state()
		change(&gs)
		require.ErrorIs(t, gs.Validate(), types.ErrInvalidGenesis, name)
	}
	for name, c := range map[string]struct {
		want   error
		change func(*types.GenesisState)
	}{
		"params":    {types.ErrInvalidParams, func(gs *types.GenesisState) { gs.Params.DueLimit = 0 }},
		"basket":    {types.ErrInvalidBasket, func(gs *types.GenesisState) { gs.Baskets[0].Kinds = nil }},
		"inventory": {types.ErrInvalidBasket, func(gs *types.GenesisState) { gs.Inventories[0].Isins = []string{"JP"} }},
	} {
		gs := state()
		c.change(&gs)
		require.ErrorIs(t, gs.Validate(), c.want, name)
	}
}
