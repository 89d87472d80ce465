package cli

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func TestTheBlocksOfADate(t *testing.T) {
	first := date.MustParse("2026-06-01")
	dateOf := func(height int64) (date.Date, error) { // ten blocks a day, and none on the third day
		days := int(height-1) / 10
		if days >= 2 {
			days++
		}
		return first.AddDays(days), nil
	}
	for _, c := range []struct {
		day              string
		earliest, latest int64
		want             int64
	}{
		{"2026-06-01", 1, 35, 10},
		{"2026-06-02", 1, 35, 20},
		{"2026-06-03", 1, 35, 20}, // as of its end the day before is the last
		{"2026-06-04", 1, 35, 30},
		{"2026-06-05", 1, 35, 35}, // not over
		{"2027-01-01", 1, 35, 35},
		{"2026-06-01", 10, 35, 10}, // pruned up to it
		{"2026-06-01", 1, 1, 1},
	} {
		height, err := lastOf(date.MustParse(c.day), c.earliest, c.latest, dateOf)
		require.NoError(t, err, c)
		require.Equal(t, c.want, height, c)
	}
	_, err := lastOf(first, 11, 35, dateOf)
	require.ErrorContains(t, err, "no block of 2026-06-01 or before")

	for day, want := range map[string]int64{"2026-05-01": 1, "2026-06-01": 1, "2026-06-02": 11, "2026-06-03": 21, "2026-06-05": 31, "2026-06-06": 36} {
		height, err := firstOf(date.MustParse(day), 1, 35, dateOf)
		require.NoError(t, err, day)
		require.Equal(t, want, height, day)
	}
	height, err := firstOf(date.MustParse("2026-06-02"), 10, 35, dateOf)
	require.NoError(t, err)
	require.EqualValues(t, 11, height)
	_, err = firstOf(date.MustParse("2026-06-02"), 11, 35, dateOf)
	require.ErrorContains(t, err, "pruned")
	broken := errors.New("no connection")
	_, err = lastOf(first, 1, 35, func(int64) (date.Date, error) { return 0, broken })
	require.ErrorIs(t, err, broken)
}
