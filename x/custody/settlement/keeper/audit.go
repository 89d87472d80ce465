package keeper

import (
	"bytes"
	"cmp"
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
)

// Audit walks everything and states the laws of the module: (1) each row is one that messages lead to, under its own name;
// (2) nothing that has settled is open; (3) every index holds what follows from the rows and nothing else; (4) an account has
// opened as many as it is counted for.
func (k *Keeper) Audit(ctx context.Context) error {
	want := newIndexes()
	err := k.settlements.Walk(ctx, nil, func(key []byte, s types.Settlement) (bool, error) {
		return false, k.auditRow(ctx, key, s, want)
	})
	if err != nil {
		return err
	}
	return k.auditIndexes(ctx, want)
}

// indexes count, by their stored form, the entries that must be there.
type indexes struct {
	parties, agenda, queue, waits map[string]bool
	opened, waiters               map[string]uint64
}

func newIndexes() indexes {
	return indexes{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]uint64{}, map[string]uint64{}}
}

func (k *Keeper) auditRow(ctx context.Context, id types.ID, s types.Settlement, want indexes) error {
	open := types.GenesisState{Params: types.DefaultParams(), Settlements: []types.OpenSettlement{{Id: id.String(), Settlement: s}}}
	if err := open.Validate(k.accounts.AddressCodec()); err != nil {
		return types.ErrBrokenLaw.Wrap(err.Error())
	}
	parties, err := k.addresses(s)
	if err != nil {
		return err
	}
	if s.Kind != types.KindClaim {
		other := parties[0]
		if s.Kind == types.KindTrade {
			other = parties[1]
		}
		if _, used, err := k.custody.FindReference(ctx, parties[0], other, s.Reference); err != nil || used {
			return cmp.Or(err, types.ErrBrokenLaw.Wrapf("%s is open and its reference has settled", id))
		}
		want.opened[string(parties[0])]++
	}
	for _, party := range parties {
		want.parties[string(party)+string(id)] = true
	}
	p, err := k.placesOf(id, &s)
	if err != nil {
		return err
	}
	want.agenda[agendaText(p.attention, id)] = true
	if p.rank != nil {
		want.queue[string(p.rank)] = true
	}
	if p.denom != "" {
		want.waits[string(p.account)+p.denom+string(p.rank)] = true
		want.waiters[string(p.account)+p.denom]++
	}
	return nil
}

func agendaText(at int64, id types.ID) string {
	return string(sdk.Uint64ToBigEndian(uint64(at))) + string(id)
}

func (k *Keeper) auditIndexes(ctx context.Context, want indexes) error {
	for _, walk := range []func() error{
		func() error {
			return auditSet(ctx, "parties", k.parties, want.parties, func(key collections.Pair[sdk.AccAddress, []byte]) string {
				return string(key.K1()) + string(key.K2())
			})
		},
		func() error {
			return auditSet(ctx, "agenda", k.agenda, want.agenda, func(key collections.Pair[int64, []byte]) string {
				return agendaText(key.K1(), key.K2())
			})
		},
		func() error {
			return auditSet(ctx, "queue", k.queue, want.queue, func(key []byte) string { return string(key) })
		},
		func() error {
			return auditSet(ctx, "waits", k.waits, want.waits, func(key collections.Triple[sdk.AccAddress, string, []byte]) string {
				return string(key.K1()) + key.K2() + string(key.K3())
			})
		},
		func() error {
			return auditCounts(ctx, "opened", k.opened, want.opened, func(key sdk.AccAddress) string { return string(key) })
		},
		func() error {
			return auditCounts(ctx, "waiters", k.waiters, want.waiters, func(key holdingKey) string { return string(key.K1()) + key.K2() })
		},
	} {
		if err := walk(); err != nil {
			return err
		}
	}
	return nil
}

func auditSet[K any](ctx context.Context, name string, set collections.KeySet[K], want map[string]bool, text func(K) string) error {
	found := 0
	err := set.Walk(ctx, nil, func(key K) (bool, error) {
		found++
		if !want[text(key)] {
			return true, types.ErrBrokenLaw.Wrapf("%s holds %x, which no settlement asks for", name, text(key))
		}
		return false, nil
	})
	if err == nil && found != len(want) {
		err = types.ErrBrokenLaw.Wrapf("%s holds %d entries, settlements ask for %d", name, found, len(want))
	}
	return err
}

func auditCounts[K any](ctx context.Context, name string, counts collections.Map[K, uint64], want map[string]uint64, text func(K) string) error {
	found := 0
	err := counts.Walk(ctx, nil, func(key K, count uint64) (bool, error) {
		found++
		if want[text(key)] != count {
			return true, types.ErrBrokenLaw.Wrapf("%s counts %d for %x, there are %d", name, count, bytes.Clone([]byte(text(key))), want[text(key)])
		}
		return false, nil
	})
	if err == nil && found != len(want) {
		err = types.ErrBrokenLaw.Wrapf("%s counts for %d, there are %d", name, found, len(want))
	}
	return err
}
