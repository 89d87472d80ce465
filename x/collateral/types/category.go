package types

import (
	"slices"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

const (
	maxCategories    = 8
	maxCategoryName  = 32
	maxCategoryKinds = 16
)

func (t MarketTerms) validateCategories() error {
	if len(t.Categories) > maxCategories {
		return ErrInvalidTerms.Wrapf("more than %d categories", maxCategories)
	}
	for i, category := range t.Categories {
		if err := category.validate(); err != nil {
			return err
		}
		if !t.Accepts(category.Currency) {
			return ErrInvalidTerms.Wrapf("category %s: %s is not accepted", category.Name, category.Currency)
		}
		if slices.ContainsFunc(t.Categories[:i], func(c CollateralCategory) bool { return c.Name == category.Name }) {
			return ErrInvalidTerms.Wrapf("category %s is there twice", category.Name)
		}
		if slices.ContainsFunc(t.Categories[:i], category.overlaps) {
			return ErrInvalidTerms.Wrapf("a bond would be in %s and in another category", category.Name)
		}
	}
	return nil
}

func (c CollateralCategory) validate() error {
	if len(c.Name) == 0 || len(c.Name) > maxCategoryName {
		return ErrInvalidTerms.Wrapf("name of a category must have 1 to %d characters", maxCategoryName)
	}
	for _, char := range c.Name {
		if (char < 'a' || char > 'z') && (char < 'A' || char > 'Z') && (char < '0' || char > '9') && char != '-' {
			return ErrInvalidTerms.Wrapf("name of category %q has more than letters, digits and dashes", c.Name)
		}
	}
	if len(c.Kinds) > maxCategoryKinds {
		return ErrInvalidTerms.Wrapf("category %s has more than %d kinds", c.Name, maxCategoryKinds)
	}
	for i, kind := range c.Kinds {
		if _, known := bondtypes.SeriesKind_name[int32(kind)]; !known || kind == bondtypes.SERIES_KIND_UNSPECIFIED {
			return ErrInvalidTerms.Wrapf("category %s: kind %d is not a kind of bond", c.Name, kind)
		}
		if slices.Contains(c.Kinds[:i], kind) {
			return ErrInvalidTerms.Wrapf("category %s: kind %s is there twice", c.Name, kind)
		}
	}
	return ValidateLimit("borrow cap of a category", c.BorrowCap)
}

func (c CollateralCategory) overlaps(other CollateralCategory) bool {
	if c.Currency != other.Currency {
		return false
	}
	if len(c.Kinds) == 0 || len(other.Kinds) == 0 {
		return true
	}
	return slices.ContainsFunc(c.Kinds, other.has)
}

func (c CollateralCategory) has(kind bondtypes.SeriesKind) bool {
	return len(c.Kinds) == 0 || slices.Contains(c.Kinds, kind)
}

// IsIsolating tells whether the bonds of a position must be of one category.
func (t MarketTerms) IsIsolating() bool { return len(t.Categories) > 0 }

// FindCategory returns the category of a bond, and whether there is one.
func (t MarketTerms) FindCategory(currency string, kind bondtypes.SeriesKind) (CollateralCategory, bool) {
	i := slices.IndexFunc(t.Categories, func(c CollateralCategory) bool { return c.Currency == currency && c.has(kind) })
	if i < 0 {
		return CollateralCategory{}, false
	}
	return t.Categories[i], true
}
