package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

var _ custodytypes.RecoveryHooks = (*Keeper)(nil)

// BeforeAccountRecovered refuses to move redemptions to an account that has open ones under the same references. They end by
// themselves at their deadline.
func (k *Keeper) BeforeAccountRecovered(ctx context.Context, from, to sdk.AccAddress) error {
	open, err := k.redemptionsOf(ctx, from)
	if err != nil {
		return err
	}
	for _, key := range open {
		taken, err := k.redemptions.Has(ctx, collections.Join3(to, key.K2(), key.K3()))
		if err != nil {
			return err
		}
		if taken {
			return types.ErrReferenceUsed.Wrapf("%s by the new account", key.K3())
		}
	}
	return nil
}

// AfterClaimsMoved makes the open redemptions of an account the new account's: the tokens set aside for them are there.
func (k *Keeper) AfterClaimsMoved(ctx context.Context, from, to sdk.AccAddress) error {
	open, err := k.redemptionsOf(ctx, from)
	if err != nil {
		return err
	}
	holder, err := k.text(to)
	if err != nil {
		return err
	}
	for _, key := range open {
		redemption, err := k.redemptions.Get(ctx, key)
		if err != nil {
			return err
		}
		institution, err := k.decode("institution", redemption.Institution)
		if err != nil {
			return err
		}
		if err := k.unlistRedemption(ctx, key, institution, redemption); err != nil {
			return err
		}
		redemption.Holder = holder
		if err := k.storeRedemption(ctx, collections.Join3(to, key.K2(), key.K3()), institution, redemption); err != nil {
			return err
		}
	}
	return nil
}

// redemptionsOf lists the open redemptions of a holder: x/custody bounds how many claims there are on each denom.
func (k *Keeper) redemptionsOf(ctx context.Context, holder sdk.AccAddress) ([]redemptionKey, error) {
	iterator, err := k.redemptions.Iterate(ctx, collections.NewPrefixedTripleRange[sdk.AccAddress, string, string](holder))
	if err != nil {
		return nil, err
	}
	return iterator.Keys()
}
