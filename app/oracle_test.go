package app_test

import (
	"bytes"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/testutil"
	collateralkeeper "github.com/kokusai-chain/kokusai/x/collateral/keeper"

	sdk "github.com/cosmos/cosmos-sdk/types"

	oracleabci "github.com/kokusai-chain/kokusai/x/collateral/oracle/abci"
	oraclekeeper "github.com/kokusai-chain/kokusai/x/collateral/oracle/keeper"
	oracletypes "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
)

// seen is the extension of a validator that saw a yen curve, level at a yield in 1/10000 of a percentage point.
func seen(m *testutil.Market, yieldE4 int32) []byte {
	curve := collateraltypes.Curve{Currency: "JPY", AsOf: m.Today(), Points: []collateraltypes.CurvePoint{
		{TenorMonths: 12, ParYieldPct: testutil.Dec("0.0001").MulInt64(int64(yieldE4))},
		{TenorMonths: 480, ParYieldPct: testutil.Dec("0.0001").MulInt64(int64(yieldE4))},
	}}
	observation := oracletypes.Report{Curves: []collateraltypes.Curve{curve}}.Observation()
	encoded, err := observation.Marshal()
	require.NoError(m.TB, err)
	return encoded
}

// newVotingMarket has four validators of equal power that vote, and a yen curve between 1 and 3.4 % whose band is wide.
func newVotingMarket(t *testing.T) *testutil.Market {
	t.Helper()
	m := testutil.NewMarket(t, testutil.Day("2026-01-07"))
	params := oracletypes.DefaultParams()
	params.WindowSeconds, params.Curves[0].BandPct = 1, testutil.Dec("5")
	m.Govern(&oracletypes.MsgUpdateParams{Authority: testutil.Governance, Params: params})
	m.EnableVotes()
	return m
}

func tenYearYield(m *testutil.Market) string {
	response, err := collateralkeeper.NewQueryServer(m.Kokusai.CollateralKeeper).Curve(m.Committed(), &collateraltypes.QueryCurveRequest{Currency: "JPY"})
	require.NoError(m.TB, err)
	return response.Curve.Points[len(response.Curve.Points)-1].ParYieldPct.String()[:6]
}

// Validators' observations go from votes through a proposal into the curve before the next block's transactions.
func TestValidatorsPublishACurve(t *testing.T) {
	m := newVotingMarket(t)
	before := tenYearYield(m)
	m.Block()
	require.Equal(t, before, tenYearYield(m), "a block without votes changes nothing")

	// A quarter lies, a quarter is silent.
	results := m.VotedBlock(m.Votes(seen(m, 15_000), seen(m, 15_100), seen(m, 490_000), []byte{}))
	require.Equal(t, "1.5100", tenYearYield(m))
	require.NotZero(t, results[0].Code, "the entry of votes is no transaction")
	require.Zero(t, results[0].GasUsed)

	m.VotedBlock(m.Votes(seen(m, 14_000), seen(m, 14_000), []byte("junk"), nil))
	require.Equal(t, "1.5100", tenYearYield(m), "half is no quorum")

	// A transaction after the votes sees the new curve, and works as ever.
	m.Enqueue([]sdk.Msg{&collateraltypes.MsgSupply{Supplier: m.Lender.String(), Amount: testutil.Yen(1000)}}, m.Lender)
	results = m.VotedBlock(m.Votes(seen(m, 16_000), seen(m, 16_000), seen(m, 16_000), seen(m, 16_000)))
	require.Equal(t, "1.6000", tenYearYield(m))
	require.Len(t, results, 2)
	require.Zero(t, results[1].Code, results[1].Log)
	m.Audited()

	history, err := oraclekeeper.NewQueryServer(m.Kokusai.OracleKeeper).CurveHistory(m.Committed(),
		&oracletypes.QueryCurveHistoryRequest{Currency: "JPY"})
	require.NoError(t, err)
	require.Len(t, history.Curves, 1, "the last of the day")
	m.Reborn()
	require.Equal(t, "1.6000", tenYearYield(m))
}

// A proposer can leave votes out, which delays the oracle by a block; it can rewrite nothing.
func TestAProposerCannotRewriteVotes(t *testing.T) {
	m := newVotingMarket(t)
	honest := func() abci.ExtendedCommitInfo {
		return m.Votes(seen(m, 15_000), seen(m, 15_000), seen(m, 15_000), seen(m, 15_000))
	}
	last := honest()
	commit := testutil.CommitOf(last)
	m.VotedBlock(last)
	require.Equal(t, "1.5000", tenYearYield(m))

	proposal := func(votes abci.ExtendedCommitInfo) [][]byte {
		entry, err := oracleabci.EncodeVotes(votes)
		require.NoError(t, err)
		return [][]byte{entry}
	}
	require.True(t, m.Accepts(proposal(honest()), commit))
	require.True(t, m.Accepts(nil, commit), "no votes at all")
	for name, edit := range map[string]func(*abci.ExtendedCommitInfo){
		"another's words":     func(v *abci.ExtendedCommitInfo) { v.Votes[0].VoteExtension = seen(m, 1) },
		"no words":            func(v *abci.ExtendedCommitInfo) { v.Votes[0].VoteExtension = nil },
		"no signature":        func(v *abci.ExtendedCommitInfo) { v.Votes[0].ExtensionSignature = nil },
		"another's signature": func(v *abci.ExtendedCommitInfo) { v.Votes[0].ExtensionSignature = v.Votes[1].ExtensionSignature },
		"more power":          func(v *abci.ExtendedCommitInfo) { v.Votes[0].Validator.Power = 1_000 },
		"power of a minus":    func(v *abci.ExtendedCommitInfo) { v.Votes[0].Validator.Power = -1 },
		"a vote left out": func(v *abci.ExtendedCommitInfo) {
			v.Votes[0].BlockIdFlag, v.Votes[0].VoteExtension, v.Votes[0].ExtensionSignature = cmtproto.BlockIDFlagAbsent, nil, nil
		},
		"a vote cut off":  func(v *abci.ExtendedCommitInfo) { v.Votes = v.Votes[:3] },
		"a vote added":    func(v *abci.ExtendedCommitInfo) { v.Votes = append(v.Votes, v.Votes[0]) },
		"votes of nobody": func(v *abci.ExtendedCommitInfo) { v.Votes = nil },
		"one voter twice": func(v *abci.ExtendedCommitInfo) { v.Votes[1] = v.Votes[0] },
		"another order":   func(v *abci.ExtendedCommitInfo) { v.Votes[0], v.Votes[1] = v.Votes[1], v.Votes[0] },
		"another round":   func(v *abci.ExtendedCommitInfo) { v.Round = 1 },
		"another height": func(v *abci.ExtendedCommitInfo) {
			v.Votes[0].ExtensionSignature = m.SignExtension(0, v.Votes[0].VoteExtension, m.App.LastBlockHeight()-1, m.ChainID)
		},
		"another chain": func(v *abci.ExtendedCommitInfo) {
			v.Votes[0].ExtensionSignature = m.SignExtension(0, v.Votes[0].VoteExtension, m.App.LastBlockHeight(), "kokusai-1")
		},
		"the votes of the block before": func(v *abci.ExtendedCommitInfo) { *v = last },
	} {
		votes := honest()
		edit(&votes)
		require.False(t, m.Accepts(proposal(votes), commit), name)
	}
	broken := honest()
	broken.Votes[0].ExtensionSignature = nil
	require.Empty(t, m.Propose(broken), "an honest proposer leaves out what would not pass")
	entry := proposal(honest())[0]
	require.False(t, m.Accepts([][]byte{append(bytes.Clone(entry), 0xff)}, commit), "words after the end")
	require.False(t, m.Accepts([][]byte{entry[:len(entry)/2]}, commit), "cut in the middle")

	check, err := m.Kokusai.CheckTx(&abci.RequestCheckTx{Tx: entry})
	require.NoError(t, err)
	require.NotZero(t, check.Code, "nobody sends votes as a transaction")
}

// Votes that come although they are not enabled are refused, and a chain without them works.
func TestVotesThatAreNotEnabled(t *testing.T) {
	m := testutil.NewMarket(t, testutil.Day("2026-01-07"))
	votes := m.Votes(seen(m, 15_000), seen(m, 15_000), seen(m, 15_000), seen(m, 15_000))
	entry, err := oracleabci.EncodeVotes(votes)
	require.NoError(t, err)
	require.False(t, m.Accepts([][]byte{entry}, testutil.CommitOf(votes)))
	require.True(t, m.Accepts(nil, testutil.CommitOf(votes)))
	require.Empty(t, m.Propose(votes))
	m.EnqueueEncoded(entry) // as if all had accepted it
	m.Block()
	require.NotEqual(t, "1.5000", tenYearYield(m))
}

// Size is all that a vote is judged by; what it says is judged when votes are counted.
func TestExtensionsOfAnyContentAreVotes(t *testing.T) {
	m := newVotingMarket(t)
	verify := func(extension []byte) abci.ResponseVerifyVoteExtension_VerifyStatus {
		response, err := m.Kokusai.VerifyVoteExtension(&abci.RequestVerifyVoteExtension{
			Height: m.App.LastBlockHeight(), VoteExtension: extension, ValidatorAddress: m.Vals.Validators[0].Address,
		})
		require.NoError(t, err)
		return response.Status
	}
	for _, extension := range [][]byte{nil, {}, []byte("NaN"), seen(m, 15_000), make([]byte, oracletypes.MaxObservationBytes)} {
		require.Equal(t, abci.ResponseVerifyVoteExtension_ACCEPT, verify(extension))
	}
	require.Equal(t, abci.ResponseVerifyVoteExtension_REJECT, verify(make([]byte, oracletypes.MaxObservationBytes+1)))

	// A node without a feeder votes without a view.
	response, err := m.Kokusai.ExtendVote(t.Context(), &abci.RequestExtendVote{Height: m.App.LastBlockHeight(), Time: m.ProposedHeader.Time})
	require.NoError(t, err)
	require.Empty(t, response.VoteExtension)
}
