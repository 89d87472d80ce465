// Package page bounds what a paginated query may ask for: pages by key only, of limited size, so that no query walks a
// whole collection.
package page

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"
)

// The size of a page when none is asked for, and the largest one given.
const (
	DefaultLimit = 100
	MaxLimit     = 1000
)

// Bound returns the request with its limit set between 1 and MaxLimit, DefaultLimit when absent. It refuses an offset
// and count_total with InvalidArgument: both cost as much as the collection is long. The request itself is not changed.
func Bound(request *query.PageRequest) (*query.PageRequest, error) {
	if request == nil {
		return &query.PageRequest{Limit: DefaultLimit}, nil
	}
	if request.Offset != 0 {
		return nil, status.Error(codes.InvalidArgument, "pagination by offset is not served: pass next_key as key")
	}
	if request.CountTotal {
		return nil, status.Error(codes.InvalidArgument, "pagination count_total is not served")
	}
	limit := request.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	return &query.PageRequest{Key: request.Key, Limit: min(limit, MaxLimit), Reverse: request.Reverse}, nil
}

// Of reads one page of a collection, bounded by Bound: all of it, or the rows under one prefix. show makes an answer of a row.
func Of[K, V, T any, C query.Collection[K, V]](
	ctx context.Context, rows C, request *query.PageRequest, show func(K, V) (T, error), prefix ...K,
) ([]T, *query.PageResponse, error) {
	bounded, err := Bound(request)
	if err != nil {
		return nil, nil, err
	}
	return query.CollectionPaginate(ctx, rows, bounded, show, func(options *query.CollectionsPaginateOptions[K]) {
		if len(prefix) > 0 {
			options.Prefix = &prefix[0]
		}
	})
}

// Values reads one page of a collection's values, as Of does.
func Values[K, V any](
	ctx context.Context, rows query.Collection[K, V], request *query.PageRequest, prefix ...K,
) ([]V, *query.PageResponse, error) {
	return Of(ctx, rows, request, func(_ K, value V) (V, error) { return value, nil }, prefix...)
}

// All asks for page after page, each as large as may be, until there is no next one.
func All(ask func(*query.PageRequest) (*query.PageResponse, error)) error {
	for request := (&query.PageRequest{Limit: MaxLimit}); ; {
		response, err := ask(request)
		if err != nil || response == nil || len(response.NextKey) == 0 {
			return err
		}
		request = &query.PageRequest{Key: response.NextKey, Limit: MaxLimit}
	}
}
