// Package types holds what funding operations are made of, with the pure rules that belong to each.
package types

import (
	"fmt"

	"cosmossdk.io/collections"
)

const (
	// ModuleName names the module and its account.
	ModuleName = "funding"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// The prefixes of the store, dense from zero.
var (
	ParamsKey     = collections.NewPrefix(0)
	OperationsKey = collections.NewPrefix(1)
	TendersKey    = collections.NewPrefix(2)
	DueKey        = collections.NewPrefix(3)
)

// Name is how an operation is named in seals, files and messages.
func Name(lender string, number uint64) string { return fmt.Sprintf("%s/%d", lender, number) }
