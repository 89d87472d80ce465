package app_test

import (
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/server"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/testutil"
	collateralkeeper "github.com/kokusai-chain/kokusai/x/collateral/keeper"
	oraclekeeper "github.com/kokusai-chain/kokusai/x/collateral/oracle/keeper"
	oracletypes "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

func narrowBand(m *testutil.Market) {
	params := oracletypes.DefaultParams()
	params.WindowSeconds, params.RecoveryWindows, params.Curves[0].BandPct = 1, 3, testutil.Dec("0.5")
	m.Govern(&oracletypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
}

func feedOf(m *testutil.Market) *oracletypes.QueryCurveFeedResponse {
	m.TB.Helper()
	feed, err := oraclekeeper.NewQueryServer(m.Kokusai.OracleKeeper).CurveFeed(m.Committed(), &oracletypes.QueryCurveFeedRequest{Currency: "JPY"})
	require.NoError(m.TB, err)
	return feed
}

// largestLoan is what the client may borrow against its bonds.
func largestLoan(m *testutil.Market) int64 {
	m.TB.Helper()
	position, err := collateralkeeper.NewQueryServer(m.Kokusai.CollateralKeeper).Position(m.Committed(), &collateraltypes.QueryPositionRequest{
		Owner: m.Client.String(), Denom: yen, Number: 1,
	})
	require.NoError(m.TB, err)
	return position.MaxBorrow.Int64()
}

// What liars achieve, by their share of the power. Up to a half they choose among what honest validators say; with more they decide what is
// voted, and the band holds it back, with wider haircuts, until it has stood for all windows: time for the others to act.
func TestLiarsByTheirPower(t *testing.T) {
	const low, high, absurd = 1, 60_000, 490_000
	m := newVotingMarket(t)
	honest := func() []byte { return seen(m, 15_000) }
	m.VotedBlock(m.Votes(honest(), honest(), honest(), honest()))
	m.Pledge(m.Client, testutil.Bonds(100_000_000))
	narrowBand(m)
	for name, votes := range map[string]func(lie int32) [][]byte{
		"a quarter":        func(lie int32) [][]byte { return [][]byte{seen(m, lie), honest(), honest(), honest()} },
		"a third":          func(lie int32) [][]byte { return [][]byte{seen(m, lie), honest(), honest(), nil} },
		"a quarter silent": func(int32) [][]byte { return [][]byte{honest(), honest(), {}, honest()} },
		"a quarter junk":   func(int32) [][]byte { return [][]byte{honest(), []byte("\xff\xff junk"), honest(), honest()} },
		"a quarter large": func(int32) [][]byte {
			return [][]byte{honest(), make([]byte, oracletypes.MaxObservationBytes), honest(), honest()}
		},
	} {
		for _, lie := range []int32{low, high, absurd} {
			m.VotedBlock(m.Votes(votes(lie)...))
			require.Equal(t, "1.5000", tenYearYield(m), name)
			require.False(t, feedOf(m).Feed.State.InDoubt(), name)
		}
	}
	before := largestLoan(m)
	for _, lie := range []int32{low, high} {
		m.VotedBlock(m.Votes(seen(m, lie), seen(m, lie), honest(), honest()))
		require.Equal(t, "1.5000", tenYearYield(m), "a half: the honest figure, or one that the band holds back")
		m.VotedBlock(m.Votes(seen(m, lie), seen(m, lie), seen(m, lie), honest()))
		require.Equal(t, "1.5000", tenYearYield(m), "three quarters are held back by the band")
		require.True(t, feedOf(m).Feed.State.InDoubt())
		require.Less(t, largestLoan(m), before, "meanwhile less is lent on everything")
		for range 5 { // calm has to last
			m.VotedBlock(m.Votes(honest(), honest(), honest(), honest()))
		}
		require.False(t, feedOf(m).Feed.State.InDoubt())
		require.Equal(t, before, largestLoan(m))
	}
	for range 5 {
		m.VotedBlock(m.Votes(seen(m, absurd), seen(m, absurd), seen(m, absurd), honest()))
		require.Equal(t, "1.5000", tenYearYield(m), "nobody is believed beyond the limits")
	}
	for range 3 {
		require.Equal(t, "1.5000", tenYearYield(m))
		m.VotedBlock(m.Votes(seen(m, 40_000), seen(m, 40_000), seen(m, 40_000), honest()))
	}
	require.Equal(t, "4.0000", tenYearYield(m), "what a majority says for three windows is believed")
	m.Audited()
}

// Nodes that execute a block one transaction after the other, and in parallel, come to the same state and answers on votes and
// whatever follows them in the block.
func TestVotesUnderParallelExecution(t *testing.T) {
	m := newVotingMarket(t)
	m.Pledge(m.Client, testutil.Bonds(100_000_000))
	m.Pledge(m.Dealer, testutil.Bonds(100_000_000))
	genesis := m.Export()
	txs := m.Propose(m.Votes(seen(m, 15_000), seen(m, 15_100), seen(m, 490_000), seen(m, 15_200)),
		m.Encode(testutil.Tx{Signers: []*testutil.Actor{m.Client}, Msgs: []sdk.Msg{
			&collateraltypes.MsgBorrow{Owner: m.Client.String(), Number: 1, Amount: testutil.Yen(50_000_000)},
		}}),
		m.Encode(testutil.Tx{Signers: []*testutil.Actor{m.Dealer}, Msgs: []sdk.Msg{
			&collateraltypes.MsgBorrow{Owner: m.Dealer.String(), Number: 1, Amount: testutil.Yen(101_000_000)},
		}}),
		m.Encode(testutil.Tx{Signers: []*testutil.Actor{m.Lender}, Msgs: []sdk.Msg{
			&collateraltypes.MsgSupply{Supplier: m.Lender.String(), Amount: testutil.Yen(1_000_000)},
		}}),
	)
	require.Len(t, txs, 4)
	commit := testutil.CommitOf(m.Votes(seen(m, 15_000), seen(m, 15_100), seen(m, 490_000), seen(m, 15_200)))
	var first *abci.ResponseFinalizeBlock
	for _, settings := range []simtestutil.AppOptionsMap{
		{server.FlagBlockExecutor: "sequential"},
		{server.FlagBlockExecutor: "block-stm", server.FlagBlockSTMWorkers: 2},
		{server.FlagBlockExecutor: "block-stm", server.FlagBlockSTMWorkers: 8},
	} {
		started, err := m.StartWith(genesis, settings)
		require.NoError(t, err)
		outcome := finalize(t, m, started, txs, commit)
		require.NotZero(t, outcome.TxResults[0].Code, "votes are no transaction")
		require.Zero(t, outcome.TxResults[1].Code, outcome.TxResults[1].Log)
		require.NotZero(t, outcome.TxResults[2].Code, "at the new curve its bonds carry less")
		if first == nil {
			first = outcome
		}
		require.Equal(t, first.AppHash, outcome.AppHash)
		require.Equal(t, first.TxResults, outcome.TxResults)
		require.Equal(t, first.Events, outcome.Events)
	}
}

func finalize(t *testing.T, m *testutil.Market, node *app.App, txs [][]byte, commit abci.CommitInfo) *abci.ResponseFinalizeBlock {
	t.Helper()
	outcome, err := node.FinalizeBlock(&abci.RequestFinalizeBlock{
		Height: m.App.LastBlockHeight() + 1, Time: m.ProposedHeader.Time, Txs: txs, DecidedLastCommit: commit,
		NextValidatorsHash: m.NextVals.Hash(), ProposerAddress: m.ProposedHeader.ProposerAddress,
	})
	require.NoError(t, err)
	_, err = node.Commit()
	require.NoError(t, err)
	return outcome
}
