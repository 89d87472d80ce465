package page_test

import (
	"strconv"
	"testing"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/colltest"

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

func TestOf(t *testing.T) {
	service, ctx := colltest.MockStore()
	rows := collections.NewMap(collections.NewSchemaBuilder(service), collections.NewPrefix(0), "rows",
		collections.PairKeyCodec(collections.StringKey, collections.Uint64Key), collections.StringValue)
	for _, key := range []collections.Pair[string, uint64]{collections.Join("a", uint64(1)), collections.Join("b", uint64(1)), collections.Join("b", uint64(2))} {
		require.NoError(t, rows.Set(ctx, key, key.K1()))
	}
	show := func(key collections.Pair[string, uint64], value string) (string, error) {
		return value + strconv.FormatUint(key.K2(), 10), nil
	}
	all, next, err := page.Of(ctx, rows, nil, show)
	require.NoError(t, err)
	require.Equal(t, []string{"a1", "b1", "b2"}, all)
	require.Empty(t, next.NextKey)

	within := collections.PairPrefix[string, uint64]("b")
	first, next, err := page.Of(ctx, rows, &query.PageRequest{Limit: 1}, show, within)
	require.NoError(t, err)
	require.Equal(t, []string{"b1"}, first)
	rest, next, err := page.Of(ctx, rows, &query.PageRequest{Key: next.NextKey}, show, within)
	require.NoError(t, err)
	require.Equal(t, []string{"b2"}, rest)
	require.Empty(t, next.NextKey)

	_, _, err = page.Of(ctx, rows, &query.PageRequest{Offset: 1}, show)
	require.Equal(t, codes.InvalidArgument, status.Code(err))
}
