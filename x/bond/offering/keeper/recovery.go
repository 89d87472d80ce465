package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
)

// BeforeAccountRecovered refuses the recovery of an account, whose key is lost, while a trade of its in bonds that are not issued
// yet is open. The trade settles or ends on the day of the issue, and delivers and pays to the account, from which the rest
// is recovered then. Shares of a syndicate wait in this module and come to the account likewise.
func (k *Keeper) BeforeAccountRecovered(ctx context.Context, from, _ sdk.AccAddress) error {
	return k.tradesByParty.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, tradeKey](from),
		func(key collections.Pair[sdk.AccAddress, tradeKey]) (bool, error) {
			trade, err := k.trades.Get(ctx, key.K2())
			if err != nil {
				return true, err
			}
			if trade.Status == types.TRADE_STATUS_AGREED {
				return true, types.ErrTradeOpen.Wrapf("%s in %s", trade.Reference, trade.Isin)
			}
			return false, nil
		})
}

// AfterClaimsMoved does nothing: the account has no trade that is open.
func (k *Keeper) AfterClaimsMoved(context.Context, sdk.AccAddress, sdk.AccAddress) error { return nil }
