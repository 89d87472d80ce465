package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// midLife has an open trade, a cancelled one and a half-paid syndicate.
func midLife(t *testing.T) *fixture {
	f := newFixture(t)
	must(f, f.msgs.AgreeTrade, f.agreement(100*million))
	second := f.agreement(50_000)
	second.Reference = "WI-2"
	must(f, f.msgs.AgreeTrade, second)
	must(f, f.msgs.CancelTrade, &types.MsgCancelTrade{Seller: second.Seller, Buyer: second.Buyer, Isin: isin, Reference: "WI-2"})
	f.form()
	_, err := f.payShare(f.buyer, "")
	require.NoError(t, err)
	return f
}

// moved is another chain with what the first one has in this module and in the accounts of the two.
func moved(t *testing.T, from *fixture) *fixture {
	f := newFixture(t)
	module := authtypes.NewModuleAddress(types.ModuleName)
	for _, coin := range from.held() {
		require.NoError(t, f.bank.SendCoins(f.ctx, f.buyer, module, sdk.NewCoins(coin)))
	}
	return f
}

func TestGenesisGoesRound(t *testing.T) {
	f := midLife(t)
	state, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	g := moved(t, f)
	require.NoError(t, g.keeper.InitGenesis(g.ctx, state))
	again, err := g.keeper.ExportGenesis(g.ctx)
	require.NoError(t, err)
	require.Equal(t, state, again)
	require.NoError(t, g.keeper.Audit(g.ctx))
	_, err = g.payShare(g.seller, "")
	require.NoError(t, err)
	g.block("2026-01-07")
	require.Equal(t, types.SYNDICATE_STATUS_PLACED, g.syndicate().Status)
	require.Equal(t, types.TRADE_STATUS_SETTLED, g.trade().Status, "the placement has given the seller the units")
}

func TestBrokenGenesisIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		breaks func(*types.GenesisState)
		want   error
	}{
		"bad params":            {func(g *types.GenesisState) { g.Params.WorkLimit = 0 }, types.ErrInvalidParams},
		"a trade twice":         {func(g *types.GenesisState) { g.Trades = append(g.Trades, g.Trades[0]) }, types.ErrInvalidGenesis},
		"a trade of no status":  {func(g *types.GenesisState) { g.Trades[0].Status = 0 }, types.ErrInvalidGenesis},
		"a trade paid too soon": {func(g *types.GenesisState) { g.Trades[0].Principal = yen(1) }, types.ErrInvalidGenesis},
		"a negative margin":     {func(g *types.GenesisState) { g.Trades[0].Margin.Amount = math.NewInt(-1) }, types.ErrInvalidGenesis},
		"a trade with oneself":  {func(g *types.GenesisState) { g.Trades[0].Buyer = g.Trades[0].Seller }, types.ErrInvalidGenesis},
		"a trade of no series":  {func(g *types.GenesisState) { g.Trades[0].Isin = "JP1103821S45" }, bondtypes.ErrSeriesNotFound},
		"a trade in dollars": {func(g *types.GenesisState) {
			for _, coin := range []*sdk.Coin{&g.Trades[0].Margin, &g.Trades[0].Principal, &g.Trades[0].Accrued} {
				coin.Denom = "uusd"
			}
		}, types.ErrInvalidGenesis},
		"a syndicate twice":           {func(g *types.GenesisState) { g.Syndicates = append(g.Syndicates, g.Syndicates[0]) }, types.ErrInvalidGenesis},
		"a syndicate of no status":    {func(g *types.GenesisState) { g.Syndicates[0].Status = 0 }, types.ErrInvalidGenesis},
		"a syndicate of no series":    {func(g *types.GenesisState) { g.Syndicates[0].Isin = "JP1103821S45" }, bondtypes.ErrSeriesNotFound},
		"more than is authorised":     {func(g *types.GenesisState) { g.Syndicates[0].Members[1].Face = math.NewInt(1_000 * million) }, types.ErrInvalidGenesis},
		"a syndicate of another":      {func(g *types.GenesisState) { g.Syndicates[0].Id = "boj.first" }, types.ErrInvalidGenesis},
		"paid by nobody":              {func(g *types.GenesisState) { g.Syndicates[0].Members[1].Payer = "" }, types.ErrInvalidGenesis},
		"paid by a stranger":          {func(g *types.GenesisState) { g.Syndicates[0].Members[1].Payer = "x" }, types.ErrInvalidGenesis},
		"placed without payment":      {func(g *types.GenesisState) { g.Syndicates[0].Status = types.SYNDICATE_STATUS_PLACED }, types.ErrInvalidGenesis},
		"more owed than is there":     {func(g *types.GenesisState) { g.Syndicates[0].Members[1].Principal = yen(900 * million) }, types.ErrBrokenLaw},
		"margins that are not there":  {func(g *types.GenesisState) { g.Trades[1].Status = types.TRADE_STATUS_AGREED }, types.ErrBrokenLaw},
		"a member of no address":      {func(g *types.GenesisState) { g.Syndicates[0].Members[1].Account = "x" }, types.ErrInvalidGenesis},
		"a principal in other money":  {func(g *types.GenesisState) { g.Syndicates[0].Members[1].Principal.Denom = "uusd" }, types.ErrInvalidGenesis},
		"a reference with blanks":     {func(g *types.GenesisState) { g.Trades[0].Reference = "a b" }, types.ErrInvalidGenesis},
		"a settlement date of no day": {func(g *types.GenesisState) { g.Trades[0].SettleDate = "2026-02-30" }, types.ErrInvalidGenesis},
	} {
		t.Run(name, func(t *testing.T) {
			f := midLife(t)
			state, err := f.keeper.ExportGenesis(f.ctx)
			require.NoError(t, err)
			c.breaks(state)
			g := moved(t, f)
			require.ErrorIs(t, g.keeper.InitGenesis(g.ctx, state), c.want)
		})
	}
}

func TestParamsRefusals(t *testing.T) {
	f := newFixture(t)
	for name, change := range map[string]func(*types.Params){
		"no margin":         func(p *types.Params) { p.MarginPct = math.LegacyDec{} },
		"a negative margin": func(p *types.Params) { p.MarginPct = math.LegacyNewDec(-1) },
		"a margin of 21 %":  func(p *types.Params) { p.MarginPct = math.LegacyNewDec(21) },
		"5 decimals":        func(p *types.Params) { p.MarginPct = math.LegacyMustNewDecFromStr("1.00001") },
		"a short window":    func(p *types.Params) { p.SettleWindow = time.Minute },
		"a long window":     func(p *types.Params) { p.SettleWindow = 25 * time.Hour },
		"no retry":          func(p *types.Params) { p.RetryInterval = 0 },
		"no retention":      func(p *types.Params) { p.Retention = time.Hour },
		"no work":           func(p *types.Params) { p.WorkLimit = 0 },
		"no members":        func(p *types.Params) { p.MaxMembers = 0 },
	} {
		params := types.DefaultParams()
		change(&params)
		_, err := tx(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
		require.ErrorIs(t, err, types.ErrInvalidParams, name)
	}
	_, err := tx(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.ministry.String(), Params: types.DefaultParams()})
	require.Error(t, err, "not governance")
}

func TestQueriesArePagedByKey(t *testing.T) {
	f := midLife(t)
	first, err := f.queries.Trades(f.ctx, &types.QueryTradesRequest{Account: f.seller.String(), Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	require.Len(t, first.Trades, 1)
	rest, err := f.queries.Trades(f.ctx, &types.QueryTradesRequest{
		Account: f.seller.String(), Pagination: &query.PageRequest{Key: first.Pagination.NextKey},
	})
	require.NoError(t, err)
	require.Len(t, rest.Trades, 1)
	require.NotEqual(t, first.Trades[0].Reference, rest.Trades[0].Reference)
	_, err = f.queries.Trades(f.ctx, &types.QueryTradesRequest{Account: f.seller.String(), Pagination: &query.PageRequest{Offset: 1}})
	require.Error(t, err)
	_, err = f.queries.Trades(f.ctx, &types.QueryTradesRequest{Account: "x"})
	require.ErrorIs(t, err, types.ErrInvalidAddress)
	_, err = f.queries.Trade(f.ctx, nil)
	require.Error(t, err)
	params, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), params.Params)
}
