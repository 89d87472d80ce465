package allotment_test

import (
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
)

func ints(values ...int64) []math.Int {
	list := make([]math.Int, len(values))
	for i, value := range values {
		list[i] = math.NewInt(value)
	}
	return list
}

func TestEnvelope(t *testing.T) {
	requests := []allotment.Request{{"A", math.NewInt(300)}, {"B", math.NewInt(500)}, {"A", math.NewInt(200)}}
	for capacity, want := range map[int64][]math.Int{
		2_000: ints(300, 500, 200),
		1_000: ints(300, 500, 200),
		999:   ints(200, 400, 100), // nine units: 270, 450, 180
		500:   ints(100, 200, 100), // 150, 250, 100
		99:    ints(0, 0, 0),
		0:     ints(0, 0, 0),
	} {
		awards, err := allotment.Envelope{Unit: math.NewInt(100), Capacity: math.NewInt(capacity)}.Allot(requests)
		require.NoError(t, err)
		require.Equal(t, want, awards, "capacity %d", capacity)
	}
	awards, err := allotment.Envelope{Unit: math.NewInt(100)}.Allot(requests)
	require.NoError(t, err)
	require.Equal(t, ints(300, 500, 200), awards)
	awards, err = allotment.Envelope{Unit: math.NewInt(100)}.Allot(nil)
	require.NoError(t, err)
	require.Empty(t, awards)
}

func TestEnvelopeRefusals(t *testing.T) {
	limits := map[string]int64{"A": 500, "B": 100}
	envelope := allotment.Envelope{Unit: math.NewInt(100), Limit: func(bidder string) math.Int { return math.NewInt(limits[bidder]) }}
	for name, c := range map[string]struct {
		request allotment.Request
		already int64
		want    error
	}{
		"within":         {allotment.Request{"A", math.NewInt(300)}, 200, nil},
		"over together":  {allotment.Request{"A", math.NewInt(300)}, 300, allotment.ErrOverCap},
		"over alone":     {allotment.Request{"B", math.NewInt(200)}, 0, allotment.ErrOverCap},
		"not a dealer":   {allotment.Request{"C", math.NewInt(100)}, 0, allotment.ErrOverCap},
		"nobody":         {allotment.Request{"", math.NewInt(100)}, 0, allotment.ErrBidder},
		"zero":           {allotment.Request{"A", math.ZeroInt()}, 0, allotment.ErrAmount},
		"missing":        {allotment.Request{"A", math.Int{}}, 0, allotment.ErrAmount},
		"below the unit": {allotment.Request{"A", math.NewInt(99)}, 0, allotment.ErrBelowUnit},
		"half units":     {allotment.Request{"A", math.NewInt(150)}, 0, allotment.ErrNotMultiple},
	} {
		require.ErrorIs(t, envelope.Check(c.request, math.NewInt(c.already)), c.want, name)
		requests := []allotment.Request{c.request}
		if c.already > 0 {
			requests = append(requests, allotment.Request{Bidder: c.request.Bidder, Amount: math.NewInt(c.already)})
		}
		_, err := envelope.Allot(requests)
		require.ErrorIs(t, err, c.want, name)
	}
	for _, bad := range []allotment.Envelope{{}, {Unit: math.ZeroInt()}, {Unit: math.OneInt(), Capacity: math.NewInt(-1)}} {
		_, err := bad.Allot(nil)
		require.ErrorIs(t, err, allotment.ErrTerms)
		require.ErrorIs(t, bad.Check(allotment.Request{"A", math.OneInt()}, math.ZeroInt()), allotment.ErrTerms)
	}
	_, err := allotment.Envelope{Unit: math.OneInt()}.Allot([]allotment.Request{{"A", math.NewInt(1 << 62)}, {"B", math.NewInt(1 << 62)}})
	require.ErrorIs(t, err, allotment.ErrAmount)
}

func TestPortionDown(t *testing.T) {
	require.Equal(t, "520000000000", allotment.PortionDown(math.NewInt(2_600_000_000_000), dec("20"), math.NewInt(100_000_000)).String())
	require.Equal(t, "1200", allotment.PortionDown(math.NewInt(12_999), dec("10"), math.NewInt(100)).String())
	require.Equal(t, "6499", allotment.PortionDown(math.NewInt(12_999), dec("50"), math.OneInt()).String())
	require.Equal(t, "0", allotment.PortionDown(math.NewInt(999), dec("10"), math.NewInt(100)).String())
}

func TestSharesDown(t *testing.T) {
	require.Equal(t, ints(500, 200, 0, 200), allotment.SharesDown(math.NewInt(1_000), ints(50, 25, 0, 25), math.NewInt(100)))
	require.Equal(t, ints(0, 0), allotment.SharesDown(math.NewInt(1_000), ints(0, 0), math.NewInt(100)))
	require.Empty(t, allotment.SharesDown(math.NewInt(1_000), nil, math.NewInt(100)))
}

// Awards never exceed requests or the capacity, limits from shares never add up to more than what is shared, and a whole
// unit is lost for each request at most.
func TestEnvelopeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const unit = 100
		capacity := rapid.Int64Range(0, 50_000).Draw(t, "capacity")
		sizes := rapid.SliceOfN(rapid.Int64Range(1, 200), 1, 20).Draw(t, "sizes")
		requests, requested := make([]allotment.Request, len(sizes)), int64(0)
		for i, size := range sizes {
			requests[i] = allotment.Request{Bidder: string(rune('A' + i)), Amount: math.NewInt(size * unit)}
			requested += size * unit
		}
		awards, err := allotment.Envelope{Unit: math.NewInt(unit), Capacity: math.NewInt(capacity)}.Allot(requests)
		require.NoError(t, err)
		total := int64(0)
		for i, award := range awards {
			require.False(t, award.GT(requests[i].Amount))
			require.Zero(t, award.Int64()%unit)
			total += award.Int64()
		}
		require.LessOrEqual(t, total, capacity)
		require.Greater(t, total, min(capacity, requested)-unit*int64(len(sizes)+1))

		shared := int64(0)
		for _, share := range allotment.SharesDown(math.NewInt(capacity), ints(sizes...), math.NewInt(unit)) {
			shared += share.Int64()
		}
		require.LessOrEqual(t, shared, capacity)
	})
}
