// Package date holds the civil date: a day without a clock or a place.
//
// Securities live on civil dates (issue, coupon, record, maturity), the chain lives on instants. A Date is the number of
// days since 1970-01-01 in the proleptic Gregorian calendar, so dates compare and subtract as integers, and a Zone says
// at which instant a date begins somewhere. Nothing here reads the machine's clock, locale or time-zone database.
package date

import (
	"errors"
	"fmt"
	"time"
)

// Date is a civil date, counted in days since 1970-01-01.
type Date int32

// Years outside [MinYear, MaxYear] are refused by Parse: no bond lives there, and a typing error does.
const (
	MinYear = 1900
	MaxYear = 2199
)

// ErrInvalid is what Parse returns, wrapped, for anything that is not a date of the supported years.
var ErrInvalid = errors.New("invalid date")

const secondsPerDay = 24 * 60 * 60

// New returns the date of a year, month and day; like time.Date it normalises overflow (31 June is 1 July).
func New(year int, month time.Month, day int) Date {
	years, months := divide(monthsPerYear*year+int(month)-int(time.March), monthsPerYear)
	return fromMarch(years, months).AddDays(day - 1)
}

// Clamped returns the given day of a month, or the month's last day when it is shorter. A month after December is one of the
// next year, and one before January of the year before.
func Clamped(year int, month time.Month, day int) Date {
	first := New(year, month, 1)
	if day <= shortestMonth {
		return first.AddDays(day - 1)
	}
	return first.AddDays(min(day, first.DaysInMonth()) - 1)
}

// Parse reads an ISO 8601 calendar date, exactly "2035-12-20": ten characters, an existing day, a supported year.
func Parse(iso string) (Date, error) {
	year, month, day, ok := parseDigits(iso)
	if !ok || month < 1 || month > monthsPerYear || day < 1 || day > New(year, time.Month(month), 1).DaysInMonth() {
		return 0, fmt.Errorf("%w: %q is not a calendar date of the form 2035-12-20", ErrInvalid, iso)
	}
	if year < MinYear || year > MaxYear {
		return 0, fmt.Errorf("%w: %q is outside the years %d to %d", ErrInvalid, iso, MinYear, MaxYear)
	}
	return New(year, time.Month(month), day), nil
}

// parseDigits reads three numbers of four, two and two digits with a hyphen between them.
func parseDigits(iso string) (year, month, day int, ok bool) {
	if len(iso) != len(time.DateOnly) || iso[4] != '-' || iso[7] != '-' {
		return 0, 0, 0, false
	}
	var numbers [3]int
	for i, part := range [3]string{iso[:4], iso[5:7], iso[8:]} {
		for _, digit := range []byte(part) {
			if digit < '0' || digit > '9' {
				return 0, 0, 0, false
			}
			numbers[i] = 10*numbers[i] + int(digit-'0')
		}
	}
	return numbers[0], numbers[1], numbers[2], true
}

// MustParse is Parse for literals; it panics on a bad one.
func MustParse(iso string) Date {
	d, err := Parse(iso)
	if err != nil {
		panic(err)
	}
	return d
}

// String returns the ISO form, "2035-12-20".
func (d Date) String() string { return d.utc().Format(time.DateOnly) }

// MarshalText writes the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = Parse(string(text))
	return err
}

// Civil returns the year, month and day.
func (d Date) Civil() (year int, month time.Month, day int) {
	years, months, days := d.sinceMarch()
	year, month, day = years, time.Month(months)+time.March, days+1
	if month > time.December {
		year, month = year+1, month-monthsPerYear
	}
	return year, month, day
}

// Year returns the year.
func (d Date) Year() int {
	year, _, _ := d.Civil()
	return year
}

// Month returns the month.
func (d Date) Month() time.Month {
	_, month, _ := d.Civil()
	return month
}

// Day returns the day of the month.
func (d Date) Day() int {
	_, _, day := d.Civil()
	return day
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	_, weekday := divide(int(d)+int(time.Thursday), 7) // 1970 began on a Thursday
	return time.Weekday(weekday)
}

// AddDays returns the date n days later (earlier when n is negative).
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths returns the same day of the month n months later, or that month's last day when it is shorter.
//
// A schedule must add a multiple of its period to one anchor: adding step by step from the 31st would drift to the 28th.
func (d Date) AddMonths(n int) Date {
	year, month, day := d.Civil()
	return Clamped(year, month+time.Month(n), day)
}

// DaysInMonth returns the length of the date's month.
func (d Date) DaysInMonth() int {
	year, month, _ := d.Civil()
	return New(year, month, 1).DaysUntil(New(year, month+1, 1))
}

// IsEndOfMonth tells whether the date is the last of its month.
func (d Date) IsEndOfMonth() bool { return d.Day() == d.DaysInMonth() }

// DaysUntil returns the actual days from d to other, negative when other is earlier.
func (d Date) DaysUntil(other Date) int { return int(other) - int(d) }

// LeapDays returns how many 29 Februaries lie in (from, to]; zero when to is not after from.
func LeapDays(from, to Date) int {
	if to <= from {
		return 0
	}
	return leapDaysUpTo(to) - leapDaysUpTo(from)
}

// leapDaysUpTo counts the 29 Februaries of the Gregorian calendar up to and including d.
func leapDaysUpTo(d Date) int {
	year, month, day := d.Civil()
	if month < time.February || (month == time.February && day < 29) {
		year--
	}
	return year/4 - year/100 + year/400
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// Dates are computed in years that begin on 1 March, so that a leap day is the last of its year. Four hundred such years
// always have the same length, and so have five months.
const (
	daysPer400Years = 146_097
	daysPer100Years = 36_524 // without the leap day of a year that 400 divides
	daysPer4Years   = 1_461
	daysPerYear     = 365
	daysPer5Months  = 153
	monthsPerYear   = 12
	shortestMonth   = 28

	// epoch is 1970-01-01 in days since 1 March of the year 0.
	epoch = 719_468
)

// fromMarch returns the first day of a month, 0 to 11 months after March of a year.
func fromMarch(year, months int) Date {
	leaps := floor(year, 4) - floor(year, 100) + floor(year, 400)
	return Date(daysPerYear*year + leaps + (daysPer5Months*months+2)/5 - epoch)
}

// sinceMarch returns a date as years from 1 March of the year 0, full months from March, and full days.
func (d Date) sinceMarch() (years, months, days int) {
	cycles, days := divide(int(d)+epoch, daysPer400Years)
	// What leap days add is taken out first; the last day of a longer century or cycle stays with it.
	years = (days - days/(daysPer4Years-1) + days/daysPer100Years - days/(daysPer400Years-1)) / daysPerYear
	days -= daysPerYear*years + years/4 - years/100
	months = (5*days + 2) / daysPer5Months
	return 400*cycles + years, months, days - (daysPer5Months*months+2)/5
}

// divide returns the quotient rounded down, and the rest, which is not negative.
func divide(n, by int) (quotient, rest int) {
	quotient, rest = n/by, n%by
	if rest < 0 {
		return quotient - 1, rest + by
	}
	return quotient, rest
}

func floor(n, by int) int {
	quotient, _ := divide(n, by)
	return quotient
}
