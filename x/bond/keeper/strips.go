package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// Separate turns units of a series into strips: the units are burnt, and a strip is minted for each payment to come. The
// bank refuses units that are pledged or reserved. It returns the strips.
func (k *Keeper) Separate(ctx sdk.Context, holder sdk.AccAddress, isin string, units math.Int) (sdk.Coins, error) {
	parent, slots, err := k.separable(ctx, isin, units)
	if err != nil {
		return nil, err
	}
	if err := parent.CheckGoing(); err != nil {
		return nil, err
	}
	if err := k.requireNoBallot(ctx, isin); err != nil {
		return nil, err
	}
	if parent.Status != types.SERIES_STATUS_LIVE {
		return nil, types.ErrNotSeparable.Wrapf("%s is %s", isin, parent.Status)
	}
	if err := k.take(ctx, holder, parent.Units(units)); err != nil {
		return nil, err
	}
	if parent, err = k.GetSeries(ctx, isin); err != nil {
		return nil, err
	}
	parent.Stripped = parent.StrippedFace().Add(units)
	if err := k.series.Set(ctx, isin, parent); err != nil {
		return nil, err
	}
	strips := make(sdk.Coins, 0, len(slots))
	for _, slot := range slots {
		slot.strip.Issued = slot.strip.Issued.Add(slot.amount)
		slot.strip.Status = types.SERIES_STATUS_LIVE
		if slot.strip.Issued.GT(slot.strip.Terms.Authorised) {
			return nil, types.ErrAboveAuthorised.Wrapf("%s would be issued of %s authorised, as %s",
				slot.strip.Issued, slot.strip.Terms.Authorised, slot.strip.Terms.Isin)
		}
		if err := k.series.Set(ctx, slot.strip.Terms.Isin, slot.strip); err != nil {
			return nil, err
		}
		strips = strips.Add(sdk.NewCoin(slot.strip.Denom(), slot.amount))
	}
	text, err := k.addressText(holder)
	if err != nil {
		return nil, err
	}
	if err := event.Emit(ctx, &types.EventSeparated{Isin: isin, Holder: text, Units: units, Strips: strips}); err != nil {
		return nil, err
	}
	return strips, k.deliver(ctx, holder, strips)
}

// Recombine turns a full set of strips back into units of their parent: the strips are burnt and the units minted. It is
// the way back, so a freeze or a default does not stop it. It returns the strips.
func (k *Keeper) Recombine(ctx sdk.Context, holder sdk.AccAddress, isin string, units math.Int) (sdk.Coins, error) {
	parent, slots, err := k.separable(ctx, isin, units)
	if err != nil {
		return nil, err
	}
	if units.GT(parent.StrippedFace()) {
		return nil, types.ErrNotSeparable.Wrapf("%s units of %s are separated, not %s", parent.StrippedFace(), isin, units)
	}
	strips := make(sdk.Coins, 0, len(slots))
	for _, slot := range slots {
		slot.strip.Issued = slot.strip.Issued.Sub(slot.amount)
		if slot.strip.Issued.IsNegative() {
			return nil, types.ErrBrokenLaw.Wrapf("strips of %s are fewer than what stands for them", slot.strip.Terms.Isin)
		}
		if err := k.series.Set(ctx, slot.strip.Terms.Isin, slot.strip); err != nil {
			return nil, err
		}
		strips = strips.Add(sdk.NewCoin(slot.strip.Denom(), slot.amount))
	}
	parent.Stripped = parent.StrippedFace().Sub(units)
	if err := k.series.Set(ctx, isin, parent); err != nil {
		return nil, err
	}
	text, err := k.addressText(holder)
	if err != nil {
		return nil, err
	}
	if err := event.Emit(ctx, &types.EventRecombined{Isin: isin, Holder: text, Units: units, Strips: strips}); err != nil {
		return nil, err
	}
	if err := k.take(ctx, holder, strips); err != nil {
		return nil, err
	}
	return strips, k.deliver(ctx, holder, parent.Units(units))
}

// stripSlot is a strip series and how much of it stands for the units in question.
type stripSlot struct {
	strip  types.Series
	amount math.Int
}

// separable returns a series of which units can be separated or recombined now, and the strips that stand for them. What a
// coupon recorded already pays stays with who held the units.
func (k *Keeper) separable(ctx context.Context, isin string, units math.Int) (types.Series, []stripSlot, error) {
	parent, err := k.GetSeries(ctx, isin)
	if err != nil {
		return types.Series{}, nil, err
	}
	if parent.HasMatured() {
		return types.Series{}, nil, types.ErrMatured.Wrap(isin)
	}
	recorded, err := k.couponsRecorded(ctx, isin)
	if err != nil {
		return types.Series{}, nil, err
	}
	claims, err := parent.StripClaims(recorded)
	if err != nil {
		return types.Series{}, nil, err
	}
	if multiple := parent.StripMultiple(); !units.Mod(multiple).IsZero() {
		return types.Series{}, nil, types.ErrInvalidAmount.Wrapf("%s units of %s: only multiples of %s can be separated", units, isin, multiple)
	}
	slots := make([]stripSlot, len(claims))
	for i, claim := range claims {
		strip, err := k.stripOf(ctx, parent, claim)
		if err != nil {
			return types.Series{}, nil, err
		}
		amount, exact := claim.Of(units)
		if !exact {
			return types.Series{}, nil, types.ErrBrokenLaw.Wrapf("payment %d of %s units of %s is no whole number", claim.Number, units, isin)
		}
		slots[i] = stripSlot{strip: strip, amount: amount}
	}
	return parent, slots, nil
}

// stripOf returns the strip of a payment, which pays on the same day as the parent does.
func (k *Keeper) stripOf(ctx context.Context, parent types.Series, claim types.StripClaim) (types.Series, error) {
	isin, err := k.strips.Get(ctx, stripAt(claim.Key))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Series{}, types.ErrNotSeparable.Wrapf("payment %d of %s, on %s, has no strip", claim.Number, parent.Terms.Isin, claim.Key.Date)
	}
	if err != nil {
		return types.Series{}, err
	}
	strip, err := k.GetSeries(ctx, isin)
	switch {
	case err != nil:
		return types.Series{}, err
	case strip.HasMatured():
		return types.Series{}, types.ErrMatured.Wrapf("%s, the strip of payment %d", isin, claim.Number)
	case strip.Terms.Calendar != parent.Terms.Calendar:
		return types.Series{}, types.ErrNotSeparable.Wrapf("%s pays by another calendar than %s", isin, parent.Terms.Isin)
	}
	return strip, nil
}

func stripAt(key types.StripKey) stripKey {
	return collections.Join3(collections.Join(key.Issuer, key.Currency), int32(key.Date), key.Parent)
}

// checkStrip checks that a new strip stands for something, and alone.
func (k *Keeper) checkStrip(ctx context.Context, terms types.TermSheet) error {
	key, isStrip, err := terms.StripKey()
	if err != nil || !isStrip {
		return err
	}
	known, err := row.Or(ctx, k.strips, stripAt(key), "")
	if err != nil {
		return err
	}
	if known != "" {
		return types.ErrSeriesExists.Wrapf("%s is the strip of %s", known, key.Date)
	}
	if key.Parent == "" {
		return nil
	}
	parent, err := k.GetSeries(ctx, key.Parent)
	if err != nil {
		return err
	}
	if parent.Terms.IssuerId != terms.IssuerId || parent.Terms.Currency != terms.Currency || parent.Terms.MaturityDate != terms.MaturityDate {
		return types.ErrInvalidTerms.Wrapf("strip: issuer, currency and maturity_date must be those of %s", key.Parent)
	}
	_, err = parent.StripClaims(0)
	return err
}

// indexStrip makes a strip found by what it stands for.
func (k *Keeper) indexStrip(ctx context.Context, terms types.TermSheet) error {
	key, isStrip, err := terms.StripKey()
	if err != nil || !isStrip {
		return err
	}
	return k.strips.Set(ctx, stripAt(key), terms.Isin)
}

// take burns what a holder gives.
func (k *Keeper) take(ctx sdk.Context, holder sdk.AccAddress, coins sdk.Coins) error {
	if err := k.bank.SendCoinsFromAccountToModule(ctx, holder, types.ModuleName, coins); err != nil {
		return err
	}
	return k.bank.BurnCoins(ctx, types.ModuleName, coins)
}

// deliver mints what a holder asked for. A send restriction may turn it away from a holder who may not have it; then
// nothing happens at all.
func (k *Keeper) deliver(ctx sdk.Context, holder sdk.AccAddress, coins sdk.Coins) error {
	if err := k.bank.MintCoins(ctx, types.ModuleName, coins); err != nil {
		return err
	}
	for _, coin := range coins {
		before := k.bank.GetBalance(ctx, holder, coin.Denom)
		if err := k.bank.SendCoins(ctx, k.moduleAddress, holder, sdk.Coins{coin}); err != nil {
			return err
		}
		if after := k.bank.GetBalance(ctx, holder, coin.Denom); !after.Sub(before).Amount.Equal(coin.Amount) {
			return types.ErrBuyerNotEligible.Wrap(coin.Denom)
		}
	}
	return nil
}
