// Package desk builds a desk for secured lending at keeper level: the real x/collateral with its repo and funding, on real accounts,
// a real bank and the real x/custody. Only x/bond is played, by a clock that a test sets and series that always trade.
package desk

import (
	"bytes"
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	fundingkeeper "github.com/kokusai-chain/kokusai/x/collateral/funding/keeper"
	fundingtypes "github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	collateralkeeper "github.com/kokusai-chain/kokusai/x/collateral/keeper"
	oraclekeeper "github.com/kokusai-chain/kokusai/x/collateral/oracle/keeper"
	oracletypes "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	repokeeper "github.com/kokusai-chain/kokusai/x/collateral/repo/keeper"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
)

// Basket is the id of the basket of the desk: the fixed-coupon bonds of its issuer that end within ten years.
const Basket = "gc-10y"

// Million is a million yen in base units.
const Million = 1_000_000 * bondtypes.MicroPerUnit

// Desk is a market in which the dealer, the client and the abroad account of x/custody's fixture hold 600 million of face each, and
// Lender, who is nobody's client, and the dealer hold cash. It is nine in the morning of 2026-04-01 in Tokyo, the curve is flat
// at 2 %, and neither curves nor exchange rates age.
type Desk struct {
	*testutil.Fixture
	Collateral *collateralkeeper.Keeper
	Repo       *repokeeper.Keeper
	Funding    *fundingkeeper.Keeper
	Lender     sdk.AccAddress

	t require.TestingT
}

// New opens a desk.
func New(t require.TestingT) *Desk {
	f := testutil.NewWith(t, []string{collateraltypes.StoreKey, oracletypes.StoreKey, repotypes.StoreKey, fundingtypes.StoreKey})
	d := &Desk{Fixture: f, Lender: testutil.Address("lender"), t: t}
	d.Bond.Open(testutil.ISIN)
	d.Bond.Open(testutil.OtherISIN)
	gov := f.Governance.String()
	d.Collateral = collateralkeeper.New(f.Codec, f.Services(collateraltypes.StoreKey), f.Accounts, f.Bank, d.Bond, f.Keeper, gov)
	d.Collateral.SetOracle(oraclekeeper.New(f.Codec, f.Services(oracletypes.StoreKey), d.Bond, d.Collateral, gov))
	d.Repo = repokeeper.New(f.Codec, f.Services(repotypes.StoreKey), f.Accounts, f.Bank, d.Bond, f.Keeper, d.Collateral, gov)
	d.Funding = fundingkeeper.New(f.Codec, f.Services(fundingtypes.StoreKey), f.Accounts, f.Bank, d.Bond, d.Collateral, d.Repo, gov)
	d.At("2026-04-01 09:00")
	testutil.Open(f)
	rules := f.Rules()
	rules.Isin = testutil.OtherISIN
	f.SetRules(rules)
	for _, holder := range []sdk.AccAddress{f.Dealer, f.Client, f.Abroad} {
		f.Issue(holder, 600_000_000)
	}
	f.MintYen(d.Lender, 500*Million)
	f.MintYen(f.Dealer, 200*Million)

	gs := collateraltypes.DefaultGenesis()
	gs.Params.MaxCurveAgeDays, gs.Params.MaxFxAgeDays = 0, 0
	gs.Curves = []collateraltypes.Curve{flat("2", d.today())}
	require.NoError(t, d.Collateral.InitGenesis(d.Ctx, *gs))
	require.NoError(t, d.Repo.InitGenesis(d.Ctx, *repotypes.DefaultGenesis()))
	require.NoError(t, d.Funding.InitGenesis(d.Ctx, *fundingtypes.DefaultGenesis()))
	require.NoError(t, d.Repo.SetBasket(d.Ctx, repotypes.Basket{
		Id: Basket, CashDenom: testutil.Yen, IssuerIds: []string{"mof"}, Kinds: []bondtypes.SeriesKind{bondtypes.SERIES_KIND_FIXED}, MaxResidualMonths: 120,
	}))
	return d
}

// Branch is the desk on a branch of its state, which is never written back. The clock and the series are the desk's own, and what the
// desk does after this shows in the branch: be done with a branch before the desk goes on.
func (d *Desk) Branch(t require.TestingT) *Desk {
	fixture, branch := *d.Fixture, *d
	fixture.Ctx, _ = d.Ctx.CacheContext()
	branch.Fixture, branch.t = &fixture, t
	return &branch
}

var tokyo = time.FixedZone("JST", 9*60*60)

// At sets the clock to a minute in Tokyo, such as 2026-04-02 10:00.
func (d *Desk) At(minute string) {
	at, err := time.ParseInLocation("2006-01-02 15:04", minute, tokyo)
	require.NoError(d.t, err)
	d.Bond.SetNow(at.UTC())
}

// Wait lets business time go by.
func (d *Desk) Wait(span time.Duration) { d.Bond.SetNow(d.Bond.Now(d.Ctx).Add(span)) }

func (d *Desk) today() string { return d.Bond.Now(d.Ctx).In(tokyo).Format(time.DateOnly) }

// Block plays the begin of a block.
func (d *Desk) Block() {
	d.Repo.BeginBlock(d.Ctx)
	d.Funding.BeginBlock(d.Ctx)
}

// Tick goes to a minute in Tokyo and plays a block there.
func (d *Desk) Tick(minute string) {
	d.At(minute)
	d.Block()
}

// Yield publishes a flat yen curve as of today.
func (d *Desk) Yield(pct string) {
	require.NoError(d.t, d.Collateral.SetCurve(d.Ctx, flat(pct, d.today())))
}

// CurvesAge makes curves stale after a number of days.
func (d *Desk) CurvesAge(days uint32) {
	params, err := d.Collateral.GetParams(d.Ctx)
	require.NoError(d.t, err)
	params.MaxCurveAgeDays = days
	require.NoError(d.t, d.Collateral.UpdateParams(d.Ctx, params))
}

func flat(pct, asOf string) collateraltypes.Curve {
	yield := math.LegacyMustNewDecFromStr(pct)
	return collateraltypes.Curve{Currency: "JPY", AsOf: asOf, Points: []collateraltypes.CurvePoint{
		{TenorMonths: 6, ParYieldPct: yield}, {TenorMonths: 480, ParYieldPct: yield},
	}}
}

// Yen is an account's balance of yen, in base units.
func (d *Desk) Yen(of sdk.AccAddress) int64 { return d.Balance(of, testutil.Yen) }

// Inventory says that the fixture's first series may be allocated of an account's bonds, or the given ones.
func (d *Desk) Inventory(of sdk.AccAddress, isins ...string) {
	if len(isins) == 0 {
		isins = []string{testutil.ISIN}
	}
	require.NoError(d.t, d.Repo.SetInventory(d.Ctx, of, isins))
}

// FindRepo returns a repo as the chain would export it.
func (d *Desk) FindRepo(offerer sdk.AccAddress, number uint64) (repotypes.Repo, bool) {
	exported, err := d.Repo.ExportGenesis(d.Ctx)
	require.NoError(d.t, err)
	for _, repo := range exported.Repos {
		if repo.Offerer == offerer.String() && repo.Number == number {
			return repo, true
		}
	}
	return repotypes.Repo{}, false
}

// Audited states the laws of custody, repo and funding.
func (d *Desk) Audited() {
	require.NoError(d.t, d.Keeper.Audit(d.Ctx))
	require.NoError(d.t, d.Repo.Audit(d.Ctx))
	require.NoError(d.t, d.Funding.Audit(d.Ctx))
}

// Emitted counts the events of a kind since the events were last cleared.
func (d *Desk) Emitted(event proto.Message) int { return d.Events(proto.MessageName(event)) }

// ClearEvents forgets the events so far.
func (d *Desk) ClearEvents() { d.Ctx = d.Ctx.WithEventManager(sdk.NewEventManager()) }

// Module is one whose state can be exported and read again.
type Module[G any] interface {
	ExportGenesis(ctx context.Context) (*G, error)
	InitGenesis(ctx context.Context, state G) error
}

// Reborn has a module go on from an export of itself, which must be the same when it is exported again.
func Reborn[G any](d *Desk, storeKey string, module Module[G]) {
	before, err := module.ExportGenesis(d.Ctx)
	require.NoError(d.t, err)
	d.Empty(storeKey)
	require.NoError(d.t, module.InitGenesis(d.Ctx, *before))
	after, err := module.ExportGenesis(d.Ctx)
	require.NoError(d.t, err)
	require.Equal(d.t, before, after)
}

// Empty removes everything from the store of a module, as it is before a genesis is read.
func (d *Desk) Empty(storeKey string) {
	store := d.Services(storeKey).OpenKVStore(d.Ctx)
	all, err := store.Iterator(nil, nil)
	require.NoError(d.t, err)
	var keys [][]byte
	for ; all.Valid(); all.Next() {
		keys = append(keys, bytes.Clone(all.Key()))
	}
	require.NoError(d.t, all.Close())
	for _, key := range keys {
		require.NoError(d.t, store.Delete(key))
	}
}
