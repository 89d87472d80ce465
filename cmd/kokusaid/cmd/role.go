package cmd

import (
	"fmt"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/server"
	genutilcli "github.com/cosmos/cosmos-sdk/x/genutil/client/cli"

	"github.com/kokusai-chain/kokusai/app"
)

// roles are what a node is for, with what that asks of CometBFT's settings. A validator serves the network and nobody else: it
// indexes no transactions and keeps no results for queries. An RPC node answers people, so it has both.
var roles = map[string]func(*cmtcfg.Config){
	"validator": func(config *cmtcfg.Config) {
		config.TxIndex.Indexer = "null"
		config.Storage.DiscardABCIResponses = true
	},
	"rpc": func(*cmtcfg.Config) {},
}

// initCommand is the SDK's, with the settings of a role.
func initCommand(model *app.App) *cobra.Command {
	cmd := genutilcli.InitCmd(model.Basics(), app.DefaultNodeHome)
	role := cmd.Flags().String("role", "validator", "what the node is for: validator, or rpc for one that answers people's queries")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		set, ok := roles[*role]
		if !ok {
			return fmt.Errorf("unknown role %q: validator or rpc", *role)
		}
		set(server.GetServerContextFromCmd(cmd).Config)
		return nil
	}
	return cmd
}
