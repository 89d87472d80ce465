package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

var _ custodytypes.RecoveryHooks = (*Keeper)(nil)

// BeforeAccountRecovered refuses nothing: calls and auctions follow their positions, which x/collateral moves.
func (k *Keeper) BeforeAccountRecovered(context.Context, sdk.AccAddress, sdk.AccAddress) error {
	return nil
}

// AfterClaimsMoved makes what an account has deposited for the backstop the new account's.
func (k *Keeper) AfterClaimsMoved(ctx context.Context, from, to sdk.AccAddress) error {
	rows, err := k.deposits.Iterate(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, string](from))
	if err != nil {
		return err
	}
	deposits, err := rows.KeyValues()
	if err != nil {
		return err
	}
	for _, deposit := range deposits {
		denom := deposit.Key.K2()
		if err := k.shiftDeposit(ctx, from, denom, deposit.Value.Neg()); err != nil {
			return err
		}
		if err := k.shiftDeposit(ctx, to, denom, deposit.Value); err != nil {
			return err
		}
	}
	return nil
}
