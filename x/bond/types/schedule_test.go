package types_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func schedule(t require.TestingT, terms types.TermSheet) types.Schedule {
	s, err := terms.Schedule()
	require.NoError(t, err)
	return s
}

const isin381 = "JP1103811S13"

func owed(t require.TestingT, s types.Schedule, k uint32) types.Owed {
	owed, err := s.Owed(k, types.NoFixings{})
	require.NoError(t, err)
	return owed
}

func cashFlows(t require.TestingT, s types.Schedule, from string) []types.CashFlow {
	flows, err := s.CashFlows(date.MustParse(from), types.NoFixings{})
	require.NoError(t, err)
	return flows
}

func TestScheduleOfJGB381(t *testing.T) {
	s := schedule(t, jgb381())
	require.EqualValues(t, 20, s.Coupons())
	require.EqualValues(t, 21, s.Principal())
	require.Equal(t, "2025-12-20", s.DueDate(0).String())
	require.Equal(t, "2026-06-20", s.DueDate(1).String())
	require.Equal(t, "2026-06-22", s.PaymentDate(1).String(), "20 June 2026 is a Saturday")
	require.Equal(t, "2026-12-21", s.PaymentDate(2).String(), "20 December 2026 is a Sunday")
	require.Equal(t, "2035-12-20", s.DueDate(20).String())
	require.Equal(t, "2035-12-20", s.DueDate(21).String())
	require.Equal(t, time.Date(2026, 6, 21, 15, 0, 0, 0, time.UTC), s.RecordTime(1), "midnight in Tokyo")
	require.Equal(t, s.PaymentTime(1), s.RecordTime(1))
	require.Equal(t, math.LegacyNewDec(10_500), owed(t, s, 1).PerUnit, "1.05 yen per 100, in millionths")
	require.Equal(t, math.LegacyNewDec(1_000_000), owed(t, s, 21).PerUnit)
	last, err := s.Payment(isin381, 20, math.LegacyNewDec(199_500), types.NoFixings{})
	require.NoError(t, err)
	require.Equal(t, math.LegacyNewDec(210_000), last.Cumulative)
	principal, err := s.Payment(isin381, 21, last.Cumulative, types.NoFixings{})
	require.NoError(t, err)
	require.Equal(t, last.Cumulative, principal.Cumulative, "the principal adds no coupon")
}

func TestScheduleWithRecordDays(t *testing.T) {
	terms := jgb381()
	terms.RecordBusinessDays = 3
	s := schedule(t, terms)
	require.Equal(t, "2026-06-17", s.RecordDate(1).String(), "three business days before Monday the 22nd")
	require.Equal(t, s.PaymentDate(21), s.RecordDate(21), "the principal is never recorded early")
}

func TestScheduleAtMonthEnds(t *testing.T) {
	s := schedule(t, note())
	var due []string
	for k := uint32(0); k <= s.Principal(); k++ {
		due = append(due, s.DueDate(k).String())
	}
	require.Equal(t, []string{"2026-06-30", "2026-12-31", "2027-06-30", "2027-12-31", "2028-06-30", "2028-06-30"}, due)
	require.Equal(t, time.Date(2026, 12, 31, 5, 0, 0, 0, time.UTC), s.RecordTime(1), "midnight in New York, winter")
	require.Equal(t, time.Date(2027, 6, 30, 4, 0, 0, 0, time.UTC), s.RecordTime(2), "midnight in New York, summer")
}

func TestScheduleOfABill(t *testing.T) {
	s := schedule(t, bill())
	require.Zero(t, s.Coupons())
	require.EqualValues(t, 1, s.Principal())
	flows := cashFlows(t, s, "2026-05-01")
	require.Len(t, flows, 1)
	require.Equal(t, math.LegacyOneDec(), flows[0].Amount)
	require.Equal(t, "2027-01-20", flows[0].PaymentDate.String())
}

func TestCashFlowsBelongToWhoHeldBeforeTheRecordDate(t *testing.T) {
	s := schedule(t, jgb381())
	require.Len(t, cashFlows(t, s, "2026-06-21"), 21, "cum coupon up to the day before payment")
	after := cashFlows(t, s, "2026-06-22")
	require.Len(t, after, 20)
	require.Equal(t, "2026-12-21", after[0].PaymentDate.String())
	require.Equal(t, math.LegacyMustNewDecFromStr("0.0105"), after[0].Amount)
	require.Len(t, cashFlows(t, s, "2035-12-19"), 2)
	require.Empty(t, cashFlows(t, s, "2035-12-20"))
}

// Whatever the terms: payments come in order, record moments never after payment, and coupons add up to the annual rate.
func TestScheduleLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := jgb381()
		terms.Frequency = rapid.SampledFrom([]uint32{1, 2, 4}).Draw(t, "frequency")
		terms.Calendar = rapid.SampledFrom([]string{"tokyo", "newyork"}).Draw(t, "calendar")
		terms.RecordBusinessDays = rapid.Uint32Range(0, 30).Draw(t, "record days")
		terms.CouponPct = math.LegacyNewDecWithPrec(rapid.Int64Range(0, 100_000).Draw(t, "coupon"), 3)
		dated := date.New(rapid.IntRange(1990, 2090).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
		period, count := 12/int(terms.Frequency), rapid.IntRange(1, 100).Draw(t, "coupons")
		terms.DatedDate, terms.IssueDate = dated.String(), dated.String()
		terms.FirstCouponDate = dated.AddMonths(period).String()
		terms.MaturityDate = dated.AddMonths(period * count).String()
		require.NoError(t, terms.Validate())

		s := schedule(t, terms)
		require.EqualValues(t, count, s.Coupons())
		for k := uint32(1); k <= s.Principal(); k++ {
			require.False(t, s.RecordTime(k).After(s.PaymentTime(k)))
			require.GreaterOrEqual(t, s.PaymentDate(k), s.DueDate(k))
			if k > 1 {
				require.False(t, s.RecordTime(k).Before(s.PaymentTime(k-1)), "the next is recorded after the last is due")
			}
		}
		annual := terms.CouponPct.MulInt64(10_000)
		require.Equal(t, annual, owed(t, s, 1).PerUnit.MulInt64(int64(terms.Frequency)), "per unit is exact")
	})
}
