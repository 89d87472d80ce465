package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// The first three are accrued interest that the ministry published with the issue.
func TestAccruedAtIssue(t *testing.T) {
	jgb := func(coupon, dated, issue, first, maturity string) types.TermSheet {
		terms := jgb381()
		terms.CouponPct = math.LegacyMustNewDecFromStr(coupon)
		terms.DatedDate, terms.IssueDate, terms.FirstCouponDate, terms.MaturityDate = dated, issue, first, maturity
		return terms
	}
	cases := map[string]struct {
		terms    types.TermSheet
		face     int64
		recorded uint32
		on       string
		decimals uint32
		want     string // micro
	}{
		"10y 366":               {jgb("0.2", "2022-03-20", "2022-05-11", "2022-09-20", "2032-03-20"), 100_000_000, 0, "2022-05-11", 0, "28493000000"},
		"30y 70":                {jgb("0.7", "2021-03-20", "2021-04-07", "2021-09-20", "2051-03-20"), 100_000_000, 0, "2021-04-07", 0, "34520000000"},
		"2y 480":                {jgb("1.1", "2026-01-01", "2026-01-05", "2026-07-01", "2028-01-01"), 100_000_000, 0, "2026-01-05", 0, "12054000000"},
		"on the dated date":     {jgb381(), 100_000_000, 0, "2025-12-20", 0, "0"},
		"reopening":             {jgb381(), 50_000, 1, "2026-07-01", 0, "31000000"},           // 11 days: 31.6 yen
		"never above coupon":    {jgb381(), 100_000_000, 1, "2026-12-20", 0, "1050000000000"}, // 183 of 365 days is more than half
		"stops at the coupon":   {jgb381(), 100_000_000, 0, "2026-06-21", 0, "1047123000000"}, // 182 days, not 183
		"floored to the dollar": {note(), 1_000, 0, "2026-07-01", 0, "0"},
		"floored to the cent":   {note(), 1_000, 0, "2026-07-01", 2, "50000"}, // 10.5 × 1/184 = 0.05706…
		"a bill":                {bill(), 50_000, 0, "2026-09-01", 0, "0"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := c.terms.AccruedAtIssueDown(schedule(t, c.terms), math.NewInt(c.face), c.recorded, date.MustParse(c.on), c.decimals, types.NoFixings{})
			require.NoError(t, err)
			require.Equal(t, c.want, got.String())
		})
	}
}
