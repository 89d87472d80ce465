package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	vestingtypes "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

func TestPledgedBondsStayAndDoNotMove(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Client, bonds(300), "loan/1")
	f.Pledge(f.Client, bonds(50), "loan/1")
	require.Equal(t, int64(500), f.Balance(f.Client, testutil.Denom))
	require.Equal(t, int64(350), f.Keeper.Pledged(f.Ctx, f.Client, testutil.Denom, testutil.Pledgee, "loan/1").Int64())
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, bonds(151)), types.ErrInsufficientFree)
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(150)))
	require.ErrorIs(t, f.Keeper.Pledge(f.Ctx, f.Client, bonds(1), testutil.Pledgee, "loan/2"), types.ErrInsufficientFree)

	require.ErrorIs(t, f.Keeper.Release(f.Ctx, f.Client, bonds(351), testutil.Pledgee, "loan/1"), types.ErrClaimTooSmall)
	require.ErrorIs(t, f.Keeper.Release(f.Ctx, f.Client, bonds(1), "carry", "loan/1"), types.ErrPledgeNotFound)
	require.ErrorIs(t, f.Keeper.Release(f.Ctx, f.Client, bonds(1), testutil.Pledgee, "loan"), types.ErrPledgeNotFound)
	require.NoError(t, f.Keeper.Release(f.Ctx, f.Client, bonds(350), testutil.Pledgee, "loan/1"))
	require.True(t, f.Keeper.Pledged(f.Ctx, f.Client, testutil.Denom, testutil.Pledgee, "loan/1").IsZero())
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(350)))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestCashCanBePledged(t *testing.T) {
	f := testutil.NewMarket(t)
	balance := f.Balance(f.Client, testutil.Yen)
	f.Pledge(f.Client, yen(balance), "margin")
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, yen(1)), types.ErrInsufficientFree)
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(1)))
}

func TestWhoMayNotPledge(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Issue(f.Stranger, 10) // lands in suspense
	f.Fund(f.Client, sdk.NewInt64Coin("ukoku", 10))
	pledge := func(owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error {
		return f.Keeper.Pledge(f.Ctx, owner, coin, pledgee, ref)
	}
	require.ErrorIs(t, pledge(types.SuspenseAddress(f.Stranger), bonds(1), testutil.Pledgee, "x"), types.ErrNotPledgeable)
	require.ErrorIs(t, pledge(authtypes.NewModuleAddress(bondtypes.ModuleName), bonds(1), testutil.Pledgee, "x"), types.ErrNotPledgeable)
	require.ErrorIs(t, pledge(transfertypes.GetEscrowAddress("transfer", testutil.Channel), bonds(1), testutil.Pledgee, "x"), types.ErrNotPledgeable)
	require.ErrorIs(t, pledge(f.Client, bonds(1), "nobody", "x"), types.ErrInvalidClaimant)
	require.ErrorIs(t, pledge(f.Client, bonds(1), testutil.Pledgee, ""), types.ErrInvalidReference)
	require.ErrorIs(t, pledge(f.Client, sdk.NewInt64Coin("ukoku", 1), testutil.Pledgee, "x"), types.ErrInvalidDenom)
	require.ErrorIs(t, pledge(f.Client, sdk.NewInt64Coin("uusd", 1), testutil.Pledgee, "x"), types.ErrNotCashDenom)
	require.ErrorIs(t, pledge(f.Client, sdk.Coin{Denom: testutil.Denom, Amount: math.NewInt(-1)}, testutil.Pledgee, "x"), types.ErrInvalidAmount)
	require.ErrorIs(t, pledge(f.Client, sdk.Coin{Denom: testutil.Denom}, testutil.Pledgee, "x"), types.ErrInvalidAmount)
	f.Freeze(f.Client)
	require.ErrorIs(t, pledge(f.Client, bonds(1), testutil.Pledgee, "x"), types.ErrSenderFrozen)
	freezeSeries(t, f)
	require.ErrorIs(t, pledge(f.Dealer, bonds(1), testutil.Pledgee, "x"), types.ErrSeriesFrozen)
}

func TestPledgesOfOneHoldingAreBounded(t *testing.T) {
	f := testutil.NewMarket(t)
	params := types.DefaultParams()
	params.MaxPledges = 3
	_, err := f.Msgs.UpdateParams(f.Ctx, &types.MsgUpdateParams{Authority: f.Governance.String(), Params: params})
	require.NoError(t, err)
	for i := range 3 {
		f.Pledge(f.Client, bonds(1), fmt.Sprint(i))
	}
	require.ErrorIs(t, f.Keeper.Pledge(f.Ctx, f.Client, bonds(1), testutil.Pledgee, "3"), types.ErrTooManyClaims)
	f.Pledge(f.Client, bonds(1), "2")
	f.Pledge(f.Client, yen(1), "3")
	require.NoError(t, f.Keeper.Reserve(f.Ctx, f.Client, bonds(1), testutil.Pledgee, "3"))
}

func TestReservedBondsDoNotMove(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Client, bonds(200), "loan")
	require.NoError(t, f.Keeper.Reserve(f.Ctx, f.Client, bonds(300), "carry", "auction"))
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, bonds(1)), types.ErrInsufficientFree)
	require.ErrorIs(t, f.Keeper.Unreserve(f.Ctx, f.Client, bonds(1), testutil.Pledgee, "loan"), types.ErrReservationNotFound, "a pledge is no reservation")
	require.Equal(t, int64(300), f.Keeper.Reserved(f.Ctx, f.Client, testutil.Denom, "carry", "auction").Int64())
	require.NoError(t, f.Keeper.Unreserve(f.Ctx, f.Client, bonds(300), "carry", "auction"))
	require.NoError(t, f.Send(f.Client, f.Dealer, bonds(300)))
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestSeizure(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Client, bonds(300), "loan")
	f.Freeze(f.Client)
	seize := func(coin sdk.Coin, to sdk.AccAddress) error {
		return f.Atomically(func(ctx sdk.Context) error {
			return f.Keeper.Seize(ctx, f.Client, coin, testutil.Pledgee, "loan", to)
		})
	}
	require.ErrorIs(t, seize(bonds(1), f.Retail), types.ErrClass)
	require.ErrorIs(t, seize(bonds(1), f.Stranger), types.ErrNotRegistered)
	require.ErrorIs(t, seize(bonds(301), f.Dealer), types.ErrClaimTooSmall)
	require.ErrorIs(t, seize(bonds(1), transfertypes.GetEscrowAddress("transfer", testutil.Channel)), types.ErrDirectEscrowEntry)
	require.ErrorIs(t, seize(bonds(1), authtypes.NewModuleAddress(testutil.Pledgee)), types.ErrModuleAccount)
	f.Issue(f.Stranger, 1)
	require.ErrorIs(t, seize(bonds(1), types.SuspenseAddress(f.Stranger)), types.ErrSuspenseAccount)

	rules := f.Rules()
	rules.LockUpUntil, rules.Suspended = "2027-01-01", true
	f.SetRules(rules)
	f.SetLicence(f.Custodian, "", types.LicenceStatusRevoked)
	require.ErrorIs(t, seize(bonds(1), f.Dealer), types.ErrCustodian, "the receiver must be eligible")
	require.NoError(t, seize(bonds(100), f.Treasury), "the owner's standing does not matter")
	require.Equal(t, int64(100), f.Balance(f.Treasury, testutil.Denom))
	require.Equal(t, int64(400), f.Balance(f.Client, testutil.Denom))
	require.Equal(t, int64(200), f.Keeper.Pledged(f.Ctx, f.Client, testutil.Denom, testutil.Pledgee, "loan").Int64())
	require.NoError(t, f.Keeper.Audit(f.Ctx))
}

func TestSeizureMarkIsNotLeftBehind(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Client, bonds(300), "loan")
	require.NoError(t, f.Keeper.Seize(f.Ctx, f.Client, bonds(100), testutil.Pledgee, "loan", f.Dealer))
	f.Freeze(f.Client)
	require.ErrorIs(t, f.Send(f.Client, f.Dealer, bonds(1)), types.ErrSenderFrozen)
}

func TestVestingAccountsCannotBecomeInvestors(t *testing.T) {
	f := testutil.NewMarket(t)
	account := testutil.Address("vesting")
	base := authtypes.NewBaseAccountWithAddress(account)
	vesting, err := vestingtypes.NewPermanentLockedAccount(base, sdk.NewCoins(yen(10)))
	require.NoError(t, err)
	f.Accounts.SetAccount(f.Ctx, f.Accounts.NewAccount(f.Ctx, vesting))
	_, err = f.Msgs.RegisterInvestor(f.Ctx, f.Registration(account, types.ClassInstitutional, "JP"))
	require.ErrorIs(t, err, types.ErrInvalidInvestor)

	f.MintYen(account, 15)
	require.ErrorIs(t, f.Keeper.Pledge(f.Ctx, account, yen(6), testutil.Pledgee, "x"), types.ErrInsufficientFree, "locked cash is not free")
	f.Pledge(account, yen(5), "x")
	require.ErrorIs(t, f.Send(account, f.Dealer, yen(1)), types.ErrInsufficientFree, "or only locked cash would be left for the pledge")
	require.NoError(t, f.Keeper.Seize(f.Ctx, account, yen(5), testutil.Pledgee, "x", f.Dealer))
}

func TestRegisteringOpensTheAccount(t *testing.T) {
	f := testutil.NewMarket(t)
	require.NotNil(t, f.Accounts.GetAccount(f.Ctx, f.Retail), "so that nobody can open a vesting account in its place")
}

// TestClaimLaws makes random claims and transfers: what is claimed never exceeds the balance, and nothing appears.
func TestClaimLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := testutil.NewMarket(t)
		owners := []sdk.AccAddress{f.Dealer, f.Client, f.Abroad}
		draw := func(name string) (sdk.AccAddress, sdk.Coin, string) {
			return rapid.SampledFrom(owners).Draw(t, name), bonds(rapid.Int64Range(1, 700).Draw(t, "amount")), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "ref")
		}
		supply := f.Bank.GetSupply(f.Ctx, testutil.Denom)
		tolerate := func(err error, allowed ...error) {
			for _, a := range allowed {
				if err == nil || errorsIs(err, a) {
					return
				}
			}
			require.NoError(t, err)
		}
		t.Repeat(map[string]func(*rapid.T){
			"pledge": func(*rapid.T) {
				owner, coin, ref := draw("owner")
				tolerate(f.Keeper.Pledge(f.Ctx, owner, coin, testutil.Pledgee, ref), types.ErrInsufficientFree)
			},
			"reserve": func(*rapid.T) {
				owner, coin, ref := draw("owner")
				tolerate(f.Keeper.Reserve(f.Ctx, owner, coin, testutil.Pledgee, ref), types.ErrInsufficientFree)
			},
			"release": func(*rapid.T) {
				owner, coin, ref := draw("owner")
				tolerate(f.Keeper.Release(f.Ctx, owner, coin, testutil.Pledgee, ref), types.ErrPledgeNotFound, types.ErrClaimTooSmall)
			},
			"unreserve": func(*rapid.T) {
				owner, coin, ref := draw("owner")
				tolerate(f.Keeper.Unreserve(f.Ctx, owner, coin, testutil.Pledgee, ref), types.ErrReservationNotFound, types.ErrClaimTooSmall)
			},
			"seize": func(*rapid.T) {
				owner, coin, ref := draw("owner")
				to := rapid.SampledFrom(owners).Draw(t, "to")
				tolerate(f.Atomically(func(ctx sdk.Context) error {
					return f.Keeper.Seize(ctx, owner, coin, testutil.Pledgee, ref, to)
				}), types.ErrPledgeNotFound, types.ErrClaimTooSmall)
			},
			"send": func(*rapid.T) {
				from, coin, _ := draw("from")
				to := rapid.SampledFrom(owners).Draw(t, "to")
				if err := f.Send(from, to, coin); err != nil {
					holding, qerr := f.Queries.Holding(f.Ctx, &types.QueryHoldingRequest{Owner: from.String(), Denom: testutil.Denom})
					require.NoError(t, qerr)
					require.True(t, coin.Amount.GT(holding.Free), "refused although %s is free: %v", holding.Free, err)
				}
			},
			"": func(*rapid.T) {
				require.NoError(t, f.Keeper.Audit(f.Ctx))
				require.Equal(t, supply, f.Bank.GetSupply(f.Ctx, testutil.Denom))
			},
		})
	})
}
