package keeper_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	moduletestutil "github.com/cosmos/cosmos-sdk/types/module/testutil"

	"github.com/kokusai-chain/kokusai/x/collateral"
	"github.com/kokusai-chain/kokusai/x/collateral/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
)

// midLife is a world with supplies, positions with and without debt, cash kept in one, and interest under way.
func midLife(t T) *world {
	t.Helper()
	w := newWorld(t).supplied().pledged().borrowed()
	w.give(other, cash(5_000))
	_, err := w.keeper.Supply(w.ctx, other, cash(5_000))
	require.NoError(t, err)
	w.give(borrower, coin(dollarD, 1_000)...)
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 2, coin(dollarD, 1_000)))
	require.NoError(t, w.keeper.Borrow(w.ctx, borrower, jpy, 2, yen(10_000), borrower))
	require.NoError(t, w.redeem(borrower, 2, coin(dollarD, 300)[0], usd))
	require.NoError(t, w.keeper.AddCollateral(w.ctx, borrower, jpy, 3, units(50)))
	require.NoError(t, w.keeper.CreateMarket(w.ctx, usd, yenTerms()))
	w.pass(77*day + 1234567*time.Nanosecond)
	_, _, err = w.keeper.Withdraw(w.ctx, lender, jpy, amountOf(yen(333)))
	require.NoError(t, err)
	w.audit()
	return w
}

// successor is a fresh chain whose neighbours hold what they held in w.
func successor(t T, w *world) *world {
	t.Helper()
	next := emptyWorld(t)
	next.bonds = w.bonds
	next.give(module, w.bank.GetAllBalances(w.ctx, module)...)
	next.custody.pledges = w.custody.pledges
	next.bonds.now = w.bonds.now
	return next
}

func TestExportImportExport(t *testing.T) {
	w := midLife(t)
	app := collateral.NewAppModule(w.keeper)
	cdc := moduletestutil.MakeTestEncodingConfig(app).Codec
	exported := app.ExportGenesis(w.ctx, cdc)
	require.NoError(t, app.ValidateGenesis(cdc, nil, exported))

	next := successor(t, w)
	again := collateral.NewAppModule(next.keeper)
	again.InitGenesis(next.ctx, cdc, exported)
	require.JSONEq(t, string(exported), string(again.ExportGenesis(next.ctx, cdc)))
	require.Equal(t, w.market(), next.market())
	next.audit()
}

func TestDefaultGenesis(t *testing.T) {
	w := emptyWorld(t)
	app := collateral.NewAppModule(w.keeper)
	cdc := moduletestutil.MakeTestEncodingConfig(app).Codec
	gs := app.DefaultGenesis(cdc)
	require.NoError(t, app.ValidateGenesis(cdc, nil, gs))
	app.InitGenesis(w.ctx, cdc, gs)
	require.JSONEq(t, string(gs), string(app.ExportGenesis(w.ctx, cdc)))
	require.Error(t, app.ValidateGenesis(cdc, nil, json.RawMessage(`{"markets": 7}`)))
}

func TestGenesisRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		edit func(*types.GenesisState)
		want error
	}{
		"params":           {func(gs *types.GenesisState) { gs.Params.MaxFxAgeDays = 999 }, types.ErrInvalidParams},
		"curve":            {func(gs *types.GenesisState) { gs.Curves[0].Points = nil }, types.ErrInvalidCurve},
		"curve twice":      {func(gs *types.GenesisState) { gs.Curves[1] = gs.Curves[0] }, types.ErrInvalidGenesis},
		"curve of nothing": {func(gs *types.GenesisState) { gs.Curves[0].Currency = "EUR" }, types.ErrCurrencyNotFound},
		"fx":               {func(gs *types.GenesisState) { gs.FxRates[0].Rate = dec("0") }, types.ErrInvalidFx},
		"fx of nothing":    {func(gs *types.GenesisState) { gs.FxRates[0].Base = "EUR" }, types.ErrCurrencyNotFound},
		"fx both ways": {func(gs *types.GenesisState) {
			gs.FxRates = append(gs.FxRates, types.FxRate{Base: "JPY", Quote: "USD", Rate: dec("1"), AsOf: firstDate})
		}, types.ErrInvalidGenesis},
		"haircuts":                {func(gs *types.GenesisState) { gs.Haircuts[0].Rows = nil }, types.ErrInvalidHaircuts},
		"haircuts twice":          {func(gs *types.GenesisState) { gs.Haircuts = append(gs.Haircuts, gs.Haircuts[0]) }, types.ErrInvalidGenesis},
		"market":                  {func(gs *types.GenesisState) { gs.Markets[0].Terms.KinkPct = dec("0") }, types.ErrInvalidTerms},
		"market twice":            {func(gs *types.GenesisState) { gs.Markets = append(gs.Markets, gs.Markets[0]) }, types.ErrInvalidGenesis},
		"market of nothing":       {func(gs *types.GenesisState) { gs.Markets[0].Denom = "ueur" }, types.ErrCurrencyNotFound},
		"market accepts nothing":  {func(gs *types.GenesisState) { gs.Markets[0].Terms.AcceptedCurrencies = []string{"EUR"} }, types.ErrCurrencyNotFound},
		"pool":                    {func(gs *types.GenesisState) { gs.Pools[0].Cash = math.NewInt(-1) }, types.ErrInvalidGenesis},
		"pool owes too much":      {func(gs *types.GenesisState) { gs.Pools[0].Cash = gs.Pools[0].Cash.SubRaw(1_000_000_000) }, types.ErrInvalidGenesis},
		"pool twice":              {func(gs *types.GenesisState) { gs.Pools[1] = gs.Pools[0] }, types.ErrInvalidGenesis},
		"pool without market":     {func(gs *types.GenesisState) { gs.Markets = gs.Markets[:1] }, types.ErrInvalidGenesis},
		"supply":                  {func(gs *types.GenesisState) { gs.Supplies[0].Claims = math.ZeroInt() }, types.ErrInvalidGenesis},
		"supplier":                {func(gs *types.GenesisState) { gs.Supplies[0].Supplier = "nobody" }, types.ErrInvalidGenesis},
		"supply twice":            {func(gs *types.GenesisState) { gs.Supplies[1] = gs.Supplies[0] }, types.ErrInvalidGenesis},
		"supply does not add up":  {func(gs *types.GenesisState) { gs.Supplies[0].Claims = gs.Supplies[0].Claims.AddRaw(1) }, types.ErrInvalidGenesis},
		"supply missing":          {func(gs *types.GenesisState) { gs.Supplies = gs.Supplies[1:] }, types.ErrInvalidGenesis},
		"supply without pool":     {func(gs *types.GenesisState) { gs.Supplies[0].Denom = "ueur" }, types.ErrInvalidGenesis},
		"position":                {func(gs *types.GenesisState) { gs.Positions[0].ScaledDebt = math.NewInt(-1) }, types.ErrInvalidGenesis},
		"position owner":          {func(gs *types.GenesisState) { gs.Positions[0].Owner = "" }, types.ErrInvalidGenesis},
		"position empty":          {func(gs *types.GenesisState) { gs.Positions[2].Bonds = nil }, types.ErrInvalidGenesis},
		"position twice":          {func(gs *types.GenesisState) { gs.Positions[2].Number = gs.Positions[1].Number }, types.ErrInvalidGenesis},
		"position of no bonds":    {func(gs *types.GenesisState) { gs.Positions[2].Bonds = coin(jpy, 5) }, types.ErrInvalidCollateral},
		"position cash":           {func(gs *types.GenesisState) { gs.Positions[1].Cash = coin("ueur", 5) }, types.ErrCurrencyNotFound},
		"position cash negative":  {func(gs *types.GenesisState) { gs.Positions[1].Cash[0].Amount = math.NewInt(-5) }, types.ErrInvalidGenesis},
		"debt does not add up":    {func(gs *types.GenesisState) { gs.Positions[0].ScaledDebt = gs.Positions[0].ScaledDebt.SubRaw(1) }, types.ErrInvalidGenesis},
		"position without market": {func(gs *types.GenesisState) { gs.Positions[2].Denom = "ueur" }, types.ErrInvalidGenesis},
	} {
		t.Run(name, func(t *testing.T) {
			w := midLife(t)
			gs := w.dump()
			require.NoError(t, gs.Validate())
			test.edit(&gs)
			require.ErrorIs(t, gs.Validate(), test.want)
			require.ErrorIs(t, successor(t, w).keeper.InitGenesis(w.ctx, gs), test.want)
		})
	}
}

// TestGenesisMustBeBorneOut by the cash of the module account and by the pledges of x/custody.
func TestGenesisMustBeBorneOut(t *testing.T) {
	w := midLife(t)
	gs := w.dump()
	poor := successor(t, w)
	require.NoError(t, poor.bank.SendCoins(poor.ctx, module, other, sdk.NewCoins(sdk.NewInt64Coin(usd, 1))))
	require.ErrorIs(t, poor.keeper.InitGenesis(poor.ctx, gs), types.ErrBrokenLaw)

	loose := successor(t, w)
	require.NoError(t, loose.custody.Release(loose.ctx, borrower, units(1)[0], types.ModuleName, "3/ujpy"))
	require.ErrorIs(t, loose.keeper.InitGenesis(loose.ctx, gs), types.ErrBrokenLaw)
}

func TestAMarketMayStartWithoutBooks(t *testing.T) {
	w := newWorld(t)
	report := w.market()
	require.Equal(t, w.bonds.now, report.Pool.AccruedAt)
	require.Equal(t, dec("1"), report.Pool.SupplyIndex)

	gs := w.dump()
	gs.Pools[0].AccruedAt = time.Time{}
	next := emptyWorld(t)
	require.NoError(t, next.keeper.InitGenesis(next.ctx, gs))
	require.Equal(t, next.bonds.now, next.market().Pool.AccruedAt)
}

func TestAuditFindsWhatIsBroken(t *testing.T) {
	w := midLife(t)
	cached, _ := w.ctx.CacheContext()
	held := w.bank.GetBalance(cached, module, jpy)
	require.NoError(t, w.bank.SendCoins(cached, module, other, sdk.NewCoins(held)))
	require.ErrorIs(t, w.keeper.Audit(cached), types.ErrBrokenLaw)

	w.custody.pledges[pledge{borrower.String(), tenYearD, types.ModuleName, "1/ujpy"}] = whole(99_999)
	require.ErrorIs(t, w.keeper.Audit(w.ctx), types.ErrBrokenLaw)
}

func TestAModuleAccountIsNeeded(t *testing.T) {
	require.Panics(t, func() { keeper.New(nil, nil, noAccounts{}, nil, nil, nil, "") })
}

type noAccounts struct{ types.AccountKeeper }

func (noAccounts) GetModuleAddress(string) sdk.AccAddress { return nil }
