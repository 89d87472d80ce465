package keeper_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

// The laws notice pledges that are missing or too many, and a queue that has lost a repo or has one twice.
func TestBrokenLaws(t *testing.T) {
	d := newCounter(t)
	d.agree()
	ref := types.PledgeRef(d.Dealer.String(), number)
	released := d.branch()
	require.NoError(t, released.Keeper.Release(released.Ctx, d.Client, testutil.Bonds(1), types.ModuleName, ref))
	require.ErrorIs(t, released.Repo.Audit(released.Ctx), types.ErrBrokenLaw)
	more := d.branch()
	require.NoError(t, more.Keeper.Pledge(more.Ctx, d.Client, testutil.Bonds(1), types.ModuleName, ref))
	require.ErrorIs(t, more.Repo.Audit(more.Ctx), types.ErrBrokenLaw)

	queue := func(d *counter) (key, value []byte) {
		rows, err := d.Services(types.StoreKey).OpenKVStore(d.Ctx).Iterator([]byte{5}, []byte{6})
		require.NoError(t, err)
		defer func() { require.NoError(t, rows.Close()) }()
		require.True(t, rows.Valid())
		return bytes.Clone(rows.Key()), bytes.Clone(rows.Value())
	}
	lost := d.branch()
	key, value := queue(lost)
	require.NoError(t, lost.Services(types.StoreKey).OpenKVStore(lost.Ctx).Delete(key))
	require.ErrorIs(t, lost.Repo.Audit(lost.Ctx), types.ErrBrokenLaw)
	twice := d.branch()
	key[8]++ // of its time
	require.NoError(t, twice.Services(types.StoreKey).OpenKVStore(twice.Ctx).Set(key, value))
	require.ErrorIs(t, twice.Repo.Audit(twice.Ctx), types.ErrBrokenLaw)
	d.Audited()

	// A genesis whose pledges x/custody does not bear out is refused.
	exported, err := d.Repo.ExportGenesis(d.Ctx)
	require.NoError(t, err)
	fresh := newCounter(t)
	require.ErrorIs(t, fresh.Repo.InitGenesis(fresh.Ctx, *exported), types.ErrBrokenLaw)
	exported.Repos[0].Status = 0
	require.ErrorIs(t, fresh.Repo.InitGenesis(fresh.Ctx, *exported), types.ErrInvalidGenesis)

	// Bonds that pay in other cash can't be in a repo; that they have been redeemed is refused, not booked.
	require.ErrorIs(t, d.Repo.AfterPledgeRedeemed(d.Ctx, d.Client, types.ModuleName, ref, testutil.Bonds(1), sdk.NewInt64Coin("uusd", 1)), types.ErrBrokenLaw)
}

// Export, import and export again are the same in every state that a repo can be in.
func TestGenesisInEveryState(t *testing.T) {
	d := newCounter(t)
	d.Inventory(d.Client)
	require.NoError(t, d.offer(d.terms(title)))
	d.reborn()
	require.NoError(t, d.accept())
	d.Yield("4")
	require.NoError(t, d.call())
	d.reborn()
	d.spend(d.Client)
	d.Tick("2026-04-08 15:00")
	d.Tick("2026-04-10 00:00")
	require.Equal(t, types.STATUS_CLOSED, d.repo().Status)
	d.reborn()

	pledge := newCounter(t)
	pledge.agree(until("2026-06-01"))
	pledge.Yield("4")
	require.NoError(t, pledge.call())
	pledge.Tick("2026-04-01 15:00")
	require.Equal(t, types.STATUS_DEFAULTED, pledge.repo().Status)
	pledge.reborn()
	pledge.Audited()
}
