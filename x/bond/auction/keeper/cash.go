package keeper

import (
	"errors"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

// collect takes cash from somebody who has signed for it.
func (k *Keeper) collect(ctx sdk.Context, from sdk.AccAddress, amount sdk.Coin) error {
	if !amount.IsPositive() {
		return nil
	}
	err := k.bank.SendCoins(ctx, from, k.moduleAddress, sdk.NewCoins(amount))
	if errors.Is(err, sdkerrors.ErrInsufficientFunds) {
		return errorsmod.Wrap(types.ErrInsufficientCash, err.Error())
	}
	return err
}

// pay gives cash to somebody; what they may not receive goes to their suspense account.
func (k *Keeper) pay(ctx sdk.Context, to sdk.AccAddress, amount sdk.Coin) error {
	if !amount.IsPositive() {
		return nil
	}
	return k.bank.SendCoins(ctx, k.moduleAddress, to, sdk.NewCoins(amount))
}
