// Package types holds what x/collateral keeps and says: curves, haircuts, markets, pools and positions, with the pure
// rules that belong to each.
package types

import (
	"fmt"
	"strconv"
	"strings"

	"cosmossdk.io/collections"
)

const (
	// ModuleName names the module, its account and its pledges.
	ModuleName = "collateral"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// The prefixes of the store, dense from zero.
var (
	ParamsKey    = collections.NewPrefix(0)
	CurvesKey    = collections.NewPrefix(1)
	FxRatesKey   = collections.NewPrefix(2)
	HaircutsKey  = collections.NewPrefix(3)
	MarketsKey   = collections.NewPrefix(4)
	PoolsKey     = collections.NewPrefix(5)
	SuppliesKey  = collections.NewPrefix(6)
	PositionsKey = collections.NewPrefix(7)

	RiskTermsKey     = collections.NewPrefix(8)
	CategoryDebtsKey = collections.NewPrefix(9)
	MarksKey         = collections.NewPrefix(10)
	StressesKey      = collections.NewPrefix(11)
	WatchesKey       = collections.NewPrefix(12)
	HistoryKey       = collections.NewPrefix(13)
)

// PledgeRef is the reference under which x/custody keeps the pledges of a position, "7/ujpy".
func PledgeRef(denom string, number uint64) string { return fmt.Sprintf("%d/%s", number, denom) }

// ParsePledgeRef reads what PledgeRef wrote.
func ParsePledgeRef(ref string) (denom string, number uint64, err error) {
	digits, denom, found := strings.Cut(ref, "/")
	number, err = strconv.ParseUint(digits, 10, 64)
	if !found || err != nil || PledgeRef(denom, number) != ref {
		return "", 0, ErrPositionNotFound.Wrapf("pledge reference %q names no position", ref)
	}
	return denom, number, nil
}
