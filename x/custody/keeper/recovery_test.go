package keeper_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// follower plays a module above that keeps something under the owner.
type follower struct {
	moved  []string
	refuse error
}

func (h *follower) BeforeAccountRecovered(context.Context, sdk.AccAddress, sdk.AccAddress) error {
	return h.refuse
}

func (h *follower) AfterClaimsMoved(_ context.Context, from, to sdk.AccAddress) error {
	h.moved = append(h.moved, from.String()+" "+to.String())
	return nil
}

// reference is a salted hash of a custodian's record.
var reference = strings.Repeat("ab", 32)

// newAccount registers the client's new account under the client's own reference.
func newAccount(t *testing.T, f *testutil.Fixture) sdk.AccAddress {
	fresh := testutil.Address("new account")
	require.NoError(t, update(f, f.Client, func(m *types.MsgUpdateInvestor) {
		m.ReferenceHash, m.InvestorClass = reference, types.ClassInstitutional
	}))
	registration := f.Registration(fresh, types.ClassInstitutional, "JP")
	registration.ReferenceHash = reference
	_, err := f.Msgs.RegisterInvestor(f.Ctx, registration)
	require.NoError(t, err)
	return fresh
}

func TestRecoveryOfALostKey(t *testing.T) {
	f := testutil.NewMarket(t)
	hooks := &follower{}
	f.Keeper.SetRecoveryHooks(types.MultiRecoveryHooks{hooks})
	require.Panics(t, func() { f.Keeper.SetRecoveryHooks(hooks) })
	f.Pledge(f.Client, bonds(100), "loan")
	f.Pledge(f.Client, bonds(50), "other loan")
	require.NoError(t, f.Keeper.Reserve(f.Ctx, f.Client, bonds(25), "carry", "trade"))
	recover := func(from, to sdk.AccAddress) (complete bool, err error) {
		err = f.Atomically(func(ctx sdk.Context) error {
			complete, err = f.Keeper.RecoverAccount(ctx, from, to, order(f))
			return err
		})
		return complete, err
	}
	_, err := recover(f.Client, f.Stranger)
	require.ErrorIs(t, err, types.ErrRecovery, "the new account must be registered")
	_, err = recover(f.Client, f.Client)
	require.ErrorIs(t, err, types.ErrRecovery)
	_, err = recover(f.Client, f.Dealer)
	require.ErrorIs(t, err, types.ErrRecovery, "not the same person")
	fresh := newAccount(t, f)
	f.MintYen(fresh, 10)
	require.NoError(t, f.Keeper.Reserve(f.Ctx, fresh, yen(1), "carry", "trade"))
	_, err = recover(f.Client, fresh)
	require.ErrorIs(t, err, types.ErrRecovery, "references could meet")
	require.NoError(t, f.Keeper.Unreserve(f.Ctx, fresh, yen(1), "carry", "trade"))
	hooks.refuse = errors.New("a position is on its way")
	_, err = recover(f.Client, fresh)
	require.ErrorIs(t, err, hooks.refuse)
	hooks.refuse = nil

	require.NoError(t, f.Keeper.Reserve(f.Ctx, f.Client, yen(7), "carry", "cash"))
	params := types.DefaultParams()
	params.MaxReleased = 1
	require.NoError(t, f.Keeper.SetParams(f.Ctx, params))
	_, err = recover(f.Client, fresh)
	require.ErrorIs(t, err, types.ErrRecovery, "more denoms with claims than one step moves")
	require.NoError(t, f.Keeper.Unreserve(f.Ctx, f.Client, yen(7), "carry", "cash"))
	f.Freeze(f.Client)
	complete, err := recover(f.Client, fresh)
	require.NoError(t, err)
	require.True(t, complete)
	require.Equal(t, int64(500), f.Balance(fresh, testutil.Denom))
	require.Equal(t, int64(100), f.Keeper.Pledged(f.Ctx, fresh, testutil.Denom, testutil.Pledgee, "loan").Int64())
	require.Equal(t, int64(50), f.Keeper.Pledged(f.Ctx, fresh, testutil.Denom, testutil.Pledgee, "other loan").Int64())
	require.Equal(t, int64(25), f.Keeper.Reserved(f.Ctx, fresh, testutil.Denom, "carry", "trade").Int64())
	require.Equal(t, []string{f.Client.String() + " " + fresh.String()}, hooks.moved)
	require.Zero(t, f.Balance(f.Client, testutil.Yen))
	require.NoError(t, f.Keeper.Audit(f.Ctx))

	f.Unfreeze(f.Client)
	f.MintYen(f.Client, 3) // what comes later is recovered by another order, though the new account has claims now
	complete, err = recover(f.Client, fresh)
	require.NoError(t, err)
	require.True(t, complete)
	require.Zero(t, f.Balance(f.Client, testutil.Yen))
	f.Issue(f.Client, 5)
	f.Pledge(f.Client, bonds(5), "new loan")
	_, err = recover(f.Client, fresh)
	require.ErrorIs(t, err, types.ErrRecovery, "references could meet")
}

func TestARecoveryOfManyDenomsTakesSteps(t *testing.T) {
	f := testutil.NewMarket(t)
	params := types.DefaultParams()
	params.MaxReleased = 1
	require.NoError(t, f.Keeper.SetParams(f.Ctx, params))
	fresh := newAccount(t, f)
	complete, err := f.Keeper.RecoverAccount(f.Ctx, f.Client, fresh, order(f))
	require.NoError(t, err)
	require.False(t, complete)
	require.NotZero(t, f.Balance(f.Client, testutil.Yen))
	complete, err = f.Keeper.RecoverAccount(f.Ctx, f.Client, fresh, order(f))
	require.NoError(t, err)
	require.True(t, complete)
	require.Zero(t, f.Balance(f.Client, testutil.Yen))
	require.Equal(t, 2, f.Events("kokusai.custody.v1.EventAccountRecovered"))
}

func TestARecoveryWaitsForClaimsThatNobodyWouldMove(t *testing.T) {
	f := testutil.NewMarket(t)
	fresh := newAccount(t, f)
	f.Pledge(f.Client, bonds(1), "loan")
	_, err := f.Keeper.RecoverAccount(f.Ctx, f.Client, fresh, order(f))
	require.ErrorIs(t, err, types.ErrRecovery)
	require.NoError(t, f.Keeper.Release(f.Ctx, f.Client, bonds(1), testutil.Pledgee, "loan"))
	_, err = f.Keeper.RecoverAccount(f.Ctx, f.Client, fresh, order(f))
	require.NoError(t, err)
}

func TestStatement(t *testing.T) {
	f := testutil.NewMarket(t)
	f.Pledge(f.Client, bonds(100), "loan")
	require.NoError(t, f.Keeper.Reserve(f.Ctx, f.Client, bonds(50), "carry", "trade"))
	f.Fund(f.Client, sdk.NewInt64Coin("ukoku", 1))
	f.Freeze(f.Client)
	f.Issue(f.Client, 7)
	f.IssueCoin(f.Client, sdk.NewInt64Coin("bond/"+testutil.OtherISIN, 9))
	res, err := f.Queries.Statement(f.Ctx, &types.QueryStatementRequest{Account: f.Client.String()})
	require.NoError(t, err)
	require.Len(t, res.Lines, 2, "the stake token is not custody's")
	require.Equal(t, types.StatementLine{
		Denom: testutil.Denom, Balance: testutil.Units(500), Free: testutil.Units(350), Pledged: testutil.Units(100),
		Reserved: testutil.Units(50), Suspense: testutil.Units(7),
	}, res.Lines[0])
	require.Equal(t, []sdk.Coin{sdk.NewInt64Coin("bond/"+testutil.OtherISIN, 9)}, res.InSuspense)
	require.EqualValues(t, 10, res.Height)
	require.Equal(t, f.Bond.Now(f.Ctx), res.Time)
	reservations, err := f.Queries.Reservations(f.Ctx, &types.QueryReservationsRequest{Owner: f.Client.String()})
	require.NoError(t, err)
	require.Equal(t, []types.Reservation{{
		Owner: f.Client.String(), Denom: testutil.Denom, Module: "carry", Ref: "trade", Amount: testutil.Units(50),
	}}, reservations.Reservations)
}
