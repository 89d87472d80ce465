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
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	"github.com/kokusai-chain/kokusai/x/bond/offering/keeper"
	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("kokusai", "kokusaipub") // the bank writes addresses with it
	os.Exit(m.Run())
}

const (
	isin   = "JP1103811S13"
	faucet = "faucet"
	id     = "mof.first"
)

// fixture is the module on real auth, bank and bond keepers, with a hand-written custody.
type fixture struct {
	require.TestingT
	ctx     sdk.Context
	keeper  *keeper.Keeper
	bond    *bondkeeper.Keeper
	bank    bankkeeper.BaseKeeper
	msgs    types.MsgServer
	queries types.QueryServer
	custody *custody

	gov, ministry, treasury, seller, buyer sdk.AccAddress
}

func account(name string) sdk.AccAddress {
	return sdk.AccAddress(authtypes.NewModuleAddress("person/" + name))
}

func yen(n int64) sdk.Coin   { return sdk.NewInt64Coin("ujpy", n*1_000_000) }
func bonds(n int64) sdk.Coin { return sdk.NewInt64Coin(bondtypes.Denom(isin), n) }

// tokyo returns a moment in Tokyo: a date is its midnight.
func tokyo(text string) time.Time {
	zone := time.FixedZone("JST", 9*60*60)
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at.UTC()
		}
	}
	panic("not a time: " + text)
}

// newFixture is a chain two days before the issue of a series, with a seller and a buyer who have a billion yen each.
func newFixture(t require.TestingT) *fixture {
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, bondtypes.StoreKey, types.StoreKey)
	registry := codectypes.NewInterfaceRegistry()
	authtypes.RegisterInterfaces(registry)
	bondtypes.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	gov := authtypes.NewModuleAddress("gov")
	f := &fixture{
		TestingT: t, gov: gov, ministry: account("ministry"), treasury: account("treasury"),
		seller: account("seller"), buyer: account("buyer"),
	}
	stores := store.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	for _, key := range keys {
		stores.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	require.NoError(t, stores.LoadLatestVersion())
	f.ctx = sdk.NewContext(stores, cmtproto.Header{Time: tokyo("2026-01-05")}, false, log.NewNopLogger())
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{bondtypes.ModuleName: {authtypes.Minter, authtypes.Burner}, types.ModuleName: nil, faucet: {authtypes.Minter}},
		address.NewBech32Codec("kokusai"), "kokusai", gov.String())
	f.bank = bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]), accounts,
		map[string]bool{}, gov.String(), log.NewNopLogger())
	f.custody = &custody{bank: f.bank, frozen: map[string]bool{}, ineligible: map[string]bool{}, pledged: map[string]int64{}}
	f.bond = bondkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[bondtypes.StoreKey]), accounts, f.bank, gov.String())
	f.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[types.StoreKey]), accounts, f.bank, f.bond, f.custody, gov.String())
	f.bond.SetOffers(bondtypes.MultiOffers{f.keeper})
	f.bank.AppendSendRestriction(f.custody.restrict)
	f.bank.AppendSendRestriction(f.bond.Restrict)
	f.msgs, f.queries = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper)
	require.NoError(t, f.bond.InitGenesis(f.ctx, bondtypes.DefaultGenesis()))
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	bond := bondkeeper.NewMsgServer(f.bond)
	must(f, bond.RegisterIssuer, &bondtypes.MsgRegisterIssuer{Authority: gov.String(), Issuer: bondtypes.Issuer{
		Id: "mof", Name: "Ministry of Finance", Lei: "353800WZS8AXZXFUC241", Country: "JP",
		Authority: f.ministry.String(), Treasury: f.treasury.String(),
	}})
	must(f, bond.OpenSeries, &bondtypes.MsgOpenSeries{Authority: f.ministry.String(), Terms: jgb381()})
	f.give(f.seller, yen(1_000_000_000))
	f.give(f.buyer, yen(1_000_000_000))
	return f
}

func jgb381() bondtypes.TermSheet {
	return bondtypes.TermSheet{
		Isin: isin, IssuerId: "mof", Name: "JGB 10-year No. 381", Kind: bondtypes.SERIES_KIND_FIXED, Currency: "ujpy",
		CouponPct: math.LegacyMustNewDecFromStr("2.1"),
		DatedDate: "2025-12-20", IssueDate: "2026-01-07", FirstCouponDate: "2026-06-20", MaturityDate: "2035-12-20",
		Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo", RollRule: bondtypes.ROLL_RULE_FOLLOWING,
		Denomination: math.NewInt(50_000), Authorised: math.NewInt(1_000_000_000),
	}
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

// block ends a block at a time in Tokyo. After it every law holds.
func (f *fixture) block(at string) {
	f.ctx = f.ctx.WithBlockTime(tokyo(at)).WithEventManager(sdk.NewEventManager())
	f.keeper.EndBlock(f.ctx)
	require.NoError(f, f.keeper.Audit(f.ctx))
}

// emitted counts the events of the block by their names.
func (f *fixture) emitted(name string) (n int) {
	for _, event := range f.ctx.EventManager().Events() {
		if event.Type == "kokusai.bond.offering.v1."+name {
			n++
		}
	}
	return n
}

func (f *fixture) give(to sdk.AccAddress, amount sdk.Coin) {
	require.NoError(f, f.bank.MintCoins(f.ctx, faucet, sdk.NewCoins(amount)))
	require.NoError(f, f.bank.SendCoinsFromModuleToAccount(f.ctx, faucet, to, sdk.NewCoins(amount)))
}

// issue mints units of the series to an account on its issue date, as an auction would.
func (f *fixture) issue(to sdk.AccAddress, face int64) {
	f.ctx = f.ctx.WithBlockTime(tokyo("2026-01-07"))
	series, err := f.bond.GetSeries(f.ctx, isin)
	require.NoError(f, err)
	schedule, err := series.Schedule()
	require.NoError(f, err)
	require.NoError(f, f.bond.Issue(f.ctx, isin, schedule.Issue(), []bondtypes.Allotment{{Holder: to, Face: math.NewInt(face)}}))
}

func (f *fixture) agreement(face int64) *types.MsgAgreeTrade {
	return &types.MsgAgreeTrade{
		Seller: f.seller.String(), Buyer: f.buyer.String(), Isin: isin, Face: math.NewInt(face), CleanPrice: "99.5", Reference: "WI-1",
	}
}

func (f *fixture) trade() types.Trade {
	response, err := f.queries.Trade(f.ctx, &types.QueryTradeRequest{Isin: isin, Seller: f.seller.String(), Reference: "WI-1"})
	require.NoError(f, err)
	return response.Trade
}

func (f *fixture) cash(of sdk.AccAddress) int64 {
	return f.bank.GetBalance(f.ctx, of, "ujpy").Amount.Int64() / 1_000_000
}

func (f *fixture) units(of sdk.AccAddress) int64 {
	return f.bank.GetBalance(f.ctx, of, bondtypes.Denom(isin)).Amount.Int64()
}

func (f *fixture) held() sdk.Coins {
	return f.bank.GetAllBalances(f.ctx, authtypes.NewModuleAddress(types.ModuleName))
}

// terms are those of a syndicate of the seller, who leads, and the buyer.
func (f *fixture) terms() types.SyndicateTerms {
	return types.SyndicateTerms{
		Id: id, Isin: isin, Lead: f.seller.String(), CleanPrice: math.LegacyMustNewDecFromStr("100.25"), SettleDate: "2026-01-07",
		Shares: []types.Share{
			{Account: f.seller.String(), Face: math.NewInt(200_000_000)}, {Account: f.buyer.String(), Face: math.NewInt(100_000_000)},
		},
	}
}

func (f *fixture) form() {
	must(f, f.msgs.FormSyndicate, &types.MsgFormSyndicate{Authority: f.ministry.String(), Terms: f.terms()})
}

func (f *fixture) payShare(payer sdk.AccAddress, member string) (*types.MsgPayShareResponse, error) {
	return tx(f, f.msgs.PayShare, &types.MsgPayShare{Payer: payer.String(), SyndicateId: id, Member: member})
}

func (f *fixture) syndicate() types.Syndicate {
	response, err := f.queries.Syndicate(f.ctx, &types.QuerySyndicateRequest{Id: id})
	require.NoError(f, err)
	return response.Syndicate
}

// custody plays x/custody: a frozen account sends and receives nothing, an ineligible one receives no bonds, and what a
// module owes to either goes to suspense.
type custody struct {
	bank               bankkeeper.BaseKeeper
	frozen, ineligible map[string]bool
	pledged            map[string]int64
	// refuses makes the restriction refuse what Obstacle did not foresee; fails makes Obstacle itself fail.
	refuses, fails bool
}

func suspense(of sdk.AccAddress) sdk.AccAddress { return account("suspense of " + of.String()) }

var errCustody = errors.New("custody told to fail")

func (c *custody) Free(ctx context.Context, owner sdk.AccAddress, denom string) (math.Int, error) {
	return c.bank.GetBalance(ctx, owner, denom).Amount.SubRaw(c.pledged[owner.String()]), nil
}

func (c *custody) Obstacle(_ context.Context, from, to sdk.AccAddress, coin sdk.Coin) (types.Obstacle, error) {
	_, isBond := bondtypes.ISINOf(coin.Denom)
	switch {
	case c.fails:
		return types.Obstacle{}, errCustody
	case c.frozen[from.String()] || c.frozen[to.String()]:
		return types.Obstacle{Fault: types.FaultLaw, Reason: "frozen"}, nil
	case isBond && c.ineligible[to.String()]:
		return types.Obstacle{Fault: types.FaultReceiver, Reason: "not registered"}, nil
	}
	return types.Obstacle{}, nil
}

func (c *custody) restrict(ctx context.Context, from, to sdk.AccAddress, coins sdk.Coins) (sdk.AccAddress, error) {
	bond, offering := authtypes.NewModuleAddress(bondtypes.ModuleName), authtypes.NewModuleAddress(types.ModuleName)
	if from.Equals(authtypes.NewModuleAddress(faucet)) {
		return to, nil
	}
	obstacle, _ := (&custody{frozen: c.frozen, ineligible: c.ineligible}).Obstacle(ctx, from, to, coins[0])
	system := from.Equals(bond) || from.Equals(offering)
	switch {
	case c.refuses && !system && !to.Equals(offering):
		return nil, errCustody
	case obstacle.Fault == types.FaultNone:
		return to, nil
	case system:
		return suspense(to), nil
	default:
		return nil, errCustody
	}
}
