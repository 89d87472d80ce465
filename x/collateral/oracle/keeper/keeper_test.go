package keeper_test

import (
	"context"
	"errors"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	moduletestutil "github.com/cosmos/cosmos-sdk/types/module/testutil"
	"github.com/cosmos/cosmos-sdk/types/query"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const prefix = "kokusai"

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount(prefix, prefix+"pub")
	m.Run()
}

var (
	gov  = authtypes.NewModuleAddress("gov")
	desk = sdk.AccAddress("the curve authority ")
)

func dec(s string) math.LegacyDec { return math.LegacyMustNewDecFromStr(s) }

// board stands for x/collateral: figures in force, in the order in which they came.
type board struct {
	params  collateraltypes.Params
	curves  map[string]collateraltypes.Curve
	rates   map[string]collateraltypes.FxRate
	changed []string // series
	err     error
}

func (b *board) GetParams(context.Context) (collateraltypes.Params, error) { return b.params, nil }

func (b *board) FindCurve(_ context.Context, currency string) (collateraltypes.Curve, bool, error) {
	curve, found := b.curves[currency]
	return curve, found, nil
}

func (b *board) FindFx(_ context.Context, base, quote string) (collateraltypes.FxRate, bool, error) {
	fx, found := b.rates[types.Pair(base, quote)]
	return fx, found, nil
}

func (b *board) SetCurve(_ context.Context, curve collateraltypes.Curve) error {
	if b.err == nil {
		b.curves[curve.Currency] = curve
	}
	return b.err
}

func (b *board) AfterSeriesChanged(_ context.Context, isin string) error {
	b.changed = append(b.changed, isin)
	return b.err
}

func (b *board) SetFx(_ context.Context, fx collateraltypes.FxRate) error {
	if b.err == nil {
		b.rates[types.Pair(fx.Base, fx.Quote)] = fx
	}
	return b.err
}

// world is the oracle between a board and a clock. Business time is block time.
type world struct {
	*testing.T
	ctx     sdk.Context
	keeper  *keeper.Keeper
	msgs    types.MsgServer
	queries types.QueryServer
	board   *board
}

func (w *world) Now(ctx context.Context) time.Time { return sdk.UnwrapSDKContext(ctx).BlockTime() }

// newWorld has windows of an hour, a band of half a point and 5 %, three windows until something far off is believed. It is
// noon in Tokyo on Monday, 2024-07-29.
func newWorld(t *testing.T) *world {
	t.Helper()
	key := storetypes.NewKVStoreKey(types.StoreKey)
	encoding := moduletestutil.MakeTestEncodingConfig(oracle.NewAppModule(nil))
	w := &world{T: t, board: &board{
		params: collateraltypes.DefaultParams(), curves: map[string]collateraltypes.Curve{}, rates: map[string]collateraltypes.FxRate{},
	}}
	w.ctx = sdktestutil.DefaultContextWithKeys(map[string]*storetypes.KVStoreKey{types.StoreKey: key}, nil, nil).
		WithBlockTime(date.MustParse("2024-07-29").Start(date.Tokyo).Add(12 * time.Hour))
	w.keeper = keeper.New(encoding.Codec, runtime.NewKVStoreService(key), w, w.board, gov.String())
	w.msgs, w.queries = keeper.NewMsgServer(w.keeper), keeper.NewQueryServer(w.keeper)
	gs := types.DefaultGenesis()
	gs.Params.WindowSeconds, gs.Params.RecoveryWindows, gs.Params.DowntimeSeconds = 3600, 3, 7*24*3600
	gs.Params.Curves[0].BandPct, gs.Params.Pairs[0].BandPct = dec("0.5"), dec("5")
	require.NoError(t, w.keeper.InitGenesis(w.ctx, *gs))
	return w
}

func (w *world) today() date.Date { return date.Of(w.ctx.BlockTime(), date.Tokyo) }

func level(day date.Date, yield string) collateraltypes.Curve {
	return collateraltypes.Curve{Currency: "JPY", AsOf: day.String(), Points: []collateraltypes.CurvePoint{
		{TenorMonths: 12, ParYieldPct: dec(yield)}, {TenorMonths: 480, ParYieldPct: dec(yield)},
	}}
}

func rate(day date.Date, r string) collateraltypes.FxRate {
	return collateraltypes.FxRate{Base: "USD", Quote: "JPY", AsOf: day.String(), Rate: dec(r)}
}

// block makes a block, some time after the one before, in which all validators report the same.
func (w *world) block(after time.Duration, reports ...types.Report) {
	w.Helper()
	w.ctx = w.ctx.WithBlockTime(w.ctx.BlockTime().Add(after)).WithEventManager(sdk.NewEventManager())
	if len(reports) == 0 {
		w.keeper.BeforeTransactions(w.ctx, nil)
		return
	}
	var votes abci.ExtendedCommitInfo
	for _, report := range reports {
		observation := report.Observation()
		extension, err := observation.Marshal()
		require.NoError(w, err)
		votes.Votes = append(votes.Votes, abci.ExtendedVoteInfo{
			Validator: abci.Validator{Power: 10}, VoteExtension: extension, BlockIdFlag: cmtproto.BlockIDFlagCommit,
		})
	}
	w.keeper.BeforeTransactions(w.ctx, &votes)
}

// sees makes a block an hour later in which all see a level curve of today.
func (w *world) sees(yield string) {
	w.Helper()
	w.block(time.Hour, types.Report{Curves: []collateraltypes.Curve{level(w.today(), yield)}})
}

func (w *world) yield() string { return w.board.curves["JPY"].Points[0].ParYieldPct.String()[:4] }

func (w *world) widening() string {
	w.Helper()
	pct, err := w.keeper.CurveWideningPct(w.ctx, w.board.curves["JPY"])
	require.NoError(w, err)
	return pct.TruncateInt().String()
}

func (w *world) emitted(message proto.Message) (count int) {
	for _, event := range w.ctx.EventManager().Events() {
		if event.Type == proto.MessageName(message) {
			count++
		}
	}
	return count
}

func (w *world) feed() types.CurveFeed {
	w.Helper()
	response, err := w.queries.CurveFeed(w.ctx, &types.QueryCurveFeedRequest{Currency: "JPY"})
	require.NoError(w, err)
	return response.Feed
}

func TestOneDecisionAWindow(t *testing.T) {
	w := newWorld(t)
	w.sees("1")
	require.Equal(t, "1.00", w.yield())
	require.Equal(t, 1, w.emitted(&types.EventCurveDecided{}))
	w.block(time.Minute, types.Report{Curves: []collateraltypes.Curve{level(w.today(), "1.2")}})
	require.Equal(t, "1.00", w.yield(), "a price changes once a window")
	w.block(59*time.Minute, types.Report{Curves: []collateraltypes.Curve{level(w.today(), "1.3")}})
	require.Equal(t, "1.30", w.yield())
	before := w.feed()
	w.sees("1.3")
	require.Equal(t, before, w.feed(), "what changes nothing writes nothing")
	require.Zero(t, w.emitted(&types.EventCurveDecided{}))
	w.block(2 * time.Hour)
	require.Equal(t, "1.30", w.yield(), "no votes, no change")
}

// What moves too far at once is held back while haircuts are wide, and believed when it stays.
func TestBandAndRecovery(t *testing.T) {
	w := newWorld(t)
	w.sees("1")
	w.sees("2")
	require.Equal(t, "1.00", w.yield())
	require.Equal(t, "5", w.widening())
	require.Equal(t, uint32(1), w.feed().State.HeldWindows)
	require.Equal(t, 1, w.emitted(&types.EventCurveDecided{}))
	w.sees("2.1")
	require.Equal(t, "1.00", w.yield())
	w.sees("2.2")
	require.Equal(t, "2.20", w.yield(), "three consistent windows")
	require.Equal(t, "0", w.widening())
	require.Nil(t, w.feed().Candidate)

	for _, yield := range []string{"9", "3", "9", "3", "9"} {
		w.sees(yield)
		require.Equal(t, "2.20", w.yield(), "jumping about convinces nobody")
	}
	w.sees("2.2")
	require.Equal(t, "5", w.widening(), "calm has to last")
	for range 3 {
		w.sees("2.2")
	}
	require.Equal(t, "0", w.widening())
}

func TestFxBandAndRecovery(t *testing.T) {
	w := newWorld(t)
	sees := func(r string) {
		w.block(time.Hour, types.Report{FxRates: []collateraltypes.FxRate{rate(w.today(), r)}})
	}
	in := func() string { return w.board.rates["USD/JPY"].Rate.TruncateInt().String() }
	sees("160")
	sees("152")
	require.Equal(t, "152", in())
	sees("140")
	require.Equal(t, "152", in())
	response, err := w.queries.FxFeed(w.ctx, &types.QueryFxFeedRequest{Base: "USD", Quote: "JPY"})
	require.NoError(t, err)
	require.Equal(t, dec("5"), response.WideningPct)
	require.Equal(t, dec("140"), response.Feed.Candidate.Rate)
	require.Equal(t, 1, w.emitted(&types.EventFxDecided{}))
	sees("141")
	sees("140")
	require.Equal(t, "140", in())
	sees("20") // below the floor
	require.Equal(t, "140", in())
	require.Equal(t, 1, w.emitted(&types.EventFigureFailed{}))
	history, err := w.queries.FxHistory(w.ctx, &types.QueryFxHistoryRequest{Base: "USD", Quote: "JPY"})
	require.NoError(t, err)
	require.Equal(t, []collateraltypes.FxRate{rate(w.today(), "140")}, history.FxRates)
}

// Late figures widen haircuts; stale ones stop what adds risk, which is x/collateral's to do; when figures come back, borrowers
// have grace and haircuts stay wide for some windows.
func TestOutageOfAFeed(t *testing.T) {
	w := newWorld(t)
	w.sees("1")
	stale := func() bool {
		response, err := w.queries.CurveFeed(w.ctx, &types.QueryCurveFeedRequest{Currency: "JPY"})
		require.NoError(t, err)
		return response.Stale
	}
	w.block(2 * 24 * time.Hour) // Wednesday: two business days
	require.Equal(t, "0", w.widening())
	w.block(24 * time.Hour)
	require.Equal(t, "2", w.widening())
	require.False(t, stale())
	w.block(24 * time.Hour)
	require.True(t, stale())
	until, err := w.keeper.GraceUntil(w.ctx, "JPY", "USD")
	require.NoError(t, err)
	require.True(t, until.IsZero())

	w.sees("1.1")
	require.False(t, stale())
	require.Equal(t, "1.10", w.yield())
	require.Equal(t, "5", w.widening())
	require.Equal(t, 1, w.emitted(&types.EventGraceGranted{}))
	until, err = w.keeper.GraceUntil(w.ctx, "USD", "JPY")
	require.NoError(t, err)
	require.Equal(t, w.ctx.BlockTime().Add(4*time.Hour), until)
	until, err = w.keeper.GraceUntil(w.ctx, "USD")
	require.NoError(t, err)
	require.True(t, until.IsZero(), "whose bonds are of dollars has none")
	for range 3 {
		w.sees("1.1")
	}
	require.Equal(t, "0", w.widening())

	// A weekend ages nothing: Friday's curve is good on Tuesday.
	w.sees("1.1")
	w.block(3 * 24 * time.Hour)
	require.False(t, stale())
	require.Equal(t, "0", w.widening())
}

// Over the end of a year and Golden Week a curve is neither late nor stale before business days have passed without a new one, and a
// borrower has no grace for holidays.
func TestHolidaysAgeNothing(t *testing.T) {
	for _, test := range []struct{ last, good, late, stale string }{
		{"2024-12-30", "2025-01-07", "2025-01-08", "2025-01-09"},
		{"2025-05-02", "2025-05-08", "2025-05-09", "2025-05-12"},
	} {
		w := newWorld(t)
		noon := func(day string) time.Duration {
			return date.MustParse(day).Start(date.Tokyo).Add(12 * time.Hour).Sub(w.ctx.BlockTime())
		}
		w.block(noon(test.last), types.Report{Curves: []collateraltypes.Curve{level(date.MustParse(test.last), "1")}})
		for _, at := range []struct {
			day, widening string
			stale         bool
		}{{test.good, "0", false}, {test.late, "2", false}, {test.stale, "2", true}} {
			w.block(noon(at.day))
			require.Equal(t, at.widening, w.widening(), at.day)
			response, err := w.queries.CurveFeed(w.ctx, &types.QueryCurveFeedRequest{Currency: "JPY"})
			require.NoError(t, err)
			require.Equal(t, at.stale, response.Stale, at.day)
		}
	}
}

func TestOutageOfARate(t *testing.T) {
	w := newWorld(t)
	see := func(after time.Duration, r string) {
		w.block(after, types.Report{FxRates: []collateraltypes.FxRate{rate(w.today().AddDays(int(after/(24*time.Hour))), r)}})
	}
	see(time.Hour, "150")
	see(6*24*time.Hour, "151")
	until, err := w.keeper.GraceUntil(w.ctx, "USD", "JPY")
	require.NoError(t, err)
	require.Equal(t, w.ctx.BlockTime().Add(4*time.Hour), until)
	response, err := w.queries.Grace(w.ctx, &types.QueryGraceRequest{Currencies: []string{"JPY", "USD"}})
	require.NoError(t, err)
	require.Equal(t, until, *response.Until)
}

func TestGraceAfterDowntime(t *testing.T) {
	w := newWorld(t)
	params, err := w.keeper.GetParams(w.ctx)
	require.NoError(t, err)
	params.DowntimeSeconds = 1800
	require.NoError(t, w.keeper.UpdateParams(w.ctx, params))
	w.block(time.Second)
	w.block(30 * time.Minute)
	require.Zero(t, w.emitted(&types.EventGraceGranted{}))
	w.block(8 * time.Hour)
	require.Equal(t, 1, w.emitted(&types.EventGraceGranted{}))
	until, err := w.keeper.GraceUntil(w.ctx)
	require.NoError(t, err)
	require.Equal(t, w.ctx.BlockTime().Add(4*time.Hour), until)
}

// What is set by hand is in force before the next block's transactions, and the vote is judged against it.
func TestOverride(t *testing.T) {
	w := newWorld(t)
	w.sees("1")
	w.sees("3")
	require.NoError(t, w.keeper.OverrideCurve(w.ctx, desk.String(), level(w.today(), "2.9")))
	require.Equal(t, 1, w.emitted(&types.EventCurveOverridden{}))
	require.NoError(t, w.keeper.OverrideFx(w.ctx, desk.String(), rate(w.today(), "150")))
	require.Equal(t, 1, w.emitted(&types.EventFxOverridden{}))
	require.Equal(t, "1.00", w.yield(), "not within the block")
	gs, err := w.keeper.ExportGenesis(w.ctx)
	require.NoError(t, err)
	require.Len(t, gs.CurveOverrides, 1)
	w.block(time.Second)
	require.Equal(t, "2.90", w.yield())
	require.Equal(t, dec("150"), w.board.rates["USD/JPY"].Rate)
	require.Equal(t, "0", w.widening())
	w.sees("3")
	require.Equal(t, "3.00", w.yield())

	w.board.err = errors.New("no")
	require.NoError(t, w.keeper.OverrideCurve(w.ctx, desk.String(), level(w.today(), "1")))
	w.block(time.Second)
	require.Equal(t, 1, w.emitted(&types.EventFigureFailed{}))
	w.board.err = nil
	w.block(time.Second)
	require.Equal(t, "3.00", w.yield(), "it is not tried again")
}

// Bad figures of a quorum are refused and said, and the next window tries again.
func TestFiguresThatAreNotFit(t *testing.T) {
	w := newWorld(t)
	w.sees("1")
	w.sees("30") // above the cap
	require.Equal(t, "1.00", w.yield())
	require.Equal(t, 1, w.emitted(&types.EventFigureFailed{}))
	w.block(time.Second, types.Report{Curves: []collateraltypes.Curve{level(w.today(), "1.1")}})
	require.Equal(t, "1.00", w.yield())
	w.sees("1.1")
	require.Equal(t, "1.10", w.yield())

	old := level(w.today()-1, "1.2")
	w.block(time.Hour, types.Report{Curves: []collateraltypes.Curve{old}})
	require.Equal(t, "1.10", w.yield(), "older than what is in force")
	w.board.err = errors.New("no")
	w.sees("1.3")
	require.Equal(t, 1, w.emitted(&types.EventFigureFailed{}))
	require.Equal(t, "1.10", w.yield())
}

func TestHistoryIsBounded(t *testing.T) {
	w := newWorld(t)
	params, err := w.keeper.GetParams(w.ctx)
	require.NoError(t, err)
	params.HistoryDays = 10
	require.NoError(t, w.keeper.UpdateParams(w.ctx, params))
	for range 40 {
		w.block(24*time.Hour, types.Report{
			Curves: []collateraltypes.Curve{level(w.today()+1, "1")}, FxRates: []collateraltypes.FxRate{rate(w.today()+1, "150")},
		})
	}
	curves, err := w.queries.CurveHistory(w.ctx, &types.QueryCurveHistoryRequest{Currency: "JPY"})
	require.NoError(t, err)
	require.Len(t, curves.Curves, 11)
	require.Equal(t, w.today().String(), curves.Curves[10].AsOf)
	rates, err := w.queries.FxHistory(w.ctx, &types.QueryFxHistoryRequest{Base: "USD", Quote: "JPY", Pagination: &query.PageRequest{Limit: 5}})
	require.NoError(t, err)
	require.Len(t, rates.FxRates, 5)
	require.NotEmpty(t, rates.Pagination.NextKey)
}

func TestMessages(t *testing.T) {
	w := newWorld(t)
	const isin = "JP1103811S13"
	spread := func(signer, isin, pct string) error {
		_, err := w.msgs.SetSpread(w.ctx, &types.MsgSetSpread{Authority: signer, Isin: isin, SpreadPct: dec(pct)})
		return err
	}
	require.ErrorIs(t, spread(desk.String(), isin, "0.1"), sdkerrors.ErrUnauthorized)
	require.ErrorIs(t, spread(gov.String(), "JP1103811S14", "0.1"), types.ErrInvalidSpread)
	require.ErrorIs(t, spread(gov.String(), isin, "50.1"), types.ErrInvalidSpread)
	require.ErrorIs(t, spread(gov.String(), isin, "0.00001"), types.ErrInvalidSpread)
	require.NoError(t, spread(gov.String(), isin, "0.1"))
	require.Equal(t, 1, w.emitted(&types.EventSpreadSet{}))
	require.Equal(t, []string{isin}, w.board.changed, "marks are made anew")
	all, err := w.queries.Spreads(w.ctx, &types.QuerySpreadsRequest{})
	require.NoError(t, err)
	require.Equal(t, []types.Spread{{Isin: isin, SpreadPct: dec("0.1")}}, all.Spreads)
	require.NoError(t, spread(gov.String(), isin, "0"))
	one, err := w.queries.Spread(w.ctx, &types.QuerySpreadRequest{Isin: isin})
	require.NoError(t, err)
	require.True(t, one.SpreadPct.IsZero())

	params := types.DefaultParams()
	update := func(signer string) error {
		_, err := w.msgs.UpdateParams(w.ctx, &types.MsgUpdateParams{Authority: signer, Params: params})
		return err
	}
	require.ErrorIs(t, update(desk.String()), sdkerrors.ErrUnauthorized)
	require.NoError(t, update(gov.String()))
	require.Equal(t, 1, w.emitted(&types.EventParamsUpdated{}))
	params.Curves[0].Currency = "EUR"
	require.ErrorIs(t, update(gov.String()), collateraltypes.ErrCurrencyNotFound)
	params.Curves[0].Currency = "Y"
	require.ErrorIs(t, update(gov.String()), types.ErrInvalidParams)
	read, err := w.queries.Params(w.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), read.Params)
	_, err = w.queries.Grace(w.ctx, &types.QueryGraceRequest{Currencies: make([]string, 33)})
	require.Error(t, err)
}

func TestGenesisInTheMiddleOfLife(t *testing.T) {
	w := newWorld(t)
	w.sees("1")
	w.block(time.Hour, types.Report{FxRates: []collateraltypes.FxRate{rate(w.today(), "150")}})
	w.sees("2")
	w.block(time.Hour, types.Report{FxRates: []collateraltypes.FxRate{rate(w.today(), "170")}})
	w.block(200 * 24 * time.Hour)
	require.NoError(t, w.keeper.SetSpread(w.ctx, "JP1103811S13", dec("0.25")))
	require.NoError(t, w.keeper.OverrideCurve(w.ctx, desk.String(), level(w.today(), "2.9")))
	require.NoError(t, w.keeper.OverrideFx(w.ctx, desk.String(), rate(w.today(), "150")))
	exported, err := w.keeper.ExportGenesis(w.ctx)
	require.NoError(t, err)
	require.NoError(t, exported.Validate())
	require.NotNil(t, exported.GraceUntil)
	require.NotNil(t, exported.CurveFeeds[0].Candidate)

	other := newWorld(t)
	require.NoError(t, other.keeper.InitGenesis(other.ctx, *exported))
	again, err := other.keeper.ExportGenesis(other.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, again)
	require.NoError(t, other.keeper.Audit(other.ctx))

	for name, edit := range map[string]func(*types.GenesisState){
		"params":          func(gs *types.GenesisState) { gs.Params.WindowSeconds = 0 },
		"feed twice":      func(gs *types.GenesisState) { gs.CurveFeeds = append(gs.CurveFeeds, gs.CurveFeeds[0]) },
		"feed of nothing": func(gs *types.GenesisState) { gs.CurveFeeds[0].Currency = "" },
		"candidate of another": func(gs *types.GenesisState) {
			gs.CurveFeeds[0].Candidate = &gs.CurveOverrides[0].Curve
			gs.CurveFeeds[0].Currency = "USD"
		},
		"candidate not counted":    func(gs *types.GenesisState) { gs.CurveFeeds[0].State.HeldWindows = 0 },
		"counted, no candidate":    func(gs *types.GenesisState) { gs.FxFeeds[0].Candidate = nil },
		"fx feed twice":            func(gs *types.GenesisState) { gs.FxFeeds = append(gs.FxFeeds, gs.FxFeeds[0]) },
		"override by nobody":       func(gs *types.GenesisState) { gs.CurveOverrides[0].Authority = "" },
		"override twice":           func(gs *types.GenesisState) { gs.FxOverrides = append(gs.FxOverrides, gs.FxOverrides[0]) },
		"a day of the past twice":  func(gs *types.GenesisState) { gs.CurveHistory = append(gs.CurveHistory, gs.CurveHistory[0]) },
		"a rate of the past twice": func(gs *types.GenesisState) { gs.FxHistory = append(gs.FxHistory, gs.FxHistory[0]) },
		"spread of zero":           func(gs *types.GenesisState) { gs.Spreads[0].SpreadPct = dec("0") },
		"spread twice":             func(gs *types.GenesisState) { gs.Spreads = append(gs.Spreads, gs.Spreads[0]) },
		"curve of the unknown": func(gs *types.GenesisState) {
			gs.Params.Curves = []types.CurveRule{{Currency: "EUR", BandPct: dec("1"), FloorPct: dec("0"), CapPct: dec("1")}}
		},
		"feed of the unknown": func(gs *types.GenesisState) {
			gs.CurveFeeds = []types.CurveFeed{{Currency: "EUR"}}
		},
	} {
		broken, err := w.keeper.ExportGenesis(w.ctx)
		require.NoError(t, err)
		edit(broken)
		fresh := newWorld(t)
		require.Error(t, fresh.keeper.InitGenesis(fresh.ctx, *broken), name)
	}
}

// BenchmarkVote is a block's vote of a hundred validators on the yen curve of the ministry's fifteen tenors.
func BenchmarkVote(b *testing.B) {
	var votes abci.ExtendedCommitInfo
	day := date.MustParse("2024-07-29")
	for i := range int64(100) {
		curve := collateraltypes.Curve{Currency: "JPY", AsOf: day.String()}
		for k := range uint32(15) {
			curve.Points = append(curve.Points, collateraltypes.CurvePoint{TenorMonths: 12 * (k + 1), ParYieldPct: math.LegacyNewDecWithPrec(1000+i, 4)})
		}
		observation := types.Report{Curves: []collateraltypes.Curve{curve}, FxRates: []collateraltypes.FxRate{rate(day, "150")}}.Observation()
		extension, err := observation.Marshal()
		require.NoError(b, err)
		votes.Votes = append(votes.Votes, abci.ExtendedVoteInfo{
			Validator: abci.Validator{Power: 10 + i}, VoteExtension: extension, BlockIdFlag: cmtproto.BlockIDFlagCommit,
		})
	}
	for b.Loop() {
		ballot := types.NewBallot(votes)
		if _, found := ballot.Curve("JPY", day, dec("66.67")); !found {
			b.Fatal("no quorum")
		}
		if _, found := ballot.Fx("USD", "JPY", day, dec("66.67")); !found {
			b.Fatal("no quorum")
		}
	}
}
