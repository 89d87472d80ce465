package bondmath

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// Decimals of published numbers.
const (
	SimpleYieldPlaces = 3
	TBillYieldPlaces  = 4
	CompoundPlaces    = 10
	PricePlaces       = 8
	IssuePricePlaces  = 2
)

// RemainingYears returns the years to maturity as the ministry counts them: actual days ÷ 365, where 29 Februaries are
// left out when at least one year remains, and counted when less does.
func RemainingYears(settle, maturity date.Date) (*big.Rat, error) {
	if err := checkDates(settle, maturity); err != nil {
		return nil, err
	}
	days := settle.DaysUntil(maturity)
	if settle.AddMonths(12) <= maturity {
		days -= date.LeapDays(settle, maturity)
	}
	return big.NewRat(int64(days), 365), nil
}

// SimpleYield returns the Japanese simple yield (単利) in percent, truncated toward zero to three decimals as the ministry
// publishes auction results.
func SimpleYield(coupon, price math.LegacyDec, settle, maturity date.Date) (math.LegacyDec, error) {
	yield, err := SimpleYieldExact(coupon, price, settle, maturity)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return rounding.RatTrunc(yield, SimpleYieldPlaces), nil
}

// SimpleYieldExact returns (c + (100 − P)/n) / P × 100.
func SimpleYieldExact(coupon, price math.LegacyDec, settle, maturity date.Date) (*big.Rat, error) {
	years, err := RemainingYears(settle, maturity)
	if err != nil {
		return nil, err
	}
	if err := checkCoupon(coupon); err != nil {
		return nil, err
	}
	if err := checkPrice(price); err != nil {
		return nil, err
	}
	p := rounding.Rat(price)
	gain := new(big.Rat).Sub(hundred, p)
	gain.Quo(gain, years)
	gain.Add(gain, rounding.Rat(coupon))
	return gain.Mul(gain.Quo(gain, p), hundred), nil
}

// SimplePrice returns the clean price of a simple yield, half-up to eight decimals.
func SimplePrice(coupon, yield math.LegacyDec, settle, maturity date.Date) (math.LegacyDec, error) {
	price, err := SimplePriceExact(coupon, yield, settle, maturity)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return rounding.RatHalfUp(price, PricePlaces), nil
}

// SimplePriceExact returns (100 + c·n) / (1 + y·n/100), the inverse of SimpleYieldExact. A negative yield so low that
// 1 + y·n/100 is not positive has no price.
func SimplePriceExact(coupon, yield math.LegacyDec, settle, maturity date.Date) (*big.Rat, error) {
	years, err := RemainingYears(settle, maturity)
	if err != nil {
		return nil, err
	}
	if err := checkCoupon(coupon); err != nil {
		return nil, err
	}
	if err := checkYield(yield); err != nil {
		return nil, err
	}
	growth := new(big.Rat).Mul(rounding.Rat(yield), years)
	growth.Add(growth.Quo(growth, hundred), oneRat)
	price := new(big.Rat).Mul(rounding.Rat(coupon), years)
	price.Add(price, hundred)
	return quotient(price, growth, yield)
}

// HoldingPeriodYield returns the simple yield of buying at one price and selling at another after some years, in percent,
// half-up to three decimals: (c + (sell − buy)/years) / buy × 100.
func HoldingPeriodYield(coupon, buy, sell, years math.LegacyDec) (math.LegacyDec, error) {
	if err := checkCoupon(coupon); err != nil {
		return math.LegacyDec{}, err
	}
	for _, price := range []math.LegacyDec{buy, sell} {
		if err := checkPrice(price); err != nil {
			return math.LegacyDec{}, err
		}
	}
	if err := checkFactor("years", years); err != nil {
		return math.LegacyDec{}, err
	}
	gain := new(big.Rat).Sub(rounding.Rat(sell), rounding.Rat(buy))
	gain.Quo(gain, rounding.Rat(years))
	gain.Add(gain, rounding.Rat(coupon))
	gain.Mul(gain.Quo(gain, rounding.Rat(buy)), hundred)
	return rounding.RatHalfUp(gain, SimpleYieldPlaces), nil
}
