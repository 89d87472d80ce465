package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// notify tells the hooks a piece of news. A hook that fails is undone and reported; the news stands.
func (k *Keeper) notify(
	ctx sdk.Context, isin, name string, tell func(hooks types.Hooks, ctx context.Context, isin string) error,
) error {
	err := safely.Run(ctx, func(ctx sdk.Context) error { return tell(k.hooks, ctx, isin) })
	if err == nil {
		return nil
	}
	return event.Emit(ctx, &types.EventItemQuarantined{Item: name, Isin: isin, Reason: err.Error()})
}

// notifyPayment is notify for news about one payment.
func (k *Keeper) notifyPayment(
	ctx sdk.Context, payment types.Payment, name string,
	tell func(hooks types.Hooks, ctx context.Context, isin string, number uint32) error,
) error {
	return k.notifyNumber(ctx, payment.Isin, payment.Number, name, tell)
}

// notifyNumber is notify for news about the payment of a number.
func (k *Keeper) notifyNumber(
	ctx sdk.Context, isin string, number uint32, name string,
	tell func(hooks types.Hooks, ctx context.Context, isin string, number uint32) error,
) error {
	return k.notify(ctx, isin, name, func(hooks types.Hooks, ctx context.Context, isin string) error {
		return tell(hooks, ctx, isin, number)
	})
}
