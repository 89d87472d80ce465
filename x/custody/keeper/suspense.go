package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// divert returns the owner's suspense account, in place of an owner who may not receive what a module owes.
func (k *Keeper) divert(ctx context.Context, owner sdk.AccAddress, amt sdk.Coins, refusal *types.Refusal) (sdk.AccAddress, error) {
	account := types.SuspenseAddress(owner)
	record, err := k.record(ctx, account)
	if err != nil {
		return nil, err
	}
	if len(record.SuspenseOwner) == 0 {
		record.SuspenseOwner = owner
		if err := k.setRecord(ctx, account, record); err != nil {
			return nil, err
		}
	}
	if err := k.indexSuspense(ctx, account, amt); err != nil {
		return nil, err
	}
	ownerText, err := k.text(owner)
	if err != nil {
		return nil, err
	}
	accountText, err := k.text(account)
	if err != nil {
		return nil, err
	}
	return account, event.Emit(ctx, &types.EventHeldInSuspense{
		Owner: ownerText, SuspenseAccount: accountText, Amount: amt, Rule: refusal.Rule, Reason: refusal.Reason,
	})
}

// indexSuspense remembers which denoms a suspense account holds.
func (k *Keeper) indexSuspense(ctx context.Context, account sdk.AccAddress, amt sdk.Coins) error {
	record, err := k.record(ctx, account)
	if err != nil {
		return err
	}
	for _, coin := range amt {
		key := collections.Join(sdk.AccAddress(record.SuspenseOwner), coin.Denom)
		indexed, err := k.suspense.Has(ctx, key)
		if err != nil {
			return err
		}
		if indexed {
			continue
		}
		if err := k.suspense.Set(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// ReleaseSuspense moves to the owner what the owner may receive now, up to a bounded number of denoms, and returns it.
// It errors with the rule that refuses when nothing may be received.
func (k *Keeper) ReleaseSuspense(ctx context.Context, owner sdk.AccAddress) (sdk.Coins, error) {
	denoms, err := k.suspended(ctx, owner)
	if err != nil {
		return nil, err
	}
	if len(denoms) == 0 {
		return nil, types.ErrNothingInSuspense.Wrap("of this owner")
	}
	account := types.SuspenseAddress(owner)
	q, err := k.ask(ctx, account, owner)
	if err != nil {
		return nil, err
	}
	var released sdk.Coins
	var refused error
	for _, denom := range denoms {
		coin := k.bank.GetBalance(ctx, account, denom)
		if coin.IsPositive() {
			refusal, err := k.decide(ctx, q, coin)
			if err != nil {
				return nil, err
			}
			if refusal != nil {
				refused = refusal.Err()
				continue
			}
			released = released.Add(coin)
		}
		if err := k.suspense.Remove(ctx, collections.Join(owner, denom)); err != nil {
			return nil, err
		}
	}
	if released.Empty() {
		return nil, refused
	}
	return released, k.release(ctx, account, owner, released)
}

func (k *Keeper) release(ctx context.Context, account, owner sdk.AccAddress, released sdk.Coins) error {
	if err := k.bank.SendCoins(ctx, account, owner, released); err != nil {
		return err
	}
	text, err := k.text(owner)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventSuspenseReleased{Owner: text, Amount: released})
}

// suspended lists the denoms held in suspense for an owner, up to the limit of one release.
func (k *Keeper) suspended(ctx context.Context, owner sdk.AccAddress) ([]string, error) {
	params, err := k.getParams(ctx)
	if err != nil {
		return nil, err
	}
	entries, err := k.suspense.Iterate(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, string](owner))
	if err != nil {
		return nil, err
	}
	defer entries.Close()
	var denoms []string
	for ; entries.Valid() && len(denoms) < int(params.MaxReleased); entries.Next() {
		key, err := entries.Key()
		if err != nil {
			return nil, err
		}
		denoms = append(denoms, key.K2())
	}
	return denoms, nil
}
