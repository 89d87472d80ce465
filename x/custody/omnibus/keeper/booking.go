package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Credit books to a client what is in the account and nobody's. The rules of a series apply to the client.
func (k *Keeper) Credit(ctx context.Context, custodian, account sdk.AccAddress, reference string, coin sdk.Coin) error {
	if err := k.custody.RequireOmnibus(ctx, custodian, account); err != nil {
		return err
	}
	if err := k.checkReceiver(ctx, account, reference, coin.Denom); err != nil {
		return err
	}
	return k.credit(ctx, account, reference, coin)
}

func (k *Keeper) checkReceiver(ctx context.Context, account sdk.AccAddress, reference, denom string) error {
	client, err := k.getClient(ctx, account, reference)
	if err != nil {
		return err
	}
	isin, isBond := bondtypes.ISINOf(denom)
	if !isBond {
		return nil
	}
	return k.custody.CheckClient(ctx, isin, client.Registration())
}

func (k *Keeper) credit(ctx context.Context, account sdk.AccAddress, reference string, coin sdk.Coin) error {
	if err := k.add(ctx, account, reference, coin); err != nil {
		return err
	}
	if err := k.shiftTotal(ctx, account, coin.Denom, coin.Amount); err != nil {
		return err
	}
	if err := k.emitCredited(ctx, account, reference, coin); err != nil {
		return err
	}
	return k.custody.Reserve(ctx, account, coin, types.ModuleName, types.ClientsRef)
}

// add books to a client after settling what it had earned so far. A new holding earns from the next payment on.
func (k *Keeper) add(ctx context.Context, account sdk.AccAddress, reference string, coin sdk.Coin) error {
	key := collections.Join3(account, coin.Denom, reference)
	holding, err := k.settled(ctx, key)
	if err != nil {
		return err
	}
	if isin, isBond := bondtypes.ISINOf(coin.Denom); isBond && holding.Amount.IsZero() {
		if holding.Settled, err = k.bond.LastPayment(ctx, isin); err != nil {
			return err
		}
	}
	holding.Amount = holding.Amount.Add(coin.Amount)
	return k.setHolding(ctx, key, holding)
}

// Debit takes from a client; what it took is free in the account, for a delivery in the same transaction.
func (k *Keeper) Debit(ctx context.Context, custodian, account sdk.AccAddress, reference string, coin sdk.Coin) error {
	if err := k.custody.RequireOmnibus(ctx, custodian, account); err != nil {
		return err
	}
	if err := k.subtract(ctx, account, reference, coin); err != nil {
		return err
	}
	if err := k.shiftTotal(ctx, account, coin.Denom, coin.Amount.Neg()); err != nil {
		return err
	}
	if err := k.emitDebited(ctx, account, reference, coin); err != nil {
		return err
	}
	return k.custody.Unreserve(ctx, account, coin, types.ModuleName, types.ClientsRef)
}

func (k *Keeper) subtract(ctx context.Context, account sdk.AccAddress, reference string, coin sdk.Coin) error {
	key := collections.Join3(account, coin.Denom, reference)
	holding, err := k.settled(ctx, key)
	if err != nil {
		return err
	}
	if coin.Amount.GT(holding.Amount) {
		return types.ErrNotEnough.Wrapf("%s%s, not %s", holding.Amount, coin.Denom, coin.Amount)
	}
	holding.Amount = holding.Amount.Sub(coin.Amount)
	return k.setHolding(ctx, key, holding)
}

// BookTransfer moves from one client of an account to another; the account's balance does not change.
func (k *Keeper) BookTransfer(ctx context.Context, custodian, account sdk.AccAddress, from, to string, coin sdk.Coin) error {
	if err := k.custody.RequireOmnibus(ctx, custodian, account); err != nil {
		return err
	}
	if err := k.checkReceiver(ctx, account, to, coin.Denom); err != nil {
		return err
	}
	if err := k.subtract(ctx, account, from, coin); err != nil {
		return err
	}
	if err := k.add(ctx, account, to, coin); err != nil {
		return err
	}
	if err := k.emitDebited(ctx, account, from, coin); err != nil {
		return err
	}
	return k.emitCredited(ctx, account, to, coin)
}

func (k *Keeper) emitCredited(ctx context.Context, account sdk.AccAddress, reference string, coin sdk.Coin) error {
	text, err := k.text(account)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCredited{Account: text, Reference: reference, Amount: coin})
}

func (k *Keeper) emitDebited(ctx context.Context, account sdk.AccAddress, reference string, coin sdk.Coin) error {
	text, err := k.text(account)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventDebited{Account: text, Reference: reference, Amount: coin})
}

// booked is what the clients of an account have of a denom.
func (k *Keeper) booked(ctx context.Context, account sdk.AccAddress, denom string) (math.Int, error) {
	return amountOf(ctx, k.totals, collections.Join(account, denom))
}
