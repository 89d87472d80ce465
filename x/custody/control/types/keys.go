// Package types holds what x/custody/control keeps and says: interventions that one side proposes and the other approves.
package types

import "cosmossdk.io/collections"

const (
	// ModuleName is the name of the module and of its codespace.
	ModuleName = "control"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// Prefixes of the module's collections.
var (
	ParamsKey       = collections.NewPrefix(0)
	ProposalsPrefix = collections.NewPrefix(1)
	SequencesPrefix = collections.NewPrefix(2)
	QueuePrefix     = collections.NewPrefix(3)
)
