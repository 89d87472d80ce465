// Command rly is the Cosmos relayer, built here so that the localnet needs nothing but Go.
//
// It is a module of its own because its dependencies are older than the chain's, and because `go install path@version`
// asks for a list of versions, which not every module proxy serves.
package main

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/relayer/v2/cmd"
)

func main() {
	// Chains of different address prefixes share this process, and a cached address keeps the prefix it was first given.
	sdk.SetAddrCacheEnabled(false)
	cmd.Execute()
}
