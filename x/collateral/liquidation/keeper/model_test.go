package keeper_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// TestReferenceModel plays random operations on two markets of both modules and on the reference. Both must accept and refuse the same,
// agree on every debt, supply, call and auction, and on every coin.
//
// KOKUSAI_LONG plays a million operations, KOKUSAI_FROM says from which life on. A life that fails is played again with:
// KOKUSAI_LONG=1 KOKUSAI_OPERATIONS=1 KOKUSAI_FROM=17 go test ./x/collateral/liquidation/keeper -run TestReferenceModel
func TestReferenceModel(t *testing.T) {
	happened := &tally{}
	if os.Getenv("KOKUSAI_LONG") != "" {
		playLong(t, happened)
		return
	}
	t.Run("lives", func(t *testing.T) {
		for life := range uint64(16) {
			t.Run(fmt.Sprintf("life %d", life), func(t *testing.T) {
				t.Parallel()
				play(t, happened, life, 240, 12)
			})
		}
	})
	t.Log(happened)
	for _, what := range []string{
		"operations", "supply", "withdraw", "withdraw all", "add", "release", "borrow", "repay", "transfer", "coupon", "kept coupon",
		"redemption", "kept principal", "insurance", "deposit", "curve", "rate", "arrears", "default", "cure",
		"bid", "bid in default", "bid for cash", "backstop", "cap", "write-off", "block",
	} {
		require.True(t, happened.of(what) > 0, "in no life: %s", what)
	}
}

// playLong plays lives until there have been as many operations as are asked for, and says where it is.
func playLong(t *testing.T, happened *tally) {
	const each, often = 2_000, 100
	goal, from := number(t, "KOKUSAI_OPERATIONS", 1_000_000), number(t, "KOKUSAI_FROM", 0)
	var next atomic.Uint64
	next.Store(from)
	started := time.Now()
	t.Run("lives", func(t *testing.T) {
		for worker := range 2 {
			t.Run(fmt.Sprintf("worker %d", worker), func(t *testing.T) {
				t.Parallel()
				for !t.Failed() && happened.of("operations") < int64(goal) {
					life := next.Add(1) - 1
					if !t.Run(fmt.Sprintf("life %d", life), func(t *testing.T) { play(t, happened, life, each, often) }) {
						return
					}
					if life%10 == 9 {
						fmt.Printf("lives %d to %d: %d operations of %d in %s\n",
							from, life, happened.of("operations"), goal, time.Since(started).Round(time.Second))
					}
				}
			})
		}
	})
	fmt.Printf("%d operations in %s: %s\n", happened.of("operations"), time.Since(started).Round(time.Second), happened)
}

func number(t *testing.T, variable string, otherwise uint64) uint64 {
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, variable)
	return n
}

// play plays one life.
func play(t *testing.T, happened *tally, life uint64, operations, often int64) {
	m := newModel(t, life, happened)
	for checked := int64(0); m.ref.steps < operations && m.goesOn(); {
		m.act()
		if m.ref.steps-checked >= often {
			m.checkAll()
			checked = m.ref.steps
		}
	}
	m.checkAll()
}

// tally counts what happened in all lives.
type tally struct{ sync.Map }

func (c *tally) add(what string) {
	count, _ := c.LoadOrStore(what, new(atomic.Int64))
	count.(*atomic.Int64).Add(1)
}

func (c *tally) of(what string) int64 {
	count, found := c.Load(what)
	if !found {
		return 0
	}
	return count.(*atomic.Int64).Load()
}

// String lists what happened, in order.
func (c *tally) String() string {
	var lines []string
	c.Range(func(what, count any) bool {
		lines = append(lines, fmt.Sprintf("%s %d", what, count.(*atomic.Int64).Load()))
		return true
	})
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

// The people of the model: each may do everything, and what nobody buys the dealer, the bidder and the backstop do.
var (
	people    = []string{"ann", "bob", "cho", "dan"}
	everybody = append([]string{"dealer", "bidder", "backstop"}, people...)
	denoms    = []string{jpy, usd}
	bondsOf   = []string{tenYearD, twoYearD, dollarD}
)

const numbers = 2

type model struct {
	*world
	*rand.Rand
	ref  *reference
	said string // the operation that is played

	happened *tally
	coins    map[holding]int64                     // what accounts should hold
	sold     []collateraltypes.EventCollateralSold // in the block that has just ended
	told     time.Time                             // the day of the last curves
	index    map[string]sdkmath.LegacyDec          // supply index of each market when it was last looked at
	lost     map[string]*big.Rat                   // bad debt of each market then
	cashUnit map[string]int64                      // base units of an amount like a million yen
}

type holding struct{ who, denom string }

func newModel(t *testing.T, life uint64, happened *tally) *model {
	w := emptyWorld(t)
	m := &model{
		world: w, Rand: rand.New(rand.NewPCG(life, 2026)), ref: newReference(w.bonds.now), happened: happened,
		coins: map[holding]int64{}, index: map[string]sdkmath.LegacyDec{}, lost: map[string]*big.Rat{},
		cashUnit: map[string]int64{jpy: million * million, usd: 7_000 * million},
	}
	m.ref.asked, m.ref.bought, m.ref.decided = m.askPrice, m.boughtByBackstop, m.decided
	m.ref.yields["JPY"], m.ref.yields["USD"] = 2, 4
	m.ref.rate.SetInt64(150)
	gs := genesis()
	dollars := collateraltypes.DefaultMarketTerms("USD", dec("3"), sdkmath.NewInt(1))
	dollars.AcceptedCurrencies = []string{"JPY", "USD"}
	gs.Markets = append(gs.Markets, collateraltypes.Market{Denom: usd, Terms: dollars})
	for i := range gs.Markets {
		m.draw(&gs.Markets[i])
	}
	require.NoError(t, w.collateral.InitGenesis(w.ctx, gs))
	state := *types.DefaultGenesis()
	state.Params.Dealers, state.Params.Backstop = []string{dealer.String()}, backstop.String()
	require.NoError(t, w.keeper.InitGenesis(w.ctx, state))
	m.endow()
	m.begin(life)
	return m
}

// draw draws the terms of a market.
func (m *model) draw(market *collateraltypes.Market) {
	unit, terms := m.cashUnit[market.Denom], &market.Terms
	policy, reserve := m.Int64N(12)-1, m.Int64N(101)
	terms.PolicyRatePct, terms.ReserveFactorPct = sdkmath.LegacyNewDec(policy), sdkmath.LegacyNewDec(reserve)
	terms.SupplyCap, terms.BorrowCap = sdkmath.NewInt(900*unit), sdkmath.NewInt(500*unit)
	terms.MinBorrow = sdkmath.NewInt(unit / 10)
	m.ref.markets[market.Denom] = &refMarket{
		policy: rat(policy), reserve: rat(reserve), least: rat(unit / 10), supplyCap: rat(900 * unit), borrowCap: rat(500 * unit),
		cash: new(big.Rat), supplies: map[string]*big.Rat{}, positions: map[refKey]*refPosition{}, marks: map[string]refMark{},
		insurance: new(big.Rat), badDebt: new(big.Rat),
	}
	m.index[market.Denom], m.lost[market.Denom] = dec("1"), new(big.Rat)
}

// endow gives everybody cash and bonds.
func (m *model) endow() {
	for _, who := range everybody {
		coins := sdk.NewCoins(
			sdk.NewInt64Coin(jpy, 400*m.cashUnit[jpy]), sdk.NewInt64Coin(usd, 400*m.cashUnit[usd]),
			sdk.NewInt64Coin(tenYearD, 200_000_000), sdk.NewInt64Coin(twoYearD, 60_000_000), sdk.NewInt64Coin(dollarD, 800_000),
		)
		m.give(account(who), coins...)
		for _, coin := range coins {
			m.coins[holding{who, coin.Denom}] = coin.Amount.Int64()
		}
	}
}

// begin lends most of a first supply in both markets, so that lives get somewhere soon; the cap on debt in auction bites in every other
// life, and in every third the backstop is rich from the start.
func (m *model) begin(life uint64) {
	for _, denom := range denoms {
		unit := m.cashUnit[denom]
		limit := []int64{500, 60}[life%2] * unit
		market, err := m.collateral.GetMarket(m.ctx, denom)
		require.NoError(m, err)
		risk := collateraltypes.DefaultRiskTerms(denom, market.Terms)
		risk.AuctionCap = sdkmath.NewInt(limit)
		_, err = m.collateral.SetRiskTerms(m.ctx, risk)
		require.NoError(m, err)
		m.ref.markets[denom].auctionCap = rat(limit)
		m.doSupply("ann", denom, 260*unit)
		if life%3 == 0 {
			m.doDeposit(denom, 150*unit)
		}
	}
	for i, who := range people[1:] {
		more := int64(i)
		m.open(refKey{who, jpy, 1}, tenYearD, 80_000_000, (73+more)*m.cashUnit[jpy])
		m.open(refKey{who, usd, 1}, tenYearD, 60_000_000, (46+more)*m.cashUnit[usd])
		m.open(refKey{who, jpy, 2}, dollarD, 200_000, (24+more)*m.cashUnit[jpy])
		m.open(refKey{who, usd, 2}, dollarD, 200_000, (25+more)*m.cashUnit[usd])
	}
}

func (m *model) open(key refKey, bond string, units, debt int64) {
	m.doAdd(key, bond, units)
	m.doBorrow(key, debt)
}

// goesOn is false when the bonds come near their end, or bad debt has left so little of the suppliers' claims that 18 decimals are coarse.
func (m *model) goesOn() bool {
	for _, denom := range denoms {
		if !m.index[denom].GT(dec("0.01")) {
			return false
		}
	}
	return m.ref.today(tokyo).Before(refDate("2027-05-10"))
}

// askPrice asks the module for a price.
func (m *model) askPrice(bond string) *big.Rat {
	price, err := m.collateral.PriceOf(m.ctx, strings.TrimPrefix(bond, "bond/"))
	require.NoError(m, err)
	return new(big.Rat).Mul(rounding.Rat(price.Dirty), big.NewRat(10_000, 1))
}

// verdict is what the reference makes of an operation: what refuses it for sure, and what rounding may decide.
type verdict struct{ surely, maybe []error }

// when refuses if the sign is positive, and perhaps if it is 0.
func (v *verdict) when(sign int, refusal error) {
	switch {
	case sign > 0:
		v.surely = append(v.surely, refusal)
	case sign == 0:
		v.maybe = append(v.maybe, refusal)
	}
}

func (v *verdict) refuse(holds bool, refusal error) {
	if holds {
		v.surely = append(v.surely, refusal)
	}
}

// try plays an operation; its effect and true remain only if it is accepted. Both sides must agree on that.
func (m *model) try(v verdict, what, said string, action func(sdk.Context) error) bool {
	m.ref.steps++
	m.said = said
	m.happened.add("operations")
	cached, write := m.ctx.CacheContext()
	err := action(cached.WithEventManager(sdk.NewEventManager()))
	if err != nil {
		for _, refusal := range append(v.surely, v.maybe...) {
			if errors.Is(err, refusal) {
				return false
			}
		}
		require.Failf(m, "refused", "step %d on %s, %s: %s; expected %v or %v",
			m.ref.steps, m.ref.today(tokyo).Format(time.DateOnly), said, err, v.surely, v.maybe)
	}
	require.Emptyf(m, v.surely, "step %d, %s: accepted", m.ref.steps, said)
	write()
	m.happened.add(what)
	return true
}

// in plays something on the world of a context.
func (m *model) in(ctx sdk.Context, action func(*world)) error {
	w := *m.world
	w.ctx = ctx
	action(&w)
	return nil
}

// act plays one operation of anybody.
func (m *model) act() {
	if m.IntN(3) == 0 && m.bidSomewhere() {
		return
	}
	who, denom := m.person(), denoms[m.IntN(len(denoms))]
	market := m.ref.markets[denom]
	key := refKey{m.person(), denom, 1 + m.Uint64N(numbers)}
	bond, p := bondsOf[m.IntN(len(bondsOf))], m.ref.position(key)
	switch m.IntN(30) {
	case 0, 1:
		m.doSupply(who, denom, m.amount(m.coins[holding{who, denom}]/4))
	case 2:
		m.doWithdraw(who, denom, m.amount(whole(market.supply(who))))
	case 3:
		m.doWithdrawAll(who, denom)
	case 4, 5, 6:
		m.doAdd(key, bond, m.amount(m.free(key.owner, bond)))
	case 7, 8:
		lot := append(slices.Clone(bondsOf), other(denom))[m.IntN(len(bondsOf)+1)]
		m.doRelease(key, lot, m.amount(p.has[lot]))
	case 9, 10, 11, 12:
		m.doBorrow(key, m.amount(m.room(key)))
	case 13, 14:
		m.doRepay(who, key, m.amount(whole(p.debt)))
	case 15:
		m.doTransfer(key, refKey{who, denom, 1 + m.Uint64N(numbers)})
	case 16:
		m.doCoupon(m.endangered(key), bond)
	case 17:
		m.doRedeem(key, bond, m.amount(p.has[bond]/8))
	case 18:
		m.doInsure(who, denom)
	case 19:
		m.doDeposit(denom, m.amount(20*m.cashUnit[denom])-m.Int64N(30*m.cashUnit[denom]))
	case 20:
		m.doCurve()
	case 21:
		m.doRate()
	case 22:
		m.doPayment(bond)
	case 23:
		m.doBid(key, bond)
	default:
		m.doBlock()
	}
}

// other is the cash that stays in positions of a market.
func other(denom string) string { return denoms[1-slices.Index(denoms, denom)] }

func (m *model) person() string { return people[m.IntN(len(people))] }

// amount draws a part of what is there: a little, some, all, or somewhat more.
func (m *model) amount(there int64) int64 {
	switch m.IntN(6) {
	case 0:
		return 1 + m.Int64N(1_000)
	case 1:
		return max(1, there)
	case 2:
		return max(1, there+m.Int64N(max(1, there/8)))
	default:
		return 1 + m.Int64N(max(1, there))
	}
}

// room is about what a position can borrow.
func (m *model) room(key refKey) int64 {
	p := m.ref.position(key)
	most := new(big.Rat).Mul(m.ref.counts(key, p), big.NewRat(100, 105))
	return max(0, whole(most.Sub(most, p.debt)))
}

func (m *model) free(owner, bond string) int64 {
	n := m.coins[holding{owner, bond}]
	for _, denom := range denoms {
		for number := range uint64(numbers) {
			n -= m.ref.position(refKey{owner, denom, number + 1}).has[bond]
		}
	}
	return n
}

// keys are the positions that there may be, in order.
func keys() (all []refKey) {
	for _, denom := range denoms {
		for _, who := range people {
			for number := range uint64(numbers) {
				all = append(all, refKey{who, denom, number + 1})
			}
		}
	}
	return all
}

// endangered is a position in danger, if there is one, and else the given one.
func (m *model) endangered(otherwise refKey) refKey {
	var all []refKey
	for _, key := range keys() {
		if m.ref.position(key).stage >= endangered {
			all = append(all, key)
		}
	}
	if len(all) == 0 {
		return otherwise
	}
	return all[m.IntN(len(all))]
}

func whole(n *big.Rat) int64 { return new(big.Int).Quo(n.Num(), n.Denom()).Int64() }

func rat(n int64) *big.Rat { return big.NewRat(n, 1) }

func ratOf(n sdkmath.Int) *big.Rat { return new(big.Rat).SetInt(n.BigInt()) }

func (k refKey) id() types.ID {
	return types.ID{Owner: account(k.owner), Denom: k.market, Number: k.number}
}

func (m *model) near(want *big.Rat, have sdkmath.Int, what string) {
	m.Helper()
	if m.ref.compare(ratOf(have), want) != 0 {
		require.Failf(m, "apart", "step %d, %s: %s: want %s, have %s", m.ref.steps, m.said, what, want.FloatString(3), have)
	}
}
