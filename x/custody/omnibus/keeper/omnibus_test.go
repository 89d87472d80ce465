package keeper_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/omnibus/keeper"
	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	"github.com/kokusai-chain/kokusai/x/custody/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

var (
	bonds = testutil.Bonds
	yen   = testutil.YenOf
)

// bond plays x/bond with payments that the test records.
type bond struct {
	*testutil.Bond
	payments []bondtypes.Payment
}

func (b *bond) PaymentsAfter(_ context.Context, _ string, number uint32, limit int) (payments []bondtypes.Payment, err error) {
	for _, payment := range b.payments {
		if payment.Number > number && len(payments) < limit {
			payments = append(payments, payment)
		}
	}
	return payments, nil
}

func (b *bond) LastPayment(context.Context, string) (uint32, error) {
	return uint32(len(b.payments)), nil
}

// fixture is the module on a market with two omnibus accounts, the first of which holds 400 units.
type fixture struct {
	*testutil.Fixture
	t           *testing.T
	bond        *bond
	keeper      *keeper.Keeper
	msgs        types.MsgServer
	queries     types.QueryServer
	pool, other sdk.AccAddress
}

// ref is the reference of the n-th client.
func ref(n int) string { return strings.Repeat(fmt.Sprintf("%02x", n), 32) }

func newFixture(t *testing.T) *fixture {
	f := &fixture{Fixture: testutil.Open(testutil.NewWith(t, []string{types.StoreKey})), t: t, pool: testutil.Address("pool"), other: testutil.Address("other pool")}
	f.bond = &bond{Bond: f.Bond}
	f.Bond.SetTerms(testutil.ISIN, testutil.TenYear())
	f.keeper = keeper.NewKeeper(f.Codec, f.Services(types.StoreKey), f.Accounts, f.Bank, f.bond, f.Keeper)
	f.msgs, f.queries = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper)
	for _, account := range []sdk.AccAddress{f.pool, f.other} {
		registration := f.Registration(account, custodytypes.ClassInstitutional, "JP")
		registration.Book = custodytypes.BookOmnibus
		_, err := f.Msgs.RegisterInvestor(f.Ctx, registration)
		require.NoError(t, err)
	}
	f.Issue(f.pool, 400)
	require.NoError(t, f.keeper.InitGenesis(f.Ctx, types.DefaultGenesis()))
	return f
}

func (f *fixture) open(n int, class custodytypes.InvestorClass) error {
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.msgs.OpenClient(ctx, &types.MsgOpenClient{
			Custodian: f.Custodian.String(), Account: f.pool.String(), Reference: ref(n), InvestorClass: class, Jurisdiction: "JP",
			TaxClass: custodytypes.TaxClassResidentIndividual, Expiry: "2030-12-31",
		})
		return err
	})
}

func (f *fixture) credit(n int, coin sdk.Coin) error {
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.msgs.Credit(ctx, &types.MsgCredit{Custodian: f.Custodian.String(), Account: f.pool.String(), Reference: ref(n), Amount: coin})
		return err
	})
}

func (f *fixture) debit(n int, coin sdk.Coin) error {
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.msgs.Debit(ctx, &types.MsgDebit{Custodian: f.Custodian.String(), Account: f.pool.String(), Reference: ref(n), Amount: coin})
		return err
	})
}

func (f *fixture) transfer(from, to int, coin sdk.Coin) error {
	return f.Atomically(func(ctx sdk.Context) error {
		_, err := f.msgs.BookTransfer(ctx, &types.MsgBookTransfer{Custodian: f.Custodian.String(), Account: f.pool.String(), Reference: ref(from), To: ref(to), Amount: coin})
		return err
	})
}

func (f *fixture) passDown(account sdk.AccAddress) {
	_, err := f.msgs.PassDown(f.Ctx, &types.MsgPassDown{Signer: f.Stranger.String(), Account: account.String(), Isin: testutil.ISIN})
	require.NoError(f.t, err)
}

// record records a payment of some micro-yen per unit, and pays the account what x/bond would.
func (f *fixture) record(kind bondtypes.PaymentKind, perUnit string) {
	payment := bondtypes.Payment{Isin: testutil.ISIN, Number: uint32(len(f.bond.payments)) + 1, Kind: kind, PerUnit: math.LegacyMustNewDecFromStr(perUnit)}
	f.bond.payments = append(f.bond.payments, payment)
	if share := payment.ShareDown(f.Bank.GetBalance(f.Ctx, f.pool, testutil.Denom).Amount); share.IsPositive() {
		f.MintYen(f.pool, share.Int64())
	}
}

func (f *fixture) has(account sdk.AccAddress, n int, denom string) int64 {
	res, err := f.queries.Positions(f.Ctx, &types.QueryPositionsRequest{Account: account.String(), Denom: denom})
	require.NoError(f.t, err)
	for _, position := range res.Positions {
		if position.Reference == ref(n) {
			return position.Holding.Amount.Int64()
		}
	}
	return 0
}

func (f *fixture) audited() {
	require.NoError(f.t, f.keeper.Audit(f.Ctx))
	require.NoError(f.t, f.Keeper.Audit(f.Ctx))
}

func TestClientsShareAnAccount(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.open(1, custodytypes.ClassInstitutional))
	require.ErrorIs(t, f.open(1, custodytypes.ClassInstitutional), types.ErrClientExists)
	require.NoError(t, f.open(2, custodytypes.ClassProfessional))
	require.NoError(t, f.open(3, custodytypes.ClassRetail))
	require.NoError(t, f.credit(1, bonds(300)))
	require.ErrorIs(t, f.credit(2, bonds(101)), custodytypes.ErrInsufficientFree, "no more than the account holds")
	require.ErrorIs(t, f.credit(3, bonds(1)), custodytypes.ErrClass, "the rules apply to each client")
	require.ErrorIs(t, f.credit(4, bonds(1)), types.ErrClientNotFound)
	require.ErrorIs(t, f.Send(f.pool, f.Dealer, bonds(101)), custodytypes.ErrInsufficientFree, "what is a client's does not leave")
	require.ErrorIs(t, f.Keeper.Pledge(f.Ctx, f.pool, bonds(1), testutil.Pledgee, "loan"), custodytypes.ErrNotPledgeable, "nor does it secure the custodian's debt")
	require.NoError(t, f.transfer(1, 2, bonds(50)))
	require.ErrorIs(t, f.transfer(1, 3, bonds(50)), custodytypes.ErrClass)
	require.ErrorIs(t, f.transfer(1, 1, bonds(50)), types.ErrSameClient)
	require.ErrorIs(t, f.transfer(2, 1, bonds(51)), types.ErrNotEnough)
	book, err := f.queries.Book(f.Ctx, &types.QueryBookRequest{Account: f.pool.String(), Denom: testutil.Denom})
	require.NoError(t, err)
	require.Equal(t, &types.QueryBookResponse{Balance: math.NewInt(400), Booked: math.NewInt(300), Unbooked: math.NewInt(100)}, book)
	require.NoError(t, f.debit(2, bonds(50)))
	require.ErrorIs(t, f.debit(2, bonds(1)), types.ErrNotEnough)
	require.NoError(t, f.Send(f.pool, f.Dealer, bonds(150)))
	closing := func(n int) error {
		_, err := f.msgs.CloseClient(f.Ctx, &types.MsgCloseClient{Custodian: f.Custodian.String(), Account: f.pool.String(), Reference: ref(n)})
		return err
	}
	require.ErrorIs(t, closing(1), types.ErrClientHolds)
	require.NoError(t, closing(2))
	require.ErrorIs(t, closing(2), types.ErrClientNotFound)
	_, err = f.msgs.Credit(f.Ctx, &types.MsgCredit{Custodian: f.Rival.String(), Account: f.pool.String(), Reference: ref(1), Amount: bonds(1)})
	require.ErrorIs(t, err, custodytypes.ErrUnauthorized)
	_, err = f.msgs.OpenClient(f.Ctx, &types.MsgOpenClient{
		Custodian: f.Custodian.String(), Account: f.Client.String(), Reference: ref(1), InvestorClass: 1, Jurisdiction: "JP", TaxClass: 1, Expiry: "2030-12-31",
	})
	require.ErrorIs(t, err, custodytypes.ErrInvalidInvestor, "a segregated account has no clients")
	_, err = f.msgs.OpenClient(f.Ctx, &types.MsgOpenClient{Custodian: f.Custodian.String(), Account: f.pool.String(), Reference: "a name"})
	require.ErrorIs(t, err, types.ErrInvalidClient, "no personal data")
	_, err = f.queries.Clients(f.Ctx, &types.QueryClientsRequest{Account: f.pool.String(), Pagination: &query.PageRequest{Offset: 1}})
	require.ErrorContains(t, err, "is not served")
	f.audited()
}

// Coupons and the principal go down to who held at the time, and to nobody twice.
func TestPaymentsPassDown(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.open(1, custodytypes.ClassInstitutional))
	require.NoError(t, f.open(2, custodytypes.ClassInstitutional))
	require.NoError(t, f.credit(1, bonds(300)))
	f.record(bondtypes.PAYMENT_KIND_COUPON, "10.5")
	require.NoError(t, f.transfer(1, 2, bonds(100)), "after the first coupon")
	f.record(bondtypes.PAYMENT_KIND_COUPON, "0.333")
	f.passDown(f.pool)
	require.Equal(t, int64(3_150+66), f.has(f.pool, 1, testutil.Yen))
	require.Equal(t, int64(33), f.has(f.pool, 2, testutil.Yen))
	f.passDown(f.pool)
	require.Equal(t, int64(33), f.has(f.pool, 2, testutil.Yen), "once")
	f.audited()

	f.record(bondtypes.PAYMENT_KIND_PRINCIPAL, "1000000")
	f.passDown(f.pool)
	require.Equal(t, int64(100), f.has(f.pool, 2, testutil.Denom), "not before the units are redeemed")
	require.ErrorIs(t, f.Send(f.pool, f.Dealer, bonds(200)), custodytypes.ErrInsufficientFree)
	_, err := f.Keeper.BeforeRedeemed(f.Ctx, testutil.ISIN, f.pool, math.NewInt(400))
	require.NoError(t, err)
	require.NoError(t, f.Bank.SendCoinsFromAccountToModule(f.Ctx, f.pool, bondtypes.ModuleName, sdk.NewCoins(bonds(400))))
	f.audited()
	f.passDown(f.pool)
	require.Zero(t, f.has(f.pool, 2, testutil.Denom))
	require.Equal(t, int64(100_000_033), f.has(f.pool, 2, testutil.Yen))
	require.Equal(t, int64(200_003_216), f.has(f.pool, 1, testutil.Yen))
	f.audited()
}

func TestADueWaitsForItsMoney(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.open(1, custodytypes.ClassInstitutional))
	require.NoError(t, f.credit(1, bonds(400)))
	f.record(bondtypes.PAYMENT_KIND_COUPON, "10")
	require.NoError(t, f.Send(f.pool, f.Dealer, yen(1)))
	f.passDown(f.pool)
	require.Zero(t, f.has(f.pool, 1, testutil.Yen), "in full or not at all")
	require.NoError(t, f.debit(1, bonds(400)))
	_, err := f.msgs.CloseClient(f.Ctx, &types.MsgCloseClient{Custodian: f.Custodian.String(), Account: f.pool.String(), Reference: ref(1)})
	require.ErrorIs(t, err, types.ErrClientHolds, "it is owed")
	exported, err := f.keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	require.Len(t, exported.Positions, 1)
	require.NoError(t, f.Send(f.Dealer, f.pool, yen(1)))
	f.passDown(f.pool)
	require.Equal(t, int64(4_000), f.has(f.pool, 1, testutil.Yen))
	f.audited()
}

// The clients of one omnibus account go to another in batches, with the units behind them.
func TestClientsMoveBetweenAccounts(t *testing.T) {
	f := newFixture(t)
	for n := 1; n <= 10; n++ {
		require.NoError(t, f.open(n, custodytypes.ClassInstitutional))
		require.NoError(t, f.credit(n, bonds(40)))
	}
	f.record(bondtypes.PAYMENT_KIND_COUPON, "1")
	f.Freeze(f.pool)
	move := func(limit uint32) *types.MsgMoveClientsResponse {
		res, err := f.msgs.MoveClients(f.Ctx, &types.MsgMoveClients{
			Custodian: f.Custodian.String(), Account: f.pool.String(), To: f.other.String(), Denom: testutil.Denom, Limit: limit,
		})
		require.NoError(t, err)
		f.audited()
		return res
	}
	require.Equal(t, &types.MsgMoveClientsResponse{Moved: 4, More: true}, move(4))
	require.Equal(t, int64(160), f.Balance(f.other, testutil.Denom))
	require.Equal(t, &types.MsgMoveClientsResponse{Moved: 6}, move(0))
	require.Equal(t, int64(400), f.Balance(f.other, testutil.Denom))
	require.Equal(t, int64(40), f.has(f.other, 7, testutil.Denom))
	f.Unfreeze(f.pool)
	f.passDown(f.pool)
	require.Equal(t, int64(40), f.has(f.pool, 7, testutil.Yen), "the coupon of the old account stays its client's")
	f.passDown(f.other)
	require.Zero(t, f.has(f.other, 7, testutil.Yen), "and is not earned twice")
	_, err := f.msgs.MoveClients(f.Ctx, &types.MsgMoveClients{Custodian: f.Custodian.String(), Account: f.pool.String(), To: f.pool.String(), Denom: testutil.Denom})
	require.ErrorIs(t, err, types.ErrSameClient)
	_, err = f.msgs.MoveClients(f.Ctx, &types.MsgMoveClients{Custodian: f.Rival.String(), Account: f.pool.String(), To: f.other.String(), Denom: testutil.Denom})
	require.ErrorIs(t, err, custodytypes.ErrUnauthorized)
}

func TestGenesis(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.open(1, custodytypes.ClassInstitutional))
	require.NoError(t, f.credit(1, bonds(300)))
	f.record(bondtypes.PAYMENT_KIND_COUPON, "10")
	require.NoError(t, f.debit(1, bonds(100)))
	exported, err := f.keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	custody, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	require.NotEmpty(t, custody.Reservations)

	for name, broken := range map[string]func(*types.GenesisState){
		"client twice":   func(g *types.GenesisState) { g.Clients = append(g.Clients, g.Clients[0]) },
		"no client":      func(g *types.GenesisState) { g.Clients = nil },
		"position twice": func(g *types.GenesisState) { g.Positions = append(g.Positions, g.Positions[0]) },
		"sum":            func(g *types.GenesisState) { g.Positions[0].Position.Holding.Amount = math.NewInt(201) },
		"nothing": func(g *types.GenesisState) {
			g.Positions[0].Position.Holding.Amount, g.Positions[0].Position.Due = math.ZeroInt(), math.ZeroInt()
		},
		"account": func(g *types.GenesisState) { g.Clients[0].Account = "x" },
	} {
		bad, err := f.keeper.ExportGenesis(f.Ctx)
		require.NoError(t, err)
		broken(bad)
		err = f.Atomically(func(ctx sdk.Context) error { return f.keeper.InitGenesis(ctx, bad) })
		require.Error(t, err, name)
	}
	fresh := newFixture(t)
	require.NoError(t, fresh.Keeper.Reserve(fresh.Ctx, fresh.pool, bonds(200), types.ModuleName, types.ClientsRef))
	fresh.bond.payments = f.bond.payments
	require.NoError(t, fresh.keeper.InitGenesis(fresh.Ctx, exported))
	again, err := fresh.keeper.ExportGenesis(fresh.Ctx)
	require.NoError(t, err)
	require.Equal(t, exported, again)
}

// Whatever the custodian books and whenever coupons come: the clients' sum is what is booked, it never exceeds the balance,
// and they are never due more than the account is paid.
func TestTheLedgerAlwaysSums(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFixture(t)
		for n := 1; n <= 3; n++ {
			require.NoError(r, f.open(n, custodytypes.ClassInstitutional))
		}
		paid := int64(0)
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			a, b := rapid.IntRange(1, 3).Draw(r, "a"), rapid.IntRange(1, 3).Draw(r, "b")
			coin := bonds(rapid.Int64Range(1, 250).Draw(r, "amount"))
			switch rapid.SampledFrom([]string{"credit", "debit", "transfer", "send", "receive", "coupon", "pass down"}).Draw(r, "step") {
			case "credit":
				_ = f.credit(a, coin)
			case "debit":
				_ = f.debit(a, coin)
			case "transfer":
				_ = f.transfer(a, b, coin)
			case "send":
				_ = f.Send(f.pool, f.Dealer, coin)
			case "receive":
				_ = f.Send(f.Dealer, f.pool, coin)
			case "coupon":
				before := f.Balance(f.pool, testutil.Yen)
				f.record(bondtypes.PAYMENT_KIND_COUPON, rapid.SampledFrom([]string{"0.333", "10.5", "1"}).Draw(r, "coupon"))
				paid += f.Balance(f.pool, testutil.Yen) - before
			case "pass down":
				f.passDown(f.pool)
			}
			require.NoError(r, f.keeper.Audit(f.Ctx))
			require.NoError(r, f.Keeper.Audit(f.Ctx))
		}
		f.passDown(f.pool)
		sum := int64(0)
		for n := 1; n <= 3; n++ {
			sum += f.has(f.pool, n, testutil.Yen)
		}
		require.LessOrEqual(r, sum, paid)
		exported, err := f.keeper.ExportGenesis(f.Ctx)
		require.NoError(r, err)
		for _, p := range exported.Positions {
			require.True(r, p.Position.Due.IsZero(), "everything due was there")
		}
	})
}
