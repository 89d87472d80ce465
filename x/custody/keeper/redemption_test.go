package keeper_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

func errorsIs(err, target error) bool { return errors.Is(err, target) }

func freezeSeries(t require.TestingT, f *testutil.Fixture) {
	_, err := f.Msgs.FreezeSeries(f.Ctx, &types.MsgFreezeSeries{Authority: f.Ministry.String(), Isin: testutil.ISIN, Reason: types.ReasonIssuerEvent})
	require.NoError(t, err)
}

func TestPrincipalOfPledgedUnitsGoesToThePledgee(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Client, bonds(100), "loan/7")
	f.Pledge(f.Client, bonds(50), "loan/8")
	require.NoError(t, f.Keeper.Reserve(f.Ctx, f.Client, bonds(30), "carry", "auction"))
	f.Freeze(f.Client)
	freezeSeries(t, f)

	payees, err := f.Keeper.BeforeRedeemed(f.Ctx, testutil.ISIN, f.Client, math.NewInt(500))
	require.NoError(t, err)
	pledgee := authtypes.NewModuleAddress(testutil.Pledgee)
	require.Equal(t, []bondtypes.Payee{
		{Account: pledgee, Units: math.NewInt(100), Ref: "collateral/loan/7"},
		{Account: pledgee, Units: math.NewInt(50), Ref: "collateral/loan/8"},
		{Account: f.Client, Units: math.NewInt(350)},
	}, payees)
	require.True(t, f.Keeper.Pledged(f.Ctx, f.Client, testutil.Denom, testutil.Pledgee, "loan/7").IsZero())
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Client, bondtypes.ModuleName, sdk.NewCoins(bonds(500))),
		"the units go to be burnt whatever the holder's standing and the series' freeze")

	paid := make([]bondtypes.PaidOut, len(payees))
	for i, payee := range payees {
		paid[i] = bondtypes.PaidOut{Payee: payee, Cash: yen(payee.Units.Int64() * bondtypes.MicroPerUnit)}
	}
	require.NoError(t, f.Keeper.AfterRedeemed(f.Ctx, testutil.ISIN, f.Client, paid))
	require.Equal(t, []testutil.Redeemed{
		{Owner: f.Client.String(), Pledgee: testutil.Pledgee, Ref: "loan/7", Units: bonds(100), Cash: yen(100_000_000)},
		{Owner: f.Client.String(), Pledgee: testutil.Pledgee, Ref: "loan/8", Units: bonds(50), Cash: yen(50_000_000)},
	}, f.Hooks.Redeemed)
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestRedemptionWithNothingOrEverythingPledged(t *testing.T) {
	f := testutil.NewMarket(t)
	payees, err := f.Keeper.BeforeRedeemed(f.Ctx, testutil.ISIN, f.Dealer, math.NewInt(1_000))
	require.NoError(t, err)
	require.Equal(t, []bondtypes.Payee{{Account: f.Dealer, Units: math.NewInt(1_000)}}, payees)

	f.Pledge(f.Dealer, bonds(1_000), "all")
	payees, err = f.Keeper.BeforeRedeemed(f.Ctx, testutil.ISIN, f.Dealer, math.NewInt(1_000))
	require.NoError(t, err)
	require.Len(t, payees, 1, "no payee for zero units")

	f.Pledge(f.Client, bonds(500), "all")
	_, err = f.Keeper.BeforeRedeemed(f.Ctx, testutil.ISIN, f.Client, math.NewInt(499))
	require.ErrorIs(t, err, types.ErrBrokenLaw)
}

func TestAFailingHookFailsTheRedemption(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Hooks.Err = errors.New("debt is elsewhere")
	paid := []bondtypes.PaidOut{{Payee: bondtypes.Payee{Account: f.Client, Units: math.NewInt(1), Ref: "collateral/x"}, Cash: yen(1)}}
	require.ErrorIs(t, f.Keeper.AfterRedeemed(f.Ctx, testutil.ISIN, f.Client, paid), f.Hooks.Err)
	paid[0].Ref = "no slash"
	require.ErrorIs(t, f.Keeper.AfterRedeemed(f.Ctx, testutil.ISIN, f.Client, paid), types.ErrBrokenLaw)
	paid[0].Ref = ""
	require.NoError(t, f.Keeper.AfterRedeemed(f.Ctx, testutil.ISIN, f.Client, paid), "the owner's own part concerns nobody")
}

// Pledgees are asked what they take, each of what its units have earned and together no more than there is.
func TestCouponsOfPledgedUnits(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Client, bonds(100), "loan/7")
	f.Pledge(f.Client, bonds(300), "loan/8")
	perUnit := func(units math.Int) math.Int { return units.MulRaw(10) }
	parts := func(owner sdk.AccAddress, coupon int64) ([]bondtypes.CouponPart, error) {
		return f.Keeper.BeforeCouponPaid(f.Ctx, testutil.ISIN, owner, yen(coupon), perUnit)
	}
	taken, err := parts(f.Client, 5_000)
	require.NoError(t, err)
	require.Empty(t, taken)
	require.Equal(t, []testutil.Redeemed{
		{Owner: f.Client.String(), Pledgee: testutil.Pledgee, Ref: "loan/7", Cash: yen(1_000)},
		{Owner: f.Client.String(), Pledgee: testutil.Pledgee, Ref: "loan/8", Cash: yen(3_000)},
	}, f.Hooks.Coupons)

	pledgee := authtypes.NewModuleAddress(testutil.Pledgee)
	f.Hooks.Takes = 100
	taken, err = parts(f.Client, 2_500)
	require.NoError(t, err)
	require.Equal(t, []bondtypes.CouponPart{
		{Account: pledgee, Amount: math.NewInt(1_000)}, {Account: pledgee, Amount: math.NewInt(1_500)},
	}, taken, "fewer units earned it than are pledged now")

	f.Hooks.Coupons = nil
	taken, err = parts(f.Dealer, 5_000)
	require.NoError(t, err)
	require.Empty(t, taken)
	require.Empty(t, f.Hooks.Coupons, "who has pledged nothing is not asked about")

	for _, wrong := range []int64{101, -1} {
		f.Hooks.Takes = wrong
		_, err = parts(f.Client, 10_000)
		require.ErrorIs(t, err, types.ErrBrokenLaw)
	}
	f.Hooks.Err = errors.New("debt is elsewhere")
	_, err = parts(f.Client, 5_000)
	require.ErrorIs(t, err, f.Hooks.Err)
}

func TestCouponsOfWhatIsAbroad(t *testing.T) {
	f := testutil.NewMarket(t)
	escrow := transfertypes.GetEscrowAddress(transfertypes.PortID, testutil.Channel)
	payee, found, err := f.Keeper.CouponPayee(f.Ctx, testutil.ISIN, escrow)
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, f.Treasury, payee)
	require.False(t, f.Keeper.CanRedeem(f.Ctx, testutil.ISIN, escrow))

	_, err = f.Msgs.RevokeChannel(f.Ctx, &types.MsgRevokeChannel{Authority: f.Ministry.String(), Isin: testutil.ISIN, ChannelId: testutil.Channel})
	require.NoError(t, err)
	_, found, err = f.Keeper.CouponPayee(f.Ctx, testutil.ISIN, escrow)
	require.NoError(t, err)
	require.True(t, found, "what is abroad goes on earning")

	_, found, err = f.Keeper.CouponPayee(f.Ctx, testutil.OtherISIN, escrow)
	require.NoError(t, err)
	require.False(t, found, "nobody was named for this series")

	for _, holder := range []sdk.AccAddress{f.Client, f.Stranger, types.SuspenseAddress(f.Retail)} {
		payee, found, err = f.Keeper.CouponPayee(f.Ctx, testutil.ISIN, holder)
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, holder, payee)
		require.True(t, f.Keeper.CanRedeem(f.Ctx, testutil.ISIN, holder))
	}
}
