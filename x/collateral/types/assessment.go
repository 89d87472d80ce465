package types

import (
	"math/big"
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Assessment is a position as liquidation sees it: at the marks of the last block and under the terms that bind it.
type Assessment struct {
	// Position is the row as kept.
	Position Position
	// Debt is what is owed, rounded up.
	Debt math.Int
	// Value is what the collateral counts for, each item rounded down.
	Value math.Int
	// Risk are the terms that bind the position.
	Risk RiskTerms
	// Items are the position's bonds, then its cash.
	Items []AssessedItem
	// Class is the highest of the items' classes.
	Class uint32
}

// AssessedItem is one denom of a position's collateral.
type AssessedItem struct {
	// Coin is what the position has of it.
	Coin sdk.Coin
	// Mark is what one unit was worth at the end of the last block.
	Mark Mark
	// Share is the part of the market value that counts, all haircuts taken; zero in default.
	Share *big.Rat
}

// CountsDown returns what units of the item count for, rounded down.
func (i AssessedItem) CountsDown(units math.Int) math.Int {
	value := new(big.Rat).Mul(i.UnitCounts(), new(big.Rat).SetInt(units.BigInt()))
	return rounding.RatToIntDown(value)
}

// UnitCounts returns what one unit counts for, exactly.
func (i AssessedItem) UnitCounts() *big.Rat {
	return new(big.Rat).Mul(rounding.Rat(i.Mark.CountedValue()), i.Share)
}

// IsPriced tells whether the item can be sold at a price: it has one, or its issuer is in default or has frozen the series, and the
// last price serves. What is frozen is sold all the same as soon as x/custody lets it be delivered.
func (i AssessedItem) IsPriced() bool {
	if i.Mark.State == PRICE_STATE_NOT_LIVE || i.InDefault() {
		return i.Mark.UnitValue.IsPositive()
	}
	return i.Mark.State == PRICE_STATE_PRICED
}

// InDefault tells whether the item's series is in default.
func (i AssessedItem) InDefault() bool { return i.Mark.State == PRICE_STATE_DEFAULTED }

// Required returns the value that maintenance asks for.
func (a Assessment) Required() math.Int { return RequiredUp(a.Debt, a.Risk.MaintenancePct) }

// IsSound tells whether the position is at or above maintenance, or owes nothing.
func (a Assessment) IsSound() bool { return a.Value.GTE(a.Required()) }

// IsUrgent tells whether the position is below the level where grace ends.
func (a Assessment) IsUrgent() bool { return a.Value.LT(RequiredUp(a.Debt, a.Risk.UrgentPct)) }

// HasPrice tells whether an item can be sold at a price. What has none neither holds up the sale of the others nor is sold with them.
func (a Assessment) HasPrice() bool { return slices.ContainsFunc(a.Items, AssessedItem.IsPriced) }

// Item returns the item of a denom.
func (a Assessment) Item(denom string) (AssessedItem, bool) {
	for _, item := range a.Items {
		if item.Coin.Denom == denom {
			return item, true
		}
	}
	return AssessedItem{}, false
}

// SlackPctDown returns how much of its value the collateral may lose until it is below maintenance, in percent.
func (a Assessment) SlackPctDown() math.LegacyDec {
	if !a.Value.IsPositive() || !a.IsSound() {
		return math.LegacyZeroDec()
	}
	slack := ratio(a.Value.Sub(a.Required()), a.Value)
	return rounding.RatDown(slack.Mul(slack, big.NewRat(100, 1)), percentPlaces)
}

// After returns the position after its collateral has lost some percent of its value.
func (a Assessment) After(fallPct int64) RiskPoint {
	value := a.Value.MulRaw(100 - fallPct).QuoRaw(100)
	point := RiskPoint{
		FallPct: math.LegacyNewDec(fallPct), HealthPct: math.LegacyZeroDec(),
		Shortfall: math.MaxInt(math.ZeroInt(), a.Required().Sub(value)),
	}
	if a.Debt.IsPositive() {
		point.HealthPct = HealthPctDown(value, a.Debt)
	}
	return point
}

func ratio(a, b math.Int) *big.Rat { return new(big.Rat).SetFrac(a.BigInt(), b.BigInt()) }

// IsDue tells whether the grace of the position is over.
func (a Assessment) IsDue() bool { return a.Position.Watch.Stage == STAGE_DUE }
