package types

import (
	"slices"

	"cosmossdk.io/math"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	maxHaircutRows    = 128
	maxResidualMonths = 1200
	maxFloorMonths    = 120
)

// Validate checks that the rows are sorted, unique and shares of a value that do not rise with residual maturity.
func (t HaircutTable) Validate() error {
	if _, err := date.Parse(t.EffectiveDate); err != nil {
		return ErrInvalidDate.Wrapf("effective date: %s", err)
	}
	if len(t.Rows) == 0 || len(t.Rows) > maxHaircutRows {
		return ErrInvalidHaircuts.Wrapf("want 1 to %d rows, have %d", maxHaircutRows, len(t.Rows))
	}
	if err := checkPct("the haircut on foreign currency", t.FxHaircutPct, 0, 100); err != nil {
		return ErrInvalidHaircuts.Wrap(err.Error())
	}
	if t.FxHaircutPct.Equal(hundred) {
		return ErrInvalidHaircuts.Wrap("a haircut of 100 on foreign currency leaves nothing: stop accepting it instead")
	}
	if t.BufferPct > 100 || t.ConcentrationPct > 100 || t.ConcentrationHaircutPct > 100 || t.CallableHaircutPct > 100 || t.FloorMonths > maxFloorMonths {
		return ErrInvalidHaircuts.Wrapf("a percentage is above 100, or floor_months above %d", maxFloorMonths)
	}
	if t.ConcentrationPct == 0 && t.ConcentrationHaircutPct != 0 {
		return ErrInvalidHaircuts.Wrap("a haircut on concentration needs a share from which it counts")
	}
	for i, row := range t.Rows {
		if err := row.validate(); err != nil {
			return err
		}
		if i > 0 {
			if err := t.Rows[i-1].validateNext(row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r HaircutRow) validate() error {
	if _, known := bondtypes.SeriesKind_name[int32(r.Kind)]; !known || r.Kind == bondtypes.SERIES_KIND_UNSPECIFIED {
		return ErrInvalidHaircuts.Wrapf("kind %d is not a kind of bond", r.Kind)
	}
	if r.MaxResidualMonths == 0 || r.MaxResidualMonths > maxResidualMonths {
		return ErrInvalidHaircuts.Wrapf("residual maturity of %d months is outside 1 to %d", r.MaxResidualMonths, maxResidualMonths)
	}
	if err := checkPct("the share of market value", r.ValuePct, 0, 100); err != nil {
		return ErrInvalidHaircuts.Wrap(err.Error())
	}
	if r.ValuePct.IsZero() {
		return ErrInvalidHaircuts.Wrap("a share of zero is not collateral: leave the row out")
	}
	return nil
}

func (r HaircutRow) validateNext(next HaircutRow) error {
	switch {
	case next.Kind < r.Kind, next.Kind == r.Kind && next.MaxResidualMonths <= r.MaxResidualMonths:
		return ErrInvalidHaircuts.Wrapf("row %s up to %d months is out of order or twice", next.Kind, next.MaxResidualMonths)
	case next.Kind == r.Kind && next.ValuePct.GT(r.ValuePct):
		return ErrInvalidHaircuts.Wrapf("the share of %s rises at %d months", next.Kind, next.MaxResidualMonths)
	}
	return nil
}

// FindValuePct returns the share of market value that counts for a bond on a day, by the first row of its kind whose
// bound its residual maturity does not exceed; of a callable bond less the haircut on those, without which it has none.
func (t HaircutTable) FindValuePct(
	kind bondtypes.SeriesKind, callable bool, today, maturity date.Date,
) (math.LegacyDec, bool) {
	i := slices.IndexFunc(t.Rows, func(r HaircutRow) bool {
		return r.Kind == kind && maturity <= today.AddMonths(int(r.MaxResidualMonths))
	})
	if i < 0 {
		return math.LegacyDec{}, false
	}
	share := t.Rows[i].ValuePct
	if !callable {
		return share, true
	}
	share = share.Sub(math.LegacyNewDec(int64(t.CallableHaircutPct)))
	return share, t.CallableHaircutPct != 0 && share.IsPositive()
}

// PrudentPct returns what a share of market value is lowered to for whoever adds risk: the buffer makes its haircut larger, what
// widens haircuts while a figure is late or in doubt is taken off, and units above the limit of concentration count for less. Never
// below zero, rounded down to 4 decimals.
func (t HaircutTable) PrudentPct(valuePct, wideningPct math.LegacyDec, pledged, outstanding math.Int) math.LegacyDec {
	haircut := hundred.Sub(valuePct)
	haircut = haircut.Add(haircut.MulInt64(int64(t.BufferPct)).QuoInt64(100)).Add(wideningPct)
	if excess := t.excess(pledged, outstanding); excess.IsPositive() {
		share := math.LegacyNewDecFromInt(excess).QuoInt(pledged)
		haircut = haircut.Add(share.MulInt64(int64(t.ConcentrationHaircutPct)))
	}
	return rounding.DecDown(math.LegacyMaxDec(hundred.Sub(haircut), math.LegacyZeroDec()), percentPlaces)
}

// excess returns the units of a pledge above the limit of concentration.
func (t HaircutTable) excess(pledged, outstanding math.Int) math.Int {
	if t.ConcentrationPct == 0 {
		return math.ZeroInt()
	}
	return pledged.Sub(rounding.MulDivDown(outstanding, math.NewInt(int64(t.ConcentrationPct)), math.NewInt(100)))
}
