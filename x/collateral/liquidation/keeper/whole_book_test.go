package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// TestTheWholeBookDefaults: the only series that anybody has pledged defaults. All positions are sold for what the auction finds, what is
// missing is taken from insurance, reserve and suppliers, the last supplier leaves with all that is left, and the market goes on.
func TestTheWholeBookDefaults(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.keeper.FundInsurance(w.ctx, w.funded(backstop, 10_000_000), cash(10_000_000)))
	var ids []types.ID
	for i := range uint64(10) {
		ids = append(ids, w.open(account(string(rune('a'+i))), i, units(100_000_000), 90_000_000))
	}
	w.block(300 * 24 * time.Hour)
	w.bonds.set(tenYear, bondtypes.SERIES_STATUS_DEFAULTED)
	require.NoError(t, w.collateral.AfterSeriesChanged(w.ctx, tenYear))
	w.block(time.Minute)
	before, err := w.pool()
	require.NoError(t, err)
	w.block(59 * time.Minute)

	paid := math.ZeroInt()
	w.funded(bidder, 1_000_000_000)
	for _, id := range ids {
		require.Equal(t, collateraltypes.STAGE_DUE, w.stage(id))
		response, err := w.bid(bidder, id, tenYearD)
		require.NoError(t, err)
		require.Equal(t, units(100_000_000)[0], response.Lot, "all of it, for what it brings")
		paid = paid.Add(response.Payment.Amount)
		require.Equal(t, collateraltypes.STAGE_UNSPECIFIED, w.stage(id))
		w.audit()
	}
	after, err := w.pool()
	require.NoError(t, err)
	require.True(t, after.TotalDebt.IsZero() && after.Reserve.LTE(math.OneInt()), "nobody owes anything, and the reserve has paid")
	require.Equal(t, before.Pool.Cash.Add(paid).Add(yen(10_000_000)), after.Pool.Cash)
	require.True(t, after.Pool.SupplyIndex.IsPositive() && after.Pool.SupplyIndex.LT(before.Pool.SupplyIndex))

	left, _, err := w.collateral.Withdraw(w.ctx, lender, jpy, collateraltypes.Withdrawal{Amount: math.ZeroInt(), Claims: math.ZeroInt(), All: true})
	require.NoError(t, err)
	require.True(t, after.Pool.Cash.Sub(left).LTE(math.OneInt()), "all but a unit of rounding")
	w.audit()

	_, err = w.collateral.Supply(w.ctx, w.funded(dealer, 1_000), cash(1_000))
	require.NoError(t, err)
	back, _, err := w.collateral.Withdraw(w.ctx, dealer, jpy, collateraltypes.Withdrawal{Amount: math.ZeroInt(), Claims: math.ZeroInt(), All: true})
	require.NoError(t, err)
	require.True(t, yen(1_000).Sub(back).LTE(math.OneInt()) && back.LTE(yen(1_000)))
	w.audit()
}

// funded gives an account yen.
func (w *world) funded(who sdk.AccAddress, amount int64) sdk.AccAddress {
	w.Helper()
	w.give(who, cash(amount))
	return who
}
