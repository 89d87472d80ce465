package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// settled returns a holding that has earned every payment so far, and books to the client's dues what it earned since. Each
// client's share of a payment is rounded down as x/bond rounds the account's, so that the shares never exceed what the
// account is paid; the dust stays unbooked in the account.
//
// The principal ends a holding, once x/bond has redeemed the account's units: until then they stay booked and cannot leave.
func (k *Keeper) settled(ctx context.Context, key positionKey) (types.Holding, error) {
	holding, err := k.holding(ctx, key)
	if err != nil || holding.Amount.IsZero() {
		return holding, err
	}
	account, denom := key.K1(), key.K2()
	isin, isBond := bondtypes.ISINOf(denom)
	if !isBond {
		return holding, nil
	}
	payments, err := k.bond.PaymentsAfter(ctx, isin, holding.Settled, types.MaxUnsettled)
	if err != nil || len(payments) == 0 {
		return holding, err
	}
	earned, before := math.ZeroInt(), holding
	for _, payment := range payments {
		if payment.Kind == bondtypes.PAYMENT_KIND_PRINCIPAL {
			if k.custody.Reserved(ctx, account, denom, types.ModuleName, types.ClientsRef).IsPositive() {
				break
			}
			earned = earned.Add(payment.ShareDown(holding.Amount))
			if err := k.shiftTotal(ctx, account, denom, holding.Amount.Neg()); err != nil {
				return holding, err
			}
			holding.Amount = math.ZeroInt()
		} else {
			earned = earned.Add(payment.ShareDown(holding.Amount))
		}
		holding.Settled = payment.Number
	}
	if holding == before {
		return holding, nil
	}
	if err := k.owe(ctx, key, isin, holding.Settled, earned); err != nil {
		return holding, err
	}
	return holding, k.setHolding(ctx, key, holding)
}

// owe adds to what a client is due of a series' currency.
func (k *Keeper) owe(ctx context.Context, key positionKey, isin string, upTo uint32, earned math.Int) error {
	series, err := k.bond.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	cash := collections.Join3(key.K1(), series.Terms.Currency, key.K3())
	due, err := amountOf(ctx, k.dues, cash)
	if err != nil {
		return err
	}
	if err := setAmount(ctx, k.dues, cash, due.Add(earned)); err != nil {
		return err
	}
	text, err := k.text(key.K1())
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventEarned{
		Account: text, Reference: key.K3(), Isin: isin, UpTo: upTo, Amount: sdk.NewCoin(series.Terms.Currency, earned),
	})
}

// PassDown settles a bounded number of clients' holdings of a series, behind a reference, and books to each the cash that it
// is due if so much is unbooked in the account. It returns where to go on.
func (k *Keeper) PassDown(ctx context.Context, account sdk.AccAddress, isin, after string, limit uint32) (next string, err error) {
	series, err := k.bond.GetSeries(ctx, isin)
	if err != nil {
		return "", err
	}
	clients, more, err := k.clientsAfter(ctx, account, after, batch(limit))
	if err != nil {
		return "", err
	}
	for _, reference := range clients {
		if _, err := k.settled(ctx, collections.Join3(account, bondtypes.Denom(isin), reference)); err != nil {
			return "", err
		}
		if err := k.pay(ctx, account, series.Terms.Currency, reference); err != nil {
			return "", err
		}
	}
	if more {
		next = clients[len(clients)-1]
	}
	return next, nil
}

func batch(limit uint32) int {
	if limit == 0 || limit > types.MaxBatch {
		return types.MaxBatch
	}
	return int(limit)
}

// clientsAfter lists clients of an account behind a reference.
func (k *Keeper) clientsAfter(ctx context.Context, account sdk.AccAddress, after string, limit int) (clients []string, more bool, err error) {
	span := collections.NewPrefixedPairRange[sdk.AccAddress, string](account)
	if after != "" {
		span = span.StartExclusive(after)
	}
	err = k.clients.Walk(ctx, span, func(key clientKey, _ types.Client) (bool, error) {
		if more = len(clients) == limit; !more {
			clients = append(clients, key.K2())
		}
		return more, nil
	})
	return clients, more, err
}

// pay books to a client all that it is due of a cash denom, if that is there: a claim is paid in full or waits.
func (k *Keeper) pay(ctx context.Context, account sdk.AccAddress, denom, reference string) error {
	key := collections.Join3(account, denom, reference)
	due, err := amountOf(ctx, k.dues, key)
	if err != nil || due.IsZero() {
		return err
	}
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	err = k.credit(cached, account, reference, sdk.NewCoin(denom, due))
	switch {
	case errors.Is(err, custodytypes.ErrInsufficientFree), errors.Is(err, custodytypes.ErrSenderFrozen):
		return nil
	case err != nil:
		return err
	}
	write()
	return k.dues.Remove(ctx, key)
}
