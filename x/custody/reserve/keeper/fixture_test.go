package keeper_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	cdctypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/bankgate"
	custodykeeper "github.com/kokusai-chain/kokusai/x/custody/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/reserve/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("kokusai", "kokusaipub") // the bank writes addresses with it
	os.Exit(m.Run())
}

const (
	isin  = "JP1103811S13"
	denom = "bond/" + isin
	yen   = "ujpy"
	unit  = 50_000 // denomination of the series
)

var hash = strings.Repeat("ab", 32)

// custody is x/custody, told to fail where a test needs it.
type custody struct {
	*custodykeeper.Keeper
	failUnreserve error
}

func (c *custody) Unreserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, module, ref string) error {
	if c.failUnreserve != nil {
		return c.failUnreserve
	}
	return c.Keeper.Unreserve(ctx, owner, coin, module, ref)
}

var errTold = errors.New("told to fail")

// fixture is reserves on real accounts, a real bank behind its gate, and the real x/bond and x/custody.
type fixture struct {
	require.TestingT
	ctx     sdk.Context
	keeper  *keeper.Keeper
	bond    *bondkeeper.Keeper
	custody *custody
	bank    bankgate.Keeper
	msgs    types.MsgServer
	queries types.QueryServer
	cash    custodytypes.MsgServer

	gov, ministry, treasury, wrapper, bank1, bank2 sdk.AccAddress
	auditor, registrar, clerk                      sdk.AccAddress // attesters
	alice, bob, stranger                           sdk.AccAddress
}

func account(name string) sdk.AccAddress { return authtypes.NewModuleAddress("person/" + name) }

func lei(body string) string {
	check, err := identifier.LEICheck(body + "00")
	if err != nil {
		panic(err)
	}
	return body + check
}

func tokyo(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, time.FixedZone("JST", 9*60*60))
	if err != nil {
		panic(err)
	}
	return at.UTC()
}

func newFixture(t require.TestingT) *fixture {
	names := []string{authtypes.StoreKey, banktypes.StoreKey, bondtypes.StoreKey, custodytypes.StoreKey, types.StoreKey}
	keys := storetypes.NewKVStoreKeys(names...)
	registry := cdctypes.NewInterfaceRegistry()
	authtypes.RegisterInterfaces(registry)
	bondtypes.RegisterInterfaces(registry)
	custodytypes.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	gov := authtypes.NewModuleAddress("gov")
	permissions := map[string][]string{
		bondtypes.ModuleName:    {authtypes.Minter, authtypes.Burner},
		custodytypes.ModuleName: {authtypes.Minter, authtypes.Burner},
		types.ModuleName:        nil,
	}
	service := func(name string) *storetypes.KVStoreKey { return keys[name] }
	f := &fixture{
		TestingT: t, gov: gov, ministry: account("ministry"), treasury: account("treasury"), wrapper: account("wrapper"),
		bank1: account("bank one"), bank2: account("bank two"), auditor: account("auditor"), registrar: account("registrar"),
		clerk: account("clerk"), alice: account("alice"), bob: account("bob"), stranger: account("stranger"),
	}
	f.ctx = sdktestutil.DefaultContextWithKeys(keys, nil, nil).WithBlockHeader(cmtproto.Header{Time: tokyo("2026-02-02 12:00"), Height: 5})
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(service(authtypes.StoreKey)), authtypes.ProtoBaseAccount,
		permissions, address.NewBech32Codec("kokusai"), "kokusai", gov.String())
	f.bank = bankgate.NewKeeper(bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(service(banktypes.StoreKey)), accounts, nil, gov.String(), log.NewNopLogger()))
	f.bond = bondkeeper.NewKeeper(cdc, runtime.NewKVStoreService(service(bondtypes.StoreKey)), accounts, f.bank, gov.String())
	holders := map[string]custodytypes.Holds{types.ModuleName: custodytypes.HoldsNothing, bondtypes.ModuleName: custodytypes.HoldsAll}
	f.custody = &custody{Keeper: custodykeeper.NewKeeper(cdc, runtime.NewKVStoreService(service(custodytypes.StoreKey)), accounts, f.bank, f.bond, holders, gov.String())}
	f.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(service(types.StoreKey)), accounts, f.bank, f.bond, f.custody, gov.String())
	f.bond.SetHoldings(f.custody.Keeper)
	f.custody.SetReserves(f.keeper)
	f.bank.SetGate(f.custody.Keeper)
	f.bank.AppendSendRestriction(f.custody.Restrict)
	f.bank.AppendSendRestriction(f.bond.Restrict)
	f.msgs, f.queries, f.cash = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper), custodykeeper.NewMsgServer(f.custody.Keeper)
	require.NoError(t, f.bank.SetParams(f.ctx, banktypes.DefaultParams()))
	require.NoError(t, accounts.Params.Set(f.ctx, authtypes.DefaultParams()))
	return f
}

// newMarket is a fixture in business: a series that nobody was issued, a custodian with a reserve of it under three
// attesters of whom two are needed, two licensed yen banks, and two investors.
func newMarket(t require.TestingT) *fixture {
	f := newFixture(t)
	require.NoError(t, f.bond.InitGenesis(f.ctx, bondtypes.DefaultGenesis()))
	require.NoError(t, f.custody.InitGenesis(f.ctx, custodytypes.DefaultGenesis()))
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	require.NoError(t, f.bond.RegisterIssuer(f.ctx, bondtypes.Issuer{
		Id: "mof", Name: "Ministry of Finance", Lei: "353800WZS8AXZXFUC241", Country: "JP", Authority: f.ministry.String(), Treasury: f.treasury.String(),
	}))
	require.NoError(t, f.bond.OpenSeries(f.ctx, terms()))
	licence := custodytypes.Licence{Kind: custodytypes.LicenceKindCustodian, Name: "Wrapper", Lei: lei("5493006MHB84DD0ZWV"), Jurisdiction: "JP", Status: custodytypes.LicenceStatusActive}
	require.NoError(t, f.custody.GrantLicence(f.ctx, f.wrapper, licence))
	for i, bank := range []sdk.AccAddress{f.bank1, f.bank2} {
		require.NoError(t, f.custody.GrantLicence(f.ctx, bank, custodytypes.Licence{
			Kind: custodytypes.LicenceKindCashIssuer, Name: "Bank", Lei: lei([]string{"353800V2V8PUY9TK3E", "529900W18LQJJN6SJ3"}[i]), Jurisdiction: "JP",
			Denom: yen, Cap: math.NewInt(1_000_000_000_000), Status: custodytypes.LicenceStatusActive,
		}))
	}
	require.NoError(t, f.custody.SetFirstRules(f.ctx, f.ministry.String(), custodytypes.TransferRules{
		Isin: isin, Classes: []custodytypes.InvestorClass{custodytypes.ClassInstitutional},
		Jurisdictions: []custodytypes.JurisdictionRule{{Jurisdiction: "JP"}}, MaxHolding: math.ZeroInt(),
	}))
	for _, investor := range []sdk.AccAddress{f.alice, f.bob} {
		f.register(investor)
	}
	f.must(f.set(f.rules()))
	return f
}

func terms() bondtypes.TermSheet {
	return bondtypes.TermSheet{
		Isin: isin, IssuerId: "mof", Name: "JGB 10-year No. 381", Kind: bondtypes.SERIES_KIND_FIXED, Currency: yen,
		CouponPct: math.LegacyMustNewDecFromStr("2.1"),
		DatedDate: "2025-12-20", IssueDate: "2026-01-07", FirstCouponDate: "2026-06-20", MaturityDate: "2026-12-20",
		Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo", RollRule: bondtypes.ROLL_RULE_FOLLOWING,
		Denomination: math.NewInt(unit), Authorised: math.NewInt(1_000 * unit),
	}
}

func (f *fixture) register(investor sdk.AccAddress) {
	_, err := f.cash.RegisterInvestor(f.ctx, &custodytypes.MsgRegisterInvestor{
		Custodian: f.wrapper.String(), Account: investor.String(), Book: custodytypes.BookCustomer, InvestorClass: custodytypes.ClassInstitutional,
		Jurisdiction: "JP", TaxClass: custodytypes.TaxClassDesignatedInstitution, Expiry: "2030-12-31",
	})
	require.NoError(f, err)
}

// rules are those of the bond's reserve: at once go 20 pieces within an hour, deliveries take a day.
func (f *fixture) rules() types.Reserve {
	return types.Reserve{
		Denom: denom, Institution: f.wrapper.String(), BookAccount: "BOJ-1234-567", Calendar: "tokyo",
		Attesters: []types.Attester{
			{Account: f.auditor.String(), Name: "Auditor", Lei: lei("KOKUSAI00000000001")},
			{Account: f.registrar.String(), Name: "Registrar", Lei: lei("KOKUSAI00000000002")},
			{Account: f.clerk.String(), Name: "Clerk", Lei: lei("KOKUSAI00000000003")},
		},
		Quorum: 2, MaxAge: 1, Large: math.NewInt(20 * unit), ChallengeWindow: time.Hour, DeliveryTime: 24 * time.Hour, MinRedemption: math.NewInt(unit),
	}
}

// cashRules are those of a bank's reserve, in whole yen.
func (f *fixture) cashRules(bank sdk.AccAddress) types.Reserve {
	rules := f.rules()
	rules.Denom, rules.Institution, rules.Large, rules.MinRedemption = yen, bank.String(), math.NewInt(1_000), math.NewInt(10)
	return rules
}

// tx runs a message as a transaction would: its writes and events are kept only if it succeeds.
func (f *fixture) tx(run func(ctx sdk.Context) error) error {
	cached, write := f.ctx.CacheContext()
	if err := run(cached); err != nil {
		return err
	}
	write()
	return nil
}

func (f *fixture) must(err error) { require.NoError(f, err) }

func (f *fixture) set(rules types.Reserve) error {
	return f.tx(func(ctx sdk.Context) error {
		_, err := f.msgs.SetReserve(ctx, &types.MsgSetReserve{Authority: f.gov.String(), Reserve: rules})
		return err
	})
}

// attest attests pieces of the bond.
func (f *fixture) attest(attester sdk.AccAddress, pieces int64, asOf string) error {
	return f.attestTo(f.rules(), attester, pieces*unit, asOf)
}

func (f *fixture) attestTo(rules types.Reserve, attester sdk.AccAddress, quantity int64, asOf string) error {
	return f.tx(func(ctx sdk.Context) error {
		_, err := f.msgs.Attest(ctx, &types.MsgAttest{
			Attester: attester.String(), Denom: rules.Denom, Institution: rules.Institution, BookAccount: rules.BookAccount,
			Quantity: math.NewInt(quantity), AsOf: asOf, DocumentHash: hash,
		})
		return err
	})
}

// quorum has two attesters say the same of today.
func (f *fixture) quorum(pieces int64) {
	today, err := f.rules().Today(f.bond.Now(f.ctx))
	f.must(err)
	f.must(f.attest(f.auditor, pieces, today.String()))
	f.must(f.attest(f.registrar, pieces, today.String()))
}

func (f *fixture) mint(to sdk.AccAddress, pieces int64) (number uint64, err error) {
	return f.mintCoin(f.wrapper, to, bonds(pieces))
}

func (f *fixture) mintCoin(institution, to sdk.AccAddress, amount sdk.Coin) (number uint64, err error) {
	err = f.tx(func(ctx sdk.Context) error {
		response, err := f.msgs.Mint(ctx, &types.MsgMint{Institution: institution.String(), Recipient: to.String(), Amount: amount})
		if err == nil {
			number = response.Number
		}
		return err
	})
	return number, err
}

func (f *fixture) challenge(by sdk.AccAddress, number uint64) error {
	return f.tx(func(ctx sdk.Context) error {
		_, err := f.msgs.ChallengeMint(ctx, &types.MsgChallengeMint{
			Challenger: by.String(), Denom: denom, Institution: f.wrapper.String(), Number: number, Reason: "not in the account",
		})
		return err
	})
}

func (f *fixture) burn(institution sdk.AccAddress, amount sdk.Coin) error {
	return f.tx(func(ctx sdk.Context) error {
		_, err := f.msgs.Burn(ctx, &types.MsgBurn{Institution: institution.String(), Amount: amount})
		return err
	})
}

func (f *fixture) request(holder sdk.AccAddress, amount sdk.Coin, reference string) error {
	institution := f.wrapper
	if amount.Denom == yen {
		institution = f.bank1
	}
	return f.tx(func(ctx sdk.Context) error {
		_, err := f.msgs.RequestRedemption(ctx, &types.MsgRequestRedemption{
			Holder: holder.String(), Institution: institution.String(), Amount: amount, Reference: reference, DeliverTo: "BOJ-9999-001",
		})
		return err
	})
}

func (f *fixture) confirm(institution, holder sdk.AccAddress, denom, reference string) error {
	return f.tx(func(ctx sdk.Context) error {
		_, err := f.msgs.ConfirmRedemption(ctx, &types.MsgConfirmRedemption{
			Institution: institution.String(), Holder: holder.String(), Denom: denom, Reference: reference, Delivery: "BOJ-NET 778",
		})
		return err
	})
}

func (f *fixture) decline(institution, holder sdk.AccAddress, denom, reference string) error {
	return f.tx(func(ctx sdk.Context) error {
		_, err := f.msgs.DeclineRedemption(ctx, &types.MsgDeclineRedemption{
			Institution: institution.String(), Holder: holder.String(), Denom: denom, Reference: reference, Reason: "unknown account",
		})
		return err
	})
}

// at moves to a block at a time in Tokyo and runs what falls due. Every law holds after it.
func (f *fixture) at(when time.Time) {
	f.ctx = f.ctx.WithBlockTime(when).WithEventManager(sdk.NewEventManager())
	f.bond.BeginBlock(f.ctx)
	f.bond.EndBlock(f.ctx)
	f.keeper.EndBlock(f.ctx)
	f.audit()
}

func (f *fixture) pass(time time.Duration) { f.at(f.ctx.BlockTime().Add(time)) }

func (f *fixture) audit() {
	f.must(f.bond.Audit(f.ctx))
	f.must(f.custody.Audit(f.ctx))
	f.must(f.keeper.Audit(f.ctx))
}

func (f *fixture) report(denom string, institution sdk.AccAddress) *types.QueryReportResponse {
	response, err := f.queries.Report(f.ctx, &types.QueryReportRequest{Denom: denom, Institution: institution.String()})
	f.must(err)
	return response
}

func (f *fixture) standing() types.Standing { return f.report(denom, f.wrapper).Standing }

// pieces is how many pieces of the bond an account has, and free how many of them are free.
func (f *fixture) pieces(of sdk.AccAddress) int64 {
	return f.bank.GetBalance(f.ctx, of, denom).Amount.Int64() / unit
}

func (f *fixture) free(of sdk.AccAddress, denom string) int64 {
	response, err := custodykeeper.NewQueryServer(f.custody.Keeper).Holding(f.ctx, &custodytypes.QueryHoldingRequest{Owner: of.String(), Denom: denom})
	f.must(err)
	return response.Free.Int64()
}

func (f *fixture) freeze(account sdk.AccAddress) {
	f.must(f.custody.FreezeAccount(f.ctx, f.gov.String(), account, custodykeeper.Reason{Code: custodytypes.ReasonCourtOrder}))
}

// emitted counts the events of a type since the last block.
func (f *fixture) emitted(event string) (count int) {
	for _, e := range f.ctx.EventManager().Events() {
		if e.Type == "kokusai.custody.reserve.v1."+event {
			count++
		}
	}
	return count
}

func bonds(pieces int64) sdk.Coin { return sdk.NewInt64Coin(denom, pieces*unit) }
func yenOf(amount int64) sdk.Coin { return sdk.NewInt64Coin(yen, amount) }

func (f *fixture) unfreeze(account sdk.AccAddress) {
	require.NoError(f, f.custody.UnfreezeAccount(f.ctx, f.gov.String(), account, custodykeeper.Reason{Code: custodytypes.ReasonResolved}))
}
