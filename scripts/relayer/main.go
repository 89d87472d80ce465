// Command rly is the Cosmos relayer, built here so that the localnet needs nothing but Go.
//
// It is a module of its own because `go install path@version` asks for a version list that not every
// module proxy serves, and because its dependencies are older than the chain's.
package main

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/relayer/v2/cmd"
)

func main() {
	// The two chains share a process and a bech32 prefix cache must not be shared between them.
	sdk.SetAddrCacheEnabled(false)
	cmd.Execute()
}
