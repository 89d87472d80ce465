package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

var _ custodytypes.RecoveryHooks = (*Keeper)(nil)

// BeforeAccountRecovered refuses the recovery of an account, whose key is lost, while it has a bid in an operation that is not over:
// its loan is to start against the bonds that it has. It looks at each operation that is under way. What a lender offers comes
// back to its account, or becomes repos, and is recovered then.
func (k *Keeper) BeforeAccountRecovered(ctx context.Context, from, _ sdk.AccAddress) error {
	return k.due.Walk(ctx, nil, func(key dueKey) (bool, error) {
		bids, err := k.tenders.Has(ctx, collections.Join(key.K2(), from))
		if err == nil && bids {
			err = custodytypes.ErrRecovery.Wrapf("a bid in %s is open", types.Name(key.K2().K1().String(), key.K2().K2()))
		}
		return err != nil, err
	})
}

// AfterClaimsMoved does nothing: the account has no bid that is open.
func (k *Keeper) AfterClaimsMoved(context.Context, sdk.AccAddress, sdk.AccAddress) error { return nil }
