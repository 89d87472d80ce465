package auction

import (
	"fmt"
	"os"

	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govcli "github.com/cosmos/cosmos-sdk/x/gov/client/cli"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/report"
	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

// GetTxCmd returns the commands that need more than AutoCLI offers: their documents carry decimals, which AutoCLI does not
// read as people write them inside JSON.
func (AppModule) GetTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   types.ModuleName,
		Short: "Announce auctions, bid in them, and register who may",
		RunE:  client.ValidateCmd,
	}
	cmd.AddCommand(announceCmd(), revealBidCmd(), updateParamsCmd())
	return cmd
}

// GetQueryCmd returns the queries that write files.
func (AppModule) GetQueryCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   types.ModuleName,
		Short: "Show auctions, results and the duties of dealers",
		RunE:  client.ValidateCmd,
	}
	cmd.AddCommand(report.Commands()...)
	return cmd
}

const (
	announceExample = `{"id": "mof.10y-381-january", "issuer_id": "mof", "method": "AUCTION_METHOD_MULTI_PRICE",
 "series": [{"isin": "JP1103811S13"}], "offering": "2600000000000", "bid_unit": "100000000", "tick": "0.01",
 "dearest_level": "105.00", "deposit": "130000000000000", "dealers_only": false, "non_competitive_pct": "10",
 "non_competitive_unit": "1000000", "non_competitive_limit": "1000000000", "first_round_pct": "20", "second_round_pct": "10",
 "bid_start": "2026-01-06T10:30", "commit_deadline": "2026-01-06T11:50", "reveal_deadline": "2026-01-06T12:30",
 "second_start": "2026-01-06T14:00", "second_end": "2026-01-06T14:30", "settle_date": "2026-01-07"}`
	revealExample = `{"auction_id": "mof.10y-381-january", "bids": [{"level": "100.61", "amount": "300000000"}],
 "non_price": "0", "salt": "<32 bytes in base64>"}`
)

func announceCmd() *cobra.Command {
	return document("announce [terms.json]", "Announce an auction by its terms, as the issuer's authority",
		"kokusaid tx auction announce 10y.json --from ministry, with a file such as\n"+announceExample,
		func(clientCtx client.Context, path string) (sdk.Msg, error) {
			msg := &types.MsgAnnounce{Authority: clientCtx.GetFromAddress().String()}
			return msg, read(clientCtx, path, &msg.Terms)
		})
}

func revealBidCmd() *cobra.Command {
	return document("reveal-bid [bids.json]", "Open sealed bids by the document that was sealed, and pay what they may cost",
		"kokusaid tx auction reveal-bid bids.json --from dealer, with a file such as\n"+revealExample,
		func(clientCtx client.Context, path string) (sdk.Msg, error) {
			msg := &types.MsgRevealBid{}
			if err := read(clientCtx, path, msg); err != nil {
				return nil, err
			}
			msg.Bidder = clientCtx.GetFromAddress().String()
			return msg, nil
		})
}

// document returns a command that makes a message of a file and sends it.
func document(use, short, example string, message func(client.Context, string) (sdk.Msg, error)) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Example: example, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			msg, err := message(clientCtx, args[0])
			if err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), msg)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func read(clientCtx client.Context, path string, into proto.Message) error {
	file, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := clientCtx.Codec.UnmarshalJSON(file, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func updateParamsCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "update-params [params.json]", Short: "Propose new settings, complete", Args: cobra.ExactArgs(1),
		Example: "With --title, --summary and --deposit of the proposal, and a file such as `kokusaid query auction params` shows",
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			msg := &types.MsgUpdateParams{Authority: authtypes.NewModuleAddress(govtypes.ModuleName).String()}
			if err := read(clientCtx, args[0], &msg.Params); err != nil {
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
	govcli.AddGovPropFlagsToCmd(cmd)
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}
