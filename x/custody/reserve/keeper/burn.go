package keeper

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Burn takes an institution's own tokens out of circulation, however the reserve and the licence stand.
func (k *Keeper) Burn(ctx sdk.Context, institution sdk.AccAddress, amount sdk.Coin) error {
	reserve, book, err := k.get(ctx, amount.Denom, institution)
	if err != nil {
		return err
	}
	burnt := &types.EventBurnt{Institution: reserve.Institution, Amount: amount}
	if _, isBond := bondtypes.ISINOf(amount.Denom); !isBond {
		// x/custody tells the reserve, as it does when the bank burns there.
		if err := k.custody.BurnCash(ctx, institution, amount); err != nil {
			return err
		}
		return event.Emit(ctx, burnt)
	}
	free := book.Outstanding.Sub(book.InFlight)
	if amount.Amount.GT(free) {
		return types.ErrNotOutstanding.Wrapf("%s is outstanding and not in flight, not %s", free, amount.Amount)
	}
	if err := event.Emit(ctx, burnt); err != nil {
		return err
	}
	return k.retireBonds(ctx, reserve, institution, book, institution, amount)
}

// retireBonds burns free units of a holder that the institution has outstanding, and counts them as released.
func (k *Keeper) retireBonds(ctx sdk.Context, reserve types.Reserve, institution sdk.AccAddress, book types.Book, holder sdk.AccAddress, amount sdk.Coin) error {
	isin, _ := bondtypes.ISINOf(amount.Denom)
	book.Outstanding = book.Outstanding.Sub(amount.Amount)
	if err := k.books.Set(ctx, collections.Join(amount.Denom, institution), book); err != nil {
		return err
	}
	if err := k.release(ctx, reserve, institution, amount.Amount); err != nil {
		return err
	}
	return k.bond.BurnWrapped(ctx, isin, holder, amount.Amount)
}
