package date

import (
	"fmt"
	"strings"
	"time"
)

// Times of day are announced as "2026-01-06T11:50", or to the second, as a rehearsal in minutes needs.
const minuteLayout, secondLayout = "2006-01-02T15:04", "2006-01-02T15:04:05"

// Wall is what a clock on a wall shows, wherever the wall is: a date and a time of day.
type Wall struct {
	day                  Date
	hour, minute, second int
}

// ParseWall reads a time of the form 2026-01-06T11:50 or 2026-01-06T11:50:30.
func ParseWall(text string) (Wall, error) {
	day, _, _ := strings.Cut(text, "T")
	parsed, err := Parse(day)
	if err != nil {
		return Wall{}, err
	}
	layout := minuteLayout
	if len(text) == len(secondLayout) {
		layout = secondLayout
	}
	at, err := time.Parse(layout, text)
	if err != nil || len(text) != len(layout) {
		return Wall{}, fmt.Errorf("%w: %q is not a time of the form 2026-01-06T11:50 or 2026-01-06T11:50:30", ErrInvalid, text)
	}
	return Wall{day: parsed, hour: at.Hour(), minute: at.Minute(), second: at.Second()}, nil
}

// In returns the instant, in UTC, at which a clock in the zone shows it.
func (w Wall) In(zone Zone) time.Time {
	return w.day.At(w.hour, w.minute, zone).Add(time.Duration(w.second) * time.Second)
}
