package calc

import (
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

func simpleYieldCmd() *cobra.Command {
	var b bond
	var price decimal
	cmd := command("simple-yield", "Japanese simple yield of a coupon bond, truncated to 3 decimals", func() (any, error) {
		exact, err := bondmath.SimpleYieldExact(b.coupon.LegacyDec, price.LegacyDec, b.settle.Date, b.maturity.Date)
		if err != nil {
			return nil, err
		}
		years, err := remainingYears(b.term)
		return struct {
			Yield     string `json:"simple_yield_pct"`
			Unrounded string `json:"unrounded"`
			Years     string `json:"remaining_years"`
		}{
			Yield:     rounding.Text(rounding.RatTrunc(exact, bondmath.SimpleYieldPlaces), bondmath.SimpleYieldPlaces),
			Unrounded: rounding.Text(rounding.RatTrunc(exact, bondmath.PricePlaces), bondmath.PricePlaces),
			Years:     years,
		}, err
	})
	b.require(cmd)
	price.require(cmd, "price", "clean price per 100")
	return cmd
}

// remainingYears writes the years to maturity, cut at ten decimals.
func remainingYears(t term) (string, error) {
	years, err := bondmath.RemainingYears(t.settle.Date, t.maturity.Date)
	if err != nil {
		return "", err
	}
	return rounding.Text(rounding.RatTrunc(years, bondmath.CompoundPlaces), bondmath.CompoundPlaces), nil
}

func tbillYieldCmd() *cobra.Command {
	var t term
	var price decimal
	cmd := command("tbill-yield", "Yield of a Japanese discount bill, truncated to 4 decimals", func() (any, error) {
		yield, err := bondmath.TBillYield(price.LegacyDec, t.settle.Date, t.maturity.Date)
		if err != nil {
			return nil, err
		}
		return struct {
			Yield string `json:"yield_pct"`
			Days  int    `json:"days"`
		}{rounding.Text(yield, bondmath.TBillYieldPlaces), t.settle.DaysUntil(t.maturity.Date)}, nil
	})
	t.require(cmd)
	price.require(cmd, "price", "price per 100")
	return cmd
}

func compoundYieldCmd() *cobra.Command {
	var b bond
	var price decimal
	cmd := command("compound-yield", "Semiannual compound yield, truncated to 10 decimals", func() (any, error) {
		semiannual, err := b.semiannual()
		if err != nil {
			return nil, err
		}
		yield, err := semiannual.CompoundYield(b.settle.Date, price.LegacyDec)
		if err != nil {
			return nil, err
		}
		return struct {
			Yield string `json:"compound_yield_pct"`
		}{rounding.Text(yield, bondmath.CompoundPlaces)}, nil
	})
	b.require(cmd)
	price.require(cmd, "price", "clean price per 100")
	return cmd
}
