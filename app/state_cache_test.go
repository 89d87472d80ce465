package app

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
)

// treeNode is one node's state in a test.
type treeNode struct {
	t     require.TestingT
	db    dbm.DB
	key   *storetypes.KVStoreKey
	cache int
	fast  bool
	store *rootmulti.Store
}

func (n *treeNode) restart() {
	n.store = rootmulti.NewStore(n.db, log.NewNopLogger())
	n.store.SetInterBlockCache(newStateCache(simtestutil.AppOptionsMap{FlagStateCache: n.cache}))
	n.store.SetIAVLDisableFastNode(!n.fast)
	n.store.MountStoreWithDB(n.key, storetypes.StoreTypeIAVL, nil)
	require.NoError(n.t, n.store.LoadLatestVersion())
}

// block writes through a branch, as blocks do, and commits.
func (n *treeNode) block(writes []write) []byte {
	branch := n.store.CacheMultiStore()
	store := branch.GetKVStore(n.key)
	for _, w := range writes {
		if w.value == nil {
			store.Delete(w.key)
		} else {
			store.Set(w.key, w.value)
		}
	}
	branch.Write()
	return n.store.Commit().Hash
}

type write struct{ key, value []byte }

var writes = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) write {
	w := write{key: []byte{rapid.ByteRange(0, 20).Draw(t, "key")}}
	if !rapid.Bool().Draw(t, "deletes") {
		w.value = bytes.Repeat([]byte{7}, rapid.IntRange(0, 2).Draw(t, "length"))
	}
	return w
}), 0, 12)

// What a node has in memory, how often it restarts and which database it has does not show in the hash of its state.
func TestStateHashDependsOnWritesOnly(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		run, err := os.MkdirTemp(folder, "")
		require.NoError(t, err)
		level, err := dbm.NewGoLevelDB("state", run, nil)
		require.NoError(t, err)
		t.Cleanup(func() { level.Close() })
		nodes := []*treeNode{
			{t: t, db: dbm.NewMemDB(), cache: 1_000, fast: true},
			{t: t, db: dbm.NewMemDB(), cache: 0, fast: true},
			{t: t, db: dbm.NewMemDB(), cache: 4, fast: false},
			{t: t, db: level, cache: 6, fast: true},
		}
		for _, node := range nodes {
			node.key = storetypes.NewKVStoreKey("state")
			node.restart()
		}
		expected := map[string]string{}
		for range rapid.IntRange(1, 8).Draw(t, "blocks") {
			block := writes.Draw(t, "block")
			for _, w := range block {
				if w.value == nil {
					delete(expected, string(w.key))
				} else {
					expected[string(w.key)] = string(w.value)
				}
			}
			hash := nodes[0].block(block)
			for _, node := range nodes[1:] {
				if rapid.Bool().Draw(t, "restarts") {
					node.restart()
				}
				require.Equal(t, hash, node.block(block))
			}
		}
		for _, node := range nodes {
			found := map[string]string{}
			iterator := node.store.GetKVStore(node.key).Iterator(nil, nil)
			for ; iterator.Valid(); iterator.Next() {
				found[string(iterator.Key())] = string(iterator.Value())
			}
			require.NoError(t, iterator.Close())
			require.Equal(t, expected, found)
			for _, key := range slices.Sorted(maps.Keys(expected)) {
				require.True(t, node.store.GetKVStore(node.key).Has([]byte(key)))
				require.Equal(t, expected[key], string(node.store.GetKVStore(node.key).Get([]byte(key))))
			}
		}
	})
}

// Writing what is there leaves the state's hash alone, also for an empty value, whether or not the node remembers it.
func TestUnchangedWritesAreNotWritten(t *testing.T) {
	for _, value := range [][]byte{{}, {1}} {
		node := &treeNode{t: t, db: dbm.NewMemDB(), key: storetypes.NewKVStoreKey("state"), cache: 100, fast: true}
		node.restart()
		first := node.block([]write{{[]byte("a"), value}, {[]byte("b"), []byte{2}}})
		require.True(t, node.store.GetKVStore(node.key).Has([]byte("a")))
		require.Equal(t, first, node.block([]write{{[]byte("a"), value}}))
		node.restart()
		require.Equal(t, first, node.block([]write{{[]byte("a"), value}}))
		require.NotEqual(t, first, node.block([]write{{[]byte("a"), []byte{3}}}))
	}
}

// A value read while a block is flushed is not remembered in the place of the newer one.
func TestCacheDoesNotRememberOvertakenReads(t *testing.T) {
	inner := &overtakenStore{values: map[string][]byte{"a": {1}}}
	cache := newStateCache(simtestutil.AppOptionsMap{})
	store := cache.GetStoreCache(storetypes.NewKVStoreKey("state"), inner)
	inner.duringGet = func() {
		inner.duringGet = nil
		store.Set([]byte("a"), []byte{2})
	}
	require.Equal(t, []byte{1}, store.Get([]byte("a")))
	require.Equal(t, []byte{2}, store.Get([]byte("a")))
	require.Same(t, inner, cache.Unwrap(storetypes.NewKVStoreKey("state")))
}

// overtakenStore lets something happen between reading a value and returning it.
type overtakenStore struct {
	storetypes.CommitKVStore
	values    map[string][]byte
	duringGet func()
}

func (s *overtakenStore) Get(key []byte) []byte {
	value := s.values[string(key)]
	if s.duringGet != nil {
		s.duringGet()
	}
	return value
}

func (s *overtakenStore) Set(key, value []byte) { s.values[string(key)] = value }
