package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// The payments of a range are those that a look at every date finds.
func TestPaidWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := schedule(t, jgb381())
		day := func(name string) date.Date {
			return date.MustParse("2025-12-01").AddDays(rapid.IntRange(0, 3_700).Draw(t, name))
		}
		r := types.DateRange{From: day("from"), To: day("to")}
		if r.To < r.From {
			r.From, r.To = r.To, r.From
		}
		var want, got []uint32
		for k := uint32(1); k <= s.Principal(); k++ {
			if paid := s.PaymentDate(k); paid >= r.From && paid <= r.To {
				want = append(want, k)
			}
		}
		first, behind := s.PaidWithin(r)
		for k := first; k < behind; k++ {
			got = append(got, k)
		}
		require.Equal(t, want, got)
	})
}

// Whatever is repaid at whatever price, the flows of a payment sum to what is owed of it, none is negative, and over the life
// of a series the principal that the terms repay is its face.
func TestFlowsSumToWhatIsOwed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := jgb381()
		terms.CouponPct = math.LegacyNewDecWithPrec(rapid.Int64Range(0, 9_999).Draw(t, "coupon"), 3)
		first, second := rapid.Int64Range(1, 499_999).Draw(t, "instalment"), rapid.Int64Range(1, 499_999).Draw(t, "call")
		pct := func(tenThousandths int64) math.LegacyDec { return math.LegacyNewDecWithPrec(tenThousandths, 4) }
		terms.Instalments = []types.Instalment{{Date: "2030-06-20", SharePct: pct(first)}}
		series := types.NewSeries(terms)
		series.Issued = math.NewInt(rapid.Int64Range(1, 1_000_000_000_000).Draw(t, "units"))
		called := rapid.SampledFrom([]uint32{9, 12}).Draw(t, "called with") // the instalment is with the ninth
		series.Calls = []types.Call{{
			Number: called, SharePct: pct(second), PricePct: pct(rapid.Int64Range(1, 2_000_000).Draw(t, "price")),
		}}
		s, err := series.Schedule()
		require.NoError(t, err)
		redeemed := math.ZeroInt()
		for k := uint32(1); k <= s.Principal(); k++ {
			payment, err := s.Payment(isin381, k, math.LegacyZeroDec(), types.NoFixings{})
			require.NoError(t, err)
			sum := math.ZeroInt()
			for _, flow := range series.Flows(s, payment, "") {
				require.False(t, flow.Amount.IsNegative())
				sum = sum.Add(flow.Amount.Amount)
				if flow.Kind == types.FLOW_KIND_INSTALMENT || flow.Kind == types.FLOW_KIND_REDEMPTION {
					redeemed = redeemed.Add(flow.Amount.Amount)
				}
			}
			require.Equal(t, payment.Recorded(series.Issued).Owed, sum, k)
		}
		require.Equal(t, series.Issued.MulRaw(types.MicroPerUnit-second), redeemed, "all but what was called")
	})
}
