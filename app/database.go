package app

import (
	"path/filepath"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/syndtr/goleveldb/leveldb/filter"
	"github.com/syndtr/goleveldb/leveldb/opt"
)

// OpenDatabase opens the database of the state below a node's home. goleveldb's defaults suit a program with some megabytes of
// data: with them a node whose state has a million entries spends most of its time on merging small files and on unpacking the
// same blocks again. These sizes cost up to half a gigabyte of memory, as far as the state is large enough to fill it.
func OpenDatabase(home string, backend dbm.BackendType) (dbm.DB, error) {
	const name = "application"
	folder := filepath.Join(home, "data")
	if backend != dbm.GoLevelDBBackend {
		return dbm.NewDB(name, backend, folder)
	}
	return dbm.NewGoLevelDBWithOpts(name, folder, &opt.Options{
		Filter:                 filter.NewBloomFilter(10),
		BlockCacheCapacity:     256 * opt.MiB,
		WriteBuffer:            64 * opt.MiB,
		CompactionTableSize:    8 * opt.MiB,
		CompactionTotalSize:    256 * opt.MiB,
		OpenFilesCacheCapacity: 2_000,
		DisableSeeksCompaction: true,
	})
}
