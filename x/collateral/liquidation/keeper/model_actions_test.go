package keeper_test

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

func (m *model) doSupply(who, denom string, amount int64) {
	var v verdict
	market, purse := m.ref.markets[denom], holding{who, denom}
	after := new(big.Rat).Add(market.totalSupply(), rat(amount))
	v.when(m.ref.compare(after, market.supplyCap), collateraltypes.ErrSupplyCap)
	v.refuse(amount > m.coins[purse], sdkerrors.ErrInsufficientFunds)
	if amount < 1_000 {
		v.maybe = append(v.maybe, collateraltypes.ErrTooSmall)
	}
	if m.try(v, "supply", fmt.Sprintf("%s supplies %d%s", who, amount, denom), func(ctx sdk.Context) error {
		_, err := m.collateral.Supply(ctx, account(who), sdk.NewInt64Coin(denom, amount))
		return err
	}) {
		m.coins[purse] -= amount
		market.cash.Add(market.cash, rat(amount))
		market.supply(who).Add(market.supply(who), rat(amount))
	}
}

func (m *model) doWithdraw(who, denom string, amount int64) {
	var v verdict
	market := m.ref.markets[denom]
	v.when(m.ref.compare(rat(amount), market.supply(who)), collateraltypes.ErrInsufficientClaims)
	v.refuse(rat(amount).Cmp(market.cash) > 0, collateraltypes.ErrInsufficientLiquidity)
	if m.try(v, "withdraw", fmt.Sprintf("%s withdraws %d%s", who, amount, denom), func(ctx sdk.Context) error {
		_, _, err := m.collateral.Withdraw(ctx, account(who), denom, collateraltypes.Withdrawal{Amount: sdkmath.NewInt(amount), Claims: sdkmath.ZeroInt()})
		return err
	}) {
		m.withdrawn(who, denom, amount)
	}
}

func (m *model) doWithdrawAll(who, denom string) {
	var v verdict
	market, paid := m.ref.markets[denom], sdkmath.Int{}
	held := market.supply(who)
	v.when(m.ref.compare(held, market.cash), collateraltypes.ErrInsufficientLiquidity)
	v.when(-m.ref.compare(held, new(big.Rat)), collateraltypes.ErrInsufficientClaims)
	if m.try(v, "withdraw all", fmt.Sprintf("%s withdraws all %s", who, denom), func(ctx sdk.Context) (err error) {
		paid, _, err = m.collateral.Withdraw(ctx, account(who), denom, collateraltypes.Withdrawal{
			Amount: sdkmath.ZeroInt(), Claims: sdkmath.ZeroInt(), All: true,
		})
		return err
	}) {
		m.near(held, paid, "all of a supply")
		m.withdrawn(who, denom, paid.Int64())
		held.SetInt64(0) // less than a unit stays with the reserve
	}
}

func (m *model) withdrawn(who, denom string, amount int64) {
	m.coins[holding{who, denom}] += amount
	market := m.ref.markets[denom]
	market.cash.Sub(market.cash, rat(amount))
	held := market.supply(who)
	if held.Sub(held, rat(amount)); held.Sign() < 0 {
		held.SetInt64(0)
	}
}

func (m *model) doAdd(key refKey, bond string, units int64) {
	var v verdict
	p := m.ref.position(key)
	v.refuse(units > m.free(key.owner, bond), errNotFree)
	v.refuse(m.ref.states[bond] == inDefault && p.has[bond] == 0, collateraltypes.ErrDefaulted)
	if m.try(v, "add", fmt.Sprintf("%v adds %d %s", key, units, bond), func(ctx sdk.Context) error {
		return m.collateral.AddCollateral(ctx, account(key.owner), key.market, key.number, sdk.NewCoins(sdk.NewInt64Coin(bond, units)))
	}) {
		p.has[bond] += units
		m.settled(key)
	}
}

// expectHealth refuses what adds risk to a position that is not healthy then, or whose bonds miss payments.
func (m *model) expectHealth(v *verdict, key refKey, p *refPosition) {
	switch m.ref.unpriced(p) {
	case inDefault:
		v.surely = append(v.surely, collateraltypes.ErrDefaulted)
		v.maybe = append(v.maybe, collateraltypes.ErrArrears) // whichever comes first
	case inArrears:
		v.surely = append(v.surely, collateraltypes.ErrArrears)
	default:
		v.when(-m.ref.health(key, p), collateraltypes.ErrUnhealthy)
	}
}

func (m *model) doRelease(key refKey, lot string, units int64) {
	var v verdict
	p := m.ref.position(key)
	v.refuse(!p.exists(), collateraltypes.ErrPositionNotFound)
	v.refuse(units > p.has[lot], collateraltypes.ErrInsufficientCollateral)
	if p.debt.Sign() > 0 && units <= p.has[lot] {
		p.has[lot] -= units
		m.expectHealth(&v, key, p)
		p.has[lot] += units
	}
	if m.try(v, "release", fmt.Sprintf("%v releases %d %s", key, units, lot), func(ctx sdk.Context) error {
		return m.collateral.ReleaseCollateral(ctx, account(key.owner), key.market, key.number, sdk.NewCoins(sdk.NewInt64Coin(lot, units)))
	}) {
		p.has[lot] -= units
		if _, isBond := refBonds[lot]; !isBond {
			m.coins[holding{key.owner, lot}] += units
		}
		m.settled(key)
	}
}

func (m *model) doBorrow(key refKey, amount int64) {
	var v verdict
	p, market := m.ref.position(key), m.ref.markets[key.market]
	owed := new(big.Rat).Set(p.debt)
	total := new(big.Rat).Add(market.totalDebt(), rat(amount))
	v.refuse(!p.exists(), collateraltypes.ErrPositionNotFound)
	v.refuse(rat(amount).Cmp(market.cash) > 0, collateraltypes.ErrInsufficientLiquidity)
	v.when(m.ref.compare(total, market.borrowCap), collateraltypes.ErrBorrowCap)
	p.debt.Add(owed, rat(amount))
	v.when(-m.ref.compare(p.debt, market.least), collateraltypes.ErrBelowMinimum)
	m.expectHealth(&v, key, p)
	if m.try(v, "borrow", fmt.Sprintf("%v borrows %d", key, amount), func(ctx sdk.Context) error {
		return m.collateral.Borrow(ctx, account(key.owner), key.market, key.number, sdkmath.NewInt(amount), account(key.owner))
	}) {
		m.coins[holding{key.owner, key.market}] += amount
		market.cash.Sub(market.cash, rat(amount))
		m.settled(key)
	} else {
		p.debt = owed
	}
}

func (m *model) doRepay(payer string, key refKey, amount int64) {
	var v verdict
	p, purse, repaid := m.ref.position(key), holding{payer, key.market}, sdkmath.Int{}
	v.refuse(!p.exists(), collateraltypes.ErrPositionNotFound)
	v.refuse(p.exists() && p.debt.Sign() == 0, collateraltypes.ErrNoDebt)
	v.when(m.ref.compare(least(rat(amount), p.debt), rat(m.coins[purse])), sdkerrors.ErrInsufficientFunds)
	if amount < 1_000 {
		v.maybe = append(v.maybe, collateraltypes.ErrTooSmall)
	}
	if m.try(v, "repay", fmt.Sprintf("%s repays %d of %v", payer, amount, key), func(ctx sdk.Context) (err error) {
		repaid, err = m.collateral.Repay(ctx, account(payer), account(key.owner), key.market, key.number, sdkmath.NewInt(amount))
		return err
	}) {
		if repaid.Int64() < amount {
			m.near(p.debt, repaid, "all of a debt")
		}
		m.coins[purse] -= repaid.Int64()
		m.repaid(key, repaid.Int64())
		m.settled(key)
	}
}

// repaid takes cash off a debt of the reference; all of it when nothing is owed any more.
func (m *model) repaid(key refKey, amount int64) {
	p, market := m.ref.position(key), m.ref.markets[key.market]
	market.cash.Add(market.cash, rat(amount))
	left, err := m.collateral.Debt(m.ctx, account(key.owner), key.market, key.number)
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
		m.expectHealth(&v, from, p)
	}
	if m.try(v, "transfer", fmt.Sprintf("%v becomes %v", from, to), func(ctx sdk.Context) error {
		return m.collateral.TransferPosition(ctx, account(from.owner), from.market, from.number, account(to.owner), to.number)
	}) {
		for lot, n := range p.has {
			if _, isBond := refBonds[lot]; isBond {
				m.coins[holding{from.owner, lot}] -= n
				m.coins[holding{to.owner, lot}] += n
			}
		}
		p.leave(none)
		positions := m.ref.markets[from.market].positions
		delete(positions, from)
		positions[to] = p
		m.settled(to)
	}
}

// doCoupon offers the coupon of pledged bonds to their position. In danger, debt in its currency takes as much as it owes, and
// a coupon in another one stays.
func (m *model) doCoupon(key refKey, bond string) {
	p, denom := m.ref.position(key), refBonds[bond].cash
	amount := m.amount(5 * m.cashUnit[denom])
	if !p.exists() {
		return
	}
	want, keeps := new(big.Rat), denom != key.market
	if p.stage >= endangered {
		if want = rat(amount); !keeps {
			want = least(rat(amount), p.debt)
		}
	}
	var taken sdk.Coin
	m.try(verdict{}, "offer of a coupon", fmt.Sprintf("%v earns %d%s", key, amount, denom), func(ctx sdk.Context) error {
		return m.in(ctx, func(w *world) { taken = w.coupon(key.id(), sdk.NewInt64Coin(denom, amount)) })
	})
	m.near(want, taken.Amount, "a coupon")
	if !taken.IsPositive() {
		return
	}
	if keeps {
		require.Equal(m, amount, taken.Amount.Int64(), m.said)
		m.happened.add("kept coupon")
		p.has[denom] += amount
	} else {
		m.happened.add("coupon")
		m.repaid(key, taken.Amount.Int64())
	}
	m.settled(key)
}

// doRedeem pays principal for some of a position's bonds, as if their series had ended: debt in its currency first, and in another one it
// stays while there is debt.
func (m *model) doRedeem(key refKey, bond string, units int64) {
	p, denom := m.ref.position(key), refBonds[bond].cash
	if units > p.has[bond] {
		return
	}
	principal, keeps := units*million, denom != key.market && p.debt.Sign() > 0
	before := m.balance(account(key.owner), denom).Int64()
	m.try(verdict{}, "redemption", fmt.Sprintf("%v has %d %s redeemed", key, units, bond), func(ctx sdk.Context) error {
		return m.in(ctx, func(w *world) { w.redeem(key.id(), sdk.NewInt64Coin(bond, units), sdk.NewInt64Coin(denom, principal)) })
	})
	paid := m.balance(account(key.owner), denom).Int64() - before
	m.coins[holding{key.owner, denom}] += paid
	m.coins[holding{key.owner, bond}] -= units
	p.has[bond] -= units
	switch {
	case keeps:
		require.Zero(m, paid, m.said)
		m.happened.add("kept principal")
		p.has[denom] += principal
	case denom != key.market:
		require.Equal(m, principal, paid, m.said)
	default:
		m.near(least(rat(principal), p.debt), sdkmath.NewInt(principal-paid), "what principal repaid")
		if principal > paid {
			m.repaid(key, principal-paid)
		}
	}
	m.settled(key)
}

func (m *model) doInsure(who, denom string) {
	amount, purse := 1+m.Int64N(m.cashUnit[denom]), holding{who, denom}
	var v verdict
	v.refuse(amount > m.coins[purse], sdkerrors.ErrInsufficientFunds)
	if m.try(v, "insurance", "insurance", func(ctx sdk.Context) error {
		return m.keeper.FundInsurance(ctx, account(who), sdk.NewInt64Coin(denom, amount))
	}) {
		m.coins[purse] -= amount
		m.ref.markets[denom].insurance.Add(m.ref.markets[denom].insurance, rat(amount))
	}
}

// doDeposit gives cash to the backstop's deposit, or takes it back if the amount is negative.
func (m *model) doDeposit(denom string, amount int64) {
	var v verdict
	market, purse := m.ref.markets[denom], holding{"backstop", denom}
	v.refuse(amount > m.coins[purse], sdkerrors.ErrInsufficientFunds)
	v.refuse(-amount > market.deposit, types.ErrInsufficientDeposit)
	if amount == 0 {
		return
	}
	if m.try(v, "deposit", fmt.Sprintf("the backstop deposits %d%s", amount, denom), func(ctx sdk.Context) error {
		if amount < 0 {
			return m.keeper.WithdrawBackstop(ctx, backstop, sdk.NewInt64Coin(denom, -amount))
		}
		return m.keeper.DepositBackstop(ctx, backstop, sdk.NewInt64Coin(denom, amount))
	}) {
		m.coins[purse] -= amount
		market.deposit += amount
	}
}

// doCurve moves a curve a little, or far now and then.
func (m *model) doCurve() {
	currency := []string{"JPY", "JPY", "USD"}[m.IntN(3)]
	hundredths := int64(m.ref.yields[currency]*100+0.5) + m.Int64N(91) - 40
	if m.IntN(12) == 0 {
		hundredths = m.Int64N(900)
	}
	m.ref.yields[currency] = float64(max(1, hundredths)) / 100
	m.try(verdict{}, "curve", "a curve moves", m.publish)
}

// doRate moves the exchange rate a little, or far now and then.
func (m *model) doRate() {
	hundredths := whole(new(big.Rat).Mul(m.ref.rate, big.NewRat(100, 1))) + m.Int64N(601) - 300
	if m.IntN(12) == 0 {
		hundredths = 10_000 + m.Int64N(10_000)
	}
	m.ref.rate.SetFrac64(max(5_000, hundredths), 100)
	m.try(verdict{}, "rate", "the rate moves", m.publish)
}

// publish publishes curves and the rate as of today: they are never late.
func (m *model) publish(ctx sdk.Context) error {
	for currency, place := range map[string]*time.Location{"JPY": tokyo, "USD": newYork} {
		yield := dec(fmt.Sprintf("%.2f", m.ref.yields[currency]))
		if err := m.collateral.SetCurve(ctx, collateraltypes.Curve{
			Currency: currency, AsOf: m.ref.today(place).Format(time.DateOnly), Points: []collateraltypes.CurvePoint{
				{TenorMonths: 6, ParYieldPct: yield}, {TenorMonths: 120, ParYieldPct: yield},
			},
		}); err != nil {
			return err
		}
	}
	m.told = m.ref.today(tokyo)
	return m.collateral.SetFx(ctx, collateraltypes.FxRate{
		Base: "USD", Quote: "JPY", Rate: dec(m.ref.rate.FloatString(2)), AsOf: m.told.Format(time.DateOnly),
	})
}

// doPayment has an issuer miss a payment, then come into default; or pay after all.
func (m *model) doPayment(bond string) {
	isin, state := strings.TrimPrefix(bond, "bond/"), m.ref.states[bond]
	if state == performing && (m.IntN(4) > 0 || bond == tenYearD && m.IntN(8) > 0) {
		return
	}
	news := m.collateral.News()
	what, tell := "cure", news.AfterDefaultEnded
	switch {
	case state == performing:
		what, state, tell = "arrears", inArrears, func(ctx context.Context, isin string) error { return news.AfterPaymentMissed(ctx, isin, 1) }
	case state == inArrears && m.IntN(3) == 0:
		what, state, tell = "default", inDefault, news.AfterSeriesDefaulted
	default:
		state = performing
	}
	m.ref.states[bond] = state
	m.bonds.arrears[isin] = state != performing
	status := bondtypes.SERIES_STATUS_LIVE
	if state == inDefault {
		status = bondtypes.SERIES_STATUS_DEFAULTED
	}
	m.bonds.set(isin, status)
	m.try(verdict{}, what, bond+": "+what, func(ctx sdk.Context) error { return tell(ctx, isin) })
}
