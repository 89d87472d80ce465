package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

func TestRefundToARevokedAccount(t *testing.T) {
	f := testutil.NewMarket(t)
	escrow := transfertypes.GetEscrowAddress(transfertypes.PortID, testutil.Channel)
	require.NoError(t, f.Bank.SendCoins(f.Ctx, f.Client, escrow, sdk.NewCoins(bonds(200))))
	f.SetLicence(f.Custodian, "", types.LicenceStatusSuspended) // while the packet is in flight
	require.NoError(t, f.Bank.SendCoins(f.Ctx, escrow, f.Client, sdk.NewCoins(bonds(200))), "the packet is cleared")
	require.Equal(t, int64(300), f.Balance(f.Client, testutil.Denom))
	require.Equal(t, int64(200), f.Suspended(f.Client, testutil.Denom))
	require.Equal(t, int64(0), f.Balance(escrow, testutil.Denom))

	_, err := f.Keeper.ReleaseSuspense(f.Ctx, f.Client)
	require.ErrorIs(t, err, types.ErrCustodian)
	f.SetLicence(f.Custodian, "", types.LicenceStatusActive)
	released, err := f.Keeper.ReleaseSuspense(f.Ctx, f.Client)
	require.NoError(t, err)
	require.Equal(t, sdk.NewCoins(bonds(200)), released)
	require.Equal(t, int64(500), f.Balance(f.Client, testutil.Denom))
	_, err = f.Keeper.ReleaseSuspense(f.Ctx, f.Client)
	require.ErrorIs(t, err, types.ErrNothingInSuspense)
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestReleaseGivesWhatItMay(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Freeze(f.Retail)
	f.Issue(f.Retail, 5)
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Client, "bond", sdk.NewCoins(yen(7))))
	require.NoError(t, f.FromModule("bond", f.Retail, yen(7)))
	f.Unfreeze(f.Retail)
	released, err := f.Keeper.ReleaseSuspense(f.Ctx, f.Retail)
	require.NoError(t, err)
	require.Equal(t, sdk.NewCoins(yen(7)), released, "the class is still not admitted to the bond")
	require.Equal(t, int64(5), f.Suspended(f.Retail, testutil.Denom))

	res, err := f.Queries.Suspense(f.Ctx, &types.QuerySuspenseRequest{Owner: f.Retail.String()})
	require.NoError(t, err)
	require.Equal(t, []types.HeldInSuspense{{
		Owner: f.Retail.String(), SuspenseAccount: types.SuspenseAddress(f.Retail).String(), Amount: bonds(5),
	}}, res.Held)
	all, err := f.Queries.SuspenseAll(f.Ctx, &types.QuerySuspenseAllRequest{})
	require.NoError(t, err)
	require.Equal(t, res.Held, all.Held)
}

func TestReleaseMovesWhatWasRedeemedMeanwhile(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Issue(f.Retail, 5)
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, types.SuspenseAddress(f.Retail), "bond", sdk.NewCoins(bonds(5))))
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Client, "bond", sdk.NewCoins(yen(5))))
	require.NoError(t, f.FromModule("bond", types.SuspenseAddress(f.Retail), yen(5)))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
	released, err := f.Keeper.ReleaseSuspense(f.Ctx, f.Retail)
	require.NoError(t, err)
	require.Equal(t, sdk.NewCoins(yen(5)), released)
	_, err = f.Keeper.ReleaseSuspense(f.Ctx, f.Retail)
	require.ErrorIs(t, err, types.ErrNothingInSuspense, "the redeemed denom is no longer listed")
}

func TestReleaseIsBounded(t *testing.T) {
	f := testutil.NewMarket(t)
	params := types.DefaultParams()
	params.MaxReleased = 1
	require.NoError(t, f.Keeper.SetParams(f.Ctx, params))
	f.Freeze(f.Client)
	f.Issue(f.Client, 5)
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.Dealer, "bond", sdk.NewCoins(yen(5))))
	require.NoError(t, f.FromModule("bond", f.Client, yen(5)))
	f.Unfreeze(f.Client)
	for _, want := range []sdk.Coin{bonds(5), yen(5)} {
		released, err := f.Keeper.ReleaseSuspense(f.Ctx, f.Client)
		require.NoError(t, err)
		require.Equal(t, sdk.NewCoins(want), released)
	}
}

func TestReleaseRespectsTheHolderLimit(t *testing.T) {
	f := testutil.NewMarket(t)
	rules := f.Rules()
	rules.MaxHolding = math.NewInt(600)
	f.SetRules(rules)
	f.Issue(f.Client, 101)
	require.Equal(t, int64(101), f.Suspended(f.Client, testutil.Denom))
	_, err := f.Keeper.ReleaseSuspense(f.Ctx, f.Client)
	require.ErrorIs(t, err, types.ErrMaxHolding)
	require.NoError(t, f.Send(f.Client, f.Treasury, bonds(1)))
	_, err = f.Keeper.ReleaseSuspense(f.Ctx, f.Client)
	require.NoError(t, err)
	require.Equal(t, int64(600), f.Balance(f.Client, testutil.Denom))
}

func TestReleaseRefusesBadAddresses(t *testing.T) {
	f := testutil.NewMarket(t)
	_, err := f.Msgs.ReleaseSuspense(f.Ctx, &types.MsgReleaseSuspense{Signer: "x", Owner: f.Client.String()})
	require.ErrorIs(t, err, types.ErrInvalidAddress)
	_, err = f.Msgs.ReleaseSuspense(f.Ctx, &types.MsgReleaseSuspense{Signer: f.Client.String(), Owner: "x"})
	require.ErrorIs(t, err, types.ErrInvalidAddress)
}

// TestNoUnitIsLostOrCreated plays payments, freezes, releases and transfers in any order.
func TestNoUnitIsLostOrCreated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := testutil.NewMarket(t)
		people := []sdk.AccAddress{f.Dealer, f.Client, f.Retail, f.Abroad, f.Stranger}
		frozen := map[string]bool{}
		issued := int64(1_500)
		pick := func() sdk.AccAddress { return rapid.SampledFrom(people).Draw(t, "person") }
		t.Repeat(map[string]func(*rapid.T){
			"pay": func(t *rapid.T) {
				n := rapid.Int64Range(1, 100).Draw(t, "face")
				f.Issue(pick(), n)
				issued += n
			},
			"freeze": func(*rapid.T) {
				who := pick()
				if frozen[string(who)] {
					f.Unfreeze(who)
				} else {
					f.Freeze(who)
				}
				frozen[string(who)] = !frozen[string(who)]
			},
			"send": func(t *rapid.T) { _ = f.Send(pick(), pick(), bonds(rapid.Int64Range(1, 600).Draw(t, "sent"))) },
			"release": func(*rapid.T) {
				who := pick()
				before := f.Suspended(who, testutil.Denom)
				held := f.Balance(who, testutil.Denom)
				if _, err := f.Keeper.ReleaseSuspense(f.Ctx, who); err == nil {
					require.Equal(t, before+held, f.Balance(who, testutil.Denom))
					require.False(t, frozen[string(who)])
				}
			},
			"": func(t *rapid.T) {
				require.NoError(t, f.Keeper.Audit(f.Ctx))
				sum := int64(0)
				for _, who := range people {
					sum += f.Balance(who, testutil.Denom) + f.Suspended(who, testutil.Denom)
				}
				require.Equal(t, issued, sum)
			},
		})
	})
}
