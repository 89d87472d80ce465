package calc

import (
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/calendar"
)

func businessDayCmd() *cobra.Command {
	var name string
	var on day
	cmd := command("business-day", "The day on which a payment due on a date is made (following)", func() (any, error) {
		market, err := calendar.ByName(name)
		if err != nil {
			return nil, err
		}
		return struct {
			Payment  string `json:"payment_date"`
			Business bool   `json:"business_day"`
		}{market.Following(on.Date).String(), market.IsBusinessDay(on.Date)}, nil
	})
	cmd.Flags().StringVar(&name, "calendar", calendar.TokyoName, "tokyo or newyork")
	on.require(cmd, "date", "unadjusted payment date")
	return cmd
}
