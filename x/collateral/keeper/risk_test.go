package keeper_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

func (w *world) endBlock() {
	w.Helper()
	require.NoError(w, w.keeper.EndBlock(w.ctx))
}

func (w *world) stageOf(number uint64) types.Stage {
	w.Helper()
	position, err := w.keeper.GetPosition(w.ctx, borrower, jpy, number)
	require.NoError(w, err)
	return position.Watch.Stage
}

func (w *world) setRisk(edit func(*types.RiskTerms)) {
	w.Helper()
	risk := types.DefaultRiskTerms(jpy, yenTerms())
	risk.Version = 0
	edit(&risk)
	_, err := w.msgs.SetRiskTerms(w.ctx, &types.MsgSetRiskTerms{Authority: gov.String(), Risk: risk})
	require.NoError(w, err)
}

func TestTransferOfAPosition(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	transfer := func(ctx context.Context, edit func(*types.MsgTransferPosition)) error {
		msg := types.MsgTransferPosition{Owner: borrower.String(), Recipient: other.String(), Denom: jpy, Number: 1, RecipientNumber: 5}
		edit(&msg)
		_, err := w.msgs.TransferPosition(ctx, &msg)
		return err
	}
	refuses := func(want error, edit func(*types.MsgTransferPosition)) {
		w.refuses(want, func(ctx context.Context) error { return transfer(ctx, edit) })
	}
	refuses(types.ErrInvalidAddress, func(m *types.MsgTransferPosition) { m.Recipient = m.Owner })
	refuses(types.ErrInvalidAddress, func(m *types.MsgTransferPosition) { m.Recipient = "nobody" })
	refuses(types.ErrPositionNotFound, func(m *types.MsgTransferPosition) { m.Number = 2 })
	refuses(types.ErrOwnSeries, func(m *types.MsgTransferPosition) { m.Recipient = treasury.String() })
	w.give(other, units(10_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, other, jpy, 4, units(10_000)))
	refuses(types.ErrPositionExists, func(m *types.MsgTransferPosition) { m.RecipientNumber = 4 })
	w.setTerms(func(terms *types.MarketTerms) { terms.Pauses.Transfer = true })
	refuses(types.ErrPaused, func(*types.MsgTransferPosition) {})
	w.setTerms(func(terms *types.MarketTerms) { terms.Pauses.Transfer = false })
	require.NoError(t, w.keeper.SetCurve(w.ctx, flatCurve("JPY", "15")))
	refuses(types.ErrUnhealthy, func(*types.MsgTransferPosition) {})
	require.NoError(t, w.keeper.SetCurve(w.ctx, flatCurve("JPY", "2")))

	debt := w.debt(1)
	require.NoError(t, transfer(w.ctx, func(*types.MsgTransferPosition) {}))
	moved, err := w.keeper.GetPosition(w.ctx, other, jpy, 5)
	require.NoError(t, err)
	require.Equal(t, units(100_000), moved.Bonds)
	require.Equal(t, int64(110_000), w.balance(other, tenYearD).Int64())
	theirs, err := w.keeper.Debt(w.ctx, other, jpy, 5)
	require.NoError(t, err)
	require.Equal(t, debt, theirs)
	require.True(t, w.debt(1).IsZero())
	w.endBlock()
	w.audit()

	// Without debt it moves in every pause.
	w.give(other, cash(50_000))
	_, err = w.keeper.Repay(w.ctx, other, other, jpy, 5, yen(60_000))
	require.NoError(t, err)
	w.setTerms(func(terms *types.MarketTerms) { terms.Pauses.Transfer = true })
	require.NoError(t, w.keeper.TransferPosition(w.ctx, other, jpy, 5, borrower, 9))
	w.audit()
}

func TestGuardianOnlyPauses(t *testing.T) {
	w := newWorld(t)
	params, err := w.keeper.GetParams(w.ctx)
	require.NoError(t, err)
	pause := func(who sdk.AccAddress, pauses types.Pauses) error {
		_, err := w.msgs.Pause(w.ctx, &types.MsgPause{Guardian: who.String(), Denom: jpy, Pauses: pauses})
		return err
	}
	require.ErrorIs(t, pause(other, types.Pauses{Borrow: true}), types.ErrNotGuardian)
	params.Guardian = other.String()
	require.NoError(t, w.keeper.UpdateParams(w.ctx, params))
	require.ErrorIs(t, pause(other, types.Pauses{}), types.ErrInvalidTerms)
	require.NoError(t, pause(other, types.Pauses{Borrow: true}))
	require.NoError(t, pause(gov, types.Pauses{Supply: true}))
	require.Equal(t, types.Pauses{Supply: true, Borrow: true}, w.market().Market.Terms.Pauses)
	_, err = w.keeper.Supply(w.ctx, lender, cash(1))
	require.ErrorIs(t, err, types.ErrPaused)
	_, err = w.msgs.UpdateMarket(w.ctx, &types.MsgUpdateMarket{Authority: other.String(), Denom: jpy, Terms: yenTerms()})
	require.Error(t, err, "only governance starts again")
}

func TestReserveIsPaidOutByGovernance(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.pass(300 * day)
	reserve := w.market().Reserve
	require.True(t, reserve.IsPositive())
	pay := func(authority sdk.AccAddress, to string, amount math.Int) error {
		cached, write := w.ctx.CacheContext()
		_, err := w.msgs.PayReserve(cached, &types.MsgPayReserve{Authority: authority.String(), Recipient: to, Amount: sdk.NewCoin(jpy, amount)})
		if err == nil {
			write()
		}
		return err
	}
	require.Error(t, pay(other, other.String(), reserve))
	require.ErrorIs(t, pay(gov, "nobody", reserve), types.ErrInvalidAddress)
	require.ErrorIs(t, pay(gov, other.String(), reserve.AddRaw(1)), types.ErrInsufficientReserve)
	w.custody.barred[other.String()] = true
	require.ErrorIs(t, pay(gov, other.String(), reserve), errBarred)
	delete(w.custody.barred, other.String())
	require.NoError(t, pay(gov, other.String(), reserve))
	require.Equal(t, reserve, w.balance(other, jpy))
	require.True(t, w.market().Reserve.IsZero())
	w.audit()
}

func TestRiskTermsThatContradictEachOther(t *testing.T) {
	for name, edit := range map[string]func(*types.RiskTerms){
		"sale at the floor worsens": func(r *types.RiskTerms) { r.FloorPct = dec("97") },
		"urgent above maintenance":  func(r *types.RiskTerms) { r.UrgentPct = dec("104") },
		"target below maintenance":  func(r *types.RiskTerms) { r.TargetPct = dec("102") },
		"maintenance above health":  func(r *types.RiskTerms) { r.MaintenancePct, r.TargetPct = dec("106"), dec("110") },
		"start below the market":    func(r *types.RiskTerms) { r.StartPct = dec("99") },
		"floor of default too high": func(r *types.RiskTerms) { r.DefaultFloorPct = dec("98") },
		"floor of default of zero":  func(r *types.RiskTerms) { r.DefaultFloorPct = dec("0") },
		"floor after the round":     func(r *types.RiskTerms) { r.RoundSeconds = 600 },
		"dealers all the round":     func(r *types.RiskTerms) { r.DealerSeconds = 3600 },
		"no step":                   func(r *types.RiskTerms) { r.StepPct = dec("0") },
		"step of no time":           func(r *types.RiskTerms) { r.StepSeconds = 0 },
		"grace of months":           func(r *types.RiskTerms) { r.CallSeconds = 1 << 30 },
		"version given":             func(r *types.RiskTerms) { r.Version = 3 },
		"too fine":                  func(r *types.RiskTerms) { r.UrgentPct = dec("101.00001") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			risk := types.DefaultRiskTerms(jpy, yenTerms())
			risk.Version = 0
			edit(&risk)
			_, err := w.msgs.SetRiskTerms(w.ctx, &types.MsgSetRiskTerms{Authority: gov.String(), Risk: risk})
			require.ErrorIs(t, err, types.ErrInvalidRisk)
		})
	}
	w := newWorld(t)
	terms := yenTerms()
	terms.HealthThresholdPct = dec("102")
	require.ErrorIs(t, w.keeper.UpdateMarket(w.ctx, jpy, terms), types.ErrInvalidRisk)
	_, err := w.keeper.SetRiskTerms(w.ctx, types.DefaultRiskTerms(usd, yenTerms()))
	require.ErrorIs(t, err, types.ErrMarketNotFound)
}

// Tightening binds a position when it takes on risk, and not before; loosening binds as soon as anything moves it.
func TestTighteningDoesNotLiquidateOvernight(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(94_000), borrower))
	tight := boj()
	tight.EffectiveDate = "2026-01-08"
	for i := range tight.Rows {
		tight.Rows[i].ValuePct = dec("80")
	}
	require.NoError(t, w.keeper.SetHaircuts(w.ctx, tight))
	w.setRisk(func(r *types.RiskTerms) { r.MaintenancePct = dec("105") })
	w.pass(2 * day)
	w.endBlock()
	require.Equal(t, types.STAGE_SOUND, w.stageOf(1))
	position, err := w.keeper.GetPosition(w.ctx, borrower, jpy, 1)
	require.NoError(t, err)
	require.Equal(t, uint64(1), position.RiskVersion)
	require.Equal(t, "2024-10-11", position.HaircutsDate)
	require.ErrorIs(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(1), borrower), types.ErrUnhealthy)

	_, err = w.keeper.Repay(w.ctx, borrower, borrower, jpy, 1, yen(30_000))
	require.NoError(t, err)
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(100), borrower))
	position, err = w.keeper.GetPosition(w.ctx, borrower, jpy, 1)
	require.NoError(t, err)
	require.Equal(t, uint64(2), position.RiskVersion)
	require.Equal(t, "2026-01-08", position.HaircutsDate)

	w.setRisk(func(r *types.RiskTerms) { r.MaintenancePct = dec("104") })
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, units(1)))
	position, err = w.keeper.GetPosition(w.ctx, borrower, jpy, 1)
	require.NoError(t, err)
	require.Equal(t, uint64(3), position.RiskVersion)
	w.audit()
}

// isolate keeps yen coupon bonds apart from dollar bonds, and takes no other.
func isolate(terms *types.MarketTerms) {
	terms.Categories = []types.CollateralCategory{
		{Name: "home", Currency: "JPY", Kinds: []bondtypes.SeriesKind{bondtypes.SERIES_KIND_FIXED}, BorrowCap: yen(60_000)},
		{Name: "abroad", Currency: "USD", BorrowCap: yen(1_000_000)},
	}
}

func TestCategoriesAreIsolated(t *testing.T) {
	w := newWorld(t).supplied()
	w.setTerms(isolate)
	w.give(borrower, units(200_000)[0], sdk.NewInt64Coin(dollarD, 1_000), sdk.NewInt64Coin(billD, 1_000))
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, units(100_000)))
	w.refuses(types.ErrCategory, func(ctx context.Context) error {
		return w.keeper.AddCollateral(ctx, borrower, jpy, 1, coin(dollarD, 1_000))
	})
	w.refuses(types.ErrCategory, func(ctx context.Context) error {
		return w.keeper.AddCollateral(ctx, borrower, jpy, 2, coin(billD, 1_000))
	})
	w.refuses(types.ErrCategoryCap, func(ctx context.Context) error {
		return w.keeper.Borrow(ctx, borrower, jpy, 1, yen(60_001), borrower)
	})
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(50_000), borrower))
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 3, units(100_000)))
	w.refuses(types.ErrCategoryCap, func(ctx context.Context) error {
		return w.keeper.Borrow(ctx, borrower, jpy, 3, yen(10_001), borrower)
	})
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 3, yen(10_000), borrower))
	w.audit()
	gs := w.dump()
	require.Len(t, gs.CategoryDebts, 1)
	_, err := w.keeper.Repay(w.ctx, borrower, borrower, jpy, 1, yen(50_000))
	require.NoError(t, err)
	_, err = w.keeper.Repay(w.ctx, borrower, borrower, jpy, 3, yen(10_000))
	require.NoError(t, err)
	require.Empty(t, w.dump().CategoryDebts)
	w.audit()

	for name, edit := range map[string]func(*types.MarketTerms){
		"overlap":     func(terms *types.MarketTerms) { terms.Categories[1].Currency = "JPY" },
		"twice":       func(terms *types.MarketTerms) { terms.Categories[1].Name = "home" },
		"no name":     func(terms *types.MarketTerms) { terms.Categories[0].Name = "" },
		"not taken":   func(terms *types.MarketTerms) { terms.Categories[1].Currency = "EUR" },
		"no kind":     func(terms *types.MarketTerms) { terms.Categories[0].Kinds[0] = 0 },
		"kinds twice": func(terms *types.MarketTerms) { terms.Categories[0].Kinds = append(terms.Categories[0].Kinds, 1, 1) },
		"no cap":      func(terms *types.MarketTerms) { terms.Categories[0].BorrowCap = math.Int{} },
	} {
		terms := yenTerms()
		isolate(&terms)
		edit(&terms)
		require.Error(t, terms.Validate(), name)
	}
}

func TestForecast(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	ask := func(edit func(*types.QueryForecastRequest)) *types.QueryForecastResponse {
		request := types.QueryForecastRequest{Owner: borrower.String(), Denom: jpy, Number: 1}
		edit(&request)
		response, err := w.queries.Forecast(w.ctx, &request)
		require.NoError(t, err)
		return response
	}
	before := w.dump()
	response := ask(func(r *types.QueryForecastRequest) { r.Borrow = yen(50_000).String() })
	require.Empty(t, response.Refusal)
	require.Equal(t, yen(50_000), response.Position.Debt)
	require.True(t, response.Position.Healthy)
	require.Equal(t, before, w.dump(), "it is a question only")
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(50_000), borrower))
	require.Equal(t, response.Position.HealthPct, w.position(1).HealthPct)
	require.Equal(t, response.BorrowRatePct, w.market().BorrowRatePct)

	require.Contains(t, ask(func(r *types.QueryForecastRequest) { r.Borrow = yen(45_000).String() }).Refusal, types.ErrUnhealthy.Error())
	require.Contains(t, ask(func(r *types.QueryForecastRequest) { r.Borrow = yen(2_000_000).String() }).Refusal, types.ErrInsufficientLiquidity.Error())
	require.Contains(t, ask(func(r *types.QueryForecastRequest) { r.Release = units(60_000).String() }).Refusal, types.ErrUnhealthy.Error())
	require.Contains(t, ask(func(r *types.QueryForecastRequest) { r.Release = units(100_001).String() }).Refusal, types.ErrInsufficientCollateral.Error())
	require.Empty(t, ask(func(r *types.QueryForecastRequest) {
		r.Borrow, r.Add = yen(45_000).String(), units(50_000).String()
	}).Refusal)
	require.True(t, ask(func(r *types.QueryForecastRequest) { r.Repay = yen(50_000).String() }).Position.Debt.IsZero())
	for _, bad := range []types.QueryForecastRequest{
		{Owner: "nobody", Denom: jpy}, {Owner: borrower.String(), Denom: "none"},
		{Owner: borrower.String(), Denom: jpy, Borrow: "-1"}, {Owner: borrower.String(), Denom: jpy, Repay: "1e9"},
		{Owner: borrower.String(), Denom: jpy, Add: "ten"}, {Owner: borrower.String(), Denom: jpy, Add: "5ujpy"},
	} {
		_, err := w.queries.Forecast(w.ctx, &bad)
		require.Error(t, err)
	}
}

func TestLiquidationCurveAndHistory(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.endBlock()
	risk, err := w.queries.Risk(w.ctx, &types.QueryRiskRequest{Owner: borrower.String(), Denom: jpy, Number: 1})
	require.NoError(t, err)
	require.Equal(t, types.STAGE_SOUND, risk.Stage)
	require.Equal(t, w.position(1).CollateralValue, risk.Value)
	require.Equal(t, dec("47.9691"), risk.SlackPct) // 1 − 50,000 × 1.03 ÷ 98,979.706
	require.Len(t, risk.Curve, 7)
	require.True(t, risk.Curve[6].Shortfall.IsZero())
	for range 3 {
		w.pass(day)
		w.endBlock()
		w.endBlock()
	}
	history, err := w.queries.History(w.ctx, &types.QueryHistoryRequest{Denom: jpy})
	require.NoError(t, err)
	require.Len(t, history.Days, 4)
	require.Equal(t, "2026-01-07", history.Days[0].Date)
	require.True(t, history.Days[3].BorrowIndex.GT(history.Days[0].BorrowIndex))
	marks, err := w.queries.Marks(w.ctx, &types.QueryMarksRequest{Denom: jpy})
	require.NoError(t, err)
	require.Len(t, marks.Marks, 1)
	terms, err := w.queries.RiskTerms(w.ctx, &types.QueryRiskTermsRequest{Denom: jpy})
	require.NoError(t, err)
	require.Len(t, terms.RiskTerms, 1)
	for range 450 {
		w.pass(day)
		w.endBlock()
	}
	require.Len(t, w.dump().History, 400)
}

func TestAssessmentsAreBoundedPerBlock(t *testing.T) {
	w := newWorld(t).supplied()
	params, err := w.keeper.GetParams(w.ctx)
	require.NoError(t, err)
	params.MaxAssessments = 2
	require.NoError(t, w.keeper.UpdateParams(w.ctx, params))
	w.give(borrower, units(500_000)...)
	for number := range uint64(5) {
		require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, number, units(100_000)))
		require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, number, yen(90_000+int64(number)*500), borrower))
	}
	w.endBlock()
	require.NoError(t, w.keeper.SetCurve(w.ctx, flatCurve("JPY", "3.5")))
	for _, want := range []int{2, 4, 5, 5} {
		w.endBlock()
		due := 0
		for number := range uint64(5) {
			if w.stageOf(number) == types.STAGE_DUE {
				due++
			}
		}
		require.Equal(t, want, due)
		w.audit()
	}
	require.Equal(t, types.STAGE_DUE, w.stageOf(4), "the nearest to the edge came first")
}

func TestAPositionThatCannotBeLookedAtIsTriedAgain(t *testing.T) {
	w := newWorld(t).supplied().pledged()
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(94_000), borrower))
	w.endBlock()
	w.keeper.SetRiskHooks(&deafHooks{})
	require.NoError(t, w.keeper.SetCurve(w.ctx, flatCurve("JPY", "2.5")))
	w.endBlock()
	require.Equal(t, types.STAGE_SOUND, w.stageOf(1))
	require.NoError(t, w.keeper.SetCurve(w.ctx, flatCurve("JPY", "3")))
	w.pass(time.Minute)
	w.endBlock()
	require.Equal(t, types.STAGE_DUE, w.stageOf(1))
}

// deafHooks fail once.
type deafHooks struct{ heard bool }

func (h *deafHooks) AfterPositionEndangered(context.Context, sdk.AccAddress, string, uint64, bool) error {
	if !h.heard {
		h.heard = true
		return errNotFree
	}
	return nil
}

func (h *deafHooks) AfterPositionSound(context.Context, sdk.AccAddress, string, uint64) error {
	return nil
}

func TestPositionsFollowARecoveredAccount(t *testing.T) {
	w := newWorld(t).supplied().pledged().borrowed()
	w.give(borrower, cash(10))
	_, err := w.keeper.Supply(w.ctx, borrower, cash(10))
	require.NoError(t, err)
	w.give(other, units(10_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, other, jpy, 1, units(10_000)))
	require.ErrorIs(t, w.keeper.BeforeAccountRecovered(w.ctx, borrower, other), types.ErrPositionExists)
	require.NoError(t, w.keeper.ReleaseCollateral(w.ctx, other, jpy, 1, units(10_000)))
	require.NoError(t, w.keeper.BeforeAccountRecovered(w.ctx, borrower, other))

	bound, err := w.keeper.GetPosition(w.ctx, borrower, jpy, 1)
	require.NoError(t, err)
	debt, claims := w.debt(1), w.claims(borrower)
	// As x/custody does before it calls.
	ref := types.PledgeRef(jpy, 1)
	require.NoError(t, w.custody.Release(w.ctx, borrower, units(100_000)[0], types.ModuleName, ref))
	require.NoError(t, w.bank.SendCoins(w.ctx, borrower, other, units(100_000)))
	require.NoError(t, w.custody.Pledge(w.ctx, other, units(100_000)[0], types.ModuleName, ref))
	require.NoError(t, w.keeper.AfterClaimsMoved(w.ctx, borrower, other))
	moved, err := w.keeper.GetPosition(w.ctx, other, jpy, 1)
	require.NoError(t, err)
	require.Equal(t, [2]any{bound.RiskVersion, bound.HaircutsDate}, [2]any{moved.RiskVersion, moved.HaircutsDate}, "bound as before")
	theirs, err := w.keeper.Debt(w.ctx, other, jpy, 1)
	require.NoError(t, err)
	require.Equal(t, debt, theirs)
	require.Equal(t, claims, w.claims(other))
	require.True(t, w.claims(borrower).IsZero())
	require.True(t, w.debt(1).IsZero())
	w.endBlock()
	w.audit()

	for number := uint64(2); number <= types.MaxRecovered+1; number++ {
		require.NoError(t, w.keeper.AddCollateral(w.ctx, other, jpy, number, units(1)))
	}
	require.ErrorIs(t, w.keeper.BeforeAccountRecovered(w.ctx, other, borrower), custodytypes.ErrRecovery)
}

func (w *world) claims(of sdk.AccAddress) math.Int {
	w.Helper()
	claims, err := w.keeper.Claims(w.ctx, of, jpy)
	require.NoError(w, err)
	return claims
}
