package date_test

import (
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata" // the oracle for the rules written out in this package

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func anyDate(t *rapid.T, label string) date.Date {
	return date.Date(rapid.IntRange(int(date.New(1900, 1, 1)), int(date.New(2199, 12, 31))).Draw(t, label))
}

func TestParseRefusesWhatIsNoDate(t *testing.T) {
	for _, bad := range []string{
		"", "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-1-7", "26-01-07", "2026/01/07",
		"2026-01-07T00:00:00Z", " 2026-01-07", "2026-01-07 ", "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31",
		"-2026-01-01", "+2026-01-01", "20260107", "２０２６-01-07", "NaN", "today",
	} {
		_, err := date.Parse(bad)
		require.ErrorIs(t, err, date.ErrInvalid, "%q", bad)
	}
}

func TestParseAndString(t *testing.T) {
	for iso, days := range map[string]int{
		"1970-01-01": 0, "1969-12-31": -1, "2000-02-29": 11016, "1900-01-01": -25567, "2026-01-07": 20460,
	} {
		d, err := date.Parse(iso)
		require.NoError(t, err)
		require.Equal(t, days, int(d), iso)
		require.Equal(t, iso, d.String())
	}
	require.Equal(t, date.MustParse("2026-07-01"), date.New(2026, 6, 31))
	require.Panics(t, func() { date.MustParse("2026-02-30") })
}

func TestTextForm(t *testing.T) {
	type sheet struct{ Maturity date.Date }
	raw, err := json.Marshal(sheet{date.MustParse("2035-12-20")})
	require.NoError(t, err)
	require.JSONEq(t, `{"Maturity":"2035-12-20"}`, string(raw))
	var back sheet
	require.NoError(t, json.Unmarshal(raw, &back))
	require.Equal(t, date.MustParse("2035-12-20"), back.Maturity)
	require.Error(t, json.Unmarshal([]byte(`{"Maturity":"2035-02-29"}`), &back))
}

func TestAddMonthsClampsToTheAnchorsMonthEnd(t *testing.T) {
	anchor := date.MustParse("2024-08-31")
	for n, want := range map[int]string{
		6: "2025-02-28", -6: "2024-02-29", 12: "2025-08-31", 1: "2024-09-30", -1: "2024-07-31", 0: "2024-08-31", -8: "2023-12-31",
	} {
		require.Equal(t, want, anchor.AddMonths(n).String(), "%d months", n)
	}
	require.True(t, date.MustParse("2024-02-29").IsEndOfMonth())
	require.False(t, date.MustParse("2024-02-28").IsEndOfMonth())
}

func TestLeapDaysCountsTheEndButNotTheStart(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2024-02-28", "2024-02-29", 1},
		{"2024-02-29", "2024-03-01", 0},
		{"2024-02-28", "2024-02-28", 0},
		{"2024-03-01", "2024-02-01", 0},
		{"2022-05-11", "2032-03-20", 3},
		{"1999-01-01", "2001-01-01", 1},
		{"1899-12-31", "1901-01-01", 0},
		{"2099-01-01", "2101-01-01", 0},
	} {
		from, _ := time.Parse(time.DateOnly, c.from)
		got := date.LeapDays(date.Of(from, date.UTC), date.MustParse(c.to))
		require.Equal(t, c.want, got, "%s to %s", c.from, c.to)
	}
}

func TestZoneByName(t *testing.T) {
	for _, z := range []date.Zone{date.UTC, date.Tokyo, date.NewYork} {
		got, err := date.ZoneByName(z.String())
		require.NoError(t, err)
		require.Equal(t, z, got)
	}
	for _, bad := range []string{"", "Tokyo", "asia/tokyo", "Europe/London", "Local"} {
		_, err := date.ZoneByName(bad)
		require.ErrorIs(t, err, date.ErrUnknownZone)
	}
}

// The zones agree with the IANA database at any instant since New York's rule of 1987, to the second around each change.
func TestZonesAgreeWithIANA(t *testing.T) {
	from, to := date.New(1987, 1, 2).Start(date.UTC).Unix(), date.New(2037, 12, 30).Start(date.UTC).Unix()
	for _, zone := range []date.Zone{date.Tokyo, date.NewYork} {
		location, err := time.LoadLocation(zone.String())
		require.NoError(t, err)
		agree := func(t require.TestingT, unix int64) {
			local := time.Unix(unix, 0).In(location)
			require.Equal(t, date.New(local.Date()), date.Of(time.Unix(unix, 0), zone), "%s", local)
		}
		rapid.Check(t, func(t *rapid.T) {
			agree(t, rapid.Int64Range(from, to).Draw(t, "instant"))
		})
		for d := date.New(1987, 1, 2); d < date.New(2037, 12, 30); d++ {
			year, month, day := d.Civil()
			require.True(t, time.Date(year, month, day, 0, 0, 0, 0, location).Equal(d.Start(zone)), "%s", d)
			start := d.Start(zone).Unix()
			agree(t, start)
			agree(t, start-1)
		}
	}
}

func TestDateLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t, "d")
		require.Equal(t, d, date.MustParse(d.String()))
		require.Equal(t, d, date.New(d.Civil()))
		text := rapid.StringMatching(`[0-9]{4}-[01][0-9]-[0-3][0-9]`).Draw(t, "text")
		_, err := date.Parse(text)
		parsed, want := time.Parse(time.DateOnly, text)
		require.Equal(t, want == nil && parsed.Year() >= date.MinYear && parsed.Year() <= date.MaxYear, err == nil, text)
		require.Equal(t, d.DaysInMonth() == d.Day(), d.IsEndOfMonth())

		n := rapid.IntRange(-600, 600).Draw(t, "months")
		moved := d.AddMonths(n)
		year, month, day := d.Civil()
		require.Equal(t, year*12+int(month)+n, moved.Year()*12+int(moved.Month()))
		require.Equal(t, min(day, moved.DaysInMonth()), moved.Day())

		e := anyDate(t, "e")
		if e > d {
			f := date.Date(rapid.IntRange(int(d), int(e)).Draw(t, "between"))
			require.Equal(t, date.LeapDays(d, e), date.LeapDays(d, f)+date.LeapDays(f, e))
			require.Equal(t, int(e-d), d.DaysUntil(e))
		}
		for _, zone := range []date.Zone{date.UTC, date.Tokyo, date.NewYork} {
			require.Equal(t, d, date.Of(d.Start(zone), zone))
			require.Equal(t, d-1, date.Of(d.Start(zone).Add(-time.Nanosecond), zone))
		}
	})
}

// The calendar is the Gregorian one of package time, on every day that bonds live on and far from them.
func TestCivilAgreesWithTime(t *testing.T) {
	agree := func(t require.TestingT, d date.Date) {
		at := time.Unix(int64(d)*24*60*60, 0).UTC()
		year, month, day := d.Civil()
		if year != at.Year() || month != at.Month() || day != at.Day() || d.Weekday() != at.Weekday() || date.New(year, month, day) != d {
			require.Equal(t, at.String(), d.String())
			require.Fail(t, "civil", "%s is not %d-%d-%d", at, year, month, day)
		}
		require.Equal(t, time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day(), d.DaysInMonth())
	}
	for d := date.New(1890, 1, 1); d < date.New(2420, 1, 1); d++ {
		agree(t, d)
	}
	rapid.Check(t, func(t *rapid.T) {
		agree(t, date.Date(rapid.Int32Range(-1_500_000_000, 1_500_000_000).Draw(t, "day")))
		year, month, day := rapid.IntRange(-3000, 3000).Draw(t, "year"), rapid.IntRange(-50, 50).Draw(t, "month"), rapid.IntRange(-500, 500).Draw(t, "day of month")
		want := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		require.Equal(t, want.Unix(), int64(date.New(year, time.Month(month), day))*24*60*60)
		clamped := date.Clamped(year, time.Month(month), max(day, 1))
		require.Equal(t, min(max(day, 1), clamped.DaysInMonth()), clamped.Day())
		require.Equal(t, date.New(year, time.Month(month), 1).Month(), clamped.Month())
	})
}

func TestAt(t *testing.T) {
	for _, c := range []struct {
		day          string
		hour, minute int
		zone         date.Zone
		want         string
	}{
		{"2026-01-06", 11, 50, date.Tokyo, "2026-01-06T02:50:00Z"},
		{"2026-01-06", 11, 50, date.UTC, "2026-01-06T11:50:00Z"},
		{"2026-01-06", 13, 0, date.NewYork, "2026-01-06T18:00:00Z"},
		{"2026-07-06", 13, 0, date.NewYork, "2026-07-06T17:00:00Z"},
		{"2026-03-08", 1, 59, date.NewYork, "2026-03-08T06:59:00Z"}, // the last minute before clocks go forward
		{"2026-03-08", 2, 30, date.NewYork, "2026-03-08T07:30:00Z"}, // skipped
		{"2026-03-08", 3, 0, date.NewYork, "2026-03-08T07:00:00Z"},
		{"2026-11-01", 1, 30, date.NewYork, "2026-11-01T05:30:00Z"}, // shown twice
		{"2026-11-01", 2, 0, date.NewYork, "2026-11-01T07:00:00Z"},
	} {
		got := date.MustParse(c.day).At(c.hour, c.minute, c.zone)
		require.Equal(t, c.want, got.Format(time.RFC3339), "%s %d:%02d %s", c.day, c.hour, c.minute, c.zone)
		require.Equal(t, c.day, date.Of(got, c.zone).String())
	}
	for _, zone := range []date.Zone{date.UTC, date.Tokyo, date.NewYork} {
		for day := date.MustParse("2026-01-01"); day < date.MustParse("2027-01-01"); day++ {
			require.Equal(t, day.Start(zone), day.At(0, 0, zone))
		}
	}
}
