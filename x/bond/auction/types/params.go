package types

import (
	"time"

	"cosmossdk.io/math"
)

const (
	mostParticipants = 10_000
	mostDealers      = 200
	mostBids         = 100
	mostSeries       = 200
	mostWork         = 100_000
	mostMonths       = 1_200
	month            = 30 * 24 * time.Hour
	decade           = 3_653 * 24 * time.Hour
)

// DefaultParams returns the parameters of a new chain: five hundred participants with twenty bids each, and the
// percentages of the Japanese primary market.
func DefaultParams() Params {
	return Params{
		MaxParticipants: 500, MaxDealers: 50, MaxBids: 20, MaxSeries: 50, WorkLimit: 500,
		RetryInterval: time.Hour, SettlementGrace: 5 * 24 * time.Hour, Retention: 366 * 24 * time.Hour,
		BidderCapPct: math.LegacyNewDec(50), MaxNonCompetitivePct: math.LegacyNewDec(10),
		MaxFirstRoundPct: math.LegacyNewDec(20), MaxSecondRoundPct: math.LegacyNewDec(10), MinDepositPct: math.LegacyNewDecWithPrec(1, 2),
		ShortTermMonths: 12, ShortDutyPct: math.LegacyNewDecWithPrec(5, 1), OtherDutyPct: math.LegacyOneDec(),
	}
}

// Validate checks every parameter.
func (p Params) Validate() error {
	for _, limit := range []struct {
		name        string
		value, most uint32
	}{
		{"max_participants", p.MaxParticipants, mostParticipants}, {"max_dealers", p.MaxDealers, mostDealers},
		{"max_bids", p.MaxBids, mostBids}, {"max_series", p.MaxSeries, mostSeries}, {"work_limit", p.WorkLimit, mostWork},
		{"short_term_months", p.ShortTermMonths, mostMonths},
	} {
		if limit.value < 1 || limit.value > limit.most {
			return ErrInvalidParams.Wrapf("%s must be 1 to %d, not %d", limit.name, limit.most, limit.value)
		}
	}
	for _, span := range []struct {
		name               string
		value, least, most time.Duration
	}{
		{"retry_interval", p.RetryInterval, time.Second, month}, {"settlement_grace", p.SettlementGrace, time.Hour, month},
		{"retention", p.Retention, 24 * time.Hour, decade},
	} {
		if span.value < span.least || span.value > span.most {
			return ErrInvalidParams.Wrapf("%s must be %s to %s, not %s", span.name, span.least, span.most, span.value)
		}
	}
	for _, share := range []struct {
		name  string
		value math.LegacyDec
		most  int64
	}{
		{"bidder_cap_pct", p.BidderCapPct, 100}, {"max_non_competitive_pct", p.MaxNonCompetitivePct, 40},
		{"max_first_round_pct", p.MaxFirstRoundPct, 40}, {"max_second_round_pct", p.MaxSecondRoundPct, 100},
		{"min_deposit_pct", p.MinDepositPct, 100}, {"short_duty_pct", p.ShortDutyPct, 100}, {"other_duty_pct", p.OtherDutyPct, 100},
	} {
		if !checkPct(share.value, share.most) {
			return ErrInvalidParams.Wrapf("%s must be 0 to %d with at most %d decimals, not %s", share.name, share.most, pctPlaces, share.value)
		}
	}
	if !p.BidderCapPct.IsPositive() {
		return ErrInvalidParams.Wrap("bidder_cap_pct must be above 0")
	}
	if p.MaxDealers > p.MaxParticipants {
		return ErrInvalidParams.Wrapf("max_dealers %d is above max_participants %d", p.MaxDealers, p.MaxParticipants)
	}
	return nil
}
