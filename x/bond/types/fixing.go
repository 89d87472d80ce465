package types

import (
	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

const (
	ratePlaces = 4
	maxIndex   = 1_000_000
	minRatePct = -50
	maxRatePct = 50
)

// Validate checks the form of the record; its source needs a codec: see ValidateSource.
func (r Reference) Validate() error {
	if !shortName.MatchString(r.IssuerId) {
		return ErrInvalidReference.Wrapf("issuer_id %q is not an issuer's id", r.IssuerId)
	}
	if !shortName.MatchString(r.Id) {
		return ErrInvalidReference.Wrapf("id %q must be 2 to 32 lower-case letters, digits and hyphens, starting with a letter", r.Id)
	}
	if err := validateName(r.Name); err != nil {
		return ErrInvalidReference.Wrap(err.Error())
	}
	if r.Kind != REFERENCE_KIND_RATE && r.Kind != REFERENCE_KIND_PRICE_INDEX {
		return ErrInvalidReference.Wrapf("kind %s", r.Kind)
	}
	return nil
}

// ValidateSource checks that the source is an address, spelt as the chain spells it.
func (r Reference) ValidateSource(codec address.Codec) error {
	if err := validateAddress(codec, r.Source); err != nil {
		return ErrInvalidReference.Wrapf("source %q: %s", r.Source, err)
	}
	return nil
}

// Validate checks the form of a value against the kind of its reference, and returns its date.
func (f Fixing) Validate(kind ReferenceKind) (date.Date, error) {
	on, err := f.validateForm()
	if err != nil {
		return 0, err
	}
	if kind == REFERENCE_KIND_PRICE_INDEX {
		return on, f.validateIndex(on)
	}
	return on, f.validateRate()
}

// validateForm checks what holds for every kind.
func (f Fixing) validateForm() (date.Date, error) {
	on, err := date.Parse(f.Date)
	if err != nil {
		return 0, ErrInvalidFixing.Wrap(err.Error())
	}
	if f.Value.IsNil() || f.Value.Abs().GT(math.LegacyNewDec(maxIndex)) {
		return 0, ErrInvalidFixing.Wrapf("value is missing or beyond %d", maxIndex)
	}
	return on, nil
}

func (f Fixing) validateIndex(on date.Date) error {
	switch {
	case on.Day() != 1:
		return ErrInvalidFixing.Wrapf("date %s is not the first of a month", f.Date)
	case !f.Value.IsPositive() || f.Value.GT(math.LegacyNewDec(maxIndex)):
		return ErrInvalidFixing.Wrapf("an index must be above 0 and at most %d, not %s", maxIndex, f.Value)
	case !rounding.HasPlaces(f.Value, bondmath.IndexPlaces):
		return ErrInvalidFixing.Wrapf("index %s has more than %d decimals", f.Value, bondmath.IndexPlaces)
	}
	return nil
}

func (f Fixing) validateRate() error {
	switch {
	case f.Value.LT(math.LegacyNewDec(minRatePct)) || f.Value.GT(math.LegacyNewDec(maxRatePct)):
		return ErrInvalidFixing.Wrapf("a rate must be %d to %d percent, not %s", minRatePct, maxRatePct, f.Value)
	case !rounding.HasPlaces(f.Value, ratePlaces):
		return ErrInvalidFixing.Wrapf("rate %s has more than %d decimals", f.Value, ratePlaces)
	}
	return nil
}

// IsOver tells whether what a value of this kind measures is over on a date: a day that has come, or a month that has
// ended.
func (k ReferenceKind) IsOver(measured, today date.Date) bool {
	if k == REFERENCE_KIND_PRICE_INDEX {
		return measured.AddMonths(1) <= today
	}
	return measured <= today
}

// ReferenceOf returns the id and kind of the reference that a series depends on, and whether it depends on one.
func (t TermSheet) ReferenceOf() (id string, kind ReferenceKind, depends bool) {
	switch {
	case t.Floating != nil:
		return t.Floating.ReferenceId, REFERENCE_KIND_RATE, true
	case t.Inflation != nil:
		return t.Inflation.ReferenceId, REFERENCE_KIND_PRICE_INDEX, true
	default:
		return "", REFERENCE_KIND_UNSPECIFIED, false
	}
}
