package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

var huge = bondtypes.MaxAmount

func TestMarketTerms(t *testing.T) {
	require.NoError(t, terms(nil).Validate())
	for name, test := range map[string]struct {
		edit func(*types.MarketTerms)
		want error
	}{
		"policy rate missing":  {func(t *types.MarketTerms) { t.PolicyRatePct = math.LegacyDec{} }, types.ErrInvalidTerms},
		"policy rate too low":  {func(t *types.MarketTerms) { t.PolicyRatePct = dec("-5.0001") }, types.ErrInvalidTerms},
		"policy rate too high": {func(t *types.MarketTerms) { t.PolicyRatePct = dec("50.0001") }, types.ErrInvalidTerms},
		"policy rate too fine": {func(t *types.MarketTerms) { t.PolicyRatePct = dec("0.00001") }, types.ErrInvalidTerms},
		"kink at zero":         {func(t *types.MarketTerms) { t.KinkPct = dec("0") }, types.ErrInvalidTerms},
		"kink at full":         {func(t *types.MarketTerms) { t.KinkPct = dec("100") }, types.ErrInvalidTerms},
		"spread falls":         {func(t *types.MarketTerms) { t.KinkSpreadPct = dec("5") }, types.ErrInvalidTerms},
		"base above kink":      {func(t *types.MarketTerms) { t.BaseSpreadPct = dec("1") }, types.ErrInvalidTerms},
		"rate above 100": {func(t *types.MarketTerms) {
			t.PolicyRatePct, t.FullSpreadPct = dec("1"), dec("99.0001")
		}, types.ErrInvalidTerms},
		"reserve above all":    {func(t *types.MarketTerms) { t.ReserveFactorPct = dec("100.01") }, types.ErrInvalidTerms},
		"threshold below debt": {func(t *types.MarketTerms) { t.HealthThresholdPct = dec("99.9999") }, types.ErrInvalidTerms},
		"threshold absurd":     {func(t *types.MarketTerms) { t.HealthThresholdPct = dec("1001") }, types.ErrInvalidTerms},
		"cap missing":          {func(t *types.MarketTerms) { t.SupplyCap = math.Int{} }, types.ErrInvalidAmount},
		"cap negative":         {func(t *types.MarketTerms) { t.BorrowCap = math.NewInt(-1) }, types.ErrInvalidAmount},
		"cap huge":             {func(t *types.MarketTerms) { t.BorrowCap = huge }, types.ErrInvalidAmount},
		"minimum negative":     {func(t *types.MarketTerms) { t.MinBorrow = math.NewInt(-1) }, types.ErrInvalidAmount},
		"nothing accepted":     {func(t *types.MarketTerms) { t.AcceptedCurrencies = nil }, types.ErrInvalidTerms},
		"accepted twice":       {func(t *types.MarketTerms) { t.AcceptedCurrencies = []string{"JPY", "JPY"} }, types.ErrInvalidTerms},
		"not a currency":       {func(t *types.MarketTerms) { t.AcceptedCurrencies = []string{"yen"} }, types.ErrInvalidTerms},
		"too many accepted": {func(t *types.MarketTerms) {
			t.AcceptedCurrencies = strings.Split("AAA BBB CCC DDD EEE FFF GGG HHH III", " ")
		}, types.ErrInvalidTerms},
	} {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, terms(test.edit).Validate(), test.want) })
	}
}

func TestParams(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
	for name, edit := range map[string]func(*types.Params){
		"authority":        func(p *types.Params) { p.CurveAuthority = "somebody" },
		"curve age":        func(p *types.Params) { p.MaxCurveAgeDays = 367 },
		"fx age":           func(p *types.Params) { p.MaxFxAgeDays = 367 },
		"order":            func(p *types.Params) { p.Currencies[0], p.Currencies[1] = p.Currencies[1], p.Currencies[0] },
		"code":             func(p *types.Params) { p.Currencies[0].Code = "yen" },
		"calendar":         func(p *types.Params) { p.Currencies[0].Calendar = "london" },
		"denom":            func(p *types.Params) { p.Currencies[0].Denoms = []string{"?"} },
		"bond":             func(p *types.Params) { p.Currencies[0].Denoms = []string{bond} },
		"denom of two":     func(p *types.Params) { p.Currencies[0].Denoms = []string{"uusd"} },
		"denom twice":      func(p *types.Params) { p.Currencies[0].Denoms = []string{"ujpy", "ujpy"} },
		"too many denoms":  func(p *types.Params) { p.Currencies[0].Denoms = strings.Split("a1 a2 a3 a4 a5 a6 a7 a8 a9", " ") },
		"too many entries": func(p *types.Params) { p.Currencies = make([]types.Currency, 33) },
	} {
		t.Run(name, func(t *testing.T) {
			p := types.DefaultParams()
			edit(&p)
			require.ErrorIs(t, p.Validate(), types.ErrInvalidParams)
		})
	}
}

func TestParamsOnlyGrow(t *testing.T) {
	old, next := types.DefaultParams(), types.DefaultParams()
	next.Currencies = append(next.Currencies, types.Currency{Code: "ZAR", Calendar: "newyork", Denoms: []string{"uzar"}})
	next.Currencies[0].Denoms = []string{"ibc/27394FB0", "ujpy"}
	require.NoError(t, old.ValidateChange(next))
	require.ErrorIs(t, next.ValidateChange(old), types.ErrInvalidParams, "a currency is gone")
	next = types.DefaultParams()
	next.Currencies[0].Denoms = nil
	require.ErrorIs(t, old.ValidateChange(next), types.ErrInvalidParams, "a denom is gone")
	next = types.DefaultParams()
	next.Currencies[0].Calendar = "newyork"
	require.ErrorIs(t, old.ValidateChange(next), types.ErrInvalidParams, "a calendar has changed")
}

func curve(points ...string) types.Curve {
	c := types.Curve{Currency: "JPY", AsOf: "2026-01-05"}
	for i, yield := range points {
		c.Points = append(c.Points, types.CurvePoint{TenorMonths: uint32(12 * (i + 1)), ParYieldPct: dec(yield)})
	}
	return c
}

func TestCurve(t *testing.T) {
	require.NoError(t, curve("-0.2", "0", "0.1").Validate(), "yields may be negative")
	require.NoError(t, curve("4.5", "4", "3.8").Validate(), "and inverted")
	for name, test := range map[string]struct {
		edit func(*types.Curve)
		want error
	}{
		"one point":       {func(c *types.Curve) { c.Points = c.Points[:1] }, types.ErrInvalidCurve},
		"too many points": {func(c *types.Curve) { c.Points = make([]types.CurvePoint, 65) }, types.ErrInvalidCurve},
		"unsorted":        {func(c *types.Curve) { c.Points[0], c.Points[1] = c.Points[1], c.Points[0] }, types.ErrInvalidCurve},
		"duplicate":       {func(c *types.Curve) { c.Points[1].TenorMonths = 12 }, types.ErrInvalidCurve},
		"tenor of zero":   {func(c *types.Curve) { c.Points[0].TenorMonths = 0 }, types.ErrInvalidCurve},
		"tenor off grid":  {func(c *types.Curve) { c.Points[0].TenorMonths = 3 }, types.ErrInvalidCurve},
		"tenor too long":  {func(c *types.Curve) { c.Points[2].TenorMonths = 606 }, types.ErrInvalidCurve},
		"missing yield":   {func(c *types.Curve) { c.Points[1].ParYieldPct = math.LegacyDec{} }, types.ErrInvalidCurve},
		"yield too low":   {func(c *types.Curve) { c.Points[1].ParYieldPct = dec("-5.0001") }, types.ErrInvalidCurve},
		"yield too high":  {func(c *types.Curve) { c.Points[1].ParYieldPct = dec("50.0001") }, types.ErrInvalidCurve},
		"yield too fine":  {func(c *types.Curve) { c.Points[1].ParYieldPct = dec("0.12345") }, types.ErrInvalidCurve},
		"currency":        {func(c *types.Curve) { c.Currency = "yen" }, types.ErrInvalidCurve},
		"no discounting":  {func(c *types.Curve) { c.Points[2] = types.CurvePoint{TenorMonths: 480, ParYieldPct: dec("50")} }, types.ErrInvalidCurve},
		"date":            {func(c *types.Curve) { c.AsOf = "2026-02-30" }, types.ErrInvalidDate},
		"year 1":          {func(c *types.Curve) { c.AsOf = "0001-01-01" }, types.ErrInvalidDate},
		"year 9999":       {func(c *types.Curve) { c.AsOf = "9999-12-31" }, types.ErrInvalidDate},
	} {
		t.Run(name, func(t *testing.T) {
			c := curve("0", "0.1", "0.2")
			test.edit(&c)
			require.ErrorIs(t, c.Validate(), test.want)
		})
	}
}

func TestFxRate(t *testing.T) {
	good := types.FxRate{Base: "USD", Quote: "JPY", Rate: dec("156.78"), AsOf: "2026-01-05"}
	require.NoError(t, good.Validate())
	for name, test := range map[string]struct {
		edit func(*types.FxRate)
		want error
	}{
		"same":     {func(f *types.FxRate) { f.Base = "JPY" }, types.ErrInvalidFx},
		"code":     {func(f *types.FxRate) { f.Base = "usd" }, types.ErrInvalidFx},
		"zero":     {func(f *types.FxRate) { f.Rate = dec("0") }, types.ErrInvalidFx},
		"negative": {func(f *types.FxRate) { f.Rate = dec("-1") }, types.ErrInvalidFx},
		"missing":  {func(f *types.FxRate) { f.Rate = math.LegacyDec{} }, types.ErrInvalidFx},
		"huge":     {func(f *types.FxRate) { f.Rate = dec("1000000000") }, types.ErrInvalidFx},
		"fine":     {func(f *types.FxRate) { f.Rate = dec("0.123456789") }, types.ErrInvalidFx},
		"date":     {func(f *types.FxRate) { f.AsOf = "" }, types.ErrInvalidDate},
	} {
		t.Run(name, func(t *testing.T) {
			f := good
			test.edit(&f)
			require.ErrorIs(t, f.Validate(), test.want)
		})
	}
}

// boj is the Bank of Japan's table of 2024-10-11.
func boj() types.HaircutTable {
	table := types.HaircutTable{EffectiveDate: "2024-10-11", FxHaircutPct: dec("8")}
	bounds := []uint32{12, 60, 120, 240, 360, 1200}
	for kind, shares := range []string{"99 99 98 97 95 94", "99 99 98 97 95 94", "", "95 95 94", "98 98 97 96 94 92"} {
		for i, share := range strings.Fields(shares) {
			table.Rows = append(table.Rows, types.HaircutRow{
				Kind: bondtypes.SeriesKind(kind + 1), MaxResidualMonths: bounds[i], ValuePct: dec(share),
			})
		}
	}
	return table
}

func TestHaircutBoundsAreInclusive(t *testing.T) {
	table, today := boj(), date.MustParse("2026-01-07")
	require.NoError(t, table.Validate())
	for _, test := range []struct {
		kind     bondtypes.SeriesKind
		maturity string
		want     string
	}{
		{bondtypes.SERIES_KIND_FIXED, "2026-01-08", "99"},
		{bondtypes.SERIES_KIND_FIXED, "2027-01-07", "99"},
		{bondtypes.SERIES_KIND_FIXED, "2031-01-07", "99"},
		{bondtypes.SERIES_KIND_FIXED, "2031-01-08", "98"},
		{bondtypes.SERIES_KIND_FIXED, "2041-01-07", "97"},
		{bondtypes.SERIES_KIND_FIXED, "2056-01-08", "94"},
		{bondtypes.SERIES_KIND_STRIP, "2036-01-07", "97"},
		{bondtypes.SERIES_KIND_INFLATION_LINKED, "2036-01-07", "94"},
		{bondtypes.SERIES_KIND_INFLATION_LINKED, "2036-01-08", ""},
		{bondtypes.SERIES_KIND_FLOATING, "2027-01-07", ""},
	} {
		share, found := table.FindValuePct(test.kind, false, today, date.MustParse(test.maturity))
		require.Equal(t, test.want != "", found, "%s %s", test.kind, test.maturity)
		if found {
			require.Equal(t, dec(test.want), share, "%s %s", test.kind, test.maturity)
		}
	}
}

// Callable bonds count for less by a haircut of their own, and for nothing without it or when it takes all.
func TestHaircutOfCallableBonds(t *testing.T) {
	table, today, maturity := boj(), date.MustParse("2026-01-07"), date.MustParse("2036-01-07")
	for haircut, want := range map[uint32]string{0: "", 1: "97", 5: "93", 97: "1", 98: "", 100: ""} {
		table.CallableHaircutPct = haircut
		require.NoError(t, table.Validate())
		share, found := table.FindValuePct(bondtypes.SERIES_KIND_FIXED, true, today, maturity)
		require.Equal(t, want != "", found, haircut)
		if found {
			require.Equal(t, dec(want), share)
		}
	}
	table.CallableHaircutPct = 101
	require.ErrorIs(t, table.Validate(), types.ErrInvalidHaircuts)
}

func TestHaircutTable(t *testing.T) {
	for name, test := range map[string]struct {
		edit func(*types.HaircutTable)
		want error
	}{
		"date":         {func(t *types.HaircutTable) { t.EffectiveDate = "tomorrow" }, types.ErrInvalidDate},
		"no rows":      {func(t *types.HaircutTable) { t.Rows = nil }, types.ErrInvalidHaircuts},
		"many rows":    {func(t *types.HaircutTable) { t.Rows = make([]types.HaircutRow, 129) }, types.ErrInvalidHaircuts},
		"fx missing":   {func(t *types.HaircutTable) { t.FxHaircutPct = math.LegacyDec{} }, types.ErrInvalidHaircuts},
		"fx negative":  {func(t *types.HaircutTable) { t.FxHaircutPct = dec("-1") }, types.ErrInvalidHaircuts},
		"fx all":       {func(t *types.HaircutTable) { t.FxHaircutPct = dec("100") }, types.ErrInvalidHaircuts},
		"no kind":      {func(t *types.HaircutTable) { t.Rows[0].Kind = 0 }, types.ErrInvalidHaircuts},
		"unknown kind": {func(t *types.HaircutTable) { t.Rows[0].Kind = 99 }, types.ErrInvalidHaircuts},
		"no bound":     {func(t *types.HaircutTable) { t.Rows[0].MaxResidualMonths = 0 }, types.ErrInvalidHaircuts},
		"far bound":    {func(t *types.HaircutTable) { t.Rows[5].MaxResidualMonths = 1201 }, types.ErrInvalidHaircuts},
		"above 100":    {func(t *types.HaircutTable) { t.Rows[0].ValuePct = dec("100.0001") }, types.ErrInvalidHaircuts},
		"zero":         {func(t *types.HaircutTable) { t.Rows[0].ValuePct = dec("0") }, types.ErrInvalidHaircuts},
		"rising":       {func(t *types.HaircutTable) { t.Rows[1].ValuePct = dec("99.5") }, types.ErrInvalidHaircuts},
		"unsorted":     {func(t *types.HaircutTable) { t.Rows[0], t.Rows[1] = t.Rows[1], t.Rows[0] }, types.ErrInvalidHaircuts},
		"duplicate":    {func(t *types.HaircutTable) { t.Rows[1] = t.Rows[0] }, types.ErrInvalidHaircuts},
	} {
		t.Run(name, func(t *testing.T) {
			table := boj()
			test.edit(&table)
			require.ErrorIs(t, table.Validate(), test.want)
		})
	}
}

// Holidays age nothing: a curve of the last day before Golden Week, the end of the year or Thanksgiving is as good on the day after.
func TestAgeIsCountedInBusinessDays(t *testing.T) {
	for _, test := range []struct {
		market, asOf, today string
		maxAge              uint32
		want                bool
	}{
		{"tokyo", "2025-12-30", "2026-01-05", 1, false}, // a Monday after the new year's holidays
		{"tokyo", "2025-12-30", "2025-12-31", 1, false},
		{"tokyo", "2025-12-30", "2026-01-06", 1, true},
		{"tokyo", "2025-12-30", "2026-01-06", 2, false},
		{"tokyo", "2025-12-30", "2199-12-01", 0, false},
		{"newyork", "2025-12-30", "2025-12-31", 1, false}, // New York works on that day
		{"newyork", "2025-12-30", "2026-01-02", 1, true},
		{"tokyo", "2026-05-01", "2026-05-07", 1, false}, // Constitution, Greenery and Children's Day, and the day off for a Sunday
		{"tokyo", "2026-05-01", "2026-05-08", 1, true},
		{"tokyo", "2026-05-01", "2026-05-11", 3, false},
		{"tokyo", "2026-05-01", "2026-05-12", 3, true},
		{"newyork", "2026-05-01", "2026-05-07", 3, true},
		{"tokyo", "2026-09-18", "2026-09-24", 1, false}, // two holidays make a third of the day between them
		{"newyork", "2026-11-25", "2026-11-27", 1, false},
		{"newyork", "2026-11-25", "2026-11-30", 1, true},
	} {
		days, err := calendar.ByName(test.market)
		require.NoError(t, err)
		stale, err := types.IsStale(test.asOf, date.MustParse(test.today), test.maxAge, days)
		require.NoError(t, err)
		require.Equal(t, test.want, stale, "%s: %s on %s after %d", test.market, test.asOf, test.today, test.maxAge)
	}
}

const bond = "bond/JP1103811S13"

func coins(t *testing.T, text string) sdk.Coins {
	t.Helper()
	parsed, err := sdk.ParseCoinsNormalized(text)
	require.NoError(t, err)
	return parsed
}

func TestMessages(t *testing.T) {
	cash := func(amount math.Int) sdk.Coin { return sdk.Coin{Denom: "ujpy", Amount: amount} }
	zero, negative := math.ZeroInt(), math.NewInt(-1)
	many := sdk.Coins{}
	for i := range 29 {
		many = append(many, sdk.NewInt64Coin("bond/JP11038"+string(rune('A'+i/26))+string(rune('A'+i%26))+"113", 1))
	}
	for name, test := range map[string]struct {
		msg  sdk.HasValidateBasic
		want error
	}{
		"supply":                 {&types.MsgSupply{Amount: cash(math.OneInt())}, nil},
		"supply zero":            {&types.MsgSupply{Amount: cash(zero)}, types.ErrInvalidAmount},
		"supply negative":        {&types.MsgSupply{Amount: cash(negative)}, types.ErrInvalidAmount},
		"supply huge":            {&types.MsgSupply{Amount: cash(huge)}, types.ErrInvalidAmount},
		"supply nothing":         {&types.MsgSupply{}, types.ErrInvalidAmount},
		"supply wrong denom":     {&types.MsgSupply{Amount: sdk.Coin{Denom: "!", Amount: math.OneInt()}}, types.ErrInvalidAmount},
		"withdraw amount":        {&types.MsgWithdraw{Denom: "ujpy", Amount: math.OneInt(), Claims: zero}, nil},
		"withdraw claims":        {&types.MsgWithdraw{Denom: "ujpy", Claims: math.OneInt()}, nil},
		"withdraw all":           {&types.MsgWithdraw{Denom: "ujpy", All: true}, nil},
		"withdraw nothing":       {&types.MsgWithdraw{Denom: "ujpy"}, types.ErrInvalidAmount},
		"withdraw zero":          {&types.MsgWithdraw{Denom: "ujpy", Amount: zero}, types.ErrInvalidAmount},
		"withdraw two":           {&types.MsgWithdraw{Denom: "ujpy", Amount: math.OneInt(), All: true}, types.ErrInvalidAmount},
		"withdraw both":          {&types.MsgWithdraw{Denom: "ujpy", Amount: math.OneInt(), Claims: math.OneInt()}, types.ErrInvalidAmount},
		"withdraw negative":      {&types.MsgWithdraw{Denom: "ujpy", Amount: negative}, types.ErrInvalidAmount},
		"withdraw huge claims":   {&types.MsgWithdraw{Denom: "ujpy", Claims: huge}, types.ErrInvalidAmount},
		"withdraw without denom": {&types.MsgWithdraw{All: true}, types.ErrInvalidAmount},
		"add":                    {&types.MsgAddCollateral{Bonds: coins(t, "5"+bond)}, nil},
		"add nothing":            {&types.MsgAddCollateral{}, types.ErrInvalidCollateral},
		"add cash":               {&types.MsgAddCollateral{Bonds: coins(t, "5ujpy")}, types.ErrInvalidCollateral},
		"add zero":               {&types.MsgAddCollateral{Bonds: sdk.Coins{{Denom: bond, Amount: zero}}}, types.ErrInvalidAmount},
		"add negative":           {&types.MsgAddCollateral{Bonds: sdk.Coins{{Denom: bond, Amount: negative}}}, types.ErrInvalidAmount},
		"add huge":               {&types.MsgAddCollateral{Bonds: sdk.Coins{{Denom: bond, Amount: huge}}}, types.ErrInvalidAmount},
		"add missing amount":     {&types.MsgAddCollateral{Bonds: sdk.Coins{{Denom: bond}}}, types.ErrInvalidAmount},
		"add twice":              {&types.MsgAddCollateral{Bonds: append(coins(t, "5"+bond), coins(t, "5"+bond)...)}, types.ErrInvalidCollateral},
		"add many":               {&types.MsgAddCollateral{Bonds: many}, types.ErrInvalidCollateral},
		"release":                {&types.MsgReleaseCollateral{Collateral: coins(t, "5"+bond+",5uusd")}, nil},
		"release nothing":        {&types.MsgReleaseCollateral{}, types.ErrInvalidCollateral},
		"borrow":                 {&types.MsgBorrow{Amount: cash(math.OneInt())}, nil},
		"borrow zero":            {&types.MsgBorrow{Amount: cash(zero)}, types.ErrInvalidAmount},
		"borrow huge":            {&types.MsgBorrow{Amount: cash(huge)}, types.ErrInvalidAmount},
		"repay":                  {&types.MsgRepay{Amount: cash(math.OneInt())}, nil},
		"repay negative":         {&types.MsgRepay{Amount: cash(negative)}, types.ErrInvalidAmount},
		"market":                 {&types.MsgCreateMarket{Denom: "ujpy", Terms: terms(nil)}, nil},
		"market denom":           {&types.MsgCreateMarket{Denom: "", Terms: terms(nil)}, types.ErrInvalidTerms},
		"market terms":           {&types.MsgUpdateMarket{Denom: "ujpy"}, types.ErrInvalidTerms},
		"params":                 {&types.MsgUpdateParams{Params: types.DefaultParams()}, nil},
		"curve":                  {&types.MsgSetCurve{}, types.ErrInvalidCurve},
		"fx":                     {&types.MsgSetFx{}, types.ErrInvalidFx},
		"haircuts":               {&types.MsgSetHaircuts{}, types.ErrInvalidDate},
	} {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, test.msg.ValidateBasic(), test.want) })
	}
}

func TestPledgeRef(t *testing.T) {
	for _, denom := range []string{"ujpy", "ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2"} {
		back, number, err := types.ParsePledgeRef(types.PledgeRef(denom, 18446744073709551615))
		require.NoError(t, err)
		require.Equal(t, denom, back)
		require.Equal(t, uint64(18446744073709551615), number)
	}
	for _, ref := range []string{"", "7", "ujpy/7", "07/ujpy", "-1/ujpy", "18446744073709551616/ujpy", "+7/ujpy"} {
		_, _, err := types.ParsePledgeRef(ref)
		require.ErrorIs(t, err, types.ErrPositionNotFound, ref)
	}
}

func TestEveryUnpricedStateHasItsOwnError(t *testing.T) {
	seen := map[string]types.PriceState{}
	for number := range types.PriceState_name {
		state := types.PriceState(number)
		err := state.Err("x")
		if state == types.PRICE_STATE_PRICED {
			require.NoError(t, err)
			continue
		}
		require.Error(t, err)
		require.NotContains(t, seen, err.Error(), state.String())
		seen[err.Error()] = state
		require.Equal(t, state == types.PRICE_STATE_UNSPECIFIED, types.ErrBrokenLaw.Is(err), state.String())
	}
}
