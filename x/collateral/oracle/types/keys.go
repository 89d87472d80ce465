// Package types holds what the oracle keeps and says: observations, the vote on them, feeds, and the pure rules that belong
// to each.
package types

import "cosmossdk.io/collections"

const (
	// ModuleName names the module.
	ModuleName = "oracle"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// The prefixes of the store, dense from zero.
var (
	ParamsKey         = collections.NewPrefix(0)
	CurveFeedsKey     = collections.NewPrefix(1)
	FxFeedsKey        = collections.NewPrefix(2)
	CurveOverridesKey = collections.NewPrefix(3)
	FxOverridesKey    = collections.NewPrefix(4)
	CurveHistoryKey   = collections.NewPrefix(5)
	FxHistoryKey      = collections.NewPrefix(6)
	SpreadsKey        = collections.NewPrefix(7)
	LastBlockKey      = collections.NewPrefix(8)
	GraceUntilKey     = collections.NewPrefix(9)
)

// Pair names an exchange rate as people write it, "USD/JPY".
func Pair(base, quote string) string { return base + "/" + quote }
