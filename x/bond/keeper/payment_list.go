package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// PaymentsAfter returns the recorded payments of a series behind a number, in order, at most limit.
func (k *Keeper) PaymentsAfter(ctx context.Context, isin string, number uint32, limit int) (payments []types.Payment, err error) {
	behind := collections.NewPrefixedPairRange[string, uint32](isin).StartExclusive(number)
	err = k.payments.Walk(ctx, behind, func(_ collections.Pair[string, uint32], payment types.Payment) (bool, error) {
		payments = append(payments, payment)
		return len(payments) == limit, nil
	})
	return payments, err
}

// LastPayment is the number of the last recorded payment of a series, zero before the first.
func (k *Keeper) LastPayment(ctx context.Context, isin string) (number uint32, err error) {
	newestFirst := collections.NewPrefixedPairRange[string, uint32](isin).Descending()
	err = k.payments.Walk(ctx, newestFirst, func(key collections.Pair[string, uint32], _ types.Payment) (bool, error) {
		number = key.K2()
		return true, nil
	})
	return number, err
}
