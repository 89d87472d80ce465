package keeper

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// MintWrapped issues units that stand for bonds kept in a book-entry system, to somebody who may hold them. The caller has
// checked that they are there. It is possible when a placement is.
func (k *Keeper) MintWrapped(ctx sdk.Context, isin string, recipient sdk.AccAddress, face math.Int) error {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	schedule, err := series.Terms.Schedule()
	if err != nil {
		return err
	}
	// There is no treasury in it: nobody pays.
	placement := Placement{Series: series, Buyer: recipient, Face: face}
	if err := k.checkPlacement(ctx, placement, schedule, schedule.Today(k.Now(ctx))); err != nil {
		return err
	}
	series.Issued, series.Status = series.Issued.Add(face), types.SERIES_STATUS_LIVE
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	units := series.Units(face)
	if err := k.bank.MintCoins(ctx, types.ModuleName, units); err != nil {
		return err
	}
	before := k.bank.GetBalance(ctx, recipient, series.Denom())
	if err := k.bank.SendCoins(ctx, k.moduleAddress, recipient, units); err != nil {
		return err
	}
	if after := k.bank.GetBalance(ctx, recipient, series.Denom()); !after.Sub(before).Amount.Equal(face) {
		return types.ErrBuyerNotEligible.Wrapf("%s of %s", recipient, isin)
	}
	text, err := k.addressText(recipient)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventUnitsWrapped{Isin: isin, Recipient: text, Face: face})
}

// BurnWrapped takes units out of the world whose bonds go back to the book-entry system: they count as never issued here.
// What the holder has earned stays the holder's. It is possible until maturity; then the principal is paid.
func (k *Keeper) BurnWrapped(ctx sdk.Context, isin string, holder sdk.AccAddress, face math.Int) error {
	series, err := k.GetSeries(ctx, isin)
	if err != nil {
		return err
	}
	switch {
	case series.HasMatured():
		return types.ErrMatured.Wrap(isin)
	case !face.IsPositive() || !face.Mod(series.Terms.Denomination).IsZero():
		return types.ErrInvalidAmount.Wrapf("face %s is not a positive multiple of the denomination %s", face, series.Terms.Denomination)
	case face.GT(series.Outstanding()):
		return types.ErrInvalidAmount.Wrapf("%s is outstanding, not %s", series.Outstanding(), face)
	}
	units := series.Units(face)
	if err := k.bank.SendCoinsFromAccountToModule(ctx, holder, types.ModuleName, units); err != nil {
		return err
	}
	if err := k.bank.BurnCoins(ctx, types.ModuleName, units); err != nil {
		return err
	}
	series.Issued = series.Issued.Sub(face)
	if err := k.series.Set(ctx, isin, series); err != nil {
		return err
	}
	text, err := k.addressText(holder)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventUnitsUnwrapped{Isin: isin, Holder: text, Face: face})
}
