package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// GetParams returns the params.
func (k *Keeper) GetParams(ctx context.Context) (types.Params, error) { return k.params.Get(ctx) }

// SetParams replaces the params.
func (k *Keeper) SetParams(ctx context.Context, params types.Params) error {
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventParamsUpdated{Params: params})
}

// GetSettlement returns an open settlement.
func (k *Keeper) GetSettlement(ctx context.Context, id types.ID) (types.Settlement, error) {
	s, found, err := row.Find(ctx, k.settlements, []byte(id))
	if err == nil && !found {
		err = types.ErrNotFound.Wrap(id.String())
	}
	return s, err
}

// decode reads an address. Capital letters are refused, so that a party has one name.
func (k *Keeper) decode(field, text string) (sdk.AccAddress, error) {
	return types.DecodeAddress(k.accounts.AddressCodec(), field, text)
}

// addresses are those of the parties of a settlement, in their order.
func (k *Keeper) addresses(s types.Settlement) ([]sdk.AccAddress, error) {
	addresses := make([]sdk.AccAddress, len(s.Parties))
	for i, party := range s.Parties {
		address, err := k.decode("party", party.Account)
		if err != nil {
			return nil, err
		}
		addresses[i] = address
	}
	return addresses, nil
}

// directory remembers accounts while many settlements are read: the same parties come again and again.
type directory struct {
	*Keeper
	known map[string]sdk.AccAddress
}

func (k *Keeper) newDirectory() directory { return directory{k, map[string]sdk.AccAddress{}} }

func (d directory) addresses(s types.Settlement) ([]sdk.AccAddress, error) {
	addresses := make([]sdk.AccAddress, len(s.Parties))
	for i, party := range s.Parties {
		address, known := d.known[party.Account]
		if !known {
			var err error
			if address, err = d.decode("party", party.Account); err != nil {
				return nil, err
			}
			d.known[party.Account] = address
		}
		addresses[i] = address
	}
	return addresses, nil
}

// places are where a settlement stands in the indexes; all of them follow from the row.
type places struct {
	attention int64
	rank      []byte
	account   sdk.AccAddress
	denom     string
}

func (k *Keeper) placesOf(id types.ID, s *types.Settlement) (p places, err error) {
	if s == nil {
		return p, nil
	}
	p.attention = s.Attention
	if s.Status != types.StatusPending {
		return p, nil
	}
	p.rank = s.Rank(id)
	if s.Pending.Denom != "" {
		p.denom = s.Pending.Denom
		p.account, err = k.decode("account", s.Pending.Account)
	}
	return p, err
}

// put stores what a settlement has become, and moves it in the indexes. was is what is stored, nil when it opens; now is nil
// when it closes.
func (k *Keeper) put(ctx context.Context, id types.ID, was, now *types.Settlement) error {
	old, err := k.placesOf(id, was)
	if err != nil {
		return err
	}
	next, err := k.placesOf(id, now)
	if err != nil {
		return err
	}
	if err := k.moveIndexes(ctx, id, old, next); err != nil {
		return err
	}
	if now == nil {
		if err := k.settlements.Remove(ctx, id); err != nil {
			return err
		}
		return k.enrol(ctx, id, *was, false)
	}
	if err := k.settlements.Set(ctx, id, *now); err != nil {
		return err
	}
	if was == nil {
		return k.enrol(ctx, id, *now, true)
	}
	return nil
}

func (k *Keeper) moveIndexes(ctx context.Context, id types.ID, old, next places) error {
	if old.attention != next.attention {
		if old.attention != 0 {
			if err := k.agenda.Remove(ctx, collections.Join(old.attention, []byte(id))); err != nil {
				return err
			}
		}
		if next.attention != 0 {
			if err := k.agenda.Set(ctx, collections.Join(next.attention, []byte(id))); err != nil {
				return err
			}
		}
	}
	if !bytes.Equal(old.rank, next.rank) {
		if old.rank != nil {
			if err := k.queue.Remove(ctx, old.rank); err != nil {
				return err
			}
		}
		if next.rank != nil {
			if err := k.queue.Set(ctx, next.rank); err != nil {
				return err
			}
		}
	}
	if old.denom == next.denom && old.account.Equals(next.account) && bytes.Equal(old.rank, next.rank) {
		return nil
	}
	if old.denom != "" {
		if err := k.stopWaiting(ctx, old); err != nil {
			return err
		}
	}
	if next.denom != "" {
		return k.startWaiting(ctx, next)
	}
	return nil
}

func (k *Keeper) startWaiting(ctx context.Context, p places) error {
	if err := k.waits.Set(ctx, collections.Join3(p.account, p.denom, p.rank)); err != nil {
		return err
	}
	holding := collections.Join(p.account, p.denom)
	waiting, _, err := row.Find(ctx, k.waiters, holding)
	if err != nil {
		return err
	}
	return k.waiters.Set(ctx, holding, waiting+1)
}

func (k *Keeper) stopWaiting(ctx context.Context, p places) error {
	if err := k.waits.Remove(ctx, collections.Join3(p.account, p.denom, p.rank)); err != nil {
		return err
	}
	return decrease(ctx, k.waiters, collections.Join(p.account, p.denom))
}

// decrease counts down, and removes a count of zero.
func decrease[K any](ctx context.Context, counts collections.Map[K, uint64], key K) error {
	count, err := counts.Get(ctx, key)
	if err != nil {
		return err
	}
	if count <= 1 {
		return counts.Remove(ctx, key)
	}
	return counts.Set(ctx, key, count-1)
}

// enrol lists an opening settlement with its parties and counts it for who opened it, or undoes that. Nobody opens a claim.
func (k *Keeper) enrol(ctx context.Context, id types.ID, s types.Settlement, open bool) error {
	parties, err := k.addresses(s)
	if err != nil {
		return err
	}
	for _, party := range parties {
		key := collections.Join(party, []byte(id))
		if open {
			err = k.parties.Set(ctx, key)
		} else {
			err = k.parties.Remove(ctx, key)
		}
		if err != nil {
			return err
		}
	}
	switch {
	case s.Kind == types.KindClaim:
		return nil
	case !open:
		return decrease(ctx, k.opened, parties[0])
	}
	count, _, err := row.Find(ctx, k.opened, parties[0])
	if err != nil {
		return err
	}
	return k.opened.Set(ctx, parties[0], count+1)
}
