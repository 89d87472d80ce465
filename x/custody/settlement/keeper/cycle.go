package keeper

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/offset"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// retries bounds how often a group is tried again without one whom a sum refused.
const retries = 8

// cycle looks for settlements that settle together though none may settle alone, among a stretch of the queue. The next cycle
// goes on after it, and starts again at the end.
func (k *Keeper) cycle(ctx sdk.Context, params types.Params) error {
	ranks, err := k.stretch(ctx, int(params.CycleMax))
	if err != nil || len(ranks) == 0 {
		return err
	}
	batch, err := k.candidates(ctx, params, ranks)
	if err != nil || len(batch) == 0 {
		return err
	}
	obligations, available, err := k.positionsOf(ctx, batch)
	if err != nil {
		return err
	}
	settled := 0
	for _, group := range offset.Groups(obligations, offset.Solve(obligations, available)) {
		members := make([]batched, len(group))
		for i, member := range group {
			members[i] = batch[member]
		}
		count, err := k.settleGroup(ctx, members)
		if err != nil {
			return err
		}
		settled += count
	}
	if settled == 0 {
		return nil
	}
	return event.Emit(ctx, &types.EventCycle{Considered: uint32(len(batch)), Settled: uint32(settled)})
}

// stretch is the part of the queue that this cycle looks at. It remembers where the next one starts; a queue that fits into
// one cycle is looked at from its head each time.
func (k *Keeper) stretch(ctx context.Context, limit int) (ranks [][]byte, err error) {
	cursor, err := k.cursor.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	if ranks, err = k.ranksAfter(ctx, cursor, nil, limit); err != nil {
		return nil, err
	}
	wrapped := len(ranks) < limit
	if wrapped && len(cursor) > 0 {
		head, err := k.ranksAfter(ctx, nil, cursor, limit-len(ranks))
		if err != nil {
			return nil, err
		}
		wrapped = len(head)+len(ranks) < limit
		ranks = append(head, ranks...)
		if len(head) > 0 {
			cursor = head[len(head)-1]
		}
	} else if len(ranks) > 0 {
		cursor = ranks[len(ranks)-1]
	}
	if wrapped {
		return ranks, k.cursor.Remove(ctx)
	}
	return ranks, k.cursor.Set(ctx, cursor)
}

// ranksAfter lists places in the queue after one and up to another, in order.
func (k *Keeper) ranksAfter(ctx context.Context, after, upTo []byte, limit int) (ranks [][]byte, err error) {
	of := new(collections.Range[[]byte])
	if len(after) > 0 {
		of = of.StartExclusive(after)
	}
	if len(upTo) > 0 {
		of = of.EndInclusive(upTo)
	}
	rows, err := k.queue.Iterate(ctx, of)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for ; rows.Valid() && len(ranks) < limit; rows.Next() {
		rank, err := rows.Key()
		if err != nil {
			return nil, err
		}
		ranks = append(ranks, bytes.Clone(rank))
	}
	return ranks, nil
}

// candidates are what may settle now by every rule but those on sums: nobody holds it, its market is open, x/custody refuses
// none of its legs.
func (k *Keeper) candidates(ctx sdk.Context, params types.Params, ranks [][]byte) ([]batched, error) {
	judge, accounts, markets := k.newJudge(), k.newDirectory(), map[string]bool{}
	batch := make([]batched, 0, len(ranks))
	for _, rank := range ranks {
		id := types.IDOfRank(rank)
		s, err := k.GetSettlement(ctx, id)
		if err != nil {
			return nil, err
		}
		open, known := markets[s.Calendar]
		if !known {
			h, err := k.hours(ctx, params, s.Calendar)
			if err != nil {
				return nil, err
			}
			open = h.open()
			markets[s.Calendar] = open
		}
		if s.IsHeld() || !open {
			continue
		}
		parties, err := accounts.addresses(s)
		if err != nil {
			return nil, err
		}
		part := s.NextPart()
		refusal, err := judge.refusalOf(ctx, parties, part)
		if err != nil {
			return nil, err
		}
		if refusal == "" {
			batch = append(batch, batched{id: id, was: s, s: s.Copy(), parties: parties, part: part})
		}
	}
	return batch, nil
}

// positionsOf are what candidates do to holdings, and what of each holding is free. Of a holding from which nobody gives
// nothing is needed.
func (k *Keeper) positionsOf(ctx context.Context, batch []batched) ([]offset.Obligation, []*big.Int, error) {
	all := newNetting()
	obligations := make([]offset.Obligation, len(batch))
	given := map[int]bool{}
	for i, b := range batch {
		own := newNetting()
		legs, _ := withCharge(b.s, b.part)
		own.addLegs(b.parties, legs)
		obligations[i].Priority = b.s.Priority
		for _, p := range own.positions {
			if p.amount.IsZero() {
				continue
			}
			at := all.at(p.account, p.denom)
			given[at] = given[at] || p.amount.IsNegative()
			obligations[i].Changes = append(obligations[i].Changes, offset.Change{Position: at, Amount: p.amount.BigInt()})
		}
	}
	available := make([]*big.Int, len(all.positions))
	for at, p := range all.positions {
		if !given[at] {
			available[at] = new(big.Int)
			continue
		}
		free, err := k.custody.Free(ctx, p.account, p.denom)
		if err != nil {
			return nil, nil, err
		}
		available[at] = new(big.Int)
		if free.IsPositive() {
			available[at] = free.BigInt()
		}
	}
	return obligations, available, nil
}

// settleGroup settles a group together. When x/custody refuses a sum, the last in the queue of those who bring it about is
// left out and the rest is looked at again; what is left in the end goes on waiting.
func (k *Keeper) settleGroup(ctx sdk.Context, group []batched) (settled int, err error) {
	for range retries {
		err := safely.Run(ctx, func(ctx sdk.Context) error { return k.settleTogether(ctx, fresh(group)) })
		if err == nil {
			return len(group), nil
		}
		if err := k.quarantine(ctx, "cycle with "+group[0].id.String(), err); err != nil {
			return 0, err
		}
		var refused *refusedMovement
		if !errors.As(err, &refused) {
			return 0, nil
		}
		if group, err = k.without(ctx, group, refused); err != nil || len(group) == 0 {
			return 0, err
		}
	}
	return 0, nil
}

// without are the members of a group that still settle together when the last who brings about what was refused does not.
func (k *Keeper) without(ctx sdk.Context, group []batched, refused *refusedMovement) ([]batched, error) {
	last := len(group) - 1
	for ; last > 0 && !group[last].brings(refused); last-- {
	}
	rest := slices.Delete(slices.Clone(group), last, last+1)
	obligations, available, err := k.positionsOf(ctx, rest)
	if err != nil {
		return nil, err
	}
	var left []batched
	for i, in := range offset.Solve(obligations, available) {
		if in {
			left = append(left, rest[i])
		}
	}
	return left, nil
}

// brings tells whether a leg goes to the receiver of a refused movement, in a denom of it.
func (b batched) brings(refused *refusedMovement) bool {
	return slices.ContainsFunc(b.part, func(leg types.Leg) bool {
		return b.parties[leg.To].Equals(refused.to) && refused.coins.AmountOf(leg.Amount.Denom).IsPositive()
	})
}

// fresh are the members as they were: settling changes them.
func fresh(group []batched) []batched {
	copies := make([]batched, len(group))
	for i, b := range group {
		b.s = b.was.Copy()
		copies[i] = b
	}
	return copies
}
