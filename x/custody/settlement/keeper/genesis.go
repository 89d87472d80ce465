package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
)

// InitGenesis stores a state that Validate accepts, and refuses one that names series, cash or references that the other
// modules contradict. Indexes follow from the rows.
func (k *Keeper) InitGenesis(ctx context.Context, g *types.GenesisState) error {
	if err := g.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, open := range g.Settlements {
		if err := k.initSettlement(ctx, open); err != nil {
			return errorsmod.Wrapf(types.ErrInvalidGenesis, "settlement %s: %s", open.Id, err)
		}
	}
	for _, arrival := range g.Arrivals {
		account, err := k.decode("account", arrival.Account)
		if err != nil {
			return err
		}
		after := arrival.After
		if after == nil {
			after = []byte{}
		}
		if err := k.arrivals.Set(ctx, collections.Join(account, arrival.Denom), after); err != nil {
			return err
		}
	}
	if len(g.Cursor) > 0 {
		return k.cursor.Set(ctx, g.Cursor)
	}
	return nil
}

func (k *Keeper) initSettlement(ctx context.Context, open types.OpenSettlement) error {
	id, err := types.ParseID(open.Id)
	if err != nil {
		return err
	}
	for _, leg := range open.Settlement.Legs {
		if isin, isBond := bondtypes.ISINOf(leg.Amount.Denom); isBond {
			if _, err := k.bond.GetSeries(ctx, isin); err != nil {
				return err
			}
		} else if err := k.requireCash(ctx, leg.Amount.Denom); err != nil {
			return err
		}
	}
	return k.put(ctx, id, nil, &open.Settlement)
}

// ExportGenesis returns the whole state, sorted.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	g := &types.GenesisState{Params: params}
	err = k.settlements.Walk(ctx, nil, func(id []byte, s types.Settlement) (bool, error) {
		g.Settlements = append(g.Settlements, types.OpenSettlement{Id: types.ID(id).String(), Settlement: s})
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.arrivals.Walk(ctx, nil, func(key holdingKey, after []byte) (bool, error) {
		account, err := k.accounts.AddressCodec().BytesToString(key.K1())
		arrival := types.Arrival{Account: account, Denom: key.K2()}
		if len(after) > 0 {
			arrival.After = after
		}
		g.Arrivals = append(g.Arrivals, arrival)
		return false, err
	})
	if err != nil {
		return nil, err
	}
	if g.Cursor, err = k.cursor.Get(ctx); err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	return g, nil
}
