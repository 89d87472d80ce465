package cmd

import (
	"fmt"

	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/server"

	"github.com/kokusai-chain/kokusai/app"
)

// auditCommand checks the laws of every module against the newest state of a stopped node. It walks all holders and
// positions, which no block ever does.
func auditCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "audit",
		Short: "Check the laws of every module against the state of a stopped node",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			serverCtx := server.GetServerContextFromCmd(cmd)
			db, err := app.OpenDatabase(serverCtx.Config.RootDir, server.GetAppDBBackend(serverCtx.Viper))
			if err != nil {
				return fmt.Errorf("open state (is the node still running?): %w", err)
			}
			defer func() { _ = db.Close() }()
			audited := app.New(log.NewNopLogger(), db, true, serverCtx.Viper)
			if audited.LastBlockHeight() == 0 {
				return fmt.Errorf("no blocks in %s", serverCtx.Config.RootDir)
			}
			if err := audited.Audit(audited.NewContext(true)); err != nil {
				return err
			}
			cmd.Printf("the laws of every module hold at height %d\n", audited.LastBlockHeight())
			return nil
		},
	}
}
