package calendar

import (
	"time"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// Tokyo returns the days on which Japanese banks and the Bank of Japan's settlement systems are closed: national
// holidays (国民の祝日に関する法律, with its amendments since 1973), their substitutes, and 31 December to 3 January
// (銀行法施行令 article 5). Equinoxes follow the usual astronomical approximation; the official date is gazetted each
// February for the next year and has agreed with it so far.
func Tokyo() Calendar {
	return Calendar{name: TokyoName, isHoliday: isTokyoHoliday, closed: tokyoClosings}
}

var tokyoClosings = closings(isTokyoHoliday)

func isTokyoHoliday(d date.Date) bool {
	if isYearEnd(d) || isNationalHoliday(d) {
		return true
	}
	// Either of the others follows a national holiday, which is rare.
	return isNationalHoliday(d-1) && (isSubstituteHoliday(d) || isCitizensHoliday(d))
}

func isYearEnd(d date.Date) bool {
	_, month, day := d.Civil()
	return month == time.December && day == 31 || month == time.January && day <= 3
}

// isSubstituteHoliday: a national holiday on a Sunday moves to the next day that is not itself a national holiday;
// before 2007 only to the Monday right after it. In force since 12 April 1973.
func isSubstituteHoliday(d date.Date) bool {
	if d < substituteSince || isNationalHoliday(d) {
		return false
	}
	if d.Year() < 2007 {
		return d.Weekday() == time.Monday && isNationalHoliday(d-1)
	}
	for d--; isNationalHoliday(d); d-- {
		if d.Weekday() == time.Sunday {
			return true
		}
	}
	return false
}

// isCitizensHoliday: an ordinary day between two national holidays is a holiday too (国民の休日). Since 27 December 1985.
func isCitizensHoliday(d date.Date) bool {
	return d >= citizensSince && !isNationalHoliday(d) && isNationalHoliday(d-1) && isNationalHoliday(d+1)
}

var (
	substituteSince = date.MustParse("1973-04-12")
	citizensSince   = date.MustParse("1985-12-27")
)

// isNationalHoliday tells whether the law names the day.
func isNationalHoliday(d date.Date) bool {
	year, month, day := d.Civil()
	if special, listed := specialDay(year, month, day); listed {
		return special
	}
	switch month {
	case time.January:
		return day == 1 || comingOfAge(year, d, day)
	case time.February:
		return day == 11 || day == 23 && year >= 2020
	case time.March:
		return day == vernalEquinox(year)
	case time.April:
		return day == 29
	case time.May:
		return day == 3 || day == 5 || day == 4 && year >= 2007
	case time.July:
		return year >= 2003 && isMonday(d, 3) || day == 20 && 1996 <= year && year < 2003
	case time.August:
		return day == 11 && year >= 2016
	case time.September:
		return day == autumnalEquinox(year) || year >= 2003 && isMonday(d, 3) || day == 15 && year < 2003
	case time.October:
		return year >= 2000 && isMonday(d, 2) || day == 10 && year < 2000
	case time.November:
		return day == 3 || day == 23
	case time.December:
		return day == 23 && 1989 <= year && year <= 2018
	}
	return false
}

func comingOfAge(year int, d date.Date, day int) bool {
	return year >= 2000 && isMonday(d, 2) || day == 15 && year < 2000
}

// isMonday tells whether the date is the n-th Monday of its month (the "happy Monday" holidays).
func isMonday(d date.Date, n int) bool {
	return d.Weekday() == time.Monday && (d.Day()-1)/7 == n-1
}

// specialDay lists what a law of its own added for one year, or moved: holiday or, for a day that lost it, not.
func specialDay(year int, month time.Month, day int) (holiday, listed bool) {
	switch [3]int{year, int(month), day} {
	case
		[3]int{1989, 2, 24},                      // funeral of Emperor Showa
		[3]int{1990, 11, 12},                     // enthronement
		[3]int{1993, 6, 9},                       // wedding of the Crown Prince
		[3]int{2019, 5, 1}, [3]int{2019, 10, 22}, // accession and enthronement
		[3]int{2020, 7, 23}, [3]int{2020, 7, 24}, // Marine and Sports Day moved to the Olympic opening
		[3]int{2020, 8, 10},                      // Mountain Day moved to its close
		[3]int{2021, 7, 22}, [3]int{2021, 7, 23}, // the same for the postponed Games
		[3]int{2021, 8, 8}:
		return true, true
	case
		[3]int{2020, 7, 20}, [3]int{2020, 10, 12}, [3]int{2020, 8, 11},
		[3]int{2021, 7, 19}, [3]int{2021, 10, 11}, [3]int{2021, 8, 11}:
		return false, true
	}
	return false, false
}

// The equinoxes drift by 0.242194 days a year and jump back in leap years. Constants per million days, valid for the
// years 1980–2099, with their neighbours on both sides (the approximation of the Hydrographic Department, 新こよみ便利帳).
const equinoxDrift = 242_194

func vernalEquinox(year int) int {
	return equinox(year, 20_835_700, 20_843_100, 21_851_000)
}

func autumnalEquinox(year int) int {
	return equinox(year, 23_258_800, 23_248_800, 24_248_800)
}

func equinox(year, before1980, before2100, after int) int {
	elapsed := year - 1980
	switch {
	case year < 1980:
		return (before1980+equinoxDrift*elapsed)/1_000_000 - (year-1983)/4
	case year < 2100:
		return (before2100+equinoxDrift*elapsed)/1_000_000 - elapsed/4
	default:
		return (after+equinoxDrift*elapsed)/1_000_000 - elapsed/4
	}
}
