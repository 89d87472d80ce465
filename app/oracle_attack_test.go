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

// Votes of which most say nothing, or too much, change nothing and stop nothing.
func TestVotesThatSayNothing(t *testing.T) {
	m := newVotingMarket(t)
	view := seen(m, 15_000)
	m.VotedBlock(m.Votes(view, view, view, view))
	for name, votes := range map[string][][]byte{
		"three of four are empty":     {seen(m, 16_000), {}, {}, {}},
		"all are empty":               {{}, {}, {}, {}},
		"three of four are too large": {seen(m, 16_000), make([]byte, 1<<20), make([]byte, oracletypes.MaxObservationBytes+1), append(seen(m, 16_000), make([]byte, 1<<15)...)},
		"three of four were absent":   {seen(m, 16_000), nil, nil, nil},
	} {
		height := m.App.LastBlockHeight()
		m.VotedBlock(m.Votes(votes...))
		require.Equal(t, height+1, m.App.LastBlockHeight(), name)
		require.Equal(t, "1.5000", tenYearYield(m), name)
	}
	view = seen(m, 16_000)
	m.VotedBlock(m.Votes(view, view, view, view))
	require.Equal(t, "1.6000", tenYearYield(m), "the next ones count as ever")
	m.Audited()
}

// No price changes within a block: what the curve authority sets is in force in the next one, for its own transaction too.
func TestWhoSetsACurveTradesAtTheOldOne(t *testing.T) {
	m := newVotingMarket(t)
	m.Pledge(m.Client, testutil.Bonds(100_000_000))
	params := collateraltypes.DefaultParams()
	params.MaxCurveAgeDays, params.MaxFxAgeDays, params.CurveAuthority = 0, 0, m.Client.String()
	m.Govern(&collateraltypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	set := func(yield string) *collateraltypes.MsgSetCurve {
		return &collateraltypes.MsgSetCurve{Authority: m.Client.String(), Curve: collateraltypes.Curve{
			Currency: "JPY", AsOf: m.Today(), Points: []collateraltypes.CurvePoint{
				{TenorMonths: 12, ParYieldPct: testutil.Dec(yield)}, {TenorMonths: 480, ParYieldPct: testutil.Dec(yield)},
			},
		}}
	}
	borrow := func(amount int64) *collateraltypes.MsgBorrow {
		return &collateraltypes.MsgBorrow{Owner: m.Client.String(), Number: 1, Amount: sdk.NewInt64Coin(yen, amount)}
	}
	most, before := largestLoan(m), tenYearYield(m)
	m.FailedWith(collateraltypes.ErrUnhealthy, m.SendAll([]sdk.Msg{set("0.1"), borrow(most + most/10)}, m.Client))
	require.Equal(t, before, tenYearYield(m), "a transaction that failed set nothing")
	m.MustAll([]sdk.Msg{set("9"), borrow(most - most/100)}, m.Client)
	require.Equal(t, before, tenYearYield(m))
	m.Block()
	require.Equal(t, "9.0000", tenYearYield(m))
	position, err := m.Kokusai.CollateralKeeper.Assess(m.Committed(), m.Client.Addr, yen, 1)
	require.NoError(t, err)
	require.False(t, position.IsSound(), "and is in force for whoever set it")
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
