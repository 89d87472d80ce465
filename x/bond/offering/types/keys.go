// Package types has the records, messages and rules of offerings beside auctions: when-issued trades and syndicates.
package types

import "cosmossdk.io/collections"

const (
	// ModuleName names the module, its module account and its error codespace.
	ModuleName = "offering"
	// StoreKey names the module's store.
	StoreKey = ModuleName
)

// Prefixes of the module's store.
var (
	ParamsKey           = collections.NewPrefix(0)
	TradesPrefix        = collections.NewPrefix(1)
	TradesByPartyPrefix = collections.NewPrefix(2)
	SyndicatesPrefix    = collections.NewPrefix(3)
	DueTradesPrefix     = collections.NewPrefix(4)
	DueSyndicatesPrefix = collections.NewPrefix(5)
	PromisedPrefix      = collections.NewPrefix(6)
)
