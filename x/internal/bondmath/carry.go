package bondmath

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Forward returns the break-even exit rate of a carry, half-up to eight decimals: S·(1 + r_f·t/365)/(1 + r_i·t/360), with
// funding on actual/365 and the investment on actual/360.
func Forward(spot, funding, investment math.LegacyDec, days int) (math.LegacyDec, error) {
	if err := checkFactor("spot", spot); err != nil {
		return math.LegacyDec{}, err
	}
	cost, income, err := carryRates(funding, investment, days)
	if err != nil {
		return math.LegacyDec{}, err
	}
	forward := rounding.Rat(spot)
	forward.Mul(forward, cost.Add(cost, oneRat))
	forward, err = quotient(forward, income.Add(income, oneRat), investment)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return rounding.RatHalfUp(forward, PricePlaces), nil
}

// CarryTrade is a funded position in another currency: borrow Notional, convert it at SpotIn (units of the funding
// currency for one of the other), lend for Days, convert back at SpotOut, repay.
type CarryTrade struct {
	Notional   math.Int
	SpotIn     math.LegacyDec
	SpotOut    math.LegacyDec
	Funding    math.LegacyDec // percent a year, actual/365
	Investment math.LegacyDec // percent a year, actual/360
	Days       int
}

// CarryPnL is the outcome in units of the notional. Each part is truncated toward zero to six decimals; the total is
// their sum, so the parts always add up to it.
type CarryPnL struct {
	Total math.LegacyDec
	Carry math.LegacyDec // N·(r_i·t/360 − r_f·t/365)
	FX    math.LegacyDec // N·(S1/S0 − 1)
	Cross math.LegacyDec // N·(r_i·t/360)·(S1/S0 − 1)
}

// CarryPlaces is where the parts of a carry outcome are cut: the decimals of a cash token.
const CarryPlaces = 6

// PnL splits the outcome of the trade into carry, currency and their cross term.
func (t CarryTrade) PnL() (CarryPnL, error) {
	if err := checkAmount(t.Notional); err != nil {
		return CarryPnL{}, err
	}
	if err := checkFactor("spot in", t.SpotIn); err != nil {
		return CarryPnL{}, err
	}
	if err := checkFactor("spot out", t.SpotOut); err != nil {
		return CarryPnL{}, err
	}
	cost, income, err := carryRates(t.Funding, t.Investment, t.Days)
	if err != nil {
		return CarryPnL{}, err
	}
	notional := new(big.Rat).SetInt(t.Notional.BigInt())
	move := new(big.Rat).Quo(rounding.Rat(t.SpotOut), rounding.Rat(t.SpotIn))
	move.Sub(move, oneRat)
	part := func(r *big.Rat) math.LegacyDec { return rounding.RatTrunc(r.Mul(r, notional), CarryPlaces) }
	pnl := CarryPnL{
		Carry: part(new(big.Rat).Sub(income, cost)),
		FX:    part(new(big.Rat).Set(move)),
		Cross: part(new(big.Rat).Mul(income, move)),
	}
	pnl.Total = pnl.Carry.Add(pnl.FX).Add(pnl.Cross)
	return pnl, nil
}

// carryRates returns the interest on 1 of either side.
func carryRates(funding, investment math.LegacyDec, days int) (cost, income *big.Rat, err error) {
	for _, rate := range []math.LegacyDec{funding, investment} {
		if err := checkRate(rate); err != nil {
			return nil, nil, err
		}
	}
	if err := checkDays(days); err != nil {
		return nil, nil, err
	}
	return percentOfDays(funding, days, 365), percentOfDays(investment, days, 360), nil
}
