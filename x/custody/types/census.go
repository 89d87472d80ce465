package types

import (
	"fmt"

	"cosmossdk.io/math"
)

// allBps is the whole, in hundredths of a percent.
const allBps = 10_000

// UnitsChange is a sum of face before and after a transfer.
type UnitsChange struct{ Before, After math.Int }

// exceeds tells whether the transfer takes the sum above a limit, or further above one that was lowered.
func (c UnitsChange) exceeds(limit math.Int) bool {
	return c.After.GT(c.Before) && c.After.GT(limit)
}

// HoldersChange is a number of holders before and after a transfer.
type HoldersChange struct{ Before, After uint64 }

func (c HoldersChange) exceeds(limit uint32) bool {
	return limit > 0 && c.After > c.Before && c.After > uint64(limit)
}

// CensusChange is what a transfer does to the totals of the groups that its receiver belongs to.
type CensusChange struct {
	// Complete tells whether all holders are counted.
	Complete bool
	// Holders are all holders, Residents those of the receiver's jurisdiction.
	Holders, Residents HoldersChange
	// ResidentUnits is what the residents hold, ClientUnits what the clients of the receiver's custodian hold.
	ResidentUnits, ClientUnits UnitsChange
}

// grows tells whether a limit could be broken by the transfer.
func (c CensusChange) grows() bool {
	return c.Holders.After > c.Holders.Before || c.Residents.After > c.Residents.Before ||
		c.ResidentUnits.After.GT(c.ResidentUnits.Before) || c.ClientUnits.After.GT(c.ClientUnits.Before)
}

// decideCensus applies the limits on totals.
func decideCensus(t Transfer) *Refusal {
	if t.Census == nil {
		return nil
	}
	rules, census, home := t.Series.Rules, t.Census, t.To.Registration.Jurisdiction
	resident, _ := rules.Jurisdiction(home)
	switch {
	case !rules.LimitsTotals() && t.Series.Pilot == nil:
		return nil
	case !census.Complete && census.grows():
		return Refuse(RuleCensus, "the holders of %s are being counted", t.ISIN)
	case census.Holders.exceeds(rules.MaxHolders):
		return Refuse(RuleMaxHolders, "%s would have %d holders, at most %d", t.ISIN, census.Holders.After, rules.MaxHolders)
	case census.Residents.exceeds(resident.MaxHolders):
		return Refuse(RuleJurisdictionCap, "%s would have %d holders in %s, at most %d", t.ISIN, census.Residents.After, home, resident.MaxHolders)
	case resident.HasMaxUnits() && census.ResidentUnits.exceeds(resident.MaxUnits):
		return Refuse(RuleJurisdictionCap, "residents of %s would hold %s of %s, at most %s", home, census.ResidentUnits.After, t.ISIN, resident.MaxUnits)
	case t.From.Kind != PartyBondModule && census.ClientUnits.After.GT(census.ClientUnits.Before) &&
		exceedsShare(census.ClientUnits.After, t.Supply, rules.MaxCustodianBps):
		return Refuse(RuleCustodianShare, "the receiver's custodian would keep %s of %s outstanding of %s, at most %s",
			census.ClientUnits.After, t.Supply, t.ISIN, percent(rules.MaxCustodianBps))
	}
	return nil
}

// exceedsShare tells whether units are more than a share of what is outstanding; a share of zero is no limit. The
// products stay below 2^115.
func exceedsShare(units, supply math.Int, bps uint32) bool {
	return bps > 0 && !supply.IsNil() && units.MulRaw(allBps).GT(supply.MulRaw(int64(bps)))
}

func percent(bps uint32) string { return fmt.Sprintf("%d.%02d %%", bps/100, bps%100) }

// ShareBpsDown is the share of units in what is outstanding, in hundredths of a percent, rounded down.
func ShareBpsDown(units, supply math.Int) uint32 {
	if !supply.IsPositive() || units.GT(supply) {
		return 0
	}
	return uint32(units.MulRaw(allBps).Quo(supply).Int64())
}

// NewCensusTotal is the sum over nobody.
func NewCensusTotal() CensusTotal { return CensusTotal{Units: math.ZeroInt()} }

// IsZero tells whether nobody is counted.
func (t CensusTotal) IsZero() bool { return t.Holders == 0 && t.Units.IsZero() }

// Validate refuses a row that no holder can have.
func (r CensusRow) Validate() error {
	if err := ValidateAmount(r.Units); err != nil {
		return err
	}
	if len(r.Custodian) == 0 {
		return ErrInvalidAddress.Wrap("a counted holder has a custodian")
	}
	return ValidateJurisdiction(r.Jurisdiction)
}
