// Package row reads rows of maps that may be absent, and all rows of a map.
package row

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
)

// Find reads a row and tells whether it is there.
func Find[K, V any](ctx context.Context, rows collections.Map[K, V], key K) (value V, found bool, err error) {
	value, err = rows.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return value, false, nil
	}
	return value, err == nil, err
}

// Or reads a row, or returns the given value when it is absent.
func Or[K, V any](ctx context.Context, rows collections.Map[K, V], key K, absent V) (V, error) {
	value, found, err := Find(ctx, rows, key)
	if err == nil && !found {
		return absent, nil
	}
	return value, err
}

// Values returns what the rows of a range hold, by key, and of all rows without one. It reads all of it: callers in blocks know that it is little.
func Values[K, V any](ctx context.Context, rows collections.Map[K, V], within collections.Ranger[K]) ([]V, error) {
	iterator, err := rows.Iterate(ctx, within)
	if err != nil {
		return nil, err
	}
	return iterator.Values()
}

// Collect hands on every row, by key. It reads everything and is not for blocks.
func Collect[K, V any](ctx context.Context, rows collections.Map[K, V], keep func(K, V)) error {
	return rows.Walk(ctx, nil, func(key K, value V) (bool, error) {
		keep(key, value)
		return false, nil
	})
}
