// Package testutil builds x/custody on real accounts, a real bank behind its gate, and hand-written neighbours.
package testutil

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/core/store"
	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	cdctypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storeroot "github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	vestingtypes "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/bankgate"
	"github.com/kokusai-chain/kokusai/x/custody/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

// Prefix is that of the chain's addresses.
const Prefix = "kokusai"

func init() { sdk.GetConfig().SetBech32PrefixForAccount(Prefix, Prefix+"pub") }

// The series of the fixture: two ten-year government bonds.
const (
	ISIN      = "JP1103811S13"
	OtherISIN = "JP1103801RA7"
	Denom     = "bond/" + ISIN
	Yen       = "ujpy"
)

// The channels that the fixture has open.
const (
	Channel       = "channel-0"
	OtherChannel  = "channel-7"
	ClientChannel = "07-tendermint-3"
)

// Pledgee is a module that may hold claims.
const Pledgee = "collateral"

// holdings are the modules of the fixture. Governance may hold cash here so that its refunds can be tried.
var holdings = map[string]types.Holds{
	bondtypes.ModuleName:        types.HoldsAll,
	types.ModuleName:            types.HoldsAll,
	Pledgee:                     types.HoldsCash,
	"carry":                     types.HoldsCash,
	"repo":                      types.HoldsCash,
	"funding":                   types.HoldsCash,
	"omnibus":                   types.HoldsNothing,
	govtypes.ModuleName:         types.HoldsCash,
	transfertypes.ModuleName:    types.HoldsCash,
	authtypes.FeeCollectorName:  types.HoldsNothing,
	stakingtypes.BondedPoolName: types.HoldsNothing,
}

var permissions = map[string][]string{
	bondtypes.ModuleName:        {authtypes.Minter, authtypes.Burner},
	types.ModuleName:            {authtypes.Minter, authtypes.Burner},
	Pledgee:                     nil,
	"carry":                     nil,
	"repo":                      nil,
	"funding":                   nil,
	"omnibus":                   nil,
	govtypes.ModuleName:         {authtypes.Burner},
	transfertypes.ModuleName:    {authtypes.Minter, authtypes.Burner},
	authtypes.FeeCollectorName:  nil,
	stakingtypes.BondedPoolName: {authtypes.Burner, authtypes.Staking},
	"faucet":                    {authtypes.Minter},
}

// Fixture is x/custody and its neighbours.
type Fixture struct {
	Ctx      sdk.Context
	Codec    codec.Codec
	Accounts authkeeper.AccountKeeper
	Bank     bankgate.Keeper
	BankMsgs banktypes.MsgServer
	Bond     *Bond
	Channels *Channels
	Hooks    *Hooks
	Keeper   *keeper.Keeper
	Msgs     types.MsgServer
	Queries  types.QueryServer
	Services func(name string) store.KVStoreService

	// Governance, Ministry (authority and treasury of the issuer), a custodian, a second one, a bank that issues yen.
	Governance, Ministry, Treasury, Custodian, Rival, YenBank sdk.AccAddress
	// Dealer and Client are institutional investors in Japan, Retail is a retail investor in Japan, Abroad an
	// institutional one in the United States; Stranger is nobody's client.
	Dealer, Client, Retail, Abroad, Stranger sdk.AccAddress

	t require.TestingT
}

// Address returns the address of a named person.
func Address(name string) sdk.AccAddress {
	bz := make([]byte, 20)
	copy(bz, fmt.Sprintf("%-20s", name))
	return bz
}

// New returns a bare fixture: open series, no licences.
func New(t require.TestingT) *Fixture { return NewWith(t, nil) }

// NewWith returns a bare fixture with more stores.
func NewWith(t require.TestingT, stores []string) *Fixture {
	keys := storetypes.NewKVStoreKeys(append([]string{authtypes.StoreKey, banktypes.StoreKey, types.StoreKey}, stores...)...)
	registry := cdctypes.NewInterfaceRegistry()
	authtypes.RegisterInterfaces(registry)
	vestingtypes.RegisterInterfaces(registry)
	banktypes.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	f := &Fixture{
		t: t, Codec: codec.NewProtoCodec(registry), Channels: &Channels{open: map[string]bool{Channel: true, OtherChannel: true, ClientChannel: true}}, Hooks: &Hooks{},
		Services:   func(name string) store.KVStoreService { return runtime.NewKVStoreService(keys[name]) },
		Governance: authtypes.NewModuleAddress(govtypes.ModuleName),
		Ministry:   Address("ministry"), Treasury: Address("treasury"),
		Custodian: Address("custodian"), Rival: Address("rival custodian"), YenBank: Address("yen bank"),
		Dealer: Address("dealer"), Client: Address("client"), Retail: Address("retail"), Abroad: Address("abroad"), Stranger: Address("stranger"),
	}
	f.Ctx = newContext(keys).WithBlockTime(time.Date(2026, 4, 1, 3, 0, 0, 0, time.UTC)).WithBlockHeight(10)
	addresses := address.NewBech32Codec(Prefix)
	governance := f.Governance.String()
	f.Accounts = authkeeper.NewAccountKeeper(f.Codec, f.Services(authtypes.StoreKey), authtypes.ProtoBaseAccount, permissions, addresses, Prefix, governance)
	blocked := map[string]bool{authtypes.NewModuleAddress(authtypes.FeeCollectorName).String(): true}
	f.Bank = bankgate.NewKeeper(bankkeeper.NewBaseKeeper(f.Codec, f.Services(banktypes.StoreKey), f.Accounts, blocked, governance, log.NewNopLogger()))
	require.NoError(t, f.Bank.SetParams(f.Ctx, banktypes.DefaultParams()))
	require.NoError(t, f.Accounts.Params.Set(f.Ctx, authtypes.DefaultParams()))
	f.Bond = &Bond{now: f.Ctx.BlockTime(), series: map[string]bondtypes.Series{}, paid: map[string]math.LegacyDec{}, issuer: bondtypes.Issuer{
		Id: "mof", Authority: f.Ministry.String(), Treasury: f.Treasury.String(),
	}}
	for _, isin := range []string{ISIN, OtherISIN} {
		f.Bond.series[isin] = bondtypes.Series{Terms: bondtypes.TermSheet{
			Isin: isin, IssuerId: "mof", Calendar: "tokyo", Currency: Yen, Denomination: math.OneInt(), MaturityDate: "2035-12-20",
		}}
	}
	f.Keeper = keeper.NewKeeper(f.Codec, f.Services(types.StoreKey), f.Accounts, f.Bank, f.Bond, holdings, governance)
	f.Keeper.SetChannels(f.Channels)
	f.Keeper.SetHooks(types.MultiPledgeHooks{f.Hooks})
	f.Bank.SetGate(f.Keeper)
	f.Bank.AppendSendRestriction(f.Keeper.Restrict)
	f.BankMsgs = bankgate.NewMsgServer(f.Bank)
	f.Msgs, f.Queries = keeper.NewMsgServer(f.Keeper), keeper.NewQueryServer(f.Keeper)
	require.NoError(t, f.Keeper.InitGenesis(f.Ctx, types.DefaultGenesis()))
	return f
}

// newContext is a context on real stores of their own, which a benchmark may commit.
func newContext(keys map[string]*storetypes.KVStoreKey) sdk.Context {
	stores := storeroot.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	for _, key := range keys {
		stores.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	if err := stores.LoadLatestVersion(); err != nil {
		panic(err)
	}
	return sdk.NewContext(stores, cmtproto.Header{}, false, log.NewNopLogger())
}

// NewMarket returns a fixture in business: licences, investors, rules that admit institutions of Japan and the United
// States, an approved channel, and 1,000,000 yen for each investor. The dealer holds 1,000 units, the client 500.
func NewMarket(t require.TestingT) *Fixture { return Open(New(t)) }

// Open opens the business of a bare fixture.
func Open(f *Fixture) *Fixture {
	f.Licence(f.Custodian, LEIs[0])
	f.Licence(f.Rival, LEIs[1])
	f.CashLicence(f.YenBank, LEIs[2], Yen, Units(1_000_000_000_000_000))
	f.Register(f.Dealer, types.ClassInstitutional, "JP")
	f.Register(f.Client, types.ClassInstitutional, "JP")
	f.Register(f.Retail, types.ClassRetail, "JP")
	f.Register(f.Abroad, types.ClassInstitutional, "US")
	f.SetRules(f.Rules())
	f.Approve(ISIN, Channel, false)
	for _, account := range []sdk.AccAddress{f.Dealer, f.Client, f.Retail, f.Abroad, f.Stranger} {
		f.MintYen(account, 1_000_000_000_000)
	}
	f.Issue(f.Dealer, 1_000)
	f.Issue(f.Client, 500)
	return f
}

// LEIs are identifiers with good check digits.
var LEIs = []string{lei("5493006MHB84DD0ZWV"), lei("353800V2V8PUY9TK3E"), lei("529900W18LQJJN6SJ3"), lei("KOKUSAI00000000004"), lei("KOKUSAI00000000005"), lei("KOKUSAI00000000006")}

func lei(body string) string {
	check, err := identifier.LEICheck(body + "00")
	if err != nil {
		panic(err)
	}
	return body + check
}

// Units is an amount.
func Units(n int64) math.Int { return math.NewInt(n) }

// Bonds is a coin of the fixture's series.
func Bonds(n int64) sdk.Coin { return sdk.NewInt64Coin(Denom, n) }

// YenOf is a coin of yen, in millionths.
func YenOf(n int64) sdk.Coin { return sdk.NewInt64Coin(Yen, n) }

// Licence licenses a custodian.
func (f *Fixture) Licence(holder sdk.AccAddress, lei string) {
	_, err := f.Msgs.GrantLicence(f.Ctx, &types.MsgGrantLicence{Authority: f.Governance.String(), Licence: types.Licence{
		Holder: holder.String(), Kind: types.LicenceKindCustodian, Name: "Custodian", Lei: lei, Jurisdiction: "JP",
		Cap: math.ZeroInt(), Status: types.LicenceStatusActive,
	}})
	require.NoError(f.t, err)
}

// CentralBook licenses the operator of the central book.
func (f *Fixture) CentralBook(holder sdk.AccAddress, lei string) {
	_, err := f.Msgs.GrantLicence(f.Ctx, &types.MsgGrantLicence{Authority: f.Governance.String(), Licence: types.Licence{
		Holder: holder.String(), Kind: types.LicenceKindCentralBook, Name: "Central bank", Lei: lei, Jurisdiction: "JP",
		Cap: math.ZeroInt(), Status: types.LicenceStatusActive,
	}})
	require.NoError(f.t, err)
}

// CashLicence licenses a cash issuer.
func (f *Fixture) CashLicence(holder sdk.AccAddress, lei, denom string, limit math.Int) {
	_, err := f.Msgs.GrantLicence(f.Ctx, &types.MsgGrantLicence{Authority: f.Governance.String(), Licence: types.Licence{
		Holder: holder.String(), Kind: types.LicenceKindCashIssuer, Name: "Bank", Lei: lei, Jurisdiction: "JP",
		Denom: denom, Cap: limit, Status: types.LicenceStatusActive,
	}})
	require.NoError(f.t, err)
}

// SetLicence sets the status of a licence.
func (f *Fixture) SetLicence(holder sdk.AccAddress, denom string, status types.LicenceStatus) {
	_, err := f.Msgs.SetLicenceStatus(f.Ctx, &types.MsgSetLicenceStatus{
		Authority: f.Governance.String(), Holder: holder.String(), Denom: denom, Status: status,
	})
	require.NoError(f.t, err)
}

// Registration is the message that registers an investor of the custodian.
func (f *Fixture) Registration(account sdk.AccAddress, class types.InvestorClass, jurisdiction string) *types.MsgRegisterInvestor {
	return &types.MsgRegisterInvestor{
		Custodian: f.Custodian.String(), Account: account.String(), Book: types.BookCustomer, InvestorClass: class,
		Jurisdiction: jurisdiction, TaxClass: types.TaxClassDesignatedInstitution, Expiry: "2030-12-31",
	}
}

// Register registers an investor of the custodian.
func (f *Fixture) Register(account sdk.AccAddress, class types.InvestorClass, jurisdiction string) {
	_, err := f.Msgs.RegisterInvestor(f.Ctx, f.Registration(account, class, jurisdiction))
	require.NoError(f.t, err)
}

// Rules admit institutions and professionals of Japan and the United States.
func (f *Fixture) Rules() types.TransferRules {
	return types.TransferRules{
		Isin: ISIN, Classes: []types.InvestorClass{types.ClassInstitutional, types.ClassProfessional},
		Jurisdictions: []types.JurisdictionRule{{Jurisdiction: "JP"}, {Jurisdiction: "US"}}, MaxHolding: math.ZeroInt(),
	}
}

// SetRules sets the rules of a series.
func (f *Fixture) SetRules(rules types.TransferRules) {
	_, err := f.Msgs.SetTransferRules(f.Ctx, &types.MsgSetTransferRules{Authority: f.Ministry.String(), Rules: rules})
	if errors.Is(err, types.ErrRulesSet) {
		err = f.Keeper.ReplaceRules(f.Ctx, rules, types.Order{
			By: f.Ministry.String(), Second: f.Governance.String(), Code: types.ReasonRuleChange,
		})
	}
	require.NoError(f.t, err)
}

// Approve approves a channel with the treasury as paying agent.
func (f *Fixture) Approve(isin, channel string, registeredOnly bool) {
	_, err := f.Msgs.ApproveChannel(f.Ctx, &types.MsgApproveChannel{
		Authority: f.Ministry.String(), Isin: isin, ChannelId: channel, PayingAgent: f.Treasury.String(), RegisteredReceiversOnly: registeredOnly,
	})
	require.NoError(f.t, err)
}

// Freeze freezes an account in the name of governance.
func (f *Fixture) Freeze(account sdk.AccAddress) {
	_, err := f.Msgs.FreezeAccount(f.Ctx, &types.MsgFreezeAccount{
		Signer: f.Governance.String(), Account: account.String(), Reason: types.ReasonCourtOrder,
	})
	require.NoError(f.t, err)
}

// Unfreeze lifts every freeze of an account.
func (f *Fixture) Unfreeze(account sdk.AccAddress) {
	_, err := f.Msgs.UnfreezeAccount(f.Ctx, &types.MsgUnfreezeAccount{
		Signer: f.Governance.String(), Account: account.String(), Reason: types.ReasonResolved,
	})
	require.NoError(f.t, err)
}

// MintYen has the bank mint yen to an account.
func (f *Fixture) MintYen(to sdk.AccAddress, amount int64) {
	_, err := f.Msgs.MintCash(f.Ctx, &types.MsgMintCash{Issuer: f.YenBank.String(), Recipient: to.String(), Amount: YenOf(amount)})
	require.NoError(f.t, err)
}

// Issue mints units and has x/bond pay them to an account.
func (f *Fixture) Issue(to sdk.AccAddress, face int64) { f.IssueCoin(to, Bonds(face)) }

// IssueCoin mints a bond and has x/bond pay it to an account.
func (f *Fixture) IssueCoin(to sdk.AccAddress, coin sdk.Coin) {
	require.NoError(f.t, f.Bank.MintCoins(f.Ctx, bondtypes.ModuleName, sdk.NewCoins(coin)))
	require.NoError(f.t, f.FromModule(bondtypes.ModuleName, to, coin))
}

// Fund gives an account coins that are not regulated.
func (f *Fixture) Fund(to sdk.AccAddress, coin sdk.Coin) {
	require.NoError(f.t, f.Bank.MintCoins(f.Ctx, "faucet", sdk.NewCoins(coin)))
	require.NoError(f.t, f.Bank.SendCoins(f.Ctx, authtypes.NewModuleAddress("faucet"), to, sdk.NewCoins(coin)))
}

// FromModule has a module pay an account.
func (f *Fixture) FromModule(module string, to sdk.AccAddress, coins ...sdk.Coin) error {
	return f.Bank.SendCoins(f.Ctx, authtypes.NewModuleAddress(module), to, sdk.NewCoins(coins...))
}

// Send sends as a user does.
func (f *Fixture) Send(from, to sdk.AccAddress, coins ...sdk.Coin) error {
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.BankMsgs.Send(ctx, banktypes.NewMsgSend(from, to, sdk.NewCoins(coins...)))
		return err
	})
}

// MultiSend sends a coin to each of several receivers in one message.
func (f *Fixture) MultiSend(from sdk.AccAddress, to []sdk.AccAddress, coin sdk.Coin) error {
	total, outputs := sdk.NewCoins(), make([]banktypes.Output, len(to))
	for i, receiver := range to {
		total, outputs[i] = total.Add(coin), banktypes.NewOutput(receiver, sdk.NewCoins(coin))
	}
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.BankMsgs.MultiSend(ctx, banktypes.NewMsgMultiSend(banktypes.NewInput(from, total), outputs))
		return err
	})
}

// Atomically runs what a transaction runs: an error leaves nothing.
func (f *Fixture) Atomically(run func(sdk.Context) error) error {
	cached, write := f.Ctx.CacheContext()
	if err := run(cached); err != nil {
		return err
	}
	write()
	return nil
}

// Balance is an account's balance.
func (f *Fixture) Balance(account sdk.AccAddress, denom string) int64 {
	return f.Bank.GetBalance(f.Ctx, account, denom).Amount.Int64()
}

// Suspended is what is held in suspense for an account.
func (f *Fixture) Suspended(owner sdk.AccAddress, denom string) int64 {
	return f.Balance(types.SuspenseAddress(owner), denom)
}

// Pledge pledges to the pledgee.
func (f *Fixture) Pledge(owner sdk.AccAddress, coin sdk.Coin, ref string) {
	require.NoError(f.t, f.Keeper.Pledge(f.Ctx, owner, coin, Pledgee, ref))
}

// SetDate moves business time to noon of a day in Tokyo.
func (f *Fixture) SetDate(year int, month time.Month, day int) {
	f.Bond.now = time.Date(year, month, day, 3, 0, 0, 0, time.UTC)
}

// Events counts the events of a type since the context was made.
func (f *Fixture) Events(event string) (count int) {
	for _, e := range f.Ctx.EventManager().Events() {
		if e.Type == event {
			count++
		}
	}
	return count
}

// Channels plays IBC's channels.
type Channels struct{ open map[string]bool }

// IsOpen implements types.Channels.
func (c *Channels) IsOpen(_ context.Context, channelID string) bool { return c.open[channelID] }

// Redeemed is one call of the hook.
type Redeemed struct {
	Owner        string
	Pledgee, Ref string
	Units, Cash  sdk.Coin
}

// Hooks plays a pledgee.
type Hooks struct {
	Redeemed []Redeemed
	// Coupons are those offered, of which Takes percent are taken.
	Coupons []Redeemed
	Takes   int64
	Err     error
}

// AfterPledgeRedeemed implements types.PledgeHooks.
func (h *Hooks) AfterPledgeRedeemed(_ context.Context, owner sdk.AccAddress, pledgee, ref string, units, cash sdk.Coin) error {
	h.Redeemed = append(h.Redeemed, Redeemed{owner.String(), pledgee, ref, units, cash})
	return h.Err
}

// TakePledgeCoupon implements types.PledgeHooks.
func (h *Hooks) TakePledgeCoupon(_ context.Context, owner sdk.AccAddress, pledgee, ref string, coupon sdk.Coin) (math.Int, error) {
	h.Coupons = append(h.Coupons, Redeemed{Owner: owner.String(), Pledgee: pledgee, Ref: ref, Cash: coupon})
	return coupon.Amount.MulRaw(h.Takes).QuoRaw(100), h.Err
}

// ModuleNames are the modules of the fixture.
func ModuleNames() []string {
	names := make([]string, 0, len(holdings))
	for name := range holdings {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
