package calc

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

var errCurrency = errors.New("fails charges are known for jpy and usd")

func failsChargeCmd() *cobra.Command {
	var proceeds amount
	var reference decimal
	var days count
	var currency string
	cmd := command("fails-charge", "Charge on late delivery of government bonds", func() (any, error) {
		switch currency {
		case "jpy":
			charge, err := bondmath.JGBFailsCharge(proceeds.Int, reference.LegacyDec, int(days))
			if err != nil {
				return nil, err
			}
			return struct {
				Charge string `json:"charge_yen"`
			}{charge.String()}, nil
		case "usd":
			charge, err := bondmath.USFailsCharge(proceeds.Int, reference.LegacyDec, int(days))
			if err != nil {
				return nil, err
			}
			return struct {
				Charge string `json:"charge_usd"`
			}{rounding.Text(charge, 2)}, nil
		default:
			return nil, fmt.Errorf("%w: %q", errCurrency, currency)
		}
	})
	proceeds.require(cmd, "proceeds", "money against which the bonds were due")
	reference.require(cmd, "reference-rate", "policy rate in percent")
	days.require(cmd, "days", "calendar days of the fail")
	cmd.Flags().StringVar(&currency, "currency", "jpy", "jpy (actual/365, yen) or usd (actual/360, cents)")
	return cmd
}
