package bond

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/kokusai-chain/kokusai/x/bond/auction/sealed"
	"github.com/kokusai-chain/kokusai/x/bond/report"
	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// GetTxCmd returns the commands that need more than AutoCLI offers: a term sheet carries decimals, which AutoCLI does not
// read as people write them inside a JSON document.
func (AppModule) GetTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   types.ModuleName,
		Short: "Issue bonds, fund their payments, claim coupons and redeem",
		RunE:  client.ValidateCmd,
	}
	cmd.AddCommand(sealed.Commands()...)
	cmd.AddCommand(openSeriesCmd())
	return cmd
}

// GetQueryCmd returns the queries that write files or find blocks.
func (AppModule) GetQueryCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   types.ModuleName,
		Short: "Show issuers, series, their payments and holders",
		RunE:  client.ValidateCmd,
	}
	cmd.AddCommand(report.Commands()...)
	return cmd
}

func openSeriesCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "open-series [terms.json]",
		Short: "Announce a series by its term sheet, as the issuer's authority",
		Long: `Announce a series by its term sheet, as the issuer's authority.

Beside what the example shows a kind has its own terms, and any series may have some:
 "floating": {"reference_id": "jgb-10-year", "spread_pct": "0.95"}       with SERIES_KIND_FLOATING and "coupon_pct": "0"
 "inflation": {"reference_id": "core-cpi", "base_index": "110.4"}        with SERIES_KIND_INFLATION_LINKED
 "strip": {"parent_isin": "JP1103811S13"}                                with SERIES_KIND_STRIP, {} for strips of coupons
 "instalments": [{"date": "2030-12-20", "share_pct": "25"}]              principal repaid before maturity
 "call": {"notice_days": 30, "options": [{"date": "2033-12-20", "price_pct": "100"}]}
 "grace_days": 30, "extension_pct": 75                                   days until default; share that may extend`,
		Example: `kokusaid tx bond open-series jgb-381.json --from ministry, with a file such as
{"isin": "JP1103811S13", "issuer_id": "mof", "name": "JGB 10-year No. 381", "kind": "SERIES_KIND_FIXED",
 "currency": "ujpy", "coupon_pct": "2.1", "dated_date": "2025-12-20", "issue_date": "2026-01-07",
 "first_coupon_date": "2026-06-20", "maturity_date": "2035-12-20", "frequency": 2, "day_count": "DAY_COUNT_ACT_365",
 "calendar": "tokyo", "roll_rule": "ROLL_RULE_FOLLOWING", "denomination": "50000", "authorised": "3000000000000"}`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			terms, err := readTerms(clientCtx.Codec, args[0])
			if err != nil {
				return err
			}
			msg := &types.MsgOpenSeries{Authority: clientCtx.GetFromAddress().String(), Terms: terms}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), msg)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func readTerms(cdc codec.JSONCodec, path string) (types.TermSheet, error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return types.TermSheet{}, err
	}
	var terms types.TermSheet
	if err := cdc.UnmarshalJSON(file, &terms); err != nil {
		return types.TermSheet{}, fmt.Errorf("%s: %w", path, err)
	}
	return terms, terms.Validate()
}
