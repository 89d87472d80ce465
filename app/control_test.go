package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/testutil"
	controlkeeper "github.com/kokusai-chain/kokusai/x/custody/control/keeper"
	controltypes "github.com/kokusai-chain/kokusai/x/custody/control/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// bench is the yen market with a court that the sides of dual control obey.
type bench struct {
	*testutil.Market
	t *testing.T
}

// propose has the custodian ask for an intervention after a delay.
func (b bench) propose(intervention controltypes.Intervention, hours uint32) uint64 {
	b.t.Helper()
	var proposed controltypes.MsgProposeResponse
	b.Answer(b.Must(&controltypes.MsgPropose{
		Proposer: b.Custodian.String(), Side: controltypes.SideCustodian, Intervention: intervention, Reason: custodytypes.ReasonCourtOrder, DelayHours: hours,
	}, b.Custodian), 0, &proposed)
	return proposed.Number
}

func (b bench) approval(number uint64) *controltypes.MsgApprove {
	return &controltypes.MsgApprove{Approver: b.Ministry.String(), Proposer: b.Custodian.String(), Number: number}
}

func (b bench) handOver(face int64) controltypes.Intervention {
	coin := testutil.Bonds(face)
	return controltypes.Intervention{Action: custodytypes.ActionForceTransfer, Account: b.Client.String(), To: b.Dealer.String(), Amount: &coin}
}

func (b bench) open() []controltypes.Proposal {
	b.t.Helper()
	found, err := controlkeeper.NewQueryServer(b.Kokusai.ControlKeeper).Proposals(b.Committed(), &controltypes.QueryProposalsRequest{})
	require.NoError(b.t, err)
	return found.Proposals
}

// A forced transfer needs both sides and its delay, and waits while what it takes is not free. A block makes it.
func TestAForcedTransferThroughBlocks(t *testing.T) {
	b := bench{testutil.NewMarket(t, issueDay), t}
	number := b.propose(b.handOver(600_000_000), 24)
	execute := &controltypes.MsgExecute{Signer: b.Stranger.String(), Proposer: b.Custodian.String(), Number: number}
	b.Refused(controltypes.ErrNotApproved, execute, b.Stranger)
	b.Refused(controltypes.ErrNotASide, &controltypes.MsgApprove{Approver: b.Stranger.String(), Proposer: b.Custodian.String(), Number: number}, b.Stranger)
	b.Refused(controltypes.ErrSameParty, &controltypes.MsgApprove{Approver: b.Custodian.String(), Proposer: b.Custodian.String(), Number: number}, b.Custodian)
	b.Must(b.approval(number), b.Ministry)
	b.Refused(controltypes.ErrNotDue, execute, b.Stranger)
	b.Reborn()

	b.Pledge(b.Client, testutil.Bonds(100_000_000)) // the pledgee goes first
	b.WaitForBusinessTime(testutil.Day("2026-01-08").Add(time.Hour))
	require.EqualValues(t, 600_000_000, b.Balance(b.Client.Addr, bond))
	require.Len(t, b.open(), 1)
	b.Must(send(b.Dealer, b.Client, testutil.Bonds(100_000_000)), b.Dealer)
	b.WaitForBusinessTime(testutil.Day("2026-01-08").Add(3 * time.Hour)) // it is tried again each hour
	require.EqualValues(t, 100_000_000, b.Balance(b.Client.Addr, bond))
	require.EqualValues(t, 900_000_000, b.Balance(b.Dealer.Addr, bond))
	require.Empty(t, b.open())
	b.Audited()
}

// What nobody approves lapses; what either side takes back is not made.
func TestProposalsEndWithoutBothSides(t *testing.T) {
	b := bench{testutil.NewMarket(t, issueDay), t}
	lapses, withdrawn := b.propose(b.handOver(50_000), 0), b.propose(b.handOver(50_000), 24)
	b.Must(b.approval(withdrawn), b.Ministry)
	b.Must(&controltypes.MsgWithdraw{Signer: b.Ministry.String(), Proposer: b.Custodian.String(), Number: withdrawn}, b.Ministry)
	b.Refused(controltypes.ErrProposalNotFound, b.approval(withdrawn), b.Ministry)
	b.WaitForBusinessTime(testutil.Day("2026-01-22"))
	b.Refused(controltypes.ErrProposalNotFound, b.approval(lapses), b.Ministry)
	require.EqualValues(t, 600_000_000, b.Balance(b.Client.Addr, bond))
	b.Audited()
}

// A whole series is stopped by its issuer and the central book together, and only they start it again; coupons go on.
func TestASeriesIsStoppedByBothSides(t *testing.T) {
	b := bench{testutil.NewMarket(t, issueDay), t}
	stop := controltypes.Intervention{Action: custodytypes.ActionFreezeSeries, Isin: testutil.JGB}
	b.Refused(controltypes.ErrNotASide, &controltypes.MsgPropose{
		Proposer: b.Custodian.String(), Side: controltypes.SideCustodian, Intervention: stop, Reason: custodytypes.ReasonCourtOrder,
	}, b.Custodian)
	var proposed controltypes.MsgProposeResponse
	b.Answer(b.Must(&controltypes.MsgPropose{
		Proposer: b.Ministry.String(), Side: controltypes.SideIssuer, Intervention: stop, Reason: custodytypes.ReasonIssuerEvent,
	}, b.Ministry), 0, &proposed)
	b.Govern(&controltypes.MsgApprove{Approver: testutil.Governance, Proposer: b.Ministry.String(), Number: proposed.Number})
	b.Refused(custodytypes.ErrSeriesFrozen, send(b.Client, b.Dealer, testutil.Bonds(50_000)), b.Client)
	b.WaitForDate("2026-06-22")
	b.Fund(testutil.Yen(10_500_000))
	b.Block()
	b.Block()
	require.EqualValues(t, testutil.Yen(506_300_000).Amount.Int64(), b.Balance(b.Client.Addr, "ujpy"))
	b.Audited()
}
