package types

import "cosmossdk.io/math"

// Validate refuses a phase without limits.
func (p Pilot) Validate() error {
	if p.Phase == 0 || p.MaxParticipants == 0 {
		return ErrInvalidPilot.Wrap("phase and max_participants must be positive")
	}
	if err := ValidateAmount(p.MaxDailyUnits); err != nil {
		return ErrInvalidPilot.Wrapf("max_daily_units: %s", err)
	}
	return nil
}

// Follows refuses a phase that lowers a limit of the one before it.
func (p Pilot) Follows(last Pilot) error {
	if p.Phase <= last.Phase || p.MaxParticipants < last.MaxParticipants || p.MaxDailyUnits.LT(last.MaxDailyUnits) {
		return ErrInvalidPilot.Wrapf("phase %d follows phase %d and lowers no limit", p.Phase, last.Phase)
	}
	return nil
}

// With returns the day after units have changed hands on a date.
func (d PilotDay) With(today string, units math.Int) PilotDay {
	if d.Date != today {
		return PilotDay{Date: today, Units: units}
	}
	return PilotDay{Date: today, Units: d.Units.Add(units)}
}

// Validate refuses a day that no transfer leaves behind.
func (d PilotDay) Validate() error {
	if err := ValidateDate(d.Date); err != nil {
		return err
	}
	if d.Units.IsNil() || !d.Units.IsPositive() {
		return ErrInvalidAmount.Wrap("units of a pilot's day must be positive")
	}
	return nil
}

// decidePilot applies the phase of the pilot to whoever is to hold the series.
func decidePilot(t Transfer) *Refusal {
	pilot := t.Series.Pilot
	switch {
	case pilot == nil:
		return nil
	case t.Census != nil && t.Census.Holders.exceeds(pilot.MaxParticipants):
		return Refuse(RulePilot, "%s would have %d participants, at most %d in phase %d", t.ISIN, t.Census.Holders.After, pilot.MaxParticipants, pilot.Phase)
	case !t.PilotUnits.IsNil() && t.PilotUnits.GT(pilot.MaxDailyUnits):
		return Refuse(RulePilot, "%s of %s would change hands on %s, at most %s in phase %d", t.PilotUnits, t.ISIN, t.Today, pilot.MaxDailyUnits, pilot.Phase)
	}
	return nil
}
