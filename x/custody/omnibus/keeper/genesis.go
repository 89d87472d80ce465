package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
)

// InitGenesis stores a state that Validate accepts, and refuses one whose sums are not what x/custody has reserved.
func (k *Keeper) InitGenesis(ctx context.Context, g *types.GenesisState) error {
	if err := g.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	for _, client := range g.Clients {
		account, err := k.decode("account", client.Account)
		if err != nil {
			return err
		}
		if err := k.clients.Set(ctx, collections.Join(account, client.Reference), client); err != nil {
			return err
		}
	}
	for _, p := range g.Positions {
		if err := k.initPosition(ctx, p); err != nil {
			return err
		}
	}
	if err := k.Audit(ctx); err != nil {
		return errorsmod.Wrap(types.ErrInvalidGenesis, err.Error())
	}
	return nil
}

func (k *Keeper) initPosition(ctx context.Context, p types.GenesisPosition) error {
	account, err := k.decode("account", p.Account)
	if err != nil {
		return err
	}
	key := collections.Join3(account, p.Position.Denom, p.Position.Reference)
	if err := setAmount(ctx, k.dues, key, p.Position.Due); err != nil {
		return err
	}
	if p.Position.Holding.Amount.IsZero() {
		return nil
	}
	if err := k.setHolding(ctx, key, p.Position.Holding); err != nil {
		return err
	}
	return k.shiftTotal(ctx, account, p.Position.Denom, p.Position.Holding.Amount)
}

// ExportGenesis returns the whole state: holdings in order of their keys, and then what is due without a holding.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	err := k.clients.Walk(ctx, nil, func(_ clientKey, client types.Client) (bool, error) {
		g.Clients = append(g.Clients, client)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.holdings.Walk(ctx, nil, func(key positionKey, holding types.Holding) (bool, error) {
		due, err := amountOf(ctx, k.dues, key)
		if err != nil {
			return true, err
		}
		return false, k.exportPosition(g, key, holding, due)
	})
	if err != nil {
		return nil, err
	}
	err = k.dues.Walk(ctx, nil, func(key positionKey, due math.Int) (bool, error) {
		holds, err := k.holdings.Has(ctx, key)
		if err != nil || holds {
			return err != nil, err
		}
		return false, k.exportPosition(g, key, types.NewHolding(), due)
	})
	return g, err
}

func (k *Keeper) exportPosition(g *types.GenesisState, key collections.Triple[sdk.AccAddress, string, string], holding types.Holding, due math.Int) error {
	account, err := k.text(key.K1())
	g.Positions = append(g.Positions, types.GenesisPosition{Account: account, Position: types.Position{
		Reference: key.K3(), Denom: key.K2(), Holding: holding, Due: due,
	}})
	return err
}
