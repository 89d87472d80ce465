package calc

import (
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

func priceCmd() *cobra.Command {
	var b bond
	var yield decimal
	cmd := command("price", "Clean price of a Japanese simple yield, 8 decimals", func() (any, error) {
		price, err := bondmath.SimplePrice(b.coupon.LegacyDec, yield.LegacyDec, b.settle.Date, b.maturity.Date)
		if err != nil {
			return nil, err
		}
		years, err := remainingYears(b.term)
		return struct {
			Price string `json:"clean_price"`
			Years string `json:"remaining_years"`
		}{rounding.Text(price, bondmath.PricePlaces), years}, err
	})
	b.require(cmd)
	yield.require(cmd, "simple-yield", "simple yield in percent")
	return cmd
}

func compoundPriceCmd() *cobra.Command {
	var b bond
	var yield decimal
	cmd := command("compound-price", "Clean price and issue price of a semiannual compound yield", func() (any, error) {
		semiannual, err := b.semiannual()
		if err != nil {
			return nil, err
		}
		clean, err := semiannual.CompoundPrice(b.settle.Date, yield.LegacyDec)
		if err != nil {
			return nil, err
		}
		issue, err := semiannual.IssuePrice(b.settle.Date, yield.LegacyDec)
		return struct {
			Clean string `json:"clean_price"`
			Issue string `json:"issue_price"`
		}{rounding.Text(clean, bondmath.PricePlaces), rounding.Text(issue, bondmath.IssuePricePlaces)}, err
	})
	b.require(cmd)
	yield.require(cmd, "yield", "compound yield in percent")
	return cmd
}
