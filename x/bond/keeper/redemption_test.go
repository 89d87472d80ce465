package keeper_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	vestingtypes "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

const maturity = "2026-12-21" // 20 December 2026 is a Sunday

// newShort is a fixture with a series of one year, issued, and funded for its coupons.
func newShort(t require.TestingT, buyer sdk.AccAddress, face int64) *fixture {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	f.open(short())
	f.block("2026-01-07", func() { f.place(buyer, face) })
	f.drain(buyer)
	f.fund(sdk.NewInt64Coin("ujpy", 2*10_500*face))
	return f
}

func TestRedemptionEndsTheSeries(t *testing.T) {
	a, b := account("a"), account("b")
	f := newShort(t, a, 100_000)
	f.send(a, b, 30_000)
	f.fund(yen(100_000))
	_, err := f.redeem(a)
	require.ErrorIs(t, err, types.ErrNotRedeemable, "before maturity")
	f.block(maturity)
	require.Equal(t, yen(70_000+1_470).Amount, f.cash(a), "principal and both coupons")
	require.Equal(t, yen(30_000+630).Amount, f.cash(b))
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.True(t, f.bank.GetSupply(f.ctx, types.Denom(isin)).IsZero())
	require.Equal(t, []string{"opened", "recorded", "recorded", "matured", "recorded", "redeemed"}, f.hooks.news)
	require.Len(t, f.holdings.paid, 2)

	_, err = f.redeem(a)
	require.ErrorIs(t, err, types.ErrSeriesEnded)
	_, err = tx(f, f.msgs.FundPayments, &types.MsgFundPayments{Funder: a.String(), Isin: isin, Amount: yen(1)})
	require.ErrorIs(t, err, types.ErrSeriesEnded)
	_, err = tx(f, f.msgs.PlaceDirect, f.placement(a, 50_000, "100"))
	require.ErrorIs(t, err, types.ErrMatured)
	state, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Empty(t, state.Holders, "no rows are left")
	require.Empty(t, state.Sweeps)
	require.Empty(t, state.Funds)
}

func TestRedemptionWaitsForItsMoney(t *testing.T) {
	holder := account("holder")
	f := newShort(t, holder, 50_000)
	f.fund(yen(49_999))
	f.block(maturity)
	require.Equal(t, types.SERIES_STATUS_MATURED, f.series().Status)
	require.Equal(t, types.PAYMENT_STATUS_MISSED, f.payment(3).Status)
	require.Equal(t, yen(2*halfCoupon).Amount, f.cash(holder), "the last coupon was covered")
	_, err := f.redeem(holder)
	require.ErrorIs(t, err, types.ErrNotRedeemable)
	f.drain(holder)

	f.send(holder, account("buyer"), 20_000) // matured units still move
	f.block("2026-12-25", func() { f.fund(yen(1)) })
	require.Equal(t, yen(30_000).Amount, f.cash(holder))
	require.Equal(t, yen(20_000).Amount, f.cash(account("buyer")))
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
}

func TestHoldersRedeemThemselves(t *testing.T) {
	a, b := account("a"), account("b")
	f := newShort(t, a, 100_000)
	f.send(a, b, 50_000)
	f.fund(yen(100_000))
	f.blockWithoutSweep(maturity)
	require.Equal(t, "50000", f.holder(a).Redeemable.String())
	response := must(f, f.msgs.Redeem, &types.MsgRedeem{Sender: b.String(), Isin: isin, Holder: a.String()})
	require.Equal(t, "50000", response.Units.String())
	require.Equal(t, yen(50_000), response.Paid)
	require.Equal(t, yen(50_000).Amount, f.cash(a))
	require.Len(t, f.holder(a).Pending, 2, "its coupons were settled as the units left")
	_, err := f.redeem(a)
	require.ErrorIs(t, err, types.ErrNothingToRedeem)
	_, err = f.redeem(b)
	require.NoError(t, err)
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.NoError(t, f.keeper.Audit(f.ctx))
	f.block(maturity) // the sweeps still pay the coupons and clear up
	f.block("2026-12-22")
	require.Equal(t, yen(50_000+2*halfCoupon).Amount, f.cash(a))
	state, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Empty(t, state.Sweeps)
	require.Empty(t, state.Holders)
}

func TestRedemptionOfAPledgeGoesToThePledgeeFirst(t *testing.T) {
	holder, pool := account("holder"), account("pool")
	f := newShort(t, holder, 50_000)
	f.fund(yen(50_000))
	f.holdings.pledges[holder.String()] = types.Payee{Account: pool, Units: math.NewInt(40_000), Ref: "position 7"}
	f.block(maturity)
	require.Equal(t, yen(40_000).Amount, f.cash(pool))
	require.Equal(t, yen(10_000+2*halfCoupon).Amount, f.cash(holder))
	require.Equal(t, "position 7", f.holdings.paid[0].Ref)
	require.Equal(t, yen(40_000), f.holdings.paid[0].Cash)
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
}

func TestRedemptionOfAFrozenHolderGoesToSuspense(t *testing.T) {
	holder := account("holder")
	f := newShort(t, holder, 50_000)
	f.fund(yen(50_000))
	f.gate.ineligible[holder.String()] = true
	f.block(maturity)
	require.True(t, f.cash(holder).IsZero())
	require.Equal(t, yen(50_000+2*halfCoupon).Amount, f.cash(suspense(holder)))
	require.Equal(t, "0", f.units(holder))
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
}

func TestUnitsAbroadAreRedeemedWhenTheyComeHome(t *testing.T) {
	holder, escrow := account("holder"), account("escrow")
	f := newShort(t, holder, 50_000)
	f.fund(yen(50_000))
	f.holdings.escrows[escrow.String()], f.holdings.payees[escrow.String()] = true, account("agent")
	f.send(holder, escrow, 20_000)
	f.block(maturity)
	require.Equal(t, types.SERIES_STATUS_MATURED, f.series().Status)
	require.Equal(t, "20000", f.units(escrow))
	require.Equal(t, yen(2*210).Amount, f.cash(account("agent")))
	_, err := tx(f, f.msgs.Redeem, &types.MsgRedeem{Sender: holder.String(), Isin: isin, Holder: escrow.String()})
	require.ErrorIs(t, err, types.ErrUnitsAbroad)
	require.Zero(t, f.emitted()["kokusai.bond.v1.EventPayoutDeferred"], "waiting abroad is not a failure")
	require.True(t, f.holder(escrow).Redeemable.IsZero())

	f.drain(holder)
	f.block("2027-03-01", func() {
		f.send(escrow, holder, 5_000)
		_, err := f.redeem(holder)
		require.NoError(t, err)
		f.send(escrow, account("other"), 15_000)
	})
	require.Equal(t, yen(5_000).Amount, f.cash(holder))
	require.Equal(t, yen(15_000).Amount, f.cash(account("other")), "the sweep came by that very block")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
}

// Units that cannot leave an account, here because they are still vesting, hold nobody up and are tried again.
func TestRedemptionThatFailsIsDeferred(t *testing.T) {
	holder, locked := account("holder"), account("locked")
	f := newShort(t, holder, 100_000)
	base := f.accounts.NewAccountWithAddress(f.ctx, locked).(*authtypes.BaseAccount)
	vesting, err := vestingtypes.NewDelayedVestingAccount(base, sdk.NewCoins(bonds(50_000)), tokyo("2027-01-01").Unix())
	require.NoError(t, err)
	f.accounts.SetAccount(f.ctx, vesting)
	f.send(holder, locked, 50_000)
	f.fund(yen(100_000))
	f.block(maturity)
	require.Equal(t, 1, f.emitted()["kokusai.bond.v1.EventPayoutDeferred"])
	require.Equal(t, "0", f.units(holder))
	require.Equal(t, "50000", f.units(locked))
	f.block("2026-12-31")
	require.Equal(t, "50000", f.units(locked))
	f.block("2027-01-01")
	require.Equal(t, "0", f.units(locked))
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
}

func TestRedemptionTrustsNoPayees(t *testing.T) {
	holder := account("holder")
	f := newShort(t, holder, 50_000)
	f.fund(yen(50_000))
	f.blockWithoutSweep(maturity)
	f.holdings.wrong = true
	_, err := f.redeem(holder)
	require.ErrorIs(t, err, types.ErrBrokenLaw)
	f.holdings.wrong = false
	for _, payee := range []types.Payee{
		{Account: nil, Units: math.NewInt(1)}, {Account: holder, Units: math.ZeroInt()}, {Account: holder, Units: math.NewInt(50_001)},
	} {
		f.holdings.pledges[holder.String()] = payee
		_, err = f.redeem(holder)
		require.ErrorIs(t, err, types.ErrBrokenLaw)
	}
	delete(f.holdings.pledges, holder.String())
	f.holdings.fails = errors.New("custody told to fail")
	_, err = f.redeem(holder)
	require.ErrorIs(t, err, f.holdings.fails)
	_, err = f.claim(holder)
	require.ErrorIs(t, err, f.holdings.fails)
	require.Equal(t, "50000", f.units(holder), "nothing changed")

	f.block(maturity) // the sweeps defer, and settle what they cannot pay
	require.Equal(t, types.SERIES_STATUS_MATURED, f.series().Status)
	require.NotZero(t, f.emitted()["kokusai.bond.v1.EventPayoutDeferred"])
	f.holdings.fails = nil
	f.block("2026-12-22")
	require.Equal(t, yen(50_000+2*halfCoupon).Amount, f.cash(holder))
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
}

func TestSeriesThatNobodyBoughtEndsAtMaturity(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	f.open(short())
	f.block(maturity)
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
}

func TestDiscountSeries(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	terms := jgb381()
	terms.Kind, terms.CouponPct, terms.Frequency = types.SERIES_KIND_DISCOUNT, math.LegacyZeroDec(), 0
	terms.FirstCouponDate, terms.MaturityDate = "", "2026-07-20" // Marine Day: paid on the 21st
	f.open(terms)
	buyer := account("buyer")
	f.give(buyer, yen(50_000))
	f.block("2026-01-07", func() {
		response := must(f, f.msgs.PlaceDirect, f.placement(buyer, 50_000, "99.814"))
		require.Equal(t, yen(49_907), response.Principal)
		require.True(t, response.Accrued.IsZero())
	})
	f.drain(buyer)
	f.fund(yen(50_000))
	f.block("2026-07-20 23:59:59")
	require.Equal(t, types.SERIES_STATUS_LIVE, f.series().Status)
	f.block("2026-07-21")
	require.Equal(t, types.SERIES_STATUS_REDEEMED, f.series().Status)
	require.Equal(t, yen(50_000).Amount, f.cash(buyer))
}
