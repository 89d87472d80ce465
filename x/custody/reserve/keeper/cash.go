package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

var _ custodytypes.CashReserves = (*Keeper)(nil)

// BeforeCashMinted lets cash without any reserve pass. Once a denom has one, each of its banks needs one, and mints no
// more at once than the reserve covers and does not count as large.
func (k *Keeper) BeforeCashMinted(ctx context.Context, bank sdk.AccAddress, cash sdk.Coin) error {
	backed, err := k.isBacked(ctx, cash.Denom)
	if err != nil || !backed {
		return err
	}
	key := collections.Join(cash.Denom, bank)
	reserve, found, err := row.Find(ctx, k.reserves, key)
	if err != nil {
		return err
	}
	if !found {
		return types.ErrUncoveredByReserve.Wrap(cash.Denom)
	}
	book, err := k.books.Get(ctx, key)
	if err != nil {
		return err
	}
	if err := k.checkRoom(ctx, reserve, bank, book, cash.Amount); err != nil {
		return err
	}
	if !book.Fits(reserve, cash.Amount, k.bond.Now(ctx)) {
		return types.ErrLargeMint.Wrapf("%s, at once goes %s in %s", cash, reserve.Large, reserve.ChallengeWindow)
	}
	return k.books.Set(ctx, key, book)
}

// AfterCashBurnt counts what a bank burnt as released.
func (k *Keeper) AfterCashBurnt(ctx context.Context, bank sdk.AccAddress, cash sdk.Coin) error {
	reserve, found, err := row.Find(ctx, k.reserves, collections.Join(cash.Denom, bank))
	if err != nil || !found {
		return err
	}
	return k.release(ctx, reserve, bank, cash.Amount)
}

// isBacked tells whether any reserve is set for a denom.
func (k *Keeper) isBacked(ctx context.Context, denom string) (bool, error) {
	reserves, err := k.reserves.Iterate(ctx, collections.NewPrefixedPairRange[string, sdk.AccAddress](denom))
	if err != nil {
		return false, err
	}
	defer reserves.Close()
	return reserves.Valid(), nil
}
