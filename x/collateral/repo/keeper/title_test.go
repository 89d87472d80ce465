package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil/desk"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

// weekAt75 is a week of interest on the cash at 0.75 %, Act/365: 14,383.561643… yen, rounded up.
const weekAt75 = 14_383_561_644

// A giver of a title transfer who does not pay is closed out when the grace is over: the taker keeps the bonds, and one claim is left,
// whichever way it goes.
func TestTitleGiverDefaults(t *testing.T) {
	for name, c := range map[string]struct {
		yield    string
		negative bool // the bonds are worth more than the debt
	}{"the taker owes the rest": {"2", true}, "the giver owes the rest": {"6", false}} {
		t.Run(name, func(t *testing.T) {
			d := newCounter(t)
			d.agree(title)
			d.spend(d.Client)
			kept := d.Balance(d.Dealer, testutil.Denom)
			d.Tick("2026-04-08 15:00")
			require.Equal(t, types.STATUS_LIVE, d.repo().Status, "the grace runs")
			require.ErrorIs(t, d.closeOut(), types.ErrStatus, "it is not the taker who has failed")
			d.Yield(c.yield)
			d.Tick("2026-04-09 23:59")
			require.Equal(t, types.STATUS_LIVE, d.repo().Status)
			d.Tick("2026-04-10 00:59")
			repo := d.repo()
			require.Equal(t, types.STATUS_CLOSED, repo.Status)
			require.Empty(t, repo.Holdings)
			// Nine days of interest are due on the tenth: 18,493.150684… yen.
			require.Equal(t, d.worth(testutil.Bonds(110_000_000)).Neg().AddRaw(cash+18_493_150_685).String(), repo.Claim().String())
			require.Equal(t, c.negative, repo.Claim().IsNegative())
			require.Equal(t, kept, d.Balance(d.Dealer, testutil.Denom), "the bonds are the taker's now")
			require.Equal(t, 1, d.Emitted(&types.EventDefaulted{}))
			d.Audited()
			d.reborn()

			payer, creditor := d.Stranger, d.Dealer
			if c.negative {
				payer, creditor = d.Dealer, d.Client
			}
			before, claim := d.Yen(creditor), repo.Claim().Abs()
			require.NoError(t, d.pay(payer, claim.QuoRaw(2)))
			require.Equal(t, claim.Sub(claim.QuoRaw(2)).String(), d.repo().Claim().Abs().String())
			require.NoError(t, d.pay(payer, claim), "no more than the claim is taken")
			require.EqualValues(t, claim.Int64(), d.Yen(creditor)-before)
			d.gone()
		})
	}
}

// A margin call of a title transfer that nobody meets closes it out too.
func TestTitleMarginDefault(t *testing.T) {
	d := newCounter(t)
	d.agree(title, until("2026-06-01"))
	d.Yield("4")
	require.NoError(t, d.call())
	require.NotNil(t, d.repo().Call)
	d.Wait(2 * time.Hour)
	require.NoError(t, d.call(), "anyone may have it looked at when the grace is over")
	require.Equal(t, types.STATUS_CLOSED, d.repo().Status)
	require.Equal(t, d.worth(testutil.Bonds(110_000_000)).Neg().AddRaw(cash).String(), d.repo().Claim().String())
	d.Audited()
}

// Nobody is closed out at a price that nobody knows: the default waits for one.
func TestTitleDefaultWaitsForAPrice(t *testing.T) {
	d := newCounter(t)
	d.CurvesAge(3)
	d.agree(title)
	d.spend(d.Client)
	d.Tick("2026-04-08 15:00")
	d.Tick("2026-04-10 00:59")
	require.Equal(t, types.STATUS_LIVE, d.repo().Status)
	require.Equal(t, 1, d.Emitted(&types.EventItemQuarantined{}))
	require.Zero(t, d.Emitted(&types.EventDefaulted{}), "what could not be done as a whole is undone, and not said")
	d.Yield("2")
	d.Tick("2026-04-10 01:59")
	require.Equal(t, types.STATUS_CLOSED, d.repo().Status)
	d.Audited()
}

// A taker who no longer has the bonds has failed to return; after the grace the giver closes out, whichever way the claim goes, and
// until then the taker may still return them.
func TestTitleTakerDefaults(t *testing.T) {
	for name, c := range map[string]struct {
		yield    string
		negative bool
	}{"the taker owes the rest": {"2", true}, "the giver owes the rest": {"6", false}} {
		t.Run(name, func(t *testing.T) {
			d := newCounter(t)
			d.agree(title)
			sold := testutil.Bonds(d.Balance(d.Dealer, testutil.Denom))
			require.NoError(t, d.Send(d.Dealer, d.Abroad, sold))
			d.MintYen(d.Client, desk.Million) // to pay the interest
			d.Tick("2026-04-08 15:00")
			require.Equal(t, types.STATUS_LIVE, d.repo().Status)
			d.Tick("2026-04-10 00:00")
			require.Equal(t, types.STATUS_RETURN_FAILED, d.repo().Status)
			require.Equal(t, 1, d.Emitted(&types.EventReturnFailed{}))
			d.Audited()
			d.reborn()
			require.ErrorIs(t, do(d, d.msgs.CloseOut, &types.MsgCloseOut{Giver: d.Dealer.String(), Offerer: d.Dealer.String(), Number: number}), types.ErrNotParty)

			late := d.branch()
			require.NoError(t, late.Send(late.Abroad, late.Dealer, sold))
			require.NoError(t, do(late, late.msgs.SettleEnd, &types.MsgSettleEnd{Giver: d.Client.String(), Offerer: d.Dealer.String(), Number: number}))
			late.gone()

			d.Yield(c.yield)
			client := d.Yen(d.Client)
			require.NoError(t, d.closeOut())
			claim := d.repo().Claim()
			require.Equal(t, d.worth(testutil.Bonds(110_000_000)).Neg().AddRaw(cash+18_493_150_685).String(), claim.String())
			require.Equal(t, c.negative, claim.IsNegative())
			require.Equal(t, client, d.Yen(d.Client), "the giver keeps the cash; one claim is left")
			require.ErrorIs(t, d.closeOut(), types.ErrStatus)
			payer := d.Client
			if c.negative {
				payer = d.Dealer
			}
			require.NoError(t, d.pay(payer, claim.Abs()))
			d.gone()
		})
	}
}

// Bonds that are redeemed before the taker has returned them are set off in cash: they repay the debt first, so that nobody can have
// the taker pass the principal on while it is owed, and only what is more is the giver's.
func TestTitleOfRedeemedBonds(t *testing.T) {
	d := newCounter(t)
	d.agree(title)
	require.NoError(t, d.Send(d.Dealer, d.Abroad, testutil.Bonds(d.Balance(d.Dealer, testutil.Denom))))
	d.MintYen(d.Client, desk.Million)
	d.MintYen(d.Dealer, 20*desk.Million)
	d.Tick("2026-04-08 15:00")
	d.Tick("2026-04-10 00:00")
	require.Equal(t, types.STATUS_RETURN_FAILED, d.repo().Status)
	d.Bond.SetStatus(testutil.ISIN, bondtypes.SERIES_STATUS_REDEEMED)
	client := d.Yen(d.Client)
	require.NoError(t, d.passIncome())
	require.EqualValues(t, 110_000_000*bondtypes.MicroPerUnit-cash-18_493_150_685, d.Yen(d.Client)-client)
	require.True(t, d.repo().Principal.IsZero())
	require.Empty(t, d.repo().Holdings)
	d.Audited()
	d.reborn()
	d.Tick("2026-04-10 15:00")
	d.gone()
}

// Closing out a taker waits for the grace, and for a price.
func TestTitleCloseOutRefused(t *testing.T) {
	d := newCounter(t)
	d.agree(title)
	require.ErrorIs(t, d.closeOut(), types.ErrStatus)
	require.NoError(t, d.Send(d.Dealer, d.Abroad, testutil.Bonds(d.Balance(d.Dealer, testutil.Denom))))
	d.MintYen(d.Client, desk.Million)
	d.Tick("2026-04-08 15:00")
	d.Tick("2026-04-10 00:00")
	longer := d.branch()
	params := types.DefaultParams()
	params.ReturnGrace = 10 * 24 * time.Hour
	require.NoError(t, longer.Repo.UpdateParams(longer.Ctx, params))
	require.ErrorIs(t, longer.closeOut(), types.ErrGrace)
	d.CurvesAge(1)
	require.Error(t, d.closeOut(), "without a price")
	require.Equal(t, types.STATUS_RETURN_FAILED, d.repo().Status)
	d.Yield("2")
	require.NoError(t, d.closeOut())
	d.Audited()
}

// A coupon that is paid while the taker owns the bonds is the giver's: pulled at the next cut-off, for each unit that the taker held
// when it became payable, once.
func TestManufacturedCoupon(t *testing.T) {
	d := newCounter(t)
	d.agree(title, until("2026-06-01"))
	giver, taker := d.Yen(d.Client), d.Yen(d.Dealer)
	d.Bond.PayCoupon(testutil.ISIN, "10500") // 1.05 % of a yen
	// What is given after the coupon has not earned it; what goes back has.
	require.NoError(t, d.substitute(sdk.NewCoins(testutil.Bonds(40_000_000)), nil))
	require.NoError(t, d.substitute(nil, sdk.NewCoins(testutil.Bonds(30_000_000))))
	const coupon = 110_000_000 * 10_500
	require.EqualValues(t, coupon, d.repo().IncomeOwed.Int64())
	d.reborn()
	d.Tick("2026-04-01 15:00")
	require.EqualValues(t, coupon, d.Yen(d.Client)-giver)
	require.EqualValues(t, coupon, taker-d.Yen(d.Dealer))
	require.True(t, d.repo().IncomeOwed.IsZero())
	d.Tick("2026-04-02 15:00")
	require.EqualValues(t, coupon, d.Yen(d.Client)-giver, "once")

	// Half a unit of a coupon is nobody's, as it is when a holder is paid.
	d.Bond.PayCoupon(testutil.ISIN, "0.00000001")
	require.NoError(t, d.passIncome())
	require.EqualValues(t, coupon+1, d.Yen(d.Client)-giver, "1.2 base units, down")
	require.Equal(t, 2, d.Emitted(&types.EventIncomePassed{}))
	d.Audited()
}

// A taker who has spent the coupon owes it: it is set against the debt, and where it is more than that, the taker pays at the end.
func TestIncomeIsSetAgainstTheDebt(t *testing.T) {
	for name, c := range map[string]struct {
		perUnit string
		income  int64
	}{"less than the debt": {"10500", 110_000_000 * 10_500}, "more than the debt": {"1000000", 110_000_000 * 1_000_000}} {
		t.Run(name, func(t *testing.T) {
			d := newCounter(t)
			d.agree(title)
			d.spend(d.Dealer)
			giver := d.Yen(d.Client)
			d.Bond.PayCoupon(testutil.ISIN, c.perUnit)
			require.Error(t, d.passIncome(), "it has not the cash")
			d.Tick("2026-04-02 15:00")
			require.Equal(t, c.income, d.repo().IncomeOwed.Int64())
			require.Equal(t, giver, d.Yen(d.Client))
			require.NoError(t, d.Send(d.Stranger, d.Dealer, testutil.YenOf(50*desk.Million)))
			d.Freeze(d.Dealer)
			d.Tick("2026-04-03 15:00")
			require.Equal(t, c.income, d.repo().IncomeOwed.Int64(), "a frozen taker can't be pulled from")
			d.Unfreeze(d.Dealer)
			require.NoError(t, d.Send(d.Dealer, d.Stranger, testutil.YenOf(d.Yen(d.Dealer)-20*desk.Million)))
			if c.income < 20*desk.Million {
				d.spend(d.Dealer)
			}
			d.Tick("2026-04-08 15:00")
			d.gone()
			require.EqualValues(t, c.income-cash-weekAt75, d.Yen(d.Client)-giver)
			require.EqualValues(t, 600_000_500, d.Balance(d.Client, testutil.Denom), "and the bonds are back")
		})
	}
}
