package keeper

import (
	"context"
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

var _ collateraltypes.RiskHooks = (*Keeper)(nil)

// AfterPositionEndangered calls the owner of a position that fell below maintenance. Below the urgent level there is no grace:
// the call is due at once.
func (k *Keeper) AfterPositionEndangered(ctx context.Context, owner sdk.AccAddress, denom string, number uint64, urgent bool) error {
	id := types.ID{Owner: owner, Denom: denom, Number: number}
	if _, running, err := row.Find(ctx, k.auctions, keyOf(id)); err != nil || running {
		return err
	}
	call, called, err := row.Find(ctx, k.calls, keyOf(id))
	if err != nil {
		return err
	}
	now := k.clock.Now(ctx)
	if called {
		if !urgent || !call.DueAt.After(now) {
			return nil
		}
		if err := k.agenda.Remove(ctx, collections.Join(call.DueAt, id.Bytes())); err != nil {
			return err
		}
	} else {
		call = types.Call{Owner: owner.String(), Denom: denom, Number: number, CalledAt: now}
	}
	if call.DueAt, err = k.dueAt(ctx, id, now, urgent); err != nil {
		return err
	}
	if err := k.setCall(ctx, id, call); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventMarginCalled{Call: call})
}

func (k *Keeper) dueAt(ctx context.Context, id types.ID, now time.Time, urgent bool) (time.Time, error) {
	if urgent {
		return now, nil
	}
	assessment, err := k.collateral.Assess(ctx, id.Owner, id.Denom, id.Number)
	return now.Add(assessment.Risk.Grace()), err
}

func (k *Keeper) setCall(ctx context.Context, id types.ID, call types.Call) error {
	if err := k.calls.Set(ctx, keyOf(id), call); err != nil {
		return err
	}
	return k.agenda.Set(ctx, collections.Join(call.DueAt, id.Bytes()))
}

// endCall takes a call off the books, if there is one.
func (k *Keeper) endCall(ctx context.Context, id types.ID, met bool) error {
	call, found, err := row.Find(ctx, k.calls, keyOf(id))
	if err != nil || !found {
		return err
	}
	if err := k.calls.Remove(ctx, keyOf(id)); err != nil {
		return err
	}
	if err := k.agenda.Remove(ctx, collections.Join(call.DueAt, id.Bytes())); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCallEnded{Owner: call.Owner, Denom: id.Denom, Number: id.Number, Met: met})
}

// AfterPositionSound ends the call or the auction of a position that is in danger no more.
func (k *Keeper) AfterPositionSound(ctx context.Context, owner sdk.AccAddress, denom string, number uint64) error {
	id := types.ID{Owner: owner, Denom: denom, Number: number}
	if err := k.endCall(ctx, id, true); err != nil {
		return err
	}
	return k.endAuction(ctx, id, true)
}
