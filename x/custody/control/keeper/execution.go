package keeper

import (
	"context"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/control/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// Execute makes an approved intervention whose delay is over.
func (k *Keeper) Execute(ctx context.Context, proposer sdk.AccAddress, number uint64) (complete bool, err error) {
	proposal, err := k.get(ctx, proposer, number)
	if err != nil {
		return false, err
	}
	now := k.bond.Now(ctx)
	switch {
	case proposal.Status != types.StatusApproved:
		return false, types.ErrNotApproved.Wrapf("%d of %s", number, proposal.Proposer)
	case now.Before(*proposal.Due):
		return false, types.ErrNotDue.Wrapf("before %s", proposal.Due)
	case !now.Before(proposal.ExpiresAt):
		return false, types.ErrExpired.Wrapf("at %s", proposal.ExpiresAt)
	}
	return k.execute(ctx, proposer, proposal)
}

// execute makes an intervention, or the next step of a recovery, and ends the proposal when nothing is left to do.
func (k *Keeper) execute(ctx context.Context, proposer sdk.AccAddress, proposal types.Proposal) (complete bool, err error) {
	if complete, err = k.intervene(ctx, proposal); err != nil {
		return false, err
	}
	if complete {
		err = k.drop(ctx, proposer, proposal)
	} else {
		params, failure := k.params.Get(ctx)
		if failure != nil {
			return false, failure
		}
		last, now := proposal.NextTurn, k.bond.Now(ctx).UTC()
		proposal.NextTurn, proposal.ExpiresAt = now, now.Add(types.Hours(params.ExpiryHours))
		err = k.put(ctx, proposer, proposal, last)
	}
	if err != nil {
		return false, err
	}
	return complete, event.Emit(ctx, &types.EventExecuted{Proposer: proposal.Proposer, Number: proposal.Number, Complete: complete})
}

func (k *Keeper) intervene(ctx context.Context, proposal types.Proposal) (complete bool, err error) {
	what, order := proposal.Intervention, proposal.Order()
	account, to, err := what.Parties(k.accounts.AddressCodec())
	if err != nil {
		return false, err
	}
	switch what.Action {
	case custodytypes.ActionFreezeAccount, custodytypes.ActionUnfreezeAccount:
		return true, k.custody.OrderFreeze(ctx, account, what.Action == custodytypes.ActionFreezeAccount, order)
	case custodytypes.ActionFreezeSeries, custodytypes.ActionUnfreezeSeries:
		return true, k.custody.OrderSeriesFreeze(ctx, what.Isin, what.Action == custodytypes.ActionFreezeSeries, order)
	case custodytypes.ActionForceTransfer:
		return true, k.custody.ForceTransfer(ctx, account, to, *what.Amount, order)
	case custodytypes.ActionRecoverAccount:
		return k.custody.RecoverAccount(ctx, account, to, order)
	case custodytypes.ActionSetRules:
		return true, k.custody.ReplaceRules(ctx, *what.Rules, order)
	default:
		return false, types.ErrInvalidIntervention.Wrapf("%s", what.Action)
	}
}

// EndBlock takes up proposals whose turn has come, first come first, up to the limit of the params: it makes what is due,
// tries again what failed, and lets lapse what waited too long.
func (k *Keeper) EndBlock(ctx sdk.Context) error {
	turns, err := k.turns(ctx)
	if err != nil {
		ctx.Logger().Error("the queue of x/custody/control could not be read", "error", err)
		return nil
	}
	for _, turn := range turns {
		if err := safely.Run(ctx, func(ctx sdk.Context) error { return k.takeUp(ctx, turn) }); err != nil {
			ctx.Logger().Error("a proposal could not be taken up", "proposer", turn.K2(), "number", turn.K3(), "error", err)
		}
	}
	return nil
}

// turns lists the turns that have come.
func (k *Keeper) turns(ctx sdk.Context) (due []turnKey, err error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := k.bond.Now(ctx).UnixNano()
	err = k.queue.Walk(ctx, nil, func(turn turnKey) (bool, error) {
		if turn.K1() > now || len(due) == int(params.BlockLimit) {
			return true, nil
		}
		due = append(due, turn)
		return false, nil
	})
	return due, err
}

func (k *Keeper) takeUp(ctx sdk.Context, turn turnKey) error {
	proposer, now := turn.K2(), k.bond.Now(ctx).UTC()
	proposal, err := k.get(ctx, proposer, turn.K3())
	if err != nil {
		return err
	}
	if !now.Before(proposal.ExpiresAt) {
		if err := k.drop(ctx, proposer, proposal); err != nil {
			return err
		}
		return event.Emit(ctx, &types.EventExpired{Proposer: proposal.Proposer, Number: proposal.Number})
	}
	failure := safely.Run(ctx, func(ctx sdk.Context) error {
		_, err := k.execute(ctx, proposer, proposal)
		return err
	})
	if failure == nil {
		return nil
	}
	return k.postpone(ctx, proposer, proposal, now, failure)
}

// postpone has an intervention that failed tried again later.
func (k *Keeper) postpone(ctx sdk.Context, proposer sdk.AccAddress, proposal types.Proposal, now time.Time, failure error) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	last := proposal.NextTurn
	proposal.NextTurn = now.Add(types.Hours(params.RetryHours))
	if proposal.NextTurn.After(proposal.ExpiresAt) {
		proposal.NextTurn = proposal.ExpiresAt
	}
	if err := k.put(ctx, proposer, proposal, last); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventExecutionFailed{Proposer: proposal.Proposer, Number: proposal.Number, Reason: failure.Error()})
}
