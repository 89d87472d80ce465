package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// redeem plays what x/bond and x/custody do with pledged units whose series has ended: burn them, pay, and tell.
func (w *world) redeem(id types.ID, bonds, principal sdk.Coin) {
	w.Helper()
	ref := collateraltypes.PledgeRef(id.Denom, id.Number)
	require.NoError(w, w.custody.Release(w.ctx, id.Owner, bonds, collateraltypes.ModuleName, ref))
	require.NoError(w, w.bank.SendCoins(w.ctx, id.Owner, account("burnt"), sdk.NewCoins(bonds)))
	w.give(pools, principal)
	require.NoError(w, w.collateral.AfterPledgeRedeemed(w.ctx, id.Owner, collateraltypes.ModuleName, ref, bonds, principal))
}

// coupon plays what they do with a coupon of pledged units, and returns what the debt took.
func (w *world) coupon(id types.ID, coupon sdk.Coin) sdk.Coin {
	w.Helper()
	ref := collateraltypes.PledgeRef(id.Denom, id.Number)
	taken, err := w.collateral.TakePledgeCoupon(w.ctx, id.Owner, collateraltypes.ModuleName, ref, coupon)
	require.NoError(w, err)
	if taken.IsPositive() {
		w.give(pools, sdk.NewCoin(coupon.Denom, taken))
	}
	return sdk.NewCoin(coupon.Denom, taken)
}

// A coupon shrinks the debt of a position that is called or in auction, and ends both when that is enough.
func TestCouponsEndCallsAndAuctions(t *testing.T) {
	w, id := called(t)
	require.Equal(t, cash(100_000), w.coupon(id, cash(100_000)))
	_, called := w.call(id)
	require.True(t, called, "too little")
	w.coupon(id, cash(5_000_000))
	_, called = w.call(id)
	require.False(t, called)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	require.True(t, w.coupon(id, cash(1_000)).IsZero(), "from now on they are the owner's again")
	w.audit()

	w, id = auctioned(t)
	w.coupon(id, cash(100_000))
	before := w.auction(id).Lots[0].Lot
	_, err := w.bid(bidder, id, tenYearD)
	require.NoError(t, err)
	require.Equal(t, before, sdk.NewCoin(tenYearD, w.balance(bidder, tenYearD)), "what is sold is sized to the debt that is left")

	w, id = auctioned(t)
	w.coupon(id, cash(5_000_000))
	_, err = w.bid(bidder, id, tenYearD)
	require.ErrorIs(t, err, types.ErrAuctionNotFound)
	w.audit()
}

// Principal of bonds in auction repays the debt; what it does not need is the owner's, and the auction is over.
func TestPrincipalEndsAnAuction(t *testing.T) {
	w, id := auctioned(t)
	before, debt := w.balance(owner, jpy), w.assess(id).Debt
	w.redeem(id, units(10_000_000)[0], cash(10_000_000))
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id), "bonds below par repay at par")
	w.redeem(id, units(90_000_000)[0], cash(90_000_000))
	require.Equal(t, collateraltypes.STAGE_UNSPECIFIED, w.stage(id))
	paid := w.balance(owner, jpy).Sub(before)
	require.True(t, yen(100_000_000).Sub(debt).Sub(paid).Abs().LTE(yen(1).QuoRaw(million)), "what is left over, but for a unit of rounding: %s", paid)
	fund, err := w.queries.Fund(w.ctx, &types.QueryFundRequest{Denom: jpy})
	require.NoError(t, err)
	require.True(t, fund.InAuction.IsZero())
	w.audit()
}

// Dollars that redeemed bonds left in a position are a lot like any other, at the rate of the last block.
func TestCashIsSold(t *testing.T) {
	w := newWorld(t)
	id := w.open(owner, 1, sdk.NewCoins(sdk.NewInt64Coin(dollarD, 1_000_000)), 120_000_000)
	w.redeem(id, sdk.NewInt64Coin(dollarD, 1_000_000), sdk.NewInt64Coin(usd, 1_000_000*million))
	w.block(time.Minute)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	require.NoError(t, w.collateral.SetFx(w.ctx, collateraltypes.FxRate{Base: "USD", Quote: "JPY", Rate: dec("130"), AsOf: "2026-01-07"}))
	w.block(time.Minute)
	w.give(bidder, cash(200_000_000))
	response, err := w.bid(bidder, id, usd)
	require.NoError(t, err)
	require.True(t, response.Lot.IsPositive() && response.Lot.Amount.LT(yen(1_000_000)))
	require.Equal(t, response.Lot.Amount, w.balance(bidder, usd))
	// 131.3 yen for a dollar, 101 % of 130.
	require.InDelta(t, 131.3, float64(response.Payment.Amount.Int64())/float64(response.Lot.Amount.Int64()), 1e-6)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	w.audit()
}

// While a payment of its series is missed a position is judged as before; default makes it due at once, and it ends with the
// default when the issuer pays in the meantime.
func TestArrearsAndDefault(t *testing.T) {
	w := newWorld(t)
	id := w.open(owner, 1, units(100_000_000), 60_000_000)
	w.bonds.arrears[tenYear] = true
	require.NoError(t, w.collateral.News().AfterPaymentMissed(w.ctx, tenYear, 1))
	w.block(time.Minute)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))

	w.bonds.set(tenYear, bondtypes.SERIES_STATUS_DEFAULTED)
	require.NoError(t, w.collateral.News().AfterSeriesDefaulted(w.ctx, tenYear))
	w.block(time.Minute)
	require.Equal(t, collateraltypes.STAGE_DUE, w.stage(id))
	require.True(t, w.auction(id).Open)
	w.audit()

	delete(w.bonds.arrears, tenYear)
	w.bonds.set(tenYear, bondtypes.SERIES_STATUS_LIVE)
	require.NoError(t, w.collateral.News().AfterDefaultEnded(w.ctx, tenYear))
	require.Equal(t, cash(1_050_000), w.coupon(id, cash(1_050_000)), "the coupon comes while the position is in auction")
	w.give(bidder, cash(1_000_000))
	w.block(time.Minute)
	_, err := w.bid(bidder, id, tenYearD)
	require.ErrorIs(t, err, types.ErrSound)
	w.block(time.Hour)
	require.Equal(t, collateraltypes.STAGE_SOUND, w.stage(id))
	w.audit()
}
