package types_test

import (
	"fmt"
	"slices"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

func dec(s string) math.LegacyDec { return math.LegacyMustNewDecFromStr(s) }

var (
	today  = date.MustParse("2024-08-05")
	quorum = dec("66.67")
)

// yen is an observation of a yen curve of two tenors.
func yen(day date.Date, one, ten int32) types.Observation {
	return types.Observation{Curves: []types.CurveObservation{
		{Currency: "JPY", AsOf: int32(day), TenorMonths: []uint32{12, 120}, YieldsE4: []int32{one, ten}},
	}}
}

// dollar is an observation of USD/JPY in hundredths of a yen.
func dollar(day date.Date, hundredths uint64) types.Observation {
	return types.Observation{Fx: []types.FxObservation{
		{Base: "USD", Quote: "JPY", AsOf: int32(day), RateE8: hundredths * 1_000_000},
	}}
}

func commit(votes ...abci.ExtendedVoteInfo) abci.ExtendedCommitInfo {
	for i := range votes {
		votes[i].Validator.Address = fmt.Appendf(nil, "%-20d", i)
	}
	return abci.ExtendedCommitInfo{Votes: votes}
}

func vote(power int64, observation types.Observation) abci.ExtendedVoteInfo {
	extension, err := observation.Marshal()
	if err != nil {
		panic(err)
	}
	return raw(power, extension)
}

func raw(power int64, extension []byte) abci.ExtendedVoteInfo {
	return abci.ExtendedVoteInfo{
		Validator: abci.Validator{Power: power}, VoteExtension: extension, BlockIdFlag: cmtproto.BlockIDFlagCommit,
	}
}

func absent(power int64) abci.ExtendedVoteInfo {
	return abci.ExtendedVoteInfo{Validator: abci.Validator{Power: power}, BlockIdFlag: cmtproto.BlockIDFlagAbsent}
}

func TestMedianByPower(t *testing.T) {
	ballot := types.NewBallot(commit(
		vote(40, yen(today, 1000, 9000)), vote(35, yen(today, 2000, 8000)), vote(25, yen(today, 9999, 1)),
	))
	curve, found := ballot.Curve("JPY", today, quorum)
	require.True(t, found)
	require.Equal(t, "2024-08-05", curve.AsOf)
	require.Equal(t, dec("0.2"), curve.Points[0].ParYieldPct, "each point for itself")
	require.Equal(t, dec("0.8"), curve.Points[1].ParYieldPct)
	require.NoError(t, curve.Validate())
	_, found = ballot.Curve("USD", today, quorum)
	require.False(t, found)
	_, found = ballot.Fx("USD", "JPY", today, quorum)
	require.False(t, found)

	ballot = types.NewBallot(commit(vote(1, dollar(today, 15000)), vote(1, dollar(today, 14200)), vote(1, dollar(today, 16000))))
	fx, found := ballot.Fx("USD", "JPY", today, quorum)
	require.True(t, found)
	require.Equal(t, dec("150"), fx.Rate)
}

// A quorum is of all power, not of the power that has a view.
func TestQuorum(t *testing.T) {
	view := yen(today, 1000, 9000)
	for name, test := range map[string]struct {
		votes []abci.ExtendedVoteInfo
		want  bool
	}{
		"all":                     {[]abci.ExtendedVoteInfo{vote(1, view), vote(1, view), vote(1, view)}, true},
		"two thirds exactly":      {[]abci.ExtendedVoteInfo{vote(2, view), raw(1, nil)}, false},
		"three quarters":          {[]abci.ExtendedVoteInfo{vote(3, view), raw(1, nil)}, true},
		"others absent":           {[]abci.ExtendedVoteInfo{vote(1, view), absent(1)}, false},
		"nobody":                  {nil, false},
		"no view":                 {[]abci.ExtendedVoteInfo{raw(1, nil), raw(1, nil)}, false},
		"power of nothing":        {[]abci.ExtendedVoteInfo{vote(0, view), vote(-5, view)}, false},
		"vote for no block":       {[]abci.ExtendedVoteInfo{{Validator: abci.Validator{Power: 9}, BlockIdFlag: cmtproto.BlockIDFlagNil}, vote(1, view)}, false},
		"others speak of dollars": {[]abci.ExtendedVoteInfo{vote(1, view), vote(1, dollar(today, 15000))}, false},
	} {
		_, found := types.NewBallot(commit(test.votes...)).Curve("JPY", today, quorum)
		require.Equal(t, test.want, found, name)
	}
}

// The day is the latest that a quorum has reached: neither those ahead nor those behind decide it, and days to come do not count.
func TestDayOfAFigure(t *testing.T) {
	yesterday := today - 1
	for name, test := range map[string]struct {
		days []date.Date
		want string
	}{
		"all today":          {[]date.Date{today, today, today, today}, "2024-08-05"},
		"one behind":         {[]date.Date{today, today, today, yesterday}, "2024-08-05"},
		"one ahead":          {[]date.Date{yesterday, yesterday, yesterday, today}, "2024-08-04"},
		"half and half":      {[]date.Date{today, today, yesterday, yesterday}, "2024-08-04"},
		"one in the future":  {[]date.Date{today + 1, today, today, today}, "2024-08-05"},
		"two in the future":  {[]date.Date{today + 1, today + 9, today, today}, ""},
		"all different days": {[]date.Date{today, today - 1, today - 2, today - 3}, "2024-08-03"},
	} {
		var votes []abci.ExtendedVoteInfo
		for _, day := range test.days {
			votes = append(votes, vote(1, yen(day, 1000, 9000)))
		}
		curve, found := types.NewBallot(commit(votes...)).Curve("JPY", today, quorum)
		require.Equal(t, test.want != "", found, name)
		require.Equal(t, test.want, curve.AsOf, name)
	}
}

// A tenor is published when a quorum has a yield for it; a curve needs two.
func TestTenorsNeedAQuorumEach(t *testing.T) {
	with := types.Observation{Curves: []types.CurveObservation{
		{Currency: "JPY", AsOf: int32(today), TenorMonths: []uint32{6, 12, 120}, YieldsE4: []int32{5, 1000, 9000}},
	}}
	without := yen(today, 1000, 9000)
	curve, found := types.NewBallot(commit(vote(1, with), vote(1, without), vote(1, without))).Curve("JPY", today, quorum)
	require.True(t, found)
	require.Len(t, curve.Points, 2)
	curve, found = types.NewBallot(commit(vote(3, with), vote(1, without))).Curve("JPY", today, quorum)
	require.True(t, found)
	require.Len(t, curve.Points, 3)
	other := types.Observation{Curves: []types.CurveObservation{
		{Currency: "JPY", AsOf: int32(today), TenorMonths: []uint32{24, 120}, YieldsE4: []int32{5, 9000}},
	}}
	_, found = types.NewBallot(commit(vote(1, other), vote(1, without))).Curve("JPY", today, quorum)
	require.False(t, found, "one common tenor is no curve")
}

// Those who say nothing of a tenor take it off the curve of others only when they are more than may lie; until a quorum has a view of
// it, or that many are without one, there is no curve, as if they had been silent.
func TestAFewCannotCutACurveShort(t *testing.T) {
	whole := types.Observation{Curves: []types.CurveObservation{
		{Currency: "JPY", AsOf: int32(today), TenorMonths: []uint32{12, 120, 480}, YieldsE4: []int32{1000, 9000, 25_000}},
	}}
	short := yen(today, 1000, 9000)
	longer := types.Observation{Curves: []types.CurveObservation{
		{Currency: "JPY", AsOf: int32(today), TenorMonths: []uint32{12, 120, 480, 600}, YieldsE4: []int32{1000, 9000, 25_000, -50_000}},
	}}
	for name, test := range map[string]struct {
		votes []abci.ExtendedVoteInfo
		want  int
	}{
		"all agree":                        {[]abci.ExtendedVoteInfo{vote(65, whole), vote(25, whole), absent(10)}, 3},
		"a quarter cuts, a tenth is away":  {[]abci.ExtendedVoteInfo{vote(65, whole), vote(25, short), absent(10)}, 0},
		"a quarter is silent too":          {[]abci.ExtendedVoteInfo{vote(65, whole), raw(25, nil), absent(10)}, 0},
		"a third cuts, nobody is away":     {[]abci.ExtendedVoteInfo{vote(67, whole), vote(33, short)}, 3},
		"more than may lie are without it": {[]abci.ExtendedVoteInfo{vote(60, whole), vote(40, short)}, 2},
		"a third adds one":                 {[]abci.ExtendedVoteInfo{vote(67, whole), vote(33, longer)}, 3},
		"it adds one while some are away":  {[]abci.ExtendedVoteInfo{vote(57, whole), vote(33, longer), absent(10)}, 3},
	} {
		curve, found := types.NewBallot(commit(test.votes...)).Curve("JPY", today, quorum)
		require.Equal(t, test.want > 0, found, name)
		require.Len(t, curve.Points, test.want, name)
	}
}

// Whatever those with less than half of the power that observed say, the median lies between two honest observations.
func TestLiarsBelowHalfMoveNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		honest := rapid.SliceOfN(rapid.Int32Range(5_000, 12_000), 1, 20).Draw(t, "honest")
		lies := rapid.SliceOfN(rapid.Int32Range(-50_000, 500_000), 0, len(honest)-1).Draw(t, "lies")
		var votes []abci.ExtendedVoteInfo
		for _, yield := range slices.Concat(honest, lies) {
			votes = append(votes, vote(7, yen(today, yield, yield)))
		}
		curve, found := types.NewBallot(commit(votes...)).Curve("JPY", today, quorum)
		require.True(t, found)
		low, high := int64(slices.Min(honest)), int64(slices.Max(honest))
		for _, point := range curve.Points {
			require.True(t, point.ParYieldPct.GTE(math.LegacyNewDecWithPrec(low, 4)))
			require.True(t, point.ParYieldPct.LTE(math.LegacyNewDecWithPrec(high, 4)))
		}
	})
}

// The median by power is what a naive count finds: each unit of power a ballot of its own.
func TestMedianIsTheNaiveOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type view struct {
			Power int64
			Yield int32
		}
		views := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) view {
			return view{rapid.Int64Range(1, 30).Draw(t, "power"), rapid.Int32Range(-100, 100).Draw(t, "yield")}
		}), 1, 12).Draw(t, "views")
		var votes []abci.ExtendedVoteInfo
		var units []int32
		for _, view := range views {
			votes = append(votes, vote(view.Power, yen(today, view.Yield, view.Yield)))
			for range view.Power {
				units = append(units, view.Yield)
			}
		}
		slices.Sort(units)
		curve, found := types.NewBallot(commit(votes...)).Curve("JPY", today, quorum)
		require.True(t, found)
		require.Equal(t, math.LegacyNewDecWithPrec(int64(units[(len(units)-1)/2]), 4), curve.Points[0].ParYieldPct)
	})
}

// No bytes make the count fail, and bad ones count for nothing.
func TestAnyExtensionIsHarmless(t *testing.T) {
	good := yen(today, 1000, 9000)
	rapid.Check(t, func(t *rapid.T) {
		junk := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "junk")
		encoded, err := good.Marshal()
		require.NoError(t, err)
		flipped := slices.Clone(encoded)
		flipped[rapid.IntRange(0, len(flipped)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		curve, found := types.NewBallot(commit(vote(70, good), raw(15, junk), raw(15, flipped))).Curve("JPY", today, quorum)
		require.True(t, found)
		require.Equal(t, dec("0.1"), curve.Points[0].ParYieldPct)
	})
}

func TestBadObservations(t *testing.T) {
	curve := func(edit func(*types.CurveObservation)) types.Observation {
		o := yen(today, 1000, 9000)
		edit(&o.Curves[0])
		return o
	}
	rate := func(edit func(*types.FxObservation)) types.Observation {
		o := dollar(today, 15000)
		edit(&o.Fx[0])
		return o
	}
	many := types.Observation{}
	for i := range 33 {
		many.Fx = append(many.Fx, types.FxObservation{Base: fmt.Sprintf("A%c%c", 'A'+i/26, 'A'+i%26), Quote: "JPY", AsOf: int32(today), RateE8: 1})
	}
	for name, o := range map[string]types.Observation{
		"no currency":    curve(func(c *types.CurveObservation) { c.Currency = "" }),
		"small letters":  curve(func(c *types.CurveObservation) { c.Currency = "jpy" }),
		"one point":      curve(func(c *types.CurveObservation) { c.TenorMonths, c.YieldsE4 = c.TenorMonths[:1], c.YieldsE4[:1] }),
		"more yields":    curve(func(c *types.CurveObservation) { c.YieldsE4 = append(c.YieldsE4, 1) }),
		"unsorted":       curve(func(c *types.CurveObservation) { c.TenorMonths = []uint32{120, 12} }),
		"twice":          curve(func(c *types.CurveObservation) { c.TenorMonths = []uint32{12, 12} }),
		"quarter":        curve(func(c *types.CurveObservation) { c.TenorMonths[0] = 3 }),
		"zero":           curve(func(c *types.CurveObservation) { c.TenorMonths[0] = 0 }),
		"a century":      curve(func(c *types.CurveObservation) { c.TenorMonths[1] = 1200 }),
		"absurd":         curve(func(c *types.CurveObservation) { c.YieldsE4[0] = 500_001 }),
		"absurdly low":   curve(func(c *types.CurveObservation) { c.YieldsE4[0] = -50_001 }),
		"year 1":         curve(func(c *types.CurveObservation) { c.AsOf = -719_162 }),
		"year 9999":      curve(func(c *types.CurveObservation) { c.AsOf = 2_932_896 }),
		"same currency":  {Curves: append(yen(today, 1, 1).Curves, yen(today, 2, 2).Curves...)},
		"rate of zero":   rate(func(f *types.FxObservation) { f.RateE8 = 0 }),
		"rate of 10^9":   rate(func(f *types.FxObservation) { f.RateE8 = 100_000_000_000_000_000 }),
		"rate of itself": rate(func(f *types.FxObservation) { f.Base = "JPY" }),
		"pair twice":     {Fx: append(dollar(today, 1).Fx, dollar(today, 2).Fx...)},
		"too many":       many,
	} {
		require.ErrorIs(t, o.Validate(), types.ErrInvalidObservation, name)
		encoded, err := o.Marshal()
		require.NoError(t, err)
		_, err = types.ReadObservation(encoded)
		require.ErrorIs(t, err, types.ErrInvalidObservation, name)
	}
	_, err := types.ReadObservation(make([]byte, types.MaxObservationBytes+1))
	require.ErrorIs(t, err, types.ErrInvalidObservation)
}

// The largest observation that is allowed fits into a vote.
func TestLargestObservationFits(t *testing.T) {
	var o types.Observation
	for i := range 32 {
		code := fmt.Sprintf("A%c%c", 'A'+i/26, 'A'+i%26)
		curve := types.CurveObservation{Currency: code, AsOf: int32(today)}
		for k := range uint32(64) {
			curve.TenorMonths, curve.YieldsE4 = append(curve.TenorMonths, 6*(k+1)), append(curve.YieldsE4, 499_999)
		}
		o.Curves = append(o.Curves, curve)
		o.Fx = append(o.Fx, types.FxObservation{Base: code, Quote: "JPY", AsOf: int32(today), RateE8: 99_999_999_999_999_999})
	}
	encoded, err := o.Marshal()
	require.NoError(t, err)
	require.LessOrEqual(t, len(encoded), types.MaxObservationBytes)
	_, err = types.ReadObservation(encoded)
	require.NoError(t, err)
}
