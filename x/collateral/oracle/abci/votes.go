// Package abci carries the validators' observations through consensus: each node adds its own to its vote, the next proposer puts
// the votes it has into its block, and every node checks that it rewrote nothing.
package abci

import (
	"bytes"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// mark begins the entry of a block that carries votes. No transaction can begin with it: its first byte opens a group, which the
// encoding of transactions does not have.
var mark = []byte("kokusai/oracle/votes/1\n")

// EncodeVotes returns the entry of a block that carries votes.
func EncodeVotes(votes abci.ExtendedCommitInfo) ([]byte, error) {
	encoded, err := votes.Marshal()
	if err != nil {
		return nil, err
	}
	return append(bytes.Clone(mark), encoded...), nil
}

// DecodeVotes returns the votes that a block carries in its first entry; found is false when that is no entry of votes.
func DecodeVotes(txs [][]byte) (votes abci.ExtendedCommitInfo, found bool, err error) {
	if len(txs) == 0 || !bytes.HasPrefix(txs[0], mark) {
		return votes, false, nil
	}
	err = votes.Unmarshal(txs[0][len(mark):])
	return votes, true, err
}

// isEnabled tells whether the votes for the block before may carry extensions.
func isEnabled(ctx sdk.Context, height int64) bool {
	params := ctx.ConsensusParams().Abci
	return params != nil && params.VoteExtensionsEnableHeight != 0 && height > params.VoteExtensionsEnableHeight
}

// matches refuses votes that are not those of the commit: other validators, another order, power or round, or a vote left out
// that the commit has.
func matches(votes abci.ExtendedCommitInfo, commit abci.CommitInfo) error {
	if votes.Round != commit.Round || len(votes.Votes) != len(commit.Votes) {
		return fmt.Errorf("%d votes of round %d, the commit has %d of round %d",
			len(votes.Votes), votes.Round, len(commit.Votes), commit.Round)
	}
	for i, vote := range votes.Votes {
		of := commit.Votes[i]
		if !bytes.Equal(vote.Validator.Address, of.Validator.Address) || vote.Validator.Power != of.Validator.Power ||
			vote.BlockIdFlag != of.BlockIdFlag {
			return fmt.Errorf("vote %d of %X is not that of the commit", i, vote.Validator.Address)
		}
	}
	return nil
}

// verify checks that every extension is signed by its validator, for the block before this one.
func (h Handlers) verify(ctx sdk.Context, height int64, votes abci.ExtendedCommitInfo) error {
	return baseapp.ValidateVoteExtensions(ctx, h.validators, height, ctx.ChainID(), votes)
}
