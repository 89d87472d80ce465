package cmd

import (
	"encoding/json"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client/debug"
	"github.com/cosmos/cosmos-sdk/client/keys"
	"github.com/cosmos/cosmos-sdk/client/pruning"
	"github.com/cosmos/cosmos-sdk/client/rpc"
	"github.com/cosmos/cosmos-sdk/client/snapshot"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	authcmd "github.com/cosmos/cosmos-sdk/x/auth/client/cli"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/bench"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/feeder"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/liquidator"
	"github.com/kokusai-chain/kokusai/cmd/kokusaid/localnet"
	"github.com/kokusai-chain/kokusai/x/calc"
	"github.com/kokusai-chain/kokusai/x/custody/wire/cli"
)

// addCommands adds what is not derived from rpcs: running a node, genesis, keys, the offline calculator and signing.
func addCommands(root *cobra.Command, model *app.App) {
	root.AddCommand(
		initCommand(model),
		genesisCommand(model),
		keys.Commands(),
		debug.Cmd(),
		pruning.Cmd(newNode, app.DefaultNodeHome),
		snapshot.Cmd(newNode),
		server.StatusCommand(),
		calc.NewCmd(),
		cli.NewISO20022Cmd(),
		cli.NewSwiftCmd(),
		auditCommand(),
		registerCommand(model),
		feeder.NewCmd(model.AppCodec()),
		bench.NewCmd(bench.Node{AppConfig: appConfig}),
		bench.NewSpeedtestCmd(bench.Node{AppConfig: appConfig}),
		liquidator.NewCmd(),
		localnet.NewCmd(localnet.Chain{
			Codec:          model.AppCodec(),
			TxConfig:       model.TxConfig(),
			FeeDenom:       app.StakeDenom,
			DefaultGenesis: model.DefaultGenesis,
			ValidateGenesis: func(genesis map[string]json.RawMessage) error {
				return model.Basics().ValidateGenesis(model.AppCodec(), model.TxConfig(), genesis)
			},
			CometConfig: cometConfig,
			AppConfig:   appConfig,
		}),
		queryCommand(),
		txCommand(),
	)
	server.AddCommandsWithStartCmdOptions(root, app.DefaultNodeHome, newNode, exportNode, server.StartCmdOptions{DBOpener: app.OpenDatabase})
}

func queryCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "query",
		Aliases: []string{"q"},
		Short:   "Ask a node about its state",
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(rpc.WaitTxCmd(), server.QueryBlockCmd(), server.QueryBlocksCmd(), server.QueryBlockResultsCmd(), authcmd.QueryTxsByEventsCmd(), authcmd.QueryTxCmd())
	return cmd
}

func txCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tx",
		Short: "Build, sign and send transactions",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		authcmd.GetSignCommand(), authcmd.GetSignBatchCommand(), authcmd.GetMultiSignCommand(), authcmd.GetMultiSignBatchCmd(),
		authcmd.GetValidateSignaturesCommand(), authcmd.GetBroadcastCommand(), authcmd.GetEncodeCommand(), authcmd.GetDecodeCommand(),
		authcmd.GetSimulateCmd(),
	)
	return cmd
}

func newNode(logger log.Logger, db dbm.DB, options servertypes.AppOptions) servertypes.Application {
	app.TuneCollector()
	return app.New(logger, db, true, options, server.DefaultBaseappOptions(options)...)
}

// exportNode writes out the state at a height, or the newest for -1. It logs nothing: the genesis goes to standard output.
func exportNode(_ log.Logger, db dbm.DB, height int64, forZeroHeight bool, _ []string, options servertypes.AppOptions, modules []string) (servertypes.ExportedApp, error) {
	exported := app.New(log.NewNopLogger(), db, height == -1, options)
	if height != -1 {
		if err := exported.LoadVersion(height); err != nil {
			return servertypes.ExportedApp{}, err
		}
	}
	return exported.ExportState(forZeroHeight, modules)
}
