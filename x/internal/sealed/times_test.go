package sealed_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

var refusals = sealed.Refusals{
	TooEarly: errorsmod.Register("sealed_test", 2, "not yet"), TooLate: errorsmod.Register("sealed_test", 3, "too late"),
}

// A window begins with its first moment and ends before its last, and the next one begins there.
func TestTimes(t *testing.T) {
	times, err := sealed.ReadTimes(date.NewYork, "2026-07-06T09:00", "2026-07-06T13:00", "2026-07-06T13:30:30")
	require.NoError(t, err)
	require.NoError(t, times.CheckOrder())
	require.Equal(t, "2026-07-06T17:30:30Z", times.RevealDeadline.Format(time.RFC3339))
	for _, c := range []struct {
		at                    time.Time
		committing, revealing error
	}{
		{times.BidStart.Add(-1), refusals.TooEarly, refusals.TooEarly},
		{times.BidStart, nil, refusals.TooEarly},
		{times.CommitDeadline.Add(-1), nil, refusals.TooEarly},
		{times.CommitDeadline, refusals.TooLate, nil},
		{times.RevealDeadline.Add(-1), refusals.TooLate, nil},
		{times.RevealDeadline, refusals.TooLate, refusals.TooLate},
	} {
		require.ErrorIs(t, times.CheckCommitting(c.at, refusals), c.committing, c.at)
		require.ErrorIs(t, times.CheckRevealing(c.at, refusals), c.revealing, c.at)
	}
}

func TestTimesRefused(t *testing.T) {
	const first, second, third = "2026-07-06T09:00", "2026-07-06T13:00", "2026-07-06T13:30"
	for name, c := range map[string][3]string{
		"bid_start": {"09:00", second, third}, "commit_deadline": {first, "", third}, "reveal_deadline": {first, second, "2026-07-06T25:00"},
	} {
		_, err := sealed.ReadTimes(date.Tokyo, c[0], c[1], c[2])
		require.ErrorContains(t, err, name+": ")
		require.ErrorIs(t, err, date.ErrInvalid)
	}
	for name, c := range map[string][3]string{
		"no bidding":    {first, first, third},
		"swapped":       {second, first, third},
		"no revealing":  {first, second, second},
		"revealed soon": {first, third, second},
	} {
		times, err := sealed.ReadTimes(date.Tokyo, c[0], c[1], c[2])
		require.NoError(t, err)
		require.Error(t, times.CheckOrder(), name)
	}
}
