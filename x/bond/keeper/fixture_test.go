package keeper_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	vestingtypes "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/kokusai-chain/kokusai/x/bond/keeper"
	"github.com/kokusai-chain/kokusai/x/bond/types"
)

func TestMain(m *testing.M) {
	os.Setenv(sdk.EnvConfigScope, types.ModuleName)                    // as the node does: else each address costs a system call
	sdk.GetConfig().SetBech32PrefixForAccount("kokusai", "kokusaipub") // the bank writes addresses with it
	os.Exit(m.Run())
}

const (
	isin   = "JP1103811S13"
	faucet = "faucet"
)

// fixture is x/bond on real auth and bank keepers, with hand-written neighbours above it.
type fixture struct {
	require.TestingT
	ctx      sdk.Context
	keeper   *keeper.Keeper
	bank     bankkeeper.BaseKeeper
	accounts authkeeper.AccountKeeper
	msgs     types.MsgServer
	queries  types.QueryServer
	holdings *holdings
	hooks    *hooks
	gate     *gate

	gov, ministry, treasury sdk.AccAddress
}

func newFixture(t require.TestingT) *fixture {
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, types.StoreKey)
	registry := codectypes.NewInterfaceRegistry()
	authtypes.RegisterInterfaces(registry)
	vestingtypes.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	gov := authtypes.NewModuleAddress("gov")
	f := &fixture{
		TestingT: t, holdings: newHoldings(), hooks: &hooks{}, gate: &gate{ineligible: map[string]bool{}},
		gov: gov, ministry: account("ministry"), treasury: account("treasury"),
	}
	f.ctx = sdk.NewContext(newStore(t, keys), cmtproto.Header{Time: tokyo("2026-01-05")}, false, log.NewNopLogger())
	f.accounts = authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{types.ModuleName: {authtypes.Minter, authtypes.Burner}, faucet: {authtypes.Minter}},
		address.NewBech32Codec("kokusai"), "kokusai", gov.String())
	f.bank = bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]), f.accounts,
		map[string]bool{authtypes.NewModuleAddress(types.ModuleName).String(): true}, gov.String(), log.NewNopLogger())
	f.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[types.StoreKey]), f.accounts, f.bank, gov.String())
	f.keeper.SetHoldings(f.holdings)
	f.keeper.SetHooks(f.hooks)
	f.bank.AppendSendRestriction(f.gate.restrict)
	f.bank.AppendSendRestriction(f.keeper.Restrict)
	f.msgs, f.queries = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper)
	return f
}

func newStore(t require.TestingT, keys map[string]*storetypes.KVStoreKey) storetypes.CommitMultiStore {
	stores := store.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	for _, key := range keys {
		stores.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	require.NoError(t, stores.LoadLatestVersion())
	return stores
}

// newLive is a fixture with the series open and the clock on its issue date.
func newLive(t require.TestingT) *fixture {
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.registerIssuer()
	f.open(jgb381())
	f.block("2026-01-07")
	return f
}

func account(name string) sdk.AccAddress {
	return sdk.AccAddress(authtypes.NewModuleAddress("person/" + name))
}

// tokyo returns a moment in Tokyo: a date is its midnight.
func tokyo(text string) time.Time {
	zone := time.FixedZone("JST", 9*60*60)
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", "2006-01-02 15:04:05"} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at.UTC()
		}
	}
	panic("not a time: " + text)
}

// block runs a block at a time in Tokyo: what falls due, then the transactions, then the sweep. After it every law holds.
func (f *fixture) block(at string, txs ...func()) { f.blockAt(tokyo(at), txs...) }

func (f *fixture) blockAt(at time.Time, txs ...func()) {
	f.ctx = f.ctx.WithBlockTime(at).WithEventManager(sdk.NewEventManager())
	f.keeper.BeginBlock(f.ctx)
	for _, tx := range txs {
		tx()
	}
	f.keeper.EndBlock(f.ctx)
	require.NoError(f, f.keeper.Audit(f.ctx))
}

// tx runs a message as a transaction would: its writes are kept only if it succeeds.
func tx[M, R any](f *fixture, handler func(context.Context, M) (R, error), msg M) (R, error) {
	cached, write := f.ctx.CacheContext()
	response, err := handler(cached, msg)
	if err == nil {
		write()
	}
	return response, err
}

func must[M, R any](f *fixture, handler func(context.Context, M) (R, error), msg M) R {
	response, err := tx(f, handler, msg)
	require.NoError(f, err)
	return response
}

func (f *fixture) issuer() types.Issuer {
	return types.Issuer{
		Id: "mof", Name: "Ministry of Finance", Lei: "353800WZS8AXZXFUC241", Country: "JP",
		Authority: f.ministry.String(), Treasury: f.treasury.String(),
	}
}

func (f *fixture) registerIssuer() {
	must(f, f.msgs.RegisterIssuer, &types.MsgRegisterIssuer{Authority: f.gov.String(), Issuer: f.issuer()})
}

func (f *fixture) open(terms types.TermSheet) {
	must(f, f.msgs.OpenSeries, &types.MsgOpenSeries{Authority: f.ministry.String(), Terms: terms})
}

// give mints cash to an account out of nowhere.
func (f *fixture) give(to sdk.AccAddress, amount sdk.Coin) {
	require.NoError(f, f.bank.MintCoins(f.ctx, faucet, sdk.NewCoins(amount)))
	require.NoError(f, f.bank.SendCoinsFromModuleToAccount(f.ctx, faucet, to, sdk.NewCoins(amount)))
}

// place issues face to a buyer at par, and gives the buyer the cash for it.
func (f *fixture) place(buyer sdk.AccAddress, face int64) {
	f.give(buyer, yen(2*face))
	must(f, f.msgs.PlaceDirect, f.placement(buyer, face, "100"))
}

func (f *fixture) placement(buyer sdk.AccAddress, face int64, price string) *types.MsgPlaceDirect {
	return &types.MsgPlaceDirect{
		Authority: f.ministry.String(), Buyer: buyer.String(), Isin: isin,
		Face: math.NewInt(face), CleanPrice: math.LegacyMustNewDecFromStr(price),
	}
}

func (f *fixture) fund(amount sdk.Coin) {
	f.give(f.treasury, amount)
	must(f, f.msgs.FundPayments, &types.MsgFundPayments{Funder: f.treasury.String(), Isin: isin, Amount: amount})
}

func (f *fixture) send(from, to sdk.AccAddress, units int64) {
	require.NoError(f, f.bank.SendCoins(f.ctx, from, to, sdk.NewCoins(bonds(units))))
}

func (f *fixture) claim(holder sdk.AccAddress) (*types.MsgClaimResponse, error) {
	return tx(f, f.msgs.Claim, &types.MsgClaim{Sender: holder.String(), Isin: isin})
}

func (f *fixture) redeem(holder sdk.AccAddress) (*types.MsgRedeemResponse, error) {
	return tx(f, f.msgs.Redeem, &types.MsgRedeem{Sender: holder.String(), Isin: isin})
}

func (f *fixture) units(of sdk.AccAddress) string {
	return f.bank.GetBalance(f.ctx, of, types.Denom(isin)).Amount.String()
}

func (f *fixture) cash(of sdk.AccAddress) math.Int {
	return f.bank.GetBalance(f.ctx, of, "ujpy").Amount
}

// drain empties an account of cash, so that what comes next stands out.
func (f *fixture) drain(accounts ...sdk.AccAddress) {
	for _, from := range accounts {
		if coin := f.bank.GetBalance(f.ctx, from, "ujpy"); coin.IsPositive() {
			require.NoError(f, f.bank.SendCoins(f.ctx, from, account("drain"), sdk.NewCoins(coin)))
		}
	}
}

func (f *fixture) payment(number uint32) types.Payment {
	response, err := f.queries.Payments(f.ctx, &types.QueryPaymentsRequest{Isin: isin})
	require.NoError(f, err)
	return response.Payments[number-1]
}

func (f *fixture) series() types.Series {
	series, err := f.keeper.GetSeries(f.ctx, isin)
	require.NoError(f, err)
	return series
}

func (f *fixture) holder(of sdk.AccAddress) *types.QueryHolderResponse {
	response, err := f.queries.Holder(f.ctx, &types.QueryHolderRequest{Isin: isin, Address: of.String()})
	require.NoError(f, err)
	return response
}

// emitted returns the names of the module's events of the block so far.
func (f *fixture) emitted() map[string]int {
	names := map[string]int{}
	for _, event := range f.ctx.EventManager().Events() {
		names[event.Type]++
	}
	return names
}

func yen(n int64) sdk.Coin   { return sdk.NewInt64Coin("ujpy", n*1_000_000) }
func bonds(n int64) sdk.Coin { return sdk.NewInt64Coin(types.Denom(isin), n) }

func jgb381() types.TermSheet {
	return types.TermSheet{
		Isin: isin, IssuerId: "mof", Name: "JGB 10-year No. 381", Kind: types.SERIES_KIND_FIXED, Currency: "ujpy",
		CouponPct: math.LegacyMustNewDecFromStr("2.1"),
		DatedDate: "2025-12-20", IssueDate: "2026-01-07", FirstCouponDate: "2026-06-20", MaturityDate: "2035-12-20",
		Frequency: 2, DayCount: types.DAY_COUNT_ACT_365, Calendar: "tokyo", RollRule: types.ROLL_RULE_FOLLOWING,
		Denomination: math.NewInt(50_000), Authorised: math.NewInt(100_000_000),
	}
}

// short is the series with a life of one year: two coupons.
func short() types.TermSheet {
	terms := jgb381()
	terms.MaturityDate = "2026-12-20"
	return terms
}

// holdings plays x/custody: who is paid for an account's units.
type holdings struct {
	payees  map[string]sdk.AccAddress // who gets the coupons of an escrow; nil: nobody yet
	escrows map[string]bool
	pledges map[string]types.Payee // part of a holder's units
	coupons map[string]couponTaker // takes part of a holder's coupons
	wrong   bool                   // answer with payees that do not sum up
	fails   error
	paid    []types.PaidOut
}

// couponTaker is a pledgee that takes the coupons of some units, and more than that when told to.
type couponTaker struct {
	account sdk.AccAddress
	units   int64
	more    int64
}

func newHoldings() *holdings {
	return &holdings{payees: map[string]sdk.AccAddress{}, escrows: map[string]bool{}, pledges: map[string]types.Payee{}, coupons: map[string]couponTaker{}}
}

func (h *holdings) BeforeCouponPaid(
	_ context.Context, _ string, holder sdk.AccAddress, coupon sdk.Coin, of func(math.Int) math.Int,
) ([]types.CouponPart, error) {
	taker, found := h.coupons[holder.String()]
	if !found {
		return nil, h.fails
	}
	amount := math.MinInt(of(math.NewInt(taker.units)), coupon.Amount).AddRaw(taker.more)
	return []types.CouponPart{{Account: taker.account, Amount: amount}}, h.fails
}

func (h *holdings) CouponPayee(_ context.Context, _ string, holder sdk.AccAddress) (sdk.AccAddress, bool, error) {
	if h.escrows[holder.String()] {
		payee := h.payees[holder.String()]
		return payee, payee != nil, h.fails
	}
	return holder, true, h.fails
}

func (h *holdings) CanRedeem(_ context.Context, _ string, holder sdk.AccAddress) bool {
	return !h.escrows[holder.String()]
}

func (h *holdings) BeforeRedeemed(_ context.Context, _ string, holder sdk.AccAddress, units math.Int) ([]types.Payee, error) {
	if h.wrong {
		return []types.Payee{{Account: holder, Units: units.SubRaw(1)}}, nil
	}
	pledge, found := h.pledges[holder.String()]
	if !found {
		return []types.Payee{{Account: holder, Units: units}}, h.fails
	}
	return []types.Payee{pledge, {Account: holder, Units: units.Sub(pledge.Units)}}, h.fails
}

func (h *holdings) AfterRedeemed(_ context.Context, _ string, _ sdk.AccAddress, paid []types.PaidOut) error {
	h.paid = append(h.paid, paid...)
	return h.fails
}

// hooks records the news, and fails after writing to the store when told to.
type hooks struct {
	news  []string
	fails bool
}

func (h *hooks) tell(what string) error {
	if h.fails {
		return errors.New("hook told to fail")
	}
	h.news = append(h.news, what)
	return nil
}

func (h *hooks) AfterSeriesOpened(context.Context, string) error { return h.tell("opened") }
func (h *hooks) AfterPaymentRecorded(context.Context, string, uint32) error {
	return h.tell("recorded")
}
func (h *hooks) AfterPaymentMissed(context.Context, string, uint32) error { return h.tell("missed") }
func (h *hooks) AfterPaymentCured(context.Context, string, uint32) error  { return h.tell("cured") }
func (h *hooks) AfterSeriesDefaulted(context.Context, string) error       { return h.tell("defaulted") }
func (h *hooks) AfterDefaultEnded(context.Context, string) error          { return h.tell("default ended") }
func (h *hooks) AfterSeriesFrozen(context.Context, string) error          { return h.tell("frozen") }
func (h *hooks) AfterSeriesUnfrozen(context.Context, string) error        { return h.tell("unfrozen") }
func (h *hooks) AfterCallAnnounced(context.Context, string, uint32) error {
	return h.tell("called")
}
func (h *hooks) AfterTermsExtended(context.Context, string) error  { return h.tell("extended") }
func (h *hooks) AfterSeriesMatured(context.Context, string) error  { return h.tell("matured") }
func (h *hooks) AfterSeriesRedeemed(context.Context, string) error { return h.tell("redeemed") }

// gate plays the send restriction of x/custody: a user's send to an ineligible account is refused, a module's payment to
// one goes to suspense.
type gate struct{ ineligible map[string]bool }

func suspense(of sdk.AccAddress) sdk.AccAddress { return account("suspense of " + of.String()) }

var errGate = errors.New("receiver may not hold this")

func (g *gate) restrict(_ context.Context, from, to sdk.AccAddress, _ sdk.Coins) (sdk.AccAddress, error) {
	module := authtypes.NewModuleAddress(types.ModuleName)
	switch {
	case to.Equals(module):
		return to, nil // redemption is always open
	case !g.ineligible[to.String()] && (from.Equals(module) || !g.ineligible[from.String()]):
		return to, nil
	case from.Equals(module):
		return suspense(to), nil
	default:
		return nil, errGate
	}
}

// blockWithoutSweep runs only what falls due, as in a block whose budget is used up elsewhere.
func (f *fixture) blockWithoutSweep(at string) {
	f.ctx = f.ctx.WithBlockTime(tokyo(at)).WithEventManager(sdk.NewEventManager())
	f.keeper.BeginBlock(f.ctx)
	require.NoError(f, f.keeper.Audit(f.ctx))
}
