package report

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

const flagFormat = "format"

// NewCmd returns the command that writes results of auctions as a file.
func NewCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "result-file [auction-id]...",
		Short:   "Write the results of auctions as the ministry publishes them, as CSV or JSON",
		Example: "kokusaid query auction result-file mof.10y-381-january mof.5y-180-january --format csv > results.csv",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			format, err := cmd.Flags().GetString(flagFormat)
			if err != nil {
				return err
			}
			var results []Result
			for _, id := range args {
				response, err := types.NewQueryClient(clientCtx).Result(cmd.Context(), &types.QueryResultRequest{AuctionId: id})
				if err != nil {
					return err
				}
				results = append(results, New(response))
			}
			return Write(cmd.OutOrStdout(), format, results)
		},
	}
	cmd.Flags().String(flagFormat, "csv", "csv or json")
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}
