package date

import (
	"errors"
	"fmt"
	"time"
)

// Zone is a place whose civil date the chain needs, with its clock rules written out as code: a node's time-zone
// database may be missing, old, or different from its neighbour's.
type Zone uint8

// The zones. Tokyo has had no summer time since 1951. New York follows the Energy Policy Act of 2005 from 2007 (second
// Sunday of March to first Sunday of November) and the rule before it from 1987 (first Sunday of April to last Sunday of
// October); both change at 02:00 local time.
const (
	UTC Zone = iota
	Tokyo
	NewYork
)

// ErrUnknownZone is returned, wrapped, for a zone name that has no rules here.
var ErrUnknownZone = errors.New("unknown time zone")

const (
	tokyoOffset   = 9 * 60 * 60
	easternOffset = -5 * 60 * 60
	eastSummer    = -4 * 60 * 60
	changeHour    = 2 * 60 * 60
)

// ZoneByName returns the zone of an IANA name: "UTC", "Asia/Tokyo" or "America/New_York".
func ZoneByName(name string) (Zone, error) {
	for _, z := range []Zone{UTC, Tokyo, NewYork} {
		if z.String() == name {
			return z, nil
		}
	}
	return UTC, fmt.Errorf("%w: %q", ErrUnknownZone, name)
}

// String returns the IANA name.
func (z Zone) String() string {
	switch z {
	case Tokyo:
		return "Asia/Tokyo"
	case NewYork:
		return "America/New_York"
	default:
		return "UTC"
	}
}

// Of returns the civil date in the zone at the instant t.
func Of(t time.Time, zone Zone) Date {
	return floorDate(t.Unix() + int64(zone.offsetAt(t.Unix())))
}

// Start returns the instant, in UTC, at which the date begins in the zone.
func (d Date) Start(zone Zone) time.Time {
	midnight := int64(d) * secondsPerDay
	if zone == NewYork {
		// Clocks change at 02:00, so midnight still runs on yesterday's time on both change days.
		from, to := summerTime(d.Year())
		if from < d && d <= to {
			return time.Unix(midnight-eastSummer, 0).UTC()
		}
	}
	return time.Unix(midnight-int64(zone.standardOffset()), 0).UTC()
}

// At returns the instant, in UTC, at which the zone's clocks show an hour and minute of the date. Of an hour that clocks
// show twice it is the first, and one that they skip counts on from before.
func (d Date) At(hour, minute int, zone Zone) time.Time {
	local := int64(d)*secondsPerDay + int64(hour)*60*60 + int64(minute)*60
	if zone == NewYork && zone.offsetAt(local-eastSummer) == eastSummer {
		return time.Unix(local-eastSummer, 0).UTC()
	}
	return time.Unix(local-int64(zone.standardOffset()), 0).UTC()
}

func (z Zone) standardOffset() int {
	switch z {
	case Tokyo:
		return tokyoOffset
	case NewYork:
		return easternOffset
	default:
		return 0
	}
}

// offsetAt returns the seconds east of UTC at an instant.
func (z Zone) offsetAt(unix int64) int {
	if z != NewYork {
		return z.standardOffset()
	}
	from, to := summerTime(floorDate(unix + easternOffset).Year())
	begins := int64(from)*secondsPerDay + changeHour - easternOffset
	ends := int64(to)*secondsPerDay + changeHour - eastSummer
	if begins <= unix && unix < ends {
		return eastSummer
	}
	return easternOffset
}

// summerTime returns the days on which New York's clocks go forward and back in a year.
func summerTime(year int) (from, to Date) {
	if year >= 2007 {
		return NthWeekday(year, time.March, time.Sunday, 2), NthWeekday(year, time.November, time.Sunday, 1)
	}
	return NthWeekday(year, time.April, time.Sunday, 1), LastWeekday(year, time.October, time.Sunday)
}

// NthWeekday returns the n-th (from 1) given weekday of a month.
func NthWeekday(year int, month time.Month, weekday time.Weekday, n int) Date {
	first := New(year, month, 1)
	return first.AddDays(int(weekday-first.Weekday()+7)%7 + 7*(n-1))
}

// LastWeekday returns the last given weekday of a month.
func LastWeekday(year int, month time.Month, weekday time.Weekday) Date {
	last := New(year, month+1, 0)
	return last.AddDays(-(int(last.Weekday()-weekday+7) % 7))
}

// floorDate returns the date that contains a count of seconds since 1970-01-01T00:00, also before it.
func floorDate(seconds int64) Date {
	days := seconds / secondsPerDay
	if seconds%secondsPerDay < 0 {
		days--
	}
	return Date(days)
}
