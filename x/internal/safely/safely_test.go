package safely_test

import (
	"errors"
	"testing"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

var errItem = errors.New("item failed")

// write puts a value and emits an event, then goes on.
func write(key storetypes.StoreKey, then func() error) func(sdk.Context) error {
	return func(ctx sdk.Context) error {
		ctx.KVStore(key).Set([]byte("k"), []byte("v"))
		ctx.EventManager().EmitEvent(sdk.NewEvent("written"))
		return then()
	}
}

func TestRun(t *testing.T) {
	var none []int
	for name, c := range map[string]struct {
		then func() error
		want error
	}{
		"success":         {func() error { return nil }, nil},
		"error":           {func() error { return errItem }, errItem},
		"panic with text": {func() error { panic("lost") }, safely.ErrPanicked},
		"panic of coins":  {func() error { sdk.NewCoin("ujpy", math.NewInt(-1)); return nil }, safely.ErrPanicked},
		"runtime panic":   {func() error { _ = none[3]; return nil }, safely.ErrPanicked},
		"nil pointer":     {func() error { var c *sdk.Coin; _ = c.Denom; return nil }, safely.ErrPanicked},
		"out of gas":      {func() error { panic(storetypes.ErrorOutOfGas{Descriptor: "x"}) }, safely.ErrOutOfGas},
	} {
		t.Run(name, func(t *testing.T) {
			key := storetypes.NewKVStoreKey("items")
			ctx := testutil.DefaultContext(key, storetypes.NewTransientStoreKey("t"))
			err := safely.Run(ctx, write(key, c.then))
			require.ErrorIs(t, err, c.want)
			kept := c.want == nil
			require.Equal(t, kept, ctx.KVStore(key).Has([]byte("k")), "writes")
			require.Equal(t, kept, len(ctx.EventManager().Events()) == 1, "events")
		})
	}
}

// A gas meter that really runs dry is contained as well, and what was used stays used.
func TestRunContainsAnExhaustedMeter(t *testing.T) {
	key := storetypes.NewKVStoreKey("items")
	ctx := testutil.DefaultContext(key, storetypes.NewTransientStoreKey("t")).WithGasMeter(storetypes.NewGasMeter(10))
	err := safely.Run(ctx, write(key, func() error { return nil }))
	require.ErrorIs(t, err, safely.ErrOutOfGas)
	require.ErrorIs(t, err, safely.ErrPanicked)
	require.True(t, ctx.GasMeter().IsPastLimit())
}

// One item's failure leaves the items before and after it.
func TestRunsAreIndependent(t *testing.T) {
	key := storetypes.NewKVStoreKey("items")
	ctx := testutil.DefaultContext(key, storetypes.NewTransientStoreKey("t"))
	for i := range byte(5) {
		err := safely.Run(ctx, func(ctx sdk.Context) error {
			ctx.KVStore(key).Set([]byte{i}, []byte{i})
			if i%2 == 1 {
				panic(i)
			}
			return nil
		})
		require.Equal(t, i%2 == 1, err != nil)
		require.Equal(t, i%2 == 0, ctx.KVStore(key).Has([]byte{i}))
	}
}
