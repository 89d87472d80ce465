// Package solvency compares what an account holds with what it owes.
package solvency

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Bank knows what accounts hold.
type Bank interface {
	GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
}

// Check wraps the law that is broken when an account holds less of a denom than it owes. It may hold more: anyone may give.
func Check(ctx context.Context, bank Bank, account sdk.AccAddress, owed sdk.Coins, law error) error {
	for _, coin := range owed {
		if held := bank.GetBalance(ctx, account, coin.Denom); held.IsLT(coin) {
			return errorsmod.Wrapf(law, "%s is held, %s is owed", held, coin)
		}
	}
	return nil
}
