package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// withDeposits has governance take yen as deposit for proposals that live a minute.
func withDeposits(change func(*govv1.Params)) testutil.GenesisPatch {
	return testutil.Patch(govtypes.ModuleName, func(gov *govv1.GenesisState) {
		minute := time.Minute
		gov.Params.MaxDepositPeriod, gov.Params.VotingPeriod = &minute, &minute
		gov.Params.MinDeposit = coins(sdk.NewInt64Coin(app.StakeDenom, 1_000_000), testutil.Yen(1_000))
		change(gov.Params)
	})
}

func propose(t *testing.T, m *testutil.Market, by *testutil.Actor, deposit sdk.Coin, msgs ...sdk.Msg) uint64 {
	t.Helper()
	proposal, err := govv1.NewMsgSubmitProposal(msgs, coins(deposit), by.String(), "text", "title", "summary", false)
	require.NoError(t, err)
	var answer govv1.MsgSubmitProposalResponse
	m.Answer(m.Must(proposal, by), 0, &answer)
	return answer.ProposalId
}

// A refund that governance owes to an account that was frozen meanwhile is paid at the end of a block. It waits in suspense,
// and the chain goes on.
func TestRefundOfAFrozenDepositorWaitsInSuspense(t *testing.T) {
	m := testutil.NewMarket(t, issueDay, withDeposits(func(*govv1.Params) {}))
	before := m.Balance(m.Client.Addr, yen)
	propose(t, m, m.Client, testutil.Yen(500))
	m.Freeze(m.Client)
	m.Wait(2 * time.Minute)
	m.Block()

	require.EqualValues(t, testutil.Yen(500).Amount.Int64(), m.Suspended(m.Client, yen))
	require.EqualValues(t, testutil.Yen(500).Amount.Int64(), before-m.Balance(m.Client.Addr, yen))
	m.Audited()
	m.Refused(custodytypes.ErrReceiverFrozen, &custodytypes.MsgReleaseSuspense{Signer: m.Stranger.String(), Owner: m.Client.String()}, m.Stranger)
	m.Unfreeze(m.Client)
	m.Release(m.Client)
	require.Equal(t, before, m.Balance(m.Client.Addr, yen))
	require.Zero(t, m.Suspended(m.Client, yen))
	m.Audited()
}

// A deposit that governance burns was issued by a bank, whose books must go on to agree with what circulates.
func TestBurntDepositLeavesTheBooksInOrder(t *testing.T) {
	m := testutil.NewMarket(t, issueDay, withDeposits(func(params *govv1.Params) { params.BurnProposalDepositPrevote = true }))
	before := m.Balance(m.Client.Addr, yen)
	propose(t, m, m.Client, testutil.Yen(500))
	m.Wait(2 * time.Minute)
	require.EqualValues(t, testutil.Yen(500).Amount.Int64(), before-m.Balance(m.Client.Addr, yen), "the deposit is lost")
	m.Audited()

	cancelled := propose(t, m, m.Client, testutil.Yen(500))
	m.Must(govv1.NewMsgCancelProposal(cancelled, m.Client.String()), m.Client)
	m.Audited()
}

// What governance decides to send is judged like what any module owes.
func TestGovernanceObeysTheRules(t *testing.T) {
	m := testutil.NewMarket(t, issueDay, withDeposits(func(*govv1.Params) {}))
	gov := &testutil.Actor{Addr: authtypes.NewModuleAddress(govtypes.ModuleName)}
	m.Refused(custodytypes.ErrModuleAccount, send(m.Client, gov, testutil.Bonds(50_000)), m.Client)
	m.Must(send(m.Client, gov, testutil.Yen(300)), m.Client)
	m.Freeze(m.Retail)
	retail := m.Balance(m.Retail.Addr, yen)

	id := propose(t, m, m.Voter(), sdk.NewInt64Coin(app.StakeDenom, 1_000_000),
		send(gov, m.Retail, testutil.Yen(100)), multiSend(gov, []*testutil.Actor{m.Retail, m.Stranger}, testutil.Yen(50), testutil.Yen(50)))
	m.Must(govv1.NewMsgDeposit(m.Client.Addr, id, coins(testutil.Yen(1_000))), m.Client)
	m.Must(govv1.NewMsgVote(m.Voter().Addr, id, govv1.OptionYes, ""), m.Voter())
	m.Wait(2 * time.Minute)

	proposal, err := m.Kokusai.GovKeeper.Proposals.Get(m.Committed(), id)
	require.NoError(t, err)
	require.Equal(t, govv1.StatusPassed, proposal.Status, proposal.FailedReason)
	require.Equal(t, retail, m.Balance(m.Retail.Addr, yen))
	require.EqualValues(t, testutil.Yen(150).Amount.Int64(), m.Suspended(m.Retail, yen))
	m.Audited()

	refused := propose(t, m, m.Voter(), sdk.NewInt64Coin(app.StakeDenom, 1_000_000), send(gov, m.Client, testutil.Bonds(50_000)))
	m.Must(govv1.NewMsgDeposit(m.Client.Addr, refused, coins(testutil.Yen(1_000))), m.Client)
	m.Must(govv1.NewMsgVote(m.Voter().Addr, refused, govv1.OptionYes, ""), m.Voter())
	m.Wait(2 * time.Minute)
	proposal, err = m.Kokusai.GovKeeper.Proposals.Get(m.Committed(), refused)
	require.NoError(t, err)
	require.Equal(t, govv1.StatusFailed, proposal.Status)
	m.Audited()
}
