package date_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func TestWall(t *testing.T) {
	wall, err := date.ParseWall("2026-07-01T11:50")
	require.NoError(t, err)
	require.Equal(t, "2026-07-01T02:50:00Z", wall.In(date.Tokyo).Format("2006-01-02T15:04:05Z07:00"))
	require.Equal(t, "2026-07-01T15:50:00Z", wall.In(date.NewYork).Format("2006-01-02T15:04:05Z07:00"), "summer time")
	wall, err = date.ParseWall("2026-07-01T11:50:30")
	require.NoError(t, err)
	require.Equal(t, "2026-07-01T02:50:30Z", wall.In(date.Tokyo).Format("2006-01-02T15:04:05Z07:00"))
	for _, text := range []string{"", "2026-07-01", "2026-07-01T", "2026-07-01T9:00", "2026-07-01T24:00", "2026-02-30T09:00", "2026-07-01T09:00:60", "2026-07-01T09:00:00.5", "2026-07-01 09:00"} {
		_, err := date.ParseWall(text)
		require.ErrorIs(t, err, date.ErrInvalid, text)
	}
}
