package collateral

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govcli "github.com/cosmos/cosmos-sdk/x/gov/client/cli"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// GetTxCmd returns the commands that need more than AutoCLI offers: their documents carry decimals, which AutoCLI does not
// read as people write them inside JSON.
func (AppModule) GetTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   types.ModuleName,
		Short: "Lend cash, pledge bonds, borrow against them and repay",
		RunE:  client.ValidateCmd,
	}
	cmd.AddCommand(setCurveCmd(), setHaircutsCmd(), createMarketCmd(), updateMarketCmd(), setRiskTermsCmd())
	return cmd
}

const (
	curveExample = `{"currency": "JPY", "as_of": "2026-01-05", "points": [
 {"tenor_months": 12, "par_yield_pct": "0.85"}, {"tenor_months": 120, "par_yield_pct": "2.10"}]}`
	haircutsExample = `{"effective_date": "2027-01-04", "fx_haircut_pct": "8", "rows": [
 {"kind": "SERIES_KIND_FIXED", "max_residual_months": 60, "value_pct": "99"},
 {"kind": "SERIES_KIND_FIXED", "max_residual_months": 120, "value_pct": "98"}]}`
	termsExample = `{"policy_rate_pct": "0.75", "kink_pct": "90", "base_spread_pct": "0", "kink_spread_pct": "0.1",
 "full_spread_pct": "3", "reserve_factor_pct": "10", "supply_cap": "1000000000000000", "borrow_cap": "900000000000000",
 "min_borrow": "100000000000", "health_threshold_pct": "105", "accepted_currencies": ["JPY"],
 "pauses": {"supply": false, "borrow": false, "release": false, "transfer": false, "liquidation": false}, "categories": []}`
	riskExample = `{"denom": "ujpy", "maintenance_pct": "103", "urgent_pct": "101", "target_pct": "105", "start_pct": "101",
 "floor_pct": "97.5", "default_floor_pct": "20", "step_pct": "0.25", "step_seconds": 60, "call_seconds": 14400,
 "dealer_seconds": 300, "round_seconds": 3600, "auction_cap": "100000000000000"}`
)

func setCurveCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "set-curve [curve.json]",
		Short:   "Publish a yield curve, as the curve authority",
		Example: "kokusaid tx collateral set-curve jpy.json --from desk, with a file such as\n" + curveExample,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			msg := types.MsgSetCurve{Authority: clientCtx.GetFromAddress().String()}
			if err := read(clientCtx.Codec, args[0], &msg.Curve); err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), &msg)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func setHaircutsCmd() *cobra.Command {
	return proposalCmd("set-haircuts [table.json]", "Propose the haircut table of a date", haircutsExample,
		func(cdc codec.JSONCodec, governance string, args []string) (sdk.Msg, error) {
			msg := types.MsgSetHaircuts{Authority: governance}
			return &msg, read(cdc, args[0], &msg.Table)
		})
}

func createMarketCmd() *cobra.Command {
	return proposalCmd("create-market [denom] [terms.json]", "Propose a market for a cash denom", termsExample,
		func(cdc codec.JSONCodec, governance string, args []string) (sdk.Msg, error) {
			msg := types.MsgCreateMarket{Authority: governance, Denom: args[0]}
			return &msg, read(cdc, args[1], &msg.Terms)
		})
}

func updateMarketCmd() *cobra.Command {
	return proposalCmd("update-market [denom] [terms.json]", "Propose new terms, complete, of a market", termsExample,
		func(cdc codec.JSONCodec, governance string, args []string) (sdk.Msg, error) {
			msg := types.MsgUpdateMarket{Authority: governance, Denom: args[0]}
			return &msg, read(cdc, args[1], &msg.Terms)
		})
}

func setRiskTermsCmd() *cobra.Command {
	return proposalCmd("set-risk-terms [risk.json]", "Propose a version of the risk terms of a market", riskExample,
		func(cdc codec.JSONCodec, governance string, args []string) (sdk.Msg, error) {
			msg := types.MsgSetRiskTerms{Authority: governance}
			return &msg, read(cdc, args[0], &msg.Risk)
		})
}

// proposalCmd is a command that submits one message to governance; the last of its arguments is a file.
func proposalCmd(
	use, short, example string, build func(cdc codec.JSONCodec, governance string, args []string) (sdk.Msg, error),
) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short,
		Example: "With --title, --summary and --deposit of the proposal, and a file such as\n" + example,
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			msg, err := build(clientCtx.Codec, authtypes.NewModuleAddress(govtypes.ModuleName).String(), args)
			if err != nil {
				return err
			}
			proposal, err := govcli.ReadGovPropCmdFlags(clientCtx.GetFromAddress().String(), cmd.Flags())
			if err != nil {
				return err
			}
			if err := proposal.SetMsgs([]sdk.Msg{msg}); err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), proposal)
		},
	}
	cmd.Args = cobra.ExactArgs(strings.Count(use, "["))
	govcli.AddGovPropFlagsToCmd(cmd)
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// document is what a file may hold.
type document interface {
	proto.Message
	Validate() error
}

func read(cdc codec.JSONCodec, path string, into document) error {
	file, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := cdc.UnmarshalJSON(file, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return into.Validate()
}
