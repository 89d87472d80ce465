package testutil

import (
	"bytes"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	protoio "github.com/cosmos/gogoproto/io"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
)

// EnableVotes has validators vote with extensions from the next height but one on, as governance would.
func (c *Chain) EnableVotes() {
	c.TB.Helper()
	ctx, params := c.GetContext(), c.Kokusai.GetConsensusParams(c.Committed())
	for _, validator := range c.Vals.Validators {
		// The harness bonds validators without telling x/slashing, which from now on looks at who signed.
		address := sdk.ConsAddress(validator.Address)
		info := slashingtypes.NewValidatorSigningInfo(address, ctx.BlockHeight(), 0, time.Time{}, false, 0)
		require.NoError(c.TB, c.Kokusai.SlashingKeeper.SetValidatorSigningInfo(ctx, address, info))
	}
	c.Govern(&consensustypes.MsgUpdateParams{
		Authority: Governance, Block: params.Block, Evidence: params.Evidence, Validator: params.Validator,
		Abci: &cmtproto.ABCIParams{VoteExtensionsEnableHeight: c.ProposedHeader.Height + 1},
	})
	c.Block()
	c.Block()
}

// Votes are the votes for the last block with an extension each, in the order of the validators, signed; nil is a validator that was
// absent.
func (c *Chain) Votes(extensions ...[]byte) abci.ExtendedCommitInfo {
	c.TB.Helper()
	require.Len(c.TB, extensions, len(c.Vals.Validators))
	var votes abci.ExtendedCommitInfo
	for i, validator := range c.Vals.Validators {
		vote := abci.ExtendedVoteInfo{
			Validator:   abci.Validator{Address: validator.Address, Power: validator.VotingPower},
			BlockIdFlag: cmtproto.BlockIDFlagAbsent,
		}
		if extensions[i] != nil {
			vote.BlockIdFlag, vote.VoteExtension = cmtproto.BlockIDFlagCommit, extensions[i]
			vote.ExtensionSignature = c.SignExtension(i, extensions[i], c.App.LastBlockHeight(), c.ChainID)
		}
		votes.Votes = append(votes.Votes, vote)
	}
	return votes
}

// SignExtension signs an extension as the i-th validator would for a height of a chain.
func (c *Chain) SignExtension(i int, extension []byte, height int64, chainID string) []byte {
	c.TB.Helper()
	var message bytes.Buffer
	require.NoError(c.TB, protoio.NewDelimitedWriter(&message).WriteMsg(&cmtproto.CanonicalVoteExtension{
		Extension: extension, Height: height, ChainId: chainID,
	}))
	signer := c.Signers[c.Vals.Validators[i].Address.String()].(cmttypes.MockPV)
	signature, err := signer.PrivKey.Sign(message.Bytes())
	require.NoError(c.TB, err)
	return signature
}

// CommitOf is the commit that belongs to votes: what a block's header says of them.
func CommitOf(votes abci.ExtendedCommitInfo) abci.CommitInfo {
	commit := abci.CommitInfo{Round: votes.Round}
	for _, vote := range votes.Votes {
		commit.Votes = append(commit.Votes, abci.VoteInfo{Validator: vote.Validator, BlockIdFlag: vote.BlockIdFlag})
	}
	return commit
}

// Propose has the application propose the next block on top of votes, with transactions waiting.
func (c *Chain) Propose(votes abci.ExtendedCommitInfo, waiting ...[]byte) [][]byte {
	c.TB.Helper()
	response, err := c.Kokusai.PrepareProposal(&abci.RequestPrepareProposal{
		Height: c.ProposedHeader.Height, Time: c.ProposedHeader.Time, MaxTxBytes: 1 << 20, Txs: waiting, LocalLastCommit: votes,
		NextValidatorsHash: c.NextVals.Hash(), ProposerAddress: c.ProposedHeader.ProposerAddress,
	})
	require.NoError(c.TB, err)
	return response.Txs
}

// Accepts tells whether the application accepts a proposal of the next block.
func (c *Chain) Accepts(txs [][]byte, commit abci.CommitInfo) bool {
	c.TB.Helper()
	response, err := c.Kokusai.ProcessProposal(&abci.RequestProcessProposal{
		Height: c.ProposedHeader.Height, Time: c.ProposedHeader.Time, Txs: txs, ProposedLastCommit: commit,
		NextValidatorsHash: c.NextVals.Hash(), ProposerAddress: c.ProposedHeader.ProposerAddress,
	})
	require.NoError(c.TB, err)
	return response.Status == abci.ResponseProcessProposal_ACCEPT
}

// VotedBlock proposes, accepts and makes the next block on top of votes, with what was enqueued.
func (c *Chain) VotedBlock(votes abci.ExtendedCommitInfo) []*abci.ExecTxResult {
	c.TB.Helper()
	c.Coordinator.UpdateTimeForChain(c.TestChain)
	c.blocks.queue = c.Propose(votes, c.blocks.queue...)
	commit := CommitOf(votes)
	require.True(c.TB, c.Accepts(c.blocks.queue, commit))
	c.blocks.commit = commit
	c.NextBlock()
	c.Coordinator.IncrementTime()
	return c.blocks.last
}
