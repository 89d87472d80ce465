package report

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"pgregory.net/rapid"

	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

var errPruned = errors.New("version does not exist")

// history is the business time of each block from height 1 on; the node keeps those from a height on.
type history struct {
	types.QueryClient
	times []time.Time
	kept  int64
}

func (h history) ask(height int64) (*types.QueryClockResponse, error) {
	if height < h.kept {
		return nil, errPruned
	}
	return &types.QueryClockResponse{Height: height, BusinessTime: h.times[height-1]}, nil
}

func (h history) lastOf(on date.Date) (*types.QueryClockResponse, error) {
	latest, err := h.ask(int64(len(h.times)))
	if err != nil {
		return nil, err
	}
	return lastOf(on, date.Tokyo, latest, h.ask)
}

// Clock answers as of the block that the context names.
func (h history) Clock(ctx context.Context, _ *types.QueryClockRequest, _ ...grpc.CallOption) (*types.QueryClockResponse, error) {
	sent, _ := metadata.FromOutgoingContext(ctx)
	height, err := strconv.ParseInt(sent.Get(grpctypes.GRPCBlockHeightHeader)[0], 10, 64)
	if err != nil {
		return nil, err
	}
	return h.ask(height)
}

// A statement from a date on begins with the block after the last one of the day before, or with the chain.
func TestFirstOn(t *testing.T) {
	day := func(text string) time.Time { return date.MustParse(text).Start(date.Tokyo) }
	h := history{kept: 1, times: []time.Time{day("2026-06-01"), day("2026-06-01"), day("2026-06-02"), day("2026-06-04")}}
	first := func(on string) (int64, error) {
		latest, err := h.ask(4)
		require.NoError(t, err)
		source := Source{Ctx: t.Context(), Bond: h, Clock: latest}
		return source.FirstOn(date.MustParse(on), calendar.TokyoName)
	}
	for on, want := range map[string]int64{"2026-05-01": 1, "2026-06-01": 1, "2026-06-02": 3, "2026-06-03": 4, "2026-06-04": 4, "2026-06-05": 5} {
		height, err := first(on)
		require.NoError(t, err, on)
		require.Equal(t, want, height, on)
	}
	_, err := first("2026-06-06")
	require.ErrorContains(t, err, "lies ahead")
	h.kept = 3
	_, err = first("2026-06-02")
	require.ErrorIs(t, err, errPruned, "what is earlier may be of the date too")
	height, err := first("2026-06-03")
	require.NoError(t, err)
	require.EqualValues(t, 4, height)
}

// The search finds what a look at every block that is kept finds, and otherwise says why not.
func TestLastOfIsTheScan(t *testing.T) {
	start := time.Date(2026, 6, 19, 3, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var h history
		now := start
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 100), 1, 60).Draw(t, "hours between blocks") {
			now = now.Add(time.Duration(gap) * time.Hour)
			h.times = append(h.times, now)
		}
		h.kept = int64(rapid.IntRange(1, len(h.times)).Draw(t, "kept from"))
		on := date.Of(start, date.Tokyo).AddDays(rapid.IntRange(-2, 250).Draw(t, "day"))
		want := int64(0)
		for height := h.kept; height <= int64(len(h.times)); height++ {
			if date.Of(h.times[height-1], date.Tokyo) <= on {
				want = height
			}
		}
		clock, err := h.lastOf(on)
		if date.Of(now, date.Tokyo) < on {
			require.ErrorContains(t, err, "lies ahead")
			return
		}
		if want == 0 {
			require.ErrorContains(t, err, "keeps no block of "+on.String())
			return
		}
		require.NoError(t, err)
		require.Equal(t, want, clock.Height)
		require.Equal(t, h.times[want-1], clock.BusinessTime)
	})
}

// A node that fails now and then is never taken for one that answers otherwise.
func TestLastOfFailsClosed(t *testing.T) {
	start := time.Date(2026, 6, 19, 3, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var h history
		for i := range 60 {
			h.times = append(h.times, start.Add(time.Duration(i)*7*time.Hour))
		}
		h.kept = 1
		on := date.Of(start, date.Tokyo).AddDays(rapid.IntRange(0, 16).Draw(t, "day"))
		want, err := h.lastOf(on)
		require.NoError(t, err)
		latest, err := h.ask(60)
		require.NoError(t, err)
		got, err := lastOf(on, date.Tokyo, latest, func(height int64) (*types.QueryClockResponse, error) {
			if rapid.IntRange(0, 2).Draw(t, "luck") == 0 {
				return nil, errPruned
			}
			return h.ask(height)
		})
		if err == nil {
			require.Equal(t, want, got)
		}
	})
}
