package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

const halfCoupon = 525 // yen on 50,000 of face

// The coupon belongs to whoever held at the start of the payment date in Tokyo, to the nanosecond.
func TestRecordMoment(t *testing.T) {
	seller, buyer := account("seller"), account("buyer")
	cases := map[string]struct {
		at   string
		paid sdk.AccAddress
	}{
		"the last second before": {"2026-06-21 23:59:59", buyer},
		"in the same block":      {"2026-06-22 00:00:00", seller},
		"later that day":         {"2026-06-22 15:00:00", seller},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := newLive(t)
			f.place(seller, 50_000)
			f.fund(yen(1_000))
			f.drain(seller, buyer)
			f.block(c.at, func() { f.send(seller, buyer, 50_000) })
			f.block("2026-06-23")
			for _, holder := range []sdk.AccAddress{seller, buyer} {
				want := yen(0)
				if holder.Equals(c.paid) {
					want = yen(halfCoupon)
				}
				require.Equal(t, want.Amount.String(), f.cash(holder).String())
			}
			require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
		})
	}
}

func TestTransfersBeforeTheFirstCouponAndAfterSettlingOnlyRead(t *testing.T) {
	f := newLive(t)
	a, b := account("a"), account("b")
	f.place(a, 100_000)
	f.send(a, b, 50_000)
	require.Zero(t, f.holder(a).Settled)
	state, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Empty(t, state.Holders, "no rows before the first coupon")

	f.block("2026-06-22", func() { f.send(a, b, 1) })
	require.EqualValues(t, 1, f.holder(a).Settled)
	require.EqualValues(t, 1, f.holder(b).Settled)
	before, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	f.send(a, b, 1)
	after, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.Zero(t, f.emitted()["kokusai.bond.v1.EventCouponEarned"])
}

// A new holder gets a row, so that it is not paid for coupons of before; also when the units come in several outputs.
func TestNewHoldersAreNotPaidForThePast(t *testing.T) {
	f := newLive(t)
	dealer, client := account("dealer"), account("client")
	f.place(dealer, 100_000)
	f.fund(yen(10_000))
	f.block("2026-06-22", func() {
		coins := sdk.NewCoins(bonds(10_000))
		require.NoError(t, f.bank.InputOutputCoins(f.ctx,
			banktypes.NewInput(dealer, coins.Add(coins...).Add(coins...)),
			[]banktypes.Output{banktypes.NewOutput(client, coins), banktypes.NewOutput(dealer, coins), banktypes.NewOutput(client, coins)}))
		require.Equal(t, "20000", f.units(client))
		require.Empty(t, f.holder(client).Pending)
		require.Equal(t, yen(2*halfCoupon), f.holder(dealer).Claimable)
	})
	f.drain(client)
	f.block("2026-12-21") // the next coupon
	require.Equal(t, yen(210).Amount, f.cash(client))
}

// A pledgee takes its part of a coupon, by sweep and by claim, also of one that stood pending.
func TestPartOfACouponGoesToAPledgee(t *testing.T) {
	for name, sweeps := range map[string]bool{"swept": true, "claimed": false} {
		t.Run(name, func(t *testing.T) {
			f := newLive(t)
			holder, other, pledgee := account("holder"), account("other"), account("pledgee")
			f.place(holder, 50_000)
			f.place(other, 50_000)
			f.drain(holder, other)
			f.fund(yen(2 * halfCoupon))
			f.holdings.coupons[holder.String()] = couponTaker{account: pledgee, units: 20_000}
			f.blockWithoutSweep("2026-06-22")
			f.send(holder, other, 1) // the holder's coupon is pending now
			if sweeps {
				f.block("2026-06-23")
				require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
			} else {
				claimed, err := f.claim(holder)
				require.NoError(t, err)
				require.Equal(t, yen(halfCoupon), claimed.Paid, "whoever received it")
			}
			require.Equal(t, yen(210).Amount, f.cash(pledgee))
			require.Equal(t, yen(halfCoupon-210).Amount, f.cash(holder))
			f.block("2026-06-24")
			require.Equal(t, yen(halfCoupon).Amount, f.cash(other))
		})
	}
}

// All of a coupon may go, and no more than that: then nobody of that holder is paid and the others are.
func TestAPledgeeTakesNoMoreThanTheCoupon(t *testing.T) {
	f := newLive(t)
	holder, other, pledgee := account("holder"), account("other"), account("pledgee")
	f.place(holder, 50_000)
	f.place(other, 50_000)
	f.drain(holder, other)
	f.fund(yen(10 * halfCoupon))
	f.holdings.coupons[holder.String()] = couponTaker{account: pledgee, units: 90_000, more: 1}
	f.block("2026-06-22")
	f.block("2026-06-23")
	_, err := f.claim(holder)
	require.ErrorIs(t, err, types.ErrBrokenLaw)
	require.True(t, f.cash(pledgee).IsZero() && f.cash(holder).IsZero())
	require.Equal(t, yen(halfCoupon).Amount, f.cash(other))

	f.holdings.coupons[holder.String()] = couponTaker{account: pledgee, units: 90_000}
	f.block("2026-06-24")
	require.Equal(t, yen(halfCoupon).Amount, f.cash(pledgee))
	require.True(t, f.cash(holder).IsZero())
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
}

func TestArrears(t *testing.T) {
	f := newLive(t)
	f.place(account("holder"), 50_000)
	inArrears := func() bool {
		missed, err := f.keeper.IsInArrears(f.ctx, isin)
		require.NoError(t, err)
		return missed
	}
	require.False(t, inArrears())
	f.block("2026-06-22")
	require.True(t, inArrears())
	f.fund(yen(halfCoupon))
	f.block("2026-06-23")
	require.False(t, inArrears())
}

func TestClaim(t *testing.T) {
	f := newLive(t)
	holder, friend := account("holder"), account("friend")
	f.place(holder, 50_000)
	f.drain(holder)
	f.fund(yen(10_000))
	_, err := f.claim(holder)
	require.ErrorIs(t, err, types.ErrNothingToClaim, "before the first coupon")

	f.blockWithoutSweep("2026-06-22")
	_, err = tx(f, f.msgs.Claim, &types.MsgClaim{Sender: holder.String(), Isin: "JP1103801RA7"})
	require.ErrorIs(t, err, types.ErrSeriesNotFound)
	_, err = tx(f, f.msgs.Claim, &types.MsgClaim{Sender: "?", Isin: isin})
	require.ErrorIs(t, err, types.ErrInvalidAddress)
	_, err = tx(f, f.msgs.Claim, &types.MsgClaim{Sender: friend.String(), Isin: isin, Holder: "?"})
	require.ErrorIs(t, err, types.ErrInvalidAddress)
	_, err = f.claim(friend)
	require.ErrorIs(t, err, types.ErrNothingToClaim)

	// Anyone may ask; the money goes to the holder.
	paid := must(f, f.msgs.Claim, &types.MsgClaim{Sender: friend.String(), Isin: isin, Holder: holder.String()})
	require.Equal(t, yen(halfCoupon), paid.Paid)
	require.Equal(t, yen(halfCoupon).Amount, f.cash(holder))
	require.True(t, f.cash(friend).IsZero())

	_, err = f.claim(holder)
	require.ErrorIs(t, err, types.ErrNothingToClaim, "claiming twice pays once")
	f.block("2026-06-22")
	f.block("2026-06-23")
	require.Equal(t, yen(halfCoupon).Amount, f.cash(holder), "and the sweep does not pay again")
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
}

func TestSeveralCouponsInOneBlock(t *testing.T) {
	f := newLive(t)
	a, b := account("a"), account("b")
	f.place(a, 100_000)
	f.fund(yen(100_000))
	f.drain(a, b)
	f.block("2028-01-10", func() { // four coupons have fallen due
		require.Equal(t, types.PAYMENT_STATUS_PAYABLE, f.payment(4).Status)
		f.send(a, b, 60_000)
		require.Len(t, f.holder(a).Pending, 4)
	})
	require.Equal(t, yen(4*2*halfCoupon).Amount, f.cash(a))
	require.True(t, f.cash(b).IsZero())
	for number := uint32(1); number <= 4; number++ {
		require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(number).Status)
	}
	require.Equal(t, []string{"opened", "recorded", "recorded", "recorded", "recorded"}, f.hooks.news)
}

func TestDueLimitIsKeptAndOrderToo(t *testing.T) {
	f := newLive(t)
	params := types.DefaultParams()
	params.DueLimit = 3
	require.NoError(t, f.keeper.UpdateParams(f.ctx, params))
	f.place(account("a"), 50_000)
	f.fund(yen(100_000))
	f.block("2028-01-10") // record 1, pay 1, record 2
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
	require.Equal(t, types.PAYMENT_STATUS_RECORDED, f.payment(2).Status)
	overdue, err := f.keeper.Overdue(f.ctx)
	require.NoError(t, err)
	require.Equal(t, 1, overdue)
	f.block("2028-01-10") // pay 2, record 3, pay 3
	f.block("2028-01-10") // record 4, pay 4
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(4).Status)
	require.Equal(t, types.PAYMENT_STATUS_SCHEDULED, f.payment(5).Status)
	overdue, err = f.keeper.Overdue(f.ctx)
	require.NoError(t, err)
	require.Zero(t, overdue)
}

func TestCouponOfAnIneligibleHolderGoesToSuspense(t *testing.T) {
	f := newLive(t)
	holder := account("holder")
	f.place(holder, 50_000)
	f.drain(holder)
	f.fund(yen(1_000))
	f.gate.ineligible[holder.String()] = true
	f.block("2026-06-22")
	require.True(t, f.cash(holder).IsZero())
	require.Equal(t, yen(halfCoupon).Amount, f.cash(suspense(holder)))
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
}

func TestCouponOfAnEscrowGoesToItsPayingAgent(t *testing.T) {
	f := newLive(t)
	holder, escrow, agent := account("holder"), account("escrow"), account("agent")
	f.place(holder, 100_000)
	f.send(holder, escrow, 50_000)
	f.holdings.escrows[escrow.String()] = true
	f.fund(yen(10_000))
	f.block("2026-06-22")
	require.True(t, f.cash(escrow).IsZero())
	require.Equal(t, types.PAYMENT_STATUS_PAYABLE, f.payment(1).Status, "no agent is named: the coupon waits")
	require.Equal(t, 1, f.emitted()["kokusai.bond.v1.EventPayoutDeferred"])
	_, err := tx(f, f.msgs.Claim, &types.MsgClaim{Sender: holder.String(), Isin: isin, Holder: escrow.String()})
	require.ErrorIs(t, err, types.ErrNoPayee)
	require.True(t, f.holder(escrow).Claimable.IsZero())
	require.Len(t, f.holder(escrow).Pending, 1)

	f.holdings.payees[escrow.String()] = agent
	f.block("2026-06-22 00:30")
	require.True(t, f.cash(agent).IsZero(), "the sweep comes back after an hour")
	f.block("2026-06-22 01:00")
	require.Equal(t, yen(halfCoupon).Amount, f.cash(agent))
	require.Equal(t, types.PAYMENT_STATUS_PAID, f.payment(1).Status)
	f.block("2026-12-21")
	require.Equal(t, yen(2*halfCoupon).Amount, f.cash(agent))
}
