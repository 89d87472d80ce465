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

// RequestRedemption sets a holder's tokens aside, in the holder's own account, for delivery off the chain by an
// institution that has as much outstanding. Until it is confirmed the holder goes on earning what they earn.
func (k *Keeper) RequestRedemption(ctx sdk.Context, holder, institution sdk.AccAddress, amount sdk.Coin, reference, deliverTo string) error {
	reserve, book, err := k.get(ctx, amount.Denom, institution)
	if err != nil {
		return err
	}
	key := collections.Join3(holder, amount.Denom, reference)
	if err := k.checkRequest(ctx, reserve, institution, book, amount, key); err != nil {
		return err
	}
	holderText, err := k.text(holder)
	if err != nil {
		return err
	}
	redemption := types.Redemption{
		Holder: holderText, Denom: amount.Denom, Reference: reference, Institution: reserve.Institution,
		Amount: amount.Amount, DeliverTo: deliverTo, Deadline: k.bond.Now(ctx).Add(reserve.DeliveryTime),
	}
	book.InFlight = book.InFlight.Add(amount.Amount)
	if err := k.books.Set(ctx, collections.Join(amount.Denom, institution), book); err != nil {
		return err
	}
	if err := k.storeRedemption(ctx, key, institution, redemption); err != nil {
		return err
	}
	if err := k.custody.Reserve(ctx, holder, amount, types.ModuleName, reference); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventRedemptionRequested{Redemption: redemption})
}

func (k *Keeper) checkRequest(ctx context.Context, reserve types.Reserve, institution sdk.AccAddress, book types.Book, amount sdk.Coin, key redemptionKey) error {
	used, err := k.redemptions.Has(ctx, key)
	if err != nil {
		return err
	}
	if used {
		return types.ErrReferenceUsed.Wrap(key.K3())
	}
	if amount.Amount.LT(reserve.MinRedemption) {
		return types.ErrBelowMinimum.Wrapf("%s is the least, not %s", reserve.MinRedemption, amount.Amount)
	}
	outstanding, err := k.outstanding(ctx, amount.Denom, institution, book)
	if err != nil {
		return err
	}
	if left := outstanding.Sub(book.InFlight); amount.Amount.GT(left) {
		return types.ErrNotOutstanding.Wrapf("%s is outstanding and not in flight, not %s", left, amount.Amount)
	}
	isin, isBond := bondtypes.ISINOf(amount.Denom)
	if !isBond {
		return nil
	}
	series, err := k.bond.GetSeries(ctx, isin)
	switch {
	case err != nil:
		return err
	case series.HasMatured():
		return types.ErrSeriesMatured.Wrap(isin)
	case !amount.Amount.Mod(series.Terms.Denomination).IsZero():
		return types.ErrInvalidAmount.Wrapf("%s is not a multiple of the denomination %s", amount.Amount, series.Terms.Denomination)
	}
	return nil
}

func (k *Keeper) storeRedemption(ctx context.Context, key redemptionKey, institution sdk.AccAddress, redemption types.Redemption) error {
	if err := k.redemptions.Set(ctx, key, redemption); err != nil {
		return err
	}
	if err := k.byReserve.Set(ctx, collections.Join(collections.Join(redemption.Denom, institution), key)); err != nil {
		return err
	}
	return k.redemptionQueue.Set(ctx, collections.Join(redemption.Deadline.UnixNano(), key))
}

// ConfirmRedemption burns the tokens of a delivery that was made, whatever the holder's standing by now.
func (k *Keeper) ConfirmRedemption(ctx sdk.Context, institution sdk.AccAddress, key redemptionKey, delivery string) error {
	redemption, err := k.takeRedemption(ctx, institution, key)
	if err != nil {
		return err
	}
	if !k.bond.Now(ctx).Before(redemption.Deadline) {
		return types.ErrDeadlinePassed.Wrap(redemption.Deadline.String())
	}
	if reserved := k.reserved(ctx, key); reserved.LT(redemption.Amount) {
		return types.ErrUnitsGone.Wrapf("%s is left of %s", reserved, redemption.Amount)
	}
	reserve, book, err := k.get(ctx, redemption.Denom, institution)
	if err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventRedemptionConfirmed{Redemption: redemption, Delivery: delivery}); err != nil {
		return err
	}
	holder, amount := key.K1(), sdk.NewCoin(redemption.Denom, redemption.Amount)
	if err := k.custody.Unreserve(ctx, holder, amount, types.ModuleName, key.K3()); err != nil {
		return err
	}
	if _, isBond := bondtypes.ISINOf(redemption.Denom); isBond {
		return k.retireBonds(ctx, reserve, institution, book, holder, amount)
	}
	if err := k.release(ctx, reserve, institution, amount.Amount); err != nil {
		return err
	}
	return k.custody.RetireCash(ctx, institution, holder, amount)
}

// DeclineRedemption gives a holder's tokens back: the institution will not deliver.
func (k *Keeper) DeclineRedemption(ctx sdk.Context, institution sdk.AccAddress, key redemptionKey, reason string) error {
	redemption, err := k.takeRedemption(ctx, institution, key)
	if err != nil {
		return err
	}
	if _, err := k.giveBack(ctx, key, redemption); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventRedemptionDeclined{Redemption: redemption, Reason: reason})
}

// lapse gives a holder's tokens back: the institution was silent.
func (k *Keeper) lapse(ctx sdk.Context, key redemptionKey) error {
	redemption, err := k.redemptions.Get(ctx, key)
	if err != nil {
		return err
	}
	institution, err := k.decode("institution", redemption.Institution)
	if err != nil {
		return err
	}
	if _, err := k.takeRedemption(ctx, institution, key); err != nil {
		return err
	}
	returned, err := k.giveBack(ctx, key, redemption)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventRedemptionLapsed{Redemption: redemption, Returned: returned})
}

// takeRedemption removes a request from the books.
func (k *Keeper) takeRedemption(ctx context.Context, institution sdk.AccAddress, key redemptionKey) (types.Redemption, error) {
	redemption, found, err := row.Find(ctx, k.redemptions, key)
	if err != nil {
		return redemption, err
	}
	text, err := k.text(institution)
	if err != nil {
		return redemption, err
	}
	if !found || redemption.Institution != text {
		return redemption, types.ErrRedemptionNotFound.Wrapf("%s of %s at this institution", key.K3(), key.K2())
	}
	if err := k.unlistRedemption(ctx, key, institution, redemption); err != nil {
		return redemption, err
	}
	book, err := k.books.Get(ctx, collections.Join(redemption.Denom, institution))
	if err != nil {
		return redemption, err
	}
	book.InFlight = book.InFlight.Sub(redemption.Amount)
	return redemption, k.books.Set(ctx, collections.Join(redemption.Denom, institution), book)
}

func (k *Keeper) unlistRedemption(ctx context.Context, key redemptionKey, institution sdk.AccAddress, redemption types.Redemption) error {
	if err := k.redemptions.Remove(ctx, key); err != nil {
		return err
	}
	if err := k.byReserve.Remove(ctx, collections.Join(collections.Join(redemption.Denom, institution), key)); err != nil {
		return err
	}
	return k.redemptionQueue.Remove(ctx, collections.Join(redemption.Deadline.UnixNano(), key))
}

// giveBack makes free again what is still set aside: maturity or an override may have taken it.
func (k *Keeper) giveBack(ctx context.Context, key redemptionKey, redemption types.Redemption) (math.Int, error) {
	returned := math.MinInt(k.reserved(ctx, key), redemption.Amount)
	if !returned.IsPositive() {
		return math.ZeroInt(), nil
	}
	return returned, k.custody.Unreserve(ctx, key.K1(), sdk.NewCoin(key.K2(), returned), types.ModuleName, key.K3())
}

func (k *Keeper) reserved(ctx context.Context, key redemptionKey) math.Int {
	return k.custody.Reserved(ctx, key.K1(), key.K2(), types.ModuleName, key.K3())
}
