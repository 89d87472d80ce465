package types

import (
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

const (
	maxBasketEntries  = 16
	maxResidualMonths = 600
)

// Validate checks a basket by itself.
func (b Basket) Validate() error {
	if err := validateID(b.Id); err != nil {
		return err
	}
	if err := sdk.ValidateDenom(b.CashDenom); err != nil {
		return ErrInvalidBasket.Wrapf("cash denom: %s", err)
	}
	if n := len(b.IssuerIds); n == 0 || n > maxBasketEntries || hasTwice(b.IssuerIds) {
		return ErrInvalidBasket.Wrapf("issuers: 1 to %d, none twice", maxBasketEntries)
	}
	if n := len(b.Kinds); n == 0 || n > maxBasketEntries || hasTwice(b.Kinds) || slices.Contains(b.Kinds, bondtypes.SERIES_KIND_UNSPECIFIED) {
		return ErrInvalidBasket.Wrapf("kinds: 1 to %d, none twice or unspecified", maxBasketEntries)
	}
	if b.MaxResidualMonths < 1 || b.MaxResidualMonths > maxResidualMonths {
		return ErrInvalidBasket.Wrapf("residual maturity of %d months is outside 1 to %d", b.MaxResidualMonths, maxResidualMonths)
	}
	return nil
}

// Holds tells whether a series belongs to the basket on a day.
func (b Basket) Holds(terms bondtypes.TermSheet, today, maturity date.Date) bool {
	return terms.Currency == b.CashDenom && slices.Contains(b.IssuerIds, terms.IssuerId) && slices.Contains(b.Kinds, terms.Kind) &&
		maturity <= today.AddMonths(int(b.MaxResidualMonths))
}

// ValidateInventory checks a list of series.
func ValidateInventory(isins []string) error {
	if len(isins) > MaxSeries || hasTwice(isins) {
		return ErrInvalidBasket.Wrapf("inventory: at most %d series, none twice", MaxSeries)
	}
	for _, isin := range isins {
		if err := identifier.ValidateISIN(isin); err != nil {
			return ErrInvalidBasket.Wrapf("inventory: %s", err)
		}
	}
	return nil
}

func validateID(id string) error {
	const shortest, longest = 2, 32
	if len(id) < shortest || len(id) > longest || id[0] < 'a' || id[0] > 'z' {
		return ErrInvalidBasket.Wrapf("id %q: 2 to 32 lower-case letters, digits and hyphens, starting with a letter", id)
	}
	for _, c := range id {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return ErrInvalidBasket.Wrapf("id %q has a character that is no lower-case letter, digit or hyphen", id)
		}
	}
	return nil
}

func hasTwice[T comparable](list []T) bool {
	seen := make(map[T]bool, len(list))
	for _, entry := range list {
		if seen[entry] {
			return true
		}
		seen[entry] = true
	}
	return false
}
