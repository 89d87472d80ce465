package abci

import (
	"context"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
)

// Source is where a node observes figures.
type Source interface {
	// Observe returns what is known of the figures at a time of business.
	Observe(ctx context.Context, at time.Time) (types.Observation, error)
}

// Keeper is the oracle's.
type Keeper interface {
	BeforeTransactions(ctx sdk.Context, votes *abci.ExtendedCommitInfo)
}

// Handlers are the oracle's part in consensus. All of it works, and does nothing, while vote extensions are not enabled.
type Handlers struct {
	keeper     Keeper
	clock      types.Clock
	validators baseapp.ValidatorStore
	source     Source
}

// NewHandlers returns the handlers. A node without a source votes without a view.
func NewHandlers(keeper Keeper, clock types.Clock, validators baseapp.ValidatorStore, source Source) Handlers {
	return Handlers{keeper: keeper, clock: clock, validators: validators, source: source}
}

// ExtendVote adds what this node's source knows to its vote. Nothing known, or no answer in time, is an empty extension: a
// validator votes on blocks whatever happens to its source.
func (h Handlers) ExtendVote(ctx sdk.Context, req *abci.RequestExtendVote) (*abci.ResponseExtendVote, error) {
	response := &abci.ResponseExtendVote{VoteExtension: []byte{}}
	if h.source == nil {
		return response, nil
	}
	observation, err := h.source.Observe(ctx, h.clock.Now(ctx.WithBlockTime(req.Time)))
	if err != nil {
		ctx.Logger().Error("oracle: no observation", "error", err)
		return response, nil
	}
	encoded, err := observation.Marshal()
	if err != nil || len(encoded) > types.MaxObservationBytes {
		ctx.Logger().Error("oracle: observation dropped", "bytes", len(encoded), "error", err)
		return response, nil
	}
	response.VoteExtension = encoded
	return response, nil
}

// VerifyVoteExtension accepts everything of a bounded size. What an extension says is judged when votes are counted, where a bad
// one costs its validator its say and nobody else anything.
func (Handlers) VerifyVoteExtension(
	_ sdk.Context, req *abci.RequestVerifyVoteExtension,
) (*abci.ResponseVerifyVoteExtension, error) {
	status := abci.ResponseVerifyVoteExtension_ACCEPT
	if len(req.VoteExtension) > types.MaxObservationBytes {
		status = abci.ResponseVerifyVoteExtension_REJECT
	}
	return &abci.ResponseVerifyVoteExtension{Status: status}, nil
}

// entryOverhead is what a block's encoding adds to an entry at most.
const entryOverhead = 16

// PrepareProposal puts the votes for the block before in front of what next selects. Votes that would not pass, or leave no room
// for anything else, are left out.
func (h Handlers) PrepareProposal(next sdk.PrepareProposalHandler) sdk.PrepareProposalHandler {
	return func(ctx sdk.Context, req *abci.RequestPrepareProposal) (*abci.ResponsePrepareProposal, error) {
		if !isEnabled(ctx, req.Height) {
			return next(ctx, req)
		}
		if err := h.verify(ctx, req.Height, req.LocalLastCommit); err != nil {
			ctx.Logger().Error("oracle: votes left out", "height", req.Height, "error", err)
			return next(ctx, req)
		}
		entry, err := EncodeVotes(req.LocalLastCommit)
		if err != nil {
			return nil, err
		}
		room := req.MaxTxBytes - int64(len(entry)) - entryOverhead
		if room < req.MaxTxBytes/2 {
			ctx.Logger().Error("oracle: votes left out", "height", req.Height, "bytes", len(entry))
			return next(ctx, req)
		}
		smaller := *req
		smaller.MaxTxBytes = room
		response, err := next(ctx, &smaller)
		if err != nil {
			return nil, err
		}
		response.Txs = append([][]byte{entry}, response.Txs...)
		return response, nil
	}
}

// ProcessProposal refuses a block whose votes are not, to the byte, those that the validators signed for the block before. A block
// without votes is good: a proposer that leaves them out delays the oracle by a block, and a chain that refused such blocks would
// stand still when votes can't be had.
func (h Handlers) ProcessProposal(next sdk.ProcessProposalHandler) sdk.ProcessProposalHandler {
	return func(ctx sdk.Context, req *abci.RequestProcessProposal) (*abci.ResponseProcessProposal, error) {
		votes, found, err := DecodeVotes(req.Txs)
		if !found {
			return next(ctx, req)
		}
		if err == nil {
			err = h.check(ctx, req, votes)
		}
		if err != nil {
			ctx.Logger().Error("oracle: block refused", "height", req.Height, "error", err)
			return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}, nil
		}
		rest := *req
		rest.Txs = req.Txs[1:]
		return next(ctx, &rest)
	}
}

func (h Handlers) check(ctx sdk.Context, req *abci.RequestProcessProposal, votes abci.ExtendedCommitInfo) error {
	if !isEnabled(ctx, req.Height) {
		return types.ErrInvalidObservation.Wrap("votes are not enabled")
	}
	if err := matches(votes, req.ProposedLastCommit); err != nil {
		return err
	}
	return h.verify(ctx, req.Height, votes)
}

// PreBlock has the oracle work on a block's votes before its transactions. The block was accepted by more than two thirds of the
// validators, who checked the signatures; that the votes are those of the commit is checked again, as it costs nothing.
func (h Handlers) PreBlock(ctx sdk.Context, req *abci.RequestFinalizeBlock) {
	votes, found, err := DecodeVotes(req.Txs)
	if !found || err != nil || !isEnabled(ctx, req.Height) || matches(votes, req.DecidedLastCommit) != nil {
		h.keeper.BeforeTransactions(ctx, nil)
		return
	}
	h.keeper.BeforeTransactions(ctx, &votes)
}
