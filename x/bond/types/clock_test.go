package types_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

var (
	launch = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	start  = time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)
)

func TestUnsetClockIsBlockTime(t *testing.T) {
	require.NoError(t, types.Clock{}.Validate())
	require.Equal(t, launch, types.Clock{}.BusinessTime(launch))
	require.EqualValues(t, 1, types.Clock{}.SpeedAt(launch))
}

func TestRehearsalClock(t *testing.T) {
	clock := types.Clock{BlockStart: launch, BusinessStart: start, Speed: 86_400}
	require.NoError(t, clock.Validate())
	for after, want := range map[time.Duration]time.Time{
		-time.Hour:                 start.Add(-time.Hour), // one to one until it starts
		0:                          start,
		time.Second:                start.AddDate(0, 0, 1),
		500 * time.Millisecond:     start.Add(12 * time.Hour),
		3650 * time.Second:         start.AddDate(0, 0, 3650),
		100 * 365 * time.Hour:      time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC), // stops at the end
		290 * 365 * 24 * time.Hour: time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC),
	} {
		require.Equal(t, want, clock.BusinessTime(launch.Add(after)), after)
	}
	require.EqualValues(t, 1, clock.SpeedAt(launch.Add(-time.Second)))
	require.EqualValues(t, 86_400, clock.SpeedAt(launch))
}

func TestClockNeverRunsBackwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clock := types.Clock{
			BlockStart:    time.Unix(0, rapid.Int64Range(0, 4e18).Draw(t, "block start")).UTC(),
			BusinessStart: time.Unix(0, rapid.Int64Range(0, 4e18).Draw(t, "business start")).UTC(),
			Speed:         rapid.Uint64Range(1, types.MaxSpeed).Draw(t, "speed"),
		}
		require.NoError(t, clock.Validate())
		one := time.Unix(0, rapid.Int64Range(0, 4e18).Draw(t, "one")).UTC()
		other := one.Add(time.Duration(rapid.Int64Range(0, 1e18).Draw(t, "later")))
		require.False(t, clock.BusinessTime(other).Before(clock.BusinessTime(one)))
	})
}

func TestClocksThatAreRefused(t *testing.T) {
	for name, clock := range map[string]types.Clock{
		"no speed":         {BlockStart: launch, BusinessStart: start},
		"too fast":         {BlockStart: launch, BusinessStart: start, Speed: types.MaxSpeed + 1},
		"no block start":   {BusinessStart: start, Speed: 1},
		"no business":      {BlockStart: launch, Speed: 1},
		"year 1":           {BlockStart: launch, BusinessStart: time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), Speed: 1},
		"year 9999":        {BlockStart: launch, BusinessStart: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), Speed: 1},
		"block in 9999":    {BlockStart: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), BusinessStart: start, Speed: 1},
		"only the speed":   {Speed: 10},
		"a start, no more": {BlockStart: launch},
	} {
		require.ErrorIs(t, clock.Validate(), types.ErrInvalidClock, name)
	}
}
