package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// GetPosition returns a position.
func (k *Keeper) GetPosition(ctx context.Context, owner sdk.AccAddress, number uint64) (types.Position, error) {
	position, err := k.positions.Get(ctx, collections.Join(owner, number))
	if errors.Is(err, collections.ErrNotFound) {
		return position, types.ErrPositionNotFound.Wrapf("%d of %s", number, owner)
	}
	return position, err
}

// PositionOf tells whose position an account is that of. Such an account belongs to its position's owner, holds money
// only for the module, and has no key.
func (k *Keeper) PositionOf(ctx context.Context, account sdk.AccAddress) (owner sdk.AccAddress, number uint64, found bool, err error) {
	at, err := k.accounts.Get(ctx, account)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, 0, false, nil
	}
	return at.K1(), at.K2(), err == nil, err
}

// accountOf is the position's own account.
func (k *Keeper) accountOf(position *types.Position) (sdk.AccAddress, error) {
	if position.Account != "" {
		return k.addresses.StringToBytes(position.Account)
	}
	owner, err := k.addresses.StringToBytes(position.Owner)
	if err != nil {
		return nil, err
	}
	return types.PositionAccount(owner, position.Number), nil
}

func (k *Keeper) accountText(position *types.Position) (string, error) {
	account, err := k.accountOf(position)
	if err != nil {
		return "", err
	}
	return k.addresses.BytesToString(account)
}

// change applies a transition to a position and keeps it, with everything that follows from its amounts.
func (k *Keeper) change(ctx sdk.Context, at row, transition func(*types.Position) error) (types.Position, error) {
	before, err := k.GetPosition(ctx, at.K1(), at.K2())
	if err != nil {
		return before, err
	}
	after := before
	if err := transition(&after); err != nil {
		return before, err
	}
	after.MovedAt = ctx.BlockTime()
	if err := k.store(ctx, at, &before, &after); err != nil {
		return before, err
	}
	return after, event.Emit(ctx, &types.EventPositionMoved{
		Owner: after.Owner, Number: after.Number, From: before.Stage, To: after.Stage, Closing: after.Closing,
		Abroad: after.Abroad, Home: after.Home, Note: after.Note,
	})
}

// insert keeps a new position.
func (k *Keeper) insert(ctx context.Context, at row, position types.Position) error {
	if err := k.accounts.Set(ctx, types.PositionAccount(at.K1(), at.K2()), at); err != nil {
		return err
	}
	nothing := types.Position{Stage: types.Stage_STAGE_CLOSED, Abroad: types.NothingAbroad()}
	return k.store(ctx, at, &nothing, &position)
}

// store keeps a position, its place in the queue and its share in the ledger of its venue.
func (k *Keeper) store(ctx context.Context, at row, before, after *types.Position) error {
	if err := k.reschedule(ctx, at, before, after); err != nil {
		return err
	}
	if err := k.shiftLedger(ctx, before, after); err != nil {
		return err
	}
	return k.positions.Set(ctx, at, *after)
}

func (k *Keeper) reschedule(ctx context.Context, at row, before, after *types.Position) error {
	if before.Due != nil && after.Due != nil && before.Due.Equal(*after.Due) {
		return nil
	}
	if before.Due != nil {
		if err := k.due.Remove(ctx, collections.Join(before.Due.UnixNano(), at)); err != nil {
			return err
		}
	}
	if after.Due == nil {
		return nil
	}
	return k.due.Set(ctx, collections.Join(after.Due.UnixNano(), at))
}

// shiftLedger is the only writer of a ledger's sums, so that they cannot but add up.
func (k *Keeper) shiftLedger(ctx context.Context, before, after *types.Position) error {
	old, now := before.Share(), after.Share()
	lost := after.Abroad.WrittenOff.Sub(before.Abroad.WrittenOff)
	lostClaims := after.Abroad.WrittenOffClaims.Sub(before.Abroad.WrittenOffClaims)
	if old.Equal(now) && lost.IsZero() && lostClaims.IsZero() {
		return nil
	}
	return k.changeLedger(ctx, after.VenueId, func(l *types.VenueLedger) {
		if now.Orders > old.Orders || !old.Claims.Equal(now.Claims) {
			l.Revision++
		}
		l.Orders = l.Orders - old.Orders + now.Orders
		l.OpenPositions = l.OpenPositions - old.Open + now.Open
		l.Exposure = l.Exposure.Sub(old.Exposure).Add(now.Exposure)
		l.Idle = l.Idle.Sub(old.Idle).Add(now.Idle)
		l.Claims = l.Claims.Sub(old.Claims).Add(now.Claims)
		l.WrittenOffIdle = l.WrittenOffIdle.Add(lost)
		l.WrittenOffClaims = l.WrittenOffClaims.Add(lostClaims)
	})
}
