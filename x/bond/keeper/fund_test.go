package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

func TestMissedThenFunded(t *testing.T) {
	f := newLive(t)
	holder := account("holder")
	f.place(holder, 50_000)
	f.drain(holder)
	f.fund(yen(524))
	f.block("2026-06-22", func() {
		require.Equal(t, types.PAYMENT_STATUS_MISSED, f.payment(1).Status, "one yen short is short")
		require.Equal(t, 1, f.emitted()["kokusai.bond.v1.EventPaymentMissed"])
	})
	require.Equal(t, []string{"opened", "recorded", "missed"}, f.hooks.news)
	_, err := f.claim(holder)
	require.ErrorIs(t, err, types.ErrNothingToClaim, "never in part")
	f.block("2026-12-21")
	require.Equal(t, types.PAYMENT_STATUS_MISSED, f.payment(2).Status, "nothing overtakes an older payment")

	f.block("2026-12-22", func() { f.fund(yen(1)) })
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
	require.Equal(t, types.PAYMENT_STATUS_MISSED, f.payment(2).Status)
	require.Equal(t, yen(525).Amount, f.cash(holder))
	f.block("2026-12-23", func() { f.fund(yen(525)) })
	require.Equal(t, yen(1050).Amount, f.cash(holder))
	require.Equal(t, []string{"opened", "recorded", "missed", "defaulted", "recorded", "missed", "cured", "cured", "default ended"},
		f.hooks.news, "each is missed once and cured once; the first stayed so beyond its date")
}

// A seller is paid the missed coupon of its time, the buyer the later ones; and a transfer before funding loses nothing.
func TestMissedCouponStaysWithItsHolder(t *testing.T) {
	f := newLive(t)
	seller, buyer := account("seller"), account("buyer")
	f.place(seller, 50_000)
	f.drain(seller)
	f.block("2026-06-22")
	f.block("2026-09-01", func() { f.send(seller, buyer, 50_000) })
	f.block("2026-12-21", func() { f.send(buyer, account("third"), 50_000) })
	require.Len(t, f.holder(seller).Pending, 1)
	require.Len(t, f.holder(buyer).Pending, 1)
	f.block("2026-12-22", func() { f.fund(yen(2 * halfCoupon)) })
	require.Equal(t, yen(halfCoupon).Amount, f.cash(seller))
	require.Equal(t, yen(halfCoupon).Amount, f.cash(buyer))
	require.True(t, f.cash(account("third")).IsZero())
}

// An unfunded coupon blocks no older one that is funded.
func TestUnfundedCouponDoesNotBlockTheOlderOne(t *testing.T) {
	f := newLive(t)
	holder := account("holder")
	f.place(holder, 50_000)
	f.drain(holder)
	f.fund(yen(halfCoupon))
	f.blockWithoutSweep("2026-12-21") // both coupons recorded, one funded, nobody paid yet
	require.Len(t, f.holder(holder).Pending, 2)
	require.Equal(t, yen(halfCoupon), f.holder(holder).Claimable)
	f.send(holder, account("buyer"), 50_000)
	response, err := f.claim(holder)
	require.NoError(t, err)
	require.Equal(t, yen(halfCoupon), response.Paid)
	require.Len(t, f.holder(holder).Pending, 1)
}

func TestFundPaymentsRefuses(t *testing.T) {
	f := newLive(t)
	rich := account("rich")
	f.give(rich, yen(1_000))
	f.give(rich, sdk.NewInt64Coin("uusd", 1_000_000))
	fund := func(change func(*types.MsgFundPayments)) error {
		msg := &types.MsgFundPayments{Funder: rich.String(), Isin: isin, Amount: yen(1)}
		change(msg)
		_, err := tx(f, f.msgs.FundPayments, msg)
		return err
	}
	require.ErrorIs(t, fund(func(m *types.MsgFundPayments) { m.Funder = "?" }), types.ErrInvalidAddress)
	require.ErrorIs(t, fund(func(m *types.MsgFundPayments) { m.Isin = "JP1103801RA7" }), types.ErrSeriesNotFound)
	require.ErrorIs(t, fund(func(m *types.MsgFundPayments) { m.Amount.Denom = "uusd" }), types.ErrWrongCurrency)
	require.ErrorIs(t, fund(func(m *types.MsgFundPayments) { m.Amount.Amount = math.ZeroInt() }), types.ErrInvalidAmount)
	require.ErrorIs(t, fund(func(m *types.MsgFundPayments) { m.Amount = yen(1_001) }), sdkerrors.ErrInsufficientFunds)
	require.NoError(t, fund(func(*types.MsgFundPayments) {}))
	require.NoError(t, f.keeper.Audit(f.ctx))
}

func TestWithdrawOnlyWhatIsNotOwed(t *testing.T) {
	f := newLive(t)
	f.place(account("holder"), 50_000)
	f.drain(f.treasury)
	withdraw := func(authority sdk.AccAddress, amount sdk.Coin) error {
		_, err := tx(f, f.msgs.WithdrawUnusedFunds, &types.MsgWithdrawUnusedFunds{Authority: authority.String(), Isin: isin, Amount: amount})
		return err
	}
	f.fund(yen(500))
	require.ErrorIs(t, withdraw(f.treasury, yen(1)), types.ErrNotIssuerAuthority)
	require.ErrorIs(t, withdraw(f.ministry, sdk.NewInt64Coin("uusd", 1)), types.ErrWrongCurrency)
	require.ErrorIs(t, withdraw(f.ministry, yen(0)), types.ErrInvalidAmount)
	require.ErrorIs(t, withdraw(f.ministry, yen(501)), types.ErrFundsOwed)
	require.NoError(t, withdraw(f.ministry, yen(100)))
	require.Equal(t, yen(100).Amount, f.cash(f.treasury))

	f.block("2026-06-22")
	require.Equal(t, types.PAYMENT_STATUS_MISSED, f.payment(1).Status)
	require.ErrorIs(t, withdraw(f.ministry, yen(1)), types.ErrFundsOwed, "525 is owed")
	state, err := f.queries.Fund(f.ctx, &types.QueryFundRequest{Isin: isin})
	require.NoError(t, err)
	require.Equal(t, yen(400), state.Fund)
	require.Equal(t, yen(525), state.Owed)
	require.True(t, state.Withdrawable.IsZero())
	require.True(t, state.SetAside.IsZero())
	f.block("2026-06-23", func() {
		f.fund(yen(225))
		state, err := f.queries.Fund(f.ctx, &types.QueryFundRequest{Isin: isin})
		require.NoError(t, err)
		require.Equal(t, yen(525), state.SetAside)
		require.NoError(t, withdraw(f.ministry, yen(100)))
		require.ErrorIs(t, withdraw(f.ministry, yen(1)), types.ErrFundsOwed, "what is set aside is not the issuer's")
	})
}

// A coupon of 0.001 percent four times a year is 2.5 millionths of a yen per unit: odd holdings are floored.
func TestFlooringLeavesDustInTheFund(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	terms := short()
	terms.CouponPct = math.LegacyMustNewDecFromStr("0.001")
	terms.Frequency, terms.FirstCouponDate = 4, "2026-03-20"
	terms.Denomination, terms.Authorised = math.NewInt(1), math.NewInt(1_000)
	f.open(terms)
	f.block("2026-01-07", func() { f.place(account("a"), 9) })
	f.send(account("a"), account("b"), 5)
	f.send(account("b"), account("c"), 2) // 4, 3 and 2 units
	f.drain(account("a"), account("b"), account("c"))
	f.fund(sdk.NewInt64Coin("ujpy", 23))
	f.block("2026-03-23")
	paid := f.payment(1)
	require.Equal(t, types.PAYMENT_STATUS_PAID, paid.Status)
	require.Equal(t, "23", paid.Owed.String(), "22.5 rounded up")
	require.Equal(t, "22", paid.Paid.String())
	for holder, want := range map[string]int64{"a": 10, "b": 7, "c": 5} {
		require.Equal(t, math.NewInt(want), f.cash(account(holder)), holder)
	}
	state, err := f.queries.Fund(f.ctx, &types.QueryFundRequest{Isin: isin})
	require.NoError(t, err)
	require.Equal(t, "1ujpy", state.Withdrawable.String())
}
