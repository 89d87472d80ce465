package keeper_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/calendar"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// twin is the naive way: at each record moment it goes over all holders and writes down what each has earned.
type twin struct {
	moments   []time.Time
	perUnit   []math.LegacyDec // of each moment to come
	principal math.LegacyDec
	maturity  date.Date
	units     map[string]int64
	earned    map[string]math.Int
	owed      math.Int
	dust      math.Int
}

func newTwin(terms types.TermSheet, perUnit func(k int) math.LegacyDec, principal math.LegacyDec) *twin {
	t := &twin{
		units: map[string]int64{}, earned: map[string]math.Int{}, owed: math.ZeroInt(), dust: math.ZeroInt(),
		principal: principal, maturity: date.MustParse(terms.MaturityDate),
	}
	market, maturity := calendar.Tokyo(), t.maturity
	for due := date.MustParse(terms.FirstCouponDate); due <= maturity; due = due.AddMonths(12 / int(terms.Frequency)) {
		record := market.AddBusinessDays(market.Following(due), -int(terms.RecordBusinessDays))
		t.moments = append(t.moments, record.Start(date.Tokyo))
		t.perUnit = append(t.perUnit, perUnit(len(t.moments)))
	}
	return t
}

// passTo writes down the coupons of the record moments up to a time.
func (t *twin) passTo(now time.Time) {
	for len(t.moments) > 0 && !t.moments[0].After(now) {
		perUnit := t.perUnit[0]
		t.moments, t.perUnit = t.moments[1:], t.perUnit[1:]
		total, paid := int64(0), math.ZeroInt()
		for holder, units := range t.units {
			share := perUnit.MulInt64(units).TruncateInt()
			if sum, found := t.earned[holder]; found {
				share = share.Add(sum)
			}
			paid = paid.Add(perUnit.MulInt64(units).TruncateInt())
			t.earned[holder] = share
			total += units
		}
		owed := perUnit.MulInt64(total).Ceil().TruncateInt()
		t.owed, t.dust = t.owed.Add(owed), t.dust.Add(owed.Sub(paid))
	}
}

// Over any history of placements, transfers, claims and late funding, through sweeps cut into the smallest pieces, each
// holder of a series of any kind is paid to the last unit what the naive twin wrote down, and in the end nothing is left.
func TestCouponsOverAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFixture(t)
		genesis := types.DefaultGenesis()
		genesis.Params.SweepLimit = rapid.Uint32Range(1, 8).Draw(t, "sweep limit")
		genesis.Issuers = []types.Issuer{f.issuer()}
		terms := jgb381()
		terms.Frequency = rapid.SampledFrom([]uint32{1, 2, 4}).Draw(t, "frequency")
		terms.CouponPct = math.LegacyNewDecWithPrec(rapid.Int64Range(0, 9_999).Draw(t, "coupon"), 3)
		terms.RecordBusinessDays = rapid.Uint32Range(0, 5).Draw(t, "record days")
		terms.FirstCouponDate = date.MustParse(terms.DatedDate).AddMonths(12 / int(terms.Frequency)).String()
		terms.MaturityDate = "2028-12-20"
		terms.GraceDays = rapid.SampledFrom([]uint32{0, 30, 366}).Draw(t, "grace")
		terms.Denomination, terms.Authorised = math.OneInt(), math.NewInt(1_000_000_000)
		kind := rapid.SampledFrom([]func(*rapid.T, *types.TermSheet, *types.GenesisState) *twin{
			fixedTwin, floatingTwin, linkedTwin, amortisingTwin,
		}).Draw(t, "kind")
		twin := kind(t, &terms, genesis)
		require.NoError(t, f.keeper.InitGenesis(f.ctx, genesis))
		f.open(terms)
		history{f, twin, people()}.play(t)
	})
}

func fixedTwin(_ *rapid.T, terms *types.TermSheet, _ *types.GenesisState) *twin {
	coupon := terms.CouponPct.MulInt64(10_000).QuoInt64(int64(terms.Frequency))
	return newTwin(*terms, func(int) math.LegacyDec { return coupon }, math.LegacyNewDec(1_000_000))
}

func floatingTwin(t *rapid.T, terms *types.TermSheet, genesis *types.GenesisState) *twin {
	terms.Kind, terms.CouponPct = types.SERIES_KIND_FLOATING, math.LegacyZeroDec()
	terms.Floating = &types.FloatingTerms{ReferenceId: "ten-year", SpreadPct: math.LegacyMustNewDecFromStr("0.5")}
	genesis.References = []types.Reference{reference("ten-year", types.REFERENCE_KIND_RATE)}
	start, months := date.MustParse(terms.DatedDate), 12/int(terms.Frequency)
	return newTwin(*terms, func(k int) math.LegacyDec {
		rate := math.LegacyNewDecWithPrec(rapid.Int64Range(-1_000, 50_000).Draw(t, "rate"), 4)
		genesis.Fixings = append(genesis.Fixings, types.Fixing{
			IssuerId: "mof", ReferenceId: "ten-year", Date: start.AddMonths((k - 1) * months).String(), Value: rate,
		})
		rate = math.LegacyMaxDec(rate.Sub(terms.Floating.SpreadPct), math.LegacyZeroDec())
		return rate.MulInt64(10_000).QuoInt64(int64(terms.Frequency))
	}, math.LegacyNewDec(1_000_000))
}

// linkedTwin pays on the 10th, where the reference index is a published one.
func linkedTwin(t *rapid.T, terms *types.TermSheet, genesis *types.GenesisState) *twin {
	terms.Kind, terms.DatedDate, terms.MaturityDate = types.SERIES_KIND_INFLATION_LINKED, "2025-12-10", "2028-12-10"
	start, months := date.MustParse(terms.DatedDate), 12/int(terms.Frequency)
	terms.FirstCouponDate = start.AddMonths(months).String()
	terms.Inflation = &types.InflationTerms{ReferenceId: "cpi", BaseIndex: math.LegacyNewDec(100)}
	genesis.References = []types.Reference{reference("cpi", types.REFERENCE_KIND_PRICE_INDEX)}
	indices := map[date.Date]math.LegacyDec{}
	for month := date.MustParse("2025-09-01"); month <= date.MustParse("2028-12-01"); month = month.AddMonths(1) {
		indices[month] = math.LegacyNewDecWithPrec(rapid.Int64Range(90_000, 120_000).Draw(t, "index"), 3)
		genesis.Fixings = append(genesis.Fixings, types.Fixing{IssuerId: "mof", ReferenceId: "cpi", Date: month.String(), Value: indices[month]})
	}
	coefficient := func(k int) math.LegacyDec { // with a base of 100 it has exactly five decimals
		return indices[start.AddMonths(k*months-3).AddDays(-9)].QuoInt64(100)
	}
	last := coefficient(3 * int(terms.Frequency))
	return newTwin(*terms, func(k int) math.LegacyDec {
		return terms.CouponPct.MulInt64(10_000).QuoInt64(int64(terms.Frequency)).Mul(coefficient(k))
	}, math.LegacyMaxDec(last, math.LegacyOneDec()).MulInt64(1_000_000))
}

// amortisingTwin repays with every coupon but the last.
func amortisingTwin(t *rapid.T, terms *types.TermSheet, _ *types.GenesisState) *twin {
	start, months, coupons := date.MustParse(terms.DatedDate), 12/int(terms.Frequency), 3*int(terms.Frequency)
	left := int64(1_000_000)
	parts := make([]math.LegacyDec, coupons+1)
	for k := 1; k <= coupons; k++ {
		parts[k] = terms.CouponPct.MulInt64(left).QuoInt64(100 * int64(terms.Frequency))
		if share := rapid.Int64Range(0, 80_000).Draw(t, "share"); share > 0 && k < coupons {
			terms.Instalments = append(terms.Instalments, types.Instalment{
				Date: start.AddMonths(k * months).String(), SharePct: math.LegacyNewDecWithPrec(share, 4),
			})
			parts[k], left = parts[k].Add(math.LegacyNewDec(share)), left-share
		}
	}
	return newTwin(*terms, func(k int) math.LegacyDec { return parts[k] }, math.LegacyNewDec(left))
}

func reference(id string, kind types.ReferenceKind) types.Reference {
	return types.Reference{IssuerId: "mof", Id: id, Name: id, Kind: kind, Source: account("statistics").String()}
}

func people() (all []sdk.AccAddress) {
	for i := range 6 {
		all = append(all, account(fmt.Sprint("holder ", i)))
	}
	return all
}

type history struct {
	*fixture
	twin   *twin
	people []sdk.AccAddress
}

func (h history) play(t *rapid.T) {
	now, end := tokyo("2026-01-07"), (h.twin.maturity - 1).Start(date.Tokyo)
	h.blockAt(now, func() { h.buy(t, h.people[0], rapid.Int64Range(1, 100_000).Draw(t, "first face")) })
	for range rapid.IntRange(5, 25).Draw(t, "blocks") {
		h.twin.passTo(now)
		h.blockAt(now, func() {
			for range rapid.IntRange(0, 4).Draw(t, "transactions") {
				h.act(t)
			}
		})
		now = now.Add(time.Duration(rapid.Int64Range(0, 120*24*3600).Draw(t, "seconds")) * time.Second)
		if now.After(end) {
			now = end
		}
	}
	h.finish(t)
}

func (h history) act(t *rapid.T) {
	switch from := rapid.SampledFrom(h.people).Draw(t, "who"); rapid.IntRange(0, 5).Draw(t, "what") {
	case 0:
		h.buy(t, from, rapid.Int64Range(1, 100_000).Draw(t, "face"))
	case 1:
		if _, err := h.claim(from); err != nil {
			require.ErrorIs(t, err, types.ErrNothingToClaim)
		}
	case 2:
		h.fund(sdk.NewInt64Coin("ujpy", rapid.Int64Range(1, 5_000_000_000).Draw(t, "money")))
	default:
		to := rapid.SampledFrom(h.people).Draw(t, "to whom")
		held := h.twin.units[from.String()]
		if held == 0 {
			return
		}
		amount := rapid.Int64Range(1, held).Draw(t, "units")
		h.send(from, to, amount)
		h.twin.units[from.String()] -= amount
		h.twin.units[to.String()] += amount
	}
}

// buy issues units and takes the change away again, so that an account's cash is only what its units have paid.
func (h history) buy(t *rapid.T, buyer sdk.AccAddress, face int64) {
	before := h.cash(buyer)
	h.give(buyer, yen(2*face))
	_, err := tx(h.fixture, h.msgs.PlaceDirect, h.placement(buyer, face, "100"))
	if err == nil {
		h.twin.units[buyer.String()] += face
	} else if h.series().IsInDefault() {
		require.ErrorIs(t, err, types.ErrInDefault)
	} else {
		require.ErrorIs(t, err, types.ErrExCoupon)
	}
	change := sdk.NewCoins(sdk.NewCoin("ujpy", h.cash(buyer).Sub(before)))
	require.NoError(t, h.bank.SendCoins(h.ctx, buyer, account("change"), change))
}

// finish lets the series mature with all the money it needs, and compares.
func (h history) finish(t *rapid.T) {
	after := tokyo("2029-01-31")
	h.twin.passTo(after)
	h.blockAt(after)
	if h.series().Status != types.SERIES_STATUS_REDEEMED {
		h.fund(sdk.NewCoin("ujpy", h.twin.owed.Add(h.twin.principal.MulInt(h.series().Issued).Ceil().TruncateInt()).AddRaw(1)))
	}
	for range 2_000 {
		after = after.Add(time.Hour)
		h.blockAt(after)
		if state, err := h.keeper.ExportGenesis(h.ctx); err == nil && len(state.Sweeps) == 0 {
			break
		}
	}
	require.Equal(t, types.SERIES_STATUS_REDEEMED, h.series().Status)
	for _, holder := range h.people {
		earned, found := h.twin.earned[holder.String()]
		if !found {
			earned = math.ZeroInt()
		}
		principal := h.twin.principal.MulInt64(h.twin.units[holder.String()]).TruncateInt()
		require.Equal(t, earned.Add(principal).String(), h.cash(holder).String())
	}
	state, err := h.keeper.ExportGenesis(h.ctx)
	require.NoError(t, err)
	require.Empty(t, state.Holders)
	h.withdrawAll(t)
}

func (h history) withdrawAll(t *rapid.T) {
	state, err := h.queries.Fund(h.ctx, &types.QueryFundRequest{Isin: isin})
	require.NoError(t, err)
	require.True(t, state.Withdrawable.Amount.GTE(h.twin.dust), "the dust is in the fund")
	must(h.fixture, h.msgs.WithdrawUnusedFunds, &types.MsgWithdrawUnusedFunds{
		Authority: h.ministry.String(), Isin: isin, Amount: state.Withdrawable,
	})
	require.True(t, h.cash(authtypes.NewModuleAddress(types.ModuleName)).IsZero(), "nothing is left")
}
