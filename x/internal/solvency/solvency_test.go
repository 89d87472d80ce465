package solvency_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/solvency"
)

// holdings is what one account has.
type holdings sdk.Coins

func (h holdings) GetBalance(_ context.Context, _ sdk.AccAddress, denom string) sdk.Coin {
	return sdk.NewCoin(denom, sdk.Coins(h).AmountOf(denom))
}

func TestCheck(t *testing.T) {
	law := errors.New("broken law")
	coins := func(yen, dollars int64) sdk.Coins {
		return sdk.NewCoins(sdk.NewInt64Coin("ujpy", yen), sdk.NewInt64Coin("uusd", dollars))
	}
	check := func(held, owed sdk.Coins) error {
		return solvency.Check(t.Context(), holdings(held), sdk.AccAddress("module"), owed, law)
	}
	require.NoError(t, check(nil, nil))
	require.NoError(t, check(coins(5, 7), nil))
	require.NoError(t, check(coins(5, 7), coins(5, 7)))
	require.NoError(t, check(coins(6, 7), coins(5, 0)))
	require.ErrorIs(t, check(coins(5, 7), coins(5, 8)), law)
	require.ErrorContains(t, check(coins(4, 7), coins(5, 7)), "4ujpy is held, 5ujpy is owed")
	require.ErrorIs(t, check(nil, coins(0, 1)), law)
}
