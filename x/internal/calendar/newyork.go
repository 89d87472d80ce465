package calendar

import (
	"time"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// NewYork returns the days that are not good settlement days for United States government securities: the federal
// holidays of 5 U.S.C. 6103 as the market observes them (SIFMA recommendations), Good Friday, and the days on which the
// market was closed once.
//
// A holiday on a Sunday is observed on Monday; one on a Saturday on Friday, but for New Year's Day and Veterans Day,
// which are then not observed. In years when the employment report comes out on Good Friday the market trades until
// noon, yet SIFMA recommends not to settle, so it is a holiday here in every year.
func NewYork() Calendar {
	return Calendar{name: NewYorkName, isHoliday: isNewYorkHoliday, closed: newYorkClosings}
}

var newYorkClosings = closings(isNewYorkHoliday)

func isNewYorkHoliday(d date.Date) bool {
	year, month, day := d.Civil()
	switch month {
	case time.January:
		return observedFromSunday(d, 1) || year >= 1986 && isMonday(d, 3)
	case time.February:
		return isMonday(d, 3)
	case time.May:
		return d == date.LastWeekday(year, time.May, time.Monday)
	case time.June:
		return year >= 2022 && observed(d, 19) || year == 2004 && day == 11
	case time.July:
		return observed(d, 4)
	case time.September:
		return isMonday(d, 1) || year == 2001 && (day == 11 || day == 12)
	case time.October:
		return isMonday(d, 2) || year == 2012 && day == 30
	case time.November:
		return observedFromSunday(d, 11) || d == date.NthWeekday(year, time.November, time.Thursday, 4)
	case time.December:
		return observed(d, 25) || year == 2018 && day == 5
	}
	return isGoodFriday(d)
}

// observedFromSunday tells whether the date is the given day of its month, or the Monday after it when that is a Sunday.
func observedFromSunday(d date.Date, day int) bool {
	return d.Day() == day || d.Day() == day+1 && d.Weekday() == time.Monday
}

// observed is observedFromSunday, and the Friday before when the day is a Saturday.
func observed(d date.Date, day int) bool {
	return observedFromSunday(d, day) || d.Day() == day-1 && d.Weekday() == time.Friday
}

func isGoodFriday(d date.Date) bool { return d == easterSunday(d.Year())-2 }

// easterSunday is the Gregorian computus of Meeus (Astronomical Algorithms, chapter 8).
func easterSunday(year int) date.Date {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date.New(year, time.Month(n/31), n%31+1)
}
