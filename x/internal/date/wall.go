package date

import (
	"fmt"
	"strings"
	"time"
)

// wallLayout is how times of day are announced: "2026-01-06T11:50".
const wallLayout = "2006-01-02T15:04"

// Wall is what a clock on a wall shows, wherever the wall is: a date and a time of day.
type Wall struct {
	day          Date
	hour, minute int
}

// ParseWall reads a time of the form 2026-01-06T11:50.
func ParseWall(text string) (Wall, error) {
	day, clock, _ := strings.Cut(text, "T")
	parsed, err := Parse(day)
	if err != nil {
		return Wall{}, err
	}
	at, err := time.Parse(wallLayout, text)
	if err != nil || len(clock) != len("15:04") {
		return Wall{}, fmt.Errorf("%w: %q is not a time of the form 2026-01-06T11:50", ErrInvalid, text)
	}
	return Wall{day: parsed, hour: at.Hour(), minute: at.Minute()}, nil
}

// In returns the instant, in UTC, at which a clock in the zone shows it.
func (w Wall) In(zone Zone) time.Time { return w.day.At(w.hour, w.minute, zone) }
