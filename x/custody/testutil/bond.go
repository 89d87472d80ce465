package testutil

import (
	"context"
	"fmt"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

// Bond plays x/bond: a clock that a test sets, and series on whose coupons it decides.
type Bond struct {
	now    time.Time
	series map[string]bondtypes.Series
	issuer bondtypes.Issuer
	paid   map[string]math.LegacyDec
}

// Now implements types.BondKeeper.
func (b *Bond) Now(context.Context) time.Time { return b.now }

// SetNow moves business time.
func (b *Bond) SetNow(now time.Time) { b.now = now }

// GetSeries implements types.BondKeeper.
func (b *Bond) GetSeries(_ context.Context, isin string) (bondtypes.Series, error) {
	series, ok := b.series[isin]
	if !ok {
		return series, bondtypes.ErrSeriesNotFound.Wrap(isin)
	}
	return series, nil
}

// SetCalendar changes the calendar of a series.
func (b *Bond) SetCalendar(isin, calendar string) {
	series := b.series[isin]
	series.Terms.Calendar = calendar
	b.series[isin] = series
}

// SetTerms changes the terms of a series.
func (b *Bond) SetTerms(isin string, terms bondtypes.TermSheet) {
	b.series[isin] = bondtypes.Series{Terms: terms}
}

// TenYear are the terms of the fixture's first series.
func TenYear() bondtypes.TermSheet {
	return bondtypes.TermSheet{
		Isin: ISIN, IssuerId: "mof", Name: "JGB 10-year No. 381", Kind: bondtypes.SERIES_KIND_FIXED, Currency: Yen,
		CouponPct: math.LegacyMustNewDecFromStr("2.1"), DatedDate: "2025-12-20", IssueDate: "2026-01-07", FirstCouponDate: "2026-06-20",
		MaturityDate: "2035-12-20", Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo",
		RollRule: bondtypes.ROLL_RULE_FOLLOWING, Denomination: math.NewInt(50_000), Authorised: math.NewInt(2_600_000_000_000),
	}
}

// IssuerOf implements types.BondKeeper.
func (b *Bond) IssuerOf(_ context.Context, isin string) (bondtypes.Issuer, error) {
	if _, ok := b.series[isin]; !ok {
		return bondtypes.Issuer{}, bondtypes.ErrSeriesNotFound.Wrap(isin)
	}
	return b.issuer, nil
}

// Open opens a series with the terms of the ten-year bond, which trades from then on.
func (b *Bond) Open(isin string) {
	terms := TenYear()
	terms.Isin = isin
	b.SetTerms(isin, terms)
	b.Trade(isin)
}

// Trade has all of a series issued.
func (b *Bond) Trade(isin string) {
	series := bondtypes.NewSeries(b.series[isin].Terms)
	series.Status, series.Issued = bondtypes.SERIES_STATUS_LIVE, series.Terms.Authorised
	b.series[isin] = series
}

// OpenMany opens new series and returns their ISINs, in order.
func (b *Bond) OpenMany(count int) []string {
	isins := make([]string, count)
	for i := range isins {
		body := fmt.Sprintf("JP1%08d", 90_000_000+i)
		check, err := identifier.ISINCheck(body + "0")
		if err != nil {
			panic(err)
		}
		isins[i] = body + check
		b.Open(isins[i])
	}
	return isins
}

// SetStatus changes the status of a series.
func (b *Bond) SetStatus(isin string, status bondtypes.SeriesStatus) {
	series := b.series[isin]
	series.Status = status
	b.series[isin] = series
}

// SetIssuer makes an account the issuer of all series.
func (b *Bond) SetIssuer(authority sdk.AccAddress) { b.issuer.Authority = authority.String() }

// PayCoupon makes a coupon payable, per unit of face in base units of the cash.
func (b *Bond) PayCoupon(isin, perUnit string) {
	sum, _ := b.PaidPerUnit(context.Background(), isin)
	b.paid[isin] = sum.Add(math.LegacyMustNewDecFromStr(perUnit))
}

// PaidPerUnit is the sum of the coupons that have been made payable.
func (b *Bond) PaidPerUnit(_ context.Context, isin string) (math.LegacyDec, error) {
	if sum, found := b.paid[isin]; found {
		return sum, nil
	}
	return math.LegacyZeroDec(), nil
}

// RedemptionPerUnit is par, payable when the status of a series says that it is redeemed.
func (b *Bond) RedemptionPerUnit(ctx context.Context, isin string) (math.LegacyDec, bool, error) {
	series, err := b.GetSeries(ctx, isin)
	return math.LegacyNewDec(bondtypes.MicroPerUnit), series.Status == bondtypes.SERIES_STATUS_REDEEMED, err
}

// CashFlows are what a series pays after a day.
func (b *Bond) CashFlows(_ context.Context, series bondtypes.Series, from date.Date) ([]bondtypes.CashFlow, error) {
	schedule, err := series.Terms.Schedule()
	if err != nil {
		return nil, err
	}
	return schedule.CashFlows(from, bondtypes.NoFixings{})
}

// IsInArrears tells that no series is.
func (b *Bond) IsInArrears(context.Context, string) (bool, error) { return false, nil }
