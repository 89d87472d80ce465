package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

// midLife is a market with a settlement in every state, an arrival that was not met and a cycle half way round.
func midLife(t *testing.T) *market {
	m := newMarket(t)
	withDollars(m)
	m.mustInstruct(m.Dealer, m.deliver("ALLEGED", 1, 1))
	future := m.deliver("FUTURE", 1, 1)
	future.SettlementDate = "2026-04-20"
	m.trade(m.Dealer, m.Client, future)
	held := m.deliver("HELD", 1, 1)
	held.Hold, held.Priority = true, 3
	m.trade(m.Dealer, m.Client, held)
	proposed, err := m.propose(set("SET", []sdk.AccAddress{m.Dealer, m.Client, m.Abroad}, leg(0, 1, testutil.Bonds(1)), leg(1, 2, yen(2)), leg(2, 0, yen(1))))
	require.NoError(t, err)
	_, err = m.affirm(m.Client, proposed)
	require.NoError(t, err)
	failing := m.failing()
	require.NoError(t, m.Send(m.Dealer, m.Retail, yen(1_000_000)))
	m.Issue(m.Abroad, 2_000)
	m.on("2026-04-13")
	_, err = m.buyIn(m.Client, m.Abroad, failing.Id, yen(910_000))
	require.NoError(t, err)

	parts := m.deliver("PARTS", 5_000, 1_000)
	parts.TradeDate, parts.SettlementDate, parts.Partial = "2026-04-13", "2026-04-13", true
	m.trade(m.Dealer, m.Client, parts)
	short := m.deliver("SHORT", 100, 1_000)
	short.TradeDate, short.SettlementDate = "2026-04-13", "2026-04-13"
	m.trade(m.Dealer, m.Client, short)
	m.params(func(p *types.Params) { p.CycleMax, p.CycleBlocks = 1, 1 })
	m.on("2026-04-14")
	m.Issue(m.Dealer, 5)
	require.NoError(t, m.Send(m.Client, m.Dealer, yen(3)))
	return m
}

// moved starts another chain on an exported state.
func moved(t *testing.T, m *market, g *types.GenesisState) (*market, error) {
	f := testutil.NewWith(t, []string{types.StoreKey})
	f.Ctx = f.Ctx.WithBlockHeight(m.Ctx.BlockHeight())
	f.Bond.SetNow(m.Bond.Now(m.Ctx))
	f.Bank.InitGenesis(f.Ctx, m.Bank.ExportGenesis(m.Ctx))
	custody, err := m.Keeper.ExportGenesis(m.Ctx)
	require.NoError(t, err)
	require.NoError(t, f.Keeper.InitGenesis(f.Ctx, custody))
	k := keeper.NewKeeper(f.Codec, f.Services(types.StoreKey), f.Accounts, f.Bank, f.Bond, f.Keeper, f.Governance.String())
	f.Bank.AppendSendRestriction(k.Restrict)
	next := &market{Fixture: f, t: t, k: k, msgs: keeper.NewMsgServer(k), queries: keeper.NewQueryServer(k)}
	return next, k.InitGenesis(f.Ctx, g)
}

func TestGenesisMidLife(t *testing.T) {
	m := midLife(t)
	m.audited()
	first, err := m.k.ExportGenesis(m.Ctx)
	require.NoError(t, err)
	states := map[types.Status]bool{}
	kinds := map[types.Kind]bool{}
	for _, open := range first.Settlements {
		states[open.Settlement.Status], kinds[open.Settlement.Kind] = true, true
	}
	require.Len(t, states, 3)
	require.Len(t, kinds, 3)
	require.NotEmpty(t, first.Arrivals)
	require.NotEmpty(t, first.Cursor)

	next, err := moved(t, m, first)
	require.NoError(t, err)
	second, err := next.k.ExportGenesis(next.Ctx)
	require.NoError(t, err)
	require.Equal(t, string(m.Codec.MustMarshalJSON(first)), string(next.Codec.MustMarshalJSON(second)))
	next.audited()

	// Both go on in the same way.
	for _, both := range []*market{m, next} {
		both.on("2026-04-15")
		both.Issue(both.Dealer, 5_000)
		both.end(20)
		both.audited()
	}
	require.Equal(t, m.Bank.ExportGenesis(m.Ctx).Balances, next.Bank.ExportGenesis(next.Ctx).Balances)
	last, err := m.k.ExportGenesis(m.Ctx)
	require.NoError(t, err)
	other, err := next.k.ExportGenesis(next.Ctx)
	require.NoError(t, err)
	require.Equal(t, string(m.Codec.MustMarshalJSON(last)), string(next.Codec.MustMarshalJSON(other)))
}

func TestBrokenGenesis(t *testing.T) {
	m := midLife(t)
	row := func(g *types.GenesisState, reference string) *types.Settlement {
		for i := range g.Settlements {
			if g.Settlements[i].Settlement.Reference == reference {
				return &g.Settlements[i].Settlement
			}
		}
		t.Fatalf("no %s", reference)
		return nil
	}
	for name, c := range map[string]struct {
		change func(*types.GenesisState)
		text   string
	}{
		"params": {func(g *types.GenesisState) { g.Params.CycleMax = 0 }, "cycle_max"},
		"twice": {func(g *types.GenesisState) {
			g.Settlements = append(g.Settlements, g.Settlements[len(g.Settlements)-1])
		}, "each once"},
		"not its name":          {func(g *types.GenesisState) { row(g, "ALLEGED").Reference = "OTHER" }, "not that of the parties"},
		"not a name":            {func(g *types.GenesisState) { g.Settlements[0].Id = "00" }, "hexadecimal"},
		"kind":                  {func(g *types.GenesisState) { row(g, "ALLEGED").Kind = 0 }, "do not fit"},
		"status":                {func(g *types.GenesisState) { row(g, "ALLEGED").Status = types.StatusSettled }, "status"},
		"matched by one":        {func(g *types.GenesisState) { row(g, "FUTURE").Parties[1].Agreed = false }, "who has agreed"},
		"alleged by all":        {func(g *types.GenesisState) { row(g, "ALLEGED").Parties[1].Agreed = true }, "who has agreed"},
		"never matched":         {func(g *types.GenesisState) { row(g, "FUTURE").Matched = 0 }, "heights"},
		"matched before opened": {func(g *types.GenesisState) { row(g, "FUTURE").Opened = 1 << 40 }, "heights"},
		"no attention":          {func(g *types.GenesisState) { row(g, "FUTURE").Attention = 0 }, "looked at"},
		"waits for nothing":     {func(g *types.GenesisState) { row(g, "SHORT").Pending.Denom = "" }, "waited for"},
		"waits for a stranger":  {func(g *types.GenesisState) { row(g, "SHORT").Pending.Account = m.Stranger.String() }, "no party"},
		"reason of another":     {func(g *types.GenesisState) { row(g, "HELD").Pending.Reason = types.ReasonFUTU }, "contradicts"},
		"one party":             {func(g *types.GenesisState) { s := row(g, "ALLEGED"); s.Parties = s.Parties[:1] }, "two parties"},
		"a party twice":         {func(g *types.GenesisState) { s := row(g, "SET"); s.Parties[2] = s.Parties[1] }, "twice"},
		"an address of nobody":  {func(g *types.GenesisState) { row(g, "SET").Parties[2].Account = "x" }, "party"},
		"a leg to nobody":       {func(g *types.GenesisState) { row(g, "SET").Legs[0].To = 9 }, "no such party"},
		"an empty leg":          {func(g *types.GenesisState) { row(g, "SET").Legs[0].Amount.Amount = math.ZeroInt() }, "positive"},
		"legs of one direction": {func(g *types.GenesisState) {
			s := row(g, "ALLEGED")
			s.Legs[1].From, s.Legs[1].To = s.Legs[0].From, s.Legs[0].To
		}, "both ways"},
		"calendar":               {func(g *types.GenesisState) { row(g, "ALLEGED").Calendar = "mars" }, "calendar"},
		"date":                   {func(g *types.GenesisState) { row(g, "ALLEGED").SettlementDate = "soon" }, "settlement_date"},
		"negative charge":        {func(g *types.GenesisState) { row(g, "ALLEGED").Charge = math.NewInt(-1) }, "charge"},
		"priority":               {func(g *types.GenesisState) { row(g, "ALLEGED").Priority = 10 }, "priority"},
		"arrival of nobody":      {func(g *types.GenesisState) { g.Arrivals[0].Account = "x" }, "arrival"},
		"arrival nowhere":        {func(g *types.GenesisState) { g.Arrivals[0].After = []byte{1} }, "place in the queue"},
		"arrival twice":          {func(g *types.GenesisState) { g.Arrivals = append(g.Arrivals[:1:1], g.Arrivals[0]) }, "twice"},
		"cursor":                 {func(g *types.GenesisState) { g.Cursor = []byte{1} }, "cursor"},
		"a series nobody opened": {func(g *types.GenesisState) { row(g, "ALLEGED").Legs[0].Amount.Denom = "bond/JP1103791R70" }, "not found"},
		"cash nobody issues":     {func(g *types.GenesisState) { row(g, "ALLEGED").Legs[1].Amount.Denom = "ueur" }, "licensed"},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := m.k.ExportGenesis(m.Ctx)
			require.NoError(t, err)
			c.change(g)
			_, err = moved(t, m, g)
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.ErrorContains(t, err, c.text)
		})
	}
}

// The audit finds what genesis cannot show: indexes that do not follow from the rows.
func TestTheAuditFindsBrokenIndexes(t *testing.T) {
	m := midLife(t)
	store := m.Services(types.StoreKey)
	for name, prefix := range map[string]collections.Prefix{
		"parties": types.PartiesPrefix, "opened": types.OpenedPrefix, "agenda": types.AgendaPrefix, "queue": types.QueuePrefix,
		"waits": types.WaitsPrefix, "waiters": types.WaitersPrefix,
	} {
		t.Run(name, func(t *testing.T) {
			cached, _ := m.Ctx.CacheContext()
			require.NoError(t, m.k.Audit(cached))
			entries, err := store.OpenKVStore(cached).Iterator(prefix.Bytes(), []byte{prefix.Bytes()[0] + 1})
			require.NoError(t, err)
			key := entries.Key()
			require.NoError(t, entries.Close())
			require.NoError(t, store.OpenKVStore(cached).Delete(key))
			require.ErrorIs(t, m.k.Audit(cached), types.ErrBrokenLaw)
		})
	}
	t.Run("settled and open", func(t *testing.T) {
		cached, _ := m.Ctx.CacheContext()
		require.NoError(t, m.Keeper.UseReference(cached, m.Dealer, m.Client, "ALLEGED"))
		require.ErrorIs(t, m.k.Audit(cached), types.ErrBrokenLaw)
	})
}
