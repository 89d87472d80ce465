// Package haircut holds collateral valuation tables by kind of bond and residual maturity, and the Bank of Japan's
// published ones as data. The chain's own table is governance data of the same shape; these serve the calculator, the
// genesis defaults and the tests.
package haircut

import (
	"errors"
	"fmt"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Kind is the class of bond a row of a table is for.
type Kind string

// The kinds: fixed-coupon bonds with treasury discount bills, separated coupons and principals, inflation-linked bonds.
const (
	Fixed  Kind = "fixed"
	Strip  Kind = "strip"
	Linker Kind = "linker"
)

// Buckets is the number of residual-maturity classes: up to 1, 5, 10, 20, 30 years, and beyond. Upper bounds belong to
// the class.
const Buckets = 6

var upperBounds = [Buckets - 1]math.LegacyDec{
	math.LegacyNewDec(1), math.LegacyNewDec(5), math.LegacyNewDec(10), math.LegacyNewDec(20), math.LegacyNewDec(30),
}

// The ways in which a value cannot be given, returned wrapped.
var (
	ErrUnknownKind = errors.New("unknown kind of bond")
	ErrNotEligible = errors.New("not eligible as collateral")
	ErrNoTable     = errors.New("no table in force")
	ErrInput       = errors.New("input out of range")
)

// Row is the numbers of one kind by bucket; a nil decimal marks a class that is not accepted.
type Row [Buckets]math.LegacyDec

// Table is a revision: what is in force from a date on.
type Table struct {
	From date.Date
	Rows map[Kind]Row
}

// Bucket returns the class of a residual maturity in years.
func Bucket(residualYears math.LegacyDec) (int, error) {
	if residualYears.IsNil() || residualYears.IsNegative() {
		return 0, fmt.Errorf("%w: residual maturity below zero", ErrInput)
	}
	for bucket, bound := range upperBounds {
		if residualYears.LTE(bound) {
			return bucket, nil
		}
	}
	return Buckets - 1, nil
}

// At returns the number for a kind and residual maturity in years.
func (t Table) At(kind Kind, residualYears math.LegacyDec) (math.LegacyDec, error) {
	row, known := t.Rows[kind]
	if !known {
		return math.LegacyDec{}, fmt.Errorf("%w: %q, want %s, %s or %s", ErrUnknownKind, kind, Fixed, Strip, Linker)
	}
	bucket, err := Bucket(residualYears)
	if err != nil {
		return math.LegacyDec{}, err
	}
	if row[bucket].IsNil() {
		return math.LegacyDec{}, fmt.Errorf("%w: %s with %s years to run", ErrNotEligible, kind, rounding.Text(residualYears, 2))
	}
	return row[bucket], nil
}

// CollateralValue returns market value × percentage of the table, floored to the currency unit.
func (t Table) CollateralValue(marketValue math.Int, kind Kind, residualYears math.LegacyDec) (math.Int, error) {
	if marketValue.IsNil() || !marketValue.IsPositive() {
		return math.Int{}, fmt.Errorf("%w: market value must be above zero", ErrInput)
	}
	percent, err := t.At(kind, residualYears)
	if err != nil {
		return math.Int{}, err
	}
	return rounding.MulDecDown(marketValue, percent.QuoInt64(100)), nil
}

// InForce returns the latest of the tables, given oldest first, that is in force on the date.
func InForce(tables []Table, on date.Date) (Table, error) {
	for i := len(tables) - 1; i >= 0; i-- {
		if tables[i].From <= on {
			return tables[i], nil
		}
	}
	return Table{}, fmt.Errorf("%w: on %s", ErrNoTable, on)
}
