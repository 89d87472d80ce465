package types

import (
	"slices"
	"time"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// maxJurisdictions is above the number of codes that ISO 3166-1 has assigned.
const maxJurisdictions = 260

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
	if err := validateJurisdictions(r.Jurisdictions); err != nil {
		return err
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
	if len(rules) == 0 || len(rules) > maxJurisdictions {
		return ErrInvalidRules.Wrapf("%d jurisdictions, must be 1 to %d", len(rules), maxJurisdictions)
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
			return ErrInvalidRules.Wrapf("jurisdiction %s is admitted from %s until %s", rule.Jurisdiction, rule.From, rule.Until)
		}
	}
	return nil
}

// window returns the first and the last date of admission.
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

// admits tells whether the rule is in force on a date.
func (r JurisdictionRule) admits(today date.Date) bool {
	if r.From == "" && r.Until == "" {
		return true
	}
	from, until, err := r.window()
	return err == nil && from <= today && today <= until
}

// AdmitsJurisdiction tells whether residents of a jurisdiction may receive the series on a date.
func (r TransferRules) AdmitsJurisdiction(code string, today date.Date) bool {
	i := slices.IndexFunc(r.Jurisdictions, func(rule JurisdictionRule) bool { return rule.Jurisdiction == code })
	return i >= 0 && r.Jurisdictions[i].admits(today)
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

// WithMaxHolding returns the rules with a limit that is zero rather than absent.
func (r TransferRules) WithMaxHolding() TransferRules {
	if r.MaxHolding.IsNil() {
		r.MaxHolding = math.ZeroInt()
	}
	return r
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
