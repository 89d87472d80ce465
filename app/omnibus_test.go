package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	omnibuskeeper "github.com/kokusai-chain/kokusai/x/custody/omnibus/keeper"
	omnibustypes "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// oneYear is a series with two coupons.
const oneYear = "JP1103801RA7"

// customers is an account that the custodian keeps for customers, with the ledger of whose is what.
type customers struct {
	*testutil.Market
	t    *testing.T
	pool *testutil.Actor
}

// reference is the hash by which the custodian names a customer.
func reference(digit string) string { return strings.Repeat(digit, 64) }

func newCustomers(t *testing.T) customers {
	m := testutil.NewMarket(t, issueDay)
	c := customers{m, t, m.Actor("pool")}
	registration := m.Registration(c.pool, custodytypes.ClassInstitutional)
	registration.Book = custodytypes.BookOmnibus
	m.Must(registration, m.Custodian)
	terms, rules := m.Series().Terms, m.Rules()
	terms.Isin, terms.Name, terms.MaturityDate, terms.Denomination = oneYear, "JGB of one year", "2026-12-20", math.OneInt()
	rules.Isin = oneYear
	m.MustAll([]sdk.Msg{
		&bondtypes.MsgOpenSeries{Authority: m.Ministry.String(), Terms: terms},
		&custodytypes.MsgSetTransferRules{Authority: m.Ministry.String(), Rules: rules},
	}, m.Ministry)
	m.Must(&bondtypes.MsgPlaceDirect{
		Authority: m.Ministry.String(), Buyer: m.Dealer.String(), Isin: oneYear, Face: math.NewInt(1_000), CleanPrice: testutil.Dec("100"),
	}, m.Ministry, m.Dealer)
	for _, digit := range []string{"a", "b"} {
		m.Must(&omnibustypes.MsgOpenClient{
			Custodian: m.Custodian.String(), Account: c.pool.String(), Reference: reference(digit), InvestorClass: custodytypes.ClassProfessional,
			Jurisdiction: "JP", TaxClass: custodytypes.TaxClassResidentIndividual, Expiry: "2040-12-31",
		}, m.Custodian)
	}
	return c
}

func units(amount int64) sdk.Coin { return sdk.NewInt64Coin(bondtypes.Denom(oneYear), amount) }

// holds checks what is booked to the customers a and b of a denom and what is not booked, and that together it is the balance.
func (c customers) holds(denom string, a, b, unbooked int64) {
	c.t.Helper()
	queries := omnibuskeeper.NewQueryServer(c.Kokusai.OmnibusKeeper)
	positions, err := queries.Positions(c.Committed(), &omnibustypes.QueryPositionsRequest{Account: c.pool.String(), Denom: denom})
	require.NoError(c.t, err)
	booked := map[string]int64{}
	for _, position := range positions.Positions {
		booked[position.Reference] = position.Holding.Amount.Int64()
	}
	require.Equal(c.t, a, booked[reference("a")])
	require.Equal(c.t, b, booked[reference("b")])
	book, err := queries.Book(c.Committed(), &omnibustypes.QueryBookRequest{Account: c.pool.String(), Denom: denom})
	require.NoError(c.t, err)
	require.Equal(c.t, unbooked, book.Unbooked.Int64())
	require.Equal(c.t, c.Balance(c.pool.Addr, denom), a+b+unbooked)
	c.Audited()
}

func (c customers) credit(digit string, coin sdk.Coin) *omnibustypes.MsgCredit {
	return &omnibustypes.MsgCredit{Custodian: c.Custodian.String(), Account: c.pool.String(), Reference: reference(digit), Amount: coin}
}

func (c customers) debit(digit string, coin sdk.Coin) *omnibustypes.MsgDebit {
	return &omnibustypes.MsgDebit{Custodian: c.Custodian.String(), Account: c.pool.String(), Reference: reference(digit), Amount: coin}
}

func (c customers) passDown() {
	c.t.Helper()
	c.Must(&omnibustypes.MsgPassDown{Signer: c.Stranger.String(), Account: c.pool.String(), Isin: oneYear}, c.Stranger)
}

// pay has the treasury pay what is due on a date, and the sweep reach everybody.
func (c customers) pay(date string, yen int64) {
	c.t.Helper()
	c.WaitForDate(date)
	c.Must(&bondtypes.MsgFundPayments{Funder: c.Treasury.String(), Isin: oneYear, Amount: testutil.Yen(yen)}, c.Treasury)
	c.Block()
	c.Block()
}

// Two customers share an account through a coupon, a sale between them and the redemption. The sum over customers and what is
// booked to nobody is the account's balance after each block.
func TestCustomersShareAnAccount(t *testing.T) {
	c := newCustomers(t)
	denom := bondtypes.Denom(oneYear)
	c.Must(send(c.Dealer, c.pool, units(1_000)), c.Dealer)
	c.holds(denom, 0, 0, 1_000)
	c.Must(c.credit("a", units(600)), c.Custodian)
	c.Must(c.credit("b", units(301)), c.Custodian)
	c.holds(denom, 600, 301, 99)
	c.Refused(custodytypes.ErrInsufficientFree, c.credit("b", units(100)), c.Custodian)
	c.Refused(custodytypes.ErrInsufficientFree, send(c.pool, c.Dealer, units(100)), c.pool) // what is booked does not leave

	// A customer sells through a settlement: debited, and delivered by the account.
	cash := testutil.Yen(100)
	sale := &custodytypes.MsgSettleDirect{
		Deliverer: c.pool.String(), Receiver: c.Client.String(), Isin: oneYear, Face: math.NewInt(100), Cash: cash, TradeReference: "C-1",
	}
	c.MustAll([]sdk.Msg{c.debit("a", units(100)), sale, c.credit("a", cash)}, c.Custodian, c.pool, c.Client)
	c.holds(denom, 500, 301, 99)
	c.holds("ujpy", cash.Amount.Int64(), 0, 0)

	// The coupon of June is 10,500 micro-yen a unit. Afterwards a sells to b in the ledger, and keeps what it has earned.
	c.pay("2026-06-22", 11)
	c.Must(&omnibustypes.MsgBookTransfer{
		Custodian: c.Custodian.String(), Account: c.pool.String(), Reference: reference("a"), To: reference("b"), Amount: units(200),
	}, c.Custodian)
	c.passDown()
	c.holds(denom, 300, 501, 99)
	c.holds("ujpy", cash.Amount.Int64()+500*10_500, 301*10_500, 99*10_500)
	c.Reborn()

	// On the last day the second coupon and the principal come together.
	c.pay("2026-12-21", 1_011)
	c.Block()
	c.passDown()
	require.Zero(t, c.Balance(c.pool.Addr, denom))
	c.holds(denom, 0, 0, 0)
	const whole = 1_000_000 + 10_500
	c.holds("ujpy", cash.Amount.Int64()+500*10_500+300*whole, 301*10_500+501*whole, 99*10_500+99*whole)
	c.passDown()
	c.holds("ujpy", cash.Amount.Int64()+500*10_500+300*whole, 301*10_500+501*whole, 99*10_500+99*whole)
}
