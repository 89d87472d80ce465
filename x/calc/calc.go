// Package calc is the dealer's offline calculator, `kokusaid calc`: the pure packages of the chain behind flags, one JSON
// object on standard output. It reads no chain state, no configuration and no clock.
package calc

import (
	"encoding/json"

	"github.com/spf13/cobra"
)

// NewCmd returns the calc command with its subcommands.
func NewCmd() *cobra.Command {
	calc := &cobra.Command{
		Use:   "calc",
		Short: "Compute bond yields, prices, accrued interest and carry offline",
		Long: `Compute bond yields, prices, accrued interest, identifiers and carry offline.

Rates, coupons and yields are in percent a year, prices per 100 of face, dates like 2035-12-20. Each subcommand prints one
JSON object; numbers that are rounded by a market rule are strings.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		// The calculator needs no node home: this keeps the root's set-up from reading or creating one.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		SilenceUsage:      true,
	}
	calc.AddCommand(
		simpleYieldCmd(), priceCmd(), tbillYieldCmd(), compoundYieldCmd(), compoundPriceCmd(), accruedCmd(),
		indexCoefficientCmd(), floatingCouponCmd(),
		businessDayCmd(), isinCmd(), leiCmd(), dtiCmd(),
		allotCmd(), collateralValueCmd(), failsChargeCmd(), tonaCmd(), forwardCmd(), carryCmd(),
	)
	return calc
}

// command builds a subcommand without positional arguments whose answer is printed as one JSON object.
func command(use, short string, answer func() (any, error)) *cobra.Command {
	return &cobra.Command{
		Use:          use,
		Short:        short,
		Args:         cobra.NoArgs,
		SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(cmd, answer)
		},
	}
}

// show prints the answer, or returns the error that stood in its way.
func show(cmd *cobra.Command, answer func() (any, error)) error {
	object, err := answer()
	if err != nil {
		return err
	}
	return json.NewEncoder(cmd.OutOrStdout()).Encode(object)
}
