// Package types holds what x/custody/omnibus keeps and says: whose is what in an account that many customers share.
package types

import "cosmossdk.io/collections"

const (
	// ModuleName is the name of the module, of its claims and of its codespace.
	ModuleName = "omnibus"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
	// ClientsRef is the reference of the one reservation that stands for all that is booked of a balance.
	ClientsRef = "clients"
	// MaxBatch bounds the clients that one message works on.
	MaxBatch = 100
	// MaxUnsettled bounds the payments that one holding settles at a time.
	MaxUnsettled = 200
)

// Prefixes of the module's collections.
var (
	ClientsPrefix  = collections.NewPrefix(0)
	HoldingsPrefix = collections.NewPrefix(1)
	DuesPrefix     = collections.NewPrefix(2)
	TotalsPrefix   = collections.NewPrefix(3)
)
