// Command kokusaid runs a Kokusai node and is its command line.
package main

import (
	"fmt"
	"os"

	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/cmd"
)

func main() {
	root, err := cmd.NewRootCmd()
	if err == nil {
		err = svrcmd.Execute(root, "KOKUSAID", app.DefaultNodeHome)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
