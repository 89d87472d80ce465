package keeper

import (
	"context"
	"time"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/control/types"
)

// InitGenesis stores a state that Validate accepts.
func (k *Keeper) InitGenesis(ctx context.Context, g *types.GenesisState) error {
	if err := g.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, sequence := range g.Sequences {
		proposer, err := k.decode("proposer", sequence.Proposer)
		if err != nil {
			return err
		}
		if err := k.sequences.Set(ctx, proposer, sequence.Count); err != nil {
			return err
		}
	}
	for _, proposal := range g.Proposals {
		proposer, err := k.decode("proposer", proposal.Proposer)
		if err != nil {
			return err
		}
		if isin := proposal.Intervention.Series(); isin != "" {
			if _, err := k.bond.IssuerOf(ctx, isin); err != nil {
				return errorsmod.Wrap(types.ErrInvalidGenesis, err.Error())
			}
		}
		if err := k.put(ctx, proposer, proposal, time.Time{}); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the whole state, sorted by key.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	g := &types.GenesisState{Params: params}
	err = k.proposals.Walk(ctx, nil, func(_ proposalKey, proposal types.Proposal) (bool, error) {
		g.Proposals = append(g.Proposals, proposal)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.sequences.Walk(ctx, nil, func(proposer sdk.AccAddress, count uint64) (bool, error) {
		text, err := k.text(proposer)
		g.Sequences = append(g.Sequences, types.Sequence{Proposer: text, Count: count})
		return false, err
	})
	return g, err
}

// Audit states the laws of the module: each open proposal has exactly one turn, and no turn is without its proposal.
func (k *Keeper) Audit(ctx context.Context) error {
	turns := 0
	err := k.queue.Walk(ctx, nil, func(turn turnKey) (bool, error) {
		turns++
		proposal, err := k.get(ctx, turn.K2(), turn.K3())
		if err == nil && proposal.NextTurn.UnixNano() != turn.K1() {
			err = types.ErrBrokenLaw.Wrapf("proposal %d of %s has its turn at another time", turn.K3(), turn.K2())
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	open := 0
	err = k.proposals.Walk(ctx, nil, func(collections.Pair[sdk.AccAddress, uint64], types.Proposal) (bool, error) {
		open++
		return false, nil
	})
	if err == nil && open != turns {
		err = types.ErrBrokenLaw.Wrapf("%d open proposals have %d turns", open, turns)
	}
	return err
}
