package keeper_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
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
	"github.com/kokusai-chain/kokusai/x/collateral/keeper"
	"github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
)

const prefix = "kokusai"

func TestMain(m *testing.M) {
	os.Setenv(sdk.EnvConfigScope, prefix) // without it each address that is read asks the system for the name of the binary
	sdk.GetConfig().SetBech32PrefixForAccount(prefix, prefix+"pub")
	m.Run()
}

// The cast. Every account is named by what it does in the tests.
var (
	lender   = account("lender")
	borrower = account("borrower")
	other    = account("other")
	ministry = account("ministry")
	treasury = account("treasury")
	desk     = account("desk") // the curve authority
	gov      = authtypes.NewModuleAddress("gov")
	module   = authtypes.NewModuleAddress(types.ModuleName)
)

func account(name string) sdk.AccAddress { return sdk.AccAddress(fmt.Sprintf("%-20s", name)) }

const (
	jpy, usd  = "ujpy", "uusd"
	mint      = "faucet"
	million   = 1_000_000 // also what makes one yen
	tenYear   = "JP1103811S13"
	bill      = "JP1743011R10"
	dollar    = "US91282CMM00"
	tenYearD  = "bond/" + tenYear
	billD     = "bond/" + bill
	dollarD   = "bond/" + dollar
	firstDate = "2026-01-07"
)

// T is what *testing.T and *rapid.T have in common.
type T interface {
	require.TestingT
	Helper()
}

// world is the module on real accounts and balances, with hand-written neighbours.
type world struct {
	T
	ctx     sdk.Context
	keeper  *keeper.Keeper
	msgs    types.MsgServer
	queries types.QueryServer
	bank    bankkeeper.BaseKeeper
	bonds   *bonds
	custody *custody
	oracle  *oracle
}

// newWorld has a yen market open to yen and dollar bonds, curves for both, an exchange rate and the haircuts of the Bank of
// Japan. It is noon of 2026-01-07 in Tokyo; the date has just begun in New York's evening before.
func newWorld(t T) *world {
	t.Helper()
	w := emptyWorld(t)
	require.NoError(t, w.keeper.InitGenesis(w.ctx, genesis()))
	return w
}

// emptyWorld has no genesis yet.
func emptyWorld(t T) *world {
	t.Helper()
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, types.StoreKey)
	ctx := sdktestutil.DefaultContextWithKeys(keys, nil, nil)
	encoding := moduletestutil.MakeTestEncodingConfig(auth.AppModuleBasic{}, bank.AppModuleBasic{}, collateral.NewAppModule(nil))
	authority := gov.String()
	permissions := map[string][]string{types.ModuleName: nil, mint: {authtypes.Minter, authtypes.Burner}}
	accounts := authkeeper.NewAccountKeeper(encoding.Codec, runtime.NewKVStoreService(keys[authtypes.StoreKey]),
		authtypes.ProtoBaseAccount, permissions, address.NewBech32Codec(prefix), prefix, authority)
	balances := bankkeeper.NewBaseKeeper(encoding.Codec, runtime.NewKVStoreService(keys[banktypes.StoreKey]),
		accounts, nil, authority, log.NewNopLogger())

	w := &world{T: t, ctx: ctx, bank: balances, bonds: newBonds(), custody: newCustody(balances)}
	w.keeper = keeper.New(encoding.Codec, runtime.NewKVStoreService(keys[types.StoreKey]),
		accounts, balances, w.bonds, w.custody, authority)
	w.oracle = &oracle{board: w.keeper}
	w.keeper.SetOracle(w.oracle)
	w.msgs, w.queries = keeper.NewMsgServer(w.keeper), keeper.NewQueryServer(w.keeper)
	return w
}

func genesis() types.GenesisState {
	gs := *types.DefaultGenesis()
	gs.Params.CurveAuthority = desk.String()
	gs.Params.MaxCurveAgeDays, gs.Params.MaxFxAgeDays = 0, 0
	gs.Curves = []types.Curve{flatCurve("JPY", "2"), flatCurve("USD", "4")}
	gs.FxRates = []types.FxRate{{Base: "USD", Quote: "JPY", Rate: dec("150"), AsOf: "2026-01-06"}}
	gs.Haircuts = []types.HaircutTable{boj()}
	gs.Markets = []types.Market{{Denom: jpy, Terms: yenTerms()}}
	return gs
}

func yenTerms() types.MarketTerms {
	terms := types.DefaultMarketTerms("JPY", dec("0.5"), yen(1_000_000_000))
	terms.AcceptedCurrencies = []string{"JPY", "USD"}
	terms.MinBorrow = yen(1_000)
	return terms
}

func flatCurve(currency, yield string) types.Curve {
	return types.Curve{Currency: currency, AsOf: "2026-01-06", Points: []types.CurvePoint{
		{TenorMonths: 6, ParYieldPct: dec(yield)}, {TenorMonths: 480, ParYieldPct: dec(yield)},
	}}
}

// boj is the Bank of Japan's table of 2024-10-11 for bonds and bills.
func boj() types.HaircutTable {
	table := types.HaircutTable{EffectiveDate: "2024-10-11", FxHaircutPct: dec("10")}
	for _, kind := range []bondtypes.SeriesKind{bondtypes.SERIES_KIND_FIXED, bondtypes.SERIES_KIND_DISCOUNT} {
		for i, share := range []string{"99", "99", "98", "97", "95", "94"} {
			bound := []uint32{12, 60, 120, 240, 360, 1200}[i]
			table.Rows = append(table.Rows, types.HaircutRow{Kind: kind, MaxResidualMonths: bound, ValuePct: dec(share)})
		}
	}
	return table
}

func dec(s string) math.LegacyDec { return math.LegacyMustNewDecFromStr(s) }

// yen and units return amounts: of cash in base units, of bonds in face.
func yen(n int64) math.Int { return math.NewInt(n).MulRaw(million) }

func cash(n int64) sdk.Coin { return sdk.NewCoin(jpy, yen(n)) }

func units(n int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(tenYearD, n)) }

func coin(denom string, n int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(denom, n)) }

func whole(n int64) math.Int { return math.NewInt(n) }

// give mints coins to an account.
func (w *world) give(to sdk.AccAddress, coins ...sdk.Coin) {
	w.Helper()
	minted := sdk.NewCoins(coins...)
	require.NoError(w, w.bank.MintCoins(w.ctx, mint, minted))
	require.NoError(w, w.bank.SendCoins(w.ctx, authtypes.NewModuleAddress(mint), to, minted))
}

func (w *world) balance(of sdk.AccAddress, denom string) math.Int {
	return w.bank.GetBalance(w.ctx, of, denom).Amount
}

// pass lets business time go by.
func (w *world) pass(d time.Duration) { w.bonds.now = w.bonds.now.Add(d) }

const day = 24 * time.Hour

// supplied has a lender with a million yen in the market.
func (w *world) supplied() *world {
	w.Helper()
	w.give(lender, cash(2_000_000))
	_, err := w.keeper.Supply(w.ctx, lender, cash(1_000_000))
	require.NoError(w, err)
	return w
}

// pledged adds a borrower with a hundred thousand yen of the ten-year pledged in position 1.
func (w *world) pledged() *world {
	w.Helper()
	w.give(borrower, units(200_000)...)
	require.NoError(w, w.keeper.AddCollateral(w.ctx, borrower, jpy, 1, units(100_000)))
	return w
}

// borrowed adds a debt of fifty thousand yen.
func (w *world) borrowed() *world {
	w.Helper()
	require.NoError(w, w.keeper.Borrow(w.ctx, borrower, jpy, 1, yen(50_000), borrower))
	return w
}

func (w *world) debt(number uint64) math.Int {
	w.Helper()
	debt, err := w.keeper.Debt(w.ctx, borrower, jpy, number)
	require.NoError(w, err)
	return debt
}

func (w *world) market() types.MarketReport {
	w.Helper()
	response, err := w.queries.Market(w.ctx, &types.QueryMarketRequest{Denom: jpy})
	require.NoError(w, err)
	return response.Report
}

func (w *world) position(number uint64) *types.QueryPositionResponse {
	w.Helper()
	response, err := w.queries.Position(w.ctx, &types.QueryPositionRequest{Owner: borrower.String(), Denom: jpy, Number: number})
	require.NoError(w, err)
	return response
}

func (w *world) setTerms(edit func(*types.MarketTerms)) {
	w.Helper()
	market, err := w.keeper.GetMarket(w.ctx, jpy)
	require.NoError(w, err)
	edit(&market.Terms)
	require.NoError(w, w.keeper.UpdateMarket(w.ctx, jpy, market.Terms))
}

func (w *world) audit() {
	w.Helper()
	require.NoError(w, w.keeper.Audit(w.ctx))
}

// redeem plays what x/bond and x/custody do with the pledged units of a matured series: burn them, pay the principal to the
// module account, and tell.
func (w *world) redeem(owner sdk.AccAddress, number uint64, bond sdk.Coin, currency string) error {
	w.Helper()
	ref := types.PledgeRef(jpy, number)
	require.NoError(w, w.custody.Release(w.ctx, owner, bond, types.ModuleName, ref))
	faucet := authtypes.NewModuleAddress(mint)
	require.NoError(w, w.bank.SendCoins(w.ctx, owner, faucet, sdk.NewCoins(bond)))
	require.NoError(w, w.bank.BurnCoins(w.ctx, mint, sdk.NewCoins(bond)))
	principal := sdk.NewCoin(currency, bond.Amount.MulRaw(million))
	w.give(module, principal)
	return w.keeper.AfterPledgeRedeemed(w.ctx, owner, types.ModuleName, ref, bond, principal)
}

// coupon plays what x/bond and x/custody do with the coupon of pledged units: offer it, and pay the part that is taken.
func (w *world) coupon(owner sdk.AccAddress, number uint64, coupon sdk.Coin) math.Int {
	w.Helper()
	taken, err := w.keeper.TakePledgeCoupon(w.ctx, owner, types.ModuleName, types.PledgeRef(jpy, number), coupon)
	require.NoError(w, err)
	if taken.IsPositive() {
		w.give(module, sdk.NewCoin(coupon.Denom, taken))
	}
	return taken
}

// refuses checks that an action fails with an error and changes nothing.
func (w *world) refuses(want error, action func(ctx context.Context) error) {
	w.Helper()
	before := w.dump()
	cached, _ := w.ctx.CacheContext()
	require.ErrorIs(w, action(cached), want)
	require.Equal(w, before, w.dump())
}

// dump is all the module's state.
func (w *world) dump() types.GenesisState {
	w.Helper()
	gs, err := w.keeper.ExportGenesis(w.ctx)
	require.NoError(w, err)
	return *gs
}

// bonds stands for x/bond: a clock and series with real term sheets.
type bonds struct {
	now    time.Time
	series map[string]bondtypes.Series
	issuer bondtypes.Issuer
	// arrears are the series that have missed a payment.
	arrears map[string]bool
	// fixings are what coupons depend on.
	fixings bondtypes.Fixings
	err     error
}

func newBonds() *bonds {
	b := &bonds{
		now:    date.MustParse(firstDate).Start(date.Tokyo).Add(12 * time.Hour),
		series: map[string]bondtypes.Series{}, arrears: map[string]bool{}, fixings: bondtypes.NoFixings{},
		issuer: bondtypes.Issuer{Id: "mof", Authority: ministry.String(), Treasury: treasury.String()},
	}
	b.open(bondtypes.TermSheet{
		Isin: tenYear, Kind: bondtypes.SERIES_KIND_FIXED, Currency: jpy, CouponPct: dec("2.1"), Frequency: 2,
		DatedDate: "2025-12-20", IssueDate: firstDate, FirstCouponDate: "2026-06-20", MaturityDate: "2035-12-20",
		DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo",
	})
	b.open(bondtypes.TermSheet{
		Isin: bill, Kind: bondtypes.SERIES_KIND_DISCOUNT, Currency: jpy, CouponPct: dec("0"),
		DatedDate: "2025-12-22", IssueDate: "2025-12-22", MaturityDate: "2026-07-10",
		DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo",
	})
	b.open(bondtypes.TermSheet{
		Isin: dollar, Kind: bondtypes.SERIES_KIND_FIXED, Currency: usd, CouponPct: dec("4"), Frequency: 2,
		DatedDate: "2025-11-15", IssueDate: "2025-11-17", FirstCouponDate: "2026-05-15", MaturityDate: "2027-11-15",
		DayCount: bondtypes.DAY_COUNT_ACT_ACT, Calendar: "newyork",
	})
	return b
}

func (b *bonds) open(terms bondtypes.TermSheet) {
	b.series[terms.Isin] = bondtypes.Series{
		Terms: terms, Status: bondtypes.SERIES_STATUS_LIVE, Issued: math.NewInt(1_000_000), Redeemed: math.ZeroInt(),
	}
}

func (b *bonds) set(isin string, edit func(*bondtypes.Series)) {
	series := b.series[isin]
	edit(&series)
	b.series[isin] = series
}

func (b *bonds) Now(context.Context) time.Time { return b.now }

func (b *bonds) IsInArrears(_ context.Context, isin string) (bool, error) {
	return b.arrears[isin], nil
}

func (b *bonds) GetSeries(_ context.Context, isin string) (bondtypes.Series, error) {
	if b.err != nil {
		return bondtypes.Series{}, b.err
	}
	series, found := b.series[isin]
	if !found {
		return series, bondtypes.ErrSeriesNotFound.Wrap(isin)
	}
	return series, nil
}

func (b *bonds) IssuerOf(context.Context, string) (bondtypes.Issuer, error) { return b.issuer, b.err }

func (b *bonds) CashFlows(_ context.Context, series bondtypes.Series, from date.Date) ([]bondtypes.CashFlow, error) {
	schedule, err := series.Schedule()
	if err != nil {
		return nil, err
	}
	flows, err := schedule.CashFlows(from, b.fixings)
	return flows, errors.Join(err, b.err)
}

// oracle stands for x/collateral/oracle: what is set by hand is in force at once, and trust is what a test says.
type oracle struct {
	board               *keeper.Keeper
	authority           string
	curveWiden, fxWiden math.LegacyDec
	spreads             map[string]math.LegacyDec
	err                 error
}

func (o *oracle) OverrideCurve(ctx context.Context, authority string, curve types.Curve) error {
	o.authority = authority
	return errors.Join(o.err, o.board.SetCurve(ctx, curve))
}

func (o *oracle) OverrideFx(ctx context.Context, authority string, fx types.FxRate) error {
	o.authority = authority
	return errors.Join(o.err, o.board.SetFx(ctx, fx))
}

func (o *oracle) CurveWideningPct(context.Context, types.Curve) (math.LegacyDec, error) {
	return orZero(o.curveWiden), o.err
}

func (o *oracle) FxWideningPct(context.Context, types.FxRate) (math.LegacyDec, error) {
	return orZero(o.fxWiden), o.err
}

func (o *oracle) SpreadPct(_ context.Context, isin string) (math.LegacyDec, error) {
	return orZero(o.spreads[isin]), o.err
}

func (o *oracle) GraceUntil(context.Context, ...string) (time.Time, error) { return time.Time{}, o.err }

func orZero(d math.LegacyDec) math.LegacyDec {
	if d.IsNil() {
		return math.LegacyZeroDec()
	}
	return d
}

// custody stands for x/custody: pledges over real balances, and accounts that may not receive.
type custody struct {
	bank    bankkeeper.Keeper
	pledges map[pledge]math.Int
	barred  map[string]bool
	err     error
}

type pledge struct{ owner, denom, pledgee, ref string }

var errBarred, errNotFree = errors.New("may not receive"), errors.New("not free")

func newCustody(bank bankkeeper.Keeper) *custody {
	return &custody{bank: bank, pledges: map[pledge]math.Int{}, barred: map[string]bool{}}
}

func (c *custody) CanTransfer(_ context.Context, _, to sdk.AccAddress, _ sdk.Coin) error {
	if c.barred[to.String()] {
		return errBarred
	}
	return nil
}

func (c *custody) Pledge(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error {
	free := c.bank.GetBalance(ctx, owner, coin.Denom).Amount
	for key, amount := range c.pledges {
		if key.owner == owner.String() && key.denom == coin.Denom {
			free = free.Sub(amount)
		}
	}
	if c.err != nil || free.LT(coin.Amount) {
		return errors.Join(errNotFree, c.err)
	}
	key := pledge{owner.String(), coin.Denom, pledgee, ref}
	c.pledges[key] = c.Pledged(ctx, owner, coin.Denom, pledgee, ref).Add(coin.Amount)
	return nil
}

func (c *custody) Release(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, pledgee, ref string) error {
	left := c.Pledged(ctx, owner, coin.Denom, pledgee, ref).Sub(coin.Amount)
	if c.err != nil || left.IsNegative() {
		return errors.Join(errNotFree, c.err)
	}
	c.pledges[pledge{owner.String(), coin.Denom, pledgee, ref}] = left
	return nil
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

func (c *custody) Pledged(_ context.Context, owner sdk.AccAddress, denom, pledgee, ref string) math.Int {
	if amount, found := c.pledges[pledge{owner.String(), denom, pledgee, ref}]; found {
		return amount
	}
	return math.ZeroInt()
}

func (c *custody) PledgedInAll(_ context.Context, owner sdk.AccAddress, denom string) (math.Int, error) {
	sum := math.ZeroInt()
	for key, amount := range c.pledges {
		if key.owner == owner.String() && key.denom == denom {
			sum = sum.Add(amount)
		}
	}
	return sum, nil
}
