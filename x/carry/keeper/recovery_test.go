package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// A position goes to its owner's new account while its packet is under way: the answer finds it, its own account stays its
// own, and nobody can open another in it.
func TestAPositionFollowsARecoveredAccount(t *testing.T) {
	w := bridging(t)
	require.NoError(t, w.keeper.BeforeAccountRecovered(w.ctx, trader, rival))
	require.NoError(t, w.keeper.AfterClaimsMoved(w.ctx, trader, rival))
	w.audit()
	moved := w.position(rival, 1)
	require.Equal(t, [2]string{rival.String(), home(1).String()}, [2]string{moved.Owner, moved.Account})
	owner, number, found, err := w.keeper.PositionOf(w.ctx, home(1))
	require.NoError(t, err)
	require.Equal(t, []any{rival, uint64(1), true}, []any{owner, number, found})
	refuses(w, types.ErrPositionExists, w.msgs.Open, w.openMsg(w.sellDollars("150")))
	state := w.export()
	require.NoError(t, state.Validate())
	w.relay()
	require.Equal(t, types.Stage_STAGE_ACTIVE, w.position(rival, 1).Stage)
	w.audit()

	// It goes back, and is refused by an account that has used the number.
	require.NoError(t, w.keeper.AfterClaimsMoved(w.ctx, rival, sdk.AccAddress(stranger)))
	w.audit()
	other := w.openMsg(w.sellDollars("150"))
	other.Owner = rival.String()
	must(w, w.msgs.Open, other)
	require.ErrorIs(t, w.keeper.BeforeAccountRecovered(w.ctx, rival, stranger), types.ErrPositionExists)
}
