package custody

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/kokusai-chain/kokusai/x/custody/report"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// GetQueryCmd returns the queries that write files.
func (AppModule) GetQueryCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   types.ModuleName,
		Short: "Show licences, investors, holdings and who may hold a series",
		RunE:  client.ValidateCmd,
	}
	cmd.AddCommand(report.NewCmd())
	return cmd
}
