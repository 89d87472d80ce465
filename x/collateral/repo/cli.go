package repo

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"

	"github.com/kokusai-chain/kokusai/x/collateral/repo/types"
)

const offerExample = `{"giver": "kokusai1…", "taker": "kokusai1…", "form": "FORM_PLEDGE", "cash": {"denom": "ujpy", "amount": "100000000000000"},
 "rate_pct": "0.75", "haircut_pct": "2", "bonds": [{"denom": "bond/JP1103811S13", "amount": "102000000"}], "basket_id": "",
 "start_date": "2026-04-01", "end_date": "2026-04-08", "notice_days": 0, "day_basis": 365}`

// GetTxCmd returns the command that needs more than AutoCLI offers: terms carry decimals, which AutoCLI does not read as people
// write them inside JSON.
func (AppModule) GetTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   types.ModuleName,
		Short: "Lend or borrow cash against bonds for a term",
		RunE:  client.ValidateCmd,
	}
	cmd.AddCommand(offerCmd())
	return cmd
}

func offerCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "offer [number] [valid-until] [terms.json]",
		Short:   "Offer a repo to the other side, as one of the two named in its terms",
		Example: "kokusaid tx repo offer 1 2026-04-01 terms.json --from dealer, with a file such as\n" + offerExample,
		Args:    cobra.ExactArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			number, err := strconv.ParseUint(args[0], 10, 64)
			if err != nil {
				return fmt.Errorf("number: %w", err)
			}
			msg := types.MsgOffer{Offerer: clientCtx.GetFromAddress().String(), Number: number, ValidUntil: args[1]}
			file, err := os.ReadFile(args[2])
			if err != nil {
				return err
			}
			if err := clientCtx.Codec.UnmarshalJSON(file, &msg.Terms); err != nil {
				return fmt.Errorf("%s: %w", args[2], err)
			}
			if err := msg.ValidateBasic(); err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), &msg)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}
