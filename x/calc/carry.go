package calc

import (
	"github.com/spf13/cobra"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// rates are the two sides of a carry: funding on actual/365, investment on actual/360.
type rates struct {
	funding, investment decimal
	days                count
}

func (r *rates) require(cmd *cobra.Command) {
	r.funding.require(cmd, "funding-rate", "funding rate in percent a year, actual/365")
	r.investment.require(cmd, "investment-rate", "investment rate in percent a year, actual/360")
	r.days.require(cmd, "days", "calendar days")
}

func (r *rates) forward(spot decimal) (string, error) {
	forward, err := bondmath.Forward(spot.LegacyDec, r.funding.LegacyDec, r.investment.LegacyDec, int(r.days))
	if err != nil {
		return "", err
	}
	return rounding.Text(forward, bondmath.PricePlaces), nil
}

func forwardCmd() *cobra.Command {
	var r rates
	var spot decimal
	cmd := command("forward", "Forward rate that makes a carry break even, 8 decimals", func() (any, error) {
		forward, err := r.forward(spot)
		return struct {
			Forward string `json:"forward"`
		}{forward}, err
	})
	spot.require(cmd, "spot", "funding currency for one unit of the investment currency")
	r.require(cmd)
	return cmd
}

func carryCmd() *cobra.Command {
	var r rates
	var notional amount
	var in, out decimal
	cmd := command("carry", "Outcome of a carry trade in its three parts", func() (any, error) {
		pnl, err := bondmath.CarryTrade{
			Notional: notional.Int, SpotIn: in.LegacyDec, SpotOut: out.LegacyDec,
			Funding: r.funding.LegacyDec, Investment: r.investment.LegacyDec, Days: int(r.days),
		}.PnL()
		if err != nil {
			return nil, err
		}
		breakEven, err := r.forward(in)
		return struct {
			Total     string `json:"pnl"`
			Carry     string `json:"carry"`
			FX        string `json:"fx"`
			Cross     string `json:"cross"`
			BreakEven string `json:"breakeven"`
		}{
			Total:     rounding.Text(pnl.Total, bondmath.CarryPlaces),
			Carry:     rounding.Text(pnl.Carry, bondmath.CarryPlaces),
			FX:        rounding.Text(pnl.FX, bondmath.CarryPlaces),
			Cross:     rounding.Text(pnl.Cross, bondmath.CarryPlaces),
			BreakEven: breakEven,
		}, err
	})
	notional.require(cmd, "notional", "amount borrowed, in the funding currency")
	in.require(cmd, "spot-in", "rate at which the trade was opened")
	out.require(cmd, "spot-out", "rate at which it is closed")
	r.require(cmd)
	return cmd
}
