package bondmath

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// TBillYield returns the yield of a Japanese treasury discount bill in percent, truncated toward zero to four decimals as
// the ministry publishes auction results.
func TBillYield(price math.LegacyDec, settle, maturity date.Date) (math.LegacyDec, error) {
	yield, err := TBillYieldExact(price, settle, maturity)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return rounding.RatTrunc(yield, TBillYieldPlaces), nil
}

// TBillYieldExact returns (100 − P)/P × 365/d × 100, with every day of d counted.
func TBillYieldExact(price math.LegacyDec, settle, maturity date.Date) (*big.Rat, error) {
	if err := checkDates(settle, maturity); err != nil {
		return nil, err
	}
	if err := checkPrice(price); err != nil {
		return nil, err
	}
	p := rounding.Rat(price)
	yield := new(big.Rat).Sub(hundred, p)
	yield.Quo(yield, p)
	return yield.Mul(yield, big.NewRat(36_500, int64(settle.DaysUntil(maturity)))), nil
}

// TBillPrice returns the price of a bill from its yield, half-up to eight decimals.
func TBillPrice(yield math.LegacyDec, settle, maturity date.Date) (math.LegacyDec, error) {
	price, err := TBillPriceExact(yield, settle, maturity)
	if err != nil {
		return math.LegacyDec{}, err
	}
	return rounding.RatHalfUp(price, PricePlaces), nil
}

// TBillPriceExact returns 100 / (1 + y·d/36500), the inverse of TBillYieldExact.
func TBillPriceExact(yield math.LegacyDec, settle, maturity date.Date) (*big.Rat, error) {
	if err := checkDates(settle, maturity); err != nil {
		return nil, err
	}
	if err := checkYield(yield); err != nil {
		return nil, err
	}
	growth := percentOfDays(yield, settle.DaysUntil(maturity), 365)
	return quotient(new(big.Rat).Set(hundred), growth.Add(growth, oneRat), yield)
}

// The decimals of United States bill prices and discount rates (31 CFR 356 appendix B III).
const (
	USPricePlaces    = 6
	USDiscountPlaces = 3
)

// USBillPrice returns the price of a United States bill from its bank-discount rate, half-up to six decimals:
// 100 × (1 − rate × d/360).
func USBillPrice(discount math.LegacyDec, settle, maturity date.Date) (math.LegacyDec, error) {
	if err := checkDates(settle, maturity); err != nil {
		return math.LegacyDec{}, err
	}
	if err := checkRate(discount); err != nil {
		return math.LegacyDec{}, err
	}
	price := new(big.Rat).Sub(oneRat, percentOfDays(discount, settle.DaysUntil(maturity), 360))
	rounded := rounding.RatHalfUp(price.Mul(price, hundred), USPricePlaces)
	return rounded, checkPrice(rounded)
}

// USBillDiscount returns the bank-discount rate of a United States bill in percent, half-up to three decimals:
// (100 − P)/100 × 360/d × 100.
func USBillDiscount(price math.LegacyDec, settle, maturity date.Date) (math.LegacyDec, error) {
	if err := checkDates(settle, maturity); err != nil {
		return math.LegacyDec{}, err
	}
	if err := checkPrice(price); err != nil {
		return math.LegacyDec{}, err
	}
	discount := new(big.Rat).Sub(hundred, rounding.Rat(price))
	discount.Mul(discount, big.NewRat(360, int64(settle.DaysUntil(maturity))))
	return rounding.RatHalfUp(discount, USDiscountPlaces), nil
}
