package app

import (
	"testing"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// newMemoryContext returns the checks' view of an application without any account, and a context with a memory.
func newMemoryContext(t *testing.T) (anteAccounts, sdk.Context) {
	app := New(log.NewNopLogger(), dbm.NewMemDB(), true, simtestutil.EmptyAppOptions{})
	ctx := app.NewContextLegacy(true, cmtproto.Header{Height: 1}).WithGasMeter(storetypes.NewInfiniteGasMeter())
	accounts := anteAccounts{app.AccountKeeper}
	require.NoError(t, app.AccountKeeper.Params.Set(ctx, authtypes.DefaultParams()))
	var with sdk.Context
	_, err := memoryDecorator{}.AnteHandle(ctx, nil, false, func(ctx sdk.Context, _ sdk.Tx, _ bool) (sdk.Context, error) {
		with = ctx
		return ctx, nil
	})
	require.NoError(t, err)
	return accounts, with
}

// gasOf returns what fn is charged.
func gasOf(ctx sdk.Context, fn func()) uint64 {
	before := ctx.GasMeter().GasConsumed()
	fn()
	return ctx.GasMeter().GasConsumed() - before
}

func TestChecksReadAnAccountOnce(t *testing.T) {
	accounts, ctx := newMemoryContext(t)
	key := secp256k1.GenPrivKeyFromSecret([]byte("signer")).PubKey()
	address := sdk.AccAddress(key.Address())

	require.Nil(t, accounts.GetAccount(ctx, address))
	accounts.AccountKeeper.SetAccount(ctx, accounts.NewAccountWithAddress(ctx, address))
	require.NotNil(t, accounts.GetAccount(ctx, address), "that there was none is not remembered")
	require.Zero(t, gasOf(ctx, func() { accounts.GetAccount(ctx, address) }))

	// What one check changes the next one sees, and so does the state.
	account := accounts.GetAccount(ctx, address)
	require.NoError(t, account.SetPubKey(key))
	require.NoError(t, account.SetSequence(5))
	accounts.SetAccount(ctx, account)
	require.EqualValues(t, 5, accounts.GetAccount(ctx, address).GetSequence())
	require.EqualValues(t, 5, accounts.AccountKeeper.GetAccount(ctx, address).GetSequence())
	require.Equal(t, key, accounts.AccountKeeper.GetAccount(ctx, address).GetPubKey())

	replaced := authtypes.NewBaseAccount(address, key, account.GetAccountNumber(), 9)
	accounts.SetAccount(ctx, replaced)
	require.EqualValues(t, 9, accounts.GetAccount(ctx, address).GetSequence())
}

func TestChecksReadTheParametersOnce(t *testing.T) {
	accounts, ctx := newMemoryContext(t)
	require.Positive(t, gasOf(ctx, func() { accounts.GetParams(ctx) }))
	require.Zero(t, gasOf(ctx, func() { require.Equal(t, authtypes.DefaultParams(), accounts.GetParams(ctx)) }))
}

// Another transaction, and whatever is no check, reads the state.
func TestMemoryEndsWithTheTransaction(t *testing.T) {
	accounts, first := newMemoryContext(t)
	address := sdk.AccAddress("a signer's address__")
	accounts.AccountKeeper.SetAccount(first, accounts.NewAccountWithAddress(first, address))
	accounts.GetAccount(first, address)
	for _, ctx := range []sdk.Context{
		first.WithValue(memoryKey{}, &anteMemory{}), // the next transaction
		first.WithValue(memoryKey{}, nil),           // no transaction's checks
	} {
		require.Positive(t, gasOf(ctx, func() { require.NotNil(t, accounts.GetAccount(ctx, address)) }))
	}
}
