package app

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
)

func cacheKey(i uint64) (key signatureKey) {
	binary.BigEndian.PutUint64(key[:], i)
	return key
}

func TestSignatureCacheIsBounded(t *testing.T) {
	cache := newSignatureCache(10)
	for i := range uint64(1_000) {
		cache.add(cacheKey(i))
		require.True(t, cache.has(cacheKey(i)))
		require.LessOrEqual(t, len(cache.young)+len(cache.old), 10)
	}
	require.True(t, cache.has(cacheKey(995)), "what was seen lately is remembered")
	require.False(t, cache.has(cacheKey(900)), "what was seen long ago is not")
}

func TestSignatureCacheOfSizeZeroRemembersNothing(t *testing.T) {
	cache := newSignatureCache(0)
	cache.add(cacheKey(1))
	require.False(t, cache.has(cacheKey(1)))
}
