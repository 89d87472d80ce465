// Package types holds what reserves are made of: their rules, attestations and orders, and the pure assessment of how a
// reserve stands.
package types

import "cosmossdk.io/collections"

const (
	// ModuleName is the name of the sub-module, of its account and of its codespace.
	ModuleName = "reserve"
	// StoreKey is the key of its store.
	StoreKey = ModuleName
)

// Prefixes of the collections.
var (
	ParamsKey                  = collections.NewPrefix(0)
	ReservesPrefix             = collections.NewPrefix(1)
	BooksPrefix                = collections.NewPrefix(2)
	AttestationsPrefix         = collections.NewPrefix(3)
	ReleasedPrefix             = collections.NewPrefix(4)
	MintsPrefix                = collections.NewPrefix(5)
	MintQueuePrefix            = collections.NewPrefix(6)
	RedemptionsPrefix          = collections.NewPrefix(7)
	RedemptionsByReservePrefix = collections.NewPrefix(8)
	RedemptionQueuePrefix      = collections.NewPrefix(9)
)
