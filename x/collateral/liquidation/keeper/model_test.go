package keeper_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// TestReferenceModel plays random operations on both modules and on the reference. Both must accept and refuse the same, agree on every
// debt, supply, call and auction, and on every coin. With KOKUSAI_LONG a million operations.
//
// A life that fails is played again with: go test ./x/collateral/liquidation/keeper -run 'TestReferenceModel/lives/life_17$'
func TestReferenceModel(t *testing.T) {
	lives, operations, often := 16, 200, 10
	if os.Getenv("KOKUSAI_LONG") != "" {
		lives, operations, often = 520, 2_000, 100
	}
	happened := &tally{}
	t.Run("lives", func(t *testing.T) {
		for life := range lives {
			t.Run(fmt.Sprintf("life %d", life), func(t *testing.T) {
				t.Parallel()
				m := newModel(t, uint64(life))
				m.happened = happened
				for m.ref.steps < int64(operations) && m.goesOn() {
					m.act()
					if m.ref.steps%int64(often) == 0 {
						m.checkAll()
					}
				}
				m.checkAll()
			})
		}
	})
	t.Log(happened)
	for _, what := range []string{
		"operations", "supply", "withdraw", "withdraw all", "add", "release", "borrow", "repay", "transfer", "coupon", "bid", "write-off", "block",
	} {
		require.True(t, happened.of(what) > 0, "in no life: %s", what)
	}
}

// tally counts what happened in all lives.
type tally struct{ sync.Map }

func (c *tally) add(what string) {
	if c == nil {
		return
	}
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

// The people of the model: each may do everything, and what nobody buys the dealer or the bidder do.
var people = []sdk.AccAddress{account("ann"), account("bob"), account("cho"), account("dan")}

var pledgeable = []string{tenYearD, twoYearD}

const numbers = 2

type model struct {
	*world
	*rand.Rand
	ref  *reference
	said string // the operation that is played

	happened *tally
	coins    map[string]int64 // what accounts should hold, by denom and account
}

func newModel(t *testing.T, life uint64) *model {
	w := emptyWorld(t)
	m := &model{
		world: w, Rand: rand.New(rand.NewPCG(life, 2026)), ref: newReference(w.bonds.now),
		coins: map[string]int64{},
	}
	m.ref.asked = func(bond string) *big.Rat {
		price, err := w.collateral.PriceOf(w.ctx, bond[len("bond/"):])
		require.NoError(t, err)
		return new(big.Rat).Mul(rounding.Rat(price.Dirty), big.NewRat(10_000, 1))
	}
	gs := genesis()
	terms := &gs.Markets[0].Terms
	policy, reserve := m.Int64N(12)-1, m.Int64N(101)
	terms.PolicyRatePct, terms.ReserveFactorPct = sdkmath.LegacyNewDec(policy), sdkmath.LegacyNewDec(reserve)
	terms.SupplyCap, terms.BorrowCap, terms.MinBorrow = yen(900_000_000), yen(500_000_000), yen(100_000)
	m.ref.policy, m.ref.reserve, m.ref.yield = big.NewRat(policy, 1), big.NewRat(reserve, 1), 2
	m.ref.supplyCap, m.ref.borrowCap, m.ref.least = ratOf(terms.SupplyCap), ratOf(terms.BorrowCap), ratOf(terms.MinBorrow)
	require.NoError(t, w.collateral.InitGenesis(w.ctx, gs))
	state := *types.DefaultGenesis()
	state.Params.Dealers = []string{dealer.String()}
	require.NoError(t, w.keeper.InitGenesis(w.ctx, state))
	for _, who := range append([]sdk.AccAddress{dealer, bidder}, people...) {
		w.give(who, cash(400_000_000), sdk.NewInt64Coin(tenYearD, 150_000_000), sdk.NewInt64Coin(twoYearD, 50_000_000))
		m.coins[jpy+who.String()] = 400_000_000 * million
		m.coins[tenYearD+who.String()], m.coins[twoYearD+who.String()] = 150_000_000, 50_000_000
	}
	m.begin()
	return m
}

// begin lends most of a first supply, so that lives get somewhere soon.
func (m *model) begin() {
	m.doSupply(people[0], 300_000_000*million)
	for i, who := range people[1:] {
		key := refKey{who.String(), 1}
		m.doAdd(key, tenYearD, 80_000_000)
		m.doBorrow(key, (73_000_000+int64(i)*1_000_000)*million)
	}
}

// goesOn is false when the bonds come near their end, or bad debt has left so little of the suppliers' claims that 18 decimals are coarse.
func (m *model) goesOn() bool {
	report, err := m.collateral.Report(m.ctx, jpy)
	require.NoError(m, err)
	return m.ref.today().Before(refDate("2027-06-10")) && report.Pool.SupplyIndex.GT(dec("0.01"))
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
		require.Failf(m, "refused", "step %d on %s at %g %%, %s: %s; expected %v or %v",
			m.ref.steps, m.ref.today().Format(time.DateOnly), m.ref.yield, said, err, v.surely, v.maybe)
	}
	require.Emptyf(m, v.surely, "step %d, %s: accepted", m.ref.steps, said)
	write()
	m.happened.add(what)
	return true
}

// act plays one operation of anybody.
func (m *model) act() {
	if m.IntN(3) == 0 && m.bidSomewhere() {
		return
	}
	who, key := m.person(), refKey{m.person().String(), 1 + m.Uint64N(numbers)}
	bond := pledgeable[m.IntN(len(pledgeable))]
	switch m.IntN(24) {
	case 0, 1:
		m.doSupply(who, m.amount(m.coins[jpy+who.String()]/4))
	case 2:
		m.doWithdraw(who, m.amount(whole(m.ref.supply(who.String()))))
	case 3:
		m.doWithdrawAll(who)
	case 4, 5:
		m.doAdd(key, bond, m.amount(m.free(key.owner, bond)))
	case 6, 7:
		m.doRelease(key, bond, m.amount(m.ref.position(key).bonds[bond]))
	case 8, 9, 10:
		m.doBorrow(key, m.amount(m.room(key)))
	case 11, 12:
		m.doRepay(who, key, m.amount(whole(m.ref.position(key).debt)))
	case 13:
		m.doTransfer(key, refKey{who.String(), 1 + m.Uint64N(numbers)})
	case 14:
		m.doCoupon(key, m.amount(5_000_000*million))
	case 15:
		m.doRedeem(key, bond, m.amount(m.ref.position(key).bonds[bond]/8))
	case 16:
		m.doInsure(who)
	case 17:
		m.doCurve()
	case 18:
		m.doBid(key, bond)
	default:
		m.doBlock()
	}
}

func (m *model) person() sdk.AccAddress { return people[m.IntN(len(people))] }

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

// room is some what a position can borrow.
func (m *model) room(key refKey) int64 {
	p := m.ref.position(key)
	most := new(big.Rat).Mul(m.ref.counts(p, m.ref.price), big.NewRat(100, 105))
	return max(0, whole(most.Sub(most, p.debt)))
}

func (m *model) free(owner, bond string) int64 {
	n := m.coins[bond+owner]
	for number := range uint64(numbers) {
		n -= m.ref.position(refKey{owner, number + 1}).bonds[bond]
	}
	return n
}

func whole(n *big.Rat) int64 { return new(big.Int).Quo(n.Num(), n.Denom()).Int64() }

func rat(n int64) *big.Rat { return big.NewRat(n, 1) }

func ratOf(n sdkmath.Int) *big.Rat { return new(big.Rat).SetInt(n.BigInt()) }

func accountOf(text string) sdk.AccAddress { return sdk.MustAccAddressFromBech32(text) }

func (k refKey) id() types.ID {
	return types.ID{Owner: accountOf(k.owner), Denom: jpy, Number: k.number}
}

func (m *model) doSupply(who sdk.AccAddress, amount int64) {
	var v verdict
	after := new(big.Rat).Add(m.ref.totalSupply(), rat(amount))
	v.when(m.ref.compare(after, m.ref.supplyCap), collateraltypes.ErrSupplyCap)
	v.refuse(amount > m.coins[jpy+who.String()], sdkerrors.ErrInsufficientFunds)
	if amount < 1_000 {
		v.maybe = append(v.maybe, collateraltypes.ErrTooSmall)
	}
	if m.try(v, "supply", fmt.Sprintf("%s supplies %d", who, amount), func(ctx sdk.Context) error {
		_, err := m.collateral.Supply(ctx, who, sdk.NewInt64Coin(jpy, amount))
		return err
	}) {
		m.coins[jpy+who.String()] -= amount
		m.ref.cash.Add(m.ref.cash, rat(amount))
		m.ref.supply(who.String()).Add(m.ref.supply(who.String()), rat(amount))
	}
}

func (m *model) doWithdraw(who sdk.AccAddress, amount int64) {
	var v verdict
	held := m.ref.supply(who.String())
	v.when(m.ref.compare(rat(amount), held), collateraltypes.ErrInsufficientClaims)
	v.refuse(rat(amount).Cmp(m.ref.cash) > 0, collateraltypes.ErrInsufficientLiquidity)
	if m.try(v, "withdraw", fmt.Sprintf("%s withdraws %d", who, amount), func(ctx sdk.Context) error {
		_, _, err := m.collateral.Withdraw(ctx, who, jpy, collateraltypes.Withdrawal{Amount: sdkmath.NewInt(amount), Claims: sdkmath.ZeroInt()})
		return err
	}) {
		m.withdrawn(who, amount)
	}
}

func (m *model) doWithdrawAll(who sdk.AccAddress) {
	var v verdict
	held, paid := m.ref.supply(who.String()), sdkmath.Int{}
	v.when(m.ref.compare(held, m.ref.cash), collateraltypes.ErrInsufficientLiquidity)
	v.when(-m.ref.compare(held, new(big.Rat)), collateraltypes.ErrInsufficientClaims)
	if m.try(v, "withdraw all", fmt.Sprintf("%s withdraws all", who), func(ctx sdk.Context) (err error) {
		paid, _, err = m.collateral.Withdraw(ctx, who, jpy, collateraltypes.Withdrawal{
			Amount: sdkmath.ZeroInt(), Claims: sdkmath.ZeroInt(), All: true,
		})
		return err
	}) {
		m.near(held, paid, "all of a supply")
		m.withdrawn(who, paid.Int64())
		held.SetInt64(0) // less than a unit stays with the reserve
	}
}

func (m *model) withdrawn(who sdk.AccAddress, amount int64) {
	m.coins[jpy+who.String()] += amount
	m.ref.cash.Sub(m.ref.cash, rat(amount))
	held := m.ref.supply(who.String())
	if held.Sub(held, rat(amount)); held.Sign() < 0 {
		held.SetInt64(0)
	}
}

func (m *model) doAdd(key refKey, bond string, units int64) {
	var v verdict
	v.refuse(units > m.free(key.owner, bond), errNotFree)
	if m.try(v, "add", fmt.Sprintf("%v adds %d %s", key, units, bond), func(ctx sdk.Context) error {
		return m.collateral.AddCollateral(ctx, accountOf(key.owner), jpy, key.number, sdk.NewCoins(sdk.NewInt64Coin(bond, units)))
	}) {
		m.ref.position(key).bonds[bond] += units
		m.settled(key)
	}
}

func (m *model) doRelease(key refKey, bond string, units int64) {
	var v verdict
	p := m.ref.position(key)
	v.refuse(!p.exists(), collateraltypes.ErrPositionNotFound)
	v.refuse(units > p.bonds[bond], collateraltypes.ErrInsufficientCollateral)
	if p.debt.Sign() > 0 && units <= p.bonds[bond] {
		p.bonds[bond] -= units
		v.when(-m.ref.health(p), collateraltypes.ErrUnhealthy)
		p.bonds[bond] += units
	}
	if m.try(v, "release", fmt.Sprintf("%v releases %d %s", key, units, bond), func(ctx sdk.Context) error {
		return m.collateral.ReleaseCollateral(ctx, accountOf(key.owner), jpy, key.number, sdk.NewCoins(sdk.NewInt64Coin(bond, units)))
	}) {
		p.bonds[bond] -= units
		m.settled(key)
	}
}

func (m *model) doBorrow(key refKey, amount int64) {
	var v verdict
	p := m.ref.position(key)
	owed := new(big.Rat).Set(p.debt)
	total := new(big.Rat).Add(m.ref.totalDebt(), rat(amount))
	v.refuse(!p.exists(), collateraltypes.ErrPositionNotFound)
	v.refuse(rat(amount).Cmp(m.ref.cash) > 0, collateraltypes.ErrInsufficientLiquidity)
	v.when(m.ref.compare(total, m.ref.borrowCap), collateraltypes.ErrBorrowCap)
	p.debt.Add(owed, rat(amount))
	v.when(-m.ref.compare(p.debt, m.ref.least), collateraltypes.ErrBelowMinimum)
	v.when(-m.ref.health(p), collateraltypes.ErrUnhealthy)
	if m.try(v, "borrow", fmt.Sprintf("%v borrows %d", key, amount), func(ctx sdk.Context) error {
		return m.collateral.Borrow(ctx, accountOf(key.owner), jpy, key.number, sdkmath.NewInt(amount), accountOf(key.owner))
	}) {
		m.coins[jpy+key.owner] += amount
		m.ref.cash.Sub(m.ref.cash, rat(amount))
		m.settled(key)
	} else {
		p.debt = owed
	}
}

func (m *model) doRepay(payer sdk.AccAddress, key refKey, amount int64) {
	var v verdict
	p, repaid := m.ref.position(key), sdkmath.Int{}
	v.refuse(!p.exists(), collateraltypes.ErrPositionNotFound)
	v.refuse(p.exists() && p.debt.Sign() == 0, collateraltypes.ErrNoDebt)
	v.when(m.ref.compare(least(rat(amount), p.debt), rat(m.coins[jpy+payer.String()])), sdkerrors.ErrInsufficientFunds)
	if amount < 1_000 {
		v.maybe = append(v.maybe, collateraltypes.ErrTooSmall)
	}
	if m.try(v, "repay", fmt.Sprintf("%s repays %d of %v", payer, amount, key), func(ctx sdk.Context) (err error) {
		repaid, err = m.collateral.Repay(ctx, payer, accountOf(key.owner), jpy, key.number, sdkmath.NewInt(amount))
		return err
	}) {
		if repaid.Int64() < amount {
			m.near(p.debt, repaid, "all of a debt")
		}
		m.coins[jpy+payer.String()] -= repaid.Int64()
		m.repaid(key, repaid.Int64())
		m.settled(key)
	}
}

// repaid takes cash off a debt of the reference; all of it when nothing is owed any more.
func (m *model) repaid(key refKey, amount int64) {
	p := m.ref.position(key)
	m.ref.cash.Add(m.ref.cash, rat(amount))
	left, err := m.collateral.Debt(m.ctx, accountOf(key.owner), jpy, key.number)
	require.NoError(m, err)
	p.debt.Sub(p.debt, rat(amount))
	m.near(p.debt, left, "the rest of a debt")
	if left.IsZero() || p.debt.Sign() <= 0 {
		p.debt = ratOf(left)
	}
}

func (m *model) doTransfer(from, to refKey) {
	var v verdict
	p, target := m.ref.position(from), m.ref.position(to)
	v.refuse(!p.exists(), collateraltypes.ErrPositionNotFound)
	v.refuse(target.exists(), collateraltypes.ErrPositionExists)
	if p.debt.Sign() > 0 {
		v.when(-m.ref.health(p), collateraltypes.ErrUnhealthy)
	}
	if m.try(v, "transfer", fmt.Sprintf("%v becomes %v", from, to), func(ctx sdk.Context) error {
		return m.collateral.TransferPosition(ctx, accountOf(from.owner), jpy, from.number, accountOf(to.owner), to.number)
	}) {
		for bond, n := range p.bonds {
			m.coins[bond+from.owner] -= n
			m.coins[bond+to.owner] += n
		}
		p.leave(none)
		m.ref.positions[to] = p
		delete(m.ref.positions, from)
		m.settled(to)
	}
}

// doCoupon offers the coupon of pledged bonds to their position, which takes it in danger as far as it owes.
func (m *model) doCoupon(key refKey, amount int64) {
	p := m.ref.position(key)
	if !p.exists() {
		return
	}
	want := new(big.Rat)
	if p.stage == endangered || p.stage == due {
		want = least(rat(amount), p.debt)
	}
	var taken sdk.Coin
	m.try(verdict{}, "offer of a coupon", fmt.Sprintf("%v earns %d", key, amount), func(ctx sdk.Context) error {
		w := *m.world
		w.ctx = ctx
		taken = w.coupon(key.id(), sdk.NewInt64Coin(jpy, amount))
		return nil
	})
	m.near(want, taken.Amount, "a coupon")
	if taken.IsPositive() {
		m.happened.add("coupon")
		m.repaid(key, taken.Amount.Int64())
		m.settled(key)
	}
}

// doRedeem pays principal for some of a position's bonds, as if their series had ended.
func (m *model) doRedeem(key refKey, bond string, units int64) {
	p := m.ref.position(key)
	if units > p.bonds[bond] {
		return
	}
	principal := units * million
	want := least(rat(principal), p.debt)
	before := m.balance(accountOf(key.owner), jpy).Int64()
	m.try(verdict{}, "redemption", fmt.Sprintf("%v has %d %s redeemed", key, units, bond), func(ctx sdk.Context) error {
		w := *m.world
		w.ctx = ctx
		w.redeem(key.id(), sdk.NewInt64Coin(bond, units), sdk.NewInt64Coin(jpy, principal))
		return nil
	})
	paid := m.balance(accountOf(key.owner), jpy).Int64() - before
	m.near(want, sdkmath.NewInt(principal-paid), "what principal repaid")
	m.coins[jpy+key.owner] += paid
	m.coins[bond+key.owner] -= units
	p.bonds[bond] -= units
	if principal > paid {
		m.repaid(key, principal-paid)
	}
	m.settled(key)
}

func (m *model) doInsure(who sdk.AccAddress) {
	amount := 1 + m.Int64N(1_000_000*million)
	var v verdict
	v.refuse(amount > m.coins[jpy+who.String()], sdkerrors.ErrInsufficientFunds)
	if m.try(v, "insurance", "insurance", func(ctx sdk.Context) error {
		return m.keeper.FundInsurance(ctx, who, sdk.NewInt64Coin(jpy, amount))
	}) {
		m.coins[jpy+who.String()] -= amount
		m.ref.insurance.Add(m.ref.insurance, rat(amount))
	}
}

// doCurve moves the curve a little, or far now and then.
func (m *model) doCurve() {
	hundredths := int64(m.ref.yield*100+0.5) + m.Int64N(91) - 40
	if m.IntN(12) == 0 {
		hundredths = m.Int64N(900)
	}
	m.ref.yield = float64(max(1, hundredths)) / 100
	m.try(verdict{}, "curve", "the curve moves", m.publish)
}

// publish publishes the curve as of today: it is never late.
func (m *model) publish(ctx sdk.Context) error {
	curve := flatCurve("JPY", fmt.Sprintf("%.2f", m.ref.yield))
	curve.AsOf = m.ref.today().Format(time.DateOnly)
	return m.collateral.SetCurve(ctx, curve)
}

// bidSomewhere bids in an auction, if there is one.
func (m *model) bidSomewhere() bool {
	for _, who := range people {
		for number := range uint64(numbers) {
			key := refKey{who.String(), number + 1}
			for _, bond := range pledgeable {
				if p := m.ref.position(key); p.stage == due && p.bonds[bond] > 0 {
					m.doBid(key, bond)
					return true
				}
			}
		}
	}
	return false
}

func (m *model) doBid(key refKey, bond string) {
	p := m.ref.position(key)
	who := []sdk.AccAddress{dealer, bidder, bidder, m.person()}[m.IntN(4)]
	wanted := []int64{1 + m.Int64N(20_000_000), 1 << 40}[m.IntN(2)]
	var v verdict
	v.refuse(who.String() == key.owner, types.ErrOwnAuction)
	v.refuse(p.stage != due, types.ErrAuctionNotFound)
	var price *big.Rat
	var low, high int64
	if p.stage == due {
		v.when(m.ref.standing(p, refMaintenance), types.ErrSound)
		v.refuse(m.ref.now.Before(m.ref.grace), types.ErrGrace)
		v.refuse(!who.Equals(dealer) && m.ref.now.Sub(p.started) < refDealers, types.ErrDealersOnly)
		v.refuse(p.bonds[bond] == 0, types.ErrLotNotFound)
		if p.bonds[bond] > 0 {
			price = m.ref.asking(p, bond)
			slack := m.ref.tolerance(p.debt)
			low = m.ref.forSale(p, bond, new(big.Rat).Sub(p.debt, slack)) - 1
			high = m.ref.forSale(p, bond, new(big.Rat).Add(p.debt, slack)) + 1
			low, high = min(low, high), max(low, high)
			m.expectDust(&v, p, price, wanted, low, high)
			m.expectPoor(&v, who, price, min(wanted, low), min(wanted, high))
		}
	}
	var lot, payment sdk.Coin
	debt := new(big.Rat).Set(p.debt)
	if !m.try(v, "bid", fmt.Sprintf("%s bids for %d %s of %v", who, wanted, bond, key), func(ctx sdk.Context) (err error) {
		lot, payment, err = m.keeper.Bid(ctx, who, key.id(), sdk.NewInt64Coin(bond, wanted), yen(1_000_000_000))
		return err
	}) {
		return
	}
	units, paid := lot.Amount.Int64(), payment.Amount.Int64()
	require.True(m, units >= min(wanted, low) && units <= min(wanted, high), "%s: %d, not %d to %d", m.said, units, low, high)
	require.Zero(m, ceil(new(big.Rat).Mul(price, rat(units))).Cmp(rat(paid)), "%s: %s of them cost %d", m.said, price, paid)
	m.coins[bond+key.owner] -= units
	m.coins[bond+who.String()] += units
	p.bonds[bond] -= units
	m.coins[jpy+who.String()] -= paid
	surplus := m.balance(accountOf(key.owner), jpy).Int64() - m.coins[jpy+key.owner]
	m.near(positive(new(big.Rat).Sub(rat(paid), debt)), sdkmath.NewInt(surplus), "a surplus")
	m.coins[jpy+key.owner] += surplus
	if p.hasBonds() {
		m.repaid(key, paid-surplus)
		m.settled(key)
		return
	}
	// The last lot: what is left of the debt is written off at once.
	m.ref.cash.Add(m.ref.cash, rat(paid-surplus))
	if p.debt.Sub(p.debt, rat(paid-surplus)); m.ref.compare(p.debt, new(big.Rat)) > 0 {
		m.ref.writeOff(p)
		m.happened.add("write-off")
	} else {
		p.debt = new(big.Rat)
		p.leave(none)
	}
	m.adoptInsurance()
	m.checkPosition(key)
}

// expectDust refuses a bid for less than is for sale that leaves less than the smallest debt.
func (m *model) expectDust(v *verdict, p *refPosition, price *big.Rat, wanted, low, high int64) {
	left := new(big.Rat).Sub(p.debt, ceil(new(big.Rat).Mul(price, rat(wanted))))
	something, little := m.ref.compare(left, new(big.Rat)), m.ref.compare(m.ref.least, left)
	if wanted < high && something >= 0 && little >= 0 {
		v.when(certainly(wanted < low && something > 0 && little > 0), types.ErrDust)
	}
}

// expectPoor refuses a bid that the bidder can't pay.
func (m *model) expectPoor(v *verdict, who sdk.AccAddress, price *big.Rat, low, high int64) {
	dearer := func(units int64) bool {
		return ceil(new(big.Rat).Mul(price, rat(units))).Cmp(rat(m.coins[jpy+who.String()])) > 0
	}
	if dearer(high) {
		v.when(certainly(dearer(low)), sdkerrors.ErrInsufficientFunds)
	}
}

// certainly is 1, and 0 for what only may be.
func certainly(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

func positive(n *big.Rat) *big.Rat {
	if n.Sign() < 0 {
		return new(big.Rat)
	}
	return n
}

// doBlock lets time go by, sometimes with grace, and ends a block.
func (m *model) doBlock() {
	m.ref.steps++
	if m.IntN(40) == 0 {
		m.feed.until = m.bonds.now.Add(time.Duration(m.Int64N(int64(6 * time.Hour))))
		m.ref.grace = m.feed.until
	}
	elapsed := []time.Duration{
		6 * time.Second, 6 * time.Second, time.Minute, 7 * time.Minute, 20 * time.Minute, time.Hour, 5 * time.Hour, 24 * time.Hour,
	}[m.IntN(8)]
	if m.IntN(50) == 0 {
		elapsed = 20*24*time.Hour + time.Duration(m.Int64N(int64(time.Hour)))
	}
	m.said = "a block after " + elapsed.String()
	m.happened.add("operations")
	m.happened.add("block")
	m.ctx = m.ctx.WithEventManager(sdk.NewEventManager())
	m.ref.pass(elapsed)
	m.block(elapsed)
	open := m.ref.endBlock()
	require.NoError(m, m.publish(m.ctx))
	// The books take interest in when they are next touched, the reference at once: touch them.
	market, err := m.collateral.GetMarket(m.ctx, jpy)
	require.NoError(m, err)
	require.NoError(m, m.collateral.UpdateMarket(m.ctx, jpy, market.Terms))
	for _, key := range open {
		m.decided(key)
	}
	m.adoptInsurance()
	for key := range m.ref.positions {
		m.checkPosition(key)
	}
}

// settled has the reference judge a position anew, and lets the module decide what rounding decides.
func (m *model) settled(key refKey) {
	if !m.ref.touched(m.ref.position(key)) {
		m.decided(key)
	}
	m.checkPosition(key)
}

// decided takes over where the module says that a position stands, which must be one of the places where it may.
func (m *model) decided(key refKey) {
	p := m.ref.position(key)
	stage, call, auction := m.found(key)
	if p.stage == endangered && m.ref.standing(p, refMaintenance) > 0 {
		require.NotEqual(m, due, stage, "%s: %v is sound", m.said, key)
	}
	if stage == none && p.debt.Sign() > 0 {
		require.False(m, p.hasBonds(), "%s: %v is gone", m.said, key)
		m.ref.writeOff(p)
	}
	if stage != p.stage {
		p.leave(stage)
	}
	switch stage {
	case endangered:
		p.dueAt, p.pressed = call.DueAt, m.stage(key.id()) == collateraltypes.STAGE_DUE
	case due:
		p.started, p.endsAt, p.round = auction.StartedAt, auction.EndsAt, auction.Round
	}
}

// found is where the module says that a position stands.
func (m *model) found(key refKey) (refStage, types.Call, types.Auction) {
	if call, called := m.call(key.id()); called {
		return endangered, call, types.Auction{}
	}
	response, err := m.queries.Auction(m.ctx, &types.QueryAuctionRequest{Owner: key.owner, Denom: jpy, Number: key.number})
	if err == nil {
		return due, types.Call{}, response.Auction
	}
	require.ErrorIs(m, err, types.ErrAuctionNotFound)
	if m.stage(key.id()) == collateraltypes.STAGE_UNSPECIFIED {
		return none, types.Call{}, types.Auction{}
	}
	return sound, types.Call{}, types.Auction{}
}

// adoptInsurance compares the fund, and takes its whole units over.
func (m *model) adoptInsurance() {
	fund, err := m.queries.Fund(m.ctx, &types.QueryFundRequest{Denom: jpy})
	require.NoError(m, err)
	m.near(m.ref.insurance, fund.Fund.Insurance, "the insurance")
	m.near(m.ref.badDebt, fund.Fund.BadDebt, "bad debt")
	difference := new(big.Rat).Sub(m.ref.insurance, ratOf(fund.Fund.Insurance))
	m.ref.insurance = ratOf(fund.Fund.Insurance)
	m.ref.cash.Add(m.ref.cash, difference)
}

func (m *model) near(want *big.Rat, have sdkmath.Int, what string) {
	m.Helper()
	require.Zerof(m, m.ref.compare(ratOf(have), want), "step %d, %s: %s: want %s, have %s", m.ref.steps, m.said, what, want.FloatString(3), have)
}

// checkPosition compares a position: debt, bonds, and where it stands.
func (m *model) checkPosition(key refKey) {
	p := m.ref.position(key)
	position, found, err := m.collateral.FindPosition(m.ctx, accountOf(key.owner), jpy, key.number)
	require.NoError(m, err)
	require.Equalf(m, p.exists(), found, "step %d, %s: %v", m.ref.steps, m.said, key)
	debt, err := m.collateral.Debt(m.ctx, accountOf(key.owner), jpy, key.number)
	require.NoError(m, err)
	m.near(p.debt, debt, fmt.Sprintf("debt of %v", key))
	for _, bond := range pledgeable {
		require.Equal(m, p.bonds[bond], position.Bonds.AmountOf(bond).Int64(), "%s: %s of %v", m.said, bond, key)
	}
	stage, call, auction := m.found(key)
	require.Equalf(m, p.stage, stage, "step %d, %s: stage of %v", m.ref.steps, m.said, key)
	switch stage {
	case endangered:
		require.True(m, p.dueAt.Equal(call.DueAt), "%s: %v is due at %s, not %s", m.said, key, call.DueAt, p.dueAt)
	case due:
		require.True(m, p.started.Equal(auction.StartedAt) && p.endsAt.Equal(auction.EndsAt), "%s: auction of %v: %s to %s", m.said, key, auction.StartedAt, auction.EndsAt)
		require.Equal(m, p.round, auction.Round)
	}
}

// checkAll compares everything, and has both modules' laws hold.
func (m *model) checkAll() {
	m.audit()
	report, err := m.collateral.Report(m.ctx, jpy)
	require.NoError(m, err)
	require.Zerof(m, m.ref.cash.Cmp(ratOf(report.Pool.Cash)), "cash: want %s, have %s", m.ref.cash, report.Pool.Cash)
	m.near(m.ref.totalSupply(), report.TotalSupply, "total supply")
	m.near(m.ref.totalDebt(), report.TotalDebt, "total debt")
	reserve := new(big.Rat).Add(m.ref.cash, m.ref.totalDebt())
	m.near(reserve.Sub(reserve, m.ref.totalSupply()), report.Reserve, "reserve")
	for key := range m.ref.positions {
		m.checkPosition(key)
	}
	for _, who := range people {
		claims, err := m.collateral.Claims(m.ctx, who, jpy)
		require.NoError(m, err)
		m.near(m.ref.supply(who.String()), report.Pool.SupplyValueDown(claims), "a supply")
	}
	for _, who := range append([]sdk.AccAddress{dealer, bidder}, people...) {
		require.Equal(m, m.coins[jpy+who.String()], m.balance(who, jpy).Int64(), "cash of %s", who)
		for _, bond := range pledgeable {
			require.Equal(m, m.coins[bond+who.String()], m.balance(who, bond).Int64(), "%s of %s", bond, who)
		}
	}
}
