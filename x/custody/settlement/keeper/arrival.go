package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
	"github.com/kokusai-chain/kokusai/x/internal/safely"
)

// Restrict is a send restriction that forbids nothing: it notes that an account receives what settlements wait for. It reads
// one key for each bond or cash that moves, and writes only where something waits.
func (k *Keeper) Restrict(ctx context.Context, _, to sdk.AccAddress, amount sdk.Coins) (sdk.AccAddress, error) {
	for _, coin := range amount {
		if _, isBond := bondtypes.ISINOf(coin.Denom); !isBond && !custodytypes.IsCashDenomFormat(coin.Denom) {
			continue
		}
		if err := k.AfterFreed(ctx, to, coin.Denom); err != nil {
			return nil, err
		}
	}
	return to, nil
}

var _ custodytypes.HoldingHooks = (*Keeper)(nil)

// AfterFreed notes that an account has more of what settlements wait for, be it new or free again.
func (k *Keeper) AfterFreed(ctx context.Context, account sdk.AccAddress, denom string) error {
	holding := collections.Join(account, denom)
	waited, err := k.waiters.Has(ctx, holding)
	if err != nil || !waited {
		return err
	}
	return k.arrivals.Set(ctx, holding, []byte{})
}

// arrival is a holding to which something has come, and the place in the queue after which attempts go on.
type arrival struct {
	account sdk.AccAddress
	denom   string
	after   []byte
}

// meetArrivals tries what waits for what has come, in the order of the queue, up to the attempts of one block. What settles
// brings further arrivals, which are met in the same block while attempts are left.
func (k *Keeper) meetArrivals(ctx sdk.Context, params types.Params) error {
	left := int(params.AttemptsPerBlock)
	for left > 0 {
		arrivals, err := k.nextArrivals(ctx, left)
		if err != nil || len(arrivals) == 0 {
			return err
		}
		for _, a := range arrivals {
			if left <= 0 {
				return nil
			}
			used, err := k.meet(ctx, a, left)
			if err != nil {
				return err
			}
			left -= max(used, 1)
		}
	}
	return nil
}

func (k *Keeper) nextArrivals(ctx context.Context, limit int) (arrivals []arrival, err error) {
	rows, err := k.arrivals.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for ; rows.Valid() && len(arrivals) < limit; rows.Next() {
		row, err := rows.KeyValue()
		if err != nil {
			return nil, err
		}
		arrivals = append(arrivals, arrival{row.Key.K1(), row.Key.K2(), row.Value})
	}
	return arrivals, nil
}

// meet tries what waits for one holding. When not all could be tried it remembers where to go on.
func (k *Keeper) meet(ctx sdk.Context, a arrival, limit int) (used int, err error) {
	ranks, err := k.waiting(ctx, a, limit)
	if err != nil {
		return 0, err
	}
	holding := collections.Join(a.account, a.denom)
	// Removed first: what settles may bring something back to this account.
	if err := k.arrivals.Remove(ctx, holding); err != nil {
		return 0, err
	}
	for _, rank := range ranks {
		if err := k.retry(ctx, types.IDOfRank(rank)); err != nil {
			return 0, err
		}
	}
	if len(ranks) < limit {
		return len(ranks), nil
	}
	again, err := k.arrivals.Has(ctx, holding)
	if err != nil || again {
		return len(ranks), err
	}
	return len(ranks), k.arrivals.Set(ctx, holding, ranks[len(ranks)-1])
}

func (k *Keeper) waiting(ctx context.Context, a arrival, limit int) (ranks [][]byte, err error) {
	of := collections.NewSuperPrefixedTripleRange[sdk.AccAddress, string, []byte](a.account, a.denom)
	if len(a.after) > 0 {
		of = new(collections.Range[collections.Triple[sdk.AccAddress, string, []byte]]).
			StartExclusive(collections.Join3(a.account, a.denom, a.after)).
			EndExclusive(collections.Join3(a.account, a.denom, lastRank))
	}
	rows, err := k.waits.Iterate(ctx, of)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for ; rows.Valid() && len(ranks) < limit; rows.Next() {
		key, err := rows.Key()
		if err != nil {
			return nil, err
		}
		ranks = append(ranks, key.K3())
	}
	return ranks, nil
}

// lastRank is after every place in the queue: no priority is 255.
var lastRank = []byte{0xff}

// retry attempts one pending settlement. A failure of the attempt itself is undone and reported, and the next day's look at
// the agenda tries again.
func (k *Keeper) retry(ctx sdk.Context, id types.ID) error {
	err := safely.Run(ctx, func(ctx sdk.Context) error {
		was, found, err := row.Find(ctx, k.settlements, []byte(id))
		if err != nil || !found || was.Status != types.StatusPending {
			return err
		}
		_, err = k.attempt(ctx, id, &was, was.Copy())
		return err
	})
	return k.quarantine(ctx, "attempt "+id.String(), err)
}

// quarantine reports what went wrong with an item, if anything did.
func (k *Keeper) quarantine(ctx sdk.Context, item string, err error) error {
	if err == nil {
		return nil
	}
	ctx.Logger().Error("step of a settlement failed", "item", item, "error", err)
	return event.Emit(ctx, &types.EventQuarantined{Item: item, Reason: err.Error()})
}
