package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// quarantineSeconds is how long what failed on the agenda waits before it is looked at again.
const quarantineSeconds = 24 * 60 * 60

// keepAgenda looks at the dates that have come, oldest first, up to the work of one block.
func (k *Keeper) keepAgenda(ctx sdk.Context, params types.Params) error {
	ids, err := k.dueOnAgenda(ctx, params)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := safely.Run(ctx, func(ctx sdk.Context) error { return k.look(ctx, params, id) })
		if err == nil {
			continue
		}
		if err := k.quarantine(ctx, "date "+id.String(), err); err != nil {
			return err
		}
		if err := k.putOff(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) dueOnAgenda(ctx context.Context, params types.Params) (ids []types.ID, err error) {
	until := k.bond.Now(ctx).Unix()
	rows, err := k.agenda.Iterate(ctx, collections.NewPrefixUntilPairRange[int64, []byte](until))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for ; rows.Valid() && len(ids) < int(params.AgendaPerBlock); rows.Next() {
		key, err := rows.Key()
		if err != nil {
			return nil, err
		}
		ids = append(ids, key.K2())
	}
	return ids, nil
}

// look does what a date asks for: what is not agreed lapses, what is agreed falls due, what is pending ages and is tried.
func (k *Keeper) look(ctx sdk.Context, params types.Params, id types.ID) error {
	was, err := k.GetSettlement(ctx, id)
	if err != nil {
		return err
	}
	s := was.Copy()
	switch s.Status {
	case types.StatusAlleged:
		return k.end(ctx, id, &was, causeLapsed)
	case types.StatusMatched:
		s.Status, s.Pending = types.StatusPending, types.Pending{}
		_, err := k.attempt(ctx, id, &was, s)
		return err
	}
	h, err := k.hours(ctx, params, s.Calendar)
	if err != nil {
		return err
	}
	if err := k.age(ctx, params, h, id, &s); err != nil {
		return err
	}
	if s.Attention, err = h.attention(params, s); err != nil {
		return err
	}
	outcome, err := k.attempt(ctx, id, &was, s)
	if err != nil || outcome.Status == types.StatusSettled {
		return err
	}
	return k.collectNow(ctx, id)
}

// collectNow collects the charge of what is still pending.
func (k *Keeper) collectNow(ctx sdk.Context, id types.ID) error {
	was, err := k.GetSettlement(ctx, id)
	if err != nil || !was.Charge.IsPositive() {
		return err
	}
	s := was.Copy()
	if err := k.collect(ctx, id, &s); err != nil {
		return err
	}
	return k.put(ctx, id, &was, &s)
}

// putOff has a settlement looked at again a day later, whatever is the matter with it.
func (k *Keeper) putOff(ctx sdk.Context, id types.ID) error {
	was, err := k.GetSettlement(ctx, id)
	if err != nil {
		return err
	}
	s := was.Copy()
	s.Attention = k.bond.Now(ctx).Unix() + quarantineSeconds
	return k.put(ctx, id, &was, &s)
}
