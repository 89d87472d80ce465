package calc

import (
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/haircut"
)

func collateralValueCmd() *cobra.Command {
	var market amount
	var years decimal
	var asOf day
	kind := string(haircut.Fixed)
	cmd := command("collateral-value", "Bank of Japan collateral value, floored to the yen", func() (any, error) {
		tables := haircut.CollateralPrices()
		table := tables[len(tables)-1]
		if asOf.given {
			var err error
			if table, err = haircut.InForce(tables, asOf.Date); err != nil {
				return nil, err
			}
		}
		value, err := table.CollateralValue(market.Int, haircut.Kind(kind), years.LegacyDec)
		if err != nil {
			return nil, err
		}
		return struct {
			Value    string `json:"collateral_value_yen"`
			Revision string `json:"revision"`
		}{value.String(), table.From.String()}, nil
	})
	market.require(cmd, "market-value", "market value in yen")
	years.require(cmd, "residual-years", "residual maturity in years")
	cmd.Flags().StringVar(&kind, "kind", kind, "fixed, strip or linker")
	cmd.Flags().Var(&asOf, "as-of", "date whose revision of the table applies (default the latest)")
	return cmd
}
