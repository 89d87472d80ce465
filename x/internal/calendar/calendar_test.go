package calendar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// holidays lists the weekdays of a year on which the calendar is closed, as "MM-DD MM-DD …".
func holidays(c calendar.Calendar, year int) string {
	var days []string
	for d := date.New(year, time.January, 1); d.Year() == year; d++ {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if !weekend && !c.IsBusinessDay(d) {
			days = append(days, d.String()[5:])
		}
	}
	return strings.Join(days, " ")
}

// The complete lists of weekday closings of years in which something is unusual.
func TestTokyoYears(t *testing.T) {
	for year, want := range map[int]string{
		1973: "01-01 01-02 01-03 01-15 03-21 04-30 05-03 09-24 10-10 11-23 12-31", // first substitute holidays
		1986: "01-01 01-02 01-03 01-15 02-11 03-21 04-29 05-05 09-15 09-23 10-10 11-03 11-24 12-31",
		1988: "01-01 01-15 02-11 03-21 04-29 05-03 05-04 05-05 09-15 09-23 10-10 11-03 11-23", // 4 May, citizens'
		1989: "01-02 01-03 01-16 02-24 03-21 05-03 05-04 05-05 09-15 10-10 11-03 11-23",       // 24 Feb, funeral
		1990: "01-01 01-02 01-03 01-15 02-12 03-21 04-30 05-03 05-04 09-24 10-10 11-12 11-23 12-24 12-31",
		1993: "01-01 01-15 02-11 04-29 05-03 05-04 05-05 06-09 09-15 09-23 10-11 11-03 11-23 12-23 12-31",
		2003: "01-01 01-02 01-03 01-13 02-11 03-21 04-29 05-05 07-21 09-15 09-23 10-13 11-03 11-24 12-23 12-31",
		2008: "01-01 01-02 01-03 01-14 02-11 03-20 04-29 05-05 05-06 07-21 09-15 09-23 10-13 11-03 11-24 12-23 12-31", // 6 May for Sunday the 4th
		2009: "01-01 01-02 01-12 02-11 03-20 04-29 05-04 05-05 05-06 07-20 09-21 09-22 09-23 10-12 11-03 11-23 12-23 12-31",
		2015: "01-01 01-02 01-12 02-11 04-29 05-04 05-05 05-06 07-20 09-21 09-22 09-23 10-12 11-03 11-23 12-23 12-31",
		2016: "01-01 01-11 02-11 03-21 04-29 05-03 05-04 05-05 07-18 08-11 09-19 09-22 10-10 11-03 11-23 12-23",
		2018: "01-01 01-02 01-03 01-08 02-12 03-21 04-30 05-03 05-04 07-16 09-17 09-24 10-08 11-23 12-24 12-31",
		2019: "01-01 01-02 01-03 01-14 02-11 03-21 04-29 04-30 05-01 05-02 05-03 05-06 07-15 08-12 09-16 09-23 10-14 10-22 11-04 12-31",
		2020: "01-01 01-02 01-03 01-13 02-11 02-24 03-20 04-29 05-04 05-05 05-06 07-23 07-24 08-10 09-21 09-22 11-03 11-23 12-31",
		2021: "01-01 01-11 02-11 02-23 04-29 05-03 05-04 05-05 07-22 07-23 08-09 09-20 09-23 11-03 11-23 12-31",
		2022: "01-03 01-10 02-11 02-23 03-21 04-29 05-03 05-04 05-05 07-18 08-11 09-19 09-23 10-10 11-03 11-23",
		2023: "01-02 01-03 01-09 02-23 03-21 05-03 05-04 05-05 07-17 08-11 09-18 10-09 11-03 11-23",
		2024: "01-01 01-02 01-03 01-08 02-12 02-23 03-20 04-29 05-03 05-06 07-15 08-12 09-16 09-23 10-14 11-04 12-31",
		2025: "01-01 01-02 01-03 01-13 02-11 02-24 03-20 04-29 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-24 12-31",
		2026: "01-01 01-02 01-12 02-11 02-23 03-20 04-29 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23 12-31",
		2032: "01-01 01-02 01-12 02-11 02-23 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-21 09-22 10-11 11-03 11-23 12-31",
	} {
		require.Equal(t, want, holidays(calendar.Tokyo(), year), "%d", year)
	}
}

// Dates of the equinoxes as published by the National Astronomical Observatory, around each irregular step.
func TestTokyoEquinoxes(t *testing.T) {
	for year, want := range map[int][2]string{
		1973: {"03-21", "09-23"}, 1975: {"03-21", "09-24"}, 1979: {"03-21", "09-24"}, 1980: {"03-20", "09-23"},
		1988: {"03-20", "09-23"}, 1991: {"03-21", "09-23"}, 1992: {"03-20", "09-23"}, 2000: {"03-20", "09-23"},
		2007: {"03-21", "09-23"}, 2012: {"03-20", "09-22"}, 2016: {"03-20", "09-22"}, 2017: {"03-20", "09-23"},
		2020: {"03-20", "09-22"}, 2023: {"03-21", "09-23"}, 2024: {"03-20", "09-22"}, 2025: {"03-20", "09-23"},
		2027: {"03-21", "09-23"}, 2028: {"03-20", "09-22"}, 2030: {"03-20", "09-23"}, 2044: {"03-20", "09-22"},
	} {
		for _, day := range want {
			d := date.MustParse(date.New(year, 1, 1).String()[:5] + day)
			require.True(t, calendar.Tokyo().IsHoliday(d), "%s", d)
		}
	}
}

func TestNewYorkYears(t *testing.T) {
	for year, want := range map[int]string{
		1985: "01-01 02-18 04-05 05-27 07-04 09-02 10-14 11-11 11-28 12-25",
		2001: "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 10-08 11-12 11-22 12-25",
		2012: "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-08 10-30 11-12 11-22 12-25",
		2018: "01-01 01-15 02-19 03-30 05-28 07-04 09-03 10-08 11-12 11-22 12-05 12-25",
		2021: "01-01 01-18 02-15 04-02 05-31 07-05 09-06 10-11 11-11 11-25 12-24",
		2022: "01-17 02-21 04-15 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26",
		2023: "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 10-09 11-23 12-25",
		2024: "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
		2025: "01-01 01-20 02-17 04-18 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
		2026: "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
		2027: "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24",
	} {
		require.Equal(t, want, holidays(calendar.NewYork(), year), "%d", year)
	}
}

// Business days are neither weekends nor holidays, on every date that there is and beyond.
func TestBusinessDays(t *testing.T) {
	for _, cal := range []calendar.Calendar{calendar.Tokyo(), calendar.NewYork()} {
		for d := date.New(1899, 1, 1); d < date.New(2201, 1, 1); d++ {
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			if cal.IsBusinessDay(d) == (weekend || cal.IsHoliday(d)) {
				require.Fail(t, cal.Name(), d)
			}
		}
	}
}

func TestFollowing(t *testing.T) {
	for _, c := range []struct{ calendar, from, want string }{
		{"tokyo", "2025-12-31", "2026-01-05"},
		{"tokyo", "2019-04-27", "2019-05-07"}, // the ten-day week
		{"tokyo", "2035-12-20", "2035-12-20"},
		{"newyork", "2026-07-03", "2026-07-06"},
		{"newyork", "2022-06-19", "2022-06-21"},
	} {
		cal, err := calendar.ByName(c.calendar)
		require.NoError(t, err)
		require.Equal(t, c.calendar, cal.Name())
		require.Equal(t, c.want, cal.Following(date.MustParse(c.from)).String())
	}
	_, err := calendar.ByName("london")
	require.ErrorIs(t, err, calendar.ErrUnknown)
}

func TestCalendarLaws(t *testing.T) {
	for _, cal := range []calendar.Calendar{calendar.Tokyo(), calendar.NewYork()} {
		rapid.Check(t, func(t *rapid.T) {
			d := date.Date(rapid.IntRange(int(date.New(1973, 1, 1)), int(date.New(2149, 12, 31))).Draw(t, "d"))
			following, preceding := cal.Following(d), cal.Preceding(d)
			require.True(t, cal.IsBusinessDay(following))
			require.True(t, cal.IsBusinessDay(preceding))
			require.Equal(t, following, cal.Following(following))
			require.Equal(t, cal.IsBusinessDay(d), following == d)
			require.Equal(t, cal.IsBusinessDay(d), preceding == d)
			require.LessOrEqual(t, d.DaysUntil(following), 10)
			for between := preceding + 1; between < following; between++ {
				require.False(t, cal.IsBusinessDay(between))
			}

			require.Equal(t, following, cal.AddBusinessDays(d, 0))
			n := rapid.IntRange(1, 40).Draw(t, "n")
			later := cal.AddBusinessDays(d, n)
			require.True(t, cal.IsBusinessDay(later))
			require.Equal(t, following, cal.AddBusinessDays(cal.AddBusinessDays(following, n), -n))
			counted := 0
			for day := d + 1; day <= later; day++ {
				if cal.IsBusinessDay(day) {
					counted++
				}
			}
			require.Equal(t, n, counted)
		})
	}
}
