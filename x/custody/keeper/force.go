package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// ForceTransfer moves what is free of a holding to an account that may hold it, whatever the holder's will and standing. What
// is pledged or reserved stays: the pledgee's right is older.
func (k *Keeper) ForceTransfer(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin, order types.Order) error {
	if err := types.ValidateRegulatedCoin(coin); err != nil {
		return err
	}
	if from.Equals(to) {
		return types.ErrInvalidAddress.Wrap("from and to are the same account")
	}
	if err := k.CheckOutflow(ctx, from, sdk.NewCoins(coin)); err != nil {
		return err
	}
	if err := k.MoveEnforced(ctx, from, to, coin); err != nil {
		return err
	}
	fromText, err := k.text(from)
	if err != nil {
		return err
	}
	toText, err := k.text(to)
	if err != nil {
		return err
	}
	if err := k.enterOrder(ctx, fromText, types.ActionForceTransfer, order, fmt.Sprintf("%s to %s", coin, toText)); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventForceTransferred{From: fromText, To: toText, Amount: coin})
}

// MoveEnforced moves a coin between two accounts that people hold, as a seizure does: the sender's will and standing do not
// count, the receiver's do. The caller answers for the right to.
func (k *Keeper) MoveEnforced(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) error {
	for _, account := range []sdk.AccAddress{from, to} {
		if err := k.refuseSystemAccount(ctx, account); err != nil {
			return err
		}
	}
	enforced := sdk.UnwrapSDKContext(ctx).WithValue(seizureKey{}, true)
	return k.bank.SendCoins(enforced, from, to, sdk.NewCoins(coin))
}

// RecoverAccount moves what an account holds whose key is lost to the same person's new account: first, in one step, every
// holding with pledges or reservations, with these and with what other modules keep under the owner; then the rest, a
// bounded number of denoms a step. It tells whether nothing regulated is left. Where no module above takes part, it refuses
// while anything is pledged or reserved: the claim would lose its owner.
func (k *Keeper) RecoverAccount(ctx context.Context, from, to sdk.AccAddress, order types.Order) (complete bool, err error) {
	if err := k.checkRecovery(ctx, from, to); err != nil {
		return false, err
	}
	params, err := k.getParams(ctx)
	if err != nil {
		return false, err
	}
	moved, err := k.moveClaimed(ctx, from, to, int(params.MaxReleased))
	if err != nil {
		return false, err
	}
	free, complete, err := k.moveFree(ctx, from, to, int(params.MaxReleased))
	if err != nil {
		return false, err
	}
	moved = moved.Add(free...)
	fromText, err := k.text(from)
	if err != nil {
		return false, err
	}
	toText, err := k.text(to)
	if err != nil {
		return false, err
	}
	if err := k.enterOrder(ctx, fromText, types.ActionRecoverAccount, order, "to "+toText); err != nil {
		return false, err
	}
	return complete, event.Emit(ctx, &types.EventAccountRecovered{From: fromText, To: toText, Amount: moved, Complete: complete})
}

// checkRecovery refuses a new account that is not the same investor's: registered with the same custodian under the same
// reference, in the same book and jurisdiction.
func (k *Keeper) checkRecovery(ctx context.Context, from, to sdk.AccAddress) error {
	if from.Equals(to) {
		return types.ErrRecovery.Wrap("from and to are the same account")
	}
	old, err := k.record(ctx, from)
	if err != nil {
		return err
	}
	fresh, err := k.record(ctx, to)
	if err != nil {
		return err
	}
	a, b := old.Registration, fresh.Registration
	switch {
	case a == nil || b == nil:
		return types.ErrRecovery.Wrap("both accounts must be registered")
	case a.Book == types.BookOmnibus:
		return types.ErrRecovery.Wrap("clients of an omnibus account are moved by its custodian")
	case string(a.Custodian) != string(b.Custodian) || a.ReferenceHash == "" || a.ReferenceHash != b.ReferenceHash ||
		a.Book != b.Book || a.Jurisdiction != b.Jurisdiction || a.InvestorClass != b.InvestorClass:
		return types.ErrRecovery.Wrap("the accounts must have one custodian, reference, book, class and jurisdiction")
	}
	if err := k.checkClaims(ctx, from, to); err != nil || k.recovery == nil {
		return err
	}
	return k.recovery.BeforeAccountRecovered(ctx, from, to)
}

// checkClaims refuses to move claims to an account that has some, as references could meet, and claims that nobody would follow.
// Where none are left to move, what the new account has got in an earlier step is in nobody's way.
func (k *Keeper) checkClaims(ctx context.Context, from, to sdk.AccAddress) error {
	old, err := k.claimedDenoms(ctx, from, 1)
	if err != nil || len(old) == 0 {
		return err
	}
	if k.recovery == nil {
		return types.ErrRecovery.Wrapf("%s is pledged or reserved: it moves when the claim has ended, by repayment, settlement or close-out", old[0])
	}
	fresh, err := k.claimedDenoms(ctx, to, 1)
	if err == nil && len(fresh) > 0 {
		err = types.ErrRecovery.Wrapf("the new account has pledges or reservations of %s", fresh[0])
	}
	return err
}

// claimedDenoms lists denoms of which something is pledged or reserved, at most limit.
func (k *Keeper) claimedDenoms(ctx context.Context, owner sdk.AccAddress, limit int) (denoms []string, err error) {
	err = k.encumbrances.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, string](owner),
		func(key collections.Pair[sdk.AccAddress, string], _ types.Encumbrance) (bool, error) {
			denoms = append(denoms, key.K2())
			return len(denoms) == limit, nil
		})
	return denoms, err
}

// moveClaimed moves every holding with claims, and then what other modules keep under the owner.
func (k *Keeper) moveClaimed(ctx context.Context, from, to sdk.AccAddress, limit int) (moved sdk.Coins, err error) {
	denoms, err := k.claimedDenoms(ctx, from, limit+1)
	if err != nil {
		return nil, err
	}
	if len(denoms) > limit {
		return nil, types.ErrRecovery.Wrapf("more than %d denoms are pledged or reserved: repay or settle some first", limit)
	}
	for _, denom := range denoms {
		coin, err := k.moveHolding(ctx, from, to, denom)
		if err != nil {
			return nil, err
		}
		moved = moved.Add(coin)
	}
	if k.recovery == nil {
		return moved, nil
	}
	return moved, k.recovery.AfterClaimsMoved(ctx, from, to)
}

// moveHolding moves a balance with its claims: lifted on one side, made on the other under the same references.
func (k *Keeper) moveHolding(ctx context.Context, from, to sdk.AccAddress, denom string) (sdk.Coin, error) {
	pledges, err := k.liftClaims(ctx, k.pledgeBook(), from, denom, k.emitReleased)
	if err != nil {
		return sdk.Coin{}, err
	}
	reserved, err := k.liftClaims(ctx, k.reservationBook(), from, denom, k.emitUnreserved)
	if err != nil {
		return sdk.Coin{}, err
	}
	coin := k.bank.GetBalance(ctx, from, denom)
	if err := k.MoveEnforced(ctx, from, to, coin); err != nil {
		return coin, err
	}
	for _, row := range pledges {
		if err := k.Pledge(ctx, to, sdk.NewCoin(denom, row.Value), row.Key.K3(), row.Key.K4()); err != nil {
			return coin, err
		}
	}
	for _, row := range reserved {
		if err := k.Reserve(ctx, to, sdk.NewCoin(denom, row.Value), row.Key.K3(), row.Key.K4()); err != nil {
			return coin, err
		}
	}
	return coin, nil
}

// moveFree moves holdings without claims, a bounded number of denoms.
func (k *Keeper) moveFree(ctx context.Context, from, to sdk.AccAddress, limit int) (moved sdk.Coins, complete bool, err error) {
	complete = true
	var held sdk.Coins
	k.bank.IterateAccountBalances(ctx, from, func(coin sdk.Coin) bool {
		if _, isBond := bondtypes.ISINOf(coin.Denom); isBond || types.IsCashDenomFormat(coin.Denom) {
			complete = len(held) < limit
			if complete {
				held = append(held, coin)
			}
		}
		return !complete
	})
	for _, coin := range held {
		regulated, err := k.IsRegulated(ctx, coin.Denom)
		if err != nil {
			return nil, false, err
		}
		if !regulated {
			continue
		}
		if err := k.MoveEnforced(ctx, from, to, coin); err != nil {
			return nil, false, err
		}
		moved = moved.Add(coin)
	}
	return moved, complete, nil
}
