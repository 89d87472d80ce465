package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondkeeper "github.com/kokusai-chain/kokusai/x/bond/keeper"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// coupon is what a face of the JGB earns with one coupon, in ujpy: half of 2.1 percent.
func coupon(face int64) int64 { return face * 10_500 }

// earned is what an account has earned of coupons and has not been paid.
func earned(t *testing.T, m *testutil.Market, who *testutil.Actor) (sum int64) {
	t.Helper()
	holder, err := bondkeeper.NewQueryServer(m.Kokusai.BondKeeper).Holder(m.Committed(),
		&bondtypes.QueryHolderRequest{Isin: testutil.JGB, Address: who.String()})
	require.NoError(t, err)
	for _, entitlement := range holder.Pending {
		sum += entitlement.Amount.Int64()
	}
	return sum
}

// The coupon belongs to who holds at the record moment, the start of 22 June 2026 in Tokyo. Transfers of the last block
// before it carry the coupon, those of the block at it do not, be they many and back and forth.
func TestTransfersAroundTheRecordMoment(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	record := time.Date(2026, 6, 21, 15, 0, 0, 0, time.UTC)
	trade := func() {
		m.Enqueue([]sdk.Msg{send(m.Dealer, m.Client, testutil.Bonds(100_000_000))}, m.Dealer)
		m.Enqueue([]sdk.Msg{send(m.Client, m.Dealer, testutil.Bonds(30_000_000))}, m.Client)
		m.Enqueue([]sdk.Msg{send(m.Dealer, m.Client, testutil.Bonds(7)), send(m.Dealer, m.Client, testutil.Bonds(3))}, m.Dealer)
	}
	trade()
	m.WaitUntil(record.Add(-time.Nanosecond))
	require.EqualValues(t, 670_000_010, m.Balance(m.Client.Addr, bond))
	require.Zero(t, earned(t, m, m.Client))

	trade()
	m.WaitUntil(record)
	require.EqualValues(t, 740_000_020, m.Balance(m.Client.Addr, bond))
	require.EqualValues(t, coupon(670_000_010), earned(t, m, m.Client))
	require.EqualValues(t, coupon(329_999_990), earned(t, m, m.Dealer))
	m.Audited()

	trade()
	m.Block()
	require.EqualValues(t, coupon(670_000_010), earned(t, m, m.Client))
	require.EqualValues(t, coupon(329_999_990), earned(t, m, m.Dealer))
	m.Audited()
}

// A coupon is paid once, whoever asks, how often, in the same block or later, and beside the sweep.
func TestClaimTwice(t *testing.T) {
	m := testutil.NewMarket(t, issueDay)
	m.Mint(m.Treasury, testutil.Yen(50_000_000))
	m.WaitForDate("2026-06-22")
	claim := func(sender, holder *testutil.Actor) sdk.Msg {
		return &bondtypes.MsgClaim{Sender: sender.String(), Isin: testutil.JGB, Holder: holder.String()}
	}
	m.Refused(bondtypes.ErrNothingToClaim, claim(m.Client, m.Client), m.Client)
	client, dealer := m.Balance(m.Client.Addr, yen), m.Balance(m.Dealer.Addr, yen)

	m.Enqueue([]sdk.Msg{&bondtypes.MsgFundPayments{Funder: m.Treasury.String(), Isin: testutil.JGB, Amount: testutil.Yen(10_500_000)}}, m.Treasury)
	m.Enqueue([]sdk.Msg{claim(m.Client, m.Client)}, m.Client)
	m.Enqueue([]sdk.Msg{claim(m.Client, m.Client)}, m.Client)
	m.Enqueue([]sdk.Msg{claim(m.Stranger, m.Client)}, m.Stranger)
	results := m.Block()
	require.Zero(t, results[0].Code, results[0].Log)
	require.Zero(t, results[1].Code, results[1].Log)
	m.FailedWith(bondtypes.ErrNothingToClaim, results[2])
	m.FailedWith(bondtypes.ErrNothingToClaim, results[3])
	m.Block()
	m.Refused(bondtypes.ErrNothingToClaim, claim(m.Client, m.Client), m.Client)
	m.Refused(bondtypes.ErrNothingToClaim, claim(m.Dealer, m.Dealer), m.Dealer)

	require.EqualValues(t, coupon(600_000_000), m.Balance(m.Client.Addr, yen)-client)
	require.EqualValues(t, coupon(400_000_000), m.Balance(m.Dealer.Addr, yen)-dealer, "the sweep pays who did not come")
	m.Audited()
}
