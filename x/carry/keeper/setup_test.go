package keeper_test

import (
	"context"
	"fmt"
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
	icacontroller "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller"
	icacontrollerkeeper "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/keeper"
	icacontrollertypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/types"
	"github.com/cosmos/ibc-go/v11/modules/apps/transfer"
	transferkeeper "github.com/cosmos/ibc-go/v11/modules/apps/transfer/keeper"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	porttypes "github.com/cosmos/ibc-go/v11/modules/core/05-port/types"

	"github.com/kokusai-chain/kokusai/x/carry"
	carryibc "github.com/kokusai-chain/kokusai/x/carry/ibc"
	"github.com/kokusai-chain/kokusai/x/carry/keeper"
	"github.com/kokusai-chain/kokusai/x/carry/types"
)

const prefix = "kokusai"

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount(prefix, prefix+"pub")
	m.Run()
}

// The cast.
var (
	trader   = account("trader")
	rival    = account("rival")
	dealer   = account("dealer")
	stranger = account("stranger")
	relayer  = account("relayer")
	gov      = authtypes.NewModuleAddress("gov")
	pool     = authtypes.NewModuleAddress("collateral")
	module   = authtypes.NewModuleAddress(types.ModuleName)
)

func account(name string) sdk.AccAddress { return sdk.AccAddress(fmt.Sprintf("%-20s", name)) }

const (
	jpy    = "ujpy"
	bond   = "bond/JP1103811S13"
	usd    = "uusd" // as the other chain knows it
	mint   = "faucet"
	venue  = "newyork-pool"
	micro  = 1_000_000
	hour   = time.Hour
	settle = "200"
)

// dollar is the other chain's money on this chain.
var dollar = types.ArrivingDenom("channel-7", "channel-0", usd).IBCDenom()

// T is what *testing.T and *rapid.T have in common.
type T interface {
	require.TestingT
	Helper()
	Logf(format string, args ...any)
}

// world is this chain: the module, ICS-20 and the interchain accounts controller are real, on real accounts and balances.
// The channel below them is a wire in the test's hand, and the other chain is a model.
type world struct {
	T
	ctx        sdk.Context
	keys       map[string]*storetypes.KVStoreKey
	keeper     *keeper.Keeper
	msgs       types.MsgServer
	queries    types.QueryServer
	bank       bankkeeper.BaseKeeper
	accounts   authkeeper.AccountKeeper
	transfers  *transferkeeper.Keeper
	collateral *collateral
	custody    *custody
	wire       *wire
	far        *far
	transfer   porttypes.IBCModule // the stack of the transfer port
	control    porttypes.IBCModule // the stack of the account ports
	module     carry.AppModule
}

var genesisTime = time.Date(2026, 1, 7, 3, 0, 0, 0, time.UTC)

// newWorld has a pool of yen, a dealer with dollars and yen, two traders with bonds, and no venue yet.
func newWorld(t T) *world {
	t.Helper()
	w := emptyWorld(t)
	require.NoError(t, w.keeper.InitGenesis(w.ctx, types.DefaultGenesis()))
	w.give(pool, yen(1_000_000_000))
	w.give(dealer, yen(1_000_000_000), dollars(10_000_000))
	w.far.escrow = w.far.escrow.Add(dollars(10_000_000).Amount)
	for _, who := range []sdk.AccAddress{trader, rival} {
		w.give(who, sdk.NewInt64Coin(bond, 1_000_000_000), yen(10_000_000))
	}
	return w
}

// emptyWorld has no genesis yet.
func emptyWorld(t T) *world {
	t.Helper()
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, types.StoreKey,
		transfertypes.StoreKey, icacontrollertypes.StoreKey, fakesKey)
	ctx := sdktestutil.DefaultContextWithKeys(keys, nil, nil).WithBlockTime(genesisTime).WithBlockHeight(1)
	encoding := moduletestutil.MakeTestEncodingConfig(auth.AppModuleBasic{}, bank.AppModuleBasic{}, carry.NewAppModule(nil))
	cdc, authority := encoding.Codec, gov.String()
	service := func(key string) *storeService { return &storeService{runtime.NewKVStoreService(keys[key])} }
	permissions := map[string][]string{
		types.ModuleName: nil, "collateral": nil, mint: {authtypes.Minter, authtypes.Burner},
		transfertypes.ModuleName: {authtypes.Minter, authtypes.Burner},
	}
	w := &world{T: t, ctx: ctx, keys: keys}
	w.accounts = authkeeper.NewAccountKeeper(cdc, service(authtypes.StoreKey), authtypes.ProtoBaseAccount,
		permissions, address.NewBech32Codec(prefix), prefix, authority)
	w.bank = bankkeeper.NewBaseKeeper(cdc, service(banktypes.StoreKey), w.accounts, nil, authority, log.NewNopLogger())
	w.custody = &custody{frozen: map[string]bool{}}
	require.NoError(t, w.bank.SetParams(ctx, banktypes.DefaultParams()))
	w.bank.AppendSendRestriction(w.custody.restrict)
	w.collateral = newCollateral(service(fakesKey), w.bank)
	w.far = newFar()
	w.wire = newWire(service(fakesKey), w)

	w.transfers = transferkeeper.NewKeeper(cdc, w.accounts.AddressCodec(), service(transfertypes.StoreKey),
		w.wire, w.wire, w.accounts, w.bank, authority)
	w.transfers.InitGenesis(ctx, *transfertypes.DefaultGenesisState())
	w.transfers.SetDenom(ctx, types.ArrivingDenom("channel-7", "channel-0", usd))
	controller := icacontrollerkeeper.NewKeeper(cdc, service(icacontrollertypes.StoreKey), w.wire, w.wire, authority)
	controller.SetParams(ctx, icacontrollertypes.DefaultParams())

	w.keeper = keeper.NewKeeper(cdc, service(types.StoreKey), w.accounts, w.bank, clock{}, w.custody, w.collateral,
		w.transfers, icacontrollerkeeper.NewMsgServerImpl(controller), w.wire, authority)
	w.msgs, w.queries = keeper.NewMsgServer(w.keeper), keeper.NewQueryServer(w.keeper)
	w.module = carry.NewAppModule(w.keeper)
	w.transfer = porttypes.NewIBCStackBuilder(w.wire).Base(transfer.NewIBCModule(w.transfers)).
		Next(carryibc.NewTransfers(w.keeper, w.accounts.AddressCodec())).Build()
	w.control = porttypes.NewIBCStackBuilder(w.wire).Base(icacontroller.NewIBCMiddleware(controller)).
		Next(carryibc.NewAccounts(w.keeper)).Build()
	w.wire.openTransferChannel(ctx)
	return w
}

// do runs a message as a transaction does: kept as a whole or not at all.
func do[M, R any](w *world, handler func(context.Context, M) (R, error), msg M) (R, error) {
	cached, write := w.ctx.CacheContext()
	response, err := handler(cached, msg)
	if err == nil {
		write()
		w.collectPackets()
	}
	return response, err
}

// must runs a message that is to succeed.
func must[M, R any](w *world, handler func(context.Context, M) (R, error), msg M) R {
	w.Helper()
	response, err := do(w, handler, msg)
	require.NoError(w, err)
	return response
}

// refuses runs a message that is to fail with an error and to change nothing.
func refuses[M, R any](w *world, want error, handler func(context.Context, M) (R, error), msg M) {
	w.Helper()
	cached, _ := w.ctx.CacheContext()
	_, err := handler(cached, msg)
	require.ErrorIs(w, err, want)
}

// pass ends the block and begins one that much later.
func (w *world) pass(d time.Duration) {
	w.Helper()
	w.keeper.EndBlock(w.ctx)
	w.collectPackets()
	w.ctx = w.ctx.WithBlockTime(w.ctx.BlockTime().Add(d)).WithBlockHeight(w.ctx.BlockHeight() + 1)
}

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

func (w *world) position(owner sdk.AccAddress, number uint64) types.Position {
	w.Helper()
	position, err := w.keeper.GetPosition(w.ctx, owner, number)
	require.NoError(w, err)
	return position
}

func (w *world) at(stage types.Stage) {
	w.Helper()
	position := w.position(trader, 1)
	require.Equal(w, stage.Word(), position.Stage.Word(), position.Note)
}

func (w *world) venue() types.Venue {
	w.Helper()
	v, err := w.keeper.GetVenue(w.ctx, venue)
	require.NoError(w, err)
	return v
}

func (w *world) ledger() types.VenueLedger {
	w.Helper()
	ledger, err := w.keeper.GetLedger(w.ctx, venue)
	require.NoError(w, err)
	return ledger
}

// audit checks the module's laws, and that no dollar was made or lost: what the other chain holds for this one is what is
// here, on its way here, or on its way back.
func (w *world) audit() {
	w.Helper()
	require.NoError(w, w.keeper.Audit(w.ctx))
	here := w.bank.GetSupply(w.ctx, dollar).Amount
	w.same(w.far.escrow, here.Add(w.wire.moneyOut()).Add(w.far.moneyHome()), "dollars")
	w.same(w.far.total, w.far.escrow.Add(w.far.account).Add(w.far.pool), "the other chain's dollars")
}

// same compares amounts; two zeros may look different inside.
func (w *world) same(want, got math.Int, what string) {
	w.Helper()
	require.True(w, want.Equal(got), "%s: want %s, got %s", what, want, got)
}

func yen(n int64) sdk.Coin         { return sdk.NewCoin(jpy, math.NewInt(n).MulRaw(micro)) }
func dollars(n int64) sdk.Coin     { return sdk.NewCoin(dollar, math.NewInt(n).MulRaw(micro)) }
func dec(s string) math.LegacyDec  { return math.LegacyMustNewDecFromStr(s) }
func bonds(n int64) sdk.Coins      { return sdk.NewCoins(sdk.NewInt64Coin(bond, n)) }
func home(n uint64) sdk.AccAddress { return types.PositionAccount(trader, n) }

// registered is a world with an active venue.
func registered(t T) *world {
	t.Helper()
	w := newWorld(t)
	must(w, w.msgs.RegisterVenue, venueMsg())
	w.shake()
	require.Equal(t, types.VenueStatus_VENUE_STATUS_ACTIVE, w.venue().Status)
	return w
}

// shake ends the handshake of the account channel that was begun last.
func (w *world) shake() {
	w.Helper()
	v := w.venue()
	require.NoError(w, w.wire.acknowledgeHandshake(w.ctx, v.PortID(), v.HandshakeChannelId))
}

// post posts a dealer's quote and returns its name.
func (w *world) post(offer sdk.Coin, ask, price string) types.QuoteRef {
	w.Helper()
	response := must(w, w.msgs.PostQuote, &types.MsgPostQuote{
		Dealer: dealer.String(), Offer: offer, AskDenom: ask, Price: dec(price), MinFill: math.OneInt(),
		ExpiresAt: clock{}.Now(w.ctx).Add(30 * 24 * hour),
	})
	return types.QuoteRef{Dealer: dealer.String(), Id: response.Id}
}

// sellDollars posts dollars for yen.
func (w *world) sellDollars(price string) types.QuoteRef {
	return w.post(dollars(1_000_000), jpy, price)
}

// sellYen posts yen for dollars at the price of a dollar; the price of a yen must be a decimal.
func (w *world) sellYen(price string) types.QuoteRef {
	return w.post(yen(500_000_000), dollar, math.LegacyOneDec().Quo(dec(price)).String())
}

// openMsg opens the trader's position 1 with 15 million yen.
func (w *world) openMsg(quote types.QuoteRef) *types.MsgOpen {
	return &types.MsgOpen{
		Owner: trader.String(), Number: 1, VenueId: venue, Borrow: yen(15_000_000), CollateralNumber: 3,
		Bonds: bonds(20_000_000), Quote: quote, MinReceived: math.OneInt(),
	}
}

// bridging is a world with a position whose money is under way, at 150 yen for a dollar.
func bridging(t T) *world {
	t.Helper()
	w := registered(t)
	must(w, w.msgs.Open, w.openMsg(w.sellDollars("150")))
	w.at(types.Stage_STAGE_BRIDGING)
	return w
}

// active is a world with a position at work.
func active(t T) *world {
	t.Helper()
	w := bridging(t)
	w.relay()
	w.at(types.Stage_STAGE_ACTIVE)
	return w
}

func (w *world) closeMsg() *types.MsgClose { return &types.MsgClose{Owner: trader.String(), Number: 1} }

func (w *world) retryMsg() *types.MsgRetry {
	return &types.MsgRetry{Sender: trader.String(), Owner: trader.String(), Number: 1}
}

// ending tells the trader's position to come home and convert at a price.
func (w *world) ending(price string) *types.MsgClose {
	quote := w.sellYen(price)
	msg := w.closeMsg()
	msg.Quote, msg.MinReceived = &quote, math.OneInt()
	return msg
}
