package types

import "cosmossdk.io/collections"

const (
	// ModuleName is the name of the module and of its codespace. It has no account: it holds nothing.
	ModuleName = "settlement"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// Prefixes of the module's collections.
var (
	ParamsKey         = collections.NewPrefix(0)
	SettlementsPrefix = collections.NewPrefix(1)
	PartiesPrefix     = collections.NewPrefix(2)
	OpenedPrefix      = collections.NewPrefix(3)
	AgendaPrefix      = collections.NewPrefix(4)
	QueuePrefix       = collections.NewPrefix(5)
	WaitsPrefix       = collections.NewPrefix(6)
	WaitersPrefix     = collections.NewPrefix(7)
	ArrivalsPrefix    = collections.NewPrefix(8)
	CursorKey         = collections.NewPrefix(9)
)
