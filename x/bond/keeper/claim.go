package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// Claim pays a holder's payable coupons of a series and returns their sum.
func (k *Keeper) Claim(ctx context.Context, isin string, holder sdk.AccAddress) (sdk.Coin, error) {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return sdk.Coin{}, err
	}
	account, err := k.account(ctx, isin, holder)
	if err != nil {
		return sdk.Coin{}, err
	}
	payouts := k.newPayouts(series)
	payout, err := payouts.add(ctx, account)
	if err == nil {
		err = payouts.send(ctx)
	}
	switch {
	case err != nil:
		return sdk.Coin{}, err
	case payout.noPayee:
		return sdk.Coin{}, types.ErrNoPayee.Wrap(isin)
	case payout.paid.IsZero():
		return sdk.Coin{}, types.ErrNothingToClaim.Wrap(isin)
	}
	return series.Cash(payout.paid), nil
}
