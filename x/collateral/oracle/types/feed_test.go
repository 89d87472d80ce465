package types_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

var noon = time.Date(2024, 8, 5, 3, 0, 0, 0, time.UTC)

func TestAFigureIsHeldUntilItHasBeenSeenOftenEnough(t *testing.T) {
	const recovery = 3
	var state types.FeedState
	step := func(inBand, consistent bool) (published bool) {
		state, published = state.Decide(noon, inBand, consistent, recovery)
		require.Equal(t, noon, *state.DecidedAt)
		return published
	}
	require.True(t, step(true, false))
	require.False(t, state.InDoubt())

	require.False(t, step(false, false))
	require.True(t, state.InDoubt())
	require.False(t, step(false, true))
	require.True(t, step(false, true), "three windows in a row")
	require.False(t, state.InDoubt())

	require.False(t, step(false, false))
	require.False(t, step(false, false), "another figure begins anew")
	require.False(t, step(false, true))
	require.Equal(t, uint32(2), state.HeldWindows)
	require.True(t, step(true, false), "back where it was")
	require.Zero(t, state.HeldWindows)
	for range recovery {
		require.True(t, state.InDoubt(), "haircuts stay wide for some windows")
		require.True(t, step(true, false))
	}
	require.False(t, state.InDoubt())

	params := types.DefaultParams()
	state = state.Recover(noon, params)
	require.Equal(t, noon.Add(params.Grace()), *state.GraceUntil)
	require.True(t, state.InDoubt())
}

func TestWindows(t *testing.T) {
	var state types.FeedState
	require.True(t, state.IsDue(noon, time.Hour))
	state.DecidedAt = &noon
	require.False(t, state.IsDue(noon.Add(time.Hour-1), time.Hour))
	require.True(t, state.IsDue(noon.Add(time.Hour), time.Hour))
}

func TestBands(t *testing.T) {
	rule := types.CurveRule{Currency: "JPY", BandPct: dec("0.5"), FloorPct: dec("-1"), CapPct: dec("5")}
	curve := func(points ...string) (c collateraltypes.Curve) {
		for i, yield := range points {
			if yield != "" {
				c.Points = append(c.Points, collateraltypes.CurvePoint{TenorMonths: 12 * uint32(i+1), ParYieldPct: dec(yield)})
			}
		}
		return c
	}
	before := curve("1", "2", "3")
	for name, test := range map[string]struct {
		after collateraltypes.Curve
		want  bool
	}{
		"same":                        {curve("1", "2", "3"), true},
		"at the band":                 {curve("1.5", "2.5", "2.5"), true},
		"one point beyond":            {curve("1", "2", "3.5001"), false},
		"down":                        {curve("0.4999", "2", "3"), false},
		"a tenor less, on the line":   {curve("1", "", "3"), true},
		"a tenor less, off the line":  {curve("", "2", "3"), false},
		"a tenor more, on the line":   {curve("1", "2", "3", "3.4"), true},
		"a tenor more, off the line":  {curve("1", "2", "3", "4"), false},
		"the middle of a steep curve": {curve("1", "", "2.6"), true},
	} {
		require.Equal(t, test.want, rule.InBand(before, test.after), name)
	}
	require.NoError(t, rule.Check(curve("-1", "5")))
	require.ErrorIs(t, rule.Check(curve("-1.0001", "5")), types.ErrOutOfLimits)
	require.ErrorIs(t, rule.Check(curve("-1", "5.0001")), types.ErrOutOfLimits)

	pair := types.PairRule{Base: "USD", Quote: "JPY", BandPct: dec("5"), Floor: dec("100"), Cap: dec("200")}
	rate := func(r string) collateraltypes.FxRate {
		return collateraltypes.FxRate{Base: "USD", Quote: "JPY", Rate: dec(r)}
	}
	require.True(t, pair.InBand(rate("160"), rate("152")))
	require.False(t, pair.InBand(rate("160"), rate("151.99")))
	require.True(t, pair.InBand(rate("160"), rate("168")))
	require.False(t, pair.InBand(rate("160"), rate("168.01")))
	require.NoError(t, pair.Check(rate("100")))
	require.ErrorIs(t, pair.Check(rate("99.99")), types.ErrOutOfLimits)
	require.ErrorIs(t, pair.Check(rate("200.01")), types.ErrOutOfLimits)
}

func TestBadParams(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
	for name, edit := range map[string]func(*types.Params){
		"half a quorum":      func(p *types.Params) { p.QuorumPct = dec("50") },
		"quorum above all":   func(p *types.Params) { p.QuorumPct = dec("100.01") },
		"fine quorum":        func(p *types.Params) { p.QuorumPct = dec("66.667") },
		"no window":          func(p *types.Params) { p.WindowSeconds = 0 },
		"window of a month":  func(p *types.Params) { p.WindowSeconds = 3_000_000 },
		"no recovery":        func(p *types.Params) { p.RecoveryWindows = 0 },
		"no downtime":        func(p *types.Params) { p.DowntimeSeconds = 0 },
		"long grace":         func(p *types.Params) { p.GraceSeconds = 2_592_001 },
		"late after a year":  func(p *types.Params) { p.LateAfterDays = 367 },
		"no history":         func(p *types.Params) { p.HistoryDays = 0 },
		"negative haircut":   func(p *types.Params) { p.LateHaircutPct = dec("-1") },
		"haircut above half": func(p *types.Params) { p.DoubtHaircutPct = dec("50.1") },
		"curve twice":        func(p *types.Params) { p.Curves[1] = p.Curves[0] },
		"no currency":        func(p *types.Params) { p.Curves[0].Currency = "Yen" },
		"no band":            func(p *types.Params) { p.Curves[0].BandPct = dec("0") },
		"floor above cap":    func(p *types.Params) { p.Curves[0].FloorPct = p.Curves[0].CapPct },
		"floor too low":      func(p *types.Params) { p.Curves[0].FloorPct = dec("-6") },
		"pair of one":        func(p *types.Params) { p.Pairs[0].Base = "JPY" },
		"no band of a pair":  func(p *types.Params) { p.Pairs[0].BandPct = dec("0") },
		"floor of nothing":   func(p *types.Params) { p.Pairs[0].Floor = dec("0") },
		"pair both ways": func(p *types.Params) {
			inverse := p.Pairs[0]
			inverse.Base, inverse.Quote = inverse.Quote, inverse.Base
			p.Pairs = []types.PairRule{inverse, p.Pairs[0]}
		},
	} {
		params := types.DefaultParams()
		edit(&params)
		require.ErrorIs(t, params.Validate(), types.ErrInvalidParams, name)
	}
}
