package app

import (
	"bytes"
	"sync"

	"github.com/spf13/cast"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/store/v2/cachekv"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// FlagStateCache is how many entries of each store a node keeps at hand in memory; 0 for none. Only speed depends on it.
const FlagStateCache = "state-cache-size"

const defaultStateCache = 400_000

// stateCache stands between the blocks and the state trees. It does not write what is there already, and keeps the newest
// entries at hand.
//
// Half of what a transfer writes changes nothing, such as the index entry of a denom that the receiver already held. A tree
// gives the leaf a new version all the same, so not writing it changes the tree's hash: this is part of the state machine, every
// node does it, and no setting turns it off. It happens when a block is flushed, below all gas meters.
type stateCache struct {
	size   int
	stores map[string]*cachedStore
}

var _ storetypes.MultiStorePersistentCache = (*stateCache)(nil)

func newStateCache(appOpts servertypes.AppOptions) *stateCache {
	size := defaultStateCache
	if set := appOpts.Get(FlagStateCache); set != nil {
		size = cast.ToInt(set)
	}
	return &stateCache{size: size, stores: map[string]*cachedStore{}}
}

// GetStoreCache returns store with the cache in front. A store that is loaded again starts with an empty cache.
func (c *stateCache) GetStoreCache(key storetypes.StoreKey, store storetypes.CommitKVStore) storetypes.CommitKVStore {
	cached := &cachedStore{CommitKVStore: store, half: c.size / 2, young: map[string][]byte{}}
	c.stores[key.Name()] = cached
	return cached
}

// Unwrap returns the store behind the cache, or nil.
func (c *stateCache) Unwrap(key storetypes.StoreKey) storetypes.CommitKVStore {
	if cached, ok := c.stores[key.Name()]; ok {
		return cached.CommitKVStore
	}
	return nil
}

// Reset forgets all stores.
func (c *stateCache) Reset() { clear(c.stores) }

// cachedStore is one store with its cache. Queries and simulations read it while a block is flushed, so a value that was read
// from the tree is only remembered if nothing was written meanwhile.
type cachedStore struct {
	storetypes.CommitKVStore

	mutex      sync.Mutex
	half       int
	young, old map[string][]byte
	writes     uint64
}

// Get returns the value of a key, nil if there is none.
func (s *cachedStore) Get(key []byte) []byte {
	value, ok, writes := s.recall(key)
	if ok {
		return value
	}
	value = s.CommitKVStore.Get(key)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.writes == writes {
		s.remember(string(key), value)
	}
	return value
}

// Set writes a value unless it is there already.
func (s *cachedStore) Set(key, value []byte) {
	storetypes.AssertValidKey(key)
	storetypes.AssertValidValue(value)
	if s.holds(key, value) {
		return
	}
	s.CommitKVStore.Set(key, value)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.writes++
	s.remember(string(key), value)
}

// Delete removes a key.
func (s *cachedStore) Delete(key []byte) {
	s.CommitKVStore.Delete(key)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.writes++
	delete(s.young, string(key))
	delete(s.old, string(key))
}

// CacheWrap returns a branch of the store that reads through the cache.
func (s *cachedStore) CacheWrap() storetypes.CacheWrap { return cachekv.NewStore(s) }

// holds tells whether the value is there already. An empty value, as index entries have, may come back from a database as none,
// so there the tree itself is asked: what is written must not depend on what a node has in memory.
func (s *cachedStore) holds(key, value []byte) bool {
	present := s.Get(key)
	if len(present) == 0 && len(value) == 0 {
		return present != nil || s.CommitKVStore.Has(key)
	}
	return bytes.Equal(present, value)
}

func (s *cachedStore) recall(key []byte) (value []byte, ok bool, writes uint64) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if value, ok = s.young[string(key)]; ok {
		return value, true, s.writes
	}
	if value, ok = s.old[string(key)]; ok {
		s.remember(string(key), value)
	}
	return value, ok, s.writes
}

func (s *cachedStore) remember(key string, value []byte) {
	if s.half <= 0 {
		return
	}
	if len(s.young) >= s.half {
		s.young, s.old = make(map[string][]byte, s.half), s.young
	}
	s.young[key] = value
}
