package calc

import (
	"cosmossdk.io/math"
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

func tonaCmd() *cobra.Command {
	var texts []string
	var days []int
	cmd := command("tona", "Overnight rates compounded in arrears, actual/365", func() (any, error) {
		fixings := make([]math.LegacyDec, len(texts))
		for i, text := range texts {
			var err error
			if fixings[i], err = rounding.ParseDec(text, rounding.DecPlaces); err != nil {
				return nil, err
			}
		}
		compounded, err := bondmath.CompoundTONA(fixings, days)
		if err != nil {
			return nil, err
		}
		return struct {
			Rate   string `json:"compounded_rate_pct"`
			Factor string `json:"growth_factor"`
			Days   int    `json:"days"`
		}{
			Rate:   rounding.Text(compounded.Rate, bondmath.CompoundPlaces),
			Factor: rounding.Text(compounded.Factor, rounding.DecPlaces),
			Days:   compounded.Days,
		}, nil
	})
	cmd.Flags().StringSliceVar(&texts, "rates", nil, "overnight rates in percent, oldest first, separated by commas")
	cmd.Flags().IntSliceVar(&days, "days", nil, "calendar days for which each holds, separated by commas")
	must(cmd.MarkFlagRequired("rates"))
	must(cmd.MarkFlagRequired("days"))
	return cmd
}
