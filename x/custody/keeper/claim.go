package keeper

import (
	"context"
	"math"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// claimBook is the book of one sort of claim on holdings. Both sorts work alike: a claim takes from what is free, and the
// claimed stays in its owner's account.
type claimBook struct {
	rows claims
	// share is where an encumbrance counts the claims of this book.
	share func(*types.Encumbrance) *sdkmath.Int
	// missing is the error for a claim that is not in the book.
	missing error
}

func (k *Keeper) pledgeBook() claimBook {
	return claimBook{k.pledges, func(e *types.Encumbrance) *sdkmath.Int { return &e.Pledged }, types.ErrPledgeNotFound}
}

func (k *Keeper) reservationBook() claimBook {
	return claimBook{k.reservations, func(e *types.Encumbrance) *sdkmath.Int { return &e.Reserved }, types.ErrReservationNotFound}
}

// claim takes a coin from what is free in the owner's account.
func (k *Keeper) claim(ctx context.Context, book claimBook, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error {
	if err := k.checkClaim(ctx, owner, coin, module, ref); err != nil {
		return err
	}
	holding, err := k.holding(ctx, owner, coin.Denom)
	if err != nil {
		return err
	}
	if coin.Amount.GT(holding.Free) {
		return types.ErrInsufficientFree.Wrapf("%s%s is free, not %s", holding.Free, coin.Denom, coin.Amount)
	}
	key := collections.Join4(owner, coin.Denom, module, ref)
	claimed, exists, err := row.Find(ctx, book.rows, key)
	if err != nil {
		return err
	}
	if !exists {
		claimed = sdkmath.ZeroInt()
		if err := k.checkRoom(ctx, book, owner, coin.Denom); err != nil {
			return err
		}
	}
	if err := book.rows.Set(ctx, key, claimed.Add(coin.Amount)); err != nil {
		return err
	}
	return k.shift(ctx, book, owner, coin.Denom, coin.Amount)
}

// checkClaim refuses claims on what is not regulated, by what is not a module, and on accounts that may not give them.
func (k *Keeper) checkClaim(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error {
	if err := types.ValidateRegulatedCoin(coin); err != nil {
		return err
	}
	if err := types.ValidateRef(ref); err != nil {
		return err
	}
	if !k.names[module] {
		return types.ErrInvalidClaimant.Wrap(module)
	}
	party, err := k.party(ctx, owner)
	if err != nil {
		return err
	}
	if party.IsSystem() {
		return types.ErrNotPledgeable.Wrap("the account belongs to a module")
	}
	if party.Frozen {
		return types.ErrSenderFrozen.Wrap("a frozen holding cannot be pledged or reserved")
	}
	asset, isin, err := k.assetOf(ctx, coin.Denom)
	switch {
	case err != nil:
		return err
	case asset == types.AssetUnregulated:
		return types.ErrNotCashDenom.Wrap(coin.Denom)
	case asset == types.AssetCash:
		return nil
	}
	series, err := k.standing(ctx, isin)
	if err == nil && series.Frozen {
		err = types.ErrSeriesFrozen.Wrapf("%s cannot be pledged or reserved", isin)
	}
	return err
}

// checkRoom bounds the claims on one holding: redemption walks them all.
func (k *Keeper) checkRoom(ctx context.Context, book claimBook, owner sdk.AccAddress, denom string) error {
	params, err := k.getParams(ctx)
	if err != nil {
		return err
	}
	found, err := claimsOn(ctx, book, owner, denom, int(params.MaxPledges))
	if err == nil && len(found) >= int(params.MaxPledges) {
		err = types.ErrTooManyClaims.Wrapf("%d on %s, at most %d", len(found), denom, params.MaxPledges)
	}
	return err
}

// unclaim gives a coin back to what is free.
func (k *Keeper) unclaim(ctx context.Context, book claimBook, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error {
	if err := types.ValidateRegulatedCoin(coin); err != nil {
		return err
	}
	key := collections.Join4(owner, coin.Denom, module, ref)
	claimed, exists, err := row.Find(ctx, book.rows, key)
	switch {
	case err != nil:
		return err
	case !exists:
		return errorsmod.Wrapf(book.missing, "%s for %s/%s", coin.Denom, module, ref)
	case coin.Amount.GT(claimed):
		return types.ErrClaimTooSmall.Wrapf("%s%s for %s/%s, not %s", claimed, coin.Denom, module, ref, coin.Amount)
	}
	if claimed.Equal(coin.Amount) {
		err = book.rows.Remove(ctx, key)
	} else {
		err = book.rows.Set(ctx, key, claimed.Sub(coin.Amount))
	}
	if err != nil {
		return err
	}
	if err := k.shift(ctx, book, owner, coin.Denom, coin.Amount.Neg()); err != nil || k.freed == nil {
		return err
	}
	return k.freed.AfterFreed(ctx, owner, coin.Denom)
}

// shift changes what an encumbrance counts of a book.
func (k *Keeper) shift(ctx context.Context, book claimBook, owner sdk.AccAddress, denom string, by sdkmath.Int) error {
	encumbrance, err := k.encumbrance(ctx, owner, denom)
	if err != nil {
		return err
	}
	share := book.share(&encumbrance)
	if *share = share.Add(by); share.IsNegative() {
		return types.ErrBrokenLaw.Wrapf("claims on %s would be negative", denom)
	}
	return k.setEncumbrance(ctx, owner, denom, encumbrance)
}

// claimed returns the amount of one claim, zero when there is none.
func (k *Keeper) claimed(ctx context.Context, book claimBook, owner sdk.AccAddress, denom, module, ref string) (sdkmath.Int, error) {
	amount, found, err := row.Find(ctx, book.rows, collections.Join4(owner, denom, module, ref))
	if !found {
		return sdkmath.ZeroInt(), err
	}
	return amount, err
}

// maxRows stands for all claims on a holding, whose number checkRoom bounds.
const maxRows = math.MaxInt

// claimRow is one claim of a book.
type claimRow = collections.KeyValue[claimKey, sdkmath.Int]

// claimsOn lists the claims on one holding, at most limit.
func claimsOn(ctx context.Context, book claimBook, owner sdk.AccAddress, denom string, limit int) ([]claimRow, error) {
	rows, err := book.rows.Iterate(ctx, collections.NewSuperPrefixedQuadRange[sdk.AccAddress, string, string, string](owner, denom))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []claimRow
	for ; rows.Valid() && len(found) < limit; rows.Next() {
		row, err := rows.KeyValue()
		if err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, nil
}
