package keeper_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"

	"github.com/cosmos/gogoproto/proto"

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

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/collateral"
	collateralkeeper "github.com/kokusai-chain/kokusai/x/collateral/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	oraclekeeper "github.com/kokusai-chain/kokusai/x/collateral/oracle/keeper"
	oracletypes "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

type storeService = store.KVStoreService

const prefix = "kokusai"

func TestMain(m *testing.M) {
	os.Setenv(sdk.EnvConfigScope, prefix) // without it each address that is read asks the system for the name of the binary
	sdk.GetConfig().SetBech32PrefixForAccount(prefix, prefix+"pub")
	m.Run()
}

// The cast.
var (
	lender   = account("lender")
	owner    = account("owner")
	bidder   = account("bidder")
	dealer   = account("dealer")
	backstop = account("backstop")
	gov      = authtypes.NewModuleAddress("gov")
	module   = authtypes.NewModuleAddress(types.ModuleName)
	pools    = authtypes.NewModuleAddress(collateraltypes.ModuleName)
)

func account(name string) sdk.AccAddress { return sdk.AccAddress(fmt.Sprintf("%-20s", name)) }

const (
	jpy, usd = "ujpy", "uusd"
	mint     = "faucet"
	million  = 1_000_000
	tenYear  = "JP1103811S13"
	twoYear  = "JP1024791R10"
	dollar   = "US91282CMM00"
	tenYearD = "bond/" + tenYear
	twoYearD = "bond/" + twoYear
	dollarD  = "bond/" + dollar
)

// T is what *testing.T, *testing.B and *rapid.T have in common.
type T interface {
	require.TestingT
	Helper()
}

// world is liquidation on the real ledger of x/collateral, with real accounts and balances and hand-written x/bond and x/custody.
type world struct {
	T
	ctx        sdk.Context
	keeper     *keeper.Keeper
	collateral *collateralkeeper.Keeper
	msgs       types.MsgServer
	queries    types.QueryServer
	bank       bankkeeper.BaseKeeper
	bonds      *bonds
	custody    *custody
	feed       *feed
}

// newWorld has a yen market that takes yen and dollar bonds, with a billion yen in it. It is noon of 2026-01-07 in Tokyo.
func newWorld(t T) *world {
	t.Helper()
	w := emptyWorld(t)
	require.NoError(t, w.collateral.InitGenesis(w.ctx, genesis()))
	require.NoError(t, w.keeper.InitGenesis(w.ctx, *types.DefaultGenesis()))
	w.give(lender, cash(1_000_000_000))
	_, err := w.collateral.Supply(w.ctx, lender, cash(1_000_000_000))
	require.NoError(t, err)
	w.block(0)
	return w
}

func emptyWorld(t T) *world {
	t.Helper()
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, collateraltypes.StoreKey, types.StoreKey, oracletypes.StoreKey, "custody")
	multi := rootstore.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	for _, key := range keys {
		multi.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	require.NoError(t, multi.LoadLatestVersion())
	ctx := sdk.NewContext(multi, cmtproto.Header{}, false, log.NewNopLogger())
	encoding := moduletestutil.MakeTestEncodingConfig(auth.AppModuleBasic{}, bank.AppModuleBasic{}, collateral.NewAppModule(nil), liquidation.NewAppModule(nil))
	permissions := map[string][]string{
		collateraltypes.ModuleName: nil, types.ModuleName: nil, mint: {authtypes.Minter, authtypes.Burner},
	}
	service := func(name string) storeService { return runtime.NewKVStoreService(keys[name]) }
	accounts := authkeeper.NewAccountKeeper(encoding.Codec, service(authtypes.StoreKey),
		authtypes.ProtoBaseAccount, permissions, address.NewBech32Codec(prefix), prefix, gov.String())
	balances := bankkeeper.NewBaseKeeper(encoding.Codec, service(banktypes.StoreKey), accounts, nil, gov.String(), log.NewNopLogger())
	w := &world{T: t, ctx: ctx.WithBlockTime(start), bank: balances, bonds: newBonds(), custody: newCustody(service("custody"), balances)}
	w.collateral = collateralkeeper.New(encoding.Codec, service(collateraltypes.StoreKey), accounts, balances, w.bonds, w.custody, gov.String())
	w.keeper = keeper.New(encoding.Codec, service(types.StoreKey), accounts, balances, w.bonds, w.collateral, gov.String())
	w.collateral.SetRiskHooks(w.keeper)
	w.collateral.SetOracle(oraclekeeper.New(encoding.Codec, service(oracletypes.StoreKey), w.bonds, w.collateral, gov.String()))
	w.feed = &feed{}
	w.keeper.SetFeed(w.feed)
	w.msgs, w.queries = keeper.NewMsgServer(w.keeper), keeper.NewQueryServer(w.keeper)
	return w
}

func genesis() collateraltypes.GenesisState {
	gs := *collateraltypes.DefaultGenesis()
	gs.Params.MaxCurveAgeDays, gs.Params.MaxFxAgeDays = 0, 0
	gs.Curves = []collateraltypes.Curve{flatCurve("JPY", "2"), flatCurve("USD", "4")}
	gs.FxRates = []collateraltypes.FxRate{{Base: "USD", Quote: "JPY", Rate: dec("150"), AsOf: "2026-01-06"}}
	table := collateraltypes.HaircutTable{EffectiveDate: "2024-10-11", FxHaircutPct: dec("10")}
	for i, share := range []string{"99", "99", "98", "97", "95", "94"} {
		bound := []uint32{12, 60, 120, 240, 360, 1200}[i]
		row := collateraltypes.HaircutRow{Kind: bondtypes.SERIES_KIND_FIXED, MaxResidualMonths: bound, ValuePct: dec(share)}
		table.Rows = append(table.Rows, row)
	}
	gs.Haircuts = []collateraltypes.HaircutTable{table}
	terms := collateraltypes.DefaultMarketTerms("JPY", dec("0.5"), yen(1_000_000_000_000))
	terms.AcceptedCurrencies, terms.MinBorrow = []string{"JPY", "USD"}, yen(1_000)
	gs.Markets = []collateraltypes.Market{{Denom: jpy, Terms: terms}}
	return gs
}

func flatCurve(currency, yield string) collateraltypes.Curve {
	return collateraltypes.Curve{Currency: currency, AsOf: "2026-01-06", Points: []collateraltypes.CurvePoint{
		{TenorMonths: 6, ParYieldPct: dec(yield)}, {TenorMonths: 480, ParYieldPct: dec(yield)},
	}}
}

func dec(s string) math.LegacyDec { return math.LegacyMustNewDecFromStr(s) }

func yen(n int64) math.Int { return math.NewInt(n).MulRaw(million) }

func cash(n int64) sdk.Coin { return sdk.NewCoin(jpy, yen(n)) }

func units(n int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(tenYearD, n)) }

func (w *world) give(to sdk.AccAddress, coins ...sdk.Coin) {
	w.Helper()
	minted := sdk.NewCoins(coins...)
	require.NoError(w, w.bank.MintCoins(w.ctx, mint, minted))
	require.NoError(w, w.bank.SendCoins(w.ctx, authtypes.NewModuleAddress(mint), to, minted))
}

func (w *world) balance(of sdk.AccAddress, denom string) math.Int {
	return w.bank.GetBalance(w.ctx, of, denom).Amount
}

// open pledges bonds of an account and borrows yen against them.
func (w *world) open(who sdk.AccAddress, number uint64, bonds sdk.Coins, borrow int64) types.ID {
	w.Helper()
	w.give(who, bonds...)
	require.NoError(w, w.collateral.AddCollateral(w.ctx, who, jpy, number, bonds))
	require.NoError(w, w.collateral.Borrow(w.ctx, who, jpy, number, yen(borrow), who))
	return types.ID{Owner: who, Denom: jpy, Number: number}
}

// block lets business time go by and plays the end of a block.
func (w *world) block(d time.Duration) {
	w.Helper()
	w.bonds.now = w.bonds.now.Add(d)
	require.NoError(w, w.collateral.EndBlock(w.ctx))
	require.NoError(w, w.keeper.EndBlock(w.ctx))
}

// yield moves the yen curve.
func (w *world) yield(pct string) {
	w.Helper()
	require.NoError(w, w.collateral.SetCurve(w.ctx, flatCurve("JPY", pct)))
}

func (w *world) stage(id types.ID) collateraltypes.Stage {
	w.Helper()
	position, found, err := w.collateral.FindPosition(w.ctx, id.Owner, id.Denom, id.Number)
	require.NoError(w, err)
	if !found {
		return collateraltypes.STAGE_UNSPECIFIED
	}
	return position.Watch.Stage
}

func (w *world) assess(id types.ID) collateraltypes.Assessment {
	w.Helper()
	assessment, err := w.collateral.Assess(w.ctx, id.Owner, id.Denom, id.Number)
	require.NoError(w, err)
	return assessment
}

func (w *world) auction(id types.ID) *types.QueryAuctionResponse {
	w.Helper()
	response, err := w.queries.Auction(w.ctx, &types.QueryAuctionRequest{Owner: id.Owner.String(), Denom: id.Denom, Number: id.Number})
	require.NoError(w, err)
	return response
}

func (w *world) call(id types.ID) (types.Call, bool) {
	response, err := w.queries.Call(w.ctx, &types.QueryCallRequest{Owner: id.Owner.String(), Denom: id.Denom, Number: id.Number})
	if err != nil {
		require.ErrorIs(w, err, types.ErrCallNotFound)
		return types.Call{}, false
	}
	return response.Call, true
}

// bid asks for all of a denom at any price.
func (w *world) bid(who sdk.AccAddress, id types.ID, denom string) (*types.MsgBidResponse, error) {
	cached, write := w.ctx.CacheContext()
	response, err := w.msgs.Bid(cached, &types.MsgBid{
		Bidder: who.String(), Owner: id.Owner.String(), Denom: id.Denom, Number: id.Number,
		Lot: sdk.NewInt64Coin(denom, 1_000_000_000_000_000), MaxPayment: cash(1_000_000_000_000),
	})
	if err == nil {
		write()
	}
	return response, err
}

func (w *world) risk(edit func(*collateraltypes.RiskTerms)) {
	w.Helper()
	market, err := w.collateral.GetMarket(w.ctx, jpy)
	require.NoError(w, err)
	risk := collateraltypes.DefaultRiskTerms(jpy, market.Terms)
	edit(&risk)
	_, err = w.collateral.SetRiskTerms(w.ctx, risk)
	require.NoError(w, err)
}

func (w *world) params(edit func(*types.Params)) {
	w.Helper()
	params, err := w.keeper.GetParams(w.ctx)
	require.NoError(w, err)
	edit(&params)
	_, err = w.msgs.UpdateParams(w.ctx, &types.MsgUpdateParams{Authority: gov.String(), Params: params})
	require.NoError(w, err)
}

func (w *world) audit() {
	w.Helper()
	require.NoError(w, w.collateral.Audit(w.ctx))
	require.NoError(w, w.keeper.Audit(w.ctx))
}

// emitted tells whether an event was emitted since the events were last cleared.
func (w *world) emitted(event proto.Message) bool {
	for _, emitted := range w.ctx.EventManager().Events() {
		if emitted.Type == proto.MessageName(event) {
			return true
		}
	}
	return false
}

func (w *world) clearEvents() { w.ctx = w.ctx.WithEventManager(sdk.NewEventManager()) }

// start is the block time at which the world begins.
var start = date.MustParse("2026-01-07").Start(date.Tokyo).Add(12 * time.Hour)

// feed stands for the oracle: it grants grace, to all or to those priced from a rate.
type feed struct {
	until time.Time
	pair  [2]string // none: to all
}

func (f *feed) GraceUntil(_ context.Context, currencies ...string) (time.Time, error) {
	if f.pair == [2]string{} || slices.Contains(currencies, f.pair[0]) && slices.Contains(currencies, f.pair[1]) {
		return f.until, nil
	}
	return time.Time{}, nil
}

// bonds stands for x/bond: a clock and series with real term sheets.
type bonds struct {
	now    time.Time
	series map[string]bondtypes.Series
	issuer bondtypes.Issuer
	// arrears are the series that have missed a payment.
	arrears map[string]bool
}

func newBonds() *bonds {
	b := &bonds{
		now: start, series: map[string]bondtypes.Series{}, arrears: map[string]bool{},
		issuer: bondtypes.Issuer{Id: "mof", Authority: account("ministry").String(), Treasury: account("treasury").String()},
	}
	open := func(isin, currency, coupon, dated, first, maturity, calendar string, count bondtypes.DayCount) {
		series := bondtypes.NewSeries(bondtypes.TermSheet{
			Isin: isin, Kind: bondtypes.SERIES_KIND_FIXED, Currency: currency, CouponPct: dec(coupon), Frequency: 2,
			DatedDate: dated, IssueDate: dated, FirstCouponDate: first, MaturityDate: maturity, DayCount: count, Calendar: calendar,
		})
		series.Status, series.Issued = bondtypes.SERIES_STATUS_LIVE, math.NewInt(1_000_000_000_000_000)
		b.series[isin] = series
	}
	open(tenYear, jpy, "2.1", "2025-12-20", "2026-06-20", "2035-12-20", "tokyo", bondtypes.DAY_COUNT_ACT_365)
	open(twoYear, jpy, "1", "2025-12-01", "2026-06-01", "2027-12-01", "tokyo", bondtypes.DAY_COUNT_ACT_365)
	open(dollar, usd, "4", "2025-11-15", "2026-05-15", "2027-11-15", "newyork", bondtypes.DAY_COUNT_ACT_ACT)
	return b
}

func (b *bonds) set(isin string, status bondtypes.SeriesStatus) {
	series := b.series[isin]
	series.Status = status
	b.series[isin] = series
}

func (b *bonds) Now(context.Context) time.Time { return b.now }

func (b *bonds) IsInArrears(_ context.Context, isin string) (bool, error) {
	return b.arrears[isin], nil
}

func (b *bonds) GetSeries(_ context.Context, isin string) (bondtypes.Series, error) {
	series, found := b.series[isin]
	if !found {
		return series, bondtypes.ErrSeriesNotFound.Wrap(isin)
	}
	return series, nil
}

func (b *bonds) IssuerOf(context.Context, string) (bondtypes.Issuer, error) { return b.issuer, nil }

func (b *bonds) CashFlows(_ context.Context, series bondtypes.Series, from date.Date) ([]bondtypes.CashFlow, error) {
	schedule, err := series.Schedule()
	if err != nil {
		return nil, err
	}
	return schedule.CashFlows(from, bondtypes.NoFixings{})
}

// custody stands for x/custody: pledges in a store over real balances, and accounts that may not receive.
type custody struct {
	bank    bankkeeper.Keeper
	pledges collections.Map[pledgeKey, math.Int]
	barred  map[string]bool
}

type pledgeKey = collections.Quad[sdk.AccAddress, string, string, string]

var errBarred, errNotFree = errors.New("may not receive"), errors.New("not free")

func newCustody(service storeService, bank bankkeeper.Keeper) *custody {
	sb := collections.NewSchemaBuilder(service)
	return &custody{bank: bank, barred: map[string]bool{}, pledges: collections.NewMap(sb, collections.NewPrefix(0), "pledges",
		collections.QuadKeyCodec(sdk.AccAddressKey, collections.StringKey, collections.StringKey, collections.StringKey), sdk.IntValue)}
}

func (c *custody) CanTransfer(_ context.Context, _, to sdk.AccAddress, _ sdk.Coin) error {
	if c.barred[to.String()] {
		return errBarred
	}
	return nil
}

func (c *custody) shift(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string, change math.Int) error {
	after, sum := c.Pledged(ctx, owner, coin.Denom, pledgee, ref).Add(change), change
	all := collections.NewSuperPrefixedQuadRange[sdk.AccAddress, string, string, string](owner, coin.Denom)
	if err := c.pledges.Walk(ctx, all, func(_ pledgeKey, amount math.Int) (bool, error) {
		sum = sum.Add(amount)
		return false, nil
	}); err != nil {
		return err
	}
	if after.IsNegative() || sum.GT(c.bank.GetBalance(ctx, owner, coin.Denom).Amount) {
		return errNotFree
	}
	return c.pledges.Set(ctx, collections.Join4(owner, coin.Denom, pledgee, ref), after)
}

func (c *custody) Pledge(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error {
	return c.shift(ctx, owner, coin, pledgee, ref, coin.Amount)
}

func (c *custody) Release(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error {
	return c.shift(ctx, owner, coin, pledgee, ref, coin.Amount.Neg())
}

func (c *custody) Seize(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string, to sdk.AccAddress) error {
	if c.barred[to.String()] {
		return errBarred
	}
	if err := c.Release(ctx, owner, coin, pledgee, ref); err != nil {
		return err
	}
	return c.bank.SendCoins(ctx, owner, to, sdk.NewCoins(coin))
}

func (c *custody) Pledged(ctx context.Context, owner sdk.AccAddress, denom, pledgee, ref string) math.Int {
	amount, err := c.pledges.Get(ctx, collections.Join4(owner, denom, pledgee, ref))
	if err != nil {
		return math.ZeroInt()
	}
	return amount
}

func (c *custody) PledgedInAll(ctx context.Context, owner sdk.AccAddress, denom string) (math.Int, error) {
	sum := math.ZeroInt()
	err := c.pledges.Walk(ctx, collections.NewSuperPrefixedQuadRange[sdk.AccAddress, string, string, string](owner, denom),
		func(_ pledgeKey, amount math.Int) (bool, error) {
			sum = sum.Add(amount)
			return false, nil
		})
	return sum, err
}

// restore gives a world the accounts' balances and pledges of another, which are other modules' to export.
func (w *world) restore(from *world) {
	w.Helper()
	w.ctx = w.ctx.WithBlockTime(from.ctx.BlockTime())
	from.bank.IterateAllBalances(from.ctx, func(holder sdk.AccAddress, coin sdk.Coin) bool {
		w.give(holder, coin)
		return false
	})
	require.NoError(w, from.custody.pledges.Walk(from.ctx, nil, func(key pledgeKey, amount math.Int) (bool, error) {
		return false, w.custody.pledges.Set(w.ctx, key, amount)
	}))
}
