package calc

import (
	"cosmossdk.io/math"
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

func indexCoefficientCmd() *cobra.Command {
	var on day
	var earlier, later, base decimal
	cmd := command("index-coefficient", "Reference index and coefficient of an inflation-linked bond on a date", func() (any, error) {
		between := bondmath.ReferenceIndexOf(on.Date)
		index, err := between.Index(earlier.LegacyDec, later.LegacyDec)
		if err != nil {
			return nil, err
		}
		coefficient, err := bondmath.IndexCoefficient(index, base.LegacyDec)
		if err != nil {
			return nil, err
		}
		return struct {
			Earlier     string `json:"earlier_month"`
			Later       string `json:"later_month"`
			Elapsed     int    `json:"elapsed_days"`
			Days        int    `json:"days"`
			Index       string `json:"reference_index"`
			Coefficient string `json:"index_coefficient"`
		}{
			between.Earlier.String(), between.Later.String(), between.Elapsed, between.Days,
			rounding.Text(index, bondmath.IndexPlaces), rounding.Text(coefficient, bondmath.CoefficientPlaces),
		}, nil
	})
	on.require(cmd, "date", "date of the coefficient")
	earlier.require(cmd, "earlier", "index of three months before the month of the last 10th")
	later.require(cmd, "later", "index of the month after that one")
	base.require(cmd, "base", "reference index of the issue date")
	return cmd
}

func floatingCouponCmd() *cobra.Command {
	var face amount
	var reference, spread decimal
	frequency := 2
	cmd := command("floating-coupon", "Coupon of a floating-rate bond for a period, from the reference rate at its start", func() (any, error) {
		rate, coupon, err := bondmath.FloatingCoupon(face.Int, reference.LegacyDec, spread.LegacyDec, frequency)
		if err != nil {
			return nil, err
		}
		return struct {
			Rate   string `json:"rate_pct"`
			Coupon string `json:"coupon"`
		}{rounding.Text(rate, bondmath.CompoundPlaces), rounding.Text(coupon, bondmath.CarryPlaces)}, nil
	})
	face.require(cmd, "face", "face amount in currency units")
	reference.require(cmd, "reference", "reference rate in percent")
	spread.LegacyDec = math.LegacyZeroDec()
	cmd.Flags().Var(&spread, "spread", "spread that is taken off, in percent")
	cmd.Flags().IntVar(&frequency, "frequency", frequency, "coupons a year")
	return cmd
}
