package bondmath_test

import (
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func texts(dates []date.Date) []string {
	list := make([]string, len(dates))
	for i, d := range dates {
		list[i] = d.String()
	}
	return list
}

func TestScheduleDates(t *testing.T) {
	for _, c := range []struct {
		first, maturity string
		frequency       int
		want            []string
	}{
		{"2026-06-20", "2027-12-20", 2, []string{"2026-06-20", "2026-12-20", "2027-06-20", "2027-12-20"}},
		{"2025-08-31", "2027-02-28", 2, []string{"2025-08-31", "2026-02-28", "2026-08-31", "2027-02-28"}},
		{"2025-08-28", "2027-02-28", 2, []string{"2025-08-28", "2026-02-28", "2026-08-28", "2027-02-28"}},
		{"2023-08-31", "2024-02-29", 2, []string{"2023-08-31", "2024-02-29"}},
		{"2023-05-31", "2024-08-31", 4, []string{"2023-05-31", "2023-08-31", "2023-11-30", "2024-02-29", "2024-05-31", "2024-08-31"}},
		{"2024-02-29", "2028-02-29", 1, []string{"2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"}},
		{"2024-01-31", "2024-04-30", 12, []string{"2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"}},
		{"2026-12-20", "2026-12-20", 2, []string{"2026-12-20"}},
	} {
		dates, err := bondmath.ScheduleDates(date.MustParse(c.first), date.MustParse(c.maturity), c.frequency)
		require.NoError(t, err)
		require.Equal(t, c.want, texts(dates))
	}
}

func TestScheduleRefusals(t *testing.T) {
	for _, c := range []struct {
		first, maturity string
		frequency       int
		want            error
	}{
		{"2026-06-20", "2027-12-20", 3, bondmath.ErrFrequency},
		{"2026-06-20", "2027-12-20", 0, bondmath.ErrFrequency},
		{"2026-06-20", "2027-12-20", -2, bondmath.ErrFrequency},
		{"2026-07-20", "2027-12-20", 2, bondmath.ErrSchedule},
		{"2026-06-21", "2027-12-20", 2, bondmath.ErrSchedule},
		{"2026-06-19", "2027-12-20", 2, bondmath.ErrSchedule},
		{"2025-08-30", "2027-02-28", 4, nil},
		{"2025-09-30", "2027-02-28", 2, bondmath.ErrSchedule},
		{"2028-06-20", "2027-12-20", 2, bondmath.ErrDates},
	} {
		_, err := bondmath.ScheduleDates(date.MustParse(c.first), date.MustParse(c.maturity), c.frequency)
		require.ErrorIs(t, err, c.want, "%s to %s", c.first, c.maturity)
	}
}

// Counted back from any maturity: rising dates a period apart, on one day of the month or the month's last day, and the
// period of any date is bounded by two neighbours of the list.
func TestScheduleLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		maturity := drawDate(t, "maturity")
		frequency := rapid.SampledFrom([]int{1, 2, 4, 12}).Draw(t, "frequency")
		schedule, err := bondmath.NewSchedule(maturity, frequency)
		require.NoError(t, err)
		require.Equal(t, maturity, schedule.Maturity())
		require.Equal(t, frequency, schedule.Frequency())

		settle := maturity.AddDays(-rapid.IntRange(1, 40*366).Draw(t, "days"))
		dates := schedule.After(settle)
		period := schedule.Period(settle)
		require.Equal(t, period.Remaining, len(dates))
		require.Equal(t, period.Next, dates[0])
		require.Equal(t, maturity, dates[len(dates)-1])
		require.True(t, period.Previous <= settle && settle < period.Next)
		require.Empty(t, schedule.After(maturity))

		previous := period.Previous
		for _, d := range dates {
			require.Less(t, previous, d)
			require.Equal(t, 12/frequency, (d.Year()-previous.Year())*12+int(d.Month()-previous.Month()))
			require.Equal(t, min(maturity.Day(), d.DaysInMonth()), d.Day())
			previous = d
		}

		// A schedule rebuilt from its first coupon is the same one.
		again, err := bondmath.ScheduleDates(dates[0], maturity, frequency)
		require.NoError(t, err)
		require.Equal(t, dates, again)
	})
}

func drawDate(t *rapid.T, label string) date.Date {
	return date.Date(rapid.IntRange(int(date.New(1990, 1, 1)), int(date.New(2090, 12, 31))).Draw(t, label))
}
