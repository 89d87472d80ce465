package page_test

import (
	"testing"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/kokusai-chain/kokusai/x/internal/page"
)

func TestBound(t *testing.T) {
	for _, c := range []struct {
		request *query.PageRequest
		limit   uint64
	}{
		{nil, 100},
		{&query.PageRequest{}, 100},
		{&query.PageRequest{Limit: 1}, 1},
		{&query.PageRequest{Limit: 1000}, 1000},
		{&query.PageRequest{Limit: 1001}, 1000},
		{&query.PageRequest{Limit: 1 << 63, Key: []byte("k"), Reverse: true}, 1000},
	} {
		bounded, err := page.Bound(c.request)
		require.NoError(t, err)
		require.Equal(t, c.limit, bounded.Limit)
		if c.request != nil {
			require.Equal(t, c.request.Key, bounded.Key)
			require.Equal(t, c.request.Reverse, bounded.Reverse)
		}
	}
	asked := &query.PageRequest{Limit: 5000}
	_, err := page.Bound(asked)
	require.NoError(t, err)
	require.EqualValues(t, 5000, asked.Limit, "the caller's request was changed")
}

func TestBoundRefusals(t *testing.T) {
	for _, request := range []*query.PageRequest{{Offset: 1}, {CountTotal: true}, {Offset: 1, Key: []byte("k")}} {
		_, err := page.Bound(request)
		require.Equal(t, codes.InvalidArgument, status.Code(err))
	}
}
