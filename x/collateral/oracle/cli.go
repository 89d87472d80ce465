package oracle

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govcli "github.com/cosmos/cosmos-sdk/x/gov/client/cli"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
)

// GetTxCmd returns the command whose document carries decimals, which AutoCLI does not read as people write them inside JSON.
func (AppModule) GetTxCmd() *cobra.Command {
	cmd := &cobra.Command{Use: types.ModuleName, Short: "Propose the rules by which figures are published", RunE: client.ValidateCmd}
	cmd.AddCommand(updateParamsCmd())
	return cmd
}

const paramsExample = `{"quorum_pct": "66.67", "window_seconds": 300, "recovery_windows": 6,
 "curves": [{"currency": "JPY", "band_pct": "0.5", "floor_pct": "-3", "cap_pct": "20"}],
 "pairs": [{"base": "USD", "quote": "JPY", "band_pct": "5", "floor": "40", "cap": "500"}],
 "late_after_days": 2, "late_haircut_pct": "2", "doubt_haircut_pct": "5", "downtime_seconds": 1800,
 "grace_seconds": 14400, "history_days": 1830}`

func updateParamsCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "update-params [params.json]", Short: "Propose new params, complete",
		Example: "With --title, --summary and --deposit of the proposal, and a file such as\n" + paramsExample,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			file, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			msg := types.MsgUpdateParams{Authority: authtypes.NewModuleAddress(govtypes.ModuleName).String()}
			if err := clientCtx.Codec.UnmarshalJSON(file, &msg.Params); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if err := msg.ValidateBasic(); err != nil {
				return err
			}
			proposal, err := govcli.ReadGovPropCmdFlags(clientCtx.GetFromAddress().String(), cmd.Flags())
			if err != nil {
				return err
			}
			if err := proposal.SetMsgs([]sdk.Msg{&msg}); err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), proposal)
		},
	}
	govcli.AddGovPropFlagsToCmd(cmd)
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}
