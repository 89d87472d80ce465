package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	reservetypes "github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// reserveOf are rules under which the auditor alone attests: a thousand million wrapped at once, deliveries within a day.
func reserveOf(m *testutil.Market, denom string, institution, auditor *testutil.Actor) reservetypes.Reserve {
	return reservetypes.Reserve{
		Denom: denom, Institution: institution.String(), BookAccount: "BOJ-1234-567", Calendar: "tokyo",
		Attesters: []reservetypes.Attester{{Account: auditor.String(), Name: "Auditor", Lei: "353800WZS8AXZXFUC241"}},
		Quorum:    1, MaxAge: 1, Large: math.NewInt(1_000_000_000), ChallengeWindow: time.Hour, DeliveryTime: 24 * time.Hour, MinRedemption: math.OneInt(),
	}
}

func attestation(m *testutil.Market, reserve reservetypes.Reserve, attester *testutil.Actor, quantity int64) *reservetypes.MsgAttest {
	return &reservetypes.MsgAttest{
		Attester: attester.String(), Denom: reserve.Denom, Institution: reserve.Institution, BookAccount: reserve.BookAccount,
		Quantity: math.NewInt(quantity), AsOf: m.Today(), DocumentHash: strings.Repeat("0", 64),
	}
}

// Bonds from the book-entry system are wrapped beside those that were placed, traded, pledged for nothing, and one half goes
// back while the other half's custodian is silent.
func TestWrapTradeAndDeliver(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	auditor := m.Actor("auditor")
	reserve := reserveOf(m, bond, m.Custodian, auditor)
	m.Govern(&reservetypes.MsgSetReserve{Authority: testutil.Governance, Reserve: reserve})
	wrap := &reservetypes.MsgMint{Institution: m.Custodian.String(), Recipient: m.Dealer.String(), Amount: testutil.Bonds(200_000_000)}
	m.Refused(reservetypes.ErrStale, wrap, m.Custodian)
	m.Must(attestation(m, reserve, auditor, 300_000_000), auditor)
	held := m.Balance(m.Dealer.Addr, bond)
	m.Must(wrap, m.Custodian)
	require.Equal(t, held+200_000_000, m.Balance(m.Dealer.Addr, bond))
	m.Refused(reservetypes.ErrShort, wrap, m.Custodian)
	m.Refused(bondtypes.ErrBuyerNotEligible, &reservetypes.MsgMint{
		Institution: m.Custodian.String(), Recipient: m.Retail.String(), Amount: testutil.Bonds(50_000),
	}, m.Custodian)

	m.Must(send(m.Dealer, m.Client, testutil.Bonds(100_000_000)), m.Dealer)
	ask := func(who *testutil.Actor, face int64, reference string) *reservetypes.MsgRequestRedemption {
		return &reservetypes.MsgRequestRedemption{
			Holder: who.String(), Institution: m.Custodian.String(), Amount: testutil.Bonds(face), Reference: reference, DeliverTo: "BOJ-9999-001",
		}
	}
	m.Must(ask(m.Client, 100_000_000, "C-1"), m.Client)
	m.Must(ask(m.Dealer, 50_000_000, "D-1"), m.Dealer)
	m.Refused(reservetypes.ErrNotOutstanding, ask(m.Dealer, 100_000_000, "D-2"), m.Dealer)
	m.Audited()
	m.Freeze(m.Client)
	m.Must(&reservetypes.MsgConfirmRedemption{
		Institution: m.Custodian.String(), Holder: m.Client.String(), Denom: bond, Reference: "C-1", Delivery: "BOJ-NET 778",
	}, m.Custodian)
	m.Audited()
	client, dealer := m.Balance(m.Client.Addr, bond), m.Balance(m.Dealer.Addr, bond)
	m.Wait(24 * time.Hour)
	m.Block()
	require.Equal(t, client, m.Balance(m.Client.Addr, bond))
	require.Equal(t, dealer, m.Balance(m.Dealer.Addr, bond))
	m.Unfreeze(m.Client)
	m.Must(send(m.Dealer, m.Client, testutil.Bonds(dealer)), m.Dealer) // all of it is free again
	m.Audited()
}

// Cash needs a reserve from the day on which governance says so.
func TestCashOnReserve(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	auditor := m.Actor("auditor")
	mint := &custodytypes.MsgMintCash{Issuer: m.Bank.String(), Recipient: m.Client.String(), Amount: testutil.Yen(100)}
	m.Must(mint, m.Bank)
	reserve := reserveOf(m, "ujpy", m.Bank, auditor)
	m.Govern(&reservetypes.MsgSetReserve{Authority: testutil.Governance, Reserve: reserve})
	m.Refused(reservetypes.ErrStale, mint, m.Bank)
	supply := m.Kokusai.BankKeeper.GetSupply(m.Committed(), "ujpy").Amount
	m.Must(attestation(m, reserve, auditor, supply.Int64()+100_000_000), auditor)
	m.Must(mint, m.Bank)
	m.Refused(reservetypes.ErrShort, mint, m.Bank)
	m.Audited()
}
