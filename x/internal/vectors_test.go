// Package internal_test replays the checked numeric cases of testdata/jgb.json, each with its published source, against
// the pure packages.
package internal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/internal/bondmath"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/curve"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/haircut"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

type vector struct {
	ID       string
	Category string
	Inputs   map[string]any
	Expected map[string]any
}

// replays has one function for each category of the vectors. Each compares every expected field and says so by naming it.
var replays = map[string]func(*testing.T, *fields){
	"auction_simple_yield":                   replaySimpleYield,
	"tbill_simple_yield":                     replayTBillYield,
	"yield_competitive_issue_price_compound": replayIssuePrice,
	"derived_compound_yield":                 replayCompoundYield,
	"accrued_interest_secondary":             replayAccrued,
	"accrued_interest_paid_at_issue":         replayAccruedAtIssue,
	"textbook_holding_period_yield":          replayHoldingPeriod,
	"isin_valid":                             replayISIN,
	"isin_invalid":                           replayISIN,
	"lei_valid":                              replayLEI,
	"lei_invalid":                            replayLEI,
	"dti_valid":                              replayDTI,
	"mof_jgbcm_row":                          replayConstantMaturity,
	"boj_collateral_price_pct":               replayCollateralPrices,
	"boj_gensaki_margin_ratio":               replayMargins,
	"boj_collateral_value_worked":            replayCollateralValue,
	"boj_collateral_price_pct_historic":      replayHistoricPrices,
	"allotment_ratio_at_cutoff":              replayAllotment,
	"business_day_following_japan":           replayBusinessDay,
	"quantlib_cached":                        replayQuantLibCached,
	"quantlib129_jgb_clean_price":            replayQuantLibPrice,
	"quantlib129_jgb_risk":                   replayQuantLibRisk,
	"us_treasury_31cfr356_appB":              replayTreasury,
	"jgb_fails_charge":                       replayJGBFails,
	"us_fails_charge":                        replayUSFails,
}

func TestVectors(t *testing.T) {
	raw, err := os.ReadFile("testdata/jgb.json")
	require.NoError(t, err)
	var file struct{ Cases []vector }
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&file))
	require.Equal(t, 92, len(file.Cases), "cases were lost or added without being looked at")

	seen := make(map[string]bool)
	for _, c := range file.Cases {
		replay, known := replays[c.Category]
		require.True(t, known, "no function replays category %q of case %s", c.Category, c.ID)
		seen[c.Category] = true
		t.Run(c.ID, func(t *testing.T) {
			f := &fields{t: t, vector: c, compared: make(map[string]bool)}
			replay(t, f)
			for name := range c.Expected {
				require.True(t, f.compared[name], "expected field %q was not compared", name)
			}
		})
	}
	for category := range replays {
		require.True(t, seen[category], "no case of category %q is left", category)
	}
}

// fields reads the inputs of a case and remembers which expected fields were compared.
type fields struct {
	t *testing.T
	vector
	compared map[string]bool
}

func (f *fields) in(name string) string {
	value, given := f.Inputs[name]
	require.True(f.t, given, "no input %q", name)
	return fmt.Sprint(value)
}

func (f *fields) dec(name string) math.LegacyDec { return dec(f.in(name)) }
func (f *fields) date(name string) date.Date     { return date.MustParse(f.in(name)) }
func (f *fields) wants(name string) bool         { _, wanted := f.Expected[name]; return wanted }
func (f *fields) schedule() bondmath.Schedule    { return semiannual(f.t, f.date("maturity")) }
func (f *fields) bond() bondmath.Bond {
	return bondmath.Bond{Coupon: f.dec("coupon_pct"), Schedule: f.schedule()}
}

func (f *fields) int(name string) math.Int {
	n, ok := math.NewIntFromString(f.in(name))
	require.True(f.t, ok, name)
	return n
}

func (f *fields) number(name string) int {
	n, err := strconv.Atoi(f.in(name))
	require.NoError(f.t, err)
	return n
}

// expect compares one expected field with the text of what was computed.
func (f *fields) expect(name string, got any) {
	f.t.Helper()
	want, wanted := f.Expected[name]
	require.True(f.t, wanted, "the case expects no %q", name)
	require.Equal(f.t, fmt.Sprint(want), fmt.Sprint(got), name)
	f.compared[name] = true
}

// expectDec compares a decimal, written with as many decimals as the expected text has.
func (f *fields) expectDec(name string, got math.LegacyDec) {
	f.t.Helper()
	f.expect(name, rounding.Text(got, places(fmt.Sprint(f.Expected[name]))))
}

func places(text string) int {
	_, fraction, _ := strings.Cut(text, ".")
	return len(fraction)
}

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func semiannual(t *testing.T, maturity date.Date) bondmath.Schedule {
	t.Helper()
	s, err := bondmath.NewSchedule(maturity, 2)
	require.NoError(t, err)
	return s
}

func replaySimpleYield(t *testing.T, f *fields) {
	settle, maturity := f.date("settlement_issue_date"), f.date("maturity")
	yield, err := bondmath.SimpleYield(f.dec("coupon_pct"), f.dec("clean_price"), settle, maturity)
	require.NoError(t, err)
	f.expectDec("simple_yield_pct", yield)
	exact, err := bondmath.SimpleYieldExact(f.dec("coupon_pct"), f.dec("clean_price"), settle, maturity)
	require.NoError(t, err)
	f.expectDec("unrounded", rounding.RatTrunc(exact, 8))
	years, err := bondmath.RemainingYears(settle, maturity)
	require.NoError(t, err)
	f.expectDec("remaining_years", rounding.RatTrunc(years, 10))
}

func replayTBillYield(t *testing.T, f *fields) {
	issue, maturity := f.date("issue"), f.date("maturity")
	require.Equal(t, f.number("days"), issue.DaysUntil(maturity))
	yield, err := bondmath.TBillYield(f.dec("price"), issue, maturity)
	require.NoError(t, err)
	f.expectDec("yield_pct", yield)
	exact, err := bondmath.TBillYieldExact(f.dec("price"), issue, maturity)
	require.NoError(t, err)
	f.expectDec("unrounded", rounding.RatTrunc(exact, 8))
}

func replayIssuePrice(t *testing.T, f *fields) {
	price, err := f.bond().IssuePrice(f.date("issue"), f.dec("highest_accepted_yield_pct"))
	require.NoError(t, err)
	f.expectDec("issue_price", price)
}

// V1 counts the broken period actual/actual, V3 on half-years of 182.5 days.
func replayCompoundYield(t *testing.T, f *fields) {
	for name, count := range map[string]bondmath.DayCount{"V1_pct": bondmath.ActualActual, "V3_pct": bondmath.Actual365} {
		yield, err := f.bond().CompoundYieldWith(f.date("settlement"), f.dec("clean_price"), count)
		require.NoError(t, err)
		f.expectDec(name, yield)
	}
}

func replayAccrued(t *testing.T, f *fields) {
	settle := f.date("settlement")
	last := f.schedule().Period(settle).Previous
	require.Equal(t, f.date("last_coupon_unadjusted"), last)
	accrued, err := bondmath.AccruedSecondary(f.int("face_yen"), f.dec("coupon_pct"), math.LegacyOneDec(), last, settle)
	require.NoError(t, err)
	f.expect("elapsed_days", accrued.Days)
	f.expectDec("per100", accrued.Per100)
	f.expect("accrued_yen", accrued.Amount)
}

func replayAccruedAtIssue(t *testing.T, f *fields) {
	accrued, err := bondmath.AccruedAtIssue(f.int("face_yen"), f.dec("coupon_pct"), math.LegacyOneDec(),
		f.date("six_months_before_first_coupon"), f.date("issue"))
	require.NoError(t, err)
	f.expect("unissued_days", accrued.Days)
	f.expect("accrued_yen", accrued.Amount)
}

func replayHoldingPeriod(t *testing.T, f *fields) {
	yield, err := bondmath.HoldingPeriodYield(f.dec("coupon_pct"), f.dec("buy"), f.dec("sell"), f.dec("years"))
	require.NoError(t, err)
	f.expectDec("yield_pct", yield)
}

func replayISIN(t *testing.T, f *fields) {
	check, err := identifier.ISINCheck(f.in("isin"))
	require.NoError(t, err)
	f.expectCheck(identifier.ValidateISIN(f.in("isin")), check, "check_digit", "correct_check_digit")
}

func replayLEI(t *testing.T, f *fields) {
	check, err := identifier.LEICheck(f.in("lei"))
	require.NoError(t, err)
	f.expectCheck(identifier.ValidateLEI(f.in("lei")), check, "check_digits", "correct_check_digits")
}

func replayDTI(t *testing.T, f *fields) {
	check, err := identifier.DTICheck(f.in("dti"))
	require.NoError(t, err)
	f.expectCheck(identifier.ValidateDTI(f.in("dti")), check, "check_character")
}

// expectCheck compares a verdict and the correct check, under whichever of the names the case uses.
func (f *fields) expectCheck(verdict error, check string, names ...string) {
	f.t.Helper()
	f.expect("valid", verdict == nil)
	require.True(f.t, verdict == nil || errors.Is(verdict, identifier.ErrCheck))
	for _, name := range names {
		if f.wants(name) {
			f.expect(name, check)
		}
	}
}

// The case's row is fed through the file reader, in the form of its date.
func replayConstantMaturity(t *testing.T, f *fields) {
	header, row := []string{"Date"}, []string{f.in("raw_date")}
	if strings.HasPrefix(f.in("raw_date"), "R") {
		header[0] = "基準日"
	}
	for _, years := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40} {
		name := fmt.Sprintf("%dY", years)
		header, row = append(header, name), append(row, fmt.Sprint(f.Expected[name]))
	}
	fixings, err := curve.ReadMinistryCSV(strings.NewReader(strings.Join(header, ",") + "\n" + strings.Join(row, ",") + "\n"))
	require.NoError(t, err)
	require.Len(t, fixings, 1)
	require.Equal(t, f.date("date"), fixings[0].Date)
	for _, point := range fixings[0].Points {
		name := fmt.Sprintf("%dY", point.Months/12)
		f.expectDec(name, point.Yield)
	}
	_, err = curve.New(fixings[0].Points)
	require.NoError(t, err)

	// The published files hold the same row.
	for _, path := range []string{"testdata/jgbcm.csv", "testdata/jgbcme.csv"} {
		require.Contains(t, readFixings(t, path), fixings[0])
	}
}

func readFixings(t *testing.T, path string) []curve.Fixing {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	fixings, err := curve.ReadMinistryCSV(file)
	require.NoError(t, err)
	return fixings
}

// bucketYears is a residual maturity in each bucket, and its inclusive upper end where it has one.
var bucketYears = map[string][]string{
	"<=1y": {"0", "0.5", "1"}, ">1-5y": {"1.000000001", "5"}, ">5-10y": {"5.1", "10"}, ">10-20y": {"10.01", "20"},
	">20-30y": {"20.5", "30"}, ">30y": {"30.000000000000000001", "40"},
}

var kinds = map[string]haircut.Kind{
	"JGB (fixed, ex floater) & T-bills": haircut.Fixed, "STRIPS": haircut.Strip, "JGBi": haircut.Linker, "JGBi, Feb 2004 decision": haircut.Linker,
}

func revision(t *testing.T, tables []haircut.Table, from string) haircut.Table {
	t.Helper()
	table, err := haircut.InForce(tables, date.MustParse(from))
	require.NoError(t, err)
	require.Equal(t, from, table.From.String())
	return table
}

func (f *fields) expectRow(table haircut.Table) {
	f.t.Helper()
	for bucket, want := range f.Expected {
		for _, years := range bucketYears[bucket] {
			got, err := table.At(kinds[f.in("asset")], dec(years))
			if want == nil {
				require.ErrorIs(f.t, err, haircut.ErrNotEligible)
				f.compared[bucket] = true
				continue
			}
			require.NoError(f.t, err)
			f.expectDec(bucket, got)
		}
	}
}

func replayCollateralPrices(t *testing.T, f *fields) {
	f.expectRow(revision(t, haircut.CollateralPrices(), strings.TrimPrefix(f.in("revision"), "rev. ")))
}

func replayMargins(t *testing.T, f *fields) {
	require.Equal(t, "BOJ purchases", f.in("side"))
	f.expectRow(revision(t, haircut.RepurchaseMargins(), f.in("revision")))
}

func replayCollateralValue(t *testing.T, f *fields) {
	table := revision(t, haircut.CollateralPrices(), f.in("revision"))
	value, err := table.CollateralValue(f.int("market_value_yen"), haircut.Fixed, f.dec("residual_years"))
	require.NoError(t, err)
	f.expect("collateral_value_yen", value)
}

func replayHistoricPrices(t *testing.T, f *fields) {
	table := revision(t, haircut.CollateralPrices(), "2004-02-05")
	for _, years := range bucketYears[f.in("bucket")] {
		got, err := table.At(kinds[f.in("asset")], dec(years))
		require.NoError(t, err)
		f.expectDec("pct", got)
	}
}

func replayAllotment(t *testing.T, f *fields) {
	fraction, ok := f.Inputs["inferred_fraction"].([]any)
	require.True(t, ok)
	var parts [2]math.Int
	for i, part := range fraction {
		parts[i], ok = math.NewIntFromString(fmt.Sprint(part))
		require.True(t, ok)
	}
	ratio, err := bondmath.AllotmentRatio(parts[0], parts[1])
	require.NoError(t, err)
	f.expectDec("allotment_pct", ratio)
}

func replayBusinessDay(t *testing.T, f *fields) {
	unadjusted := f.date("unadjusted")
	f.expect("payment_date", calendar.Tokyo().Following(unadjusted))

	// Rolling a payment moves neither the schedule nor the amount: the period still starts on the unadjusted date, and the
	// accrued interest of the day after it is one day's.
	schedule := semiannual(t, unadjusted.AddMonths(12))
	period := schedule.Period(unadjusted)
	if f.wants("accrual_start_still") {
		f.expect("accrual_start_still", period.Previous)
	}
	if f.wants("interest_adjusted") {
		require.Equal(t, unadjusted, period.Previous)
		oneDay, err := bondmath.AccruedPer100(dec("3.65"), period.Previous, unadjusted+1)
		require.NoError(t, err)
		f.expect("interest_adjusted", !oneDay.Equal(dec("0.01")))
	}
}

func replayQuantLibCached(t *testing.T, f *fields) {
	schedule, err := bondmath.NewScheduleFrom(f.date("accrual_from").AddMonths(6), f.date("maturity"), 2)
	require.NoError(t, err)
	price, err := bondmath.Bond{Coupon: f.dec("coupon_pct"), Schedule: schedule}.CompoundPrice(f.date("settlement"), f.dec("yield_pct"))
	require.NoError(t, err)
	f.expectDec("clean_price", rounding.DecHalfUp(price, 6))
}

func replayQuantLibPrice(t *testing.T, f *fields) {
	price, err := f.bond().CompoundPrice(f.date("settlement"), f.dec("yield_pct"))
	require.NoError(t, err)
	f.expectDec("clean_price", price)
}

// QuantLib's basis-point value adds half of its convexity, scaled by a hundredth, to the first-order fall.
func replayQuantLibRisk(t *testing.T, f *fields) {
	settle, price, bond := f.date("settlement"), f.dec("clean_price"), f.bond()
	yield, err := bond.CompoundYield(settle, price)
	require.NoError(t, err)
	risk, err := bond.Risk(settle, price)
	require.NoError(t, err)
	accrued, err := bond.AccruedActual(settle)
	require.NoError(t, err)
	dirty := price.Add(accrued)
	first, second := risk.Modified.Mul(dirty).QuoInt64(10_000), risk.Convexity.Mul(dirty).Mul(dec("0.00000000005"))
	require.Equal(t, risk.DV01, rounding.DecHalfUp(first, 10))

	f.expectNearest("yield_decimal", yield.QuoInt64(100))
	f.expectNearest("modified_duration", risk.Modified)
	f.expectNearest("macaulay", risk.Macaulay)
	f.expectNearest("convexity", risk.Convexity)
	f.expectNearest("bpv_per100", second.Sub(first))
	f.expectNearest("accrued_actact", accrued)
}

// expectNearest compares after rounding to the decimals of the expected text.
func (f *fields) expectNearest(name string, got math.LegacyDec) {
	f.t.Helper()
	f.expectDec(name, rounding.DecHalfUp(got, places(fmt.Sprint(f.Expected[name]))))
}

var treasuryText = regexp.MustCompile(`^([\d.]+)% 2y issued (\S+) due (\S+) at ([\d.]+)%: short first period r=(\d+) s=(\d+) n=(\d+)$`)

func replayTreasury(t *testing.T, f *fields) {
	m := treasuryText.FindStringSubmatch(f.in("text"))
	require.NotNil(t, m, "text of another form")
	counts := make([]int, 3)
	for i := range counts {
		n, err := strconv.Atoi(m[5+i])
		require.NoError(t, err)
		counts[i] = n
	}
	schedule, err := bondmath.NewScheduleFrom(date.New(1990, time.September, 30), date.MustParse(m[3]), 2)
	require.NoError(t, err)
	period := schedule.Period(date.MustParse(m[2]))
	require.Equal(t, counts, []int{date.MustParse(m[2]).DaysUntil(period.Next), period.Days(), period.Remaining - 1})
	price, err := bondmath.TreasuryIssuePrice(bondmath.TreasuryTerms{
		Coupon: dec(m[1]), Yield: dec(m[4]), DaysToCoupon: counts[0], PeriodDays: counts[1], FullPeriods: counts[2],
	})
	require.NoError(t, err)
	f.expectDec("price", price)
}

func replayJGBFails(t *testing.T, f *fields) {
	charge, err := bondmath.JGBFailsCharge(f.int("proceeds_yen"), f.dec("reference_rate_pct"), f.number("calendar_days"))
	require.NoError(t, err)
	f.expect("charge_yen", charge)
}

func replayUSFails(t *testing.T, f *fields) {
	charge, err := bondmath.USFailsCharge(f.int("proceeds_usd"), f.dec("reference_rate_pct"), f.number("days"))
	require.NoError(t, err)
	f.expectDec("charge_usd", charge)
}

// The published price of each series gives the published yield on the day of its first issue. Two prices are of a reopening,
// whose day the file does not have: it is one of the four months in which a series is reopened.
func TestPublishedSeries(t *testing.T) {
	raw, err := os.ReadFile("testdata/series.json")
	require.NoError(t, err)
	var file struct {
		Series []struct {
			ISIN       string
			Coupon     string    `json:"coupon_pct"`
			FirstIssue date.Date `json:"first_issue"`
			Maturity   date.Date
			Price      string `json:"a_published_auction_price"`
			Yield      string `json:"its_simple_yield_pct"`
		}
	}
	require.NoError(t, json.Unmarshal(raw, &file))
	require.Len(t, file.Series, 10)
	reopened := map[string]bool{"JP1103791R75": true, "JP1300891S18": true}
	for _, s := range file.Series {
		var matches []int
		for days := range 124 {
			yield, err := bondmath.SimpleYield(dec(s.Coupon), dec(s.Price), s.FirstIssue.AddDays(days), s.Maturity)
			require.NoError(t, err)
			if rounding.Text(yield, places(s.Yield)) == s.Yield {
				matches = append(matches, days)
			}
		}
		require.NotEmpty(t, matches, s.ISIN)
		require.Equal(t, reopened[s.ISIN], matches[0] != 0, s.ISIN)
	}
}
