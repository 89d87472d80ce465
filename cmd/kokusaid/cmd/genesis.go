package cmd

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/server"
	genutilcli "github.com/cosmos/cosmos-sdk/x/genutil/client/cli"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/kokusai-chain/kokusai/app"
)

// genesisCommand is the SDK's, whose validation goes on to start a throw-away chain from the file.
func genesisCommand(model *app.App) *cobra.Command {
	genesis := genutilcli.Commands(model.TxConfig(), model.Basics(), app.DefaultNodeHome)
	for _, command := range genesis.Commands() {
		if command.Name() == "validate" {
			command.Long = "Validate checks each module's part of a genesis file by itself, and then starts a throw-away chain " +
				"from the file, which refuses what modules contradict each other in. Collect the genesis transactions first: " +
				"no chain starts without validators."
			command.RunE = rehearsed(command.RunE)
		}
	}
	return genesis
}

func rehearsed(validate func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := validate(cmd, args); err != nil {
			return err
		}
		file := server.GetServerContextFromCmd(cmd).Config.GenesisFile()
		if len(args) > 0 {
			file = args[0]
		}
		genesis, err := genutiltypes.AppGenesisFromFile(file)
		if err != nil {
			return err
		}
		if err := app.Rehearse(genesis); err != nil {
			return err
		}
		cmd.Println("A chain starts from it")
		return nil
	}
}
