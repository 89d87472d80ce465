package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// SetReserve admits a reserve or replaces its rules. Attestations that no longer speak of it are dropped.
func (k *Keeper) SetReserve(ctx context.Context, reserve types.Reserve) error {
	if err := reserve.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if len(reserve.Attesters) > int(params.MaxAttesters) {
		return types.ErrInvalidReserve.Wrapf("%d attesters, at most %d", len(reserve.Attesters), params.MaxAttesters)
	}
	institution, err := k.decode("institution", reserve.Institution)
	if err != nil {
		return err
	}
	key := collections.Join(reserve.Denom, institution)
	old, exists, err := row.Find(ctx, k.reserves, key)
	if err != nil {
		return err
	}
	if exists {
		err = k.dropAttestations(ctx, key, func(a types.Attestation) bool {
			return reserve.BookAccount != old.BookAccount || !reserve.HasAttester(a.Attester)
		})
	} else if err = k.checkAdmission(ctx, reserve.Denom, institution); err == nil {
		err = k.books.Set(ctx, key, types.NewBook())
	}
	if err != nil {
		return err
	}
	if err := k.reserves.Set(ctx, key, reserve); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventReserveSet{Reserve: reserve})
}

// checkAdmission refuses reserves for series that are not there, and of institutions without the licence for it.
func (k *Keeper) checkAdmission(ctx context.Context, denom string, institution sdk.AccAddress) error {
	if isin, isBond := bondtypes.ISINOf(denom); isBond {
		if _, err := k.bond.GetSeries(ctx, isin); err != nil {
			return err
		}
	}
	return k.requireLicence(ctx, denom, institution)
}

// requireLicence asks for a custodian's licence for bonds, and for a bank's for its cash.
func (k *Keeper) requireLicence(ctx context.Context, denom string, institution sdk.AccAddress) error {
	licensed := denom
	if _, isBond := bondtypes.ISINOf(denom); isBond {
		licensed = ""
	}
	active, err := k.custody.HasActiveLicence(ctx, institution, licensed)
	if err == nil && !active {
		err = types.ErrNotLicensed.Wrapf("for %s", denom)
	}
	return err
}

// RemoveReserve ends a reserve with nothing open. Of a bond nothing may be outstanding either; cash that circulates goes
// on circulating within the cap of its bank's licence.
func (k *Keeper) RemoveReserve(ctx context.Context, denom string, institution sdk.AccAddress) error {
	_, book, err := k.get(ctx, denom, institution)
	if err != nil {
		return err
	}
	if book.Pending.IsPositive() || book.InFlight.IsPositive() {
		return types.ErrReserveInUse.Wrapf("%s waits to be minted, %s to be redeemed", book.Pending, book.InFlight)
	}
	if _, isBond := bondtypes.ISINOf(denom); isBond {
		outstanding, err := k.outstanding(ctx, denom, institution, book)
		if err != nil {
			return err
		}
		if outstanding.IsPositive() {
			return types.ErrReserveInUse.Wrapf("%s is outstanding", outstanding)
		}
	}
	key := collections.Join(denom, institution)
	if err := k.dropAttestations(ctx, key, func(types.Attestation) bool { return true }); err != nil {
		return err
	}
	if err := k.released.Clear(ctx, collections.NewSuperPrefixedTripleRange[string, sdk.AccAddress, int32](denom, institution)); err != nil {
		return err
	}
	if err := k.books.Remove(ctx, key); err != nil {
		return err
	}
	if err := k.reserves.Remove(ctx, key); err != nil {
		return err
	}
	text, err := k.text(institution)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventReserveRemoved{Denom: denom, Institution: text})
}

// get returns a reserve with its book.
func (k *Keeper) get(ctx context.Context, denom string, institution sdk.AccAddress) (types.Reserve, types.Book, error) {
	key := collections.Join(denom, institution)
	reserve, found, err := row.Find(ctx, k.reserves, key)
	if err != nil {
		return reserve, types.Book{}, err
	}
	if !found {
		return reserve, types.Book{}, types.ErrReserveNotFound.Wrapf("of %s at this institution", denom)
	}
	book, err := k.books.Get(ctx, key)
	return reserve, book, err
}

// outstanding is what an institution has issued of a denom and not burnt, redemptions in flight included. Principal that
// x/bond repaid at maturity is outstanding no more.
func (k *Keeper) outstanding(ctx context.Context, denom string, institution sdk.AccAddress, book types.Book) (math.Int, error) {
	if _, isBond := bondtypes.ISINOf(denom); !isBond {
		return k.custody.CashOutstanding(ctx, denom, institution)
	}
	return math.MinInt(book.Outstanding, k.bank.GetSupply(ctx, denom).Amount), nil
}
