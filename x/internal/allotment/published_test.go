package allotment_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/internal/allotment"
	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const (
	yen100m = 100_000_000 // bid unit of bonds
	yen10m  = 10_000_000  // bid unit of bills
)

// published is a result of the ministry. Totals, prices, ratios and yields are the published ones; the single bids, which
// are secret, are made up to add to them. Amounts are in bid units.
type published struct {
	method         allotment.Method
	unit           int64
	tick           string
	announced      int64            // offering
	nonCompetitive int64            // yen
	dealers        int64            // non-price-competitive I
	better         map[string]int64 // accepted in full
	cutOff         string
	atCutOff       []int64
	bids, accepted int64
	ratio, average string
	coupon         string // empty for bills
	issue, matures string
	yields         [2]string // at the cut-off, at the average
}

var results = map[string]published{
	"30-year 35, 8 December 2011": {
		method: allotment.MultiPrice, unit: yen100m, tick: "0.05", announced: 7_000, dealers: 576,
		better: map[string]int64{"100.70": 5_448, "100.65": 656}, cutOff: "100.60",
		atCutOff: []int64{145, 120, 45, 45, 45, 30, 25, 25, 10, 10},
		bids:     19_262, accepted: 6_419, ratio: "64.0000", average: "100.69",
		coupon: "2.0", issue: "2011-12-13", matures: "2041-09-20", yields: [2]string{"1.968", "1.963"},
	},
	"30-year 70, 6 April 2021": {
		method: allotment.MultiPrice, unit: yen100m, tick: "0.05", announced: 9_000, dealers: 1_637,
		better: map[string]int64{"100.30": 5_280, "100.25": 1_200}, cutOff: "100.20",
		atCutOff: []int64{200, 120, 120, 100, 100, 100, 80, 80, 60, 50, 50, 50, 50, 50, 50, 25, 20, 20},
		bids:     22_851, accepted: 7_354, ratio: "66.6415", average: "100.28",
		coupon: "0.7", issue: "2021-04-07", matures: "2051-03-20", yields: [2]string{"0.691", "0.688"},
	},
	"10-year 366, 10 May 2022": {
		method: allotment.MultiPrice, unit: yen100m, tick: "0.01", announced: 27_000, nonCompetitive: 285_000_000, dealers: 5_103,
		better: map[string]int64{"99.57": 14_728, "99.54": 6_747}, cutOff: "99.53",
		atCutOff: []int64{529, 200, 200, 150, 120, 100, 80, 75, 50, 50, 45, 30, 20, 10},
		bids:     125_691, accepted: 21_887, ratio: "25.2561", average: "99.56",
		coupon: "0.2", issue: "2022-05-11", matures: "2032-03-20", yields: [2]string{"0.248", "0.245"},
	},
	"bill 1358, 22 January 2026": {
		method: allotment.MultiPrice, unit: yen10m, tick: "0.0005", announced: 470_000, dealers: 100_120,
		better: map[string]int64{"99.8190": 355_160, "99.8165": 14_335}, cutOff: "99.8160",
		atCutOff: []int64{200, 182, 120, 100, 25, 20},
		bids:     1_031_140, accepted: 369_877, ratio: "59.5054", average: "99.8189",
		issue: "2026-01-26", matures: "2026-04-27", yields: [2]string{"0.7393", "0.7277"},
	},
	"liquidity enhancement 383, 8 June 2023": {
		method: allotment.YieldSpread, unit: yen100m, tick: "0.001", announced: 5_000,
		better: map[string]int64{"0.001": 1_000, "0.002": 3_022}, cutOff: "0.003",
		atCutOff: []int64{633, 120, 100, 80, 75, 75, 60, 60, 50, 45, 25, 25, 25, 20, 20, 10},
		bids:     15_474, accepted: 4_992, ratio: "68.7280", average: "0.002",
		coupon: "0.2", issue: "2023-06-09", matures: "2032-03-20",
	},
}

// book makes up the single bids, none above half of the offering; losers bid a tick below the cut-off.
func (p published) book() []allotment.Bid {
	var bids []allotment.Bid
	series := ""
	if p.method == allotment.YieldSpread {
		series = "JP1103661N58"
	}
	add := func(level math.LegacyDec, total int64) {
		for ; total > 0; total -= p.announced / 2 {
			bids = append(bids, allotment.Bid{
				Bidder: strconv.Itoa(len(bids)), Series: series, Level: level,
				Amount: math.NewInt(min(total, p.announced/2) * p.unit),
			})
		}
	}
	left := p.bids
	for level, total := range p.better {
		add(dec(level), total)
		left -= total
	}
	for _, size := range p.atCutOff {
		add(dec(p.cutOff), size)
		left -= size
	}
	if p.method.LowestFirst() {
		add(dec(p.cutOff).Add(dec(p.tick)), left)
	} else {
		add(dec(p.cutOff).Sub(dec(p.tick)), left)
	}
	return bids
}

// yield returns the yield that is published beside a price.
func (p published) yield(price math.LegacyDec) (math.LegacyDec, error) {
	issue, matures := date.MustParse(p.issue), date.MustParse(p.matures)
	if p.coupon == "" {
		return bondmath.TBillYield(price, issue, matures)
	}
	return bondmath.SimpleYield(dec(p.coupon), price, issue, matures)
}

func TestPublishedResults(t *testing.T) {
	for name, p := range results {
		t.Run(name, func(t *testing.T) {
			announced := math.NewInt(p.announced * p.unit)
			envelope := allotment.Envelope{Unit: math.NewInt(1_000_000), Capacity: allotment.PortionDown(announced, dec("10"), math.NewInt(1_000_000))}
			small := math.ZeroInt()
			if p.nonCompetitive > 0 {
				awards, err := envelope.Allot([]allotment.Request{{Bidder: "agricultural bank", Amount: math.NewInt(p.nonCompetitive)}})
				require.NoError(t, err)
				small = awards[0]
				require.Equal(t, p.nonCompetitive, small.Int64())
			}
			auction := allotment.Terms{
				Method: p.method, Unit: math.NewInt(p.unit), Tick: dec(p.tick),
				Offering:  announced.Sub(small).Sub(math.NewInt(p.dealers * p.unit)),
				BidderCap: allotment.PortionDown(announced, dec("50"), math.OneInt()),
			}
			if p.method == allotment.YieldSpread {
				auction.PriceOf = allotment.FromSpread(map[string]allotment.Reopening{
					"JP1103661N58": {Coupon: dec(p.coupon), Maturity: date.MustParse(p.matures), Reference: dec("0.3")},
				}, date.MustParse(p.issue))
			}
			result, err := auction.Allot(p.book())
			require.NoError(t, err)
			require.Equal(t, p.bids*p.unit, result.Bids.Int64())
			require.Equal(t, p.accepted*p.unit, result.Accepted.Int64())
			equalDec(t, p.cutOff, result.CutOff)
			equalDec(t, p.ratio, result.AllotmentPct)
			equalDec(t, p.average, result.Average)
			if p.method == allotment.YieldSpread {
				return
			}
			for i, price := range []math.LegacyDec{result.CutOffPrice, result.AveragePrice} {
				yield, err := p.yield(price)
				require.NoError(t, err)
				equalDec(t, p.yields[i], yield)
			}
		})
	}
}

type vector struct {
	ID, Category string
	Inputs       struct {
		Totals   string  `json:"totals_100m_yen"`
		Fraction []int64 `json:"inferred_fraction"`
		Coupon   string  `json:"coupon_pct"`
		Yield    string  `json:"highest_accepted_yield_pct"`
		Issue    string
		Maturity string
	}
	Expected struct {
		Allotment  string `json:"allotment_pct"`
		IssuePrice string `json:"issue_price"`
	}
}

func vectors(t *testing.T, category string) []vector {
	t.Helper()
	raw, err := os.ReadFile("../testdata/jgb.json")
	require.NoError(t, err)
	var file struct{ Cases []json.RawMessage }
	require.NoError(t, json.Unmarshal(raw, &file))
	var found []vector
	for _, raw := range file.Cases {
		var head struct{ Category string }
		require.NoError(t, json.Unmarshal(raw, &head))
		if head.Category == category {
			var v vector
			require.NoError(t, json.Unmarshal(raw, &v))
			found = append(found, v)
		}
	}
	require.NotEmpty(t, found, category)
	return found
}

// The ratio at the cut-off, in books whose totals are the published ones.
func TestAllotmentRatioVectors(t *testing.T) {
	for _, v := range vectors(t, "allotment_ratio_at_cutoff") {
		var bids, accepted int64
		_, err := fmt.Sscanf(strings.ReplaceAll(v.Inputs.Totals, ",", ""), "%d / %d", &bids, &accepted)
		require.NoError(t, err)
		left, wanted := v.Inputs.Fraction[0], v.Inputs.Fraction[1]
		result, err := terms(allotment.SinglePrice, accepted, 1, "0.05").Allot([]allotment.Bid{
			bid("A", "100.05", accepted-left), bid("B", "100", wanted), bid("C", "99.95", bids-accepted+left-wanted),
		})
		require.NoError(t, err)
		require.Equal(t, bids, result.Bids.Int64())
		require.Equal(t, accepted, result.Accepted.Int64())
		equalDec(t, v.Expected.Allotment, result.AllotmentPct, v.ID)
	}
}

// The issue price of an auction by yield, which every winner pays.
func TestIssuePriceVectors(t *testing.T) {
	for _, v := range vectors(t, "yield_competitive_issue_price_compound") {
		schedule, err := bondmath.NewSchedule(date.MustParse(v.Inputs.Maturity), 2)
		require.NoError(t, err)
		auction := terms(allotment.SingleYield, 1_000*yen100m, yen100m, "0.001")
		auction.PriceOf = allotment.FromYield(bondmath.Bond{Coupon: dec(v.Inputs.Coupon), Schedule: schedule}, date.MustParse(v.Inputs.Issue))
		highest := dec(v.Inputs.Yield)
		result, err := auction.Allot([]allotment.Bid{
			{Bidder: "A", Level: highest.Add(auction.Tick), Amount: math.NewInt(400 * yen100m)},
			{Bidder: "B", Level: highest.Sub(dec("0.05")), Amount: math.NewInt(400 * yen100m)},
			{Bidder: "C", Level: highest, Amount: math.NewInt(700 * yen100m)},
		})
		require.NoError(t, err)
		require.Equal(t, highest, result.CutOff)
		for _, winner := range []int{1, 2} {
			equalDec(t, v.Expected.IssuePrice, result.Awards[winner].Price, v.ID)
		}
		equalDec(t, v.Expected.IssuePrice, result.AveragePrice, v.ID)
		equalDec(t, "85.7142", result.AllotmentPct)
	}
}
