package app_test

import (
	"testing"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// A series that its issuer freezes is stopped in all modules: nothing is issued, nothing moves, nothing is lent against it;
// coupons are paid all the same.
func TestAFrozenSeriesStopsEverywhere(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	m.Fund(testutil.Yen(100_000_000))
	m.Pledge(m.Dealer, testutil.Bonds(100_000_000))
	m.Must(&bondtypes.MsgFreezeSeries{Authority: m.Ministry.String(), Isin: testutil.JGB, Reason: "order of a court"}, m.Ministry)
	m.Refused(custodytypes.ErrSeriesFrozen, send(m.Dealer, m.Client, testutil.Bonds(1)), m.Dealer)
	before := m.Balance(m.Dealer.Addr, "ujpy")
	m.WaitForDate("2026-06-22")
	m.Block()
	if paid := m.Balance(m.Dealer.Addr, "ujpy") - before; paid <= 0 {
		t.Fatalf("the coupon of a frozen series paid %d", paid)
	}
	m.Must(&bondtypes.MsgUnfreezeSeries{Authority: m.Ministry.String(), Isin: testutil.JGB}, m.Ministry)
	m.Must(send(m.Dealer, m.Client, testutil.Bonds(1)), m.Dealer)
	m.Audited()
}
