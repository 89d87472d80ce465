package keeper

import (
	"cmp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// batched is one settlement of several that settle together.
type batched struct {
	id      types.ID
	was     types.Settlement // as stored
	s       types.Settlement
	parties []sdk.AccAddress
	part    []types.Leg
}

// SettleBatch settles now and together what instructions match and what names stand for, as net movements, or nothing.
func (k *Keeper) SettleBatch(ctx sdk.Context, account string, party sdk.AccAddress, instructions []types.Instruction, ids []types.ID) ([]string, error) {
	batch := make([]batched, 0, len(instructions)+len(ids))
	for _, in := range instructions {
		b, err := k.matchNow(ctx, party, in)
		if err != nil {
			return nil, err
		}
		batch = append(batch, b)
	}
	for _, id := range ids {
		was, s, _, err := k.of(ctx, account, id)
		if err != nil {
			return nil, err
		}
		batch = append(batch, batched{id: id, was: was, s: s})
	}
	seen := make(map[string]bool, len(batch))
	names := make([]string, len(batch))
	for i := range batch {
		names[i] = batch[i].id.String()
		if seen[names[i]] {
			return nil, types.ErrDuplicate.Wrap(names[i])
		}
		seen[names[i]] = true
	}
	if err := k.prepareBatch(ctx, batch); err != nil {
		return nil, err
	}
	return names, k.settleTogether(ctx, batch)
}

func (k *Keeper) matchNow(ctx sdk.Context, party sdk.AccAddress, in types.Instruction) (batched, error) {
	_, id, err := k.tradeOf(party, in)
	if err != nil {
		return batched{}, err
	}
	was, found, err := row.Find(ctx, k.settlements, []byte(id))
	if err != nil || !found {
		return batched{}, cmp.Or(err, types.ErrNotCounter.Wrap(in.Reference))
	}
	s, err := k.match(ctx, id, party, was, in)
	if err != nil {
		return batched{}, err
	}
	s.Matched, s.Status = ctx.BlockHeight(), types.StatusPending
	return batched{id: id, was: was, s: s}, event.Emit(ctx, &types.EventMatched{Id: id.String(), Legs: s.Legs, Status: s.Status})
}

// prepareBatch refuses a batch of which anything is not to settle now, or not in one piece.
func (k *Keeper) prepareBatch(ctx sdk.Context, batch []batched) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	judge, accounts, markets := k.newJudge(), k.newDirectory(), map[string]hours{}
	for i := range batch {
		b := &batch[i]
		h, known := markets[b.s.Calendar]
		if !known {
			if h, err = k.hours(ctx, params, b.s.Calendar); err != nil {
				return err
			}
			markets[b.s.Calendar] = h
		}
		switch {
		case !b.s.IsAgreed() || !h.isDue(b.s):
			return types.ErrNotDue.Wrap(b.id.String())
		case b.s.IsHeld():
			return types.ErrHeld.Wrap(b.id.String())
		case !h.open():
			return types.ErrMarketClosed.Wrap(b.s.Calendar)
		}
		if b.part = b.s.NextPart(); !b.part[0].Amount.IsEqual(b.s.Legs[0].Amount) {
			return types.ErrInvalidPiece.Wrapf("%s settles in several pieces", b.id)
		}
		if b.parties, err = accounts.addresses(b.s); err != nil {
			return err
		}
		refusal, err := judge.refusalOf(ctx, b.parties, b.part)
		if err != nil || refusal != "" {
			return cmp.Or(err, types.ErrRefused.Wrapf("%s: %s", b.id, refusal))
		}
	}
	return nil
}

// settleTogether makes the net movements of settlements whose legs are judged, and closes them: each is final.
func (k *Keeper) settleTogether(ctx sdk.Context, batch []batched) error {
	net := newNetting()
	for i := range batch {
		legs, _ := withCharge(batch[i].s, batch[i].part)
		net.addLegs(batch[i].parties, legs)
	}
	short, free, err := k.shortage(ctx, net)
	if err != nil {
		return err
	}
	if short != nil {
		return types.ErrShort.Wrapf("%s has %s%s free, not %s", short.account, free, short.denom, short.amount.Neg())
	}
	if failed, err := k.move(ctx, net); err != nil {
		if failed != nil {
			return &refusedMovement{*failed, err}
		}
		return err
	}
	for i := range batch {
		b := &batch[i]
		complete, err := k.book(ctx, b.id, &b.s, b.parties, b.part)
		if err != nil {
			return err
		}
		if !complete {
			err = k.put(ctx, b.id, &b.was, &b.s)
		} else {
			err = k.complete(ctx, b.id, &b.was, b.s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refusedMovement is a net movement that x/custody refused, for a sum.
type refusedMovement struct {
	movement
	err error
}

// Error implements error.
func (r *refusedMovement) Error() string { return r.err.Error() }

// Unwrap returns the refusal.
func (r *refusedMovement) Unwrap() error { return r.err }
