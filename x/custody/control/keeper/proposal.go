package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/control/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// SetParams replaces the limits.
func (k *Keeper) SetParams(ctx context.Context, params types.Params) error {
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

// Propose stores what one side asks for, and returns its number.
func (k *Keeper) Propose(ctx context.Context, proposer sdk.AccAddress, proposal types.Proposal) (uint64, error) {
	if err := k.checkSide(ctx, proposer, proposal.Side, proposal.Intervention); err != nil {
		return 0, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return 0, err
	}
	if proposal.Intervention.NeedsDelay() && proposal.DelayHours < params.MinDelayHours {
		return 0, types.ErrInvalidProposal.Wrapf("delay of %d hours, at least %d", proposal.DelayHours, params.MinDelayHours)
	}
	if err := k.checkRoom(ctx, proposer, params.MaxOpen); err != nil {
		return 0, err
	}
	if proposal.Number, err = k.nextNumber(ctx, proposer); err != nil {
		return 0, err
	}
	if proposal.Proposer, err = k.text(proposer); err != nil {
		return 0, err
	}
	proposal.Status = types.StatusProposed
	proposal.ExpiresAt = k.bond.Now(ctx).UTC().Add(types.Hours(params.ExpiryHours))
	proposal.NextTurn = proposal.ExpiresAt
	if err := k.put(ctx, proposer, proposal, proposal.NextTurn); err != nil {
		return 0, err
	}
	return proposal.Number, event.Emit(ctx, &types.EventProposed{Proposal: proposal})
}

// checkRoom bounds the open proposals of one proposer.
func (k *Keeper) checkRoom(ctx context.Context, proposer sdk.AccAddress, limit uint32) error {
	open := uint32(0)
	err := k.proposals.Walk(ctx, collections.NewPrefixedPairRange[sdk.AccAddress, uint64](proposer), func(proposalKey, types.Proposal) (bool, error) {
		open++
		return open >= limit, nil
	})
	if err == nil && open >= limit {
		err = types.ErrTooMany.Wrapf("at most %d", limit)
	}
	return err
}

func (k *Keeper) nextNumber(ctx context.Context, proposer sdk.AccAddress) (uint64, error) {
	count, err := k.sequences.Get(ctx, proposer)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return 0, err
	}
	return count + 1, k.sequences.Set(ctx, proposer, count+1)
}

// Approve agrees for the other side. Without a delay the intervention is made at once, and an approval of what cannot be
// made fails.
func (k *Keeper) Approve(ctx context.Context, approver, proposer sdk.AccAddress, number uint64) (executed bool, err error) {
	proposal, err := k.get(ctx, proposer, number)
	if err != nil {
		return false, err
	}
	now := k.bond.Now(ctx).UTC()
	switch {
	case proposal.Status != types.StatusProposed:
		return false, types.ErrAlreadyApproved.Wrapf("by %s", proposal.Approver)
	case !now.Before(proposal.ExpiresAt):
		return false, types.ErrExpired.Wrapf("at %s", proposal.ExpiresAt)
	case approver.Equals(proposer):
		return false, types.ErrSameParty
	}
	if err := k.checkSide(ctx, approver, proposal.Side.Other(), proposal.Intervention); err != nil {
		return false, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return false, err
	}
	if proposal.Approver, err = k.text(approver); err != nil {
		return false, err
	}
	last, due := proposal.NextTurn, now.Add(types.Hours(proposal.DelayHours))
	proposal.Status, proposal.Due, proposal.NextTurn = types.StatusApproved, &due, due
	proposal.ExpiresAt = due.Add(types.Hours(params.ExpiryHours))
	if err := k.put(ctx, proposer, proposal, last); err != nil {
		return false, err
	}
	if err := event.Emit(ctx, &types.EventApproved{Proposer: proposal.Proposer, Number: number, Approver: proposal.Approver, Due: due}); err != nil {
		return false, err
	}
	if proposal.DelayHours > 0 {
		return false, nil
	}
	return k.execute(ctx, proposer, proposal)
}

// Withdraw takes a proposal back. Its proposer may, and who approved it: both sides have to want it until it is made.
func (k *Keeper) Withdraw(ctx context.Context, signer, proposer sdk.AccAddress, number uint64) error {
	proposal, err := k.get(ctx, proposer, number)
	if err != nil {
		return err
	}
	text, err := k.text(signer)
	if err != nil {
		return err
	}
	if text != proposal.Proposer && text != proposal.Approver {
		return types.ErrNotAParty.Wrap(text)
	}
	if err := k.drop(ctx, proposer, proposal); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventWithdrawn{Proposer: proposal.Proposer, Number: number, By: text})
}
