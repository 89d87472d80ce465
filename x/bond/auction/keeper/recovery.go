package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

// BeforeAccountRecovered refuses the recovery of an account, whose key is lost, while it has a bid in an auction that is not
// over. The auction settles within days, and pays and delivers to the account, from which the rest is recovered then.
func (k *Keeper) BeforeAccountRecovered(ctx context.Context, from, _ sdk.AccAddress) error {
	return k.byBidder.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, string](from),
		func(key collections.Pair[sdk.AccAddress, string]) (bool, error) {
			auction, err := k.GetAuction(ctx, key.K2())
			if err != nil {
				return true, err
			}
			switch auction.Status {
			case types.AUCTION_STATUS_OPEN, types.AUCTION_STATUS_ALLOTTED:
				return true, types.ErrBidOpen.Wrap(key.K2())
			}
			return false, nil
		})
}

// AfterClaimsMoved does nothing: the account has no bid that is open.
func (k *Keeper) AfterClaimsMoved(context.Context, sdk.AccAddress, sdk.AccAddress) error { return nil }
