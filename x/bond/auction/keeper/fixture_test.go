package keeper_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"

	"testing"

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

	"github.com/kokusai-chain/kokusai/x/bond/auction/keeper"
	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("kokusai", "kokusaipub") // the bank writes addresses with it
	os.Exit(m.Run())
}

const (
	faucet = "faucet"
	id     = "mof.auction"
	unit   = 100_000_000
	micro  = bondtypes.MicroPerUnit
	purse  = 30_000 * unit // what bidders are given at the reveal, in yen
)

// fixture is the auctions on real auth, bank and bond keepers. Only what x/custody does is played: who may receive what, and
// what is reserved.
type fixture struct {
	require.TestingT
	ctx      sdk.Context
	keeper   *keeper.Keeper
	other    *keeper.Keeper // on a store of its own, empty
	bond     *bondkeeper.Keeper
	bank     bankkeeper.BaseKeeper
	msgs     types.MsgServer
	bonds    bondtypes.MsgServer
	queries  types.QueryServer
	holdings *holdings

	gov, ministry, treasury sdk.AccAddress
	isin                    string
	unaudited               bool
}

func newFixture(t require.TestingT, at string) *fixture {
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, bondtypes.StoreKey, types.StoreKey, "other")
	registry := codectypes.NewInterfaceRegistry()
	authtypes.RegisterInterfaces(registry)
	bondtypes.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	gov := authtypes.NewModuleAddress("gov")
	f := &fixture{
		TestingT: t, gov: gov, ministry: account("ministry"), treasury: account("treasury"),
		holdings: &holdings{frozen: map[string]bool{}, reserved: map[string]math.Int{}},
	}
	f.ctx = sdk.NewContext(newStore(t, keys), cmtproto.Header{Time: tokyo(at)}, false, log.NewNopLogger())
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{bondtypes.ModuleName: {authtypes.Minter, authtypes.Burner}, types.ModuleName: nil, faucet: {authtypes.Minter}},
		address.NewBech32Codec("kokusai"), "kokusai", gov.String())
	f.bank = bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]), accounts, map[string]bool{}, gov.String(), log.NewNopLogger())
	f.bond = bondkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[bondtypes.StoreKey]), accounts, f.bank, gov.String())
	f.holdings.bank = f.bank
	f.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[types.StoreKey]), accounts, f.bank, f.bond, f.holdings, gov.String())
	f.other = keeper.NewKeeper(cdc, runtime.NewKVStoreService(keys["other"]), accounts, f.bank, f.bond, f.holdings, gov.String())
	f.bond.SetOffers(bondtypes.MultiOffers{promises{f}})
	f.bank.AppendSendRestriction(f.holdings.restrict)
	f.bank.AppendSendRestriction(f.bond.Restrict)
	f.msgs, f.queries, f.bonds = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper), bondkeeper.NewMsgServer(f.bond)
	require.NoError(t, f.bond.InitGenesis(f.ctx, bondtypes.DefaultGenesis()))
	must(f, f.bonds.RegisterIssuer, &bondtypes.MsgRegisterIssuer{Authority: gov.String(), Issuer: bondtypes.Issuer{
		Id: "mof", Name: "Ministry of Finance", Lei: "353800WZS8AXZXFUC241", Country: "JP",
		Authority: f.ministry.String(), Treasury: f.treasury.String(),
	}})
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

// promises has x/bond ask the keeper as it is now.
type promises struct{ *fixture }

func (p promises) Promised(ctx context.Context, isin string) (math.Int, error) {
	return p.keeper.Promised(ctx, isin)
}

// remake has messages and queries go to the keeper as it is now.
func (f *fixture) remake() {
	f.msgs, f.queries = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper)
}

// newMarket is a fixture before the auction of a ten-year bond, with dealers A, B and C and the small bank S registered.
func newMarket(t require.TestingT) *fixture {
	f := newFixture(t, "2026-01-05 09:00")
	require.NoError(t, f.keeper.InitGenesis(f.ctx, types.DefaultGenesis()))
	f.open(tenYear())
	for _, name := range []string{"A", "B", "C"} {
		f.register(name, true)
	}
	f.register("S", false)
	return f
}

func account(name string) sdk.AccAddress {
	return sdk.AccAddress(authtypes.NewModuleAddress("person/" + name))
}

func tokyo(text string) time.Time {
	zone := time.FixedZone("JST", 9*60*60)
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", "2006-01-02 15:04:05"} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at.UTC()
		}
	}
	panic("not a time: " + text)
}

func dec(text string) math.LegacyDec { return math.LegacyMustNewDecFromStr(text) }

func yen(n int64) sdk.Coin { return sdk.NewCoin("ujpy", math.NewInt(n).MulRaw(micro)) }

func isinOf(tenor, issue, year int, month time.Month) string {
	isin, err := identifier.JGBISIN(tenor, issue, year, month)
	if err != nil {
		panic(err)
	}
	return isin
}

// tenYear is the ten-year bond No. 381, of which 2.6 trillion are offered.
func tenYear() bondtypes.TermSheet {
	return bondtypes.TermSheet{
		Isin: isinOf(10, 381, 2026, time.January), IssuerId: "mof", Name: "JGB 10-year No. 381", Kind: bondtypes.SERIES_KIND_FIXED, Currency: "ujpy",
		CouponPct: dec("2.1"), DatedDate: "2025-12-20", IssueDate: "2026-01-07", FirstCouponDate: "2026-06-20", MaturityDate: "2035-12-20",
		Frequency: 2, DayCount: bondtypes.DAY_COUNT_ACT_365, Calendar: "tokyo", RollRule: bondtypes.ROLL_RULE_FOLLOWING,
		Denomination: math.NewInt(50_000), Authorised: math.NewInt(10_000_000_000_000),
	}
}

// tenYearAuction offers 100 units of the ten-year bond to everybody, with all rounds.
func (f *fixture) tenYearAuction() types.AuctionTerms {
	return types.AuctionTerms{
		Id: id, IssuerId: "mof", Method: types.AUCTION_METHOD_MULTI_PRICE, Series: []types.AuctionSeries{{Isin: f.isin}},
		Offering: math.NewInt(100 * unit), BidUnit: math.NewInt(unit), Tick: dec("0.01"), DearestLevel: dec("105"),
		Deposit: math.NewInt(1_000_000 * micro), NonCompetitivePct: dec("10"), NonCompetitiveUnit: math.NewInt(1_000_000),
		NonCompetitiveLimit: math.NewInt(500_000_000), FirstRoundPct: dec("20"), SecondRoundPct: dec("10"),
		BidStart: "2026-01-06T10:30", CommitDeadline: "2026-01-06T11:50", RevealDeadline: "2026-01-06T12:30",
		SecondStart: "2026-01-06T14:00", SecondEnd: "2026-01-06T14:30", SettleDate: "2026-01-07",
	}
}

// The moments of the auction.
const (
	bidding   = "2026-01-06 11:00"
	revealing = "2026-01-06 12:00"
	closing   = "2026-01-06 12:30"
	second    = "2026-01-06 14:15"
	settling  = "2026-01-07 00:00"
)

func (f *fixture) open(terms bondtypes.TermSheet) {
	must(f, f.bonds.OpenSeries, &bondtypes.MsgOpenSeries{Authority: f.ministry.String(), Terms: terms})
	f.isin = terms.Isin
}

func (f *fixture) register(name string, dealer bool) {
	must(f, f.msgs.RegisterParticipant, &types.MsgRegisterParticipant{Authority: f.ministry.String(), Participant: types.Participant{
		IssuerId: "mof", Account: account(name).String(), Name: name, Dealer: dealer,
	}})
}

func (f *fixture) announce(terms types.AuctionTerms) *types.MsgAnnounceResponse {
	return must(f, f.msgs.Announce, &types.MsgAnnounce{Authority: f.ministry.String(), Terms: terms})
}

// at runs a block at a time in Tokyo: what falls due in x/bond, the transactions, then the ends of the blocks. After it
// every law holds.
func (f *fixture) at(when string, txs ...func()) { f.atTime(tokyo(when), txs...) }

func (f *fixture) atTime(when time.Time, txs ...func()) {
	f.ctx = f.ctx.WithBlockTime(when).WithEventManager(sdk.NewEventManager())
	f.bond.BeginBlock(f.ctx)
	for _, tx := range txs {
		tx()
	}
	f.bond.EndBlock(f.ctx)
	f.keeper.EndBlock(f.ctx)
	if f.unaudited {
		return
	}
	require.NoError(f, f.bond.Audit(f.ctx))
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

// bids is what one bidder seals.
type bids struct {
	name     string
	auction  string
	list     []types.Bid
	nonPrice int64
}

func bid(level string, units int64) types.Bid {
	return types.Bid{Level: dec(level), Amount: math.NewInt(units * unit)}
}

func of(name string, list ...types.Bid) bids { return bids{name: name, auction: id, list: list} }

func (b bids) without(face int64) bids {
	b.nonPrice = face
	return b
}

func (b bids) in(auction string) bids {
	b.auction = auction
	return b
}

func (b bids) salt() []byte {
	salt := make([]byte, types.SaltBytes)
	copy(salt, b.name)
	return salt
}

func (b bids) commitment() *types.MsgCommitBid {
	bidder := account(b.name).String()
	return &types.MsgCommitBid{
		Bidder: bidder, AuctionId: b.auction, Seal: types.Seal(b.auction, bidder, b.salt(), b.list, math.NewInt(b.nonPrice)),
	}
}

func (b bids) revelation() *types.MsgRevealBid {
	return &types.MsgRevealBid{
		Bidder: account(b.name).String(), AuctionId: b.auction, Bids: b.list, NonPrice: math.NewInt(b.nonPrice), Salt: b.salt(),
	}
}

// commit puts in sealed bids; the bidder is given the deposit.
func (f *fixture) commit(all ...bids) func() {
	return func() {
		for _, b := range all {
			auction, err := f.keeper.GetAuction(f.ctx, b.auction)
			require.NoError(f, err)
			f.give(account(b.name), auction.Cash(auction.Terms.Deposit))
			must(f, f.msgs.CommitBid, b.commitment())
		}
	}
}

// reveal opens sealed bids; the bidder is given plenty.
func (f *fixture) reveal(all ...bids) func() {
	return func() {
		for _, b := range all {
			f.give(account(b.name), yen(purse))
			must(f, f.msgs.RevealBid, b.revelation())
		}
	}
}

// run announces an auction, has bids sealed and revealed, and closes it.
func (f *fixture) run(terms types.AuctionTerms, all ...bids) {
	f.announce(terms)
	f.at(bidding, f.commit(all...))
	f.at(revealing, f.reveal(all...))
	f.at(closing)
}

// give mints coins to an account out of nowhere.
func (f *fixture) give(to sdk.AccAddress, amount sdk.Coin) {
	require.NoError(f, f.bank.MintCoins(f.ctx, faucet, sdk.NewCoins(amount)))
	require.NoError(f, f.bank.SendCoinsFromModuleToAccount(f.ctx, faucet, to, sdk.NewCoins(amount)))
}

func (f *fixture) cash(name string) math.Int {
	return f.bank.GetBalance(f.ctx, account(name), "ujpy").Amount
}

func (f *fixture) units(name string) string {
	return f.bank.GetBalance(f.ctx, account(name), bondtypes.Denom(f.isin)).Amount.String()
}

func (f *fixture) auction() types.Auction {
	auction, err := f.keeper.GetAuction(f.ctx, id)
	require.NoError(f, err)
	return auction
}

func (f *fixture) result() types.AuctionResult {
	require.NotNil(f, f.auction().Result)
	return *f.auction().Result
}

func (f *fixture) tender(name string) types.Tender {
	tender, err := f.keeper.GetTender(f.ctx, id, account(name))
	require.NoError(f, err)
	return tender
}

// held is all the cash in the module's account.
func (f *fixture) held() math.Int {
	return f.bank.GetBalance(f.ctx, authtypes.NewModuleAddress(types.ModuleName), "ujpy").Amount
}

// emitted counts the module's events of the block so far by their names.
func (f *fixture) emitted() map[string]int {
	names := map[string]int{}
	for _, event := range f.ctx.EventManager().Events() {
		names[event.Type]++
	}
	return names
}

const events = "kokusai.bond.auction.v1."

// holdings plays x/custody: a user's send to or from a frozen account is refused, a module's payment to one goes to
// suspense, and what is reserved can't be sent.
type holdings struct {
	bank     bankkeeper.BaseKeeper
	frozen   map[string]bool
	reserved map[string]math.Int
	fails    error
}

var errHoldings = errors.New("x/custody refuses")

func suspense(name string) string { return "suspense of " + account(name).String() }

func (h *holdings) restrict(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) (sdk.AccAddress, error) {
	bond := authtypes.NewModuleAddress(bondtypes.ModuleName)
	system := from.Equals(bond) || from.Equals(authtypes.NewModuleAddress(types.ModuleName)) || from.Equals(authtypes.NewModuleAddress(faucet))
	switch {
	case h.frozen[to.String()] && system:
		return account("suspense of " + to.String()), nil
	case h.frozen[to.String()] || h.frozen[from.String()] && !to.Equals(bond):
		return nil, errHoldings
	}
	for _, coin := range amount {
		if free := h.bank.GetBalance(ctx, from, coin.Denom).Amount.Sub(h.all(from, coin.Denom)); coin.Amount.GT(free) && !system {
			if h.all(from, coin.Denom).IsPositive() {
				return nil, errHoldings
			}
		}
	}
	return to, nil
}

func (h *holdings) all(owner sdk.AccAddress, denom string) math.Int {
	sum := math.ZeroInt()
	for key, amount := range h.reserved {
		if len(key) > len(owner.String()+denom) && key[:len(owner.String()+denom)] == owner.String()+denom {
			sum = sum.Add(amount)
		}
	}
	return sum
}

func (h *holdings) Reserve(ctx context.Context, owner sdk.AccAddress, coin sdk.Coin, _, ref string) error {
	free := h.bank.GetBalance(ctx, owner, coin.Denom).Amount.Sub(h.all(owner, coin.Denom))
	if h.fails != nil || h.frozen[owner.String()] || h.frozen[coin.Denom] || coin.Amount.GT(free) {
		return errors.Join(h.fails, errHoldings)
	}
	h.reserved[owner.String()+coin.Denom+ref] = coin.Amount
	return nil
}

func (h *holdings) Unreserve(_ context.Context, owner sdk.AccAddress, coin sdk.Coin, _, ref string) error {
	key := owner.String() + coin.Denom + ref
	if h.fails != nil || h.reserved[key].IsNil() || h.reserved[key].LT(coin.Amount) {
		return errors.Join(h.fails, errHoldings)
	}
	h.reserved[key] = h.reserved[key].Sub(coin.Amount)
	return nil
}

func (h *holdings) IsFrozen(_ context.Context, owner sdk.AccAddress, denoms ...string) (bool, error) {
	stopped := func(what string) bool { return h.frozen[what] }
	return stopped(owner.String()) || slices.ContainsFunc(denoms, stopped), nil
}

func (h *holdings) Reserved(_ context.Context, owner sdk.AccAddress, denom, _, ref string) math.Int {
	if amount, found := h.reserved[owner.String()+denom+ref]; found {
		return amount
	}
	return math.ZeroInt()
}
