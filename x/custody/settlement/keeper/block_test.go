package keeper_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

// Whatever goes wrong at the end of a block stays with the item, is reported, and is tried again; no block fails.
func TestWhatFailsIsQuarantined(t *testing.T) {
	for name, out := range map[string]func(*flaky){
		"errors": func(c *flaky) { c.err = errors.New("out of order") },
		"panics": func(c *flaky) { c.panics = true },
	} {
		t.Run(name, func(t *testing.T) {
			m := newMarket(t)
			future := m.deliver("FUTURE", 100, 99)
			future.SettlementDate = "2026-04-02"
			due := m.trade(m.Dealer, m.Client, future)
			waiting := m.trade(m.Dealer, m.Client, m.deliver("SHORT", 1_100, 1))
			lapsing := m.mustInstruct(m.Dealer, m.deliver("ALLEGED", 1, 1))
			out(m.custody)
			m.Issue(m.Dealer, 200)
			m.on("2026-04-02")
			m.end(5)
			require.False(t, m.gone(due.Id))
			require.False(t, m.gone(waiting.Id))
			require.Positive(t, m.Events("kokusai.custody.settlement.v1.EventQuarantined"))
			m.audited()

			*m.custody = flaky{CustodyKeeper: m.Keeper}
			m.end(5)
			require.True(t, m.gone(waiting.Id), "the next cycle finds what is in the queue")
			m.on("2026-04-03")
			require.True(t, m.gone(due.Id), "and the next day what never came into it")
			m.on("2026-05-01")
			require.True(t, m.gone(lapsing.Id))
			m.audited()
		})
	}
}

// A message that fails for its neighbours' sake changes nothing.
func TestAMessageFailsWithItsNeighbour(t *testing.T) {
	m := newMarket(t)
	m.mustInstruct(m.Dealer, m.deliver("T-1", 100, 99))
	m.custody.err = errors.New("out of order")
	_, err := m.instruct(m.Client, mirror(m.Dealer, m.deliver("T-1", 100, 99)))
	require.ErrorIs(t, err, m.custody.err)
	require.EqualValues(t, 500, m.bonds(m.Client))
	m.audited()
}

// The work of a block is bounded, and what is left over is done in the next.
func TestTheWorkOfABlockIsBounded(t *testing.T) {
	m := newMarket(t)
	m.params(func(p *types.Params) { p.AgendaPerBlock, p.AttemptsPerBlock, p.CycleBlocks = 2, 2, 1_000 })
	for _, reference := range []string{"A", "B", "C", "D", "E"} {
		future := m.deliver(reference, 10, 1)
		future.SettlementDate = "2026-04-02"
		m.trade(m.Dealer, m.Client, future)
	}
	m.on("2026-04-02")
	require.EqualValues(t, 520, m.bonds(m.Client))
	m.end(1)
	require.EqualValues(t, 540, m.bonds(m.Client))
	m.end(1)
	require.EqualValues(t, 550, m.bonds(m.Client))

	for _, reference := range []string{"V", "W", "X", "Y", "Z"} {
		short := m.deliver(reference, 1_000, 1)
		short.TradeDate, short.SettlementDate = "2026-04-02", "2026-04-02"
		requirePending(t, types.ReasonLACK, m.Dealer, m.trade(m.Dealer, m.Client, short))
	}
	m.Issue(m.Dealer, 5_000)
	for _, left := range []int64{3, 1, 0} {
		m.end(1)
		require.EqualValues(t, left, (m.bonds(m.Dealer)-950)/1_000)
	}
	m.audited()
}

func TestParams(t *testing.T) {
	m := newMarket(t)
	for name, change := range map[string]func(*types.Params){
		"max_open":         func(p *types.Params) { p.MaxOpen = 0 },
		"max_instructions": func(p *types.Params) { p.MaxInstructions = 1_001 },
		"max_legs":         func(p *types.Params) { p.MaxLegs = 1 },
		"max_parties":      func(p *types.Params) { p.MaxParties = 257 },
		"open_gas":         func(p *types.Params) { p.OpenGas = 1 << 40 },
		"gas_step":         func(p *types.Params) { p.GasStep = 0 },
		"max_days_ahead":   func(p *types.Params) { p.MaxDaysAhead = 0 },
		"unmatched_days":   func(p *types.Params) { p.UnmatchedDays = 367 },
		"buy_in_days":      func(p *types.Params) { p.BuyInDays = 0 },
		"premium":          func(p *types.Params) { p.BuyInPremiumPct = p.BuyInPremiumPct.Neg() },
		"denom":            func(p *types.Params) { p.Currencies[0].Denom = "yen" },
		"denom twice":      func(p *types.Params) { p.Currencies[1].Denom = testutil.Yen },
		"tolerance":        func(p *types.Params) { p.Currencies[0].CashTolerance = testutil.Units(-1) },
		"piece":            func(p *types.Params) { p.Currencies[0].MaxPiece = testutil.Units(-1) },
		"unit":             func(p *types.Params) { p.Currencies[0].ChargeUnit = testutil.Units(0) },
		"year":             func(p *types.Params) { p.Currencies[0].YearDays = 364 },
		"rate":             func(p *types.Params) { p.Currencies[0].FailsRatePct = p.Currencies[0].FailsRatePct.MulInt64(100) },
		"policy rate":      func(p *types.Params) { p.Currencies[0].PolicyRatePct = p.Currencies[0].FailsRatePct.MulInt64(-10) },
		"calendar":         func(p *types.Params) { p.CutOffs[0].Calendar = "mars" },
		"calendar twice":   func(p *types.Params) { p.CutOffs[0].Calendar = "newyork" },
		"minute":           func(p *types.Params) { p.CutOffs[0].Minute = 1_441 },
		"agenda":           func(p *types.Params) { p.AgendaPerBlock = 0 },
		"attempts":         func(p *types.Params) { p.AttemptsPerBlock = 0 },
		"cycle_blocks":     func(p *types.Params) { p.CycleBlocks = 0 },
		"cycle_max":        func(p *types.Params) { p.CycleMax = 10_001 },
	} {
		t.Run(name, func(t *testing.T) {
			params := types.DefaultParams()
			change(&params)
			_, err := m.msgs.UpdateParams(m.Ctx, &types.MsgUpdateParams{Authority: m.Governance.String(), Params: params})
			require.ErrorIs(t, err, types.ErrInvalidParams)
		})
	}
	answer, err := m.queries.Params(m.Ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	usual := types.DefaultParams()
	require.Equal(t, usual.String(), answer.Params.String())
}
