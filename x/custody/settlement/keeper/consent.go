package keeper

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// What ended a settlement that did not settle.
const (
	causeWithdrawn = "withdrawn"
	causeCancelled = "cancelled"
	causeLapsed    = "lapsed"
	causeBoughtIn  = "bought in"
	causeClosed    = "closed"
)

// of returns a settlement as stored, a copy to change, and the place of a party that has agreed to it.
func (k *Keeper) of(ctx sdk.Context, account string, id types.ID) (was, s types.Settlement, place int, err error) {
	if was, err = k.GetSettlement(ctx, id); err != nil {
		return was, s, 0, err
	}
	place = was.Place(account)
	if place < 0 || !was.Parties[place].Agreed {
		return was, s, 0, types.ErrNotParty.Wrapf("%s has not agreed to %s", account, id)
	}
	return was, was.Copy(), place, nil
}

// SetHeld holds a settlement for a party, or releases it. What is released and due is tried.
func (k *Keeper) SetHeld(ctx sdk.Context, account string, id types.ID, held bool) (types.Outcome, error) {
	was, s, place, err := k.of(ctx, account, id)
	if err != nil {
		return types.Outcome{}, err
	}
	switch party := &s.Parties[place]; {
	case s.Kind == types.KindClaim:
		return types.Outcome{}, types.ErrNotParty.Wrap("nobody holds a claim")
	case party.Held && held:
		return types.Outcome{}, types.ErrAlreadyHeld.Wrap(account)
	case !party.Held && !held:
		return types.Outcome{}, types.ErrNothingToHold.Wrap(account)
	default:
		party.Held = held
	}
	if err := event.Emit(ctx, &types.EventHeld{Id: id.String(), Party: account, Held: held}); err != nil {
		return types.Outcome{}, err
	}
	if s.Status == types.StatusPending {
		return k.attempt(ctx, id, &was, s)
	}
	return types.Outcome{Id: id.String(), Status: s.Status, Pending: s.Pending}, k.put(ctx, id, &was, &s)
}

// Cancel ends what others have yet to agree to, for who opened it; another party takes its agreement to a set back. What all
// have agreed ends when all have asked.
func (k *Keeper) Cancel(ctx sdk.Context, account string, id types.ID, withdraw bool) (cancelled bool, err error) {
	was, s, place, err := k.of(ctx, account, id)
	if err != nil {
		return false, err
	}
	if s.Status != types.StatusAlleged {
		return k.requestCancel(ctx, account, id, was, s, place, withdraw)
	}
	if withdraw {
		return false, types.ErrAlreadyCancelling.Wrap("nothing to take back")
	}
	if place == 0 {
		return true, k.end(ctx, id, &was, causeWithdrawn)
	}
	s.Parties[place].Agreed, s.Parties[place].Held = false, false
	if err := event.Emit(ctx, &types.EventDisagreed{Id: id.String(), Party: account}); err != nil {
		return false, err
	}
	return false, k.put(ctx, id, &was, &s)
}

func (k *Keeper) requestCancel(ctx sdk.Context, account string, id types.ID, was, s types.Settlement, place int, withdraw bool) (cancelled bool, err error) {
	party := &s.Parties[place]
	if party.Cancelling != withdraw {
		return false, types.ErrAlreadyCancelling.Wrap(account)
	}
	party.Cancelling = !withdraw
	if err := event.Emit(ctx, &types.EventCancelRequested{Id: id.String(), Party: account, Withdrawn: withdraw}); err != nil {
		return false, err
	}
	if s.IsCancelled() {
		return true, k.end(ctx, id, &was, causeCancelled)
	}
	return false, k.put(ctx, id, &was, &s)
}

// end closes a settlement that will not settle. A charge that nobody claims is waived.
func (k *Keeper) end(ctx sdk.Context, id types.ID, was *types.Settlement, cause string) error {
	waived := was.Charge
	if cause == causeBoughtIn || cause == causeClosed {
		waived = math.ZeroInt() // it has become a claim
	}
	if err := event.Emit(ctx, &types.EventCancelled{Id: id.String(), Cause: cause, Waived: waived}); err != nil {
		return err
	}
	return k.put(ctx, id, was, nil)
}
