package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
)

// midLife is a market with everything in it: mints waiting, redemptions open, days on which something left.
func midLife(t *testing.T) *fixture {
	f := holders(t)
	f.quorum(100)
	_, err := f.mint(f.bob, 30)
	require.NoError(t, err)
	_, err = f.mint(f.alice, 40)
	require.NoError(t, err)
	f.must(f.request(f.alice, bonds(2), "R1"))
	f.must(f.request(f.alice, bonds(1), "R2"))
	f.must(f.request(f.alice, bonds(3), "R3"))
	f.must(f.confirm(f.wrapper, f.alice, denom, "R2"))
	f.must(f.set(f.cashRules(f.bank1)))
	f.audit()
	return f
}

func TestGenesisInTheMiddleOfLife(t *testing.T) {
	f := midLife(t)
	exported, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Len(t, exported.Reserves, 2)
	require.Len(t, exported.Mints, 2)
	require.Len(t, exported.Redemptions, 2)
	require.Len(t, exported.Reserves[0].Released, 1)

	again := newFixture(t)
	bank, bond := f.bank.ExportGenesis(f.ctx), mustExport(t, f.bond.ExportGenesis, f.ctx)
	custody, err := f.custody.ExportGenesis(f.ctx)
	require.NoError(t, err)
	again.bank.InitGenesis(again.ctx, bank)
	require.NoError(t, again.bond.InitGenesis(again.ctx, bond))
	require.NoError(t, again.custody.InitGenesis(again.ctx, custody))
	require.NoError(t, again.keeper.InitGenesis(again.ctx, exported))
	reexported, err := again.keeper.ExportGenesis(again.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, reexported)
	again.audit()

	require.NoError(t, again.confirm(f.wrapper, f.alice, denom, "R1")) // and life goes on
	again.pass(25 * 3600e9)
	require.EqualValues(t, 40+10-1-2, again.pieces(f.alice))
	require.EqualValues(t, 30, again.pieces(f.bob))
}

func mustExport[C, G any](t *testing.T, export func(C) (G, error), ctx C) G {
	state, err := export(ctx)
	require.NoError(t, err)
	return state
}

func TestBrokenGenesisIsRefused(t *testing.T) {
	f := midLife(t)
	for name, spoil := range map[string]func(g *types.GenesisState){
		"params":               func(g *types.GenesisState) { g.Params.DueLimit = 0 },
		"reserve twice":        func(g *types.GenesisState) { g.Reserves = append(g.Reserves, g.Reserves[0]) },
		"rules":                func(g *types.GenesisState) { g.Reserves[0].Reserve.Quorum = 0 },
		"book":                 func(g *types.GenesisState) { g.Reserves[0].Book.NextMint = 0 },
		"negative book":        func(g *types.GenesisState) { g.Reserves[0].Book.Outstanding = math.NewInt(-1) },
		"attestation twice":    func(g *types.GenesisState) { g.Reserves[0].Attestations[1] = g.Reserves[0].Attestations[0] },
		"attestation":          func(g *types.GenesisState) { g.Reserves[0].Attestations[0].DocumentHash = "" },
		"attestation of none":  func(g *types.GenesisState) { g.Reserves[0].Attestations[0].Attester = f.stranger.String() },
		"released":             func(g *types.GenesisState) { g.Reserves[0].Released[0].Amount = math.ZeroInt() },
		"released when":        func(g *types.GenesisState) { g.Reserves[0].Released[0].Date = "today" },
		"mint of none":         func(g *types.GenesisState) { g.Mints[0].Institution = f.stranger.String() },
		"mint twice":           func(g *types.GenesisState) { g.Mints[1] = g.Mints[0] },
		"mint of the future":   func(g *types.GenesisState) { g.Mints[0].Number = 9 },
		"mint of nothing":      func(g *types.GenesisState) { g.Mints[0].Amount = math.ZeroInt() },
		"mint to nobody":       func(g *types.GenesisState) { g.Mints[0].Recipient = "nobody" },
		"mints do not add up":  func(g *types.GenesisState) { g.Mints = g.Mints[:1] },
		"order of none":        func(g *types.GenesisState) { g.Redemptions[0].Institution = f.stranger.String() },
		"order twice":          func(g *types.GenesisState) { g.Redemptions[1] = g.Redemptions[0] },
		"order of nobody":      func(g *types.GenesisState) { g.Redemptions[0].Holder = "nobody" },
		"order without a name": func(g *types.GenesisState) { g.Redemptions[0].Reference = "" },
		"orders do not add up": func(g *types.GenesisState) { g.Redemptions = g.Redemptions[:1] },
	} {
		t.Run(name, func(t *testing.T) {
			g, err := f.keeper.ExportGenesis(f.ctx)
			require.NoError(t, err)
			require.NoError(t, g.Validate(address.NewBech32Codec("kokusai")))
			spoil(g)
			require.Error(t, g.Validate(address.NewBech32Codec("kokusai")))
		})
	}
}

func TestGenesisAgainstTheOtherModules(t *testing.T) {
	f := midLife(t)
	g, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	f.must(f.custody.Keeper.Unreserve(f.ctx, f.alice, bonds(1), types.ModuleName, "R3"))
	require.ErrorIs(t, f.keeper.Audit(f.ctx), types.ErrBrokenLaw)
	require.ErrorIs(t, f.keeper.InitGenesis(f.ctx, g), types.ErrInvalidGenesis)
	f.must(f.custody.Keeper.Reserve(f.ctx, f.alice, bonds(1), types.ModuleName, "R3"))
	f.must(f.keeper.Audit(f.ctx))

	g.Reserves[0].Book.Outstanding = g.Reserves[0].Book.Outstanding.AddRaw(1)
	require.ErrorIs(t, f.keeper.InitGenesis(f.ctx, g), types.ErrInvalidGenesis, "more outstanding than there is")
	g.Reserves[0].Book.Outstanding = math.NewInt(unit)
	require.ErrorIs(t, f.keeper.InitGenesis(f.ctx, g), types.ErrInvalidGenesis, "more in flight than outstanding")
}

func TestQueries(t *testing.T) {
	f := midLife(t)
	params, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), params.Params)

	all, err := f.queries.Reserves(f.ctx, &types.QueryReservesRequest{})
	require.NoError(t, err)
	require.Len(t, all.Reserves, 2)
	ofCash, err := f.queries.Reserves(f.ctx, &types.QueryReservesRequest{Denom: yen})
	require.NoError(t, err)
	require.Equal(t, []types.Reserve{f.cashRules(f.bank1)}, ofCash.Reserves)

	mints, err := f.queries.Mints(f.ctx, &types.QueryMintsRequest{Denom: denom, Institution: f.wrapper.String(), Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	require.Len(t, mints.Mints, 1)
	mints, err = f.queries.Mints(f.ctx, &types.QueryMintsRequest{Denom: denom, Institution: f.wrapper.String(), Pagination: &query.PageRequest{Key: mints.Pagination.NextKey}})
	require.NoError(t, err)
	require.EqualValues(t, 2, mints.Mints[0].Number)
	ofBank, err := f.queries.Mints(f.ctx, &types.QueryMintsRequest{Denom: yen, Institution: f.bank1.String()})
	require.NoError(t, err)
	require.Empty(t, ofBank.Mints)

	open, err := f.queries.Redemptions(f.ctx, &types.QueryRedemptionsRequest{Denom: denom, Institution: f.wrapper.String()})
	require.NoError(t, err)
	require.Len(t, open.Redemptions, 2)
	of, err := f.queries.RedemptionsOf(f.ctx, &types.QueryRedemptionsOfRequest{Holder: f.alice.String()})
	require.NoError(t, err)
	require.Equal(t, open.Redemptions, of.Redemptions)

	_, err = f.queries.Report(f.ctx, &types.QueryReportRequest{Denom: denom, Institution: f.alice.String()})
	require.ErrorIs(t, err, types.ErrReserveNotFound)
	_, err = f.queries.Reserves(f.ctx, &types.QueryReservesRequest{Pagination: &query.PageRequest{Offset: 1}})
	require.Error(t, err)
}

// TestTheReportCanBeRecomputed assesses a report from its own fields.
func TestTheReportCanBeRecomputed(t *testing.T) {
	f := midLife(t)
	report := f.report(denom, f.wrapper)
	today, err := report.Reserve.Today(f.bond.Now(f.ctx))
	require.NoError(t, err)
	facts := types.Facts{Reserve: report.Reserve, Released: report.Released, Outstanding: report.Outstanding, Pending: report.Book.Pending, Today: today}
	for _, line := range report.Lines {
		facts.Attestations = append(facts.Attestations, line.Attestation)
	}
	again, err := types.Assess(facts)
	require.NoError(t, err)
	require.Equal(t, report.Standing, again.Standing)
	require.Equal(t, report.Attested, again.Attested)
	require.Equal(t, report.Room, again.Room)
	require.Equal(t, report.Lines, again.Lines)
}
