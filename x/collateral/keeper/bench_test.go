package keeper_test

import (
	"fmt"
	"testing"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	rootstore "github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	moduletestutil "github.com/cosmos/cosmos-sdk/types/module/testutil"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral"
	"github.com/kokusai-chain/kokusai/x/collateral/keeper"
	oraclekeeper "github.com/kokusai-chain/kokusai/x/collateral/oracle/keeper"
	oracletypes "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

// pricing is x/collateral on the real x/bond and oracle, all in one committed store.
type pricing struct {
	ctx    sdk.Context
	bonds  *bondkeeper.Keeper
	keeper *keeper.Keeper
	isins  []string
}

// newPricing has a number of live series, which pay in two cycles and mature four times a year; left tells how many coupons are to
// come of each.
func newPricing(b *testing.B, count int, left func(i int) int) *pricing {
	b.Helper()
	keys := storetypes.NewKVStoreKeys(
		authtypes.StoreKey, banktypes.StoreKey, bondtypes.StoreKey, types.StoreKey, oracletypes.StoreKey)
	stores := rootstore.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	for _, key := range keys {
		stores.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	require.NoError(b, stores.LoadLatestVersion())
	ctx := sdk.NewContext(stores, cmtproto.Header{Time: date.MustParse(firstDate).Start(date.Tokyo)}, false, log.NewNopLogger())
	encoding := moduletestutil.MakeTestEncodingConfig(auth.AppModuleBasic{}, bank.AppModuleBasic{}, collateral.NewAppModule(nil))
	bondtypes.RegisterInterfaces(encoding.InterfaceRegistry)
	authority := gov.String()
	permissions := map[string][]string{types.ModuleName: nil, bondtypes.ModuleName: {authtypes.Minter, authtypes.Burner}}
	accounts := authkeeper.NewAccountKeeper(encoding.Codec, runtime.NewKVStoreService(keys[authtypes.StoreKey]),
		authtypes.ProtoBaseAccount, permissions, address.NewBech32Codec(prefix), prefix, authority)
	balances := bankkeeper.NewBaseKeeper(encoding.Codec, runtime.NewKVStoreService(keys[banktypes.StoreKey]),
		accounts, nil, authority, log.NewNopLogger())
	p := &pricing{ctx: ctx}
	p.bonds = bondkeeper.NewKeeper(encoding.Codec, runtime.NewKVStoreService(keys[bondtypes.StoreKey]), accounts, balances, authority)
	p.keeper = keeper.New(encoding.Codec, runtime.NewKVStoreService(keys[types.StoreKey]),
		accounts, balances, p.bonds, newCustody(balances), authority)
	oracle := oraclekeeper.New(encoding.Codec, runtime.NewKVStoreService(keys[oracletypes.StoreKey]), p.bonds, p.keeper, authority)
	p.keeper.SetOracle(oracle)

	require.NoError(b, p.bonds.InitGenesis(ctx, bondtypes.DefaultGenesis()))
	gs := genesis()
	gs.Curves[0] = slopingCurve()
	require.NoError(b, p.keeper.InitGenesis(ctx, gs))
	require.NoError(b, oracle.InitGenesis(ctx, *oracletypes.DefaultGenesis()))
	require.NoError(b, p.bonds.RegisterIssuer(ctx, bondtypes.Issuer{
		Id: "mof", Name: "Ministry of Finance", Lei: "353800WZS8AXZXFUC241", Country: "JP",
		Authority: ministry.String(), Treasury: treasury.String(),
	}))
	for i := range count {
		p.open(b, i, left(i))
	}
	stores.Commit()
	return p
}

func (p *pricing) open(b *testing.B, i, coupons int) {
	b.Helper()
	cycle := []string{"2025-09-20", "2025-12-20"}[i%2]
	dated := date.MustParse(cycle)
	terms := bondtypes.TermSheet{
		Isin: numberedISIN(i), IssuerId: "mof", Name: fmt.Sprintf("JGB No. %d", i), Kind: bondtypes.SERIES_KIND_FIXED, Currency: jpy,
		CouponPct: math.LegacyNewDecWithPrec(int64(100+5*(i%500)), 3), DatedDate: cycle, IssueDate: firstDate,
		FirstCouponDate: dated.AddMonths(6).String(), MaturityDate: dated.AddMonths(6 * coupons).String(),
		Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo", RollRule: bondtypes.ROLL_RULE_FOLLOWING,
		Denomination: math.NewInt(50_000), Authorised: math.NewInt(2_600_000_000_000),
	}
	require.NoError(b, p.bonds.OpenSeries(p.ctx, terms))
	require.NoError(b, p.bonds.Issue(p.ctx, terms.Isin, date.MustParse(firstDate), []bondtypes.Allotment{{
		Holder: lender, Face: math.NewInt(50_000),
	}}))
	p.isins = append(p.isins, terms.Isin)
}

// numberedISIN numbers series within the form of an ISIN.
func numberedISIN(i int) string {
	for digit := range 10 {
		if isin := fmt.Sprintf("JP1%08d%d", i, digit); identifier.ValidateISIN(isin) == nil {
			return isin
		}
	}
	panic("no check digit fits")
}

// slopingCurve has the tenors that the Ministry of Finance publishes.
func slopingCurve() types.Curve {
	published := types.Curve{Currency: "JPY", AsOf: "2026-01-06"}
	for i, years := range []uint32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40} {
		published.Points = append(published.Points, types.CurvePoint{
			TenorMonths: 12 * years, ParYieldPct: math.LegacyNewDecWithPrec(int64(900+180*i), 3),
		})
	}
	return published
}

// BenchmarkFiveHundredPrices is a block's first use of the prices of 500 series of ten to forty years, from their rows in the
// store of x/bond: under a curve that has been used before, and under one that has just been published. In a book each series is
// at a point of its own life, as a ministry's are that has issued them over the years; for comparison all are new.
func BenchmarkFiveHundredPrices(b *testing.B) {
	b.Run("book", func(b *testing.B) {
		benchmarkPrices(b, func(i int) int {
			life := 20 * (1 + i%4)
			return 1 + 7*i/4%life
		})
	})
	b.Run("all new", func(b *testing.B) {
		benchmarkPrices(b, func(i int) int { return 21 + i%60 })
	})
}

func benchmarkPrices(b *testing.B, left func(i int) int) {
	p := newPricing(b, 500, left)
	block := func(b *testing.B) {
		prices, err := p.keeper.PricesOf(p.ctx, p.isins)
		require.NoError(b, err)
		for _, price := range prices {
			if price.State != types.PRICE_STATE_PRICED {
				b.Fatal(price.Terms.Isin, price.State)
			}
		}
	}
	b.Run("same curve", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			block(b)
		}
	})
	b.Run("new curve", func(b *testing.B) {
		b.ReportAllocs()
		published := slopingCurve()
		for b.Loop() {
			b.StopTimer()
			published.Points[0].ParYieldPct = published.Points[0].ParYieldPct.Add(math.LegacyNewDecWithPrec(1, 4))
			require.NoError(b, p.keeper.SetCurve(p.ctx, published))
			p.ctx.MultiStore().(storetypes.CommitMultiStore).Commit()
			b.StartTimer()
			block(b)
		}
	})
}
