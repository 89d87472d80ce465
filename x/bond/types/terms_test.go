package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// jgb381 is the 10-year No. 381 as the ministry issued it.
func jgb381() types.TermSheet {
	return types.TermSheet{
		Isin:            "JP1103811S13",
		IssuerId:        "mof",
		Name:            "JGB 10-year No. 381",
		Kind:            types.SERIES_KIND_FIXED,
		Currency:        "ujpy",
		CouponPct:       math.LegacyMustNewDecFromStr("2.1"),
		DatedDate:       "2025-12-20",
		IssueDate:       "2026-01-07",
		FirstCouponDate: "2026-06-20",
		MaturityDate:    "2035-12-20",
		Frequency:       2,
		DayCount:        types.DAY_COUNT_ACT_365,
		Calendar:        "tokyo",
		RollRule:        types.ROLL_RULE_FOLLOWING,
		Denomination:    math.NewInt(50_000),
		Authorised:      math.NewInt(2_600_000_000_000),
	}
}

// bill is a one-year discount series.
func bill() types.TermSheet {
	terms := jgb381()
	terms.Isin, terms.Name = "JP1743501S11", "T-bill 1-year"
	terms.Kind = types.SERIES_KIND_DISCOUNT
	terms.CouponPct = math.LegacyZeroDec()
	terms.DatedDate, terms.IssueDate, terms.FirstCouponDate, terms.MaturityDate = "2026-01-20", "2026-01-20", "", "2027-01-20"
	terms.Frequency = 0
	return terms
}

// note is a two-year United States note that pays at month ends.
func note() types.TermSheet {
	terms := jgb381()
	terms.Isin, terms.Name, terms.Currency = "US91282CAA73", "Treasury 2-year", "uusd"
	terms.DatedDate, terms.IssueDate, terms.FirstCouponDate, terms.MaturityDate = "2026-06-30", "2026-06-30", "2026-12-31", "2028-06-30"
	terms.DayCount, terms.Calendar = types.DAY_COUNT_ACT_ACT, "newyork"
	terms.Denomination, terms.Authorised = math.NewInt(100), math.NewInt(1_000_000_000)
	return terms
}

func TestTermSheetsThatAreValid(t *testing.T) {
	for _, terms := range []types.TermSheet{jgb381(), bill(), note()} {
		require.NoError(t, terms.Validate(), terms.Name)
		require.NoError(t, terms.Metadata().Validate())
	}
}

func TestTermSheetsThatAreRefused(t *testing.T) {
	huge := types.MaxAmount
	cases := map[string]struct {
		base   func() types.TermSheet
		change func(*types.TermSheet)
		want   error
		text   string
	}{
		"check digit":           {jgb381, func(s *types.TermSheet) { s.Isin = "JP1103811S14" }, types.ErrInvalidISIN, "check"},
		"no ISIN":               {jgb381, func(s *types.TermSheet) { s.Isin = "" }, types.ErrInvalidISIN, ""},
		"issuer id":             {jgb381, func(s *types.TermSheet) { s.IssuerId = "MOF" }, types.ErrInvalidTerms, "issuer_id"},
		"blank name":            {jgb381, func(s *types.TermSheet) { s.Name = "  " }, types.ErrInvalidTerms, "name"},
		"currency":              {jgb381, func(s *types.TermSheet) { s.Currency = "¥" }, types.ErrInvalidTerms, "currency"},
		"no kind":               {jgb381, func(s *types.TermSheet) { s.Kind = 0 }, types.ErrInvalidTerms, "kind"},
		"unknown kind":          {jgb381, func(s *types.TermSheet) { s.Kind = 99 }, types.ErrInvalidTerms, "kind"},
		"floating":              {jgb381, func(s *types.TermSheet) { s.Kind = types.SERIES_KIND_FLOATING }, types.ErrInvalidTerms, "floating terms"},
		"inflation-linked":      {jgb381, func(s *types.TermSheet) { s.Kind = types.SERIES_KIND_INFLATION_LINKED }, types.ErrInvalidTerms, "inflation terms"},
		"strip":                 {jgb381, func(s *types.TermSheet) { s.Kind = types.SERIES_KIND_STRIP }, types.ErrInvalidTerms, "strip terms"},
		"no coupon":             {jgb381, func(s *types.TermSheet) { s.CouponPct = math.LegacyDec{} }, types.ErrInvalidTerms, "coupon_pct is missing"},
		"negative coupon":       {jgb381, func(s *types.TermSheet) { s.CouponPct = math.LegacyNewDec(-1) }, types.ErrInvalidTerms, "coupon_pct"},
		"coupon above 100":      {jgb381, func(s *types.TermSheet) { s.CouponPct = math.LegacyNewDec(101) }, types.ErrInvalidTerms, "coupon_pct"},
		"coupon decimals":       {jgb381, func(s *types.TermSheet) { s.CouponPct = math.LegacyMustNewDecFromStr("2.1001") }, types.ErrInvalidTerms, "decimals"},
		"frequency":             {jgb381, func(s *types.TermSheet) { s.Frequency = 3 }, types.ErrInvalidTerms, "frequency"},
		"fixed without coupons": {jgb381, func(s *types.TermSheet) { s.Frequency = 0 }, types.ErrInvalidTerms, "frequency"},
		"bill with coupon":      {bill, func(s *types.TermSheet) { s.CouponPct = math.LegacyOneDec() }, types.ErrInvalidTerms, "DISCOUNT has no coupon_pct"},
		"bill with frequency":   {bill, func(s *types.TermSheet) { s.Frequency = 2 }, types.ErrInvalidTerms, "DISCOUNT has no coupon_pct"},
		"bill with first":       {bill, func(s *types.TermSheet) { s.FirstCouponDate = "2026-07-20" }, types.ErrInvalidTerms, "DISCOUNT has no coupon_pct"},
		"bill with record days": {bill, func(s *types.TermSheet) { s.RecordBusinessDays = 1 }, types.ErrInvalidTerms, "DISCOUNT has no coupon_pct"},
		"day count":             {jgb381, func(s *types.TermSheet) { s.DayCount = 0 }, types.ErrInvalidTerms, "day_count"},
		"day count of a bill":   {jgb381, func(s *types.TermSheet) { s.DayCount = types.DAY_COUNT_ACT_360 }, types.ErrInvalidTerms, "day_count"},
		"bill act/act":          {bill, func(s *types.TermSheet) { s.DayCount = types.DAY_COUNT_ACT_ACT }, types.ErrInvalidTerms, "day_count"},
		"roll rule":             {jgb381, func(s *types.TermSheet) { s.RollRule = 0 }, types.ErrInvalidTerms, "roll_rule"},
		"record days":           {jgb381, func(s *types.TermSheet) { s.RecordBusinessDays = 31 }, types.ErrInvalidTerms, "record_business_days"},
		"calendar":              {jgb381, func(s *types.TermSheet) { s.Calendar = "london" }, types.ErrInvalidTerms, "london"},
		"no denomination":       {jgb381, func(s *types.TermSheet) { s.Denomination = math.Int{} }, types.ErrInvalidTerms, "denomination"},
		"zero denomination":     {jgb381, func(s *types.TermSheet) { s.Denomination = math.ZeroInt() }, types.ErrInvalidTerms, "denomination"},
		"negative authorised":   {jgb381, func(s *types.TermSheet) { s.Authorised = math.NewInt(-50_000) }, types.ErrInvalidTerms, "authorised"},
		"huge authorised":       {jgb381, func(s *types.TermSheet) { s.Authorised = huge }, types.ErrInvalidTerms, "authorised"},
		"authorised in pieces":  {jgb381, func(s *types.TermSheet) { s.Authorised = math.NewInt(75_000) }, types.ErrInvalidTerms, "multiple"},
		"dated date":            {jgb381, func(s *types.TermSheet) { s.DatedDate = "20 December" }, types.ErrInvalidTerms, "dated_date"},
		"issue date":            {jgb381, func(s *types.TermSheet) { s.IssueDate = "2026-02-30" }, types.ErrInvalidTerms, "issue_date"},
		"first coupon date":     {jgb381, func(s *types.TermSheet) { s.FirstCouponDate = "" }, types.ErrInvalidTerms, "first_coupon_date"},
		"maturity year 1":       {jgb381, func(s *types.TermSheet) { s.MaturityDate = "0001-12-20" }, types.ErrInvalidTerms, "maturity_date"},
		"maturity year 9999":    {jgb381, func(s *types.TermSheet) { s.MaturityDate = "9999-12-20" }, types.ErrInvalidTerms, "maturity_date"},
		"issued before dated":   {jgb381, func(s *types.TermSheet) { s.IssueDate = "2025-12-19" }, types.ErrInvalidTerms, "before dated_date"},
		"matures at issue":      {bill, func(s *types.TermSheet) { s.MaturityDate = "2026-01-20" }, types.ErrInvalidTerms, "not after issue_date"},
		"longer than a century": {bill, func(s *types.TermSheet) { s.MaturityDate = "2126-01-21" }, types.ErrInvalidTerms, "100 years"},
		"the last year": {bill, func(s *types.TermSheet) {
			s.DatedDate, s.IssueDate, s.MaturityDate = "2190-01-20", "2190-01-20", "2199-01-20"
		}, types.ErrInvalidTerms, "before the year"},
		"coupon before issue":   {jgb381, func(s *types.TermSheet) { s.IssueDate = "2026-06-20" }, types.ErrInvalidTerms, "not after issue_date"},
		"coupon after maturity": {jgb381, func(s *types.TermSheet) { s.FirstCouponDate = "2036-06-20" }, types.ErrInvalidTerms, "after maturity"},
		"coupon off schedule":   {jgb381, func(s *types.TermSheet) { s.FirstCouponDate = "2026-06-21" }, types.ErrInvalidTerms, "multiple of 6 months"},
		"not a full first":      {jgb381, func(s *types.TermSheet) { s.DatedDate = "2026-01-07" }, types.ErrInvalidTerms, "dated_date must be 2025-12-20"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			terms := c.base()
			c.change(&terms)
			err := terms.Validate()
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.text)
		})
	}
}

func TestDenomAndISIN(t *testing.T) {
	require.Equal(t, "bond/JP1103811S13", types.Denom("JP1103811S13"))
	for denom, want := range map[string]string{
		"bond/JP1103811S13": "JP1103811S13", "bond/JP1103811S1": "", "bond/": "", "ujpy": "", "ibc/0123456789AB": "", "JP1103811S13": "",
	} {
		isin, isBond := types.ISINOf(denom)
		require.Equal(t, want != "", isBond, denom)
		if isBond {
			require.Equal(t, want, isin)
		}
	}
}
