// Package types holds what repos are made of, with the pure rules that belong to each.
package types

import (
	"fmt"
	"strconv"
	"strings"

	"cosmossdk.io/collections"
)

const (
	// ModuleName names the module, its account and its pledges.
	ModuleName = "repo"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// The prefixes of the store, dense from zero.
var (
	ParamsKey      = collections.NewPrefix(0)
	BasketsKey     = collections.NewPrefix(1)
	InventoriesKey = collections.NewPrefix(2)
	ReposKey       = collections.NewPrefix(3)
	PartiesKey     = collections.NewPrefix(4)
	DueKey         = collections.NewPrefix(5)
)

// PledgeRef is the reference under which x/custody keeps the pledges of a repo: its number and who offered it.
func PledgeRef(offerer string, number uint64) string { return fmt.Sprintf("%d/%s", number, offerer) }

// ParsePledgeRef reads what PledgeRef wrote.
func ParsePledgeRef(ref string) (offerer string, number uint64, err error) {
	digits, offerer, found := strings.Cut(ref, "/")
	number, err = strconv.ParseUint(digits, 10, 64)
	if !found || err != nil || PledgeRef(offerer, number) != ref {
		return "", 0, ErrRepoNotFound.Wrapf("pledge reference %q names no repo", ref)
	}
	return offerer, number, nil
}
