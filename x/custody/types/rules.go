package types

import (
	"slices"
	"sort"
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const (
	// maxJurisdictions is above the number of codes that ISO 3166-1 has assigned.
	maxJurisdictions = 260
	// maxSuspendedDays bounds the suspension on either side of a payment.
	maxSuspendedDays = 31
)

// Validate refuses rules that admit nobody, name something twice, or have dates in the wrong order.
func (r TransferRules) Validate() error {
	if err := ValidateISIN(r.Isin); err != nil {
		return err
	}
	if len(r.Classes) == 0 {
		return ErrInvalidRules.Wrap("name at least one investor class")
	}
	for i, class := range r.Classes {
		if err := class.Validate(); err != nil {
			return err
		}
		if slices.Contains(r.Classes[:i], class) {
			return ErrInvalidRules.Wrapf("%s is named twice", class)
		}
	}
	if len(r.Jurisdictions) == 0 && !r.AdmitOthers {
		return ErrInvalidRules.Wrap("name at least one jurisdiction, or admit others")
	}
	if err := validateJurisdictions(r.Jurisdictions); err != nil {
		return err
	}
	if r.MaxHoldingBps > allBps || r.MaxCustodianBps > allBps {
		return ErrInvalidRules.Wrapf("shares of %d and %d, at most %d hundredths of a percent", r.MaxHoldingBps, r.MaxCustodianBps, allBps)
	}
	if r.SuspendedDaysBefore > maxSuspendedDays || r.SuspendedDaysAfter > maxSuspendedDays {
		return ErrInvalidRules.Wrapf("suspended %d days before and %d after a payment, at most %d", r.SuspendedDaysBefore, r.SuspendedDaysAfter, maxSuspendedDays)
	}
	if !r.MaxHolding.IsNil() && !r.MaxHolding.IsZero() {
		if err := ValidateAmount(r.MaxHolding); err != nil {
			return ErrInvalidRules.Wrapf("max_holding: %s", err)
		}
	}
	if r.LockUpUntil != "" {
		return ValidateDate(r.LockUpUntil)
	}
	return nil
}

func validateJurisdictions(rules []JurisdictionRule) error {
	if len(rules) > maxJurisdictions {
		return ErrInvalidRules.Wrapf("%d jurisdictions, at most %d", len(rules), maxJurisdictions)
	}
	seen := make(map[string]bool, len(rules))
	for _, rule := range rules {
		if err := ValidateJurisdiction(rule.Jurisdiction); err != nil {
			return err
		}
		if seen[rule.Jurisdiction] {
			return ErrInvalidRules.Wrapf("jurisdiction %s is named twice", rule.Jurisdiction)
		}
		seen[rule.Jurisdiction] = true
		from, until, err := rule.window()
		if err != nil {
			return err
		}
		if from > until {
			return ErrInvalidRules.Wrapf("the rule of jurisdiction %s runs from %s until %s", rule.Jurisdiction, rule.From, rule.Until)
		}
		if err := rule.validateLimits(); err != nil {
			return err
		}
	}
	return nil
}

// validateLimits refuses limits of who is denied, and units out of bounds.
func (r JurisdictionRule) validateLimits() error {
	limited := r.HasMaxUnits() || r.MaxHolders > 0
	switch {
	case r.Denied && limited && r.From == "" && r.Until == "":
		return ErrInvalidRules.Wrapf("jurisdiction %s is denied for good and needs no limits", r.Jurisdiction)
	case r.MaxUnits.IsNil() || r.MaxUnits.IsZero():
		return nil
	}
	if err := ValidateAmount(r.MaxUnits); err != nil {
		return ErrInvalidRules.Wrapf("max_units of %s: %s", r.Jurisdiction, err)
	}
	return nil
}

// HasMaxUnits tells whether what residents hold together is limited.
func (r JurisdictionRule) HasMaxUnits() bool { return !r.MaxUnits.IsNil() && r.MaxUnits.IsPositive() }

// window returns the first and the last date of the rule.
func (r JurisdictionRule) window() (from, until date.Date, err error) {
	from, until = date.New(date.MinYear, time.January, 1), date.New(date.MaxYear, time.December, 31)
	if r.From != "" {
		if from, err = ParseDate(r.From); err != nil {
			return 0, 0, err
		}
	}
	if r.Until != "" {
		if until, err = ParseDate(r.Until); err != nil {
			return 0, 0, err
		}
	}
	return from, until, nil
}

// admits tells whether the rule admits residents on a date.
func (r JurisdictionRule) admits(today date.Date) bool {
	if r.From == "" && r.Until == "" {
		return !r.Denied
	}
	from, until, err := r.window()
	return err == nil && (from <= today && today <= until) != r.Denied
}

// Jurisdiction returns the rule of a jurisdiction, if it has one.
func (r TransferRules) Jurisdiction(code string) (JurisdictionRule, bool) {
	i := slices.IndexFunc(r.Jurisdictions, func(rule JurisdictionRule) bool { return rule.Jurisdiction == code })
	if i < 0 {
		return JurisdictionRule{}, false
	}
	return r.Jurisdictions[i], true
}

// AdmitsJurisdiction tells whether residents of a jurisdiction may receive the series on a date.
func (r TransferRules) AdmitsJurisdiction(code string, today date.Date) bool {
	rule, named := r.Jurisdiction(code)
	return named && rule.admits(today) || !named && r.AdmitOthers
}

// LimitsTotals tells whether a limit needs the holders to be counted.
func (r TransferRules) LimitsTotals() bool {
	return r.MaxHolders > 0 || r.MaxCustodianBps > 0 || slices.ContainsFunc(r.Jurisdictions, func(rule JurisdictionRule) bool {
		return rule.MaxHolders > 0 || rule.HasMaxUnits()
	})
}

// LimitsShares tells whether a limit is a share of what is outstanding.
func (r TransferRules) LimitsShares() bool { return r.MaxHoldingBps > 0 || r.MaxCustodianBps > 0 }

// SuspendsAroundPayments tells whether transfers stop on some days around each payment.
func (r TransferRules) SuspendsAroundPayments() bool {
	return r.SuspendedDaysBefore > 0 || r.SuspendedDaysAfter > 0
}

// PaymentNear returns the payment date around which transfers are suspended on a date, empty when there is none. dates
// are the payments of the series in order.
func (r TransferRules) PaymentNear(today date.Date, count int, dates func(int) date.Date) string {
	next := sort.Search(count, func(i int) bool { return dates(i)+date.Date(r.SuspendedDaysAfter) > today })
	if next == count || today < dates(next)-date.Date(r.SuspendedDaysBefore) {
		return ""
	}
	return dates(next).String()
}

// LockedUp tells whether holders may not yet transfer on a date.
func (r TransferRules) LockedUp(today date.Date) bool {
	if r.LockUpUntil == "" {
		return false
	}
	until, err := ParseDate(r.LockUpUntil)
	return err != nil || today < until
}

// HasMaxHolding tells whether the series has a holder limit.
func (r TransferRules) HasMaxHolding() bool {
	return !r.MaxHolding.IsNil() && r.MaxHolding.IsPositive()
}

// WithLimits returns the rules with limits that are zero rather than absent.
func (r TransferRules) WithLimits() TransferRules {
	if r.MaxHolding.IsNil() {
		r.MaxHolding = math.ZeroInt()
	}
	r.Jurisdictions = slices.Clone(r.Jurisdictions)
	for i, rule := range r.Jurisdictions {
		if rule.MaxUnits.IsNil() {
			r.Jurisdictions[i].MaxUnits = math.ZeroInt()
		}
	}
	return r
}

// FrozenAt tells whether every transfer of the series is stopped at a business time.
func (r SeriesRecord) FrozenAt(now time.Time) bool {
	return r.FrozenByOrder || r.Frozen && r.FreezeLapsesAt != nil && now.Before(*r.FreezeLapsesAt)
}

// NeedsCensus tells whether holders have to be counted.
func (r SeriesRecord) NeedsCensus() bool {
	return r.Pilot != nil || r.Rules != nil && (r.Rules.Counted || r.Rules.LimitsTotals())
}

// Zone returns the zone of the series' dates; a record without one is in UTC.
func (r SeriesRecord) Zone() date.Zone {
	zone, err := date.ZoneByName(r.TimeZone)
	if err != nil {
		return date.UTC
	}
	return zone
}

// Validate refuses a record whose rules are of another series or whose zone has no rules.
func (r SeriesRecord) Validate(isin string) error {
	if err := ValidateISIN(isin); err != nil {
		return err
	}
	if _, err := date.ZoneByName(r.TimeZone); err != nil {
		return ErrInvalidRules.Wrap(err.Error())
	}
	if _, known := CensusStatus_name[int32(r.Census)]; !known || r.NeedsCensus() && r.Census == CensusNone {
		return ErrInvalidRules.Wrapf("census of %s is %s", isin, r.Census)
	}
	if r.Frozen && r.FreezeLapsesAt == nil {
		return ErrInvalidRules.Wrapf("the issuer's freeze of %s never lapses", isin)
	}
	if r.Pilot != nil {
		if err := r.Pilot.Validate(); err != nil {
			return err
		}
	}
	if r.Rules == nil {
		return nil
	}
	if r.Rules.Isin != isin {
		return ErrInvalidRules.Wrapf("rules of %s under series %s", r.Rules.Isin, isin)
	}
	return r.Rules.Validate()
}

// ZoneOfCalendar returns the zone in which a market's calendar has its dates.
func ZoneOfCalendar(name string) (date.Zone, error) {
	switch name {
	case calendar.TokyoName:
		return date.Tokyo, nil
	case calendar.NewYorkName:
		return date.NewYork, nil
	default:
		return date.UTC, ErrInvalidRules.Wrapf("calendar %q has no zone", name)
	}
}
