package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

var _ custodytypes.RecoveryHooks = (*Keeper)(nil)

// BeforeAccountRecovered refuses to take from a party what it has agreed to deliver. What all have agreed to settles by itself
// or is closed by the other side; what they have not lapses.
func (k *Keeper) BeforeAccountRecovered(ctx context.Context, from, _ sdk.AccAddress) error {
	account, err := k.accounts.AddressCodec().BytesToString(from)
	if err != nil {
		return err
	}
	return k.parties.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, []byte](from),
		func(key collections.Pair[sdk.AccAddress, []byte]) (bool, error) {
			s, err := k.GetSettlement(ctx, key.K2())
			if err != nil {
				return true, err
			}
			if s.Parties[s.Place(account)].Agreed {
				return true, custodytypes.ErrRecovery.Wrapf("settlement %s is open", types.ID(key.K2()))
			}
			return false, nil
		})
}

// AfterClaimsMoved does nothing: no settlement that the account has agreed to is open.
func (k *Keeper) AfterClaimsMoved(context.Context, sdk.AccAddress, sdk.AccAddress) error { return nil }
